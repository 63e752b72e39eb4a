"""Copies a WARC file of another program into the morgue: one gzip member a record, heads as they came.

Only what was chosen, with all that belongs to it. What does not match its own digest is left out and reported; a
digest that a program got wrong where the bytes vouch for themselves moves to a field of another name.
"""

import datetime as dt
import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import WarcError
from archive.warc.digest import EMPTY
from archive.warc.file import failure
from archive.warc.locks import sync_folder
from archive.warc.members import Headers, Member
from archive.warc.reader import StoredRecord, check_digests
from archive.warc.record import TEXT_LEVEL, Span
from archive.warc.records import CONFORMS_TO, warcinfo_of
from archive.warc.serial import write_member, write_record
from archive.warc.walk import Damage

from .events import address, moment
from .foreign import ForeignRecord, records
from .terms import Terms

UNPROVED: Final = "Rowback-Unproved-"  # in front of the name of a digest that is not that of the bytes
_KEPT_VERSIONS: Final = ("WARC/1.0", "WARC/1.1")

Step = Callable[[int], object]


@dataclass(slots=True)
class Copied:
    """What came of a copy."""

    records: int = 0
    damaged: list[Damage] = field(default_factory=list)


@dataclass(slots=True)
class _Choice:
    """Which records of a file go along, known after a first pass over it."""

    ids: set[str] = field(default_factory=set)  # chosen captures
    originals: set[str] = field(default_factory=set)  # ids, digests and places that revisits among them refer to

    def holds(self, record: StoredRecord) -> bool:
        if record.type == "warcinfo" or record.header("WARC-Record-ID") in self.ids:
            return True
        if record.type == "response" and self.originals & set(_names(record)):
            return True
        related = (*record.member.all("WARC-Concurrent-To"), record.header("WARC-Refers-To"))
        return record.type not in ("response", "revisit") and bool(self.ids & set(related))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How a copy is made."""

    terms: Terms
    choice: _Choice | None  # None takes all
    software: str
    now: dt.datetime
    step: Step


def copy(source: BinaryIO, terms: Terms, warcs: Path, *, software: str, now: dt.datetime, step: Step) -> Copied:
    """Copy a file to its place below `warcs`, durably; `step` is told how many bytes of it were passed over.

    Raises `DiskFull`, `CaptureFailed`, and `WarcError` when it is no WARC file at all.
    """
    final = warcs / terms.filename
    choice = _chosen(source, terms) if terms.matching or terms.since else None
    plan = _Plan(terms=terms, choice=choice, software=software, now=now, step=step)
    done = Copied()
    part = final.with_name(f".{final.name}.part")
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            _write(source, target, plan, done)
            target.flush()
            os.fsync(target.fileno())
        part.replace(final)
        sync_folder(final.parent)
    except OSError as error:
        raise failure(error, final) from error
    finally:
        part.unlink(missing_ok=True)
    return done


def _write(source: BinaryIO, target: BinaryIO, plan: _Plan, done: Copied) -> None:
    terms = plan.terms
    fields = [("software", plan.software), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO)]
    first = warcinfo_of(
        [*fields, *terms.fields()],
        record_id=uuid.uuid5(uuid.NAMESPACE_URL, terms.filename).urn,
        date=plan.now,
        filename=Path(terms.filename).name,
    )
    write_record(first, None, target)
    at = 0
    for number, found in enumerate(records(source)):
        plan.step(found.offset - at)
        at = found.offset
        if isinstance(found, Damage):
            done.damaged.append(found)
            continue
        kept = _proved(_named(found, terms, number))
        if isinstance(kept, Damage):
            done.damaged.append(kept)
        elif plan.choice is None or plan.choice.holds(kept):
            write_member(_head(kept), Span(found.block, 0, len(found.block)), TEXT_LEVEL, target)
            done.records += 1


def _chosen(source: BinaryIO, terms: Terms) -> _Choice:
    choice = _Choice()
    for number, found in enumerate(records(source)):
        if isinstance(found, Damage):
            continue
        record = _named(found, terms, number)
        url, at = address(record.header("WARC-Target-URI")), moment(record.header("WARC-Date"))
        if record.type in ("response", "revisit") and url and at and terms.takes(url, at):
            choice.ids.add(record.header("WARC-Record-ID"))
            if record.type == "revisit":
                choice.originals.update(_referred(record))
    return choice


def _names(record: StoredRecord) -> Iterator[str]:
    """Yield by what a revisit may refer to a response."""
    yield record.header("WARC-Record-ID")
    if digest := record.header("WARC-Payload-Digest"):
        yield digest
    yield f"{record.target_uri} {record.header('WARC-Date')}"


def _referred(record: StoredRecord) -> Iterator[str]:
    for name in ("WARC-Refers-To", "WARC-Payload-Digest"):
        if value := record.header(name):
            yield value
    yield f"{record.header('WARC-Refers-To-Target-URI').strip('<>')} {record.header('WARC-Refers-To-Date')}"


def _named(found: ForeignRecord, terms: Terms, number: int) -> StoredRecord:
    """Return a record with an id, made from its place in the source when it has none."""
    headers = found.headers
    if not any(name.lower() == "warc-record-id" for name, _ in headers):
        made = uuid.uuid5(uuid.NAMESPACE_URL, f"{terms.sha256} {number}").urn
        headers = (*headers, ("WARC-Record-ID", f"<{made}>"))
    version = found.version if found.version in _KEPT_VERSIONS else _KEPT_VERSIONS[0]
    return StoredRecord(Member(found.offset, 0, "", version, _single(headers), len(found.block)), found.block)


def _single(headers: Headers) -> Headers:
    """Return the fields with Content-Length once, and every value on one line."""
    lengths = [pair for pair in headers if pair[0].lower() == "content-length"][:1]
    rest = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return tuple((name, re.sub(r"[\r\n]+", " ", value)) for name, value in (*rest, *lengths))


def _proved(record: StoredRecord) -> StoredRecord | Damage:
    """Return a record whose digests are those of its bytes, or what is wrong with it.

    A block digest vouches for all bytes. Where it holds, a wrong payload digest is a fault of who wrote it; a revisit
    with the digest of nothing in front of a head is wget's.
    """
    wrong = _wrong(record, "WARC-Block-Digest")
    if wrong and not (record.type == "revisit" and record.header("WARC-Block-Digest").upper() == EMPTY.upper()):
        return Damage(record.member.offset, len(record.block), wrong)
    if wrong:
        record = _renamed(record, "WARC-Block-Digest")
    if payload := _wrong(record, "WARC-Payload-Digest"):
        if not record.header("WARC-Block-Digest"):
            return Damage(record.member.offset, len(record.block), payload)
        record = _renamed(record, "WARC-Payload-Digest")
    return record


def _wrong(record: StoredRecord, name: str) -> str:
    """Return what is wrong with one digest of a record; "" when nothing is."""
    others = {"warc-block-digest", "warc-payload-digest"} - {name.lower()}
    headers = tuple(pair for pair in record.member.headers if pair[0].lower() not in others)
    try:
        check_digests(StoredRecord(replace(record.member, headers=headers), record.block))
    except WarcError as error:
        return error.message
    return ""


def _renamed(record: StoredRecord, name: str) -> StoredRecord:
    headers = tuple(
        (UNPROVED + key if key.lower() == name.lower() else key, value) for key, value in record.member.headers
    )
    return StoredRecord(replace(record.member, headers=headers), record.block)


def _head(record: StoredRecord) -> bytes:
    lines = (f"{name}: {value}" for name, value in record.member.headers)
    return "\r\n".join((record.member.version, *lines)).encode("utf-8", "replace")


def digest_of(source: BinaryIO) -> str:
    """Return the sha256 of a whole file, hex."""
    source.seek(0)
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # any file that reads bytes
