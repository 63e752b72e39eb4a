"""Rows that say up to where each WARC file is indexed."""

import sqlite3
from collections.abc import Mapping


def indexed(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Return for each WARC file up to which byte its captures have rows."""
    return dict(connection.execute("SELECT filename, indexed FROM _warcs"))


def note_indexed(connection: sqlite3.Connection, filename: str, end: int) -> None:
    """Note that everything before `end` in a file has its rows."""
    connection.execute(
        "INSERT INTO _warcs VALUES (?, ?) ON CONFLICT DO UPDATE SET indexed = excluded.indexed", (filename, end)
    )
