"""Crawls a torture server in a process of its own, and says what the recorder kept and what the spider got.

    python -m tests.torture_crawl PLAN.json RESULT.json

`tests.kit.torturing` says what a plan and a result hold. Bytes stand apart in a file; the result says where. A crawl
with the setting `SHELF` puts what it keeps into an archive in that folder, too.
"""

import asyncio
import datetime as dt
import errno
import json
import os
import resource
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import scrapy
from scrapy import signals
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.utils.misc import load_object
from twisted.internet.address import IPv4Address
from twisted.python.failure import Failure

from archive.errors import NotHttp
from archive.models import Exchange, Provenance
from crawler.wire import GuardedResolver, RecordingDownloadHandler
from tests.kit.torturing import CLOCK_START
from tests.shelf import Shelf

SETTINGS: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 24,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.wire.RecordingDownloadHandler"),
    "DOWNLOAD_WARNSIZE": 0,
    "EXTENSIONS": {"tests.torture_crawl.Ledger": 1},
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "CRITICAL",
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_TIMES": 1,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "crawler.wire.GuardedResolver",
    "WIRE_CLOCK": "tests.torture_crawl.clock",
    "WIRE_KEEPER": "tests.torture_crawl.Ledger",
}

_ticks = 0


def clock() -> dt.datetime:
    """Return a time that is one microsecond later at each call."""
    global _ticks
    _ticks += 1
    return CLOCK_START + dt.timedelta(microseconds=_ticks)


class Ledger:
    """A keeper that remembers; it refuses a URL that says so."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self.kept: list[dict[str, object]] = []
        self.reason = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Ledger":
        """Build it as Scrapy builds extensions."""
        ledger = cls(Shelf.from_crawler(crawler) if crawler.settings.get("SHELF") else None)
        crawler.signals.connect(ledger.closed, signal=signals.spider_closed)
        return ledger

    def closed(self, reason: str) -> None:
        """Remember why the crawl ended."""
        self.reason = reason

    async def keep(self, exchange: Exchange) -> int:
        """Remember an exchange and return its place."""
        await asyncio.sleep(0)
        for words, error in REFUSALS.items():
            if words in exchange.url:
                raise error
        self.kept.append(
            {
                "url": exchange.url,
                "method": exchange.method,
                "started_at": exchange.started_at.isoformat(),
                "finished_at": exchange.finished_at.isoformat(),
                "request": exchange.request,
                "response": exchange.response.read(),
                "ip_address": exchange.ip_address,
                "tls_version": exchange.tls_version,
                "tls_cipher": exchange.tls_cipher,
                "truncated": exchange.truncated,
                "via": exchange.provenance.via,
                "hops": exchange.provenance.hops,
                "outlet": exchange.provenance.outlet,
            }
        )
        if self._shelf:
            await self._shelf.keep(exchange)
        return len(self.kept) - 1


REFUSALS: dict[str, Exception] = {
    "keeper-os-error": OSError(errno.EIO, "input/output error"),
    "keeper-disk-full": OSError(errno.ENOSPC, "no space left on device"),
    "keeper-not-http": NotHttp("the answer is no HTTP"),
    "keeper-sql-error": sqlite3.OperationalError("database is locked"),
}


class Deaf(RecordingDownloadHandler):
    """A handler whose connections do not record, as after a change inside Scrapy."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _LenientHTTP11ClientFactory


class FickleResolver(GuardedResolver):
    """Resolves names of `.test` from the environment: `ROWBACK_NAMES={"a.test": ["127.0.0.1", "10.0.0.1"]}`.

    Each answer holds the next address; the last one stays.
    """

    def __init__(self, reactor: Any) -> None:
        super().__init__(reactor)
        self._resolver = _Answers(json.loads(os.environ["ROWBACK_NAMES"]), self._resolver)


class _Answers:
    def __init__(self, names: dict[str, list[str]], others: Any) -> None:
        self._names = names
        self._others = others

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *rest: Any) -> Any:
        if name not in self._names:
            return self._others.resolveHostName(receiver, name, portNumber, *rest)
        answers = self._names[name]
        receiver.resolutionBegan(self)
        receiver.addressResolved(IPv4Address("TCP", answers.pop(0) if len(answers) > 1 else answers[0], portNumber))
        receiver.resolutionComplete()
        return self


class TortureSpider(scrapy.Spider):
    """Asks for what the plan says and writes down what comes of it."""

    name = "torture"
    groups: list[list[dict[str, Any]]]

    def __init__(self, groups: list[list[dict[str, Any]]]) -> None:
        super().__init__(groups=groups)
        self.outcomes: list[dict[str, object]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "TortureSpider":
        """Build it, and stop the downloads that the plan wants stopped."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stop, signal=signals.headers_received)
        return spider

    def stop(self, request: scrapy.Request) -> None:
        """Stop after the head where the request says so."""
        if "stop" in request.meta:
            raise StopDownload(fail=request.meta["stop"] == "fail")

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Begin each group."""
        for group in self.groups:
            yield self.request(group)

    def request(self, group: list[dict[str, Any]]) -> scrapy.Request:
        """Make the first request of a group; the others follow it."""
        first, *others = group
        meta = {**first.pop("meta", {}), "planned": first["url"], "others": others}
        if "outlet" in meta:
            meta["provenance"] = Provenance(outlet=meta["outlet"], hops="L")
        return scrapy.Request(**first, meta=meta, dont_filter=True, callback=self.parse, errback=self.failed)

    def parse(self, response: Response) -> Any:
        """Write down a response."""
        return self.note(response.meta, str(response.status), len(response.meta["captures"]))

    def failed(self, failure: Failure) -> Any:
        """Write down an error."""
        meta = cast(Any, failure).request.meta
        return self.note(meta, type(failure.value).__name__, len(meta.get("captures", ())), str(failure.value))

    def note(self, meta: dict[str, Any], outcome: str, captures: int, text: str = "") -> Any:
        """Write down what came of a request, and go on with its group."""
        self.outcomes.append({"url": meta["planned"], "outcome": outcome, "captures": captures, "text": text})
        if meta["others"]:
            yield self.request(meta["others"])


def main(plan_file: str, result_file: str) -> None:
    """Run a plan and write its result."""
    plan = json.loads(Path(plan_file).read_text())
    if "largest_file" in plan:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan["largest_file"], plan["largest_file"]))
    process = AsyncCrawlerProcess(SETTINGS | plan.get("settings", {}))
    crawlers: dict[str, Crawler] = {}
    for name, crawl in plan["crawls"].items():
        spider = type(name, (TortureSpider,), {"name": name, "custom_settings": crawl.get("settings", {})})
        crawlers[name] = process.create_crawler(spider)
        process.crawl(crawlers[name], groups=crawl["groups"])
    process.start()
    with Path(result_file).with_suffix(".bytes").open("wb") as data:

        def put_apart(value: bytes) -> tuple[int, int]:
            start = data.tell()
            data.write(value)
            return start, data.tell()

        result = {name: _result(crawler) for name, crawler in crawlers.items()}
        Path(result_file).write_text(json.dumps(result, default=put_apart))


def _result(crawler: Crawler) -> dict[str, object]:
    ledger = crawler.get_extension(load_object(SETTINGS["WIRE_KEEPER"]))  # not this module's: this one is __main__
    spider = cast(TortureSpider, crawler.spider)
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return {
        "exchanges": ledger.kept if ledger else [],
        "reason": ledger.reason if ledger else "",
        "outcomes": spider.outcomes,
        "stats": {name: value for name, value in stats.items() if isinstance(value, int | str)},
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
