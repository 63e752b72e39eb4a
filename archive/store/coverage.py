"""Rows of `coverage`: what a day of an outlet came to.

Counted anew from captures and misses, never added up: so nothing is counted twice, whatever was killed in between.
Only what was announced is noted as it happens, since nothing else tells it later. An address's earlier captures are
found by the index of addresses: by that of times, which SQLite takes by itself, each page costs all that were before.
"""

import datetime as dt
import sqlite3
from typing import Final

from archive import terms

_EVER: Final = dt.date.min.isoformat()
_PAGE: Final = "purpose = 'article' AND truncated IS NULL AND (status BETWEEN 200 AND 299 OR status = 304)"
REFUSED: Final = tuple(name for name, miss in terms.MISSES.items() if miss.refused)
_COUNTED: Final = ("fetched", "kept", "read", "unread", "refused", "missed")

_PAGES: Final = f"""
    SELECT substr(c.captured_at, 1, 10) AS day, count(*),
           sum(NOT EXISTS (SELECT 1 FROM captures e INDEXED BY captures_identity
                            WHERE e.outlet_id = c.outlet_id AND e.identity = c.identity
                              AND e.captured_at < c.captured_at AND {_PAGE.replace("purpose", "e.purpose")})),
           sum(c.decision IS NOT NULL), sum(c.decision IS NULL)
      FROM captures c
     WHERE c.outlet_id = ? AND c.{_PAGE} AND c.captured_at >= ? AND c.origin = 'crawl' GROUP BY day"""
_MISSES: Final = f"""
    SELECT substr(missed_at, 1, 10) AS day, sum(reason IN ({terms.in_sql(REFUSED)})), count(*)
      FROM misses WHERE outlet_id = ? AND missed_at >= ? GROUP BY day"""


def announce(connection: sqlite3.Connection, outlet_id: int, day: dt.date, many: int) -> None:
    """Add addresses that an outlet's sources named for the first time."""
    connection.execute(
        "INSERT INTO coverage (outlet_id, day, announced) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET announced = announced + excluded.announced",
        (outlet_id, day.isoformat(), many),
    )


def recount(connection: sqlite3.Connection, outlet_id: int, since: dt.date | None = None) -> None:
    """Count an outlet's days anew: from the last one that was counted, or from an earlier day."""
    (counted,) = connection.execute(
        "SELECT max(day) FROM coverage WHERE outlet_id = ? AND fetched + missed > 0", (outlet_id,)
    ).fetchone()
    first = min(counted or _EVER, since.isoformat() if since else "9999")
    zero = ", ".join(f"{name} = 0" for name in _COUNTED)
    connection.execute(f"UPDATE coverage SET {zero} WHERE outlet_id = ? AND day >= ?", (outlet_id, first))
    for sql, names in ((_PAGES, _COUNTED[:4]), (_MISSES, _COUNTED[4:])):
        for day, *counts in connection.execute(sql, (outlet_id, first)).fetchall():
            _put(connection, outlet_id, day, dict(zip(names, counts, strict=True)))


def recount_all(connection: sqlite3.Connection) -> None:
    """Count every day of every outlet anew."""
    for (outlet_id,) in connection.execute("SELECT id FROM outlets ORDER BY id").fetchall():
        recount(connection, outlet_id, dt.date.min)


def _put(connection: sqlite3.Connection, outlet_id: int, day: str, counts: dict[str, int]) -> None:
    updates = ", ".join(f"{name} = excluded.{name}" for name in counts)
    connection.execute(
        f"INSERT INTO coverage (outlet_id, day, {', '.join(counts)}) VALUES (?, ?, {', '.join('?' * len(counts))}) "
        f"ON CONFLICT DO UPDATE SET {updates}",
        (outlet_id, day, *counts.values()),
    )
