"""Makes a copy of the database fit to be given away."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from archive.errors import ArchiveError, BadInput, DiskFull

_OF_ARTICLE = (
    "look_differences",
    "changes",
    "versions",
    "article_urls",
    "misses",
    "captures",
)  # in an order that nothing is left pointing


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a database as it is at this moment. Raises `DiskFull`, `BadInput`."""
    try:
        connection.execute("PRAGMA query_only = OFF")  # a copy elsewhere is no write here
        connection.execute("VACUUM INTO ?", (str(path),))
    except sqlite3.OperationalError as error:
        raise _named(error, path) from error


def make_fit(connection: sqlite3.Connection, withheld: Iterable[int]) -> None:
    """Take out withheld articles with all that hangs on them, and the contents of internal tables."""
    try:
        connection.execute("PRAGMA foreign_keys = OFF")  # readings are internal, and rows that name them stay
        connection.execute("BEGIN")
        for article in withheld:
            _forget(connection, article)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '[_]*'")
        for (name,) in names.fetchall():
            if not name.startswith("_sqlite"):
                connection.execute(f'DELETE FROM "{name}"')
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        raise _named(error, Path("the copy")) from error


def _forget(connection: sqlite3.Connection, article: int) -> None:
    of_article = "(SELECT id FROM {} WHERE article_id = ?)"
    connection.execute(f"DELETE FROM facts WHERE change_id IN {of_article.format('changes')}", (article,))
    connection.execute(f"DELETE FROM contents WHERE capture_id IN {of_article.format('captures')}", (article,))
    connection.execute(
        "DELETE FROM positions WHERE identity IN (SELECT urlkey FROM article_urls WHERE article_id = ?)", (article,)
    )
    for table in _OF_ARTICLE:
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article,))
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))
    connection.execute("DELETE FROM texts WHERE id NOT IN (SELECT text_id FROM versions)")


def _named(error: sqlite3.OperationalError, path: Path) -> ArchiveError:
    if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return DiskFull(f"the copy could not be written ({error})", subject=str(path), cure="Make room")
    return BadInput(f"the copy could not be written ({error})", subject=str(path), cure="Name another file")
