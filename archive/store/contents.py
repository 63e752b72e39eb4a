"""Rows of `contents`, `_readings`, `readers` and `_compared`: what was read, and how it compared."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from archive import ids, times
from archive.derive import gist as gists
from archive.derive.looks import Look, Read
from archive.models import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """What one reader read in one capture."""

    capture_id: int
    reader: str
    reading_id: int
    rejection: str | None
    headline: str | None
    canonical_url: str | None
    record_id: str | None


def put_reading(connection: sqlite3.Connection, reading_id: int, text: str, gist: str) -> None:
    """Keep a reading with its gist, both JSON; once, however often it is read."""
    connection.execute("INSERT OR IGNORE INTO _readings (id, reading, gist) VALUES (?, ?, ?)", (reading_id, text, gist))


def put(connection: sqlite3.Connection, row: ContentRow, now: dt.datetime) -> None:
    """Add what a reader read in a capture, or replace what it read there before."""
    reader = ids.derived_id("reader", row.reader)
    connection.execute(
        """INSERT INTO readers (id, name, first_used_at) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET first_used_at = min(first_used_at, excluded.first_used_at)""",
        (reader, row.reader, times.warc_date(now)),
    )
    connection.execute(
        """INSERT OR REPLACE INTO contents
             (id, capture_id, reader_id, rejection, headline, canonical_url, reading_id, record_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            ids.content_id(row.capture_id, row.reader), row.capture_id, reader, row.rejection, row.headline,
            row.canonical_url, row.reading_id, row.record_id,
        ),
    )  # fmt: skip


def holder(connection: sqlite3.Connection, reading_id: int) -> str | None:
    """Return the id of a conversion record that holds a reading; None when none does."""
    row = connection.execute(
        "SELECT record_id FROM contents WHERE reading_id = ? AND record_id IS NOT NULL ORDER BY id LIMIT 1",
        (reading_id,),
    ).fetchone()
    return row[0] if row else None


def of_payload(connection: sqlite3.Connection, digest: str, mime: str | None, reader: str) -> ContentRow | None:
    """Return what a reader read in an equal payload of an equal type (None: any); None when it met none."""
    row = connection.execute(
        """SELECT k.capture_id, k.reading_id, k.rejection, k.headline, k.canonical_url, k.record_id
             FROM captures c JOIN contents k ON k.capture_id = c.id JOIN readers r ON r.id = k.reader_id
            WHERE c.digest = ? AND c.truncated IS NULL AND r.name = ? AND (? IS NULL OR c.mime = ?)
            ORDER BY c.origin = 'import', c.captured_at, c.record_id LIMIT 1""",
        (digest, reader, mime, mime),
    ).fetchone()
    return _content(row, reader) if row else None


def _content(row: tuple[int, int, str | None, str | None, str | None, str | None], reader: str) -> ContentRow:
    return ContentRow(
        capture_id=row[0], reader=reader, reading_id=row[1], rejection=row[2], headline=row[3], canonical_url=row[4],
        record_id=row[5],
    )  # fmt: skip


def of_capture(connection: sqlite3.Connection, capture_id: int, reader: str) -> ContentRow | None:
    """Return what a reader read in a capture; None when it did not."""
    row = connection.execute(
        """SELECT k.capture_id, k.reading_id, k.rejection, k.headline, k.canonical_url, k.record_id
             FROM contents k JOIN readers r ON r.id = k.reader_id WHERE k.capture_id = ? AND r.name = ?""",
        (capture_id, reader),
    ).fetchone()
    return _content(row, reader) if row else None


def is_read(connection: sqlite3.Connection, capture_id: int) -> bool:
    """Tell whether any reader read a capture."""
    return connection.execute("SELECT 1 FROM contents WHERE capture_id = ?", (capture_id,)).fetchone() is not None


def reader_names(connection: sqlite3.Connection) -> dict[str, dt.datetime]:
    """Return every reader with the time of its first reading, in that order."""
    rows = connection.execute("SELECT name, first_used_at FROM readers ORDER BY first_used_at, id")
    return {name: times.parse_iso(moment) for name, moment in rows}


def reading(connection: sqlite3.Connection, reading_id: int) -> Reading | None:
    """Return a reading; None when there is none with this id."""
    from archive.extract import serial  # the reader is slow to import, and most of what uses the store reads nothing

    row = connection.execute("SELECT reading FROM _readings WHERE id = ?", (reading_id,)).fetchone()
    return serial.loads(row[0]) if row else None


def gist(connection: sqlite3.Connection, reading_id: int) -> gists.Gist:
    """Return the gist of a reading that is there."""
    row = connection.execute("SELECT gist FROM _readings WHERE id = ?", (reading_id,)).fetchone()
    return gists.loads(row[0])


_LOOKS: Final = """
  SELECT c.id, c.record_id, c.captured_at, c.url, c.identity, c.status, c.truncated, c.location,
         r.name, g.id, g.gist, r.reread_at IS NOT NULL
    FROM captures c LEFT JOIN contents k ON k.capture_id = c.id
    LEFT JOIN readers r ON r.id = k.reader_id LEFT JOIN _readings g ON g.id = k.reading_id
   WHERE c.purpose = 'article' AND {which} ORDER BY c.id, r.first_used_at DESC, r.id"""


def looks(connection: sqlite3.Connection, outlet_id: int, key: str) -> list[Look]:
    """Return all looks at an outlet's address, each with what its readers read, the newest first.

    Once everything was read again with a reader, what older ones read counts no more.
    """
    rows = connection.execute(_LOOKS.format(which="c.outlet_id = ? AND c.identity = ?"), (outlet_id, key))
    return _looks(rows)


def look(connection: sqlite3.Connection, capture_id: int) -> Look:
    """Return one look, which is there, as `looks` does."""
    return _looks(connection.execute(_LOOKS.format(which="c.id = ?"), (capture_id,)))[0]


def _looks(rows: Iterable[tuple[Any, ...]]) -> list[Look]:
    known: dict[int, gists.Gist] = {}
    return [_look(list(of_one), known) for _, of_one in groupby(rows, key=lambda row: row[0])]


def compared(connection: sqlite3.Connection, before: int, after: int, software: str) -> str | None:
    """Return how two readings compared under this software, JSON; None when they never were."""
    row = connection.execute(
        "SELECT change FROM _compared WHERE before_id = ? AND after_id = ? AND software = ?", (before, after, software)
    ).fetchone()
    return row[0] if row else None


def put_compared(connection: sqlite3.Connection, before: int, after: int, software: str, change: str) -> None:
    """Keep how two readings compared."""
    connection.execute("INSERT OR REPLACE INTO _compared VALUES (?, ?, ?, ?)", (before, after, software, change))


def moves(connection: sqlite3.Connection, before: int, after: int, software: str) -> str | None:
    """Return what differs between two readings, as it was worked out under this software, JSON; None: it never was."""
    row = connection.execute(
        "SELECT moves FROM _moves WHERE before_id = ? AND after_id = ? AND software = ?", (before, after, software)
    ).fetchone()
    return row[0] if row else None


def put_moves(connection: sqlite3.Connection, before: int, after: int, software: str, moves: str) -> None:
    """Keep what differs between two readings."""
    connection.execute("INSERT OR REPLACE INTO _moves VALUES (?, ?, ?, ?)", (before, after, software, moves))


def _look(rows: Sequence[tuple[Any, ...]], known: dict[int, gists.Gist]) -> Look:
    """Return a look from its rows, one for each reader."""
    capture_id, record_id, captured_at, url, key, status, truncated, location = rows[0][:8]
    reads = tuple(_reads(rows, known))
    shown = next((read for read in reads if read.gist.is_content), reads[0] if reads else None)
    return Look(
        capture_id=capture_id,
        record_id=record_id,
        captured_at=times.parse_iso(captured_at),
        url=url,
        key=key,
        status=status,
        truncated=truncated is not None,
        location=location,
        reading_id=shown.reading_id if shown else None,
        gist=shown.gist if shown else None,
        reads=reads,
    )


def _reads(rows: Iterable[tuple[Any, ...]], known: dict[int, gists.Gist]) -> Iterator[Read]:
    for *_, reader, reading_id, text, for_all in rows:
        if reader is None:
            return
        if reading_id not in known:
            known[reading_id] = gists.loads(text)
        yield Read(reader, reading_id, known[reading_id])
        if for_all:
            return
