"""A keeper for tests and benchmarks: the archive and its writing thread, with no reading and no session.

EXTENSIONS = {"tests.shelf.Shelf": 1}
WIRE_KEEPER = "tests.shelf.Shelf"
SHELF = "/where/the/morgue/is"
"""

import asyncio
import datetime as dt
from contextlib import ExitStack
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

from archive.ingest.archive import Archive
from archive.ingest.writer import Intake
from archive.models import Capture, Exchange
from archive.warc.records import WarcInfo


class Shelf:
    """Keeps every exchange in the morgue that the setting `SHELF` names."""

    def __init__(self, folder: Path) -> None:
        info = WarcInfo(software="rowback tests", operator="nobody", user_agent="Scrapy")
        self._held = ExitStack()
        archive = self._held.enter_context(Archive.open(folder, info, now=dt.datetime.now(dt.UTC)))
        self._intake = self._held.enter_context(Intake(archive))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Shelf":
        """Build it as Scrapy builds extensions."""
        shelf = cls(Path(crawler.settings["SHELF"]))
        crawler.signals.connect(shelf.close, signals.engine_stopped)
        return shelf

    async def keep(self, exchange: Exchange) -> Capture:
        """Keep an exchange; returns when it lies on disk and has its row."""
        return await asyncio.wrap_future(self._intake.submit(exchange))

    def close(self) -> None:
        """Finish what was handed in."""
        self._held.close()
