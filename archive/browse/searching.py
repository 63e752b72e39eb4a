"""Search over all versions, one hit an article; and when a sentence disappeared. Facets narrow it down."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archive import fulltext
from archive.errors import BadInput
from archive.lookup import MARKS, ArticleRow, VersionRow
from archive.lookup.rows import Value
from archive.wording.text import clean

from .marked import Piece
from .web import Answer, Asked, page

_PAGE: Final = 20
_RANKED: Final = 400  # texts that are ranked; more match than anybody reads
_COMMON: Final = 20_000  # texts; ranking more takes too long, and words that stand in so many tell them hardly apart
_NEWEST: Final = 3000  # versions that are looked through then
_SHOWN: Final = ("any", "now", "gone")


@dataclass(frozen=True, slots=True)
class Found:
    """An article whose versions hold the words."""

    article: ArticleRow
    outlet: str
    snippet: list[Piece]
    matching: list[VersionRow]  # oldest first
    gone: VersionRow | None  # the first version after the last that had the words; None when the newest has them

    @property
    def vanished(self) -> bool:
        """Whether the words are in no version any more."""
        return self.gone is not None


def show(asked: Asked) -> Answer:
    """Search; without words, ask for them."""
    words = asked.text("q")
    for found in asked.lookup.at_address(words):
        if found.id not in asked.hidden:
            return Answer(b"", 302, headers={"location": asked.at(f"/article/{found.id}")})
    shown = asked.text("show") or "any"
    if shown not in _SHOWN:
        raise BadInput("not one of any, now, gone", subject=f"show={shown[:20]}")
    number = asked.number("page", 1, most=100)
    start = (number - 1) * _PAGE
    match = fulltext.query(words) if words else ""
    best, common = _best(asked, match) if words else ([], False)
    hits = list(islice(_search(asked, match, best, shown), start, start + _PAGE + 1))
    return page(
        asked,
        "search.html",
        title=f"Search: {words}" if words else "Search",
        words=words,
        shown=shown,
        hits=hits[:_PAGE],
        more=len(hits) > _PAGE,
        number=number,
        facets=_outlets(asked, best),
        common=common,
        known=asked.outlets(),
    )


def _best(asked: Asked, match: str) -> tuple[list[int], bool]:
    """Return the texts that match best, and whether the words are too common to rank: then they are the newest ones."""
    statement = "SELECT count(*) FROM (SELECT 1 FROM versions_fts WHERE versions_fts MATCH ? LIMIT ?)"
    (many,) = asked.connection.execute(statement, (match, _COMMON)).fetchone()
    if many < _COMMON:
        ranked = "SELECT rowid FROM versions_fts WHERE versions_fts MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in asked.connection.execute(ranked, (match, _RANKED))], False
    newest = "SELECT text_id FROM versions ORDER BY first_captured_at DESC, id LIMIT ?"
    texts = [row[0] for row in asked.connection.execute(newest, (_NEWEST,))]
    said = _saying(asked, match, set(texts))
    return [text for text in dict.fromkeys(texts) if text in said][:_RANKED], True


def _search(asked: Asked, match: str, best: Sequence[int], shown: str) -> Iterator[Found]:
    """Yield the hits, best first; each is looked into only when it is asked for."""
    ranked = _ranked(asked, best)
    still = _still(asked, match, ranked) if shown != "any" else frozenset()
    for article, texts in ranked.items():
        if shown == "any" or (article in still) == (shown == "now"):
            yield _found(asked, match, article, texts)


def _still(asked: Asked, match: str, articles: Iterable[int]) -> frozenset[int]:
    """Return those of some articles whose newest version holds the words."""
    rows = asked.connection.execute(
        """SELECT a.id, v.text_id FROM json_each(?) r CROSS JOIN articles a ON a.id = r.value
             JOIN versions v ON v.article_id = a.id AND v.number = a.version_count""",
        (json.dumps(list(articles)),),
    ).fetchall()
    said = _saying(asked, match, {text for _, text in rows})
    return frozenset(article for article, text in rows if text in said)


def _ranked(asked: Asked, best: Sequence[int]) -> dict[int, list[int]]:
    """Return the articles that have these texts, in the texts' order, and as the facets narrow them."""
    condition, values = _narrowed(asked)
    rows = asked.connection.execute(
        f"""SELECT v.article_id, r.value FROM json_each(?) r CROSS JOIN versions v ON v.text_id = r.value
              JOIN articles a ON a.id = v.article_id
             WHERE {condition} ORDER BY r.key""",  # noqa: S608 (conditions are this module's own)
        [json.dumps(best), *values],
    )
    found: dict[int, list[int]] = {}
    for article, text in rows:
        found.setdefault(article, []).append(text)
    return found


def _narrowed(asked: Asked) -> tuple[str, list[Value]]:
    said, values = ["1"], list[Value]()
    if name := asked.text("outlet"):
        said.append("a.outlet_id = ?")
        values.append(asked.lookup.outlet_named(name).id)
    for parameter, sign in (("from", ">="), ("until", "<=")):
        if day := asked.text(parameter):
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
                raise BadInput("not a day", subject=f"{parameter}={day[:20]}", cure="Write 2026-11-17")
            said.append(f"substr(v.first_captured_at, 1, 10) {sign} ?")
            values.append(day)
    if asked.hidden:
        said.append("a.id NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(asked.hidden)))
    return " AND ".join(said), values


def _found(asked: Asked, match: str, article_id: int, texts: Sequence[int]) -> Found:
    article = asked.lookup.article(article_id)
    versions = asked.lookup.versions(article)
    said = _saying(asked, match, {version.text_id for version in versions})
    matching = [version for version in versions if version.text_id in said]
    last = matching[-1].number if matching else 0
    gone = next((version for version in versions if version.number > last), None) if matching else None
    (outlet,) = asked.connection.execute("SELECT title FROM outlets WHERE id = ?", (article.outlet_id,)).fetchone()
    snippet = [] if asked.site.public else _snippet(asked, match, texts[0])
    return Found(article, str(outlet), snippet, matching, gone)


def _saying(asked: Asked, match: str, texts: set[int]) -> set[int]:
    rows = asked.connection.execute(
        """SELECT rowid FROM versions_fts WHERE versions_fts MATCH ?
              AND rowid IN (SELECT value FROM json_each(?))""",
        (match, json.dumps(sorted(texts))),
    )
    return {row[0] for row in rows}


def _snippet(asked: Asked, match: str, text_id: int) -> list[Piece]:
    """Return where the words stand, found ones as added pieces."""
    (cut,) = asked.connection.execute(
        "SELECT snippet(versions_fts, 0, ?, ?, '…', 32) FROM versions_fts WHERE versions_fts MATCH ? AND rowid = ?",
        (*MARKS, match, text_id),
    ).fetchone()
    parts = re.split(f"[{''.join(MARKS)}]", cut)
    return [Piece("found" if place % 2 else "kept", clean(part)) for place, part in enumerate(parts) if part]


def _outlets(asked: Asked, best: Sequence[int]) -> list[tuple[str, str, int]]:
    """Return the outlets of these texts, with how many articles each has among them."""
    rows = asked.connection.execute(
        """SELECT o.name, o.title, count(DISTINCT a.id) AS many
             FROM json_each(?) r CROSS JOIN versions v ON v.text_id = r.value JOIN articles a ON a.id = v.article_id
             JOIN outlets o ON o.id = a.outlet_id
            WHERE a.id NOT IN (SELECT value FROM json_each(?)) GROUP BY o.id ORDER BY many DESC, o.name LIMIT 20""",
        (json.dumps(best), json.dumps(sorted(asked.hidden))),
    )
    return [(name, title, many) for name, title, many in rows]
