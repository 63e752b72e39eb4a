r"""Writes one record as one gzip member, through warcio.

warcio parses an HTTP head and writes it anew (`Andr\xe9` becomes `Andr%C3%A9`), and adds digests of its own: so it is
given the whole block as a stream, and digests come from `records`.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Protocol

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .record import Block, Record, pieces, size

VERSION = "WARC/1.1"


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object: ...


class _GzipMember:
    """A gzip member with a level of its own; its header holds no time and no name, so equal records are equal bytes."""

    def __init__(self, sink: Sink, level: int) -> None:
        self._sink = sink
        self._engine = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS + 16)

    def write(self, data: bytes) -> None:
        if packed := self._engine.compress(data):
            self._sink.write(packed)

    def flush(self) -> None:
        self._sink.write(self._engine.flush())


class _RawHead(StatusAndHeaders):  # type: ignore[misc]  # warcio ships no types
    """The block of a revisit: the only part of one that warcio writes is a head, and only as bytes it leaves as is."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [])
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._head

    def __bool__(self) -> bool:
        return True


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio ships no types
    """Writes records that bring their digests along, or leave them out on purpose."""

    def ensure_digest(self, record: object, block: bool = True, payload: bool = True) -> None:
        return


class _Stream(io.RawIOBase):
    """A block as the stream that warcio reads from."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._pieces: Iterator[bytes] = pieces(block)

    def read(self, size: int = -1, /) -> bytes:
        return next(self._pieces, b"")


def write_record(record: Record, warcinfo_id: str | None, sink: Sink) -> None:
    """Write a record; `warcinfo_id` names the file's warcinfo record, None when this is that record."""
    headers = StatusAndHeaders("", _with_warcinfo_id(record, warcinfo_id), protocol=VERSION)
    length = size(record.block)
    revisit = record.type == "revisit"
    head = _RawHead(b"".join(pieces(record.block))) if revisit else None
    stream = _Stream(b"" if revisit else record.block)
    written = ArcWarcRecord("warc", record.type, headers, stream, head, None, length)
    written.payload_length = 0 if revisit else length
    _Writer(_GzipMember(sink, record.level), gzip=False, warc_version=VERSION).write_record(written)


def write_member(head: bytes, block: Block, level: int, sink: Sink) -> None:
    """Write a record of another program, its head as it came (without the blank line)."""
    member = _GzipMember(sink, level)
    member.write(head + b"\r\n\r\n")
    for piece in pieces(block):
        member.write(piece)
    member.write(b"\r\n\r\n")
    member.flush()


def _with_warcinfo_id(record: Record, warcinfo_id: str | None) -> list[tuple[str, str]]:
    pairs = list(record.headers)
    if warcinfo_id is not None:
        pairs.insert(2, ("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    return pairs
