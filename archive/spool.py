"""Bytes of unknown length: in memory up to a limit, then in an unlinked temporary file.

Used for what a server sends, so that memory stays bounded whatever that is. Not a file: it is written at the end only
and read by range.
"""

import tempfile
import weakref
from collections.abc import Iterator
from typing import BinaryIO, cast

IN_MEMORY = 1 << 20  # bytes of one exchange that stay in memory
PIECE = 1 << 16


class Spool:
    """An append-only run of bytes that moves to disk when it grows."""

    def __init__(self, data: bytes = b"", *, in_memory: int = IN_MEMORY) -> None:
        self._file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=in_memory))  # noqa: SIM115 (closed by close)
        self._size = 0
        self._closing = weakref.finalize(self, self._file.close)
        self.append(data)

    def append(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._file.seek(self._size)
        self._file.write(data)
        self._size += len(data)

    def __len__(self) -> int:
        return self._size

    def read(self, start: int = 0, end: int | None = None) -> bytes:
        """Return the bytes of a range, all in memory; `end` None means up to the end."""
        return b"".join(self.pieces(start, end))

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of a range in pieces of at most 64 KiB."""
        end = self._size if end is None else min(end, self._size)
        while start < end:
            self._file.seek(start)
            piece = self._file.read(min(PIECE, end - start))
            if not piece:
                return
            start += len(piece)
            yield piece

    def close(self) -> None:
        """Let go of the memory or the temporary file; so does forgetting the spool."""
        self._closing()
