"""One WARC file of one process, from `.open` to its final name.

What is appended is whole or not there: any error cuts the file back to where it ended before. Nothing is acknowledged
before `sync`. Which file is written to, and when the next one begins, is the writer's business.
"""

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError, CaptureFailed, DiskFull, MorgueMissing

from .locks import sync_folder
from .members import OPEN
from .record import Record
from .serial import write_record

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a record was written."""

    filename: str  # below the folder of all WARC files, without `.open`
    offset: int
    length: int  # of the compressed bytes
    sha256: str  # hex, over them


class DurableFile(io.FileIO):
    """An unbuffered file that can be made durable: what failed to be written is nowhere waiting to be tried again."""

    def sync(self) -> None:
        """Wait until everything written is on the disk."""
        getattr(os, "fdatasync", os.fsync)(self.fileno())


OpenFile = Callable[[int], DurableFile]


def open_durable(descriptor: int) -> DurableFile:
    """Take over a descriptor for reading and writing; never truncates."""
    return DurableFile(descriptor, "r+b")


class WarcFile:
    """A locked `.open` file that grows."""

    def __init__(self, file: DurableFile, *, path: Path, filename: str, warcinfo_id: str, end: int) -> None:
        self.path = path  # with `.open`
        self.filename = filename  # below the folder of all WARC files, without it
        self.warcinfo_id = warcinfo_id
        self.end = end
        self._durable = end
        self._file = file
        self.usable = True

    @property
    def pending(self) -> bool:
        """Something was appended since the last `sync`."""
        return self.end != self._durable

    def append(self, records: Iterable[Record]) -> tuple[Placed, ...]:
        """Write the records of one capture event, all or none; they are not durable before `sync`.

        Raises `DiskFull` when there is no room, `CaptureFailed` for any other error of the disk. The file is then as it
        was before.
        """
        self._refuse_unusable()
        before = self.end
        try:
            return tuple(self._write(record) for record in records)
        except OSError as error:
            raise self._cut_back(before, error) from error
        except BaseException:
            self._cut_back(before, None)
            raise

    def sync(self) -> None:
        """Make everything appended durable.

        Raises as `append` does; everything since the last `sync` is then gone from the file, and nothing of it may be
        acknowledged: after a failed sync nobody knows what reached the disk.
        """
        self._refuse_unusable()
        try:
            self._file.sync()
        except OSError as error:
            raise self._cut_back(self._durable, error) from error
        self._durable = self.end

    def leave(self) -> None:
        """Let go of the file without closing it for good, so that another crawl may continue it."""
        with suppress(OSError):  # what had to be durable is so, or was given up
            self._file.close()

    def close(self) -> Path:
        """Sync, give the file its final name in one step, let go of it; returns the final path.

        Raises as `sync` does.
        """
        self.sync()
        final = self.path.with_name(self.path.name.removesuffix(OPEN))
        try:
            self.path.rename(final)
            sync_folder(final.parent)
        except OSError as error:
            raise failure(error, self.path) from error
        self.leave()
        return final

    def _write(self, record: Record) -> Placed:
        sink = _Sink(self._file)
        write_record(record, None if record.type == "warcinfo" else self.warcinfo_id, sink)
        placed = Placed(self.filename, self.end, sink.length, sink.sha256.hexdigest())
        self.end += sink.length
        return placed

    def _refuse_unusable(self) -> None:
        if not self.usable:
            raise CaptureFailed("an earlier write could not be undone", subject=str(self.path))

    def _cut_back(self, end: int, error: OSError | None) -> ArchiveError:
        self.end, self._durable = end, min(end, self._durable)
        self.usable = False
        with suppress(OSError):  # then the next start cuts the tail
            self._file.truncate(end)
            self._file.seek(end)
            self.usable = True
        return failure(error, self.path)


def failure(error: OSError | None, path: Path) -> ArchiveError:
    """Return an error of the disk by its name here; never an `OSError`, which Scrapy takes for the network's."""
    said = os.strerror(error.errno) if error is not None and error.errno else "stopped"
    if error is not None and error.errno in _NO_ROOM:
        return DiskFull(
            f"no room to write ({said})", subject=str(path), cure="Make room and start again; nothing is lost"
        )
    if isinstance(error, FileNotFoundError):
        cure = "Was the morgue moved? What was kept lies where it is now; --morgue names it"
        return MorgueMissing("the folder is not there any more", subject=str(path), cure=cure)
    return CaptureFailed(f"cannot write ({said})", subject=str(path), cure="Look at the disk and its permissions")


class _Sink:
    """Writes all of what it is given, counts and digests it."""

    def __init__(self, file: DurableFile) -> None:
        self._file = file
        self.length = 0
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            written = self._file.write(view)
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            view = view[written:]
        self.length += len(data)
        self.sha256.update(data)
