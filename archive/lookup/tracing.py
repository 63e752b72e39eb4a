"""Questions about sentences: where one stood, first to last, and what changes put in or took out. Reads only."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive import fulltext
from archive.errors import BadInput
from archive.stories.reuse import common, folded, prepared
from archive.times import warc_date

from .rows import ArticleRow, ChangeRow, select


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a sentence stood in an article, from the first version that has it to the last."""

    article: ArticleRow
    outlet: str
    text: str  # as it stands there
    version: int  # number of the first version that has it
    said_after: str | None
    said_by: str
    gone_by: str | None
    passage_id: int | None  # None when no other outlet has it


def trace(connection: sqlite3.Connection, sentences: Sequence[tuple[int, int]]) -> list[Trace]:
    """Return where sentences stood, given as article and sentence id, oldest first."""
    found = [each for pair in sentences for each in _trace(connection, *pair)]
    return sorted(found, key=lambda each: (each.said_by, each.article.id))


def _trace(connection: sqlite3.Connection, article_id: int, sentence_id: int) -> list[Trace]:
    rows = connection.execute(
        """SELECT s.said_after, s.said_by, s.gone_by, v.number, t.text, s.block, s.start, s.length,
                  (SELECT min(passage_id) FROM passage_uses WHERE article_id = ?1 AND sentence_id = ?2)
             FROM _sayings s JOIN versions v ON v.id = s.version_id JOIN texts t ON t.id = v.text_id
            WHERE s.article_id = ?1 AND s.sentence_id = ?2""",
        (article_id, sentence_id),
    ).fetchall()
    if not rows:
        return []
    (article,) = select(connection, ArticleRow, "WHERE id = ?", (article_id,))
    (outlet,) = connection.execute("SELECT title FROM outlets WHERE id = ?", (article.outlet_id,)).fetchone()
    return [
        Trace(article, outlet, text.splitlines()[block][start : start + length], number, after, by, gone, shared)
        for after, by, gone, number, text, block, start, length, shared in rows
    ]


def sentences_like(connection: sqlite3.Connection, sentence: str, *, most: int = 40) -> list[tuple[int, int]]:
    """Return the sentences that share their words with one, or hold it: article and sentence id.

    Those are looked at that stand in the articles which search finds by it, or by its longest words.
    """
    asked = prepared(sentence)
    longest = sorted(dict.fromkeys(asked.said), key=len, reverse=True)[:4]
    queries = [query for text in (f'"{" ".join(asked.said)}"', " ".join(longest)) if (query := _query(text))]
    articles = {row[0]: None for query in queries for row in connection.execute(_FOUND, (query, most))}
    found: dict[tuple[int, int], None] = {}
    for article in articles:
        for sentence_id, text, block, start, length in connection.execute(_SAID, (article,)):
            said = prepared(text.splitlines()[block][start : start + length])
            if _within(asked.said, said.said) or common(asked, said):
                found[article, sentence_id] = None
    return list(found)


def _query(words: str) -> str:
    try:
        return fulltext.query(words)
    except BadInput:
        return ""


_FOUND: Final = """
SELECT DISTINCT v.article_id FROM (SELECT rowid FROM versions_fts WHERE versions_fts MATCH ? ORDER BY rank LIMIT 400) f
  JOIN versions v ON v.text_id = f.rowid LIMIT ?"""
_SAID: Final = """
SELECT s.sentence_id, t.text, s.block, s.start, s.length FROM _sayings s
  JOIN versions v ON v.id = s.version_id JOIN texts t ON t.id = v.text_id WHERE s.article_id = ?"""


@dataclass(frozen=True, slots=True)
class Edited:
    """Words that a change took out or put in."""

    change: ChangeRow
    article: ArticleRow
    outlet: str
    place: str  # headline, standfirst, text, …
    before: str  # "" when it was put in
    after: str  # "" when it was taken out


def edited(
    connection: sqlite3.Connection,
    since: dt.datetime,
    *,
    added: str = "",
    removed: str = "",
    outlet: str | None = None,
    kinds: Sequence[str] = (),
    limit: int = 50,
) -> list[Edited]:
    """Return the changes that put words in or took words out, newest first; what stands on both sides is neither."""
    kind_is = f" AND c.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    rows = connection.execute(
        f"""SELECT c.id, o.name, e.place, e.before, e.after FROM changes c CROSS JOIN _edits e ON e.change_id = c.id
              JOIN outlets o ON o.id = e.outlet_id
             WHERE c.changed_before >= ? AND c.finding <> 'retracted' AND (? IS NULL OR o.name = ?){kind_is}
             ORDER BY c.changed_before DESC, c.id, e.digest""",  # noqa: S608 (marks)
        (warc_date(since), outlet, outlet, *kinds),
    )
    found: list[Edited] = []
    for id, name, place, before, after in rows:
        if _is_edit(folded(before), folded(after), folded(added), folded(removed)):
            (change,) = select(connection, ChangeRow, "WHERE id = ?", (id,))
            (article,) = select(connection, ArticleRow, "WHERE id = ?", (change.article_id,))
            found.append(Edited(change, article, name, place, before, after))
        if len(found) == limit:
            break
    return found


def _is_edit(before: Sequence[str], after: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> bool:
    put_in = not added or (_within(added, after) and not _within(added, before))
    return put_in and (not removed or (_within(removed, before) and not _within(removed, after)))


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return (
        any(tuple(many[at : at + len(few)]) == tuple(few) for at in range(len(many) - len(few) + 1)) if few else False
    )
