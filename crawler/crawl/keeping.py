"""The Scrapy extension through which exchanges reach the archive. `session` does the work.

Under `rowback crawl` the session is open already; a plain `scrapy crawl NAME` gets one of its own, which is
closed, every page read, when the engine stops.
"""

import asyncio
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive import Capture, Exchange
from crawler.clock import REAL
from crawler.config import scrapy_settings
from crawler.outlet import Outlet
from crawler.progress import Silent

from . import session
from .options import OutletSummary


class Keeping:
    """Keeps every exchange in the session that this process crawls for."""

    def __init__(self, house: session.Session) -> None:
        self.session = house

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Join the session that is open, or open one for this crawl alone."""
        if (house := session.current()) is not None:
            return cls(house)
        alone = cls(session.Session(scrapy_settings.config(crawler.settings), Silent(), REAL.now).open())
        crawler.signals.connect(alone._begin, signals.spider_opened)
        crawler.signals.connect(alone._end, signals.engine_stopped)
        return alone

    async def keep(self, exchange: Exchange) -> Capture:
        """Keep an exchange; returns when it lies on disk and has its row."""
        return await self.session.keep(exchange)

    def _begin(self, spider: Spider) -> None:
        outlet: Outlet = spider.outlet  # type: ignore[attr-defined]  # a NewsSpider's
        self._summary: OutletSummary = spider.summary  # type: ignore[attr-defined]  # likewise
        self.session.begin([outlet])

    async def _end(self) -> None:
        await asyncio.to_thread(self.session.finish, [self._summary])
        self.session.close()
