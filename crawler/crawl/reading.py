"""Has every kept page read while the crawl goes on: hands it to a reader process, keeps what comes back.

The crawl never waits for it; whoever ends a crawl does. What a page is taken for is decided in the archive.
"""

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Protocol

from archive import Archive, Capture, CaptureFailed, Intake, Prepared, ReaderPool, RowbackError, Settled
from crawler.errors import CrawlError
from crawler.frontier.allowance import Purse
from crawler.progress import Progress

from .backlog import Backlog
from .timetable import Timetable


class House(Protocol):
    """What readings need to know of the crawl."""

    progress: Progress

    def now(self) -> dt.datetime: ...

    def keeps_comments(self, capture: Capture) -> bool: ...

    def fail(self, error: RowbackError) -> None: ...


class Readings:
    """The pages of one session that are being read."""

    def __init__(self, intake: Intake, pool: ReaderPool, house: House, purse: Purse) -> None:
        self._intake = intake
        self._pool = pool
        self._house = house
        self._unread = Backlog()
        self._timetable = Timetable(purse, house.now)

    @property
    def unread(self) -> int:
        """Pages that are kept and not yet read."""
        return self._unread.count

    def catch_up(self, archive: Archive, outlet_ids: Iterable[int]) -> None:
        """Write when what a killed crawl had is looked at next."""
        for outlet_id in outlet_ids:
            self._timetable.catch_up(archive.connection, outlet_id)

    def drain(self) -> None:
        """Wait until every page is read."""
        while (waiting := self._unread.wait(0.5)) > 0:
            self._house.progress.wait(
                "reading", "1 page is being read" if waiting == 1 else f"{waiting} pages are being read"
            )

    def read(self, capture: Capture) -> None:
        """Have a page read, unless it can be settled without; the crawl does not wait."""
        self._unread.add()
        self._intake.call(lambda archive: self._settle(archive, capture)).add_done_callback(self._check)

    def _settle(self, archive: Archive, capture: Capture) -> None:
        settled = archive.settle(capture.id, self._house.now())
        if settled is not None:
            self._note(archive, capture, settled)
            return
        keeps = self._house.keeps_comments(capture)
        future = self._pool.read(capture, archive.page_of(capture), keep_comments=keeps)
        self._unread.add()
        future.add_done_callback(lambda done: self._have_read(capture, done))

    def _have_read(self, capture: Capture, done: "Future[Prepared]") -> None:
        try:
            prepared = done.result()
        except RowbackError as error:
            self._unread.done()
            self._house.progress.say(f"Not read: {error}")
            if isinstance(error, CaptureFailed):  # the readers' fault, not the page's: others go unread, too
                self._house.fail(error)
            return
        self._intake.call(lambda archive: self._keep_reading(archive, capture, prepared)).add_done_callback(self._check)

    def _keep_reading(self, archive: Archive, capture: Capture, prepared: Prepared) -> None:
        self._note(archive, capture, archive.keep_reading(capture.id, prepared, self._house.now()))

    def _note(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Write when the article is looked at next; a new reader reads first what it is to be compared with."""
        self._timetable.note(archive.connection, capture, settled)
        for earlier in archive.captures(settled.unread):
            self.read(earlier)

    def _check(self, done: "Future[None]") -> None:
        self._unread.done()
        error = done.exception()
        if isinstance(error, RowbackError):
            self._house.fail(error)
        elif error is not None:
            self._house.fail(CrawlError(f"{type(error).__name__}: {error}", cure="Please report this"))
