"""How the archive is: the last crawl, what each outlet holds, how fast it grows. Read only."""

import datetime as dt
import sqlite3
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from archive import ids, times, urls

from . import paces
from .paces import PaceRow
from .sources import HEARD_OF, outlets_heard_of

WEEK = dt.timedelta(days=7)
GROWTH = dt.timedelta(days=14)  # over which the growth of a day is taken


def last_crawl(connection: sqlite3.Connection) -> dict[str, object] | None:
    """Return the newest crawl's row; None when there was none."""
    row = connection.execute("SELECT * FROM crawls ORDER BY started_at DESC LIMIT 1").fetchone()
    return dict(row) if row else None


def outlets(connection: sqlite3.Connection, now: dt.datetime) -> list[dict[str, object]]:
    """Return for each outlet of which anything is known its counts, its last look, its misses of seven days."""
    rows = connection.execute(
        f"""SELECT o.name, count(a.id) AS articles, coalesce(sum(a.version_count), 0) AS versions,
                  coalesce(sum(a.capture_count), 0) AS captures, max(a.last_captured_at) AS last,
                  (SELECT count(*) FROM misses m WHERE m.outlet_id = o.id
                      AND m.missed_at > ?) AS missed
             FROM outlets o LEFT JOIN articles a ON a.outlet_id = o.id WHERE {HEARD_OF}
            GROUP BY o.id ORDER BY o.name""",
        (times.warc_date(now - WEEK),),
    )
    return [dict(row) for row in rows]


def bytes_a_day(connection: sqlite3.Connection, database: int, now: dt.datetime) -> float:
    """Return how many bytes a day brings: WARC over the last two weeks or since the first capture, and the database.

    `database` is its size now: it grows with the WARC files.
    """
    since = times.warc_date(now - GROWTH)
    first, total = connection.execute(
        "SELECT min(captured_at), sum(length) FROM captures WHERE captured_at > ?", (since,)
    ).fetchone()
    if not total:
        return 0.0
    days = max((now - times.parse_iso(first)).total_seconds() / 86400, 1.0)
    (kept,) = connection.execute("SELECT coalesce(sum(indexed), 0) FROM _warcs").fetchone()
    return float(total / days * (1 + (database / kept if kept else 0)))


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source and how looking at it goes."""

    url: str
    failures: int  # looks in a row that failed
    newest_at: dt.datetime | None  # the newest date that it ever announced; None when it gives none
    moved_to: str | None = None  # where its latest answer says that it moved for good; None when it says no such thing


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
    unread: Mapping[str, int] = field(default_factory=dict)  # of these, that show no article, by reason
    misses: Mapping[str, int] = field(default_factory=dict)  # by reason, in seven days
    looked_at: int = 0  # articles, in three days
    differing: int = 0  # of these, that did not look as before
    template_wide: int = 0  # of these, that differed as many others did: by the template, or by one change made on all
    words_now: tuple[int, ...] = ()  # of new articles in the last three days
    words_before: tuple[int, ...] = ()  # of those in the four weeks before
    sources: tuple[SourceState, ...] = ()
    median_gap_hours: float | None = None  # between two looks at an article, in seven days; None without any
    median_hours_to_first_look: float | None = None  # from publication, in seven days; None where no page gives a time
    gaps: int = 0  # of which the median is taken
    first_looks: int = 0  # likewise
    days_without_coverage: int = 0  # of those watched
    days_watched: int = 0  # of the last 30, since its first look
    pace: PaceRow | None = None  # how slowly it is asked; None: as usual


RECENT = dt.timedelta(days=3)
BEFORE = dt.timedelta(days=28)
_MONTH = dt.timedelta(days=30)
_MOST_LOOKS = 1_000  # of which a median is taken
_MOST_TEXTS = 200  # whose lengths are compared


def watched(connection: sqlite3.Connection, names: Sequence[str], now: dt.datetime) -> list[Vitals]:
    """Return how the last days of these outlets went; of all of which anything is known when none is named."""
    every = names or sorted(outlet.name for _, outlet in outlets_heard_of(connection))
    return [vitals(connection, ids.outlet_id(name), name, now) for name in every]


def vitals(connection: sqlite3.Connection, outlet_id: int, name: str, now: dt.datetime) -> Vitals:
    """Return how an outlet's last days went."""
    week, recent = times.warc_date(now - WEEK), times.warc_date(now - RECENT)
    before = times.warc_date(now - RECENT - BEFORE)
    count, last_look, first, last_new, earlier = connection.execute(
        """SELECT (SELECT count(*) FROM articles WHERE outlet_id = ?1),
                  (SELECT max(last_captured_at) FROM articles WHERE outlet_id = ?1),
                  (SELECT min(first_captured_at) FROM articles WHERE outlet_id = ?1),
                  (SELECT max(first_captured_at) FROM articles WHERE outlet_id = ?1),
                  (SELECT count(*) FROM articles WHERE outlet_id = ?1 AND first_captured_at BETWEEN ?2 AND ?3)""",
        (outlet_id, before, recent),
    ).fetchone()
    looks, truncated, unread = _looks(connection, outlet_id, week)
    gaps, first_looks = _gaps(connection, outlet_id, week), _first_looks(connection, outlet_id, week)
    looked_at, differing, template_wide = _differences(connection, outlet_id, recent)
    watched = _days_watched(first, now)
    since = max(times.parse_iso(first), now - RECENT - BEFORE) if first else now
    return Vitals(
        outlet=name,
        articles=count,
        last_look_at=_time(last_look),
        last_new_at=_time(last_new),
        new_before=earlier,
        days_before=max((now - RECENT - since).total_seconds() / 86400, 0.0),
        looks=looks,
        truncated=truncated,
        unread=unread,
        misses=_misses(connection, outlet_id, week),
        words_now=_words(connection, outlet_id, recent, times.warc_date(now)),
        words_before=_words(connection, outlet_id, before, recent),
        sources=_sources(connection, outlet_id),
        looked_at=looked_at,
        differing=differing,
        template_wide=template_wide,
        median_gap_hours=_median(gaps),
        gaps=len(gaps),
        median_hours_to_first_look=_median(first_looks),
        first_looks=len(first_looks),
        days_without_coverage=max(watched - _covered(connection, outlet_id, now, watched), 0),
        days_watched=watched,
        pace=paces.of_outlet(connection, outlet_id),
    )


def _looks(connection: sqlite3.Connection, outlet_id: int, since: str) -> tuple[int, int, dict[str, int]]:
    """Count looks, those that were truncated, and those that show no article by reason.

    Of the last: pages that came, and those held back behind a wall.
    """
    rows = connection.execute(
        """SELECT iif(status = 200 AND (decision IS NULL OR reason = 'wall'),
                      iif(reason = 'wall', 'bot_wall', reason), '') AS unread,
                  count(*), sum(truncated IS NOT NULL) FROM captures
            WHERE outlet_id = ? AND purpose = 'article' AND captured_at >= ? GROUP BY 1""",
        (outlet_id, since),
    ).fetchall()
    unread = {str(reason): int(number) for reason, number, _ in rows if reason}
    return sum(number for _, number, _ in rows), sum(truncated for _, _, truncated in rows), unread


def _differences(connection: sqlite3.Connection, outlet_id: int, since: str) -> tuple[int, int, int]:
    """Count articles looked at, those that did not look as before, and of these those that differed as many did."""
    looked_at, differing, wide = connection.execute(
        """SELECT count(*), coalesce(sum(own OR wide), 0), coalesce(sum(wide), 0) FROM (
             SELECT max(p.decision = 'changed') AS own,
                    max(p.decision = 'held_back' AND p.reason IN ('template', 'suspect_reading')
                        OR p.decision = 'changed' AND EXISTS (SELECT 1 FROM changes c WHERE
                             c.to_version_id = p.version_id AND c.campaign_id IS NOT NULL AND NOT c.beside_campaign)
                    ) AS wide
               FROM captures p WHERE p.outlet_id = ? AND p.purpose = 'article' AND p.captured_at >= ?
                AND p.article_id IS NOT NULL GROUP BY p.article_id)""",
        (outlet_id, since),
    ).fetchone()
    return int(looked_at), int(differing), int(wide)


def _gaps(connection: sqlite3.Connection, outlet_id: int, since: str) -> list[float]:
    """Return the hours between two looks at an article, of the latest looks."""
    rows = connection.execute(
        """SELECT article_id, julianday(captured_at) * 24 FROM captures
            WHERE outlet_id = ? AND purpose = 'article' AND captured_at >= ? AND article_id IS NOT NULL
            ORDER BY captured_at DESC LIMIT ?""",
        (outlet_id, since, _MOST_LOOKS),
    )
    return [later - hour for (one, hour), (other, later) in pairwise(sorted(map(tuple, rows))) if one == other]


def _first_looks(connection: sqlite3.Connection, outlet_id: int, since: str) -> list[float]:
    rows = connection.execute(
        """SELECT (julianday(first_captured_at) - julianday(published_at)) * 24 FROM articles
            WHERE outlet_id = ? AND first_captured_at >= ? AND published_at LIKE '%T%'
            ORDER BY first_captured_at DESC LIMIT ?""",
        (outlet_id, since, _MOST_LOOKS),
    )
    return [max(float(hours), 0.0) for (hours,) in rows if hours is not None]


def _words(connection: sqlite3.Connection, outlet_id: int, since: str, until: str) -> tuple[int, ...]:
    """Return the lengths in words of the latest articles first seen within a time."""
    rows = connection.execute(
        """SELECT v.words FROM articles a CROSS JOIN versions v ON v.article_id = a.id
            WHERE a.outlet_id = ? AND a.first_captured_at >= ? AND a.first_captured_at < ? AND v.number = 1
            ORDER BY a.first_captured_at DESC LIMIT ?""",
        (outlet_id, since, until, _MOST_TEXTS),
    )
    return tuple(int(words) for (words,) in rows)


def _misses(connection: sqlite3.Connection, outlet_id: int, since: str) -> dict[str, int]:
    rows = connection.execute(
        "SELECT reason, count(*) FROM misses WHERE outlet_id = ? AND missed_at >= ? GROUP BY 1", (outlet_id, since)
    )
    return {str(reason): int(number) for reason, number in rows}


def _sources(connection: sqlite3.Connection, outlet_id: int) -> tuple[SourceState, ...]:
    rows = connection.execute(
        """SELECT url, failures, newest_at FROM sources
            WHERE outlet_id = ? AND (lastmod IS NULL OR NOT discovered) ORDER BY url""",
        (outlet_id,),
    )
    return tuple(
        SourceState(url=url, failures=failures, newest_at=_time(newest), moved_to=_moved_to(connection, url))
        for url, failures, newest in rows.fetchall()
    )


def _moved_to(connection: sqlite3.Connection, url: str) -> str | None:
    row = connection.execute(
        """SELECT status, location FROM captures WHERE urlkey = ? AND url = ? AND purpose <> 'article'
            ORDER BY timestamp DESC, captured_at DESC LIMIT 1""",
        (urls.urlkey(url), url),
    ).fetchone()
    return str(row[1]) if row and row[0] in (301, 308) and row[1] else None


def _days_watched(first: str | None, now: dt.datetime) -> int:
    """Return how many of the last thirty days, today included, lie after the first look."""
    if first is None:
        return 0
    return min((now.date() - times.parse_iso(first).date()).days + 1, _MONTH.days)


def _covered(connection: sqlite3.Connection, outlet_id: int, now: dt.datetime, watched: int) -> int:
    since = now.date() - dt.timedelta(days=watched - 1)
    row = connection.execute(
        "SELECT count(*) FROM coverage WHERE outlet_id = ? AND day >= ? AND fetched > 0", (outlet_id, since.isoformat())
    ).fetchone()
    return int(row[0])


def _median(numbers: Sequence[float]) -> float | None:
    return statistics.median(numbers) if numbers else None


def _time(text: str | None) -> dt.datetime | None:
    return times.parse_iso(text) if text else None
