"""How an outlet that nobody has described announces its articles: what to try, in which order, and when it is enough.

robots.txt's sitemaps, the feeds that the front page names, the usual addresses, and the links of the front page
itself. Pure: `Discovery` is a value that says what to read next; whoever reads it tells what came of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urljoin, urlsplit

from archive import urls
from crawler.outlet import Feed, Front, NewsSitemap, Outlet, Sitemap, Source, check_url

from . import section, tree

MOST_NAMED = 4  # of each: sitemaps of robots.txt, feeds of the page
MOST_FRUITLESS = 8  # usual addresses tried in vain before giving up
USUAL: tuple[tuple[type[Source], str], ...] = (
    (Feed, "/feed/"),
    (NewsSitemap, "/news-sitemap.xml"),
    (Feed, "/rss.xml"),
    (Feed, "/rss"),
    (Sitemap, "/sitemap.xml"),
    (Feed, "/feed.xml"),
    (Feed, "/atom.xml"),
    (Sitemap, "/sitemap_index.xml"),
    (NewsSitemap, "/sitemap-news.xml"),
    (NewsSitemap, "/news_sitemap.xml"),
    (Feed, "/index.xml"),
)
_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.I)
_NO_ARTICLES = re.compile(
    r"image|photo|video|author|categor|tag|page[s_-]|static|taxonom|topic|gallery|galleries|user", re.I
)
_NEWS = re.compile(r"news", re.I)
_COMMENTS = re.compile(r"comments?(?:/|-)?(?:feed|rss)|/comments?\b", re.I)


def unknown_outlet(url: str) -> Outlet:
    """Return the outlet of an address that no definition covers: its host's front page, everything else to be found."""
    parts = urls.parse(url)
    return Outlet(name=urls.outlet_name(url), home=f"{parts.scheme}://{parts.netloc}/")


def moved(outlet: Outlet, home: str) -> Outlet:
    """Return the outlet with the host that its home redirects to; its articles stand there."""
    if outlet.owns(home):
        return outlet
    return replace(outlet, hosts=(*outlet.hosts, urls.host(home)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What is known so far about where an outlet announces articles."""

    home: str
    named: tuple[Source, ...] = ()  # by robots.txt and the front page, the most promising first
    tried: frozenset[str] = frozenset()  # addresses that were read, whatever came of it
    useful: tuple[Source, ...] = ()  # those that announced something
    vain: int = 0  # usual addresses that gave nothing
    seed: tuple[Source, ...] = field(default=())  # what the person named

    def with_robots(self, sitemaps: Iterable[str]) -> Self:
        """Add the sitemaps that robots.txt names; those of pictures, authors and tags announce no articles."""
        kept = [url for url in sitemaps if not _NO_ARTICLES.search(urlsplit(url).path) and _harmless(url)]
        kept.sort(key=lambda url: _NEWS.search(urlsplit(url).path) is None)
        found = [NewsSitemap(url) if _NEWS.search(urlsplit(url).path) else Sitemap(url) for url in kept]
        return self._with(found[:MOST_NAMED])

    def with_page(self, body: bytes, *, url: str, charset: str | None = None) -> Self:
        """Add the feeds that a page names, but those of readers' comments. `SourceError` when it is no HTML."""
        return self._with(_feeds(body, url, charset)[:MOST_NAMED])

    def _with(self, sources: Iterable[Source]) -> Self:
        known = {source.url for source in self.named}
        return replace(self, named=(*self.named, *(source for source in sources if source.url not in known)))

    def after(self, source: Source, *, useful: bool) -> Self:
        """Return what holds after a source was read; `useful`: it announced something within the crawl's window."""
        vain = self.vain + (not useful and source in self._usual())
        kept = (*self.useful, source) if useful and source not in self.useful else self.useful
        return replace(self, tried=self.tried | {source.url}, useful=kept, vain=vain)

    def next(self) -> Source | None:
        """Return what to read next; None when nothing is left to try, or enough was found."""
        for source in (*self.seed, *self.named):
            if source.url not in self.tried:
                return source
        if not self.useful and self.vain < MOST_FRUITLESS:
            for source in self._usual():
                if source.url not in self.tried:
                    return source
        front = Front(self.home)
        return None if front.url in self.tried else front

    def _usual(self) -> tuple[Source, ...]:
        return tuple(kind(urljoin(self.home, path)) for kind, path in USUAL)


def _feeds(body: bytes, url: str, charset: str | None) -> list[Source]:
    page = section.parse(body, url=url, charset=charset)
    found: dict[str, Source] = {}
    for link in page.iter("link"):
        target = tree.joined(url, (link.get("href") or "").strip())
        if "alternate" in (link.get("rel") or "").lower().split() and _FEED_TYPES.search(link.get("type") or ""):
            if not _harmless(target):
                continue
            said = f"{urlsplit(target).path} {link.get('title') or ''}"
            if not _COMMENTS.search(said) and "comment" not in said.lower():
                found.setdefault(target, Feed(target))
    return list(found.values())


def _harmless(url: str) -> bool:
    """Tell whether an address is one that may be kept: http or https, no credentials."""
    try:
        check_url(url)
    except ValueError:
        return False
    return True
