"""What looks at articles cost within a time: their number and their bytes."""

import datetime as dt
import sqlite3

from archive import times

_LONGEST_CRAWL = dt.timedelta(hours=2)  # looks are found by their crawl, which began a little before


def spent(connection: sqlite3.Connection, since: dt.datetime, outlet_id: int | None = None) -> tuple[int, int]:
    """Return looks and bytes since a time, of one outlet or of all."""
    looks, size = connection.execute(
        """SELECT count(*), coalesce(sum(length), 0) FROM captures
            WHERE crawl_id IN (SELECT id FROM crawls WHERE started_at >= ?) AND captured_at >= ?
              AND purpose = 'article' AND (?3 IS NULL OR outlet_id = ?3)""",
        (times.warc_date(since - _LONGEST_CRAWL), times.warc_date(since), outlet_id),
    ).fetchone()
    return int(looks), int(size)


def wanted(connection: sqlite3.Connection, now: dt.datetime, within: dt.timedelta) -> int:
    """Return how many articles are due within a time, and how many new ones came in as long a time before."""
    due, new = connection.execute(
        "SELECT (SELECT count(*) FROM articles WHERE next_check_at <= ?), "
        "(SELECT coalesce(sum(new), 0) FROM crawls WHERE started_at >= ?)",
        (times.warc_date(now + within), times.warc_date(now - within)),
    ).fetchone()
    return int(due) + int(new)
