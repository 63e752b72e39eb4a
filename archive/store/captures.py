"""Rows of `captures` and of what waits to be read."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archive import times, urls
from archive.errors import RowAltered
from archive.models import Capture
from archive.warc.records import Original

from . import articles
from .sources import source_id_of

_COLUMNS: Final = [
    "id",
    "record_id",
    "url",
    "urlkey",
    "timestamp",
    "captured_at",
    "mime",
    "status",
    "digest",
    "filename",
    "offset",
    "length",
    "record_sha256",
    "record_type",
    "refers_to",
    "truncated",
    "location",
    "etag",
    "last_modified",
    "origin",
    "outlet_id",
    "crawl_id",
    "purpose",
]
_SELECT: Final = f"""SELECT {", ".join(f"c.{name}" for name in _COLUMNS)}, coalesce(s.url, '')
  FROM captures c LEFT JOIN sources s ON s.id = c.source_id"""
_INSERT: Final = f"""INSERT INTO captures ({", ".join(_COLUMNS)}, identity, source_id)
  VALUES ({", ".join("?" * (len(_COLUMNS) + 2))})"""


def add(connection: sqlite3.Connection, captures: Iterable[Capture]) -> None:
    """Add rows in the order given."""
    connection.executemany(_INSERT, (_row(connection, capture) for capture in captures))


def await_reading(connection: sqlite3.Connection, capture_id: int) -> None:
    """Note that a capture is still to be read or derived."""
    connection.execute("INSERT OR IGNORE INTO _pending VALUES (?)", (capture_id,))


def settle(connection: sqlite3.Connection, capture_id: int) -> None:
    """Take a capture off the list of those that wait."""
    connection.execute("DELETE FROM _pending WHERE capture_id = ?", (capture_id,))


def settle_read(connection: sqlite3.Connection, capture_ids: Iterable[int], reader: str) -> None:
    """Take those captures off the list that a reader has read."""
    connection.executemany(
        """DELETE FROM _pending WHERE capture_id = ?1 AND EXISTS (
             SELECT 1 FROM contents k JOIN readers r ON r.id = k.reader_id WHERE k.capture_id = ?1 AND r.name = ?2)""",
        ((capture_id, reader) for capture_id in capture_ids),
    )


def with_payload_of(connection: sqlite3.Connection, capture: Capture, reader: str) -> list[Capture]:
    """Return the other pages crawled here that have a capture's payload and that a reader has not read."""
    where = """WHERE c.digest = ? AND c.id <> ? AND c.purpose = 'article' AND c.origin = 'crawl'
                 AND c.outlet_id IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM contents k JOIN readers r ON r.id = k.reader_id
                    WHERE k.capture_id = c.id AND r.name = ?) ORDER BY c.captured_at, c.record_id"""
    return _captures(connection, f"{_SELECT} {where}", (capture.digest, capture.id, reader))


def awaiting(connection: sqlite3.Connection) -> list[Capture]:
    """Return the captures still to be read or derived, oldest first."""
    return _captures(
        connection, f"{_SELECT} WHERE c.id IN (SELECT capture_id FROM _pending) ORDER BY c.captured_at, c.record_id"
    )


def awaiting_ids(connection: sqlite3.Connection) -> list[int]:
    """Return the captures still to be read or derived, by id, oldest first."""
    rows = connection.execute(
        "SELECT id FROM captures WHERE id IN (SELECT capture_id FROM _pending) ORDER BY captured_at, record_id"
    )
    return [row[0] for row in rows]


def front_looks(connection: sqlite3.Connection) -> list[int]:
    """Return the looks at front and section pages that came whole, by id, oldest first."""
    rows = connection.execute(
        """SELECT id FROM captures WHERE purpose = 'section' AND origin = 'crawl' AND outlet_id IS NOT NULL
              AND truncated IS NULL AND status IN (200, 304) ORDER BY captured_at, record_id"""
    )
    return [row[0] for row in rows]


def by_id(connection: sqlite3.Connection, capture_id: int) -> Capture | None:
    """Return a capture; None when there is none with this id."""
    return next(iter(_captures(connection, f"{_SELECT} WHERE c.id = ?", (capture_id,))), None)


def by_record(connection: sqlite3.Connection, record_id: str) -> Capture | None:
    """Return the capture of a response or revisit record; None when it has no row."""
    return next(iter(_captures(connection, f"{_SELECT} WHERE c.record_id = ?", (record_id,))), None)


def select(connection: sqlite3.Connection, rest: str, values: Sequence[str | int | None] = ()) -> Iterator[Capture]:
    """Yield captures one by one; `rest` is what follows FROM captures c (WHERE, ORDER BY)."""
    return (_capture(row) for row in connection.execute(f"{_SELECT} {rest}", values))


def original_of(connection: sqlite3.Connection, digest: str) -> Original | None:
    """Return the first whole response with this payload digest; None when there is none."""
    return _original(
        connection,
        """SELECT record_id, url, captured_at, digest FROM captures
            WHERE digest = ? AND record_type = 'response' AND truncated IS NULL AND origin = 'crawl'
            ORDER BY captured_at, record_id LIMIT 1""",
        (digest,),
    )


def shown_before(connection: sqlite3.Connection, url: str, validator: str | None) -> Original | None:
    """Return the response behind the last whole 200 of a URL, of those with this etag or date when one is given."""
    return _original(
        connection,
        """SELECT o.record_id, o.url, o.captured_at, o.digest
             FROM captures c JOIN captures o ON o.record_id = coalesce(c.refers_to, c.record_id)
            WHERE c.urlkey = :key AND c.url = :url AND c.status = 200 AND c.truncated IS NULL
              AND (:validator IS NULL OR c.etag = :validator OR c.last_modified = :validator)
            ORDER BY c.captured_at DESC, c.record_id DESC LIMIT 1""",
        {"key": urls.urlkey(url), "url": url, "validator": validator},
    )


def has_since(connection: sqlite3.Connection, url: str, since: dt.datetime) -> bool:
    """Tell whether a whole 200 of an address was kept since a time."""
    row = connection.execute(
        """SELECT 1 FROM captures WHERE urlkey = ? AND url = ? AND status = 200 AND truncated IS NULL
            AND captured_at >= ? LIMIT 1""",
        (urls.urlkey(url), url, times.warc_date(since)),
    ).fetchone()
    return row is not None


def latest_of(connection: sqlite3.Connection, outlet_id: int, most: int = 20) -> list[str]:
    """Return the addresses of an outlet's latest captures of pages, each once."""
    rows = connection.execute(
        "SELECT url FROM captures WHERE outlet_id = ? AND purpose = 'article' ORDER BY captured_at DESC LIMIT ?",
        (outlet_id, most),
    )
    return list(dict.fromkeys(row[0] for row in rows))


def beyond(connection: sqlite3.Connection, filename: str, size: int) -> list[Capture]:
    """Return the captures whose bytes a WARC file of this size does not hold."""
    where = "WHERE c.filename = ? AND c.offset + c.length > ? ORDER BY c.offset"
    return _captures(connection, f"{_SELECT} {where}", (filename, size))


def in_file(connection: sqlite3.Connection, filename: str) -> list[Capture]:
    """Return the captures whose records lie in a WARC file, by offset."""
    return _captures(connection, f"{_SELECT} WHERE c.filename = ? ORDER BY c.offset", (filename,))


def filenames(connection: sqlite3.Connection) -> set[str]:
    """Name every WARC file that a capture lies in."""
    return {row[0] for row in connection.execute("SELECT DISTINCT filename FROM captures")}


def remove(connection: sqlite3.Connection, gone: Sequence[Capture]) -> None:
    """Remove captures with what was read in them; what is left of their articles is listed to be derived again."""
    rows = [(capture.id,) for capture in gone]
    articles.forget(connection, [capture.id for capture in gone])
    for table in ("_pending", "_edges", "contents"):
        connection.executemany(f"DELETE FROM {table} WHERE capture_id = ?", rows)
    connection.executemany("DELETE FROM captures WHERE id = ?", rows)


def _original(
    connection: sqlite3.Connection, sql: str, values: tuple[str, ...] | dict[str, str | None]
) -> Original | None:
    row = connection.execute(sql, values).fetchone()
    if row is None:
        return None
    return Original(record_id=row[0], url=row[1], captured_at=times.parse_iso(row[2]), payload_digest=row[3])


def _captures(connection: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> list[Capture]:
    return [_capture(row) for row in connection.execute(sql, values)]


def _row(connection: sqlite3.Connection, capture: Capture) -> tuple[object, ...]:
    values = [getattr(capture, name) for name in _COLUMNS]
    values[_COLUMNS.index("captured_at")] = times.warc_date(capture.captured_at)
    outlet = capture.outlet_id
    announced = outlet is not None and capture.purpose == "article" and capture.source != ""
    source = source_id_of(connection, outlet, capture.source) if outlet and announced else None
    return (*values, urls.identity_key(capture.url), source)


def _capture(row: tuple[object, ...]) -> Capture:
    fields = dict(zip([*_COLUMNS, "source"], row, strict=True))
    try:
        fields["captured_at"] = times.parse_iso(str(fields["captured_at"]))
    except ValueError as error:
        cure = "`rowback rebuild` makes the database again"
        raise RowAltered("a row is not as it was written", subject=f"captures {row[0]}", cure=cure) from error
    return Capture(**fields)  # type: ignore[arg-type]  # the columns' own CHECKs and types
