"""The canonical dump: what must be equal, row for row, whatever order the same captures came in.

All tables but those of the operational log, which a WARC does not hold in full, and what search makes itself.
"""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from archive.row_digests import table_names

_LOG: Final = frozenset({"crawls", "misses", "coverage", "positions", "renumbered"})
_DERIVED: Final = frozenset({"_readings"})  # of those whose names begin with `_`
_LEFT_OUT: Final = {  # columns that belong to the log, or are counted
    "sources": "last_checked_at next_check_at interval_seconds newest_at etag last_modified lastmod failures unchanged",
    "articles": "next_check_at derived_by",
    "captures": "crawl_id",
    "readers": "first_used_at",
    "contents": "record_id",  # of several conversion records that hold one reading, whichever came first
    "facts": "id",
}


@dataclass(frozen=True, slots=True)
class Dumped:
    """A table of the dump."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]  # what its rows are known by, and ordered by


def tables(connection: sqlite3.Connection) -> list[Dumped]:
    """Return the tables of the dump, by name."""
    names = (name for name in table_names(connection) if not name.startswith(("_", "sqlite_")) and name not in _LOG)
    return [_table(connection, name) for name in sorted({*names, *_DERIVED})]


def rows(connection: sqlite3.Connection, table: Dumped) -> Iterator[tuple[object, ...]]:
    """Yield a table's rows in the order of their key."""
    columns, order = (", ".join(f'"{name}"' for name in names) for names in (table.columns, table.key))
    yield from connection.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}')


def dump(connection: sqlite3.Connection, without: Collection[str] = ()) -> Iterator[tuple[object, ...]]:
    """Yield every derived row as its table's name and its values, in an order of their own."""
    for table in tables(connection):
        if table.name not in without:
            for row in rows(connection, table):
                yield (table.name, *row)


def _table(connection: sqlite3.Connection, name: str) -> Dumped:
    left_out = _LEFT_OUT.get(name, "").split()
    info = [row for row in connection.execute(f'PRAGMA table_info("{name}")') if row[1] not in left_out]
    columns = tuple(row[1] for row in info)
    key = tuple(column for _, column in sorted((row[5], row[1]) for row in info if row[5]))
    return Dumped(name, columns, key or columns)


def search_indexes(connection: sqlite3.Connection) -> list[str]:
    """Name the tables that full-text search keeps for texts of other tables."""
    sql = "SELECT name FROM main.sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY name"
    return [row[0] for row in connection.execute(sql)]
