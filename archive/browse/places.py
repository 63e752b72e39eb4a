"""Where front and section pages showed an article, and what its headline did while it led one. Reads only."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.lookup import ArticleRow, Zone
from archive.times import parse_iso
from archive.wording.text import one_line

from . import charts

_MOST_STAYS: Final = 4000  # of one article that are read
_MOST_PAGES: Final = 3  # that are drawn


@dataclass(frozen=True, slots=True)
class Stay:
    """One place on one page, and from which look to which it was seen there."""

    page: str
    first_seen_at: str
    last_seen_at: str
    rank: int
    level: int | None
    section: str | None

    def said(self, zone: Zone) -> str:
        """Say it in words: `place 2 under “Politics”, in a heading of level 3, 17 Nov … to 18 Nov …`."""
        section = f" under “{one_line(self.section)}”" if self.section else ""
        heading = f", in a heading of level {self.level}" if self.level else ""
        first, last = (zone.show(parse_iso(at)) for at in (self.first_seen_at, self.last_seen_at))
        return f"place {self.rank}{section}{heading}, {first}" + (f" to {last}" if first != last else "")


@dataclass(frozen=True, slots=True)
class Shown:
    """An article on one page, oldest stay first."""

    page: str
    stays: list[Stay]
    best: Stay
    chart: charts.Course


def pages(connection: sqlite3.Connection, article: ArticleRow, zone: Zone, home: str) -> list[Shown]:
    """Return the pages that showed an article: the outlet's front page first, then those where it stood highest."""
    by_page: dict[str, list[Stay]] = {}
    for stay in _stays(connection, article):
        by_page.setdefault(stay.page, []).append(stay)
    shown = [_shown(page, stays, zone) for page, stays in by_page.items()]
    return sorted(shown, key=lambda one: (one.page != home, one.best.rank, one.page))[:_MOST_PAGES]


def led(connection: sqlite3.Connection, article: ArticleRow) -> dict[int, str]:
    """Return the changes whose headline was replaced while the article led a page, with that page."""
    rows = connection.execute(
        "SELECT change_id, min(page) FROM headline_changed_while_leading WHERE article_id = ? GROUP BY change_id",
        (article.id,),
    )
    return dict(rows.fetchall())


def _stays(connection: sqlite3.Connection, article: ArticleRow) -> list[Stay]:
    rows = connection.execute(
        """SELECT DISTINCT p.page, p.first_seen_at, p.last_seen_at, p.rank, p.level, p.section
             FROM article_urls u CROSS JOIN positions p ON p.identity = u.urlkey
            WHERE u.article_id = ? AND p.outlet_id = ? ORDER BY p.first_seen_at, p.page, p.rank LIMIT ?""",
        (article.id, article.outlet_id, _MOST_STAYS),
    )
    return [Stay(*row) for row in rows]


def _shown(page: str, stays: Sequence[Stay], zone: Zone) -> Shown:
    best = min(stays, key=lambda stay: (stay.rank, stay.level or 7, stay.first_seen_at))
    drawn: list[tuple[dt.datetime, dt.datetime, int, str]] = [
        (parse_iso(stay.first_seen_at), parse_iso(stay.last_seen_at), stay.rank, stay.said(zone)) for stay in stays
    ]
    return Shown(page, list(stays), best, charts.course(drawn))
