"""How the archive is: the last crawl, what each outlet holds, how fast it grows. Read only."""

import datetime as dt
import sqlite3
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archive import times

WEEK = dt.timedelta(days=7)
GROWTH = dt.timedelta(days=14)  # over which the growth of a day is taken


def last_crawl(connection: sqlite3.Connection) -> dict[str, object] | None:
    """Return the newest crawl's row; None when there was none."""
    row = connection.execute("SELECT * FROM crawls ORDER BY started_at DESC LIMIT 1").fetchone()
    return dict(row) if row else None


def outlets(connection: sqlite3.Connection, now: dt.datetime) -> list[dict[str, object]]:
    """Return for each outlet its articles, versions, looks, its last look, and its misses of seven days."""
    rows = connection.execute(
        """SELECT o.name, count(a.id) AS articles, coalesce(sum(a.version_count), 0) AS versions,
                  coalesce(sum(a.capture_count), 0) AS captures, max(a.last_captured_at) AS last,
                  (SELECT count(*) FROM misses m WHERE m.outlet_id = o.id
                      AND m.missed_at > ?) AS missed
             FROM outlets o LEFT JOIN articles a ON a.outlet_id = o.id GROUP BY o.id ORDER BY o.name""",
        (times.warc_date(now - WEEK),),
    )
    return [dict(row) for row in rows]


def bytes_a_day(connection: sqlite3.Connection, now: dt.datetime) -> float:
    """Return how many bytes of WARC a day brings, over the last two weeks or since the first capture."""
    since = times.warc_date(now - GROWTH)
    first, total = connection.execute(
        "SELECT min(captured_at), sum(length) FROM captures WHERE captured_at > ?", (since,)
    ).fetchone()
    if not total:
        return 0.0
    days = max((now - times.parse_iso(first)).total_seconds() / 86400, 1.0)
    return float(total / days)


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source and how looking at it goes."""

    url: str
    failures: int  # looks in a row that failed
    newest_at: dt.datetime | None  # the newest date that it ever announced; None when it gives none


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """How an outlet's last days went, with the counts that every rate stands on."""

    outlet: str
    articles: int = 0
    last_look_at: dt.datetime | None = None  # None: it was never had
    last_new_at: dt.datetime | None = None  # likewise
    new_before: int = 0  # articles first seen in the four weeks before the last three days
    days_before: float = 0.0  # how much of these four weeks it was watched
    looks: int = 0  # at articles, in seven days
    truncated: int = 0  # of these
    misses: Mapping[str, int] = field(default_factory=dict)  # by reason, in seven days
    words_now: tuple[int, ...] = ()  # of new articles in the last three days
    words_before: tuple[int, ...] = ()  # of those in the four weeks before
    sources: tuple[SourceState, ...] = ()
    median_gap_hours: float | None = None  # between two looks at an article, in seven days; None without any
    median_hours_to_first_look: float | None = None  # from publication, in seven days; None where no page gives a time
    days_without_coverage: int = 0  # of the last 30, since its first look


RECENT = dt.timedelta(days=3)
BEFORE = dt.timedelta(days=28)
_MONTH = dt.timedelta(days=30)
_MOST_LOOKS = 20_000  # of which a median is taken


def vitals(connection: sqlite3.Connection, outlet_id: int, name: str, now: dt.datetime) -> Vitals:
    """Return how an outlet's last days went."""
    week, recent = times.warc_date(now - WEEK), times.warc_date(now - RECENT)
    before = times.warc_date(now - RECENT - BEFORE)
    count, last_look, first, last_new, earlier = connection.execute(
        """SELECT count(*), max(last_captured_at), min(first_captured_at), max(first_captured_at),
                  coalesce(sum(first_captured_at BETWEEN ? AND ?), 0) FROM articles WHERE outlet_id = ?""",
        (before, recent, outlet_id),
    ).fetchone()
    looks = _looks(connection, outlet_id, week)
    words = _words(connection, outlet_id, before)
    since = max(times.parse_iso(first), now - RECENT - BEFORE) if first else now
    return Vitals(
        outlet=name,
        articles=count,
        last_look_at=_time(last_look),
        last_new_at=_time(last_new),
        new_before=earlier,
        days_before=max((now - RECENT - since).total_seconds() / 86400, 0.0),
        looks=len(looks),
        truncated=sum(truncated for _, _, truncated in looks),
        misses=_misses(connection, outlet_id, week),
        words_now=tuple(number for at, number in words if at >= recent),
        words_before=tuple(number for at, number in words if at < recent),
        sources=_sources(connection, outlet_id),
        median_gap_hours=_median(_gaps(looks)),
        median_hours_to_first_look=_median(_first_looks(connection, outlet_id, week)),
        days_without_coverage=_uncovered(connection, outlet_id, first, now),
    )


def _looks(connection: sqlite3.Connection, outlet_id: int, since: str) -> list[tuple[int, float, bool]]:
    rows = connection.execute(
        """SELECT article_id, julianday(captured_at) * 24, truncated IS NOT NULL FROM captures
            WHERE outlet_id = ? AND captured_at >= ? AND purpose = 'article' LIMIT ?""",
        (outlet_id, since, _MOST_LOOKS),
    )
    return [(int(article or 0), float(hour), bool(truncated)) for article, hour, truncated in rows]


def _gaps(looks: Sequence[tuple[int, float, bool]]) -> list[float]:
    ordered = sorted((article, hour) for article, hour, _ in looks if article)
    return [later - hour for (one, hour), (other, later) in pairwise(ordered) if one == other]


def _first_looks(connection: sqlite3.Connection, outlet_id: int, since: str) -> list[float]:
    rows = connection.execute(
        """SELECT (julianday(first_captured_at) - julianday(published_at)) * 24 FROM articles
            WHERE outlet_id = ? AND first_captured_at >= ? AND published_at LIKE '%T%'""",
        (outlet_id, since),
    )
    return [max(float(hours), 0.0) for (hours,) in rows if hours is not None]


def _words(connection: sqlite3.Connection, outlet_id: int, since: str) -> list[tuple[str, int]]:
    rows = connection.execute(
        """SELECT v.first_captured_at, v.words FROM versions v JOIN articles a ON a.id = v.article_id
            WHERE a.outlet_id = ? AND v.number = 1 AND v.first_captured_at >= ?""",
        (outlet_id, since),
    )
    return [(str(at), int(words)) for at, words in rows]


def _misses(connection: sqlite3.Connection, outlet_id: int, since: str) -> dict[str, int]:
    rows = connection.execute(
        "SELECT reason, count(*) FROM misses WHERE outlet_id = ? AND missed_at >= ? GROUP BY 1", (outlet_id, since)
    )
    return {str(reason): int(number) for reason, number in rows}


def _sources(connection: sqlite3.Connection, outlet_id: int) -> tuple[SourceState, ...]:
    rows = connection.execute(
        "SELECT url, failures, newest_at FROM sources WHERE outlet_id = ? AND lastmod IS NULL ORDER BY url",
        (outlet_id,),
    )
    return tuple(SourceState(url=url, failures=failures, newest_at=_time(newest)) for url, failures, newest in rows)


def _uncovered(connection: sqlite3.Connection, outlet_id: int, first: str | None, now: dt.datetime) -> int:
    if first is None:
        return 0
    start = max(times.parse_iso(first), now - _MONTH).date()
    days = (now.date() - start).days + 1
    covered = connection.execute(
        "SELECT count(*) FROM coverage WHERE outlet_id = ? AND day >= ? AND fetched > 0", (outlet_id, start.isoformat())
    ).fetchone()[0]
    return max(days - int(covered), 0)


def _median(numbers: Sequence[float]) -> float | None:
    return statistics.median(numbers) if numbers else None


def _time(text: str | None) -> dt.datetime | None:
    return times.parse_iso(text) if text else None
