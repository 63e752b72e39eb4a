"""One look at one source, as a value: what it announced, the newest of it, and what was wrong. Pure.

However long a source is, only the newest candidates are held; the others are counted.
"""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from zoneinfo import ZoneInfo

from archive import BadInput, SourceKind, urls
from crawler.errors import SourceError
from crawler.outlet import Outlet

from . import feed, section, sitemap, stamps, text, tree
from .candidate import Candidate, Child

Fate = Literal["within", "undated", "older", "later", "foreign", "unusable"]

MOST_KEPT = 2_000  # candidates of one look
_MOST_HOSTS = 5  # named of those of others
_AHEAD = dt.timedelta(days=2)  # a date further in the future is no date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which announcements are wanted; None is no bound."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    most: int = MOST_KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What one look at one source gave."""

    url: str
    kind: SourceKind  # what it is, whatever it was taken for
    newest: tuple[Candidate, ...] = ()  # within the window, newest first, each address once
    children: tuple[Child, ...] = ()  # of a sitemap index
    announced: int = 0  # addresses in it: the sum of those below
    within: int = 0  # within the window, on the outlet's own hosts
    undated: int = 0  # in a sitemap without a date: never fetched
    older: int = 0  # before the window
    later: int = 0  # after the window
    foreign: int = 0  # on hosts of others
    unusable: int = 0  # no http address
    foreign_hosts: tuple[str, ...] = ()  # some of those hosts
    newest_at: dt.datetime | None = None  # the newest date in it; None when it gives none
    fault: SourceError | None = None  # why it ended early; what was read before it is good


@dataclass(slots=True)
class _Tally:
    """The counts of a look while it runs."""

    window: Window
    seen_at: dt.datetime
    outlet: Outlet | None
    dates_needed: bool
    heap: list[tuple[dt.datetime, int, Candidate]] = field(default_factory=list)
    counts: Counter[Fate] = field(default_factory=Counter)
    hosts: dict[str, None] = field(default_factory=dict)
    newest_at: dt.datetime | None = None
    news: bool = False

    def noting_news(self, entries: Iterable[tree.Entry]) -> Iterator[tree.Entry]:
        """Pass entries through, noting whether this is a Google News sitemap."""
        for entry in entries:
            self.news = self.news or sitemap.is_news(entry)
            yield entry

    def add(self, announced: Candidate) -> None:
        """Count one candidate, and hold it while it is among the newest."""
        candidate = self._sober(announced)
        fate = self._fate(candidate)
        self.counts[fate] += 1
        if fate != "within":
            return
        entry = (candidate.newest_at, -candidate.position, candidate)
        if len(self.heap) < self.window.most:
            heapq.heappush(self.heap, entry)
        elif self.window.most and entry[:2] > self.heap[0][:2]:
            heapq.heapreplace(self.heap, entry)

    def _sober(self, candidate: Candidate) -> Candidate:
        """Return a candidate without a fragment, and without a date that lies in the future."""
        lastmod, address = candidate.lastmod, candidate.url.partition("#")[0].strip()
        if lastmod is not None and lastmod > self.seen_at + _AHEAD:
            lastmod = None
        same = address == candidate.url and lastmod is candidate.lastmod
        return candidate if same else replace(candidate, url=address, lastmod=lastmod)

    def _fate(self, candidate: Candidate) -> Fate:
        """Tell what becomes of a candidate; its time is looked at first, since most of a long sitemap is old."""
        if candidate.lastmod is None and self.dates_needed:
            return "undated"
        if self.window.since and stamps.at_latest(candidate.newest_at) < self.window.since:
            return self._dated(candidate, "older")
        if self.window.until and candidate.newest_at > self.window.until:
            return self._dated(candidate, "later")
        try:
            host = urls.host(candidate.url)
        except BadInput:
            return "unusable"
        if self.outlet is not None and not self.outlet.owns(candidate.url):
            if len(self.hosts) < _MOST_HOSTS:
                port = urls.port(candidate.url)
                self.hosts[f"{host}:{port}" if port else host] = None
            return "foreign"
        return self._dated(candidate, "within")

    def _dated(self, candidate: Candidate, fate: Fate) -> Fate:
        if candidate.lastmod is not None:
            self.newest_at = max(candidate.lastmod, self.newest_at or candidate.lastmod)
        return fate

    def told(self, url: str, kind: SourceKind, fault: SourceError | None) -> Harvest:
        """Return the look as a value: what is held newest first, each address once."""
        ordered = [entry[2] for entry in sorted(self.heap, key=lambda entry: entry[:2])]
        newest = {candidate.url: candidate for candidate in ordered}  # a later entry is newer and replaces
        return Harvest(
            url=url,
            kind=kind,
            newest=tuple(sorted(newest.values(), key=lambda one: (one.newest_at, -one.position), reverse=True)),
            foreign_hosts=tuple(self.hosts),
            newest_at=self.newest_at,
            fault=fault,
            announced=self.counts.total(),
            within=self.counts["within"],
            undated=self.counts["undated"],
            older=self.counts["older"],
            later=self.counts["later"],
            foreign=self.counts["foreign"],
            unusable=self.counts["unusable"],
        )


def harvest(
    body: bytes | Iterable[bytes],
    *,
    url: str,
    kind: SourceKind,
    seen_at: dt.datetime,
    window: Window,
    outlet: Outlet | None = None,
    charset: str | None = None,
) -> Harvest:
    """Read a source, whatever it turns out to be; `kind` is what it was taken for, `charset` what the server said.

    A source that breaks off gives what it held and a `fault`. Raises `SourceError` when it gives nothing at all.
    """
    if kind in ("section", "front"):
        body = b"".join(_first(body, section.LONGEST))
        if tree.sniff(body[: tree.SNIFFED].decode("utf-8", errors="replace")) in (None, "html"):
            return _page(body, url, kind, _Tally(window, seen_at, outlet, dates_needed=False), charset)
    document = tree.open_document(text.pieces(body, url=url, charset=charset), url=url)
    zone = ZoneInfo(outlet.timezone) if outlet and outlet.timezone else dt.UTC
    if document.shape == "sitemap_index":
        return _index(document, url, zone)
    tally = _Tally(window, seen_at, outlet, dates_needed=document.shape == "sitemap")
    read_entries = feed.candidates if document.shape == "feed" else sitemap.candidates
    fault = None
    try:
        for candidate in read_entries(tally.noting_news(document.entries), url=url, seen_at=seen_at, zone=zone):
            tally.add(candidate)
    except SourceError as error:
        if not tally.counts:
            raise
        fault = error
    fault = fault or _swallowed(document.begun.count(), tally.counts.total(), url)
    told: SourceKind = "news_sitemap" if tally.news else "sitemap"
    return tally.told(url, "feed" if document.shape == "feed" else told, fault)


def _swallowed(begun: int, read: int, url: str) -> SourceError | None:
    """Return what is wrong when more entries begin in a source than gave an address."""
    if begun <= read or read >= feed.MOST:
        return None
    told = f"{begun - read:,} of {begun:,} entries gave no address: they have none, or broken markup hides it"
    return SourceError(told, subject=url, cure="The others were read; the outlet may mend it")


def _index(document: tree.Document, url: str, zone: dt.tzinfo) -> Harvest:
    children: list[Child] = []
    fault = None
    try:
        children.extend(sitemap.children(document.entries, url=url, zone=zone))
    except SourceError as error:
        fault = error
    if fault and not children:
        raise fault
    dates = [child.lastmod for child in children if child.lastmod]
    return Harvest(
        url=url, kind="sitemap_index", children=tuple(children), newest_at=max(dates, default=None), fault=fault
    )


def _page(body: bytes, url: str, kind: SourceKind, tally: _Tally, charset: str | None) -> Harvest:
    page = section.parse(body, url=url, charset=charset)
    for candidate in section.candidates(page, url=url, seen_at=tally.seen_at, outlet=tally.outlet):
        tally.add(candidate)
    return tally.told(url, kind, None)


def _first(body: bytes | Iterable[bytes], limit: int) -> Iterator[bytes]:
    for part in (body,) if isinstance(body, bytes) else body:
        yield part[:limit]
        limit -= len(part)
        if limit <= 0:
            return
