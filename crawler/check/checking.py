"""A visit that keeps nothing: where an outlet announces articles, what its robots.txt says, whether it reads well.

`CheckSpider` looks, `Report` is what it saw, `verdict` says it in words.
"""

import asyncio
import datetime as dt
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from scrapy.crawler import Crawler

from archive import (
    Capture,
    Content,
    Exchange,
    Placed,
    Rejection,
    RowbackError,
    SavedPage,
    SourceRow,
    lacking,
    read_page,
)
from archive import describe_answer as told
from archive import make_capture as capture
from archive import read_answer as answered
from crawler.clock import REAL
from crawler.crawl.visitor import Visitor
from crawler.discovery import section
from crawler.discovery.candidate import Candidate
from crawler.discovery.harvest import Harvest, Window
from crawler.discovery.scout import Answer, Scout
from crawler.errors import CrawlError, NoSource, NothingFetched
from crawler.outlet import Outlet, Source
from crawler.politeness import pace as politeness
from crawler.politeness import robots
from crawler.schedule import forecast
from crawler.wire import miss_reason

RECENT = dt.timedelta(days=3)
SHORT = 120  # words below which a paywalled page shows its lead only
_SCRIPTED = 20  # script elements on a page without text
_ENOUGH = 10  # dates from which less than a day says how many come in one
_FIELDS = 1_500  # bytes that the records of one exchange take beside its answer


@dataclass(slots=True)
class Report:
    """What a check saw of one outlet."""

    outlet: Outlet
    harvests: list[Harvest] = field(default_factory=list)
    useful: tuple[Source, ...] = ()  # the sources that announced something
    foreign_hosts: tuple[str, ...] = ()  # of addresses that are not taken for the outlet's own
    faults: list[str] = field(default_factory=list)
    pages_a_day: float | None = None  # None when no source gives dates
    title: str = ""  # what the page of the article calls the outlet
    robots: str = ""  # what of it keeps us out, in words
    robots_status: int | None = None
    robots_said: str = "was not asked for"  # what came of asking for it
    delay: float = 0.0
    delay_why: str = ""
    article: str | None = None  # the page that was read
    status: int | None = None  # of that page
    reading: Content | Rejection | None = None
    pages: list[SavedPage] = field(default_factory=list)  # all that were read: the newest, then the examples
    lacking: list[str] = field(default_factory=list)  # examples whose page lacks the words that it must hold
    scripts: int = 0
    page_bytes: int = 0  # of that page, as it would be kept
    source_bytes: int = 0  # likewise, of all sources that announced something
    error: RowbackError | None = None

    @property
    def words(self) -> int:
        """Words of the article that was read."""
        return len(self.reading.text.split()) if isinstance(self.reading, Content) else 0

    @property
    def forecast(self) -> forecast.Forecast | None:
        """What a month of it takes; None when no page came, or no source says how many there are."""
        if not self.pages_a_day or not self.page_bytes:
            return None
        seen = forecast.Seen(
            pages_a_day=self.pages_a_day,
            page_bytes=self.page_bytes,
            source_bytes=self.source_bytes,
            delay=self.delay,
            looks_per_day=self.outlet.looks_per_day,
            bytes_per_day=self.outlet.bytes_per_day,
        )
        return forecast.month(seen)


def verdict(report: Report) -> str:
    """Say in a few words whether the outlet can be archived."""
    if report.error is not None:
        return report.error.message
    if report.robots:
        return report.robots
    if report.status in (401, 403, 429):
        return f"refuses robots ({report.status})"
    if report.article is None:
        return nothing_found(report)
    if report.lacking:
        return f"an example lacks its words: {report.lacking[0]}"
    if isinstance(report.reading, Content):
        if report.reading.paywalled and report.words < SHORT:
            return "paywall: only the lead"
        return "reads well"
    if report.reading is None:
        return f"the article could not be had ({report.status or 'no answer'})"
    return _unread(report, report.reading)


def nothing_found(report: Report) -> str:
    """Say why no article was found; a robots.txt that is not shown to us forbids nothing where pages are (RFC 9309)."""
    return report.robots or ("refuses robots (403)" if report.robots_status == 403 else "no source found")


def _unread(report: Report, reading: Rejection) -> str:
    if reading.reason == "paywall":
        return "paywall: only the lead"
    if reading.reason in ("empty_text", "not_article") and report.scripts >= _SCRIPTED:
        return "needs JavaScript"
    return f"does not read: {reading.reason.replace('_', ' ')}"


def pages_a_day(candidates: Sequence[Candidate], now: dt.datetime) -> float | None:
    """Estimate how many articles an outlet announces a day, by the dates of the last three days; None without dates."""
    dates = {one.url: one.lastmod for one in candidates if one.lastmod and now - RECENT <= one.lastmod <= now}
    if not dates:
        return None
    days = (now - min(dates.values())).total_seconds() / 86400
    return len(dates) / max(
        days, 1.0 if len(dates) < _ENOUGH else 1 / 24
    )  # a short feed holds only hours of a busy day


def kept_size(exchange: Exchange) -> int:
    """Return how many bytes an exchange would take in a WARC file, nearly."""
    packer = zlib.compressobj()
    return _FIELDS + sum(len(packer.compress(piece)) for piece in exchange.response.pieces()) + len(packer.flush())


class Forgetting:
    """Keeps nothing: a keeper, and a house without a memory beyond the visit."""

    def __init__(self) -> None:
        self.crawl_id = 0
        self._robots: dict[str, robots.Fetched] = {}
        self.sizes: dict[str, int] = {}  # of what came from each address, as it would be kept

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    async def keep(self, exchange: Exchange) -> Capture:
        """Return what the exchange would have become, and keep nothing of it."""
        answer = answered(exchange)
        length = await asyncio.to_thread(kept_size, exchange)
        self.sizes[exchange.url] = length
        nowhere = Placed(filename="", offset=0, length=length, sha256="")
        return capture(told(answer, "", None), answer.framed, nowhere)

    def withheld(self, urls: Sequence[str]) -> frozenset[str]:
        """Return none: what is not kept need not be withheld."""
        return frozenset()

    def now(self) -> dt.datetime:
        """Return the present time."""
        return REAL.now()

    async def robots_of(self, origin: str) -> robots.Fetched | None:
        """Return a robots.txt that was read during this visit."""
        return self._robots.get(origin)

    async def remember_robots(self, fetched: robots.Fetched) -> None:
        """Remember a robots.txt while the visit lasts."""
        self._robots[fetched.origin] = fetched

    def pace_of(self, outlet: str, floor: float) -> politeness.Delay:
        """Return the usual pace: nothing is known of the outlet yet."""
        return politeness.Delay(floor, "")

    async def remember_pace(self, outlet: str, pace: politeness.Delay, floor: float) -> None:
        """Forget it."""

    async def sources_of(self, outlet: Outlet) -> Sequence[SourceRow]:
        """Return nothing: each visit finds the sources anew."""
        return ()

    async def remember_sources(self, sources: Sequence[SourceRow]) -> None:
        """Forget them."""

    async def announced(self, outlet: Outlet, candidates: Sequence[Candidate]) -> int:
        """Take all for new."""
        return len(candidates)


class CheckSpider(Visitor):
    """Looks at an outlet's sources and reads one article."""

    def __init__(self, report: Report, named: str | None = None, **arguments: str) -> None:
        super().__init__(**arguments)
        self._report = report
        self._named = named
        self._resting = False

    @property
    def house(self) -> Forgetting:
        """What remembers for this visit."""
        house = self.crawler.get_extension(Forgetting)
        if house is None:
            raise CrawlError("nothing is there to forget pages", subject=self.name, cure="Leave EXTENSIONS as it is")
        return house

    def rest(self, why: str) -> None:
        """Ask for nothing more."""
        self._resting = True

    def is_over(self) -> bool:
        """Tell whether the outlet is left alone from now on."""
        return self._resting

    async def start(self) -> AsyncIterator[Any]:
        """Look, fill the report, and yield nothing."""
        try:
            await self._look()
        except miss_reason.Missed as missed:
            self._report.robots = missed.detail if missed.reason == "robots" else ""
            refuses = missed.reason in ("refused", "wall", "rate_limited")
            why = missed.detail.removeprefix("HTTP ") or missed.reason
            said = f"refuses robots ({why})" if refuses else f"could not be had ({missed.detail or missed.reason})"
            self._report.error = None if missed.reason == "robots" else NothingFetched(said, subject=self.outlet.home)
        except NoSource:
            pass  # the verdict says so
        except RowbackError as error:
            self._report.error = error
        except Exception as error:  # the outlet's fault, told in the ledger's words
            reason = miss_reason.of_error(error)
            self._report.error = NothingFetched(f"could not be reached ({reason})", subject=self.outlet.home)
        await self._manners()
        return
        yield  # an async generator, as Scrapy wants it

    async def _look(self) -> None:
        now = self.house.now()
        scout = Scout(
            self.outlet,
            self.house,
            self.fetch,
            window=Window(since=now - RECENT),
            again=True,
            stop=self.is_over,
        )
        try:
            found = await scout.look(self._named)
        finally:
            self._report.harvests = scout.found.harvests
            hosts = (host for harvest in scout.found.harvests for host in harvest.foreign_hosts)
            self._report.foreign_hosts = tuple(dict.fromkeys(hosts))
            self._report.useful = tuple(scout.found.useful)
            self._report.faults = [str(fault) for fault in scout.found.faults]
            useful = (harvest for harvest in scout.found.harvests if harvest.within or harvest.children)
            self._report.source_bytes = sum(self.house.sizes.get(harvest.url, 0) for harvest in useful)
        self._report.pages_a_day = pages_a_day(found.candidates, now)
        newest = max(found.candidates, key=lambda one: one.newest_at, default=None)
        if newest is not None:
            await self._read(newest)
        for url, words in self.outlet.examples.items():
            answer = await self.fetch(url, purpose="article")
            if lacking(self._read_page(answer) if answer.status == 200 else None, words):
                self._report.lacking.append(url)

    def _read_page(self, answer: Answer) -> Content | Rejection:
        now = self.house.now()
        reading = read_page(answer.body, url=answer.url, captured_at=now, charset=answer.charset)
        saved = SavedPage(url=answer.url, captured_at=now, charset=answer.charset, body=answer.body, reading=reading)
        self._report.pages.append(saved)
        return reading

    async def _read(self, newest: Candidate) -> None:
        self._report.article = newest.url
        answer = await self.fetch(newest.url, purpose="article", source=newest.source)
        self._report.status, self._report.scripts = answer.status, answer.body.count(b"<script")
        if answer.status == 200:
            self._report.title = section.site_name(answer.body, url=answer.url, charset=answer.charset)
            self._report.page_bytes = self.house.sizes.get(answer.url, 0)
            self._report.reading = self._read_page(answer)

    async def _manners(self) -> None:
        """Note the robots.txt of the home, and the pace that follows from it."""
        fetched = await self.house.robots_of(robots.origin(self.outlet.home))
        rules = robots.judge(fetched) if fetched else None
        self._report.robots_status = fetched.status if fetched else None
        self._report.robots_said = robots.said(fetched, self.outlet.home)
        home = rules.decide(self.outlet.home) if rules else None
        if home is not None and not home.allowed and self._report.article is None:
            self._report.robots = self._report.robots or home.why
        host = self.outlet.host
        wait = politeness.delay(host, outlet=self.outlet.delay, crawl_delay=rules.crawl_delay if rules else None)
        self._report.delay, self._report.delay_why = wait.seconds, wait.why
