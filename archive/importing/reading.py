"""Reads imported pages anew in the reader processes; revisits take over what was read in their originals."""

import datetime as dt
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from archive.errors import CaptureFailed, WarcError
from archive.ingest import readings
from archive.ingest.archive import Archive
from archive.ingest.pool import ReaderPool
from archive.ingest.prepared import Prepared
from archive.models import Capture
from archive.store import captures, contents
from archive.store import imported as store

Step = Callable[[int], object]


@dataclass(slots=True)
class Read:
    """What came of reading."""

    pages: int = 0
    failed: list[WarcError | CaptureFailed] = field(default_factory=list)  # they wait for the next start


class Reading:
    """Reads what was imported and not read yet."""

    def __init__(self, archive: Archive, pool: ReaderPool, *, reader: str, now: dt.datetime) -> None:
        self._archive, self._pool, self._reader, self._now = archive, pool, reader, now
        self._ahead: deque[tuple[Capture, Future[Prepared]]] = deque()
        self.done = Read()

    def run(self, step: Step) -> Read:
        """Read everything that waits, oldest first; `step` is told how many captures were settled."""
        for capture_id in store.awaiting(self._archive.connection, "response"):
            self._begin(capture_id)
            while len(self._ahead) > 4 * self._pool.workers:
                self._finish()
            step(1)
        while self._ahead:
            self._finish()
        for capture_id in store.awaiting(self._archive.connection, "revisit"):
            self._take_over(capture_id)
            step(1)
        return self.done

    def _begin(self, capture_id: int) -> None:
        connection = self._archive.connection
        capture = captures.by_id(connection, capture_id)
        if capture is None:
            return
        if not readings.is_readable(capture) or contents.of_capture(connection, capture_id, self._reader):
            self._settle(capture, None)
        else:
            self._ahead.append((capture, self._pool.read(capture)))

    def _finish(self) -> None:
        capture, future = self._ahead.popleft()
        try:
            self._archive.keep_reading(capture.id, future.result(), self._now)
            self.done.pages += 1
        except (WarcError, CaptureFailed) as error:
            self.done.failed.append(error)

    def _take_over(self, capture_id: int) -> None:
        capture = captures.by_id(self._archive.connection, capture_id)
        if capture is not None:
            page = self._archive.page_of(capture)
            self._settle(capture, page.id if page is not None else None)

    def _settle(self, capture: Capture, original: int | None) -> None:
        try:
            self._archive.settle_as(capture.id, original, self._now)
        except CaptureFailed as error:
            self.done.failed.append(error)
