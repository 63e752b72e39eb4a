"""Reads imported pages anew; after them, revisits take over what was read in their originals."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.errors import CaptureFailed, RowbackError, WarcError
from archive.ingest.archive import Archive
from archive.ingest.deriving import Settled
from archive.ingest.door import Ingest
from archive.ingest.pool import ReaderPool
from archive.models import Capture
from archive.store import imported

Step = Callable[[int], object]


@dataclass(slots=True)
class Read:
    """What came of reading."""

    pages: int = 0
    failed: list[RowbackError] = field(default_factory=list)  # they wait for the next start


def read_imported(archive: Archive, pool: ReaderPool, *, now: dt.datetime, step: Step) -> Read:
    """Read everything that was imported and not read yet; `step` is told how many captures were settled.

    Raises what ends an import: `DiskFull` and its like. Damaged records and articles that cannot be derived are listed.
    """
    waiting = [imported.awaiting(archive.connection, kind) for kind in ("response", "revisit")]
    client = _Client(now, step)
    with Ingest(archive, pool, client) as ingest:
        for captures in waiting:
            ingest.read_all(captures)
    for error in client.failures:
        if not isinstance(error, WarcError | CaptureFailed):
            raise error
    return Read(ingest.pages, client.failures)


class _Client:
    """What came of reading, gathered."""

    def __init__(self, now: dt.datetime, step: Step) -> None:
        self._now, self._step = now, step
        self.failures: list[RowbackError] = []

    def now(self) -> dt.datetime:
        return self._now

    def keeps_comments(self, capture: Capture) -> bool:
        return False

    def settled(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Take no note: nobody looks at it again."""

    def done(self, capture_id: int) -> None:
        self._step(1)

    def unread(self, capture_id: int, error: RowbackError) -> None:
        self.failures.append(error)

    failed = unread
