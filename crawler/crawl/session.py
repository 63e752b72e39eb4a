"""One crawl of one morgue in this process: what the spiders share. The archive's writer thread, the readers, the log.

A session is open while `rowback crawl` runs; a plain `scrapy crawl` gets one of its own. Spiders ask it in the
reactor's thread; whatever writes goes to the writer's thread.
"""

import asyncio
import datetime as dt
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from types import TracebackType

from archive import (
    UTC,
    Archive,
    Capture,
    Exchange,
    Ingest,
    Ledger,
    Miss,
    MorgueLocked,
    ReaderPool,
    RowbackError,
    Settled,
    connect_reader,
    ids,
    is_alone,
    learning,
    tell_stories,
    transaction,
)
from archive import coverage_rows as coverage
from archive import crawl_rows as crawls
from archive import create_morgue as create
from archive import source_rows as sources
from archive import watched_rows as watched
from crawler import frontier
from crawler.amounts import said_size
from crawler.config import Config
from crawler.errors import Cost, NoRoom, cost
from crawler.frontier import budget
from crawler.frontier import rows as known_rows
from crawler.frontier.allowance import Purse
from crawler.outlet import Outlet
from crawler.progress import Progress
from crawler.telling.desk import tell

from .crawl_report import definition, ended, ledger, outlet_row, warcinfo
from .faults import Faults
from .memory import CrawlMemory
from .options import CrawlSummary, OutletSummary
from .timetable import Timetable

UNASKED = ("robots", "trap", "budget", "private_address")  # misses that cost no request, and so come back each crawl

_open: "list[Session]" = []  # the session of this process, while there is one


def current() -> "Session | None":
    """Return the session that this process crawls for."""
    return _open[-1] if _open else None


class Session(CrawlMemory):
    """The archive at work for one crawl."""

    def __init__(self, config: Config, progress: Progress, now: Callable[[], dt.datetime]) -> None:
        """`now` tells the time of everything that is kept and decided."""
        self.now = now
        self.config = config
        self.progress = progress
        self.stopping = 0  # the signal that asked for it
        self.crawl_id = 0
        self._began = dt.datetime.min.replace(tzinfo=UTC)
        self._faults = Faults()
        self._bytes = 0
        self._oldest: dt.date | None = None  # day of the oldest page that an earlier crawl left unread
        self._waiting: dict[str, dt.datetime] = {}  # by identity key: when pages were had that nobody read yet
        self._outlets: dict[int, Outlet] = {}
        self._held = ExitStack()
        self.when_started: Callable[[], None] = lambda: None  # called by the first spider, once a reactor runs

    def __enter__(self) -> "Session":
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def open(self) -> "Session":
        """Open the archive and start its threads and readers. Raises `MorgueError`, `DiskFull`."""
        with ExitStack() as held:
            pool = ReaderPool(create(self.config.morgue))
            if is_alone():
                held.callback(pool.close)  # should the archive refuse to be opened
                pool.start()  # before there is any thread, lock or file that readers would hold, too
            archive = held.enter_context(Archive.open(self.config.morgue, warcinfo(self.config), now=self.now()))
            self.morgue = archive.morgue
            self._log = held.enter_context(closing(connect_reader(archive.morgue)))
            self._ingest = held.enter_context(Ingest(archive, pool, self))
            held.enter_context(pool)
            self._purse = Purse(self.config, shutil.disk_usage(archive.morgue.folder).free - self.config.min_free)
            self._timetable = Timetable(self._purse, self.now)
            self._held = held.pop_all()
        for mended in archive.mended:
            self.progress.say(str(mended))
        _open.append(self)
        return self

    def close(self) -> None:
        """Let go of everything; pages that were not read yet are left for the next crawl."""
        _open.remove(self)
        self._held.close()

    # The crawl as a whole

    def begin(self, outlets: Sequence[Outlet]) -> None:
        """Open the crawl's row, and read what an earlier crawl left unread."""
        rows = [outlet_row(outlet) for outlet in outlets]
        names = [outlet.name for outlet in outlets]
        self._outlets = {ids.outlet_id(outlet.name): outlet for outlet in outlets}
        self._began = self.now()

        def work(archive: Archive) -> tuple[int, list[Capture]]:
            with transaction(archive.connection):
                for row in rows:
                    sources.put_outlet(archive.connection, row)
                crawl_id = crawls.begin(archive.connection, self._began, names)
            for outlet_id in self._outlets:
                self._timetable.catch_up(archive.connection, outlet_id)
            return crawl_id, archive.unread_captures()

        self.crawl_id, unread = self._ingest.call(work).result()
        self._waiting = known_rows.waiting(unread)
        self._oldest = min((capture.captured_at.date() for capture in unread), default=None)
        for capture in unread:
            if capture.outlet_id in self._outlets:
                self._ingest.read(capture.id)

    def enter(self, outlet: Outlet) -> None:
        """Hold an outlet until the session ends. Raises `MorgueLocked` when another crawl is at it."""
        self._held.enter_context(self.morgue.lock_outlet(outlet.name))
        self._ingest.call(lambda archive: learning.define(archive, outlet.name, outlet.drop, self.now())).result()

    def finish(self, outlets: Sequence[OutletSummary]) -> CrawlSummary:
        """Wait until every page is read, close the crawl's row and return what came of it."""
        while waiting := self._ingest.wait(0.5):
            said = "1 page is being read" if waiting == 1 else f"{waiting} pages are being read"
            self.progress.wait("reading", said)
        if not self.stopping and self._faults.error is None:
            learning.learn_outlets(
                self._ingest,
                self.morgue,
                [outlet.name for outlet in outlets if outlet.fetched],
                now=self.now,
                goes_on=lambda: not self.stopping,
                say=self.progress.say,
                fault=self.fault,
            )
        summary = self._ingest.call(lambda archive: self._end(archive, outlets)).result()
        if not self.stopping:
            self._tell_stories()
            self._tell()
        return replace(summary, error=self._faults.error, faults=self._faults.beside)

    def _tell_stories(self) -> None:
        """Work out the stories of what changed; what goes wrong is said and left to the next crawl."""
        try:
            with self.morgue.lock_stories():
                self._ingest.call(lambda archive: tell_stories(archive.connection)).result()
        except MorgueLocked:
            return  # another crawl does it
        except RowbackError as error:
            self.progress.say(f"Stories are not worked out: {error}")
        except Exception as error:  # of a help; the crawl ends as it would without
            self.progress.say(f"Stories are not worked out ({type(error).__name__}: {error}). Please report this")

    def _tell(self) -> None:
        """Tell people what is due; what could not be told waits for the next crawl, and ends none."""
        try:
            for done in tell(self.morgue, self.config.tell, os.environ, self.now(), outlets=self.config.enabled):
                self.progress.say(str(done))
        except RowbackError as error:
            self.progress.say(f"Not told: {error}")
        except Exception as error:
            self.fault(error, "telling people")

    def _end(self, archive: Archive, outlets: Sequence[OutletSummary]) -> CrawlSummary:
        counts = crawls.decisions(archive.connection, self.crawl_id)
        summary = CrawlSummary(
            crawl_id=self.crawl_id,
            outlets=tuple(outlets),
            new=counts.get("new", 0),
            changed=counts.get("changed", 0),
            same=counts.get("same", 0),
            held_back=counts.get("held_back", 0),
            unread=counts.get("unread", 0),
            bytes=self._bytes,
            interrupted=self.stopping,
            error=self._faults.error,
            faults=self._faults.beside,
        )
        end = ended(summary, clock_skew_seconds=archive.clock_skew(self.crawl_id))
        with transaction(archive.connection):
            crawls.end(archive.connection, self.crawl_id, self.now(), end)
            for outlet in outlets:
                outlet_id = ids.outlet_id(outlet.name)
                coverage.recount(archive.connection, outlet_id, self._oldest)
                outlet.known = watched.has_articles(archive.connection, outlet_id)
        try:
            archive.seal(self._ledger(archive, end, summary))
        except Exception as error:  # the next crawl's lines cover what was kept
            self.fault(error, "the crawl's ledger")
        return summary

    def _ledger(self, archive: Archive, end: crawls.CrawlEnd, summary: CrawlSummary) -> Ledger:
        """Gather what the WARC is told of this crawl."""
        definitions = {outlet.name: definition(outlet) for outlet in self._outlets.values()}
        return ledger(
            summary,
            end,
            started_at=self._began,
            finished_at=self.now(),
            software=warcinfo(self.config).software,
            definitions=definitions,
            misses=crawls.misses_of(archive.connection, self.crawl_id),
        )

    # What is kept

    async def keep(self, exchange: Exchange) -> Capture:
        """Keep an exchange; returns when it lies on disk. Raises `NoRoom` when the disk is nearly full."""
        free = shutil.disk_usage(self.morgue.folder).free
        if free < self.config.min_free:
            error = NoRoom(
                f"less than {said_size(self.config.min_free)} are free",
                subject=str(self.morgue.folder),
                cure="Make room, or lower min_free in rowback.toml; the crawl goes on where it stopped",
            )
            self.fault(error)
            raise error
        try:
            capture = await asyncio.wrap_future(self._ingest.submit(exchange))
        except RowbackError as error:
            if cost(error, Cost.PAGE) >= Cost.CRAWL:  # what costs the page alone is told as a miss
                self.fault(error)
            raise
        self._bytes += capture.length
        return capture

    def keeps_comments(self, capture: Capture) -> bool:
        """Tell whether the outlet of a capture wants its readers' comments kept."""
        outlet = self._outlets.get(capture.outlet_id or 0)
        return outlet is not None and outlet.comments == "keep"

    def settled(self, archive: Archive, capture: Capture, settled: Settled) -> None:
        """Write when the article of a capture is looked at next."""
        self._timetable.note(archive.connection, capture, settled)

    def done(self, capture_id: int) -> None:
        """Take no note: `waiting` tells how many are left."""

    def unread(self, capture_id: int, error: RowbackError) -> None:
        """Say that a page could not be read; it waits for the next start."""
        self.progress.say(f"Not read: {error}")
        self.fault(error)

    def failed(self, capture_id: int, error: RowbackError) -> None:
        """Remember that what was read could not be kept, or its article not derived."""
        self.fault(error)

    def fault(self, error: BaseException, subject: str = "") -> None:
        """Remember what went wrong beside a page's own fate; it costs what `crawler.errors.COSTS` says."""
        self._faults.note(error, subject)

    @property
    def waiting(self) -> int:
        """Pages that are kept and not yet read."""
        return self._ingest.waiting

    async def miss(self, outlet: Outlet, miss: Miss) -> None:
        """Note a page that was not had; what is never even asked for, once a day."""
        if miss.reason == "withheld":
            return  # its address is hidden, too
        since = miss.missed_at - budget.DAY
        again = miss.reason in UNASKED and crawls.is_missed(self._log, miss.url, miss.reason, since)
        noted = replace(miss, outlet_id=ids.outlet_id(outlet.name), crawl_id=self.crawl_id)
        if not again:
            await self._write(lambda connection: crawls.add_misses(connection, [noted]))
        if miss.reason == "robots" and (until := miss.retry_at) is not None:
            await self._write(lambda connection: watched.put_off(connection, noted.outlet_id, miss.url, until))

    async def afford(self, outlet: Outlet, tasks: Sequence[frontier.Task]) -> Sequence[frontier.Task]:
        """Return what of a plan the budget allows; the rest is noted as missed, once a day an address."""
        now = self.now()
        taken, left, why = self._purse.grant(self._log, outlet, tasks, now)
        if left:
            self.progress.say(f"{len(left):,} pages are beyond the budget ({why}); they wait for the day to pass")
            for url in sorted({task.url for task in left}):
                await self.miss(outlet, Miss(url=url, missed_at=now, reason="budget", detail=why))
        return taken
