"""From the records of our WARC files back to what they were written for: captures, what was read in them, resources.

What `capturing` does for an exchange that just happened, this does for one that is kept already: after a crash, when a
file holds more than the database knows, and when the database is made again.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from archive import times
from archive.errors import BadInput, WarcError
from archive.models import Capture, Provenance, Truncated
from archive.spool import Spool

from .capture import Told, capture
from .fields import Metadata, parse_metadata, read_fields
from .http import Framed, frame
from .reader import StoredRecord, iterate
from .records import NOT_MODIFIED, OURS, READING
from .walk import Damage

READING_FIELD = "reading"  # of the note that names the conversion record which holds a capture's reading
READER_FIELD = "reader"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies."""

    filename: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """A capture event found in a WARC file."""

    capture: Capture
    provenance: Provenance
    end: int  # where its last record ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A record that says what was read in a capture: a conversion, which holds it, or a note, which names one."""

    record_id: str  # of the conversion record that holds the reading
    capture: str  # record id of the capture
    read_at: dt.datetime
    text: str | None  # JSON; None in a note
    reader: str  # "" in a conversion, whose text says it
    end: int  # where the record ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something of our own, under a `urn:rowback:` URI."""

    uri: str
    record_id: str
    kept_at: dt.datetime
    content: bytes
    end: int  # where its record ends


Found = Indexed | Read | Resource | Damage


@dataclass(frozen=True, slots=True)
class _First:
    """The first record of an event, until its metadata record has come."""

    told: Told
    framed: Framed | None  # None for a 304, whose head stands in the metadata
    place: Place


def scan(warcs: Path, filename: str, start: int, end: int) -> Iterator[Found]:
    """Yield all that a file of ours holds between two offsets, in order, and each stretch that is damaged.

    `start` ends an earlier event, or is 0. Events whose metadata record is missing or damaged are left out: they were
    never acknowledged, or are for `verify`.
    """
    reader = Events(filename)
    with closing(iterate(warcs / filename, start=start, end=end)) as records:  # type: ignore[type-var]  # a generator
        for record in records:
            if (found := reader.take(record)) is not None:
                yield found


class Events:
    """Puts the records of a file together to what they were written for, one record after the other."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._first: _First | None = None

    def take(self, record: StoredRecord | Damage) -> Found | None:
        """Return what a record is, or completes; None when it completes nothing."""
        if isinstance(record, Damage):
            self._first = None
            return record
        try:
            return self._found(record)
        except (WarcError, BadInput, ValueError) as error:  # whole, and yet not what we write
            self._first = None
            return Damage(record.member.offset, record.member.length, str(error))

    def _found(self, record: StoredRecord) -> Found | None:
        first = self._first
        if record.type in ("response", "revisit") and record.is_http:
            self._first = _first(record, self._filename)
            return None
        if first is not None and _closes(record, first):
            self._first = None
            return _event(first, record)
        return _other(record)


def _other(record: StoredRecord) -> Read | Resource | None:
    end = record.member.offset + record.member.length
    moment = times.parse_iso(record.header("WARC-Date"))
    if record.type == "resource" and record.target_uri.startswith(OURS):
        content = record.block.read()
        return Resource(uri=record.target_uri, record_id=record.record_id, kept_at=moment, content=content, end=end)
    about = record.header("WARC-Refers-To").strip("<>")
    if record.type == "conversion" and record.target_uri.startswith(READING):
        text = record.block.read().decode()
        return Read(record_id=record.record_id, capture=about, read_at=moment, text=text, reader="", end=end)
    if record.type == "metadata" and about:
        said = dict(read_fields(record.block.read()))
        if READING_FIELD in said:
            named, reader = said[READING_FIELD].strip("<>"), said.get(READER_FIELD, "")
            return Read(record_id=named, capture=about, read_at=moment, text=None, reader=reader, end=end)
    return None


def _closes(record: StoredRecord, first: _First) -> bool:
    return record.type == "metadata" and record.header("WARC-Concurrent-To").strip("<>") == first.told.record_id


def _first(record: StoredRecord, filename: str) -> _First:
    empty = record.header("WARC-Profile") == NOT_MODIFIED
    revisit = record.type == "revisit"
    cut = record.header("WARC-Truncated")
    told = Told(
        record_id=record.record_id,
        url=record.target_uri,
        captured_at=times.parse_iso(record.header("WARC-Date")),
        payload_digest=record.header("WARC-Payload-Digest"),
        provenance=Provenance(),
        refers_to=record.header("WARC-Refers-To").strip("<>") or None if revisit else None,
        truncated=cast(Truncated, cut) if cut in get_args(Truncated) and not revisit else None,
    )
    member = record.member
    place = Place(filename, member.offset, member.length, member.sha256)
    return _First(told, None if empty else record.framed, place)


def _event(first: _First, record: StoredRecord) -> Indexed:
    meta = parse_metadata(record.block.read())
    framed = first.framed or _framed_head(meta)
    told = replace(
        first.told,
        payload_digest=meta.payload_digest or first.told.payload_digest,
        provenance=meta.provenance,
    )
    end = record.member.offset + record.member.length
    return Indexed(capture(told, framed, first.place), meta.provenance, end)


def _framed_head(meta: Metadata) -> Framed:
    if meta.http_head is None:
        raise WarcError("a 304 without its head in the metadata record")
    with closing(Spool(meta.http_head)) as spool:
        return frame(spool)
