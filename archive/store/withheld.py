"""What is withheld, in desk.db: which addresses, and the rows that were taken out of rowback.db to hide them.

Addresses are kept by their digest, so that an erased one is known again and told nowhere.
"""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive import times
from archive.errors import RowAltered
from archive.models import Capture
from archive.urls import folded_key

from . import captures
from .connection import transaction

_CURE: Final = "Remove desk.db and run `rowback rebuild`: it is made again from desk.jsonl"
_KEYS: Final = {  # the tables that rows are taken out of, in the order in which they are put back
    "captures": ("id",),
    "_readings": ("id",),
    "contents": ("id",),
    "_edges": ("capture_id", "relation", "to_key"),
    "misses": ("missed_at", "url"),
}
_DERIVED: Final = {"captures": ("article_id", "version_id", "decision", "reason"), "misses": ("id", "article_id")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldRow:
    """A row of `withheld`."""

    id: int
    article_id: int
    url: str
    reason: str
    withheld_at: str
    erasing_at: str | None = None
    erased_at: str | None = None


def digest(identity: str) -> str:
    """Return what an address is known by here; without capitals, so that no spelling of it shows what is hidden."""
    return hashlib.sha256(folded_key(identity).encode()).hexdigest()


def add(desk: sqlite3.Connection, row: WithheldRow, identities: Iterable[str]) -> int:
    """Add what is withheld with its addresses, and return its id."""
    cursor = desk.execute(
        "INSERT INTO withheld (article_id, url, reason, withheld_at) VALUES (?, ?, ?, ?)",
        (row.article_id, row.url, row.reason, row.withheld_at),
    )
    found = int(cursor.lastrowid or 0)
    add_addresses(desk, found, identities)
    return found


def add_addresses(desk: sqlite3.Connection, withheld_id: int, identities: Iterable[str]) -> None:
    """Add addresses to what is withheld."""
    rows = [(digest(identity), withheld_id) for identity in identities]
    desk.executemany("INSERT OR IGNORE INTO withheld_addresses VALUES (?, ?)", rows)


def at(desk: sqlite3.Connection, identities: Iterable[str]) -> WithheldRow | None:
    """Return what is withheld at one of these addresses; None when nothing is."""
    for identity in identities:
        row = desk.execute(
            """SELECT w.id, w.article_id, w.url, w.reason, w.withheld_at, w.erasing_at, w.erased_at
                 FROM withheld_addresses a JOIN withheld w ON w.id = a.withheld_id WHERE a.key = ?""",
            (digest(identity),),
        ).fetchone()
        if row is not None:
            return _row(row)
    return None


def every(desk: sqlite3.Connection) -> list[WithheldRow]:
    """Return all that is withheld, oldest first."""
    sql = "SELECT id, article_id, url, reason, withheld_at, erasing_at, erased_at FROM withheld ORDER BY id"
    return [_row(row) for row in desk.execute(sql)]


def article_ids(desk: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all withheld articles."""
    return frozenset(int(row[0]) for row in desk.execute("SELECT article_id FROM withheld"))


def keys(desk: sqlite3.Connection) -> dict[str, int]:
    """Return the digests of all withheld addresses, and what each belongs to."""
    return dict(desk.execute("SELECT key, withheld_id FROM withheld_addresses"))


def put_by(
    desk: sqlite3.Connection, connection: sqlite3.Connection, withheld_id: int, capture_ids: Sequence[int]
) -> None:
    """Copy the rows of captures into desk.db; they are still in rowback.db then."""
    for table, sql in _OF_CAPTURES.items():
        for capture_id in capture_ids:
            _copy(desk, withheld_id, table, connection.execute(sql, (capture_id,)))


def put_misses_by(
    desk: sqlite3.Connection, connection: sqlite3.Connection, withheld_id: int, miss_ids: Iterable[int]
) -> None:
    """Copy misses into desk.db."""
    for miss in miss_ids:
        _copy(desk, withheld_id, "misses", connection.execute("SELECT * FROM misses WHERE id = ?", (miss,)))


_OF_CAPTURES: Final = {
    "captures": "SELECT * FROM captures WHERE id = ?",
    "contents": "SELECT * FROM contents WHERE capture_id = ?",
    "_readings": "SELECT * FROM _readings WHERE id IN (SELECT reading_id FROM contents WHERE capture_id = ?)",
    "_edges": "SELECT * FROM _edges WHERE capture_id = ?",
}


def _copy(desk: sqlite3.Connection, withheld_id: int, table: str, cursor: sqlite3.Cursor) -> None:
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        key = " ".join(str(row[name]) for name in _KEYS[table])
        kept = {name: value for name, value in row.items() if name not in _DERIVED.get(table, ())}
        desk.execute(
            "INSERT OR REPLACE INTO withheld_rows VALUES (?, ?, ?, ?)",
            (withheld_id, table, key, json.dumps(kept, ensure_ascii=False)),
        )


def take_out(connection: sqlite3.Connection, capture_ids: Sequence[int], miss_ids: Iterable[int]) -> None:
    """Remove captures, what was read in them and what was derived; in the caller's transaction."""
    readings = _readings(connection, capture_ids)
    found = [row for id in capture_ids if (row := captures.by_id(connection, id)) is not None]
    captures.remove(connection, found)
    for reading in readings:
        for table in ("_compared", "_moves"):
            connection.execute(f"DELETE FROM {table} WHERE before_id = ?1 OR after_id = ?1", (reading,))
        connection.execute("DELETE FROM _left WHERE reading_id = ?", (reading,))
        connection.execute(
            "DELETE FROM _readings WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM contents WHERE reading_id = ?1)",
            (reading,),
        )
    connection.executemany("DELETE FROM misses WHERE id = ?", ((miss,) for miss in miss_ids))


def _readings(connection: sqlite3.Connection, capture_ids: Iterable[int]) -> set[int]:
    sql = "SELECT reading_id FROM contents WHERE capture_id = ?"
    return {row[0] for capture_id in capture_ids for row in connection.execute(sql, (capture_id,))}


def forget_candidates(connection: sqlite3.Connection, identities: Iterable[str]) -> None:
    """Remove addresses from what was announced, and from where it stood."""
    for table in ("_candidates", "positions"):
        connection.executemany(f"DELETE FROM {table} WHERE identity = ?", ((identity,) for identity in identities))


def rows(desk: sqlite3.Connection, withheld_id: int, table: str) -> Iterator[dict[str, object]]:
    """Yield the rows of a table that were put by."""
    sql = "SELECT row FROM withheld_rows WHERE withheld_id = ? AND belongs_to = ? ORDER BY key"
    for (text,) in desk.execute(sql, (withheld_id, table)):
        yield _row_of(text)


def _row_of(text: str) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RowAltered(f"a withheld row is not as it was written ({error})", subject="desk.db", cure=_CURE) from error
    if not isinstance(found, dict):
        raise RowAltered("a withheld row is not as it was written", subject="desk.db", cure=_CURE)
    return found


def put_back(connection: sqlite3.Connection, desk: sqlite3.Connection, withheld_id: int) -> list[int]:
    """Put rows back into rowback.db, its captures to be derived again; return their ids. One transaction."""
    returned: list[int] = []
    with transaction(connection):
        for table in _KEYS:
            known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for row in rows(desk, withheld_id, table):
                fitting = {name: value for name, value in row.items() if name in known}
                names = ", ".join(f'"{name}"' for name in fitting)
                marks = ", ".join("?" * len(fitting))
                connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", tuple(fitting.values()))
                if table == "captures":
                    returned.append(_mend(connection, row))
    return returned


def _mend(connection: sqlite3.Connection, row: dict[str, object]) -> int:
    """Let a capture name only what is there: the log may have been made anew meanwhile."""
    for table, column in (("crawls", "crawl_id"), ("sources", "source_id")):
        connection.execute(
            f"UPDATE captures SET {column} = NULL WHERE id = ? AND {column} NOT IN (SELECT id FROM {table})",
            (row["id"],),
        )
    if row["purpose"] == "article" and row["outlet_id"] is not None:
        captures.await_reading(connection, int(str(row["id"])))
    return int(str(row["id"]))


def kept(desk: sqlite3.Connection, *, going: bool = False) -> list[Capture]:
    """Return every capture that is kept and hidden; or only those whose erasure was begun."""
    entries = [each for each in every(desk) if each.erasing_at is not None or not going]
    return [capture(row) for each in entries for row in rows(desk, each.id, "captures")]


def capture(row: dict[str, object]) -> Capture:
    """Return a capture that was put by."""
    names = Capture.__dataclass_fields__
    fields = {name: value for name, value in row.items() if name in names}
    try:
        fields["captured_at"] = times.parse_iso(str(fields["captured_at"]))
        return Capture(**fields)  # type: ignore[arg-type]  # the columns' own types
    except (ValueError, TypeError, KeyError) as error:
        raise RowAltered("a withheld capture is not as it was written", subject="desk.db", cure=_CURE) from error


def forget(desk: sqlite3.Connection, withheld_id: int) -> None:
    """Remove what is withheld, its addresses and its rows."""
    for table, column in (("withheld_rows", "withheld_id"), ("withheld_addresses", "withheld_id"), ("withheld", "id")):
        desk.execute(f"DELETE FROM {table} WHERE {column} = ?", (withheld_id,))


def begin_erasing(desk: sqlite3.Connection, withheld_id: int, now: dt.datetime) -> None:
    """Note that its bytes are being erased, so that it is done to the end."""
    desk.execute(
        "UPDATE withheld SET erasing_at = coalesce(erasing_at, ?) WHERE id = ?", (times.warc_date(now), withheld_id)
    )


def forget_erased(desk: sqlite3.Connection, withheld_id: int) -> None:
    """Remove what was put by of what is erased, and its address: no page of the file keeps them."""
    desk.execute("PRAGMA secure_delete = ON")
    with transaction(desk):
        desk.execute("DELETE FROM withheld_rows WHERE withheld_id = ?", (withheld_id,))
        desk.execute("UPDATE withheld SET url = '' WHERE id = ?", (withheld_id,))


def end_erasing(desk: sqlite3.Connection, withheld_id: int, now: dt.datetime) -> None:
    """Note that its bytes are gone; what stays is when, why, and the digests of its addresses."""
    desk.execute("UPDATE withheld SET erased_at = ? WHERE id = ?", (times.warc_date(now), withheld_id))
    desk.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(row: tuple[object, ...]) -> WithheldRow:
    names = ("id", "article_id", "url", "reason", "withheld_at", "erasing_at", "erased_at")
    return WithheldRow(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]  # the columns' own types
