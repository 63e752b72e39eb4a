"""The newest findings with all that a notification says of them. Reads only."""

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from archive import times
from archive.compare.weights import names_removed
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
       (SELECT min(captured_at) FROM captures WHERE article_id = a.id AND captured_at >= ?),
       (SELECT min(captured_at) FROM captures
         WHERE article_id = a.id AND version_id IS NOT NULL AND captured_at > c.changed_before)
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
    looked_at = connection.execute(  # found long before, and settled by a look that came late
        """SELECT c.id, c.changed_before FROM articles a JOIN changes c ON c.article_id = a.id
            WHERE a.last_captured_at >= ? AND c.changed_before >= ?""",
        (*_at(since), *_at(since - _ABSENT)),
    )
    rows = dict([*recent, *absent, *looked_at])
    found = [_found(connection, change, changed_before) for change, changed_before in rows.items()]
    fresh = [each for each in found if each.decided_at >= since]
    return sorted(fresh, key=lambda each: (-each.weight, each.changed_before, each.change_id))


def states(connection: sqlite3.Connection, changes: Mapping[int, str]) -> dict[int, tuple[str, int]]:
    """Return for each change whether it was settled or retracted, and its article's id; `changes` names their looks.

    A change that is not there any more is retracted when its look is known now to have shown what moves by itself.
    """
    found = {}
    for change, record in changes.items():
        row = connection.execute("SELECT finding, article_id FROM changes WHERE id = ?", (change,)).fetchone()
        row = (
            row
            or connection.execute(
                "SELECT 'retracted', article_id FROM captures WHERE record_id = ? AND reason = 'volatile'", (record,)
            ).fetchone()
        )
        if row is not None:
            found[change] = (row[0], row[1])
    return found


def _at(moment: dt.datetime) -> tuple[str]:
    return (times.warc_date(moment),)


def _found(connection: sqlite3.Connection, change: int, changed_before: str) -> Found:
    settles = times.warc_date(times.parse_iso(changed_before) + _SETTLES)
    row = connection.execute(_FINDINGS, (settles, change)).fetchone()
    facts = connection.execute("SELECT kind, before, after FROM facts WHERE change_id = ?", (change,))
    takes = any(names_removed(Fact(kind=kind, before=before, after=after)) for kind, before, after in facts)
    gone = row[1] in ("withdrawn", "redirected", "replaced", "restored")
    decided = (row[16] if row[1] in ("withdrawn", "redirected") else None) if gone else row[17]
    return Found(
        change_id=row[0],
        kind=row[1],
        weight=row[2],
        evidence=row[3],
        finding=row[4],
        changed_before=times.parse_iso(row[5]),
        decided_at=times.parse_iso(decided if decided and row[4] == "settled" else row[5]),
        article_id=row[6],
        url=row[7],
        headline=row[8],
        outlet=row[9],
        before_record=row[10],
        after_record=row[11],
        imported=row[12] == "import",
        takes_name=takes,
        campaign_id=row[13],
        campaign_before=row[14],
        campaign_after=row[15],
    )
