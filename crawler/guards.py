"""Downloader middlewares that make rowback a polite guest: robots.txt first, and patience when an outlet refuses.

They only carry out; what robots.txt means and how long to wait is decided in `robots` and `politeness`.
"""

import asyncio
import dataclasses
import datetime as dt
from typing import Protocol, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.models import Provenance
from archive.urls import parse

from . import politeness, robots
from .amounts import said
from .errors import PrivateAddress
from .outcome import Missed
from .outlet import Outlet

RETRY_AT = "retry_at"  # in a request's meta: until when its answer asked us to wait; None when it did not


class House(Protocol):
    """What the guards need to remember between crawls, and the time."""

    def now(self) -> dt.datetime: ...

    async def robots_of(self, origin: str) -> robots.Fetched | None: ...

    async def remember_robots(self, fetched: robots.Fetched) -> None: ...


class Guest(Protocol):
    """A spider that the guards look after."""

    outlet: Outlet

    @property
    def house(self) -> House: ...

    @property
    def deadline(self) -> dt.datetime | None: ...

    def rest(self, why: str) -> None: ...

    def waits(self, what: str) -> None: ...


class _Guard:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _guest(self) -> Guest:
        return cast(Guest, self._crawler.spider)


class RobotsGuard(_Guard):
    """Asks an origin's robots.txt before anything else of it, and keeps its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[robots.Robots]] = {}

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise `Missed` with the line that forbids it."""
        provenance = request.meta.get("provenance", Provenance())
        if provenance.purpose == "robots":
            return
        rules = await self._rules(request)
        decision = rules.decide(request.url)
        request.meta["provenance"] = dataclasses.replace(provenance, robots=decision.why)
        self._keep_delay(request, rules)
        if not decision.allowed:
            raise Missed("robots", decision.why)

    async def _rules(self, request: Request) -> robots.Robots:
        origin = robots.origin(request.url)
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._ask(request, origin))
        return await asyncio.shield(self._asked[origin])

    async def _ask(self, request: Request, origin: str) -> robots.Robots:
        house = self._guest.house
        earlier = await house.robots_of(origin)
        if earlier is not None and robots.is_fresh(earlier, house.now()):
            return robots.judge(earlier)
        fetched = robots.settle(await self._fetch(request, origin), earlier)
        await house.remember_robots(fetched)
        return robots.judge(fetched)

    async def _fetch(self, request: Request, origin: str) -> robots.Fetched:
        engine, house = self._crawler.engine, self._guest.house
        url: str | None = robots.address(origin)
        provenance = request.meta.get("provenance", Provenance())
        status, body, redirects = 0, b"", 0
        while url is not None and engine is not None:
            asked = dataclasses.replace(provenance, purpose="robots", source="", via=request.url, hops="P")
            meta = {"provenance": asked, "dont_redirect": True, "download_slot": request.meta.get("download_slot")}
            try:
                response = await engine.download_async(Request(url, meta=meta, priority=1000, dont_filter=True))
            except PrivateAddress:
                raise  # the page is not asked for either, and this is why
            except Exception:  # whatever went wrong, the file could not be had
                status = 0
                break
            status, body = response.status, response.body
            location = response.headers.get("Location")
            url = robots.follow(url, status, location.decode("latin-1") if location else None, redirects=redirects)
            redirects += 1
        return robots.Fetched(origin=origin, fetched_at=house.now(), status=status, body=body[: robots.LIMIT])

    def _keep_delay(self, request: Request, rules: robots.Robots) -> None:
        """Make the outlet's slot as slow as this host asks; it never gets faster within a crawl."""
        engine = self._crawler.engine
        name = request.meta.get("download_slot")
        if engine is None or name is None:
            return
        host = parse(request.url).hostname or ""
        wait = politeness.delay(host, outlet=self._guest.outlet.delay, crawl_delay=rules.crawl_delay).seconds
        settings = engine.downloader.per_slot_settings.setdefault(name, {})
        settings["delay"] = max(wait, settings.get("delay", 0.0))
        if (slot := engine.downloader.slots.get(name)) is not None:
            slot.delay = settings["delay"]


class PolitenessGuard(_Guard):
    """Waits when an outlet asks for it, and leaves it alone when it refuses again and again."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._patience = politeness.Patience()

    async def process_request(self, request: Request) -> None:
        """Hold a request back until the outlet wants to be asked again, or raise `Missed` when that is too long."""
        until = self._patience.asked_to_wait_until
        if self._patience.rests:
            raise Missed("rate_limited", self._patience.why(), until)
        now = self._guest.house.now()
        if until is None or until <= now:
            return
        deadline = self._guest.deadline
        if deadline is not None and until > deadline:
            raise Missed("rate_limited", "the outlet asks to be left alone for longer than this crawl lasts", until)
        seconds = (until - now).total_seconds()
        self._guest.waits(f"waits {said(seconds)}, as the outlet asked")
        await asyncio.sleep(seconds)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note what an answer says about going on; a robots.txt that is refused says nothing."""
        if request.meta.get("provenance", Provenance()).purpose == "robots":
            return response
        header = response.headers.get("Retry-After")
        text = header.decode("latin-1") if header else None
        self._patience = self._patience.after(response.status, self._guest.house.now(), text)
        request.meta[RETRY_AT] = self._patience.asked_to_wait_until  # what this answer said, whatever comes beside it
        if self._patience.rests:
            self._guest.rest(self._patience.why())
        return response
