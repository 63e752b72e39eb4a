"""Goes from record to record through a file, and over what is damaged to the next whole one.

A body is kept as it came, so whoever sends a gzipped WARC record could plant one inside a damaged record. Behind damage
only records count that name this file's warcinfo record: its id is random and nobody outside knows it.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol, TypeVar

from archive.errors import WarcError

from .members import Member, read_member

_MAGIC: Final = b"\x1f\x8b\x08"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that are no whole record."""

    offset: int
    length: int
    reason: str


class Placed(Protocol):
    """Something read at a place."""

    @property
    def member(self) -> Member: ...


Read = TypeVar("Read", bound=Placed)


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole record whose block was read and let go."""

    member: Member


def pass_over(file: BinaryIO, offset: int, end: int) -> Seen:
    """Read a record and let its block go; raises as `read_member` does."""
    return Seen(read_member(file, offset, end, lambda _: None))


def walk(
    file: BinaryIO, start: int, end: int, read: Callable[[BinaryIO, int, int], Read], *, warcinfo_id: str = ""
) -> Iterator[Read | Damage]:
    """Yield every whole record between two offsets and every stretch that is none, in order.

    `start` must be the beginning of a record, and `warcinfo_id` (as in the header, with angle brackets) the file's when
    it is not 0.
    """
    at = start
    while at < end:
        try:
            found = read(file, at, end)
        except WarcError as error:
            after = _end_of(file, at, end) or _next_record(file, at + 1, end, warcinfo_id)
            yield Damage(at, after - at, error.message)
            at = after
            continue
        if found.member.header("WARC-Type") == "warcinfo":
            warcinfo_id = found.member.header("WARC-Record-ID")
        at += found.member.length
        yield found


def _end_of(file: BinaryIO, at: int, end: int) -> int | None:
    """Return where a record ends that is whole, whatever its digests say; None when it is not."""
    try:
        return at + read_member(file, at, end, lambda _: None).length
    except WarcError:
        return None


def _next_record(file: BinaryIO, start: int, end: int, warcinfo_id: str) -> int:
    """Return where the next whole record of this file begins; `end` when there is none."""
    for at in candidates(file, start, end):
        try:
            member = read_member(file, at, end, lambda _: None)
        except WarcError:
            continue
        if not warcinfo_id or member.header("WARC-Warcinfo-ID") == warcinfo_id:
            return at
    return end


def candidates(file: BinaryIO, start: int, end: int) -> Iterator[int]:
    """Yield places where a gzip member seems to begin that holds a WARC record."""
    while start < end:
        file.seek(start)
        piece = file.read(min(_PIECE, end - start))
        if len(piece) < len(_MAGIC):
            return
        found = piece.find(_MAGIC)
        while found >= 0:
            if _seems_record(file, start + found):
                yield start + found
            found = piece.find(_MAGIC, found + 1)
        start += len(piece) - len(_MAGIC) + 1


def _seems_record(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(512), 5) == b"WARC/"
    except zlib.error:
        return False
