"""Full-text search over all versions, one hit an article. Reads only."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import BadInput

from .rows import ArticleRow, select

MARKS = ("\x02", "\x03")  # around a found word in a snippet: characters that no text of ours holds
_BEST = 400  # texts that are ranked at least; an article's others are only counted


@dataclass(frozen=True, slots=True)
class Hit:
    """An article whose versions match."""

    article: ArticleRow
    outlet: str
    matching: int  # versions that match
    latest_matches: bool
    snippet: str  # of the newest version that matches best, found words between `MARKS`; "" when only its headline does


def search(
    connection: sqlite3.Connection, match: str, *, words: Sequence[str], limit: int, outlet: str | None
) -> list[Hit]:
    """Return the articles that match an FTS5 query, best first; `words` are those to show where the index shows none.

    Raises `BadInput` when FTS5 cannot read the query.
    """
    try:
        best = _best(connection, match, limit, outlet)
        return [_hit(connection, match, words, article, name, text_id) for article, name, text_id in best]
    except sqlite3.OperationalError as error:
        cure = "Without --raw, words are quoted for you; with it, write FTS5: https://sqlite.org/fts5.html"
        raise BadInput(f"the full-text index cannot read this query ({error})", subject=match, cure=cure) from error


def _best(
    connection: sqlite3.Connection, match: str, limit: int, outlet: str | None
) -> list[tuple[ArticleRow, str, int]]:
    rows = connection.execute(
        """WITH ranked AS (SELECT rowid AS text_id, rank AS score FROM versions_fts
                            WHERE versions_fts MATCH ?1 AND (?2 IS NULL OR rowid IN
                              (SELECT v.text_id FROM versions v JOIN articles a ON a.id = v.article_id
                                 JOIN outlets o ON o.id = a.outlet_id WHERE o.name = ?2))
                            ORDER BY rank LIMIT ?3)
           SELECT v.article_id, o.name, v.text_id, min(r.score) AS score
             FROM ranked r JOIN versions v ON v.text_id = r.text_id JOIN articles a ON a.id = v.article_id
             JOIN outlets o ON o.id = a.outlet_id
            WHERE ?2 IS NULL OR o.name = ?2
            GROUP BY v.article_id ORDER BY score, a.last_captured_at DESC LIMIT ?4""",
        (match, outlet, max(_BEST, 4 * limit), limit),
    ).fetchall()
    articles = {row[0]: select(connection, ArticleRow, "WHERE id = ?", (row[0],))[0] for row in rows}
    return [(articles[article], name, text_id) for article, name, text_id, _ in rows]


def _hit(
    connection: sqlite3.Connection, match: str, words: Sequence[str], article: ArticleRow, outlet: str, text_id: int
) -> Hit:
    matching, latest = connection.execute(
        """SELECT count(*), coalesce(max(v.id = ?), 0) FROM versions v
            WHERE v.article_id = ? AND v.text_id IN
              (SELECT rowid FROM versions_fts WHERE versions_fts MATCH ? AND rowid IN
                (SELECT text_id FROM versions WHERE article_id = ?))""",
        (article.latest_version_id, article.id, match, article.id),
    ).fetchone()
    (snippet,) = connection.execute(
        "SELECT snippet(versions_fts, 0, ?, ?, '…', 24) FROM versions_fts WHERE versions_fts MATCH ? AND rowid = ?",
        (*MARKS, match, text_id),
    ).fetchone()
    if MARKS[0] not in snippet:
        (text,) = connection.execute("SELECT text FROM texts WHERE id = ?", (text_id,)).fetchone()
        snippet = next(filter(None, (_around(text, word) for word in words)), "")
    return Hit(article, outlet, matching, bool(latest), snippet)


def _around(text: str, word: str, *, reach: int = 60) -> str:
    """Return where a word stands in a text, marked like a snippet; "" when it does not.

    For words in scripts without spaces, which the index finds by their pairs and so cannot show.
    """
    found = re.search(re.escape(word), text, re.IGNORECASE)
    if not found:
        return ""
    start, end = found.span()
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    cut = ("…" if start > reach else "", "…" if end + reach < len(text) else "")
    return f"{cut[0]}{before}{MARKS[0]}{text[start:end]}{MARKS[1]}{after}{cut[1]}"
