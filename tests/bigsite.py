"""A made-up outlet that announces far more than anyone can fetch.

1,000 articles in a news sitemap, and an index of 40 sitemaps of 50,000 addresses each: two million in all. Everything
is written while it is sent.
"""

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator

from crawler.newspaper import Answer, Asked, Press

from .prose import prose

NEWS = 1_000
CHILDREN = 40
ADDRESSES = 50_000
_STEP = dt.timedelta(minutes=2)  # between two articles of the news sitemap: they span 33 hours
_URLSET = b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"%s>\n'
_NEWS_NAMESPACE = b' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_XML = (("Content-Type", "application/xml"),)


class BigSite(Press):
    """The outlet, running; a context manager. Article 0 is the newest."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now.replace(microsecond=0)
        super().__init__(self._answer)

    def url(self, number: int) -> str:
        """Return the address of an article."""
        return f"{self.home}{self._published(number):%Y/%m/%d}/{number:06d}-a-story-from-the-county"

    def newest(self, count: int) -> tuple[str, ...]:
        """Return the addresses of the newest articles."""
        return tuple(self.url(number) for number in range(count))

    def sources_read(self) -> tuple[str, ...]:
        """Return the targets of what was read to find articles: everything answered that is no article."""
        return tuple(
            served.target
            for served in self.served
            if served.status == 200 and "-a-story-" not in served.target and served.target != "/robots.txt"
        )

    def pages_read(self) -> tuple[str, ...]:
        """Return the addresses of the articles that were asked for, in order."""
        return tuple(self.home + served.target[1:] for served in self.served if "-a-story-" in served.target)

    def _answer(self, asked: Asked) -> Answer:
        path = asked.path
        if path == "/robots.txt":
            lines = f"User-agent: *\nDisallow:\nSitemap: {self.home}index.xml\nSitemap: {self.home}news.xml\n"
            return Answer(200, (("Content-Type", "text/plain"),), lines.encode())
        if path == "/index.xml":
            return Answer(200, _XML, self._index())
        if path == "/news.xml":
            return Answer(200, _XML, self._news())
        if path.startswith("/sitemaps/"):
            return self._child(path)
        if "-a-story-" in path:
            return self._article(int(path.rsplit("/", 1)[1][:6]))
        if path == "/":
            return _html("The County Record", "<h1>The County Record</h1>" + self._links(range(10)))
        return Answer(404, (("Content-Type", "text/html"),), b"<h1>Not found</h1>")

    def _published(self, number: int) -> dt.datetime:
        """News: one article in two minutes. Everything older began four days ago: an article in 40 seconds."""
        if number < NEWS:
            return self.now - number * _STEP
        return self.now - dt.timedelta(days=4, seconds=40 * (number - NEWS))

    def _index(self) -> Iterator[bytes]:
        yield b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        for child in reversed(range(CHILDREN)):  # the oldest first, as many outlets have it
            ending = ".xml.gz" if child % 2 else ".xml"
            lastmod = self._published(child * ADDRESSES).isoformat()
            line = (
                f"<sitemap><loc>{self.home}sitemaps/{child:02d}{ending}</loc><lastmod>{lastmod}</lastmod></sitemap>\n"
            )
            yield line.encode()
        yield b"</sitemapindex>\n"

    def _news(self) -> Iterator[bytes]:
        yield _URLSET % _NEWS_NAMESPACE
        for number in range(NEWS):
            yield (
                f"<url><loc>{self.url(number)}</loc><news:news><news:publication><news:name>The County Record"
                f"</news:name><news:language>en</news:language></news:publication><news:publication_date>"
                f"{self._published(number).isoformat()}</news:publication_date><news:title>{prose(number).headline}"
                "</news:title></news:news></url>\n"
            ).encode()
        yield b"</urlset>\n"

    def _child(self, path: str) -> Answer:
        name = path.removeprefix("/sitemaps/")
        pieces = self._addresses(int(name[:2]))
        if name.endswith(".gz"):
            return Answer(200, (("Content-Type", "application/gzip"),), _gzipped(pieces))
        return Answer(200, _XML, pieces)

    def _addresses(self, child: int, *, piece: int = 1_000) -> Iterator[bytes]:
        yield _URLSET % b""
        for start in range(child * ADDRESSES, (child + 1) * ADDRESSES, piece):
            yield "".join(
                f"<url><loc>{self.url(number)}</loc><lastmod>{self._published(number).isoformat()}</lastmod></url>\n"
                for number in range(start, start + piece)
            ).encode()
        yield b"</urlset>\n"

    def _article(self, number: int) -> Answer:
        text = prose(number, paragraphs=4)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
        stamp = self._published(number).isoformat()
        return _html(
            text.headline,
            f'<article><h1>{text.headline}</h1><p class="lead">{text.standfirst}</p><p>By {text.author}, '
            f'<time datetime="{stamp}">{stamp}</time></p>{body}</article>'
            f"<aside><h3>More</h3>{self._links(range(number + 1, number + 4))}</aside>",
        )

    def _links(self, numbers: range) -> str:
        return "".join(f'<li><a href="{self.url(number)}">{prose(number).headline}</a></li>' for number in numbers)


def _html(title: str, body: str) -> Answer:
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body>'
    )
    return Answer(200, (("Content-Type", "text/html; charset=utf-8"),), f"{page}</html>".encode())


def _gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, wbits=31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
