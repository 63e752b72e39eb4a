"""Campaigns in a list of changes: one change made on many articles is one entry, which stands for its members.

A change that holds more than its campaign stands in the list as well. Reads only.
"""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.errors import NotInArchive
from archive.lookup import CampaignRow, OutletRow
from archive.lookup.rows import select
from archive.terms import KINDS, in_sql

from . import news
from .marked import Piece, around, differing
from .web import Answer, Asked, page

_EXAMPLES: Final = 3
_PAGE: Final = 50
# How many changes a row stands for, and of which: SQLite takes the other columns from where the maximum is.
_MANY: Final = "count(*), max(CAST(c.weight * 1000 + 1000 AS INTEGER) || c.changed_before)"
# Facts that changed differ from one another, however alike their kind: each change of them is an entry of its own.
_ALONE: Final = in_sql(kind.name for kind in KINDS.values() if kind.alone)
_ALIKE: Final = f"c.article_id, c.kind, CASE WHEN c.kind IN ({_ALONE}) THEN c.id END"
_EVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Act:
    """A campaign in a list, with some of the changes that it is made of."""

    campaign: CampaignRow
    outlet: OutletRow
    articles: int  # of it that this reader may see
    telling: list[Piece]  # empty when it only takes away what may be a name
    examples: list[news.Item]


def entries(
    connection: sqlite3.Connection, outlets: dict[int, OutletRow], wanted: news.Wanted, *, limit: int, offset: int = 0
) -> list[Act | news.Item]:
    """Return the campaigns that hold a wanted change, and the changes that are more than part of one, in one order.

    Weightiest first, of an article's changes of one kind only the weightiest stands, the newest of these, for all;
    but no change of facts stands for another.
    """
    where, values = wanted.where()
    act_where, act_values = replace(wanted, outlet_id=None).where()  # a campaign says itself which outlet's it is
    order = "seen_at DESC, id" if wanted.newest_first else "weight DESC, seen_at DESC, is_act DESC, id"
    rows = connection.execute(
        f"""SELECT 1 AS is_act, g.id AS id, g.weight AS weight, g.last_seen_at AS seen_at, 1 AS many, 0
              FROM campaigns g
             WHERE (? IS NULL OR g.outlet_id = ?)
               AND EXISTS (SELECT 1 FROM changes c WHERE c.campaign_id = g.id AND {act_where})
            UNION ALL
            SELECT * FROM (
              SELECT 0, c.id, c.weight, c.changed_before AS seen_at, {_MANY if not wanted.newest_first else "1, 0"}
                FROM changes c
               WHERE {where} AND c.id NOT IN (
                     SELECT m.id FROM campaigns g CROSS JOIN changes m ON m.campaign_id = g.id
                      WHERE NOT m.beside_campaign)
               {f"GROUP BY {_ALIKE}" if not wanted.newest_first else ""})
             ORDER BY {order} LIMIT ? OFFSET ?""",  # noqa: S608 (conditions are our own)
        [wanted.outlet_id, wanted.outlet_id, *act_values, *values, limit, offset],
    ).fetchall()
    return _told(connection, outlets, wanted, [(bool(row[0]), row[1], row[4] - 1) for row in rows])


def _told(
    connection: sqlite3.Connection,
    outlets: dict[int, OutletRow],
    wanted: news.Wanted,
    chosen: Sequence[tuple[bool, int, int]],
) -> list[Act | news.Item]:
    changes = [id for is_act, id, _ in chosen if not is_act]
    items = {item.change.id: item for item in news.of_ids(connection, outlets, changes)}
    return [
        _act(connection, outlets, wanted, id) if is_act else replace(items[id], more=more)
        for is_act, id, more in chosen
    ]


def _act(connection: sqlite3.Connection, outlets: dict[int, OutletRow], wanted: news.Wanted, id: int) -> Act:
    campaign = _campaign(connection, id)
    members = news.Wanted(_EVER, campaign_id=id, hidden=wanted.hidden)
    examples = news.items(connection, outlets, replace(members, kind=wanted.kind), limit=_EXAMPLES)
    where, values = members.where()
    (articles,) = connection.execute(
        f"SELECT count(DISTINCT c.article_id) FROM changes c WHERE {where}",  # noqa: S608 (likewise)
        values,
    ).fetchone()
    return Act(campaign, outlets[campaign.outlet_id], articles, _telling(campaign), examples)


def _campaign(connection: sqlite3.Connection, id: int) -> CampaignRow:
    for row in select(connection, CampaignRow, "WHERE id = ?", (id,)):
        return row
    raise NotInArchive("no change on many articles has this id", subject=str(id))


def _telling(campaign: CampaignRow) -> list[Piece]:
    return around(differing(campaign.before or "", campaign.after or ""))


def show(asked: Asked) -> Answer:
    """Show a campaign with all its changes."""
    outlets = asked.outlets()
    number = asked.number("page", 1, most=500)
    wanted = news.Wanted(_EVER, campaign_id=asked.id("id"), hidden=asked.hidden, newest_first=True)
    act = _act(asked.connection, outlets, wanted, asked.id("id"))
    if not act.articles:
        raise NotInArchive("no change on many articles has this id", subject=str(act.campaign.id))
    found = news.items(asked.connection, outlets, wanted, limit=_PAGE + 1, offset=(number - 1) * _PAGE)
    return page(
        asked,
        "campaign.html",
        title=f"One change on {act.articles:,} articles",
        act=act,
        items=found[:_PAGE],
        more=len(found) > _PAGE,
        number=number,
    )
