"""Where the records of capture events lie: a capture's own record, and those beside it that tell of the same event."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import RecordAltered, WarcError
from archive.models import Capture
from archive.warc.members import Member, open_warc, read_member
from archive.warc.walk import Damage, pass_over, walk

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A record that goes into a package."""

    member: Member
    capture: Capture | None = None  # None for those beside a capture's own


def records_of(path: Path, captures: Iterable[Capture]) -> Iterator[Found | WarcError]:
    """Yield the file's warcinfo record and all records of these captures' events, as they lie in the file.

    `captures` are ordered by offset. A record that is damaged is yielded as the error that it is.
    """
    wanted = list(captures)
    imported = any(capture.origin == "import" for capture in wanted)
    with open_warc(path) as file:
        size = file.seek(0, 2)
        yield from _anywhere(file, size, path, wanted) if imported else _in_turn(file, size, path, wanted)


def copy(path: Path, member: Member) -> Iterator[bytes]:
    """Yield a record's compressed bytes."""
    with open_warc(path) as file:
        file.seek(member.offset)
        left = member.length
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def _in_turn(file: BinaryIO, size: int, path: Path, wanted: list[Capture]) -> Iterator[Found | WarcError]:
    """Find the records of files written here, where an event's lie one behind the other."""
    try:
        yield Found(pass_over(file, 0, size).member)
    except WarcError as error:
        yield _at(error, path, 0)
    starts = {capture.offset for capture in wanted}
    for capture in wanted:
        try:
            member = _own(file, capture, path)
        except WarcError as error:
            yield _at(error, path, capture.offset)
            continue
        yield Found(member, capture)
        yield from _beside(file, member, size, path, starts)


def _own(file: BinaryIO, capture: Capture, path: Path) -> Member:
    member = read_member(file, capture.offset, capture.offset + capture.length, lambda _: None)
    if (member.length, member.sha256) != (capture.length, capture.record_sha256):
        raise RecordAltered("the bytes are not those that were written", subject=f"{path} at {capture.offset}")
    return member


def _beside(file: BinaryIO, member: Member, size: int, path: Path, starts: set[int]) -> Iterator[Found | WarcError]:
    own, at = member.header("WARC-Record-ID"), member.offset + member.length
    while at < size and at not in starts:
        try:
            following = pass_over(file, at, size).member
        except WarcError as error:
            yield _at(error, path, at)
            return
        if own not in following.all("WARC-Concurrent-To"):
            return
        yield Found(following)
        at += following.length


def _anywhere(file: BinaryIO, size: int, path: Path, wanted: list[Capture]) -> Iterator[Found | WarcError]:
    """Find the records of files that other programs wrote: a request may lie before its response."""
    by_offset = {capture.offset: capture for capture in wanted}
    own = {f"<{capture.record_id}>" for capture in wanted}
    for found in walk(file, 0, size, pass_over):
        if isinstance(found, Damage):
            yield _at(RecordAltered(found.reason), path, found.offset)
            continue
        member, capture = found.member, by_offset.get(found.member.offset)
        if capture is not None and member.sha256 != capture.record_sha256:
            yield _at(RecordAltered("the bytes are not those that were written"), path, member.offset)
        elif capture is not None or member.offset == 0 or own & set(member.all("WARC-Concurrent-To")):
            yield Found(member, capture)


def _at(error: WarcError, path: Path, offset: int) -> WarcError:
    return type(error)(error.message, subject=f"{path} at {offset}", cure="`rowback verify` lists all that is damaged")
