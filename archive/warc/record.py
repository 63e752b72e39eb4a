"""One WARC record as a value, before it is written. Its block may lie in a spool, so that it never has to be in memory.

Which fields a record of some kind has is the business of `records`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.spool import Spool

TEXT_LEVEL: Final = 6
PACKED_LEVEL: Final = 0  # packing again what is packed costs five times the time and gains nothing


@dataclass(frozen=True, slots=True)
class Span:
    """A block that lies in a spool."""

    spool: Spool
    start: int
    end: int


Block = bytes | Span


def size(block: Block) -> int:
    """Return a block's length in bytes."""
    return len(block) if isinstance(block, bytes) else block.end - block.start


def pieces(block: Block) -> Iterator[bytes]:
    """Yield a block's bytes."""
    if isinstance(block, Span):
        yield from block.spool.pieces(block.start, block.end)
    elif block:
        yield block


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields in order, without WARC-Warcinfo-ID and Content-Length, and the block."""

    headers: tuple[tuple[str, str], ...]
    block: Block
    level: int = TEXT_LEVEL  # of gzip

    def header(self, name: str) -> str:
        """Return a named field's value; "" when it is not there."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def type(self) -> str:
        """WARC-Type."""
        return self.header("WARC-Type")

    @property
    def record_id(self) -> str:
        """The id without angle brackets."""
        return self.header("WARC-Record-ID").strip("<>")
