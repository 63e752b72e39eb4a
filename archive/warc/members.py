"""Reads one gzip member as one record and believes nothing: length, CRC, head, Content-Length and closing lines.

WARC libraries hand out a cut record without an error, so everything that reads a file of ours comes through here.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import RecordAltered, RecordCut, RecordMissing

OPEN: Final = ".open"  # behind a file's name while it is written
HEAD_LIMIT: Final = 1 << 20
_PIECE: Final = 1 << 16
_CLOSING: Final = b"\r\n\r\n"
_VERSION = re.compile(r"WARC/\d\.\d")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Where a record lies in its file, and what its head says."""

    offset: int
    length: int  # of the compressed bytes
    sha256: str  # hex, over the compressed bytes
    version: str
    headers: Headers
    block_length: int

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a named field, case of the name ignored."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    def header(self, name: str) -> str:
        """Return a named field's first value; "" when it is not there."""
        return next(iter(self.all(name)), "")


def standing(path: Path) -> Path:
    """Return the path of a WARC file as it is called now: while it is written, `.open` stands behind its final name."""
    left_open = path.with_name(path.name + OPEN)
    return left_open if left_open.exists() and not path.exists() else path


def open_warc(path: Path) -> BinaryIO:
    """Open a WARC file under its final name, whether it is still being written or not.

    Raises `RecordMissing`.
    """
    for candidate in (path, path.with_name(path.name + OPEN), path):  # the last: it was closed between the two looks
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    raise RecordMissing("there is no such WARC file", subject=str(path), cure="Restore it from a backup")


def read_member(file: BinaryIO, offset: int, end: int, take: Callable[[bytes], object]) -> Member:
    """Read the record that begins at `offset` and lies before `end`, handing its block's pieces to `take`.

    Raises `RecordMissing` when nothing lies there, `RecordCut` when it ends too early, `RecordAltered` when its bytes
    contradict themselves. `take` may have got pieces by then.
    """
    unpacked = _Unpacked(file, offset, end)
    pieces = iter(unpacked)
    head, rest = _head(pieces)
    version, headers = _parse_head(head)
    length = _content_length(headers)
    _block(rest, pieces, length, take)
    return Member(offset, unpacked.length, unpacked.sha256, version, headers, length)


class _Unpacked:
    """The pieces of one gzip member; after the last, its length and digest."""

    def __init__(self, file: BinaryIO, offset: int, end: int) -> None:
        self._file, self._offset, self._end = file, offset, end
        self.length = 0
        self._sha256 = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        engine = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not engine.eof:
            packed = self._read()
            try:
                yield from self._unpack(engine, packed)
            except zlib.error as error:
                raise RecordAltered(f"the gzip member does not unpack ({error})") from None
            self._count(packed[: len(packed) - len(engine.unused_data)])

    def _read(self) -> bytes:
        at = self._offset + self.length
        self._file.seek(at)
        packed = self._file.read(max(0, min(_PIECE, self._end - at)))
        if not packed and not self.length:
            raise RecordMissing("the file ends before this place")
        if not packed:
            raise RecordCut("the gzip member is cut off")
        return packed

    @staticmethod
    def _unpack(engine: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
        while packed and not engine.eof:
            out = engine.decompress(packed, _PIECE)
            packed = engine.unconsumed_tail
            if out:
                yield out

    def _count(self, used: bytes) -> None:
        self.length += len(used)
        self._sha256.update(used)


def _head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return the record's head and what of the block came along with it."""
    data = b""
    for piece in pieces:
        data += piece
        head, found, rest = data.partition(_CLOSING)
        if found:
            return head, rest
        if len(data) > HEAD_LIMIT:
            break
    raise RecordAltered(f"no WARC record: {data[:40]!r}")


def _parse_head(head: bytes) -> tuple[str, Headers]:
    try:
        version, *lines = head.decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        raise RecordAltered("the record's head is not UTF-8") from None
    if not _VERSION.fullmatch(version):
        raise RecordAltered(f"no WARC record: {version[:40]!r}")
    return version, tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name or name != name.strip() or "\n" in line:
        raise RecordAltered(f"no named field: {line[:80]!r}")
    return name, value.strip()


def _content_length(headers: Headers) -> int:
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    if len(lengths) != 1 or not re.fullmatch("[0-9]{1,18}", lengths[0]):
        raise RecordAltered(f"Content-Length is {' and '.join(lengths) or 'missing'}")
    return int(lengths[0])


def _block(rest: bytes, pieces: Iterator[bytes], length: int, take: Callable[[bytes], object]) -> None:
    left, after = length, b""
    while True:
        block, after = rest[:left], after + rest[left:]
        left -= len(block)
        if block:
            take(block)
        if len(after) > len(_CLOSING):
            raise RecordAltered("the gzip member goes on after the record's end")
        piece = next(pieces, None)
        if piece is None:
            break
        rest = piece
    if left or after != _CLOSING:
        raise RecordCut(f"the block lacks {left + len(_CLOSING) - len(after):,} bytes of {length:,}")
