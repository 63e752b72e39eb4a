"""A small outlet that a test scripts, and questions to the archive of a run on it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from crawler.newspaper.press import Answer, Asked, Press
from tests.prose import prose

DAY = "2026-11-20"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
Special = Callable[[Asked], Answer | None]


def article(number: int) -> str:
    """Return a page that reads as an article."""
    body = "".join(f"<p>{text}</p>" for text in prose(number).paragraphs)
    return (
        f"<html lang=en><head><title>Council sits on plan {number}</title>"
        f'<meta property="article:published_time" content="{DAY}T08:00:00Z"></head>'
        f"<body><article><h1>Council sits on plan {number}</h1>{body}</article></body></html>"
    )


class Outlet:
    """A small outlet: a feed of six articles, and whatever a test wants otherwise."""

    def __init__(self, special: Special) -> None:
        self._special = special
        self.press = Press(self._answer)

    @property
    def home(self) -> str:
        return self.press.home

    def page(self, number: int) -> str:
        return f"{self.home}news/council-sits-on-plan-number-{number}"

    def asked(self) -> list[str]:
        return [served.target for served in self.press.served]

    def _answer(self, asked: Asked) -> Answer:
        return self._special(asked) or self._usual(asked)

    def _usual(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return Answer(body=b"User-agent: *\nDisallow: /private/\n")
        if asked.path == "/feed/":
            items = "".join(f"<item><link>{self.page(n)}</link></item>" for n in range(1, 7))
            return Answer(headers=(("Content-Type", "application/rss+xml"),), body=_rss(items))
        if asked.path.startswith("/news/council"):
            return Answer(headers=HTML, body=article(int(asked.path.rpartition("-")[2])).encode())
        if asked.path == "/":
            return Answer(headers=HTML, body=b'<html><link rel="alternate" type="application/rss+xml" href="/feed/">')
        return Answer(status=404, headers=HTML, body=b"<h1>Not found</h1>")


def _rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def nothing_special(asked: Asked) -> Answer | None:
    return None


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the archive of a run."""
    with sqlite3.connect(folder / "morgue" / "rowback.db") as connection:
        return connection.execute(sql).fetchall()


def special(paths: dict[str, Answer]) -> Special:
    return lambda asked: paths.get(asked.path)
