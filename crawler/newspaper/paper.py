"""The made-up newspaper at work: three outlets, each on a port of its own, in three editions.

    with Newspaper(now) as paper:
        paper.edition = 2
        paper.courier.home, paper.halmere.home, paper.mirror.home
        paper.published()

What it serves is a function of the request, the edition, and the `now` that was passed in.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from . import announce
from .article import article_page
from .house import COURIER, HALMERE, MIRROR, House, Page, PublishedVersion, gone, moved, pages, published
from .noise import Noise, noise
from .press import LOOPBACK, Answer, Asked, Press, packed, second_host
from .story import EDITIONS, Edition

HTML = "text/html; charset=utf-8"


class Office:
    """One outlet at its address: answers requests with what the edition has."""

    def __init__(self, house: House, host: str, now: dt.datetime) -> None:
        """Prepare an outlet; `now` is when its first edition comes out."""
        self.house = house
        self.edition: Edition = 1
        self.now = now
        self.times: dict[Edition, dt.datetime] = {
            edition: now + dt.timedelta(seconds=edition - 1) for edition in EDITIONS
        }
        self.press = Press(self.answer, host=host)

    @property
    def name(self) -> str:
        """The outlet's name, as in `rowback.toml`."""
        return self.house.name

    @property
    def home(self) -> str:
        """The address of the front page."""
        return self.press.home

    def standing(self) -> tuple[Page, ...]:
        """Return the articles that stand now, the newest first."""
        return pages(self.house, self.home, self.edition, self.times)

    def published(self) -> tuple[PublishedVersion, ...]:
        """Return every version that the three editions publish, in the order of publication."""
        return published(self.house, self.home, self.times)

    def answer(self, asked: Asked) -> Answer:
        """Answer one request."""
        seen = noise(asked.number, self.now)
        fixed = self._fixed(asked.path)
        if fixed is not None:
            mime, text = fixed
            return _validated(asked, text, mime=mime, modified=self.times[self.edition])
        page = next((page for page in self.standing() if page.path == asked.path), None)
        if page is not None:
            return self._article(asked, page, seen)
        return self._other(asked.path, seen)

    def _fixed(self, path: str) -> tuple[str, str] | None:
        """Return type and text of what does not change between requests, None for everything else."""
        makers: Mapping[str, tuple[str, Callable[[], str]]] = {
            "/robots.txt": ("text/plain", lambda: announce.robots(self.home)),
            "/sitemap.xml": (
                "application/xml",
                lambda: announce.sitemap(self.home, self.standing(), self.house.sections),
            ),
            "/news-sitemap.xml": ("application/xml", lambda: announce.news_sitemap(self.house, self.standing())),
            self.house.feed: ("application/atom+xml" if self.house.atom else "application/rss+xml", self._feed),
        }
        if path.startswith("/pictures/") and path.endswith(".svg"):
            return "image/svg+xml", announce.picture(self.house.colour)
        if path not in makers:
            return None
        mime, make = makers[path]
        return mime, make()

    def _feed(self) -> str:
        write = announce.atom if self.house.atom else announce.rss
        return write(self.house, self.home, self.standing(), self.times[self.edition])

    def _article(self, asked: Asked, page: Page, seen: Noise) -> Answer:
        text = article_page(self.house, self.home, page, self.standing(), seen)
        if page.story.validators:
            version = page.version
            said = "\n".join((version.headline, version.standfirst, *version.paragraphs))
            return _validated(asked, text, mime=HTML, modified=version.modified_at, said=said)
        if page.story.packed and asked.takes_gzip:
            headers = (("Content-Type", HTML), ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
            return Answer(200, headers, packed(text.encode()))
        return _page(text)

    def _other(self, path: str, seen: Noise) -> Answer:
        house, home = self.house, self.home
        section = path.strip("/")
        if path == "/" or section in house.sections:
            return _page(announce.front_page(house, home, self.standing(), seen, section=section))
        if path == "/about":
            return _page(announce.about_page(house, home, seen))
        target = moved(house, self.edition).get(path)
        if target is not None:
            return Answer(301, (("Location", target), ("Content-Type", HTML)), b"Moved.\n")
        withdrawn = path in gone(house, self.edition)
        return _page(announce.missing_page(house, home, seen, withdrawn=withdrawn), status=410 if withdrawn else 404)


class Newspaper:
    """All outlets; a context manager."""

    def __init__(self, now: dt.datetime) -> None:
        """Prepare the paper; articles are dated relative to `now`, which must be aware."""
        self.courier = Office(COURIER, LOOPBACK, now)
        self.halmere = Office(HALMERE, second_host(), now)
        self.mirror = Office(MIRROR, LOOPBACK, now)
        self.offices = (self.courier, self.halmere, self.mirror)
        self._running = ExitStack()

    @property
    def edition(self) -> Edition:
        """Which edition is out."""
        return self.courier.edition

    @edition.setter
    def edition(self, edition: Edition) -> None:
        for office in self.offices:
            office.edition = edition

    def publish(self, edition: Edition, at: dt.datetime) -> None:
        """Bring out an edition, dated as of now; without this an edition is a second younger than the one before."""
        for office in self.offices:
            office.times[edition] = at
        self.edition = edition

    def published(self) -> tuple[PublishedVersion, ...]:
        """Return every version that all outlets publish in the three editions."""
        return tuple(version for office in self.offices for version in office.published())

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            for office in self.offices:
                starting.enter_context(office.press)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.__exit__(kind, error, trace)


def _page(text: str, *, status: int = 200) -> Answer:
    return Answer(status, (("Content-Type", HTML), ("Cache-Control", "max-age=0")), text.encode())


def _validated(asked: Asked, text: str, *, mime: str, modified: dt.datetime, said: str | None = None) -> Answer:
    """Answer with validators, or 304 when the client has it; `said` is what counts when the page around it is noise."""
    digest = hashlib.sha256((said or text).encode()).hexdigest()[:20]
    tag = f'"{digest}"' if said is None else f'W/"{digest}"'
    stamp = format_datetime(modified.astimezone(dt.UTC).replace(microsecond=0), usegmt=True)
    headers = (("ETag", tag), ("Last-Modified", stamp))
    known = asked.headers.get("if-none-match")
    if known == tag or (known is None and asked.headers.get("if-modified-since") == stamp):
        return Answer(304, headers)
    return Answer(200, (("Content-Type", mime), *headers), text.encode())
