"""From the archive's rows to what the schedule takes. Pure."""

import datetime as dt
from collections.abc import Sequence

from archive import UTC, HistoryRow, WatchedRow

from . import habits
from .looks import Watched

LEARNED_FROM = 50  # articles that were looked at more than once


def watched(row: WatchedRow, settle_at: dt.datetime | None = None) -> Watched:
    """Return what the schedule needs to know of an article; `settle_at` is when a look would settle what waits."""
    gone = row.state in ("gone_once", "gone", "redirected", "replaced")
    return Watched(
        first_seen_at=row.first_captured_at,
        last_looked_at=row.last_captured_at,
        published_at=moment(row.published_at),
        last_changed_at=row.version_since if row.version_count > 1 else None,
        changes=max(row.version_count - 1, 0),
        suspect=row.held_back == "suspect_reading",
        gone_since=row.state_since if gone else None,
        gone_confirmed=row.state != "gone_once",
        settle_at=settle_at,
        unanswered=row.unanswered,
    )


def habits_of(rows: Sequence[HistoryRow]) -> habits.Habits | None:
    """Return what an outlet's histories teach; None while too few articles were watched to tell."""
    learned = habits.learn(habits.History(row.watched_from, row.watched_to, row.changes) for row in rows)
    return learned if learned.articles >= LEARNED_FROM else None


def moment(published_at: str | None) -> dt.datetime | None:
    """Return a time or a day of publication as a moment; None without one."""
    if not published_at:
        return None
    moment = dt.datetime.fromisoformat(published_at)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
