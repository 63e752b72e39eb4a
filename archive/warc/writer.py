"""Which WARC file is written to: the newest one of today that nobody holds, else a new one; and when the next begins.

One writer a process, each with a file of its own, so that several crawls can run at once. Files that earlier crawls
left open are mended first. Not safe for several threads.
"""

import datetime as dt
import os
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError, CaptureFailed, WarcError
from archive.times import UTC, digits14

from .file import OpenFile, Placed, WarcFile, failure, open_durable
from .locks import folder_lock, lock_file, sync_folder
from .members import OPEN, read_member
from .record import Record
from .records import WarcInfo, warcinfo
from .recover import Recovered, recover

_NAME = re.compile(r"rowback-(\d{14})-(\d{5})-[A-Za-z0-9.-]+\.warc\.gz\.open")
_NO_OFFSETS: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the next file begins."""

    bytes: int = 1_000_000_000
    age: dt.timedelta = dt.timedelta(hours=24)


def new_record_id() -> str:
    """Make a record id."""
    return uuid.uuid4().urn


class WarcWriter:
    """Appends capture events to the WARC files of a folder."""

    def __init__(
        self,
        warcs: Path,
        info: WarcInfo,
        *,
        limits: Limits | None = None,
        new_id: Callable[[], str] = new_record_id,
        open_file: OpenFile = open_durable,
    ) -> None:
        self.warcs = warcs
        self._info = info
        self._limits = limits or Limits()
        self._new_id = new_id
        self._open_file = open_file
        self._file: WarcFile | None = None
        self._began = dt.datetime.min.replace(tzinfo=UTC)

    def open(self, now: dt.datetime, known_good: Mapping[str, int] = _NO_OFFSETS) -> tuple[Recovered, ...]:
        """Mend what earlier crawls left open, continue the newest file of today, and give the others their final name.

        `known_good` says for a filename up to which offset its records are known to be whole. Returns what was wrong.
        """
        found: list[Recovered] = []
        with ExitStack() as held:
            try:
                for path, descriptor in _left_open(self.warcs, held):
                    state = recover(path, descriptor, known_good=known_good.get(self._filename(path), 0))
                    self._take_up(state, descriptor, now)
                    found.append(state)
            except OSError as error:
                raise failure(error, self.warcs) from error
        return tuple(state for state in found if state.cut or not state.sound)

    def append(self, records: Sequence[Record], now: dt.datetime) -> tuple[Placed, ...]:
        """Write the records of one capture event, all or none, into one file; durable after `sync`.

        Raises `DiskFull` or `CaptureFailed`; the file is then as it was before.
        """
        return self._current(now).append(records)

    def sync(self) -> None:
        """Make everything appended durable; after an error nothing since the last `sync` may be acknowledged."""
        if self._file is None:
            return
        try:
            self._file.sync()
        finally:
            if not self._file.usable:
                self.leave()

    def leave(self) -> None:
        """Let go of the file, so that the next crawl continues it."""
        if self._file is not None:
            self._file.leave()
            self._file = None

    def close(self) -> None:
        """Give the file its final name and let go of it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _current(self, now: dt.datetime) -> WarcFile:
        """Return the file to write to; a new one begins only when all that was appended is durable, or given up."""
        file = self._file
        if file is not None and not file.usable and not file.pending:
            self.leave()
        elif file is not None and not file.pending and self._is_over(file.end, self._began, now):
            self.close()
        if self._file is None:
            self._file, self._began = self._create(now), now
        return self._file

    def _is_over(self, end: int, began: dt.datetime, now: dt.datetime) -> bool:
        return end >= self._limits.bytes or now - began >= self._limits.age

    def _filename(self, path: Path) -> str:
        return path.relative_to(self.warcs).as_posix().removesuffix(OPEN)

    def _take_up(self, state: Recovered, descriptor: int, now: dt.datetime) -> None:
        """Continue a mended file if it is the newest that will do, else finish it."""
        warcinfo_id = self._continuable(state, now) if self._file is None else None
        if warcinfo_id is not None:
            file = self._open_file(os.dup(descriptor))  # shares the lock
            file.seek(state.end)
            name = self._filename(state.path)
            self._file = WarcFile(file, path=state.path, filename=name, warcinfo_id=warcinfo_id, end=state.end)
            self._began = _began(state.path)
            return
        if state.end:
            state.path.rename(state.path.with_name(state.path.name.removesuffix(OPEN)))
        else:
            state.path.unlink()
        sync_folder(state.path.parent)

    def _continuable(self, state: Recovered, now: dt.datetime) -> str | None:
        """Return the id of a file's warcinfo record when it may be continued, else None."""
        began = _began(state.path)
        if not state.sound or not state.end or began.date() != now.astimezone(UTC).date():
            return None
        if self._is_over(state.end, began, now):
            return None
        return self._own_warcinfo(state)

    def _own_warcinfo(self, state: Recovered) -> str | None:
        block = bytearray()
        try:
            with state.path.open("rb") as file:
                member = read_member(file, 0, state.end, block.extend)
        except WarcError:
            return None
        same = member.header("WARC-Type") == "warcinfo" and bytes(block) == self._info.block()
        return member.header("WARC-Record-ID").strip("<>") if same else None

    def _create(self, now: dt.datetime) -> WarcFile:
        try:
            path, descriptor = self._claim(now)
            file = self._open_file(descriptor)
        except OSError as error:
            raise failure(error, self.warcs) from error
        info_id, filename = self._new_id(), self._filename(path)
        created = WarcFile(file, path=path, filename=filename, warcinfo_id=info_id, end=0)
        name = filename.rpartition("/")[2]
        try:
            created.append([warcinfo(self._info, record_id=info_id, date=now, filename=name)])
            created.sync()
            sync_folder(path.parent)
        except (ArchiveError, OSError) as error:
            with suppress(OSError):
                path.unlink()
            created.leave()
            raise error if isinstance(error, ArchiveError) else failure(error, path) from error
        return created

    def _claim(self, now: dt.datetime) -> tuple[Path, int]:
        """Create and lock a file whose name is free."""
        folder = self.warcs / f"{now.astimezone(UTC):%Y/%m}"
        host = re.sub(r"[^A-Za-z0-9.-]+", "-", self._info.hostname)[:64] or "localhost"
        with folder_lock(self.warcs):
            folder.mkdir(parents=True, exist_ok=True)
            for serial in range(100_000):
                final = folder / f"rowback-{digits14(now)}-{serial:05}-{host}.warc.gz"
                path = final.with_name(final.name + OPEN)
                if path.exists() or final.exists():  # in this order: it may be getting its final name just now
                    continue
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
                lock_file(descriptor)
                return path, descriptor
        raise CaptureFailed("no free name for a WARC file", subject=str(folder))


def _left_open(warcs: Path, held: ExitStack) -> list[tuple[Path, int]]:
    """Lock every `.open` file of ours that nobody holds, newest first."""
    locked = []
    with folder_lock(warcs):
        for path in sorted(warcs.glob(f"*/*/rowback-*{OPEN}"), key=lambda path: path.name, reverse=True):
            if not _NAME.fullmatch(path.name):
                continue
            with suppress(FileNotFoundError):  # it got its final name just now
                descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
                held.callback(os.close, descriptor)
                if lock_file(descriptor) and path.exists():
                    locked.append((path, descriptor))
    return locked


def _began(path: Path) -> dt.datetime:
    """Return when a file was begun, as its name says."""
    return dt.datetime.strptime(path.name.split("-")[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
