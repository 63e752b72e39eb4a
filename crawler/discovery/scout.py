"""Looks where an outlet announces articles: reads the sources that are due, or finds them when nobody named any.

It fetches and remembers; what a source says, which of them to try and when to look again is decided in `sources`,
`discovery` and `schedule`.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive import Capture, Purpose, RowbackError, SourceRow, Validators, ids, times, urls
from crawler import schedule
from crawler.errors import Cost, NoSource, SourceError, cost
from crawler.outlet import SOURCES, Feed, Front, Outlet, Section, Sitemap, Source
from crawler.politeness import robots
from crawler.wire import miss_reason
from crawler.wire.miss_reason import Missed

from . import rows, seed, sitemap, unknown
from .candidate import Candidate, Child
from .harvest import Harvest, Window, harvest

CHILDREN = 5  # sitemaps of an index, a crawl
_PASSING = {
    "timeout",
    "dns",
    "connection",
    "tls",
    "rate_limited",
    "server_error",
    "truncated",
}  # what another day mends


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking for a source, content encoding removed."""

    url: str  # where it ended, behind redirects
    status: int
    body: bytes
    charset: str | None = None  # of the Content-Type header
    etag: str | None = None
    last_modified: str | None = None
    capture: Capture | None = None  # what it was kept as; None where nothing is kept


class Library(Protocol):
    """What the archive knows of an outlet's sources."""

    def now(self) -> dt.datetime: ...

    async def sources_of(self, outlet: Outlet) -> Sequence[SourceRow]: ...

    async def remember_sources(self, sources: Sequence[SourceRow]) -> None:
        """Remember what is known of sources: all of them, or after a kill none."""
        ...

    async def announced(self, outlet: Outlet, candidates: Sequence[Candidate]) -> int:
        """Remember candidates; return how many of them were new."""
        ...

    async def robots_of(self, origin: str) -> robots.Fetched | None: ...


class Fetch(Protocol):
    """Ask for one address; raises what went wrong."""

    def __call__(
        self, url: str, *, purpose: Purpose, source: str = "", headers: dict[str, str] | None = None
    ) -> Awaitable[Answer]: ...


@dataclass(slots=True)
class Found:
    """What the sources of one crawl announced."""

    harvests: list[Harvest] = field(default_factory=list)
    useful: list[Source] = field(default_factory=list)  # those that announced something, sitemaps of an index left out
    faults: list[SourceError] = field(default_factory=list)
    resting: int = 0  # sources whose next look is later, and that could be read at their last
    unchanged: int = 0  # sources that answered 304
    new: int = 0  # addresses that were never announced before

    @property
    def candidates(self) -> list[Candidate]:
        """Everything within the window, each source's newest first."""
        return [candidate for harvest in self.harvests for candidate in harvest.newest]

    @property
    def announced(self) -> int:
        """Addresses seen in all sources."""
        return sum(harvest.announced for harvest in self.harvests)


class Scout:
    """One outlet's sources in one crawl."""

    def __init__(
        self, outlet: Outlet, library: Library, fetch: Fetch, *, window: Window, again: bool, stop: Callable[[], bool]
    ) -> None:
        """Prepare; `again` looks at every source whatever its schedule, `stop` tells when to look no further."""
        self._outlet = outlet
        self._library = library
        self._fetch = fetch
        self._window = window
        self._again = again
        self._stop = stop
        self._children_left = CHILDREN
        self._rows: dict[str, SourceRow] = {}
        self._met: set[str] = set()  # documents that were read, by each address that led there
        self._by_name = frozenset[str]()  # sources that a person, robots.txt or the front page names
        self._unsaid: list[SourceRow] | None = None  # sources of a discovery that has not come to its end
        self.found = Found()

    async def look(self, named: str | None = None) -> Found:
        """Read what is due, or discover; `named` is the address that a person gave.

        Raises `NotAnOutlet` when that reads as one article, and what `fetch` raises when the home cannot be had.
        """
        seeds = await self._look_at_seed(named) if named else ()
        self._rows = {row.url: row for row in await self._library.sources_of(self._outlet)}
        known = self._outlet.sources or tuple(
            SOURCES.get(row.kind, Sitemap)(row.url)
            for row in self._rows.values()
            if row.discovered and row.lastmod is None
        )
        for source in known:
            if await self._read_if_due(source):
                self.found.useful.append(source)
        if not known:
            await self._discover(seeds)
        return self.found

    async def _read_if_due(self, source: Source) -> bool:
        row = self._row(source)
        due = row.next_check_at is None or row.next_check_at <= self._library.now()
        if not (due or self._again) or self._stop():
            self.found.resting += not row.failures
            await self._tell_forbidden(row)
            return False
        return await self._read(source, row)

    async def _tell_forbidden(self, row: SourceRow) -> None:
        """Say again of a source that rests that robots.txt forbids it; of any other failure its next look tells."""
        fetched = await self._library.robots_of(robots.origin(row.url)) if row.failures else None
        if fetched is not None and 200 <= fetched.status < 300:
            decision = robots.judge(fetched).decide(row.url)
            if not decision.allowed:
                self.found.faults.append(SourceError(decision.why, subject=row.url))

    def _row(self, source: Source, *, discovered: bool = False) -> SourceRow:
        fresh = SourceRow(
            outlet_id=ids.outlet_id(self._outlet.name), kind=source.kind, url=source.url, discovered=discovered
        )
        return self._rows.get(source.url, fresh)

    async def _look_at_seed(self, url: str) -> tuple[Source, ...]:
        """Return what a person named as a source, or nothing for a front page. Raises `NotAnOutlet` for an article."""
        if urls.is_front(url):
            return ()
        answer = await self._fetch(url, purpose="section")
        what: seed.Seed = "page"
        try:
            if answer.status == 200:
                what = seed.kind(url, answer.body, charset=answer.charset)
        except Exception as error:  # it is read as what people mostly name
            self._note_fault(url, error)
        if what == "article":
            raise seed.refuse_article(url)
        return (Feed(url) if what == "source" else Section(url),)

    async def _discover(self, named: tuple[Source, ...]) -> None:
        """Find the sources of an outlet that nobody described; those that announced something are remembered.

        All at once, when the last was tried: a crawl that is stopped or killed before has found none, and the next one
        looks for all of them.
        """
        self._unsaid = []
        home = await self._fetch(self._outlet.home, purpose="section")
        self._outlet = unknown.moved(self._outlet, home.url)
        search = await self._named(unknown.Discovery(home=home.url, seed=named), home)
        while (source := search.next()) is not None and not self._stop():
            row = self._row(source, discovered=True)
            known = home if isinstance(source, Front) and source.url == home.url else None
            useful = await self._read(source, row, answer=known)
            search = search.after(source, useful=useful)
        self.found.useful.extend(search.useful)
        if search.next() is None:
            await self._library.remember_sources(self._unsaid)
        self._unsaid = None
        if not any(told.announced or told.children for told in self.found.harvests):
            if (reason := miss_reason.of_status(home.status)) is not None:
                raise Missed(reason, f"HTTP {home.status}")
            cure = "Name one in rowback.toml: sources = [...]; `rowback check` says what it tried"
            raise NoSource("no source found", subject=self._outlet.home, cure=cure)

    async def _named(self, search: unknown.Discovery, home: Answer) -> unknown.Discovery:
        """Add what robots.txt and the front page name; what cannot be read of either names nothing."""
        fetched = await self._library.robots_of(robots.origin(home.url))
        if fetched is not None:
            search = search.with_robots(robots.judge(fetched).sitemaps)
        try:
            if home.status == 200:
                search = search.with_page(home.body, url=home.url, charset=home.charset)
        except Exception as error:
            self._note_fault(home.url, error)
        self._by_name = frozenset(source.url for source in (*search.seed, *search.named))
        return search

    async def _read(self, source: Source, row: SourceRow, *, answer: Answer | None = None) -> bool:
        """Read one source; return whether it announced anything within the window.

        Whatever goes wrong costs the source alone, unless it is an error that costs more wherever it comes.
        """
        try:
            answer = answer or await self._ask(source, row)
            if answer.status == 304:
                self.found.unchanged += 1
                again = replace(row, unchanged=row.unchanged + 1)
                await self._remember(self._after_look(again, None, 0))
                return True
            if answer.url in self._met:
                return False  # a redirect led to what was read already
            self._met |= {source.url, answer.url}
            told = await asyncio.to_thread(self._harvest, source, answer)  # 50,000 addresses take a second
            return await self._take(row, answer, told)
        except Exception as error:
            if cost(error, Cost.SOURCE) >= Cost.OUTLET:
                raise
            await self._failed(row, error, answer)
            return False

    async def _ask(self, source: Source, row: SourceRow) -> Answer:
        headers = rows.conditions(Validators(row.etag, row.last_modified, row.unchanged))
        purpose: Purpose = "feed" if source.kind == "feed" else "section"
        if source.kind in ("sitemap", "news_sitemap", "sitemap_index"):
            purpose = "sitemap"
        return await self._fetch(source.url, purpose=purpose, source=source.url, headers=headers)

    def _harvest(self, source: Source, answer: Answer) -> Harvest:
        if answer.status != 200:
            raise SourceError(f"answered {answer.status}", subject=source.url, cure="`rowback check` shows its sources")
        return harvest(
            answer.body,
            url=answer.url,
            kind=source.kind,
            seen_at=self._library.now(),
            window=self._window,
            outlet=self._outlet,
            charset=answer.charset,
        )

    async def _take(self, row: SourceRow, answer: Answer, told: Harvest) -> bool:
        """Remember what a source gave, and read the sitemaps that an index names."""
        if told.fault is not None:
            self.found.faults.append(told.fault)
        self.found.harvests.append(told)
        new = await self._library.announced(self._outlet, told.newest)
        self.found.new += new
        useful = told.within > 0
        seen = replace(
            row, kind=told.kind, failures=0, unchanged=0, etag=answer.etag, last_modified=answer.last_modified
        )
        for child in self._chosen(told):
            if self._children_left <= 0 or child.url in self._met:
                continue
            self._children_left -= 1
            below = Sitemap(child.url)
            lastmod = times.warc_date(child.lastmod) if child.lastmod else None
            useful = await self._read(below, replace(self._row(below, discovered=True), lastmod=lastmod)) or useful
        if useful or not row.discovered or row.url in self._rows:
            await self._remember(self._after_look(seen, told, new))
        return useful

    def _chosen(self, told: Harvest) -> Sequence[Child]:
        if not told.children or self._children_left <= 0 or self._stop():
            return ()
        read = {row.url: times.parse_iso(row.lastmod) for row in self._rows.values() if row.lastmod}
        return sitemap.choose(told.children, read=read, since=self._window.since, most=self._children_left)

    async def _failed(self, row: SourceRow, error: Exception, answer: Answer | None) -> None:
        """Count a failure of a source that is known, or that the outlet names and that may be had another day.

        One that was only guessed is forgotten, unless what is wrong is ours.
        """
        reason = miss_reason.of_error(error)
        if answer is not None and answer.status != 200:
            reason = miss_reason.of_status(answer.status) or reason
        if row.discovered and row.url not in self._rows and not (row.url in self._by_name and reason in _PASSING):
            if reason == "fault" and not isinstance(error, SourceError):
                self._note_fault(row.url, error)
            return
        self._note_fault(row.url, error)
        await self._remember(self._after_look(replace(row, failures=row.failures + 1), None, 0, failed=True))

    def _note_fault(self, url: str, error: Exception) -> None:
        """Note what is wrong with a source, in words that name the cause."""
        if isinstance(error, SourceError):
            self.found.faults.append(error)
            return
        reason = miss_reason.of_error(error)
        if isinstance(error, RowbackError | Missed):
            told, cure = getattr(error, "message", str(error)), getattr(error, "cure", "")
        elif reason == "fault":
            told, cure = f"{type(error).__name__}: {error}", "Please report this"
        else:
            told, cure = f"could not be had ({reason.replace('_', ' ')})", "The next look may have it"
        self.found.faults.append(SourceError(told[:500], subject=url, cure=cure))

    async def _remember(self, row: SourceRow) -> None:
        if self._unsaid is None:
            await self._library.remember_sources([row])
        else:
            self._unsaid.append(row)

    def _after_look(self, row: SourceRow, told: Harvest | None, new: int, *, failed: bool = False) -> SourceRow:
        """Return a source's row after a look: what it gave, and when to look again."""
        within = len(told.newest) if told else 0
        look = schedule.SourceLook(
            at=self._library.now(),
            announced=within,
            known=within - new,
            failed=failed,
            unchanged=told is None and not failed,
            failures=row.failures,
        )
        before = dt.timedelta(seconds=row.interval_seconds) if row.interval_seconds else None
        interval, following = schedule.next_source_look(look, before)
        newest = told.newest_at if told and told.newest_at else row.newest_at
        return replace(
            row,
            last_checked_at=look.at,
            next_check_at=following.at,
            interval_seconds=round(interval.total_seconds()),
            newest_at=newest,
        )
