"""A made-up outlet that rowback has no definition of: a feed, a sitemap, a front page, three editions, much noise.

Its template is unlike the newspaper's: nested `div`s, a sidebar inside the main column, comments that grow, counters,
a clock, related links that rotate, and no metadata but a date. What was published is known by construction.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import format_datetime
from html import escape

from crawler.newspaper import Answer, Asked, Press

from .prose import Prose, prose

COUNT = 14
EDITIONS = (1, 2, 3)
Edit = Callable[[Prose], Prose]


@dataclass(frozen=True)
class Published:
    """One state of one article."""

    url: str
    edition: int  # the first that has it
    prose: Prose


def _number(text: Prose) -> Prose:
    """Change the first number of the text."""
    body = "\n".join(text.paragraphs)
    changed = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), body, count=1)
    return replace(text, paragraphs=tuple(changed.split("\n")))


def _headline(text: Prose) -> Prose:
    return replace(text, headline=f"After protest: {text.headline}")


def _longer(text: Prose) -> Prose:
    late = "In the evening the council said that it would hear both sides again before the end of the month."
    return replace(text, paragraphs=(*text.paragraphs, late))


def _shorter(text: Prose) -> Prose:
    return replace(text, paragraphs=(*text.paragraphs[:2], *text.paragraphs[3:]))


def _corrected(text: Prose) -> Prose:
    note = "Correction: An earlier version of this article named the wrong street. We apologise for the mistake."
    return replace(_number(text), paragraphs=(*_number(text).paragraphs, note))


def _word(text: Prose) -> Prose:
    """Change one word in the last paragraph."""
    first, _, rest = text.paragraphs[-1].rpartition(" ")
    return replace(text, paragraphs=(*text.paragraphs[:-1], f"{first} {'almost ' + rest}"))


EDITS: dict[tuple[int, int], Edit] = {  # (edition, article)
    (2, 0): _number,
    (2, 1): _headline,
    (2, 2): _longer,
    (2, 3): _shorter,
    (2, 4): _corrected,
    (3, 0): _longer,
    (3, 5): _word,
    (3, 6): _number,
}
NEW_IN: dict[int, int] = {12: 2, 13: 3}  # articles that a later edition brings
IN_FEED, IN_SITEMAP, ON_FRONT = range(6), range(4, 11), range(8, COUNT)  # each announces what no other does


class UnknownSite(Press):
    """The outlet, running; a context manager. Set `edition`."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now.replace(microsecond=0)
        self.edition = 1
        super().__init__(self._answer)

    def url(self, number: int) -> str:
        """Return the address of an article."""
        words = re.sub(r"[^a-z]+", "-", prose(number).headline.lower()).strip("-")
        return f"{self.home}{self._published(number):%Y/%m}/{words}-{7000 + number}.html"

    def published(self) -> tuple[Published, ...]:
        """Return every version that the three editions publish, by article and edition."""
        found = []
        for number in range(COUNT):
            text = prose(number)
            for edition in range(NEW_IN.get(number, 1), EDITIONS[-1] + 1):
                edit = EDITS.get((edition, number))
                text = edit(text) if edit else text
                if edit or edition == NEW_IN.get(number, 1):
                    found.append(Published(self.url(number), edition, text))
        return tuple(found)

    def _published(self, number: int) -> dt.datetime:
        return self.now - dt.timedelta(hours=3 * number + 1)

    def _standing(self) -> dict[str, Published]:
        return {each.url: each for each in self.published() if each.edition <= self.edition}

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return _plain(f"User-agent: *\nDisallow: /account/\n\nSitemap: {self.home}sitemap.xml\n", "text/plain")
        if asked.path == "/sitemap.xml":
            return _plain(self._sitemap(), "text/xml; charset=utf-8")
        if asked.path == "/rss":
            return _plain(self._rss(), "application/rss+xml; charset=utf-8")
        if asked.path == "/":
            return _plain(self._front(asked.number), "text/html; charset=utf-8")
        found = self._standing().get(self.home.rstrip("/") + asked.path)
        if found is None:
            return Answer(404, (("Content-Type", "text/html"),), b"<h1>Nothing here</h1>")
        return _plain(self._article(found, asked.number), "text/html; charset=utf-8")

    def _sitemap(self) -> str:
        items = "".join(
            f"<url><loc>{self.url(number)}</loc><lastmod>{self._published(number).isoformat()}</lastmod></url>"
            for number in IN_SITEMAP
        )
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'

    def _rss(self) -> str:
        items = "".join(
            f"<item><title>{escape(self._standing()[self.url(number)].prose.headline)}</title>"
            f"<link>{self.url(number)}</link><pubDate>{format_datetime(self._published(number))}</pubDate></item>"
            for number in IN_FEED
        )
        head = f"<title>The Daily Wendle</title><link>{self.home}</link>"
        return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'

    def _front(self, seen: int) -> str:
        cards = "".join(
            f'<div class="row"><a href="{each.url}">{escape(each.prose.headline)}</a></div>'
            for each in map(self._standing().get, map(self.url, ON_FRONT))
            if each
        )
        feed = '<link rel="alternate" type="application/rss+xml" href="/rss">'
        return self._frame("The Daily Wendle", feed, f'<div id="content">{cards}</div>', seen)

    def _article(self, found: Published, seen: int) -> str:
        text = found.prose
        stamp = next(self._published(n) for n in range(COUNT) if self.url(n) == found.url)
        body = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in text.paragraphs)
        main = (
            f'<div id="content"><div class="post"><h1 class="post-title">{escape(text.headline)}</h1>'
            f'<div class="post-meta">{escape(text.author)} · {stamp:%d.%m.%Y %H:%M} · '
            f"{300 + 7 * seen} views · {seen % 60} min ago</div>"
            f'<p class="post-intro"><b>{escape(text.standfirst)}</b></p><div class="post-text">{body}</div>'
            f'<div class="post-share">Like ({40 + seen}) Share Print</div></div>'
            f"{self._related(found.url, seen)}{_comments(seen)}</div>"
        )
        head = f'<meta name="date" content="{stamp.isoformat()}">'
        return self._frame(f"{text.headline} - The Daily Wendle", head, main, seen)

    def _related(self, own: str, seen: int) -> str:
        others = [each for each in self._standing().values() if each.url != own]
        start = seen % len(others)
        shown = (others * 2)[start : start + 4]
        items = "".join(f'<li><a href="{each.url}">{escape(each.prose.headline)}</a></li>' for each in shown)
        return f'<div class="related"><h3>Also interesting</h3><ul>{items}</ul></div>'

    def _frame(self, title: str, head: str, main: str, seen: int) -> str:
        clock = self.now + dt.timedelta(seconds=17 * seen)
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
            f'<body><div id="top">The Daily Wendle <span>{clock:%A %d %B %Y %H:%M:%S}</span> '
            f'<a href="/">Home</a> <a href="/account/login">Log in</a></div><div id="wrap">{main}'
            f'<div id="sidebar"><div class="poll">Poll: {seen * 3} of {seen * 5} readers would vote for rain.</div>'
            f'<div class="weather">Now {seen % 19} degrees</div></div></div>'
            f'<div id="bottom">Visitors today: {1000 + seen}</div></body></html>'
        )


_VOICES = (
    ("wren", "I was there and it rained the whole time, whatever the council says about it."),
    ("Mr Pike", "They should ask the people of Stonegate for once."),
    ("anon77", "First! And 412 people can't be wrong, can they?"),
    ("teasel", "Correction needed: the bridge is 31 metres long. I have measured it twice."),
    ("D. Loam", "My grandmother voted against it in her day and she was right."),
    ("kiln", "Who is going to pay for all this? We are, as always."),
)


def _comments(seen: int) -> str:
    shown = (_VOICES * 3)[seen % 6 : seen % 6 + 2 + seen % 4]
    posts = "".join(f'<div class="c"><i>{name}</i><p>{escape(text)}</p><a>Reply</a></div>' for name, text in shown)
    return f'<div id="comments"><h3>{5 + seen} comments</h3>{posts}</div>'


def _plain(text: str, mime: str) -> Answer:
    return Answer(200, (("Content-Type", mime),), text.encode())
