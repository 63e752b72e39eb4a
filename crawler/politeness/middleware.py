"""Downloader middlewares that make rowback a polite guest: robots.txt first, and patience when an outlet refuses.

They only carry out; what robots.txt means and how long to wait is decided in `robots` and `politeness`.
"""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from archive import Provenance
from archive import parse_url as parse
from crawler.amounts import said
from crawler.errors import PrivateAddress
from crawler.outlet import Outlet
from crawler.wire.miss_reason import Missed

from . import pace as politeness
from . import robots

_LOOK = 0.5  # seconds between two looks at whether a visit is over, while the outlet is left alone
RETRY_AT = "retry_at"  # in a request's meta: until when its answer asked us to wait; None when it did not


class House(Protocol):
    """What the guards need to remember between crawls, and the time."""

    def now(self) -> dt.datetime: ...

    def withheld(self, urls: Sequence[str]) -> frozenset[str]: ...

    async def robots_of(self, origin: str) -> robots.Fetched | None: ...

    async def remember_robots(self, fetched: robots.Fetched) -> None: ...

    def pace_of(self, outlet: str, floor: float) -> politeness.Delay: ...

    async def remember_pace(self, outlet: str, pace: politeness.Delay, floor: float) -> None: ...


class Guest(Protocol):
    """A spider that the guards look after."""

    outlet: Outlet

    @property
    def house(self) -> House: ...

    @property
    def deadline(self) -> dt.datetime | None: ...

    def rest(self, why: str) -> None: ...

    def is_over(self) -> bool: ...

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

    def _lane(self, request: Request) -> "Lane | None":
        engine, name = self._crawler.engine, request.meta.get("download_slot")
        return None if engine is None or name is None else Lane(engine.downloader, name)


class Lane:
    """How fast an outlet is asked: the wait that Scrapy keeps, and the floor below which it never goes."""

    def __init__(self, downloader: Any, name: str) -> None:
        self._downloader = downloader
        self._name = name
        self._settings: dict[str, Any] = downloader.per_slot_settings.setdefault(name, {})

    @property
    def floor(self) -> float:
        """What the definition and robots.txt ask for."""
        return float(self._settings.get("floor", self._settings.get("delay", 0.0)))

    @property
    def seconds(self) -> float:
        """What is waited now."""
        return float(self._settings.get("delay", 0.0))

    def keep(self, *, floor: float | None = None, seconds: float | None = None) -> None:
        """Raise the floor, or change the wait; neither goes below the floor that holds already."""
        self._settings["floor"] = max(self.floor, floor or 0.0)
        self._settings["delay"] = max(self.floor, self.seconds if seconds is None else seconds)
        if (slot := self._downloader.slots.get(self._name)) is not None:
            slot.delay = self._settings["delay"]


class WithheldGuard(_Guard):
    """Refuses addresses that were taken down here, whatever announces them or redirects there."""

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise `Missed`."""
        if self._guest.house.withheld([request.url]):
            raise Missed("withheld", "it was taken down here")


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
        rules = await self.rules(request)
        decision = rules.decide(request.url)
        request.meta["provenance"] = dataclasses.replace(provenance, robots=decision.why)
        self._keep_delay(request, rules)
        if not decision.allowed:
            raise Missed("robots", decision.why, rules.until)

    async def rules(self, request: Request) -> robots.Robots:
        """Return what robots.txt says at a request's origin, and ask for it first when no fresh copy is there."""
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
        if (lane := self._lane(request)) is None:
            return
        host = parse(request.url).hostname or ""
        outlet = self._guest.outlet.delay
        lane.keep(floor=politeness.delay(host, outlet=outlet, crawl_delay=rules.crawl_delay).seconds)


class PolitenessGuard(_Guard):
    """Waits when an outlet asks for it, longer while it is slow; leaves it alone when it refuses again and again."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._patience = politeness.Patience()
        self._pace: politeness.Delay | None = None  # None until the first request
        self._noted = politeness.Delay(0.0, "")

    async def process_request(self, request: Request) -> None:
        """Hold a request back until the outlet wants to be asked again, or raise `Missed` when that is too long."""
        self._begin(request)
        until = self._patience.asked_to_wait_until
        if self._patience.rests:
            raise Missed("rate_limited", self._patience.why(), until)
        now = self._guest.house.now()
        if until is None or until <= now:
            return
        deadline = self._guest.deadline
        if deadline is not None and until > deadline:
            raise Missed("rate_limited", "the outlet asks to be left alone for longer than this crawl lasts", until)
        self._guest.waits(f"waits {said((until - now).total_seconds())}, as the outlet asked")
        await self._wait(until)

    async def _wait(self, until: dt.datetime) -> None:
        """Let the time pass, unless the visit ends before: then the page is missed."""
        while (left := (until - self._guest.house.now()).total_seconds()) > 0:
            if self._guest.is_over():
                raise Missed("rate_limited", self._patience.why() or "the crawl was ended while it waited", until)
            await asyncio.sleep(min(left, _LOOK))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note what an answer says about going on; a robots.txt that is refused says nothing."""
        if request.meta.get("provenance", Provenance()).purpose == "robots":
            return response
        header = response.headers.get("Retry-After")
        text = header.decode("latin-1") if header else None
        await self._adapt(request, response.status)
        self._patience = self._patience.after(response.status, self._guest.house.now(), text)
        request.meta[RETRY_AT] = self._patience.asked_to_wait_until  # what this answer said, whatever comes beside it
        if self._patience.rests:
            self._guest.rest(self._patience.why())
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Ask an outlet that does not answer in time more slowly."""
        if isinstance(exception, DownloadTimeoutError) and request.meta["provenance"].purpose != "robots":
            await self._adapt(request, None)

    def _begin(self, request: Request) -> None:
        """Go on at the pace that an earlier crawl found."""
        if self._pace is None and (lane := self._lane(request)) is not None:
            self._pace = self._noted = self._guest.house.pace_of(self._guest.outlet.name, lane.floor)
            lane.keep(seconds=self._pace.seconds)

    async def _adapt(self, request: Request, status: int | None) -> None:
        lane = self._lane(request)
        if lane is None or self._pace is None:
            return
        before = politeness.Delay(lane.seconds, self._pace.why)
        latency = float(request.meta.get("download_latency", 0.0))
        self._pace = politeness.adapted(before, lane.floor, status=status, latency=latency)
        lane.keep(seconds=self._pace.seconds)
        if politeness.is_news(self._pace, self._noted):
            self._noted = self._pace
            await self._guest.house.remember_pace(self._guest.outlet.name, self._pace, lane.floor)
