"""What stands in place of erased records: a metadata record of exactly their length, so that nothing else moves.

The rest of a gzip member's length is a comment in its header (RFC 1952, 2.3), which every reader passes over. It names
the erased records by their ids, never by an address, which often tells what was erased. Pure.
"""

import datetime as dt
import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.errors import CaptureFailed, WarcError
from archive.times import parse_iso, warc_date

from .fields import read_fields
from .members import Member
from .record import Record
from .records import OURS, note
from .serial import write_record

URI: Final = OURS + "erased"
_HEAD: Final = 10  # bytes of a gzip header without any optional part
_COMMENTED: Final = 0x10
_FILLER: Final = b"erased "


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What a tombstone says."""

    erased_at: dt.datetime
    reason: str
    records: tuple[str, ...]  # ids of the erased records; empty when there was no room for them


def is_tombstone(member: Member) -> bool:
    """Tell whether a record stands in place of erased ones."""
    return member.header("WARC-Type") == "metadata" and member.header("WARC-Target-URI") == URI


def read(block: bytes) -> Tombstone:
    """Read a tombstone's block. Raises `WarcError` when it is none."""
    pairs = read_fields(block)
    said = dict(pairs)
    try:
        records = tuple(value.strip("<>") for name, value in pairs if name == "erased")
        return Tombstone(parse_iso(said["erased-at"]), said.get("reason", ""), records)
    except (KeyError, ValueError) as error:
        raise WarcError(f"no tombstone ({error})") from None


def make(said: Tombstone, length: int, *, record_id: str, warcinfo_id: str | None) -> bytes:
    """Return the bytes of a tombstone that are exactly so many.

    Ids and reason are left out where there is no room for them. Raises `CaptureFailed` where there is none at all.
    """
    everything = [("erased", f"<{each}>") for each in said.records]
    when, why = ("erased-at", warc_date(said.erased_at)), ("reason", said.reason)
    reason = [why] if said.reason else []
    for fields in ([when, *reason, *everything], [when, *reason], [when]):
        packed = _packed(_record(fields, said, record_id), warcinfo_id)
        if (member := _stretched(packed, length)) is not None:
            return member
    raise CaptureFailed(f"a record of {length} bytes has no room for the note that it was erased")


def _record(fields: Sequence[tuple[str, str]], said: Tombstone, record_id: str) -> Record:
    whole = note(fields, record_id=record_id, date=said.erased_at, url=URI, refers_to=record_id)
    headers = tuple(pair for pair in whole.headers if pair[0] != "WARC-Refers-To")
    return Record(headers, whole.block, level=9)


def _packed(record: Record, warcinfo_id: str | None) -> bytes:
    sink = io.BytesIO()
    write_record(record, warcinfo_id, sink)
    return sink.getvalue()


def _stretched(member: bytes, length: int) -> bytes | None:
    """Return a gzip member with a comment that makes it so long; None when it is too long already."""
    room = length - len(member)
    if room <= 0:
        return member if room == 0 else None
    comment = (_FILLER * (room // len(_FILLER) + 1))[: room - 1] + b"\0"
    head = struct.pack("<3sB6s", member[:3], member[3] | _COMMENTED, member[4:_HEAD])
    stretched = head + comment + member[_HEAD:]
    zlib.decompress(stretched, zlib.MAX_WBITS + 16)  # what cannot be read back is never written
    return stretched
