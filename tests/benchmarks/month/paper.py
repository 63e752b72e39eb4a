"""The newspaper of a month at work: what it serves follows from the time and the plan, and it notes what it served."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.newspaper import Answer, Asked, Press, announce
from crawler.newspaper.article import article_page
from crawler.newspaper.house import Page
from crawler.newspaper.noise import noise
from crawler.newspaper.press import packed

from .plan import HOUSE, Planned, page

HTML = (("Content-Type", "text/html; charset=utf-8"),)
_FEED, _RELATED = 40, 12  # articles in the feed; articles whose links stand beside an article
_LISTED = dt.timedelta(hours=48)  # in sitemaps
_FALLS_OVER = 211  # one answer in so many is an error
FORBIDDEN, REFUSED = 50, 70  # one article in so many is forbidden by robots.txt, is refused


@dataclass(frozen=True, slots=True)
class Noted:
    """One answer: when, what, and which version of an article it showed (0: none)."""

    at: dt.datetime
    target: str
    status: int
    version: int = 0


class Paper:
    """One outlet; `press` is its server."""

    def __init__(self, articles: Sequence[Planned], now: Callable[[], dt.datetime], outage: dt.datetime) -> None:
        """`outage`: when its articles are too many to ask for, for an hour."""
        self.articles = tuple(articles)
        self._by_path = {each.path: each for each in articles}
        self._now = now
        self.outage = outage
        self.noted: list[Noted] = []
        self.announced: dict[str, dt.datetime] = {}  # paths of articles, when a source named them first
        self.press = Press(self._answer, now=now)

    def _answer(self, asked: Asked) -> Answer:
        now = self._now()
        version, answer = self._made(asked, now)
        self.noted.append(Noted(now, asked.path, answer.status, version))
        return answer

    def _made(self, asked: Asked, now: dt.datetime) -> tuple[int, Answer]:
        planned = self._by_path.get(asked.path)
        if planned is not None:
            return self._article(asked, planned, now)
        if asked.path == "/robots.txt":
            forbidden = "".join(f"Disallow: {each.path}\n" for each in self.articles if is_forbidden(each))
            return 0, Answer(200, (("Content-Type", "text/plain"),), f"User-agent: *\n{forbidden}".encode())
        makers = {"/feed/rss.xml": self._feed, "/sitemap.xml": self._sitemap, "/news-sitemap.xml": self._news}
        if asked.path in makers:
            return 0, _validated(asked, makers[asked.path](now), "application/xml")
        return 0, Answer(404, HTML, b"<h1>There is no such page</h1>")

    def _article(self, asked: Asked, planned: Planned, now: dt.datetime) -> tuple[int, Answer]:
        if self.outage <= now < self.outage + dt.timedelta(hours=1):
            return 0, Answer(503, (("Retry-After", "1800"), *HTML), b"<h1>Too many readers</h1>")
        if is_refused(planned):
            return 0, Answer(403, HTML, b"<h1>For members</h1>")
        if asked.number % _FALLS_OVER == 0:
            return 0, Answer(500, HTML, b"<h1>Something fell over</h1>")
        version = planned.standing(now)
        if version == 0:
            return 0, Answer(410, HTML, b"<h1>This article is no longer available</h1>")
        shown = page(planned, version, self.press.home)
        text = article_page(HOUSE, self.press.home, shown, self._newest(now, _RELATED), noise(asked.number, now))
        if planned.page.validators:
            return version, _validated(asked, text, HTML[0][1], said=f"{planned.path} {version}")
        if planned.page.packed and asked.takes_gzip:
            return version, Answer(200, (*HTML, ("Content-Encoding", "gzip")), packed(text.encode()))
        return version, Answer(200, HTML, text.encode())

    def _newest(self, now: dt.datetime, count: int | None = None) -> list[Page]:
        out = [each for each in self.articles if each.times[0] <= now and each.standing(now)]
        return [page(each, each.standing(now), self.press.home) for each in out[::-1][:count]]

    def _feed(self, now: dt.datetime) -> str:
        pages = self._announce(self._newest(now, _FEED), now)
        return announce.rss(
            HOUSE, self.press.home, pages, max((each.version.modified_at for each in pages), default=now)
        )

    def _sitemap(self, now: dt.datetime) -> str:
        return announce.sitemap(self.press.home, self._announce(self._listed(now), now), HOUSE.sections)

    def _news(self, now: dt.datetime) -> str:
        return announce.news_sitemap(HOUSE, self._announce(self._listed(now), now))

    def _listed(self, now: dt.datetime) -> list[Page]:
        return [each for each in self._newest(now) if now - each.version.published_at < _LISTED]

    def _announce(self, pages: list[Page], now: dt.datetime) -> list[Page]:
        for each in pages:
            self.announced.setdefault(each.path, now)
        return pages


def is_forbidden(planned: Planned) -> bool:
    """Tell whether robots.txt forbids an article."""
    return planned.number % FORBIDDEN == FORBIDDEN - 1


def is_refused(planned: Planned) -> bool:
    """Tell whether an article is for members only."""
    return planned.number % REFUSED == REFUSED - 1


def _validated(asked: Asked, text: str, mime: str, *, said: str | None = None) -> Answer:
    tag = f'W/"{hashlib.sha256((said or text).encode()).hexdigest()[:20]}"'
    if asked.headers.get("if-none-match") == tag:
        return Answer(304, (("ETag", tag),))
    return Answer(200, (("Content-Type", mime), ("ETag", tag)), text.encode())
