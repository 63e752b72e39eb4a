"""Keeps what was read: in the WARC as a conversion record, or a note that names an equal one, then in the database."""

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace

from archive.derive.identity import edges_of
from archive.models import Capture
from archive.store import captures, contents, edges
from archive.store.contents import ContentRow
from archive.warc.events import READER_FIELD, READING_FIELD
from archive.warc.file import Placed
from archive.warc.records import conversion, note
from archive.warc.writer import WarcWriter, new_record_id

from .prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """A reading in the WARC, not yet in the database."""

    prepared: Prepared
    record_id: str  # of the conversion record that holds it
    place: Placed


def is_readable(capture: Capture) -> bool:
    """Tell whether there is a page to read in a capture."""
    shows = 200 <= capture.status < 300 or (capture.status == 304 and capture.refers_to is not None)
    return shows and capture.truncated is None


def keep(
    connection: sqlite3.Connection, writer: WarcWriter, capture: Capture, prepared: Prepared, now: dt.datetime
) -> KeptReading:
    """Append a reading to the WARC: whole when it is new, else by the name of the record that holds it."""
    named = contents.holder(connection, prepared.reading_id)
    record_id = new_record_id()
    if named is None:
        record = conversion(
            record_id=record_id,
            date=now,
            url=capture.url,
            refers_to=capture.record_id,
            content=prepared.text.encode(),
        )
    else:
        fields = [(READING_FIELD, f"<{named}>"), (READER_FIELD, prepared.reader)]
        record = note(fields, record_id=record_id, date=now, url=capture.url, refers_to=capture.record_id)
    (place,) = writer.append([record], now)
    return KeptReading(prepared=prepared, record_id=named or record_id, place=place)


def add(connection: sqlite3.Connection, capture: Capture, kept: KeptReading, now: dt.datetime) -> None:
    """Add the rows of a reading."""
    read = kept.prepared
    contents.put_reading(connection, read.reading_id, read.text, read.gist)
    row = ContentRow(
        capture_id=capture.id,
        reader=read.reader,
        reading_id=read.reading_id,
        rejection=read.rejection,
        headline=read.headline,
        canonical_url=read.canonical_url,
        record_id=kept.record_id,
    )
    put(connection, capture, row, now)


def put(connection: sqlite3.Connection, capture: Capture, row: ContentRow, now: dt.datetime) -> None:
    """Add the row of a reading that is in the database already, for a page that it was read in."""
    contents.put(connection, row, now)
    if capture.outlet_id is not None:
        edges.put(connection, capture.id, capture.outlet_id, edges_of(contents.look(connection, capture.id)))


def share(connection: sqlite3.Connection, capture: Capture, reader: str, now: dt.datetime) -> bool:
    """Take over what was read in an equal payload, unless it was read itself; False when none was read yet."""
    if contents.of_capture(connection, capture.id, reader) is not None:
        return True
    mime = None if capture.status == 304 else capture.mime
    return _take(connection, capture, contents.of_payload(connection, capture.digest, mime, reader), now)


def spread(connection: sqlite3.Connection, capture: Capture, reader: str, now: dt.datetime) -> None:
    """Let all pages with a capture's payload take over what a reader read in it; their articles are derived later."""
    for each in captures.with_payload_of(connection, capture, reader):
        if is_readable(each) and share(connection, each, reader, now):
            captures.await_reading(connection, each.id)


def take_over(connection: sqlite3.Connection, capture: Capture, original: int, reader: str, now: dt.datetime) -> bool:
    """Take over what was read in the capture that holds the payload; False when nothing was."""
    return _take(connection, capture, contents.of_capture(connection, original, reader), now)


def _take(connection: sqlite3.Connection, capture: Capture, found: ContentRow | None, now: dt.datetime) -> bool:
    if found is None:
        return False
    put(connection, capture, replace(found, capture_id=capture.id), now)
    return True
