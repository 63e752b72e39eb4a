"""Digests of rows, an article's together, kept in `_digests` by whoever writes: what others alter does not move them.

The writing connection keeps them by triggers of its own (TEMP), which no other program has. A digest is 63 bits of
SHA-256 a row, put together by exclusive or: whatever order rows come and go in, the same rows give the same digest.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

_BITS: Final = (1 << 63) - 1
_OWNERS: Final = ("article_id", "change_id")  # the columns by whose value rows are put together, first found first
_OWN: Final = {"articles": "id"}  # likewise, where the column's name does not say it
_UNKEPT: Final = (  # SQLite's own, what is dropped at the end, what stories are worked out from and made anew
    "sqlite_", "_rebuild", "_digests", "_tellings", "_story_days", "_sayings", "_sentences",
    "_marks", "_echoes",
)  # fmt: skip
_SCHEMA: Final = "sqlite_master"
_ADD: Final = """INSERT INTO _digests VALUES ('{table}', coalesce({row}."{owner}", 0), row_digest({values}))
  ON CONFLICT DO UPDATE SET digest = (digest | excluded.digest) - (digest & excluded.digest);
  DELETE FROM _digests WHERE belongs_to = '{table}' AND owner = coalesce({row}."{owner}", 0) AND digest = 0;"""
_MOMENTS: Final = (("INSERT", ("new",)), ("DELETE", ("old",)), ("UPDATE", ("old", "new")))


@dataclass(frozen=True, slots=True)
class Differing:
    """Rows that are not those which rowback wrote."""

    table: str
    column: str  # by which rows are put together; "" when a table is taken as a whole
    owner: int  # its value


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]

    @property
    def owner(self) -> str:
        """The column by which its rows are put together; "" when it is taken as a whole."""
        return _OWN.get(self.name) or next((each for each in _OWNERS if each in self.columns), "")


def keep(connection: sqlite3.Connection) -> None:
    """Let a connection keep the digests of all that it writes from now on."""
    connection.create_function("row_digest", -1, _digest, deterministic=True)
    connection.execute("PRAGMA recursive_triggers = ON")  # else what REPLACE takes away goes unseen
    for table in _tables(connection):
        for moment, rows in _MOMENTS:
            statements = "".join(_added(table, row) for row in rows)
            name = f"digest {moment} {table.name}"
            begin = f'CREATE TEMP TRIGGER IF NOT EXISTS "{name}" AFTER {moment} ON main."{table.name}"'
            connection.execute(f"{begin} BEGIN {statements} END")


def recount(connection: sqlite3.Connection) -> None:
    """Write all digests anew, from the rows as they are; in the caller's transaction."""
    connection.execute("DELETE FROM _digests")
    found = {table.name: _of(connection, table) for table in _tables(connection)}
    schema = _of_schema(connection)
    found[_SCHEMA] = schema | {0: _together(schema)}
    rows = ((name, owner, digest) for name, digests in found.items() for owner, digest in digests.items())
    connection.executemany("INSERT INTO _digests VALUES (?, ?, ?)", rows)


def differing(connection: sqlite3.Connection) -> Iterator[Differing]:
    """Yield what is not as it was written, table by table; views and indexes that people added are theirs."""
    yield from _differing_schema(connection)
    for table in _tables(connection):
        kept = dict(connection.execute("SELECT owner, digest FROM _digests WHERE belongs_to = ?", (table.name,)))
        found = _of(connection, table)
        for owner in sorted(kept.keys() | found.keys(), key=str):
            if kept.get(owner) != found.get(owner):
                yield Differing(table.name, table.owner, owner)


def _tables(connection: sqlite3.Connection) -> Iterator[_Table]:
    for name in table_names(connection):
        if not name.startswith(_UNKEPT):
            yield _Table(name, tuple(row[1] for row in connection.execute(f'PRAGMA main.table_info("{name}")')))


def table_names(connection: sqlite3.Connection) -> list[str]:
    """Name a database's tables in order, but for virtual ones and what those keep for themselves."""
    sql = "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM main.sqlite_master WHERE type = 'table' ORDER BY name"
    found = connection.execute(sql).fetchall()
    virtual = tuple(f"{name}_" for name, is_virtual in found if is_virtual)
    return [name for name, is_virtual in found if not is_virtual and not (virtual and name.startswith(virtual))]


def _added(table: _Table, row: str) -> str:
    values = ", ".join(f'{row}."{column}"' for column in table.columns)
    statement = _ADD if table.owner else _ADD.replace('coalesce({row}."{owner}", 0)', "0")
    return statement.format(table=table.name, row=row, owner=table.owner, values=values)


def _of(connection: sqlite3.Connection, table: _Table) -> dict[int, int]:
    """Return the digests of a table's rows as they are, by owner."""
    named = ", ".join(f'"{column}"' for column in table.columns)
    owner = f'coalesce("{table.owner}", 0)' if table.owner else "0"
    found: dict[int, int] = defaultdict(int)
    for row in connection.execute(f'SELECT {owner}, {named} FROM main."{table.name}"'):
        found[row[0]] ^= _digest(*row[1:])
    return found


def _differing_schema(connection: sqlite3.Connection) -> Iterator[Differing]:
    kept = dict(connection.execute("SELECT owner, digest FROM _digests WHERE belongs_to = ?", (_SCHEMA,)))
    found = _of_schema(connection)
    whole = kept.pop(0, None)
    if whole != _together(kept) or any(found.get(owner) != digest for owner, digest in kept.items()):
        yield Differing(_SCHEMA, "", 0)
    known = {_SCHEMA, *(table.name for table in _tables(connection))}
    for (name,) in connection.execute("SELECT DISTINCT belongs_to FROM _digests").fetchall():
        if name not in known:
            yield Differing(str(name), "", 0)


def _together(digests: dict[int, int]) -> int:
    return reduce(xor, (each for each in digests.values() if isinstance(each, int)), 0)


def _of_schema(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the digests of what a database is made of, each by a number made of its name."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master")
    return {_digest(row[0], row[1]): _digest(*row) for row in rows if not row[1].startswith("_rebuild")}


def _digest(*values: object) -> int:
    """Return 63 bits of SHA-256 over a row's values."""
    return int.from_bytes(hashlib.sha256(repr(values).encode()).digest()[:8], "big") & _BITS
