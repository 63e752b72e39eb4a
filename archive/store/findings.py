"""The newest findings with all that a notification says of them. Reads only."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive import times
from archive.compare.weights import NAME_GONE, names_removed
from archive.models import Fact

_SETTLES: Final = dt.timedelta(hours=6)
_ABSENT: Final = dt.timedelta(days=30)  # how long a withdrawal may wait for the look that settles it
_FINDINGS: Final = """
SELECT c.id, c.kind, max(c.weight, CASE WHEN g.id IS NULL OR c.beside_campaign THEN 0 ELSE g.weight END), c.evidence,
       c.finding, c.changed_before, a.id, a.url, a.headline, o.name,
       coalesce(f.record_id, (SELECT record_id FROM captures WHERE article_id = a.id AND captured_at = c.changed_after),
                ''),
       coalesce((SELECT record_id FROM captures WHERE article_id = a.id AND captured_at = c.changed_before),
                (SELECT record_id FROM captures WHERE outlet_id = a.outlet_id AND captured_at = c.changed_before), ''),
       coalesce((SELECT origin FROM captures WHERE article_id = a.id AND captured_at = c.changed_before), 'crawl'),
       CASE WHEN c.beside_campaign THEN NULL ELSE g.id END, g.before, g.after,
       (SELECT min(captured_at) FROM captures WHERE article_id = a.id AND captured_at >= ?)
  FROM changes c JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
  LEFT JOIN versions v ON v.id = c.from_version_id LEFT JOIN captures f ON f.id = v.capture_id
  LEFT JOIN campaigns g ON g.id = c.campaign_id
 WHERE c.id = ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A change as it is told."""

    change_id: int
    kind: str
    weight: float  # its campaign's, when it is nothing but part of one
    evidence: str
    finding: str
    changed_before: dt.datetime
    decided_at: dt.datetime  # the later capture: that which found it, or settled it
    article_id: int
    url: str
    headline: str
    outlet: str
    before_record: str
    after_record: str
    imported: bool
    takes_name: bool  # a person's name was taken away
    takes_only_name: bool  # and nothing else of weight changed
    campaign_id: int | None  # None unless it is nothing but part of one
    campaign_before: str | None
    campaign_after: str | None


def newest(connection: sqlite3.Connection, since: dt.datetime) -> list[Found]:
    """Return what looks since a time found or settled; weightiest first."""
    recent = connection.execute("SELECT id, changed_before FROM changes WHERE changed_before >= ?", _at(since))
    absent = connection.execute(
        "SELECT id, changed_before FROM changes WHERE to_version_id IS NULL AND changed_before >= ?",
        _at(since - _ABSENT),
    )
    rows = dict([*recent, *absent])
    found = [_found(connection, change, changed_before) for change, changed_before in rows.items()]
    fresh = [each for each in found if each.decided_at >= since]
    return sorted(fresh, key=lambda each: (-each.weight, each.changed_before, each.change_id))


def states(connection: sqlite3.Connection, changes: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return for each change that is there whether it was settled or retracted, and its article's id."""
    rows = (
        connection.execute("SELECT id, finding, article_id FROM changes WHERE id = ?", (change,)).fetchone()
        for change in changes
    )
    return {row[0]: (row[1], row[2]) for row in rows if row is not None}


def _at(moment: dt.datetime) -> tuple[str]:
    return (times.warc_date(moment),)


def _found(connection: sqlite3.Connection, change: int, changed_before: str) -> Found:
    settles = times.warc_date(times.parse_iso(changed_before) + _SETTLES)
    row = connection.execute(_FINDINGS, (settles, change)).fetchone()
    facts = connection.execute("SELECT kind, before, after FROM facts WHERE change_id = ?", (change,))
    takes = any(names_removed(Fact(kind=kind, before=before, after=after)) for kind, before, after in facts)
    waited = row[1] in ("withdrawn", "redirected") and row[4] == "settled" and row[16]
    return Found(
        change_id=row[0],
        kind=row[1],
        weight=row[2],
        evidence=row[3],
        finding=row[4],
        changed_before=times.parse_iso(row[5]),
        decided_at=times.parse_iso(row[16] if waited else row[5]),
        article_id=row[6],
        url=row[7],
        headline=row[8],
        outlet=row[9],
        before_record=row[10],
        after_record=row[11],
        imported=row[12] == "import",
        takes_name=takes,
        takes_only_name=takes and row[2] <= NAME_GONE,
        campaign_id=row[13],
        campaign_before=row[14],
        campaign_after=row[15],
    )
