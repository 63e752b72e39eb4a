"""Reads WARC files of other programs, record by record, however they are packed, over damage to the next whole record.

One gzip member a record, one around the whole file, or none. It checks lengths, not digests, and writes nothing.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from archive.errors import NotWarc
from archive.spool import Spool
from archive.warc.members import HEAD_LIMIT, Headers
from archive.warc.walk import Damage, candidates

_MAGIC: Final = b"\x1f\x8b"
_PIECE: Final = 1 << 16
_HEAD_END = re.compile(rb"\r{0,2}\n\r{0,2}\n")  # some files went through a conversion of line ends
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}")
_LONGEST: Final = 64  # bytes within which a record's version and its first field's name stand
_BEGINNING = re.compile(rb"(WARC/\d\.\d{1,2}\r{0,2}\n[A-Za-z][A-Za-z-]*:)")  # wherever garbage before it ends


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A whole record; its block is there until the next one is asked for."""

    offset: int  # of its gzip member, or of itself
    version: str
    headers: Headers
    block: Spool


class _Broken(Exception):
    """What follows is no whole record."""


def records(file: BinaryIO) -> Iterator[ForeignRecord | Damage]:
    """Yield every whole record of a file and every stretch that is none.

    Raises `NotWarc` when the file is no WARC at all.
    """
    size = file.seek(0, 2)
    file.seek(0)
    beginning = file.read(_PIECE)
    if beginning.startswith(_MAGIC) and next(candidates(file, 0, size), None) is not None:
        yield from _packed(file, size)
    elif _BEGINNING.search(beginning):
        yield from _plain(file, size)
    else:
        cure = "Give .warc, .warc.gz, .warc.zst, .arc, .arc.gz or .wacz"
        raise NotWarc(f"no WARC file: it begins with {beginning[:20]!r}", cure=cure)


def _packed(file: BinaryIO, size: int) -> Iterator[ForeignRecord | Damage]:
    at = 0
    while at < size:
        member = _Member(file, at, size)
        try:
            yield from _records(_InMember(iter(member)), at)
            at += member.length
        except _Broken as error:
            after = next(candidates(file, at + 1, size), size)
            yield Damage(at, after - at, str(error))
            at = after


def _plain(file: BinaryIO, size: int) -> Iterator[ForeignRecord | Damage]:
    at = 0
    while at < size:
        stream = _Stream(_pieces(file, at))
        try:
            yield from _records(stream, at)
            return
        except _Broken as error:
            broken = at + stream.begun
            after = _next_plain(file, broken + 1, size)
            yield Damage(broken, after - broken, str(error))
            at = after


def _pieces(file: BinaryIO, at: int) -> Iterator[bytes]:
    while True:
        file.seek(at)
        piece = file.read(_PIECE)
        if not piece:
            return
        at += len(piece)
        yield piece


def _next_plain(file: BinaryIO, start: int, size: int) -> int:
    """Return where the next record seems to begin; `size` when none does."""
    while start < size:
        file.seek(start)
        piece = file.read(_PIECE)
        if found := _BEGINNING.search(piece):
            return start + found.start()
        if len(piece) < _PIECE:
            break
        start += len(piece) - _LONGEST
    return size


class _Member:
    """The pieces of one gzip member; after the last its length."""

    def __init__(self, file: BinaryIO, at: int, size: int) -> None:
        self._file, self._at, self._size = file, at, size
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        engine = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not engine.eof:
            self._file.seek(self._at + self.length)
            packed = self._file.read(_PIECE)
            if not packed:
                raise _Broken("the gzip member is cut off")
            waiting = packed
            while waiting and not engine.eof:
                try:
                    out = engine.decompress(waiting, _PIECE)
                except zlib.error as error:
                    raise _Broken(f"the gzip member does not unpack ({error})") from None
                waiting = engine.unconsumed_tail
                if out:
                    yield out
            self.length += len(packed) - len(engine.unused_data)


class _Stream:
    """Bytes in order, with a look ahead."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._taken = 0
        self.begun = 0  # where the record that is being read begins

    def blank(self) -> bool:
        """Pass over blank lines; False when nothing follows."""
        while True:
            rest = self._held.lstrip(b"\r\n")
            self._taken += len(self._held) - len(rest)
            self._held = rest
            if rest:
                self.begun = self._taken
                return True
            if not self._more():
                return False

    def head(self) -> bytes:
        """Take a record's head, without the blank line behind it."""
        while not (found := _HEAD_END.search(self._held)):
            if len(self._held) > HEAD_LIMIT or not self._more():
                raise _Broken(f"no WARC record: {self._held[:40]!r}")
        head = self._held[: found.start()]
        self._drop(found.end())
        return head

    def block(self, length: int, into: Spool) -> None:
        """Take a record's block and make sure that nothing of it follows."""
        while length:
            if not self._held and not self._more():
                raise _Broken(f"the block lacks {length:,} bytes")
            piece = self._held[:length]
            into.append(piece)
            length -= len(piece)
            self._drop(len(piece))
        if (self._held or self._more()) and self._held[:1] not in (b"\r", b"\n"):
            raise _Broken("the record goes on after the length that it announces")

    def _drop(self, count: int) -> None:
        self._held = self._held[count:]
        self._taken += count

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        self._held += piece or b""
        return piece is not None


def _records(stream: _Stream, at: int) -> Iterator[ForeignRecord]:
    """Yield the records of a stream, each when what follows is known: the end of its gzip member proves its bytes."""
    following = stream.blank()
    while following:
        begun = 0 if isinstance(stream, _InMember) else stream.begun
        version, headers = _parse(stream.head())
        block = Spool()
        try:
            stream.block(_length(headers), block)
            following = stream.blank()
            yield ForeignRecord(at + begun, version, headers, block)
        finally:
            block.close()


class _InMember(_Stream):
    """A stream that lies packed: only its beginning is a place in the file."""


def _parse(head: bytes) -> tuple[str, Headers]:
    first, *lines = re.sub(rb"\r*\n[ \t]+", b" ", head).split(b"\n")
    if not _VERSION.fullmatch(first.strip()):
        raise _Broken(f"no WARC record: {head[:40]!r}")
    pairs = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            pairs.append((_text(name).strip(), _text(value).strip()))
    return first.strip().decode("ascii"), tuple(pairs)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _length(headers: Headers) -> int:
    lengths = {value for name, value in headers if name.lower() == "content-length"}
    if len(lengths) != 1 or not re.fullmatch("[0-9]{1,18}", value := lengths.pop()):
        raise _Broken("Content-Length is missing or cannot be understood")
    return int(value)
