"""Reads every record of a file back and says what is wrong with it, more strictly than public validators do.

For files written here; files of other tools may rightly do many things otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import WarcError

from .coherence import NO_BODY, check_block
from .members import OPEN
from .reader import StoredRecord, check_digests, iterate_unchecked
from .rules import check_fields
from .walk import Damage


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place of a file."""

    file: str
    offset: int
    what: str


@dataclass(slots=True)
class _Target:
    """What is known of a record that others in the file refer to."""

    offset: int
    kind: str
    date: str
    uri: str
    truncated: bool
    payload_digest: str


@dataclass(slots=True)
class _Seen:
    """What earlier records of the file said."""

    filename: str
    warcinfo_id: str = ""
    records: dict[str, _Target] = field(default_factory=dict)
    bodiless: dict[str, int] = field(default_factory=dict)  # responses without their body: right if to a HEAD


def check_file(
    path: Path, *, end: int | None = None, also: Callable[[StoredRecord | Damage], object] = lambda item: None
) -> list[Problem]:
    """Return every problem of a file written here, up to an offset; `path` is its final name, also while `.open`.

    `also` is shown every record and every damaged stretch, so that a file need be read only once.
    Raises `RecordMissing` when there is no such file.
    """
    seen = _Seen(path.name.removesuffix(OPEN))
    found: list[tuple[int, str]] = []
    for number, item in enumerate(iterate_unchecked(path, end=end)):
        also(item)
        if isinstance(item, Damage):
            found.append((item.offset, f"{item.length:,} bytes are no whole record: {item.reason}"))
            continue
        offset = item.member.offset
        if not number and item.type != "warcinfo":
            found.append((offset, f"the first record is {item.type}, not warcinfo"))
        found += ((offset, what) for what in _check(item, seen))
    found += ((offset, NO_BODY) for offset in seen.bodiless.values())
    return [Problem(str(path), offset, what) for offset, what in sorted(found)]


def _check(record: StoredRecord, seen: _Seen) -> Iterator[str]:
    yield from check_fields(record.member)
    try:
        check_digests(record)
    except WarcError as error:
        yield error.message
    for what in check_block(record):
        if what == NO_BODY:
            seen.bodiless[record.header("WARC-Record-ID")] = record.member.offset
        else:
            yield what
    yield from _place(record, seen)
    yield from _relations(record, seen)
    _remember(record, seen)


def _place(record: StoredRecord, seen: _Seen) -> Iterator[str]:
    """Check what says in which file the record lies."""
    own = record.header("WARC-Record-ID")
    if own in seen.records:
        yield f"the id {own} stands there twice"
    if record.type == "warcinfo":
        seen.warcinfo_id = own
        if record.header("WARC-Filename") != seen.filename:
            yield f"WARC-Filename is {record.header('WARC-Filename')!r}, the file is {seen.filename}"
    elif record.header("WARC-Warcinfo-ID") not in ("", seen.warcinfo_id):
        yield "WARC-Warcinfo-ID is not that of this file"


def _relations(record: StoredRecord, seen: _Seen) -> Iterator[str]:
    for other_id in record.member.all("WARC-Concurrent-To"):
        other = seen.records.get(other_id)
        if other is None:
            yield "WARC-Concurrent-To names no record before it in this file"
        elif (other.date, other.uri) != (record.header("WARC-Date"), record.header("WARC-Target-URI")):
            yield "WARC-Date or WARC-Target-URI is not that of the event it belongs to"
        if record.type == "request" and record.block.read(0, 5) == b"HEAD ":
            seen.bodiless.pop(other_id, None)
    original = seen.records.get(record.header("WARC-Refers-To"))
    if original is not None and record.type == "revisit":
        yield from _original(record, original)


def _original(record: StoredRecord, original: _Target) -> Iterator[str]:
    if original.kind != "response":
        yield f"a revisit refers to a {original.kind} record, not to a response"
    if original.truncated:
        yield "a revisit refers to a truncated response"
    said = record.header("WARC-Refers-To-Date"), record.header("WARC-Refers-To-Target-URI")
    if said != (original.date, original.uri):
        yield "WARC-Refers-To-Date or -Target-URI is not that of the original"
    if original.payload_digest not in ("", record.header("WARC-Payload-Digest")):
        yield "WARC-Payload-Digest is not that of the original"


def _remember(record: StoredRecord, seen: _Seen) -> None:
    seen.records[record.header("WARC-Record-ID")] = _Target(
        record.member.offset,
        record.type,
        record.header("WARC-Date"),
        record.header("WARC-Target-URI"),
        bool(record.header("WARC-Truncated")),
        record.header("WARC-Payload-Digest"),
    )
