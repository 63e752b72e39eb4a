"""Sitemaps, Google News sitemaps and sitemap indexes (sitemaps.org 0.9): entries → candidates, children. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from archive import urls

from . import stamps
from .candidate import Candidate, Child
from .tree import Entry, joined, local, said

MOST_CHILDREN = 50_000  # sitemaps.org's own limit
_HEADLINE = 500  # characters


def candidates(
    entries: Iterable[Entry], *, url: str, seen_at: dt.datetime, zone: dt.tzinfo = dt.UTC
) -> Iterator[Candidate]:
    """Yield what a sitemap's entries announce; `lastmod` is the newest of its times, or the day in the address."""
    for position, entry in enumerate(entries):
        says = entry.first()
        if not says.get("loc"):
            continue
        loc = says["loc"]
        address = loc if loc.startswith(("https://", "http://")) else joined(url, loc)
        news = _news(entry) if "news" in says else {}
        times = [stamps.when(text, zone) for text in (says.get("lastmod"), news.get("publication_date")) if text]
        dated = [time for time in times if time]
        yield Candidate(
            url=address,
            source=url,
            seen_at=seen_at,
            lastmod=max(dated) if dated else stamps.in_path(_path(address)),
            headline=news.get("title", "")[:_HEADLINE] or None,
            position=position,
        )


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def is_news(entry: Entry) -> bool:
    """Tell whether an entry is one of a Google News sitemap."""
    return bool(entry.children("news"))


def _news(entry: Entry) -> dict[str, str]:
    return {local(child): said(child) for news in entry.children("news") for child in news}


def children(entries: Iterable[Entry], *, url: str, zone: dt.tzinfo = dt.UTC) -> Iterator[Child]:
    """Yield the sitemaps that an index names."""
    for position, entry in enumerate(entries):
        if position >= MOST_CHILDREN:
            return
        says = entry.first()
        address = joined(url, says.get("loc", ""))
        if says.get("loc") and urls.is_address(address):
            yield Child(url=address, lastmod=stamps.when(says.get("lastmod"), zone), position=position)


def choose(
    named: Collection[Child],
    *,
    read: Mapping[str, dt.datetime | None],
    since: dt.datetime | None = None,
    most: int = 5,
) -> tuple[Child, ...]:
    """Return the children of an index to read now, the most promising first.

    By lastmod, else by a date in the name, else the last and the first. `read` holds those read before with the lastmod
    that the index gave then: a child whose lastmod has not moved is left out, as is one that ends before `since`.
    """
    worth = [child for child in named if _moved(child, read) and not _over(child, since)]
    ends = {child.url: _from_either_end(child, len(named)) for child in worth}
    worth.sort(key=lambda child: (*_newness(child), ends[child.url]), reverse=True)
    return tuple(worth[:most])


def _moved(child: Child, read: Mapping[str, dt.datetime | None]) -> bool:
    return child.url not in read or child.lastmod is None or child.lastmod != read[child.url]


def _over(child: Child, since: dt.datetime | None) -> bool:
    if since is None:
        return False
    end = stamps.at_latest(child.lastmod) if child.lastmod else _named_end(child)
    return end is not None and end < since


def _newness(child: Child) -> tuple[float, float]:
    named = _named_end(child)
    by_name = named.timestamp() if named else 0.0
    return (child.lastmod.timestamp() if child.lastmod else by_name), by_name


def _named_end(child: Child) -> dt.datetime | None:
    parts = urlsplit(child.url)
    return stamps.last_of_name(f"{parts.path}?{parts.query}")


def _from_either_end(child: Child, count: int) -> float:
    """Order by nearness to either end of the index, the last before the first: nobody numbers them alike."""
    from_end = count - 1 - child.position
    return -min(from_end, child.position + 0.5)
