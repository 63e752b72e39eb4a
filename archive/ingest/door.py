"""The one door: exchanges go in, settled articles come out. Crawling, importing and re-reading all go through it.

    submit → keep (WARC, one sync a group, rows) → settle without reading, or read in a process
           → keep the reading (WARC, one sync a group, rows) → derive the article → `Client.settled`

One thread writes; whoever hands in never waits for it. Whoever ends calls `drain`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from typing import Protocol

from archive.errors import CaptureFailed, NotInArchive, RowbackError
from archive.models import Capture, Exchange

from .archive import Archive
from .backlog import Backlog
from .deriving import Settled
from .pool import ReaderPool
from .prepared import Prepared
from .writer import Answer, Intake, named

AHEAD = 4  # pages handed to the readers, for each of them, by whoever reads what waits


class Client(Protocol):
    """Who hands in. All but `now` is called in the thread that writes."""

    def now(self) -> dt.datetime:
        """Return the time of what is kept and derived."""

    def keeps_comments(self, capture: Capture) -> bool:
        """Tell whether readers' comments are kept for the outlet of a capture."""

    def settled(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Take note of what a capture was taken for."""

    def done(self, capture_id: int) -> None:
        """Take note that no more is to be done for a capture, whatever came of it."""

    def unread(self, capture_id: int, error: RowbackError) -> None:
        """Take note that a page could not be read; it waits for the next start."""

    def failed(self, capture_id: int, error: RowbackError) -> None:
        """Take note that what was read could not be kept, or its article not derived."""


class Ingest:
    """An archive at work: what is handed in is kept, read and derived by itself."""

    def __init__(self, archive: Archive, pool: ReaderPool, client: Client, *, derive: bool = True) -> None:
        """Without `derive`, pages are read and kept, and their articles are left to be derived."""
        self._pool = pool
        self._client = client
        self._derive = derive
        self._backlog = Backlog()
        self.pages = 0  # that were read and kept
        self._intake = Intake(archive)

    def __enter__(self) -> "Ingest":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what the thread that writes was handed; pages still with the readers wait for the next start."""
        self._intake.close()

    def submit(self, exchange: Exchange) -> "Future[Capture]":
        """Keep an exchange, then read and derive it; the future is done when it lies on disk and has its row.

        It fails with an error by its name (`DiskFull`, `CaptureFailed`, `NotHttp` …), never with an `OSError`.
        """
        future = self._intake.submit(exchange)
        future.add_done_callback(self._kept)
        return future

    def call(self, work: Callable[[Archive], Answer]) -> "Future[Answer]":
        """Run something with the archive in the thread that writes, after all that was handed in before."""
        return self._intake.call(work)

    def read(self, capture_id: int) -> None:
        """Have a page read that is kept, unless it can be settled without."""
        with suppress(CaptureFailed):  # the door is closed: it waits for the next start
            begun = self._intake.call(lambda archive: self._begin(archive, capture_id))
            self._backlog.add()
            begun.add_done_callback(lambda done: self._begun(capture_id, done))

    def read_all(self, capture_ids: Iterable[int]) -> None:
        """Read many pages, as many ahead as the readers need; returns when all are read."""
        for capture_id in capture_ids:
            self.read(capture_id)
            while self._backlog.count > AHEAD * self._pool.workers:
                self._backlog.wait(1.0)
        while self.wait(1.0):
            pass

    @property
    def waiting(self) -> int:
        """Pages that are kept and not yet read."""
        return self._backlog.count

    def wait(self, seconds: float) -> int:
        """Wait until a page is done, at most so long; return how many are not."""
        return self._backlog.wait(seconds)

    def _kept(self, done: "Future[Capture]") -> None:
        if not done.cancelled() and done.exception() is None and (capture := done.result()).purpose == "article":
            self.read(capture.id)

    def _begin(self, archive: Archive, capture_id: int) -> bool:
        """Settle a capture, or hand its page to the readers; tells whether they have it."""
        capture = archive.capture(capture_id)
        if self._derive:
            settled = archive.settle(capture_id, self._client.now())
            if settled is not None:
                self._settled(archive, capture, settled)
                return False
        elif not archive.needs_reading(capture):
            return False
        keeps = self._client.keeps_comments(capture)
        future = self._pool.read(capture, archive.page_of(capture), keep_comments=keeps)
        future.add_done_callback(lambda read: self._have_read(capture_id, read))
        return True

    def _have_read(self, capture_id: int, read: "Future[Prepared]") -> None:
        try:
            prepared = read.result()
        except RowbackError as error:
            self._client.unread(capture_id, error)
            self._end(capture_id)
            return
        try:
            kept = self._intake.keep_reading(capture_id, prepared, self._client.now())
        except CaptureFailed:  # the door is closed: it is read again at the next start
            self._end(capture_id)
        else:
            kept.add_done_callback(lambda done: self._have_kept(capture_id, done))

    def _have_kept(self, capture_id: int, kept: "Future[Archive]") -> None:
        """Derive an article; in the thread that writes, right after its reading was kept."""
        try:
            archive = kept.result()
            self.pages += 1
            if self._derive:
                self._settled(archive, archive.capture(capture_id), archive.derive(capture_id))
        except NotInArchive:  # it was taken down meanwhile
            pass
        except Exception as error:
            self._client.failed(capture_id, named(error))
        finally:
            self._end(capture_id)

    def _end(self, capture_id: int) -> None:
        self._client.done(capture_id)
        self._backlog.done()

    def _settled(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Tell what a capture was taken for; a new reader reads first what it is to be compared with."""
        self._client.settled(archive, capture, settled)
        for earlier in settled.unread:
            self.read(earlier)

    def _begun(self, capture_id: int, begun: "Future[bool]") -> None:
        error = begun.exception()
        if error is None and begun.result():
            return
        if error is not None and not isinstance(error, NotInArchive):
            self._client.failed(capture_id, named(error))
        self._end(capture_id)
