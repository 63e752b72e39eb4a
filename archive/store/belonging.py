"""What belongs to an address: captures, other addresses, misses. Reads only."""

import sqlite3
from collections.abc import Iterable

from archive import urls


def of_articles(connection: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Return the ids of all captures of some articles."""
    sql = "SELECT id FROM captures WHERE article_id = ?"
    return {row[0] for article in articles for row in connection.execute(sql, (article,))}


def at_identity(connection: sqlite3.Connection, identity: str) -> set[int]:
    """Return the ids of all captures at an address, whatever it was taken for."""
    sql = """SELECT id FROM captures
              WHERE identity = ?1 AND (outlet_id IS NULL OR outlet_id IN (SELECT id FROM outlets))"""
    return {row[0] for row in connection.execute(sql, (identity,))}


def identities(connection: sqlite3.Connection, articles: Iterable[int]) -> set[str]:
    """Return every address of some articles."""
    sql = """SELECT identity FROM captures WHERE article_id = ?1
              UNION SELECT urlkey FROM article_urls WHERE article_id = ?1"""
    return {row[0] for article in articles for row in connection.execute(sql, (article,))}


def every_identity(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return every address that was captured, with one of its spellings."""
    return connection.execute("SELECT identity, min(url) FROM captures GROUP BY identity").fetchall()


def front_identities(connection: sqlite3.Connection) -> set[str]:
    """Return the addresses of all front and section pages: they are no article's, whatever led there."""
    rows = connection.execute(
        "SELECT home FROM outlets UNION SELECT url FROM sources WHERE kind IN ('section', 'front')"
    )
    return {urls.identity_key(row[0]) for row in rows if urls.is_address(row[0])}


def neighbours(connection: sqlite3.Connection, capture_id: int) -> set[str]:
    """Return the addresses that a capture, or its article, is known to share an article with."""
    rows = connection.execute(
        """SELECT e.to_key FROM _edges e WHERE e.capture_id = ?1
           UNION SELECT c.identity FROM captures c
                  WHERE c.article_id = (SELECT article_id FROM captures WHERE id = ?1)
           UNION SELECT e.to_key FROM captures c JOIN _edges e ON e.capture_id = c.id
                  WHERE c.article_id = (SELECT article_id FROM captures WHERE id = ?1)""",
        (capture_id,),
    )
    return {row[0] for row in rows} - front_identities(connection)


def misses_of(connection: sqlite3.Connection, articles: Iterable[int], identities: Iterable[str]) -> list[int]:
    """Return the ids of the misses of some articles, and of those at some addresses."""
    wanted, keys = set(articles), set(identities)
    rows = connection.execute("SELECT id, article_id, url FROM misses")
    return [id for id, article, url in rows if article in wanted or _identity(url) in keys]


def _identity(url: str) -> str:
    return urls.identity_key(url) if urls.is_address(url) else ""


def is_pending(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Tell whether a capture is still to be read or derived."""
    return connection.execute("SELECT 1 FROM _pending WHERE capture_id = ?", (capture_id,)).fetchone() is not None
