"""Articles of other outlets that may tell the same event, and what makes us think so. Candidates, not a verdict.

The same 72 hours, and either a quotation of six words or more, or two names that are rare in this archive.
"""

import datetime as dt
import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from archive import languages
from archive.compare import quotations, sentences_of
from archive.compare.difference import language_of
from archive.compare.names import known_names, names_in
from archive.compare.sentences import words
from archive.lookup import ArticleRow, OutletRow
from archive.models import Content
from archive.times import parse_iso, warc_date

from .web import Asked

_WINDOW: Final = dt.timedelta(hours=72)
_RARE: Final = 60  # texts; a name in more of them tells nothing
_NAMES: Final = 12
_QUOTES: Final = 8
_QUOTE_WORDS: Final = 6
_MOST: Final = 5
_QUOTE_WEIGHT: Final = 3.0
_LEAST: Final = 2.0


@dataclass
class Candidate:
    """An article elsewhere, with what it shares."""

    article: ArticleRow
    outlet: OutletRow
    score: float = 0.0
    names: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


def candidates(asked: Asked, article: ArticleRow, content: Content) -> list[Candidate]:
    """Return up to five articles at other outlets that share what few others have, the likest first."""
    shared: dict[int, Candidate] = {}
    span = _window(article)
    for phrase in _quotes(content):
        for id in _holding(asked.connection, phrase, span, article.outlet_id):
            found = _candidate(asked, shared, id)
            found.quotes.append(phrase)
            found.score += _QUOTE_WEIGHT
    for name in _names(content):
        for id in _holding(asked.connection, name, span, article.outlet_id):
            found = _candidate(asked, shared, id)
            found.names.append(name)
            found.score += 1.0
    fit = [one for one in shared.values() if one.score >= _LEAST and one.article.id not in asked.hidden]
    return sorted(fit, key=lambda one: (-one.score, one.article.id))[:_MOST]


def _window(article: ArticleRow) -> tuple[str, str]:
    first = parse_iso(article.first_captured_at)
    return warc_date(first - _WINDOW), warc_date(first + _WINDOW)


def _candidate(asked: Asked, shared: dict[int, Candidate], id: int) -> Candidate:
    if id not in shared:
        row = asked.lookup.article(id)
        shared[id] = Candidate(row, asked.lookup.outlet(row.outlet_id))
    return shared[id]


def _quotes(content: Content) -> list[str]:
    """Return the first words of each quotation that is long enough to be nobody's by chance."""
    blocks = [block for block in content.blocks if block.kept and block.role != "caption"]
    found = (words(quotation.text) for quotation in quotations(blocks, language_of(content)))
    return list(dict.fromkeys(" ".join(said[:_QUOTE_WORDS]) for said in found if len(said) >= _QUOTE_WORDS))[:_QUOTES]


def _names(content: Content) -> list[str]:
    """Return the names that the article says most often."""
    lexicon = languages.lexicon(language_of(content))
    if lexicon is None:
        return []
    texts = [sentence.text for sentence in sentences_of(content)]
    known = known_names(texts, lexicon)
    said = Counter(" ".join(name) for text in texts for name in names_in(text, lexicon, known))
    return [name for name, _ in said.most_common(_NAMES) if len(name) > 2]


def _holding(connection: sqlite3.Connection, phrase: str, span: tuple[str, str], outlet_id: int) -> list[int]:
    """Return the articles of other outlets that say a phrase in these hours; none when too many texts say it."""
    match = '"' + phrase.replace('"', " ") + '"'
    found = connection.execute(
        "SELECT rowid FROM versions_fts WHERE versions_fts MATCH ? LIMIT ?", (match, _RARE + 1)
    ).fetchall()
    if len(found) > _RARE:
        return []
    rows = connection.execute(
        """SELECT DISTINCT a.id FROM json_each(?) t CROSS JOIN versions v ON v.text_id = t.value
             JOIN articles a ON a.id = v.article_id
            WHERE a.outlet_id <> ? AND a.first_captured_at BETWEEN ? AND ? LIMIT ?""",
        (json.dumps([row[0] for row in found]), outlet_id, *span, _RARE),
    )
    return [row[0] for row in rows]
