"""What was withheld or erased is not asked for again, whatever announces it or redirects there."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.crawl.keeping import Keeping
from crawler.wire.miss_reason import Missed


class WithheldGuard:
    """A downloader middleware: refuses addresses that were taken down here."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy builds middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise `Missed`; a look that keeps nothing has nothing withheld."""
        keeping = self._crawler.get_extension(Keeping)
        if keeping is not None and keeping.session.withheld([request.url]):
            raise Missed("withheld", "it was taken down here")
