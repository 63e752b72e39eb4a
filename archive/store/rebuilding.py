"""The tables in which a rebuild notes how far it is; they live in `rowback.db.new` and are dropped at its end."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive import ids, times

_TABLES = (
    "CREATE TABLE IF NOT EXISTS _rebuild (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS _rebuild_damage (filename TEXT, offset INTEGER, length INTEGER, reason TEXT)",
    "CREATE TABLE IF NOT EXISTS _rebuild_read (capture TEXT, reader TEXT, record TEXT, read_at TEXT)",
    "CREATE TABLE IF NOT EXISTS _rebuild_conversions (record TEXT PRIMARY KEY, reading_id INTEGER, reader TEXT,"
    " rejection TEXT, headline TEXT, canonical_url TEXT)",
    "CREATE TABLE IF NOT EXISTS _rebuild_ledgers (record_at TEXT, crawl_id INTEGER, block BLOB)",
    "CREATE TABLE IF NOT EXISTS _rebuild_rereads (reader TEXT, reread_at TEXT)",
    "CREATE TABLE IF NOT EXISTS _rebuild_sources (capture_id INTEGER PRIMARY KEY, source_id INTEGER)",
    "CREATE TABLE IF NOT EXISTS _rebuild_unread (capture_id INTEGER PRIMARY KEY)",
)
_NAMES = ("", "_damage", "_read", "_conversions", "_ledgers", "_rereads", "_sources", "_unread")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a WARC file that could not be used, and why."""

    filename: str
    offset: int
    length: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What a conversion record holds, as far as rows say it."""

    record_id: str
    reading_id: int
    reader: str
    rejection: str | None
    headline: str | None
    canonical_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """A capture, and the conversion record that holds what a reader read in it."""

    capture_id: int
    conversion: Conversion
    read_at: dt.datetime


def begin(connection: sqlite3.Connection) -> None:
    """Make the tables, where they are not there yet."""
    for statement in _TABLES:
        connection.execute(statement)


def drop(connection: sqlite3.Connection) -> None:
    """Remove the tables."""
    for name in _NAMES:
        connection.execute(f"DROP TABLE IF EXISTS _rebuild{name}")


def noted(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what was noted by name; empty when nothing was, or the tables are gone."""
    try:
        return dict(connection.execute("SELECT key, value FROM _rebuild"))
    except sqlite3.DatabaseError:
        return {}


def note(connection: sqlite3.Connection, **values: str) -> None:
    """Note something by name."""
    connection.executemany("INSERT OR REPLACE INTO _rebuild VALUES (?, ?)", values.items())


def add_damage(connection: sqlite3.Connection, stretch: Stretch) -> None:
    """Note bytes that could not be used."""
    values = (stretch.filename, stretch.offset, stretch.length, stretch.reason)
    connection.execute("INSERT INTO _rebuild_damage VALUES (?, ?, ?, ?)", values)


def damage(connection: sqlite3.Connection) -> tuple[Stretch, ...]:
    """Return all bytes that could not be used, in file order."""
    rows = connection.execute("SELECT filename, offset, length, reason FROM _rebuild_damage ORDER BY filename, offset")
    return tuple(Stretch(*row) for row in rows)


def add_conversion(connection: sqlite3.Connection, found: Conversion) -> None:
    """Note which reading a conversion record holds."""
    connection.execute(
        "INSERT OR REPLACE INTO _rebuild_conversions VALUES (?, ?, ?, ?, ?, ?)",
        (found.record_id, found.reading_id, found.reader, found.rejection, found.headline, found.canonical_url),
    )


def reading_in(connection: sqlite3.Connection, record_id: str) -> int | None:
    """Return the id of the reading that a conversion record holds; None when there is no such record."""
    row = connection.execute("SELECT reading_id FROM _rebuild_conversions WHERE record = ?", (record_id,)).fetchone()
    return int(row[0]) if row else None


def add_read(connection: sqlite3.Connection, capture: str, reader: str, record_id: str, read_at: dt.datetime) -> None:
    """Note that a conversion record holds what a reader read in a capture, both by record id."""
    connection.execute(
        "INSERT INTO _rebuild_read VALUES (?, ?, ?, ?)", (capture, reader, record_id, times.warc_date(read_at))
    )


def own_readings(connection: sqlite3.Connection) -> Iterator[OwnReading]:
    """Yield what was read in each capture itself, in order of time: of one reader's two, the last one counts."""
    rows = connection.execute(
        """SELECT c.id, v.record, v.reading_id, v.reader, v.rejection, v.headline, v.canonical_url, r.read_at
             FROM _rebuild_read r JOIN captures c ON c.record_id = r.capture
             JOIN _rebuild_conversions v ON v.record = r.record ORDER BY r.read_at, v.record, c.id"""
    )
    for capture_id, record, reading_id, reader, rejection, headline, canonical_url, read_at in rows:
        conversion = Conversion(
            record_id=record,
            reading_id=reading_id,
            reader=reader,
            rejection=rejection,
            headline=headline,
            canonical_url=canonical_url,
        )
        yield OwnReading(capture_id=capture_id, conversion=conversion, read_at=times.parse_iso(read_at))


def add_ledger(connection: sqlite3.Connection, kept_at: dt.datetime, crawl_id: int, block: bytes) -> None:
    """Note a crawl's ledger."""
    connection.execute("INSERT INTO _rebuild_ledgers VALUES (?, ?, ?)", (times.warc_date(kept_at), crawl_id, block))


def ledgers(connection: sqlite3.Connection) -> list[bytes]:
    """Return the crawls' ledgers in order of time."""
    rows = connection.execute("SELECT block FROM _rebuild_ledgers ORDER BY record_at, crawl_id")
    return [row[0] for row in rows]


def add_reread(connection: sqlite3.Connection, reader: str, at: dt.datetime) -> None:
    """Note that everything was read with a reader."""
    connection.execute("INSERT INTO _rebuild_rereads VALUES (?, ?)", (reader, times.warc_date(at)))


def rereads(connection: sqlite3.Connection) -> list[tuple[str, dt.datetime]]:
    """Return the readers that read everything, in order of time."""
    rows = connection.execute("SELECT reader, reread_at FROM _rebuild_rereads ORDER BY reread_at")
    return [(reader, times.parse_iso(at)) for reader, at in rows]


def add_source(connection: sqlite3.Connection, capture_id: int, outlet_id: int, url: str) -> None:
    """Note which source announced a capture."""
    connection.execute(
        "INSERT OR REPLACE INTO _rebuild_sources VALUES (?, ?)", (capture_id, ids.source_id(outlet_id, url))
    )


def name_sources(connection: sqlite3.Connection) -> None:
    """Write into the captures which source announced them, of the sources that have a row."""
    connection.execute(
        """UPDATE captures SET source_id = s.source_id FROM _rebuild_sources s
            WHERE s.capture_id = captures.id AND EXISTS (SELECT 1 FROM sources WHERE id = s.source_id)"""
    )


def add_unfinished_crawls(connection: sqlite3.Connection) -> None:
    """Add the crawls that captures name and no ledger tells of: they were killed."""
    connection.execute(
        """INSERT INTO crawls (id, started_at, status)
           SELECT crawl_id, min(captured_at), 'running' FROM captures
            WHERE crawl_id IS NOT NULL AND crawl_id NOT IN (SELECT id FROM crawls) GROUP BY crawl_id"""
    )


def set_aside(connection: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Note captures that nobody has read; they stay on the list of work for the next crawl."""
    connection.executemany("INSERT OR IGNORE INTO _rebuild_unread VALUES (?)", ((each,) for each in capture_ids))


def unsettled(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return captures that are still to be derived, by id, as many as asked for."""
    rows = connection.execute(
        "SELECT capture_id FROM _pending WHERE capture_id NOT IN (SELECT capture_id FROM _rebuild_unread) LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows]


def is_unsettled(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Tell whether a capture is still to be derived."""
    return connection.execute("SELECT 1 FROM _pending WHERE capture_id = ?", (capture_id,)).fetchone() is not None


def settled(connection: sqlite3.Connection, capture_ids: Sequence[int]) -> int:
    """Take captures off the list of those to be derived; return how many there were."""
    before = connection.total_changes
    connection.executemany(
        "DELETE FROM _pending WHERE capture_id = ?1 AND ?1 NOT IN (SELECT capture_id FROM _rebuild_unread)",
        ((each,) for each in capture_ids),
    )
    return connection.total_changes - before


def count(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Count what people ask for, and what waits."""
    tables = {
        "captures": "captures",
        "articles": "articles",
        "versions": "versions",
        "changes": "changes",
        "waiting": "_pending",
    }
    return {
        name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()
    }


def problems(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with a database; empty when nothing is."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    pointing = [
        f"a row of {row[0]} points at none of {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return [each for each in found if each != "ok"] + pointing[:20]
