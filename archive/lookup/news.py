"""The newest changes of all articles and the campaigns among them, weightiest first. Reads only."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.times import warc_date

from .rows import ArticleRow, CampaignRow, ChangeRow, LookDifferenceRow, Value, select


@dataclass(frozen=True, slots=True)
class News:
    """A change with what a list of changes shows beside it."""

    change: ChangeRow
    article: ArticleRow
    outlet: str
    headline_before: str | None  # null when the article came back
    headline_after: str | None  # null when it went
    numbers: str  # "2..3", "3.." when it went


@dataclass(frozen=True, slots=True)
class Act:
    """A campaign with what a list of changes shows beside it."""

    campaign: CampaignRow
    outlet: str
    examples: tuple[News, ...]  # its weightiest changes, a few


@dataclass(frozen=True, slots=True)
class Beside:
    """What changed beside an article's text, with what a list shows beside it."""

    difference: LookDifferenceRow
    article: ArticleRow
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changes, and how many at most."""

    since: dt.datetime
    outlet: str | None = None
    kinds: Sequence[str] = ()
    min_weight: float = 0.0
    limit: int = 50

    def filter(self, outlet_is: str) -> tuple[str, list[Value]]:
        """Return the conditions on kind, weight and outlet, and their values."""
        kind_is = f" AND kind IN ({', '.join('?' * len(self.kinds))})" if self.kinds else ""
        said = f"weight >= ?{kind_is}{f' AND {outlet_is}' if self.outlet else ''}"
        return said, [self.min_weight, *self.kinds, *([self.outlet] if self.outlet else [])]


def newest(connection: sqlite3.Connection, wanted: Wanted, *, apart: bool = False) -> list[News]:
    """Return the changes that looks since a time found, weightiest first.

    `apart` leaves out those that are nothing but part of a campaign.
    """
    outlet_is = "article_id IN (SELECT a.id FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE o.name = ?)"
    said, values = wanted.filter(outlet_is)
    alone = "AND (campaign_id IS NULL OR beside_campaign)" if apart else ""
    rest = f"""WHERE changed_before >= ? AND finding <> 'retracted' AND {said} {alone}
               ORDER BY weight DESC, changed_before DESC, id LIMIT ?"""
    parameters: list[Value] = [warc_date(wanted.since), *values, wanted.limit]
    return [_news(connection, change) for change in select(connection, ChangeRow, rest, parameters)]


def newest_acts(connection: sqlite3.Connection, wanted: Wanted, *, examples: int = 3) -> list[Act]:
    """Return the campaigns that looks since a time found to go on, weightiest first."""
    said, values = wanted.filter("outlet_id = (SELECT id FROM outlets WHERE name = ?)")
    rest = f"WHERE last_seen_at >= ? AND {said} ORDER BY weight DESC, last_seen_at DESC, id LIMIT ?"
    found = select(connection, CampaignRow, rest, [warc_date(wanted.since), *values, wanted.limit])
    return [_act(connection, campaign, examples) for campaign in found]


def newest_beside(connection: sqlite3.Connection, wanted: Wanted) -> list[Beside]:
    """Return what looks since a time found to have changed beside texts, newest first; the kinds are not asked."""
    rows = connection.execute(
        """SELECT d.id, o.name FROM look_differences d JOIN articles a ON a.id = d.article_id
             JOIN outlets o ON o.id = a.outlet_id
            WHERE d.reason = 'beside_text' AND d.found_at >= ?1 AND (?2 IS NULL OR o.name = ?2)
            ORDER BY d.found_at DESC, d.capture_id, d.path, d.id LIMIT ?3""",
        (warc_date(wanted.since), wanted.outlet, wanted.limit),
    ).fetchall()
    return [_beside(connection, *row) for row in rows]


def _beside(connection: sqlite3.Connection, id: int, outlet: str) -> Beside:
    (difference,) = select(connection, LookDifferenceRow, "WHERE id = ?", (id,))
    (article,) = select(connection, ArticleRow, "WHERE id = ?", (difference.article_id,))
    return Beside(difference, article, outlet)


def _act(connection: sqlite3.Connection, campaign: CampaignRow, examples: int) -> Act:
    (outlet,) = connection.execute("SELECT name FROM outlets WHERE id = ?", (campaign.outlet_id,)).fetchone()
    rest = "WHERE campaign_id = ? ORDER BY weight DESC, changed_before DESC, id LIMIT ?"
    members = select(connection, ChangeRow, rest, (campaign.id, examples))
    return Act(campaign, outlet, tuple(_news(connection, change) for change in members))


def _news(connection: sqlite3.Connection, change: ChangeRow) -> News:
    article = select(connection, ArticleRow, "WHERE id = ?", (change.article_id,))[0]
    (outlet,) = connection.execute("SELECT name FROM outlets WHERE id = ?", (article.outlet_id,)).fetchone()
    before, from_number = _side(connection, change.from_version_id)
    after, to_number = _side(connection, change.to_version_id)
    return News(change, article, outlet, before, after, f"{from_number}..{to_number}")


def _side(connection: sqlite3.Connection, version: int | None) -> tuple[str | None, str]:
    found = connection.execute("SELECT headline, number FROM versions WHERE id = ?", (version,)).fetchone()
    return (found[0], str(found[1])) if found else (None, "")
