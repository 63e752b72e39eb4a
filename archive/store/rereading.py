"""Rows that a new reader brings: `renumbered`, `readers.reread_at`, and which pages it has not read yet."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from archive import ids, times

Numbers = Mapping[int, tuple[int, int]]  # version id to article id and number


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A version that got another number, or none, when everything was read again."""

    article_id: int
    old_number: int
    new_number: int | None  # None when no version begins with that capture any more
    reader: str


def unread_by(connection: sqlite3.Connection, reader: str) -> list[int]:
    """Return the pages of outlets that a reader has not read, by id, oldest first."""
    rows = connection.execute(
        """SELECT id FROM captures WHERE purpose = 'article' AND outlet_id IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM contents WHERE capture_id = captures.id AND reader_id = ?)
            ORDER BY captured_at, record_id""",
        (ids.derived_id("reader", reader),),
    )
    return [row[0] for row in rows]


def set_reread(connection: sqlite3.Connection, reader: str, at: dt.datetime) -> None:
    """Note that everything was read with a reader."""
    connection.execute("UPDATE readers SET reread_at = ? WHERE name = ?", (times.warc_date(at), reader))


def await_all(connection: sqlite3.Connection) -> None:
    """List all pages of outlets to be derived again."""
    connection.execute(
        "INSERT OR IGNORE INTO _pending SELECT id FROM captures WHERE purpose = 'article' AND outlet_id IS NOT NULL"
    )


def numbers(connection: sqlite3.Connection) -> Numbers:
    """Return the number of every version."""
    rows = connection.execute("SELECT id, article_id, number FROM versions")
    return {row[0]: (row[1], row[2]) for row in rows}


def moved(connection: sqlite3.Connection, before: Numbers, reader: str) -> list[Renumbered]:
    """Return the versions whose number is another than before."""
    now = numbers(connection)
    changed = [
        Renumbered(article, number, now[version][1] if version in now else None, reader)
        for version, (article, number) in before.items()
        if version not in now or now[version][1] != number
    ]
    return sorted(changed, key=lambda each: (each.article_id, each.old_number))


def add_renumbered(connection: sqlite3.Connection, rows: Iterable[Renumbered]) -> None:
    """List versions that got another number."""
    connection.executemany(
        "INSERT OR REPLACE INTO renumbered (article_id, old_number, new_number, reader) VALUES (?, ?, ?, ?)",
        map(astuple, rows),
    )
