"""What a schedule needs to know of articles, and the time of their next look, which it sets."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive import times, urls


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRow:
    """One address of an article; or of a page that was had and found to be none (`article_id` None)."""

    url: str
    identity: str
    article_id: int | None
    first_captured_at: dt.datetime
    last_captured_at: dt.datetime
    next_check_at: dt.datetime | None = None
    published_at: str | None = None  # ISO 8601, or a bare date
    version_since: dt.datetime | None = None  # first capture of the latest version
    version_count: int = 0
    state: str = "live"
    state_since: dt.datetime | None = None
    held_back: str | None = None  # why the last capture was held back
    unanswered: bool = False  # the last look was put off or cut short; of a page that was never had: each look


_LONGEST_ASKED = dt.timedelta(hours=24)  # a Retry-After beyond it is not followed
NextCheck = Callable[[WatchedRow], dt.datetime | None]

_ARTICLE = """
  SELECT a.url, u.urlkey, a.id, a.first_captured_at, a.last_captured_at, a.next_check_at, a.published_at,
         v.first_captured_at, a.version_count, a.state, a.state_since,
         (SELECT reason FROM captures c WHERE c.article_id = a.id ORDER BY captured_at DESC LIMIT 1),
         (SELECT status >= 500 OR status IN (408, 429) OR truncated IS NOT NULL FROM captures c
           WHERE c.article_id = a.id ORDER BY captured_at DESC LIMIT 1)
    FROM articles a JOIN article_urls u ON u.article_id = a.id LEFT JOIN versions v ON v.id = a.latest_version_id"""
_LAST_WINS = "ORDER BY a.first_captured_at, a.id"  # of several articles that stood at one address, the newest is last
_PAGE = """
  SELECT max(url), identity, NULL, min(captured_at), max(captured_at), NULL, NULL, NULL, 0, 'live', NULL, NULL,
         max(status < 500 AND status NOT IN (408, 429) AND truncated IS NULL) = 0 AS unanswered
    FROM captures WHERE outlet_id = ? AND purpose = 'article' AND article_id IS NULL GROUP BY identity"""


def of_outlet(connection: sqlite3.Connection, outlet_id: int) -> list[WatchedRow]:
    """Return every address of an outlet that was ever looked at as an article's."""
    articles = connection.execute(f"{_ARTICLE} WHERE a.outlet_id = ? {_LAST_WINS}", (outlet_id,))
    pages = connection.execute(_PAGE, (outlet_id,))
    return [_row(row) for row in (*pages, *articles)]


def needed(
    connection: sqlite3.Connection, outlet_id: int, identities: Iterable[str], now: dt.datetime
) -> list[WatchedRow]:
    """Return those rows of `of_outlet` that bear on what is fetched now: an outlet's addresses grow without end.

    They are at the given identity keys, at the addresses of articles that are due, and pages that never answered.
    """
    given = json.dumps(list(identities))
    pages = f"SELECT * FROM ({_PAGE}) WHERE unanswered OR identity IN (SELECT value FROM json_each(?))"
    # `+`: by the given keys and by what is due, not by going through all that the outlet has
    articles = f"""{_ARTICLE} WHERE +a.outlet_id = ? AND u.urlkey IN (
        SELECT value FROM json_each(?) UNION
        SELECT own.urlkey FROM articles d JOIN article_urls own ON own.article_id = d.id
         WHERE +d.outlet_id = ? AND d.next_check_at <= ?) {_LAST_WINS}"""
    found = connection.execute(articles, (outlet_id, given, outlet_id, times.warc_date(now)))
    return [_row(row) for row in (*connection.execute(pages, (outlet_id, given)), *found)]


def overtaken(connection: sqlite3.Connection, outlet_id: int, now: dt.datetime) -> list[WatchedRow]:
    """Return an outlet's articles whose next look has been had already: a crawl was killed before it wrote another."""
    rows = connection.execute(
        f"{_ARTICLE} WHERE +a.outlet_id = ? AND a.next_check_at <= ? AND a.next_check_at <= a.last_captured_at",
        (outlet_id, times.warc_date(now)),
    )
    return [_row(row) for row in rows]


def outlets(connection: sqlite3.Connection) -> list[int]:
    """Return the outlets that have articles."""
    return [row[0] for row in connection.execute("SELECT DISTINCT outlet_id FROM articles ORDER BY 1")]


def has_articles(connection: sqlite3.Connection, outlet_id: int) -> bool:
    """Tell whether an article of an outlet was ever read."""
    found = "SELECT EXISTS (SELECT 1 FROM articles WHERE outlet_id = ? AND version_count > 0)"
    return bool(connection.execute(found, (outlet_id,)).fetchone()[0])


def behind_capture(connection: sqlite3.Connection, capture_id: int) -> WatchedRow | None:
    """Return the article that a capture belongs to; None when it belongs to none."""
    row = connection.execute(
        f"{_ARTICLE} JOIN captures c ON c.article_id = a.id WHERE c.id = ? LIMIT 1", (capture_id,)
    ).fetchone()
    return _row(row) if row else None


def of_article(connection: sqlite3.Connection, article_id: int) -> WatchedRow:
    """Return an article, which has a row."""
    return _row(connection.execute(f"{_ARTICLE} WHERE a.id = ? LIMIT 1", (article_id,)).fetchone())


def set_next_check(connection: sqlite3.Connection, article_id: int, at: dt.datetime | None) -> None:
    """Write when an article is looked at next; None: not any more. One that was only imported never is."""
    connection.execute(
        """UPDATE articles SET next_check_at = ? WHERE id = ?
            AND EXISTS (SELECT 1 FROM captures c WHERE c.article_id = articles.id AND c.origin = 'crawl')""",
        (times.warc_date(at) if at else None, article_id),
    )


def put_off(connection: sqlite3.Connection, outlet_id: int | None, url: str, until: dt.datetime) -> None:
    """Have the article at an address looked at no sooner than then."""
    connection.execute(
        """UPDATE articles SET next_check_at = ?1 WHERE outlet_id = ?2 AND next_check_at < ?1
            AND id IN (SELECT article_id FROM article_urls WHERE urlkey = ?3)""",
        (times.warc_date(until), outlet_id, urls.identity_key(url)),
    )


def left_alone_until(connection: sqlite3.Connection, outlet_id: int, now: dt.datetime) -> dt.datetime | None:
    """Return until when an outlet asked to be left alone; None when it did not, that time is over, or it answered."""
    (until,) = connection.execute(
        """SELECT max(m.retry_at) FROM misses m WHERE m.outlet_id = ? AND m.missed_at > ? AND m.retry_at > ?
              AND m.reason <> 'robots'
              AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.outlet_id = m.outlet_id AND c.captured_at > m.missed_at
                                 AND c.purpose IN ('article', 'feed', 'sitemap', 'section') AND c.status < 400)""",
        (outlet_id, times.warc_date(now - _LONGEST_ASKED), times.warc_date(now)),
    ).fetchone()
    return times.parse_iso(until) if until else None


def due(connection: sqlite3.Connection, now: dt.datetime) -> dict[str, dt.datetime]:
    """Return for each outlet when the first of its articles and sources is due, but not while it is to be left alone.

    Outlets without any are left out.
    """
    rows = connection.execute(
        """SELECT o.id, o.name, min(t.next_check_at) FROM outlets o JOIN
             (SELECT outlet_id, next_check_at FROM sources UNION ALL SELECT outlet_id, next_check_at FROM articles) t
               ON t.outlet_id = o.id WHERE t.next_check_at IS NOT NULL GROUP BY o.id"""
    )
    alone = [(name, times.parse_iso(at), left_alone_until(connection, outlet_id, now)) for outlet_id, name, at in rows]
    return {name: max(at, until or at) for name, at, until in alone}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What looks showed of one article; ages in hours since publication, else since its first look."""

    watched_from: float
    watched_to: float
    changes: tuple[tuple[float, float], ...]  # for each: the last look without it, the first with it


def histories(connection: sqlite3.Connection, outlet_id: int, most: int = 2000) -> list[HistoryRow]:
    """Return how an outlet's newest articles changed; only versions count, so bytes that differ say nothing."""
    rows = connection.execute(
        """SELECT a.published_at, a.first_captured_at, a.last_captured_at,
                  (SELECT group_concat(v.appeared_after || ' ' || v.first_captured_at) FROM versions v
                    WHERE v.article_id = a.id AND v.number > 1 AND v.appeared_after IS NOT NULL)
             FROM articles a WHERE a.outlet_id = ? ORDER BY a.last_captured_at DESC LIMIT ?""",
        (outlet_id, most),
    )
    return [_history(*row) for row in rows]


def _history(published: str | None, first: str, last: str, changes: str | None) -> HistoryRow:
    seen = times.parse_iso(first)
    born = min(times.parse_iso(published), seen) if published and "T" in published else seen
    spans = [tuple(map(times.parse_iso, change.split(" "))) for change in (changes or "").split(",") if change]

    def age(at: dt.datetime) -> float:
        return max((at - born).total_seconds() / 3600, 0.0)

    return HistoryRow(age(seen), age(times.parse_iso(last)), tuple((age(after), age(by)) for after, by in spans))


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last full answer of an address allows to ask: whether it has changed."""

    etag: str | None
    last_modified: str | None
    unchanged: int  # answers in a row that said it has not


def validators(connection: sqlite3.Connection, url: str) -> Validators | None:
    """Return the validators of an address's last 200; None when it was never had, or sends none."""
    rows = connection.execute(
        """SELECT status, etag, last_modified, truncated FROM captures
            WHERE urlkey = ? AND url = ? AND purpose = 'article' ORDER BY timestamp DESC, captured_at DESC LIMIT 10""",
        (urls.urlkey(url), url),
    ).fetchall()
    unchanged = 0
    for status, etag, last_modified, truncated in rows:
        if status == 304:
            unchanged += 1
        elif status == 200 and truncated is None and (etag or last_modified):
            return Validators(etag, last_modified, unchanged)
        else:
            return None
    return None


def _row(row: tuple[str, ...]) -> WatchedRow:
    return WatchedRow(
        url=row[0],
        identity=row[1],
        article_id=int(row[2]) if row[2] is not None else None,
        first_captured_at=times.parse_iso(row[3]),
        last_captured_at=times.parse_iso(row[4]),
        next_check_at=times.parse_iso(row[5]) if row[5] else None,
        published_at=row[6],
        version_since=times.parse_iso(row[7]) if row[7] else None,
        version_count=int(row[8]),
        state=row[9],
        state_since=times.parse_iso(row[10]) if row[10] else None,
        held_back=row[11],
        unanswered=bool(row[12]),
    )
