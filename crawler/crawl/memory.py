"""What a crawl remembers between its looks and from crawl to crawl: asked of the database, written by the one door."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TypeVar

from archive import (
    Archive,
    Capture,
    Ingest,
    Morgue,
    hidden_identities,
    hides,
    ids,
    times,
    transaction,
    urls,
)
from archive import capture_rows as captures
from archive import coverage_rows as coverage
from archive import pace_rows as paces
from archive import position_rows as positions
from archive import source_rows as sources
from archive import watched_rows as watched
from crawler import frontier
from crawler.discovery import rows as announced_rows
from crawler.discovery.candidate import Candidate
from crawler.frontier import rows as known_rows
from crawler.outlet import Outlet
from crawler.politeness import pace as politeness
from crawler.politeness import robots

Answer = TypeVar("Answer")


class CrawlMemory:
    """What is known of outlets, sources and addresses. A `Session` is one that can also keep pages."""

    now: Callable[[], dt.datetime]
    morgue: Morgue
    _log: sqlite3.Connection  # to read from; whatever writes goes to the thread that writes
    _ingest: Ingest
    _waiting: Mapping[str, dt.datetime]  # by identity key: when pages were had that nobody read yet

    async def robots_of(self, origin: str) -> robots.Fetched | None:
        """Return an origin's robots.txt as it was last had."""
        row = sources.robots_of(self._log, origin)
        return robots.Fetched(**asdict(row)) if row else None

    async def remember_robots(self, fetched: robots.Fetched) -> None:
        """Keep an origin's robots.txt for the crawls of the next day."""
        await self._write(lambda connection: sources.put_robots(connection, sources.RobotsRow(**asdict(fetched))))

    def pace_of(self, outlet: str, floor: float) -> politeness.Delay:
        """Return how slowly an outlet is to be asked, after what the crawls before saw of it."""
        row = paces.of_outlet(self._log, ids.outlet_id(outlet))
        if row is None:
            return politeness.Delay(floor, "")
        return politeness.remembered(politeness.Delay(row.seconds, row.why), floor, self.now() - row.noted_at)

    async def remember_pace(self, outlet: str, pace: politeness.Delay, floor: float) -> None:
        """Keep how slowly an outlet is asked for the crawls to come."""
        row = paces.PaceRow(
            outlet_id=ids.outlet_id(outlet), seconds=pace.seconds, floor=floor, why=pace.why, noted_at=self.now()
        )
        await self._write(lambda connection: paces.put(connection, row))

    def left_alone_until(self, outlet: Outlet) -> dt.datetime | None:
        """Return until when an outlet asked an earlier crawl to leave it alone; None when it did not."""
        return watched.left_alone_until(self._log, ids.outlet_id(outlet.name), self.now())

    async def sources_of(self, outlet: Outlet) -> Sequence[sources.SourceRow]:
        """Return what is known of an outlet's sources."""
        return sources.sources_of(self._log, ids.outlet_id(outlet.name))

    async def remember_sources(self, known: Sequence[sources.SourceRow]) -> None:
        """Keep what is known of sources, in one transaction."""

        def work(connection: sqlite3.Connection) -> None:
            for source in known:
                sources.put_source(connection, source)

        await self._write(work)

    async def announced(self, outlet: Outlet, candidates: Sequence[Candidate]) -> int:
        """Remember candidates that were never had; return how many were not known before."""
        outlet_id = ids.outlet_id(outlet.name)
        hidden = self.withheld([candidate.url for candidate in candidates])
        rows = [
            announced_rows.candidate_row(outlet_id, candidate)
            for candidate in candidates
            if candidate.url not in hidden
        ]
        now = self.now()

        def work(connection: sqlite3.Connection) -> int:
            new = sources.add_candidates(connection, rows)
            coverage.announce(connection, outlet_id, now.date(), new)
            return new

        return await self._write(work)

    async def shows(self, outlet: Outlet, page: Capture, places: Sequence[positions.Place] | None) -> None:
        """Remember where a page showed links to articles; None: where it did at the last look."""
        outlet_id, at = ids.outlet_id(outlet.name), times.warc_date(page.captured_at)
        if places is None:
            await self._write(lambda connection: positions.hold(connection, outlet_id, page.url, at))
            return
        hidden = hidden_identities(self.morgue)
        open_ones = [place for place in places if not hidden(place.identity)]
        await self._write(lambda connection: positions.note(connection, outlet_id, page.url, at, open_ones))

    def withheld(self, urls: Sequence[str]) -> frozenset[str]:
        """Return those of some addresses that were withheld or erased: they are not fetched again."""
        return hides(self.morgue, urls)

    def latest_of(self, outlet: Outlet) -> Sequence[str]:
        """Return the addresses of the pages of an outlet that were had last."""
        return captures.latest_of(self._log, ids.outlet_id(outlet.name))

    def has(self, url: str, since: dt.datetime) -> bool:
        """Tell whether a whole copy of an address was kept since a time."""
        return captures.has_since(self._log, url, since)

    async def candidates_of(self, outlet: Outlet) -> list[Candidate]:
        """Return what an outlet announced and nobody had yet."""
        return [announced_rows.candidate(row) for row in sources.candidates_of(self._log, ids.outlet_id(outlet.name))]

    async def known(
        self, outlet: Outlet, candidates: Iterable[Candidate], *, again: bool
    ) -> Mapping[str, frontier.Known]:
        """Return what bears on a crawl's plan, by identity key; with `again`, every address that was ever had."""
        of, keys = ids.outlet_id(outlet.name), [urls.identity_key(candidate.url) for candidate in candidates]
        rows = watched.of_outlet(self._log, of) if again else watched.needed(self._log, of, keys, self.now())
        return {row.identity: known_rows.known(row, self._waiting.get(row.identity)) for row in rows}

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for a page only if it has changed."""
        return announced_rows.conditions(watched.validators(self._log, url))

    async def _write(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        def inside(archive: Archive) -> Answer:
            with transaction(archive.connection):
                return work(archive.connection)

        return await asyncio.wrap_future(self._ingest.call(inside))
