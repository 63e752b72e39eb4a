"""One outlet's part of a crawl: look at the sources, plan, fetch. What is kept is read by itself.

What decides is elsewhere: `sources`, `frontier`, `schedule`, `politeness`. Spiders of `spiders/` and of `rowback.toml`
are this class with a name and an outlet.
"""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import scrapy
from scrapy.http import Response
from scrapy.utils.defer import _schedule_coro
from twisted.python.failure import Failure

from archive import Capture, Miss, Purpose, SourceCount, identity_key
from archive import parse_url as parse
from crawler import frontier
from crawler.config import need_contact
from crawler.discovery.candidate import Candidate
from crawler.discovery.harvest import Window
from crawler.discovery.rows import places
from crawler.discovery.scout import Answer, Found, Scout
from crawler.errors import Cost, CrawlError, NothingFetched, PrivateAddress, cost, named
from crawler.frontier.permits import Permits
from crawler.politeness import pace, robots
from crawler.politeness.middleware import RETRY_AT, RobotsGuard
from crawler.wire import miss_reason

from . import assets
from .keeping import Keeping
from .options import CrawlOptions, OutletSummary
from .session import Session
from .visitor import Visitor

ASSETS_KEPT = dt.timedelta(days=30)  # how long a stylesheet or picture stands for the pages that use it
ASSET_BYTES = 5 << 20
_CURE = "`rowback check` says more"


class NewsSpider(Visitor):
    """Crawls one outlet. A subclass is data: `name` and `outlet`."""

    def __init__(
        self,
        options: CrawlOptions | None = None,
        summary: OutletSummary | None = None,
        named: str | None = None,
        **arguments: str,
    ) -> None:
        super().__init__(**arguments)
        self._named = named
        self.options = options or CrawlOptions()
        self.summary = summary or OutletSummary(name=self.outlet.name)
        self.summary.exactly = bool(self.options.pages)
        self._started_at: dt.datetime | None = None
        self._pages_ended = 0
        self._asked: set[str] = set()  # stylesheets and pictures

    @property
    def house(self) -> Session:
        """The session that this crawl works for."""
        keeping = self.crawler.get_extension(Keeping)
        if keeping is None:
            raise CrawlError("nothing is there to keep pages", subject=self.name, cure="Leave EXTENSIONS as it is")
        return keeping.session

    @property
    def deadline(self) -> dt.datetime | None:
        """When this outlet's part ends; None without a limit or before it started."""
        if self._started_at is None or not self.options.max_time:
            return None
        return self._started_at + self.options.max_time

    def waits(self, what: str) -> None:
        """Tell whoever watches what is waited for."""
        self.house.progress.wait(self.outlet.name, what)

    def rest(self, why: str) -> None:
        """Leave the outlet alone until the next crawl."""
        self._stop(why)

    def is_over(self) -> bool:
        """Tell whether nothing more is to be asked for."""
        deadline = self.deadline
        late = deadline is not None and self.house.now() >= deadline
        return late or bool(self.house.stopping or self.summary.stopped)

    def closed(self, reason: str) -> None:
        """Own up to what Scrapy only logs."""
        if self.crawler.stats and self.crawler.stats.get_value("spider_exceptions/count"):
            cure = "What came is kept. The messages above say more; please report this"
            self.house.fault(CrawlError("rowback stumbled", subject=self.outlet.name, cure=cure))

    async def fetch(
        self, url: str, *, purpose: Purpose, source: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask for a source; of a page of links, remember where it showed which article."""
        answer = await super().fetch(url, purpose=purpose, source=source, headers=headers)
        page = answer.capture
        if purpose == "section" and page is not None and page.truncated is None and answer.status in (200, 304):
            try:
                found = None
                if answer.status == 200:
                    found = await asyncio.to_thread(places, answer.body, page.url, answer.charset, self.outlet)
                await self.house.shows(self.outlet, page, found)
            except Exception as error:  # of what the page shows where; the page itself is kept, and read as a source
                self.house.fault(error, page.url)
        return answer

    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests of this crawl's plan."""
        self._started_at = self.house.now()
        self.house.when_started()
        try:
            need_contact(self.house.config, self.outlet.home)
            self.house.enter(self.outlet)
            if self.is_over():
                return
            if until := self.house.left_alone_until(self.outlet):
                self.summary.stopped = f"it asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"
                return
            tasks = await self._exactly() if self.options.pages else await self._planned()
        except Exception as error:
            await self._end_with(error)
            return
        self.house.progress.plan(self.outlet.name, len(tasks))
        if self.options.dry_run:
            return
        for task in tasks:
            if self.is_over():
                break
            yield self._request(task)

    async def _end_with(self, error: Exception) -> None:
        """Note what ended this outlet's part: the outlet's own fault is told in its words, any other by its name."""
        reason = miss_reason.of_error(error)
        if reason in ("fault", "private_address"):
            self.summary.error = named(error, self.outlet.name)
            if cost(error, Cost.OUTLET) >= Cost.CRAWL:
                self.house.fault(error)
            return
        await self._miss(self.outlet.home, error)
        self.summary.error = NothingFetched(f"could not be had ({reason})", subject=self.outlet.home, cure=_CURE)

    async def _exactly(self) -> list[frontier.Task]:
        """Return the pages that a person named, as tasks."""
        now = self.house.now()
        return [
            frontier.Task(url=url, identity=identity_key(url), errand="again", at=now)
            for url in self.options.pages
            if self.outlet.owns(url)
        ]

    async def _planned(self) -> tuple[frontier.Task, ...]:
        window = Window(since=self.options.since, until=self.options.until)
        scout = Scout(self.outlet, self.house, self.fetch, window=window, again=self.options.again, stop=self.is_over)
        found = await scout.look(self._named)
        self._note(found)
        waiting = await self.house.candidates_of(self.outlet)
        hidden = self.house.withheld([candidate.url for candidate in (*found.candidates, *waiting)])
        candidates = [each for each in (*found.candidates, *waiting) if each.url not in hidden]
        known = await self.house.known(self.outlet, candidates, again=self.options.again)
        announced = max(found.announced, len(waiting))
        plan = await self._order(candidates, known, announced)
        if not self.options.dry_run:
            taken = await self.house.afford(self.outlet, plan.tasks)
            plan = dataclasses.replace(plan, tasks=tuple(taken), left=plan.left + len(plan.tasks) - len(taken))
        self.summary.announced, self.summary.within, self.summary.taken = plan.announced, plan.within, len(plan.tasks)
        for url, why in plan.trapped:
            await self.house.miss(self.outlet, Miss(url=url, missed_at=self.house.now(), reason="trap", detail=why))
            self.summary.miss("trap", url, why)
        floor = pace.delay(parse(self.outlet.home).hostname or "", outlet=self.outlet.delay).seconds
        wait = self.house.pace_of(self.outlet.name, floor).seconds
        self.house.progress.say(
            frontier.announcement(self.outlet.display, plan, self.options, self.house.now(), delay=wait)
        )
        return plan.tasks

    async def _order(
        self, candidates: Sequence[Candidate], known: Mapping[str, frontier.Known], announced: int
    ) -> frontier.Plan:
        """Plan past what robots.txt forbids: that is no page to fetch, so it takes no other's place."""
        permits, asked = Permits(self._rules), True
        plan = frontier.Plan()
        while asked:
            plan = frontier.order(
                candidates, known, self.options, self.house.now(), announced=announced, forbids=permits.forbids
            )
            asked = await permits.learn(task.url for task in plan.tasks)
        for url, why in plan.forbidden[: self.options.max_pages or None]:
            await self._miss(url, miss_reason.Missed("robots", why, permits.until(url)))
        if plan.forbidden and not plan.new and not plan.due:
            had = self.house.latest_of(self.outlet)
            self.summary.refused = plan.forbidden[0][1] if all(permits.forbids(url) for url in had) else ""
        return plan

    async def _rules(self, url: str) -> robots.Robots | None:
        """Return what robots.txt says at an address's origin; None when asking for the page itself will tell."""
        guard = self.crawler.get_downloader_middleware(RobotsGuard)
        try:
            return await guard.rules(self.ask(url, self.provenance("article"), {})) if guard else None
        except PrivateAddress:
            return None

    def _note(self, found: Found) -> None:
        self.summary.sources_read = len(found.harvests) + found.unchanged
        self.summary.sources_resting = found.resting
        self.summary.first_seen = found.new
        self.summary.sources = [
            SourceCount(url=each.url, kind=each.kind, announced=each.announced, within=each.within)
            for each in found.harvests
        ]
        self.summary.sources_failed = [str(fault) for fault in found.faults]
        for fault in found.faults:
            self.house.progress.say(str(fault))

    def _request(self, task: frontier.Task) -> scrapy.Request:
        provenance = self.provenance("article", source=task.source, own_id=self.outlet.id_of(task.url))
        headers = self.house.conditions(task.url)
        request = self.ask(task.url, provenance, headers, task=task)
        return request.replace(callback=self.parse, errback=self._failed)

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[scrapy.Request]:
        """Count a page that came, and note why it is none when it is none; ask for what it needs to look as it did."""
        try:
            await self._count(response)
            if self.is_over():
                self._stop("asked to stop" if self.house.stopping else "the time is up")
                return
            requests = self._assets(response) if self.outlet.assets == "page" and response.status == 200 else []
        except Exception as error:  # the page itself is kept
            self.house.fault(error, response.url)
            return
        for request in requests:
            yield request

    async def _count(self, response: Response) -> None:
        captures: list[Capture] = response.meta.get("captures", [])
        if not captures:
            raise CrawlError("came without a capture", subject=response.url, cure="Please report this")
        capture = captures[-1]
        reason = "truncated" if capture.truncated else miss_reason.of_status(response.status)
        self.summary.unchanged += response.status == 304
        if reason is None:
            self.summary.fetched += 1
        else:
            missed = miss_reason.Missed(reason, f"HTTP {response.status}", response.meta.get(RETRY_AT))
            await self._miss(response.meta["task"].url, missed)
        self._ended()

    def _assets(self, page: Response) -> list[scrapy.Request]:
        """Return requests for a page's stylesheets and pictures that were not kept in the last month."""
        since, wanted = self.house.now() - ASSETS_KEPT, list[scrapy.Request]()
        for url in assets.of_page(page.body, page.url):
            if url not in self._asked and not self.house.has(url, since):
                self._asked.add(url)
                provenance = dataclasses.replace(self.provenance("other"), via=page.url, hops="E")
                request = self.ask(url, provenance, {}, download_maxsize=ASSET_BYTES)
                wanted.append(request.replace(callback=self._asset, errback=self._asset, priority=-1))
        return wanted

    def _asset(self, _: object) -> None:
        """Be content: what came is kept, and what did not is shown as missing where the page is replayed."""

    async def _failed(self, failure: Failure) -> None:
        """Note a page that could not be had; errors of our own have stopped the crawl already."""
        error = failure.value or CrawlError("no answer, and no reason")
        url: str = failure.request.meta["task"].url  # type: ignore[attr-defined]  # Scrapy sets it
        if (lost := cost(error, Cost.PAGE)) >= Cost.OUTLET:
            self.summary.error = self.summary.error or named(error)
            if lost >= Cost.CRAWL:
                self.house.fault(error)
            return
        await self._miss(url, error)
        self._ended()

    async def _miss(self, url: str, error: BaseException) -> None:
        reason = miss_reason.of_error(error)
        detail, retry_at = str(error)[:500], None
        if isinstance(error, miss_reason.Missed):
            detail, retry_at = error.detail, error.retry_at
        if reason == "fault":
            self.house.fault(error, url)
        self.summary.miss(reason, url, detail)
        miss = Miss(url=url, missed_at=self.house.now(), reason=reason, detail=detail, retry_at=retry_at)
        await self.house.miss(self.outlet, miss)

    def _ended(self) -> None:
        self._pages_ended += 1
        self.house.progress.page(self.outlet.name, self._pages_ended)

    def _stop(self, why: str) -> None:
        """End this outlet's part: what is under way is finished, what waits stays for the next crawl."""
        if self.summary.stopped or self.crawler.engine is None:
            return
        self.summary.stopped = why
        _schedule_coro(self.crawler.engine.close_spider_async(reason=why))
