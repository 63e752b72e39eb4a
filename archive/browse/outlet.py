"""An outlet: how often it edits, how late, with or without a note, and how well rowback follows it."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final

from archive.lookup import OutletRow
from archive.terms import KINDS
from archive.times import warc_date

from . import acts, charts, news
from .web import Answer, Asked, page

_DAYS: Final = 28
_LATE_DAYS: Final = 90  # over which lateness and notes are told
_HOURS: Final = ((1, "1 h"), (2, "2 h"), (4, "4 h"), (8, "8 h"), (24, "1 day"), (72, "3 days"), (168, "1 week"))
_FACTS: Final = ("correction_noted", "fact_changed_unnoted")


@dataclass(frozen=True, slots=True)
class Summary:
    """One outlet in a line."""

    outlet: OutletRow
    articles: int
    edited: int  # articles with more than one version
    changes: int
    noted: int  # facts corrected with a note
    unnoted: int  # facts changed without a note that we could find
    gone: int

    @property
    def edited_share(self) -> float:
        """Share of the articles that changed while they were watched."""
        return self.edited / self.articles if self.articles else 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a crawl."""

    day: str
    said: str
    level: int  # 0 nothing, 1 to 4 by share of what was announced
    missed: bool


def overview(asked: Asked) -> Answer:
    """List the outlets, compared."""
    outlets = asked.outlets()
    kinds = _kinds(asked, None)
    return page(asked, "outlets.html", title="Outlets", rows=_summaries(asked, outlets, kinds))


def show(asked: Asked) -> Answer:
    """Show one outlet."""
    row = asked.lookup.outlet_named(asked.named["name"])
    since = asked.now - dt.timedelta(days=_LATE_DAYS)
    wanted = news.Wanted(since, outlet_id=row.id, hidden=asked.hidden)
    counted = _kinds(asked, row)
    kinds = sorted(counted.get(row.id, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    return page(
        asked,
        "outlet.html",
        title=row.title,
        outlet=row,
        summary=_summaries(asked, {row.id: row}, counted)[0],
        entries=acts.entries(asked.connection, {row.id: row}, wanted, limit=10),
        kinds=[(KINDS[kind].words, kind, many) for kind, many in kinds],
        most=max((many for _, many in kinds), default=1),
        late=_late(asked, row),
        coverage=_coverage(asked, row),
        misses=_misses(asked, row),
        sources=_sources(asked, row),
        latest=_latest(asked, row),
        days=_LATE_DAYS,
    )


def _summaries(asked: Asked, outlets: dict[int, OutletRow], kinds: dict[int, dict[str, int]]) -> list[Summary]:
    rows = asked.connection.execute(
        """SELECT outlet_id, count(*), sum(version_count > 1), sum(state IN ('gone', 'gone_once')) FROM articles
            WHERE outlet_id IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
            GROUP BY outlet_id""",
        (json.dumps(sorted(outlets)), _hidden(asked)),
    )
    counts = {row[0]: row[1:] for row in rows}
    return [_summary(row, counts.get(id, (0, 0, 0)), kinds.get(id, {})) for id, row in outlets.items()]


def _summary(row: OutletRow, counts: tuple[int, int, int], kinds: dict[str, int]) -> Summary:
    noted, unnoted = (kinds.get(kind, 0) for kind in _FACTS)
    articles, edited, gone = counts
    return Summary(row, articles, edited, sum(kinds.values()), noted, unnoted, gone)


def _hidden(asked: Asked) -> str:
    return json.dumps(sorted(asked.hidden))


_OF_ONE: Final = """
    SELECT a.outlet_id, c.kind, count(*) FROM articles a CROSS JOIN changes c ON c.article_id = a.id
     WHERE a.outlet_id = ? AND c.finding <> 'retracted' AND a.id NOT IN (SELECT value FROM json_each(?))
     GROUP BY a.outlet_id, c.kind"""
_OF_ALL: Final = """
    SELECT a.outlet_id, c.kind, sum(c.many)
      FROM (SELECT article_id, kind, count(*) AS many FROM changes WHERE finding <> 'retracted'
             GROUP BY article_id, kind) c CROSS JOIN articles a ON a.id = c.article_id
     WHERE ? IS NULL AND a.id NOT IN (SELECT value FROM json_each(?))
     GROUP BY a.outlet_id, c.kind"""


def _kinds(asked: Asked, row: OutletRow | None) -> dict[int, dict[str, int]]:
    """Count the changes of an outlet by kind; of every outlet without one."""
    rows = asked.connection.execute(_OF_ONE if row else _OF_ALL, (row.id if row else None, _hidden(asked)))
    found: dict[int, dict[str, int]] = {}
    for outlet, kind, many in rows:
        found.setdefault(outlet, {})[kind] = many
    return found


def _late(asked: Asked, row: OutletRow) -> charts.Bars:
    """Draw when after publication changes were first seen."""
    found = asked.connection.execute(
        """SELECT (julianday(c.changed_before) - julianday(a.published_at)) * 24
             FROM articles a CROSS JOIN changes c ON c.article_id = a.id
            WHERE a.outlet_id = ? AND a.published_at LIKE '%T%' AND c.finding <> 'retracted'
              AND c.kind NOT IN ('withdrawn', 'restored', 'redirected', 'replaced')
              AND a.id NOT IN (SELECT value FROM json_each(?))""",
        (row.id, _hidden(asked)),
    )
    counted = [0] * (len(_HOURS) + 1)
    for (hours,) in found:
        if hours is not None and hours >= 0:
            counted[next((at for at, (limit, _) in enumerate(_HOURS) if hours <= limit), len(_HOURS))] += 1
    names = [f"within {name}" for _, name in _HOURS] + ["later"]
    values = [(name, many, 0) for name, many in zip(names, counted, strict=True)]
    total = sum(counted)
    said = f"When changes were first seen after publication, {total:,} changes: " + ", ".join(
        f"{name} {many:,}" for name, many in zip(names, counted, strict=True) if many
    )
    return charts.bars(values, said=said)


def _coverage(asked: Asked, row: OutletRow) -> list[Day]:
    last = asked.now.date()
    first = last - dt.timedelta(days=_DAYS - 1)
    found = {
        day: (announced, kept, missed)
        for day, announced, kept, missed in asked.connection.execute(
            "SELECT day, announced, kept, missed FROM coverage WHERE outlet_id = ? AND day >= ?",
            (row.id, first.isoformat()),
        )
    }
    days = [(first + dt.timedelta(days=more)).isoformat() for more in range(_DAYS)]
    return [_day(day, *found.get(day, (0, 0, 0))) for day in days]


def _day(day: str, announced: int, kept: int, missed: int) -> Day:
    if not (announced or kept or missed):
        return Day(day, f"{day}: not crawled", 0, missed=False)
    share = min(1.0, kept / announced) if announced else 1.0
    said = f"{day}: {announced:,} announced, {kept:,} kept, {missed:,} missed"
    return Day(day, said, 1 + min(3, int(share * 4)), missed=missed > 0)


def _misses(asked: Asked, row: OutletRow) -> list[tuple[str, int]]:
    since = warc_date(asked.now - dt.timedelta(days=_DAYS))
    found = asked.connection.execute(
        """SELECT reason, count(*) AS many FROM misses WHERE outlet_id = ? AND missed_at >= ?
            GROUP BY reason ORDER BY many DESC, reason""",
        (row.id, since),
    )
    return [(reason, many) for reason, many in found]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the outlet announces articles."""

    kind: str
    url: str
    last_checked_at: str | None
    failures: int


def _sources(asked: Asked, row: OutletRow) -> list[Source]:
    found = asked.connection.execute(
        "SELECT kind, url, last_checked_at, failures FROM sources WHERE outlet_id = ? ORDER BY kind, url LIMIT 40",
        (row.id,),
    )
    return [Source(*each) for each in found]


@dataclass(frozen=True, slots=True)
class Latest:
    """An article in a list."""

    id: int
    headline: str
    version_count: int
    state: str
    first_captured_at: str


def _latest(asked: Asked, row: OutletRow) -> list[Latest]:
    found = asked.connection.execute(
        """SELECT id, headline, version_count, state, first_captured_at FROM articles
            WHERE outlet_id = ? AND id NOT IN (SELECT value FROM json_each(?))
            ORDER BY last_captured_at DESC LIMIT 20""",
        (row.id, _hidden(asked)),
    )
    return [Latest(*each) for each in found]
