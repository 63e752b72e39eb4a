"""The five questions as pages: each with its answer in a table, its SQL, and the way to all of its rows."""

import json
import re
from dataclasses import dataclass
from typing import Final

from archive.errors import NotInArchive
from archive.lookup import Zone
from archive.lookup.moments import latest
from archive.lookup.questions import QUESTIONS, Question
from archive.lookup.rows import Value
from archive.times import UTC, warc_date

from .web import Answer, Asked, page

_MOST: Final = 100  # rows of a page
_UNSEEN: Final = frozenset({"article_id", "version_id", "url"})  # what the links are made of
_PARAMETER: Final = re.compile(r":([a-z]+)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row under a column."""

    kind: str  # headline, time, before, after, number, text
    value: Value


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer, and the article that it is about."""

    article: int | None
    cells: list[Cell]


def overview(asked: Asked) -> Answer:
    """List the questions."""
    return page(asked, "questions.html", title="Questions", questions=QUESTIONS)


def show(asked: Asked) -> Answer:
    """Answer a question."""
    name = asked.named["name"]
    if name not in QUESTIONS:
        raise NotInArchive("no question has this name", subject=name, cure=f"One of {', '.join(QUESTIONS)}")
    question = QUESTIONS[name]
    values = {parameter: _moment(asked, parameter) for parameter in sorted(set(_PARAMETER.findall(question.sql)))}
    columns, rows = _answer(asked, question, values)
    return page(
        asked,
        "question.html",
        title=question.title,
        name=name,
        question=question,
        values=values,
        columns=columns,
        rows=rows[:_MOST],
        more=len(rows) > _MOST,
        table=asked.site.tables and not asked.site.public and f"{asked.site.tables}/{name}",
    )


def _moment(asked: Asked, parameter: str) -> str:
    """Return a time that was asked for as the database writes times; without one, now."""
    text = asked.text(parameter)
    if not text:
        return warc_date(asked.now.replace(microsecond=0))
    return warc_date(latest(text, now=asked.now, zone=Zone(UTC)))


def _answer(asked: Asked, question: Question, values: dict[str, str]) -> tuple[list[str], list[Row]]:
    """Return the columns that are shown and the first rows; what this reader may not see is left out."""
    shown = "article_id NOT IN (SELECT value FROM json_each(:hidden))" if "AS article_id" in question.sql else "1"
    found = asked.connection.execute(
        f"SELECT * FROM ({question.sql}) WHERE {shown} LIMIT {_MOST + 1}",  # noqa: S608 (questions are our own)
        {**values, "hidden": json.dumps(sorted(asked.hidden))},
    )
    names = [column[0] for column in found.description]
    rows = [_row(dict(zip(names, row, strict=True))) for row in found]
    return [name for name in names if name not in _UNSEEN], rows


def _row(values: dict[str, Value]) -> Row:
    article = values.get("article_id")
    cells = [Cell(_kind(name, value), value) for name, value in values.items() if name not in _UNSEEN]
    return Row(article if isinstance(article, int) else None, cells)


def _kind(name: str, value: Value) -> str:
    if name in ("headline", "before", "after"):
        return name
    if isinstance(value, int | float):
        return "number"
    return "time" if name.endswith(("_at", "changed_before")) and value else "text"
