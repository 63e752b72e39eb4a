"""Reads every page again with the present reader, in several processes, and derives every article from what it read.

What older readers read stays in the WARC and counts no more. Version numbers that moved are listed. Broken off, it goes
on with the pages that are still unread when it is started again.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from archive.errors import RowbackError, WarcError
from archive.ingest.archive import Archive
from archive.ingest.deriving import Settled
from archive.ingest.door import Ingest
from archive.ingest.pool import ReaderPool
from archive.ingest.resources import renumbered_list, reread_note
from archive.models import Capture
from archive.store import captures, rereading, sources
from archive.store.rereading import Renumbered

Bar = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of reading everything again."""

    pages: int
    failed: tuple[RowbackError, ...]  # pages whose bytes are damaged; what was read in them before still counts
    renumbered: tuple[Renumbered, ...]


def reread(archive: Archive, pool: ReaderPool, *, reader: str, now: dt.datetime, bar: Bar) -> Reread:
    """Read all pages again that a reader has not read, and derive everything anew.

    Raises `MorgueLocked` while a crawl holds one of the outlets, `DiskFull`, `CaptureFailed`.
    """
    with ExitStack() as held:
        for name in sources.names(archive.connection):
            held.enter_context(archive.morgue.lock_outlet(name))
        before = rereading.numbers(archive.connection)
        waiting = rereading.unread_by(archive.connection, reader)
        pages, failed = _read(archive, pool, now, waiting, bar)
        archive.keep_resource(*reread_note(reader), now)
        _derive(archive, bar)
        moved = rereading.moved(archive.connection, before, reader)
        if moved:
            archive.keep_resource(*renumbered_list(reader, moved), now)
    return Reread(pages, tuple(failed), tuple(moved))


def _read(
    archive: Archive, pool: ReaderPool, now: dt.datetime, waiting: list[int], bar: Bar
) -> tuple[int, list[RowbackError]]:
    """Have the pages read and keep what comes back; return how many were, and what could not be read."""
    with bar("reading pages again", len(waiting)) as step:
        client = _Client(now, step)
        with Ingest(archive, pool, client, derive=False) as ingest:
            ingest.read_all(waiting)
    for error in client.failures:
        if not isinstance(error, WarcError):
            raise error
    return ingest.pages, client.failures


def _derive(archive: Archive, bar: Bar) -> None:
    waiting = captures.awaiting_ids(archive.connection)
    decided: set[int] = set()
    with bar("deriving articles", len(waiting)) as step:
        for capture_id in waiting:
            if capture_id not in decided:
                decided.update(archive.derive(capture_id).decided_with)
            step(1)


class _Client:
    """Counts the pages that are done, and remembers those that could not be read."""

    def __init__(self, now: dt.datetime, step: Callable[[int], object]) -> None:
        self._now, self._step = now, step
        self.failures: list[RowbackError] = []

    def now(self) -> dt.datetime:
        return self._now

    def keeps_comments(self, capture: Capture) -> bool:
        return False

    def done(self, capture_id: int) -> None:
        self._step(1)

    def settled(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Take no note: nothing is derived yet."""

    def unread(self, capture_id: int, error: RowbackError) -> None:
        self.failures.append(error)

    failed = unread
