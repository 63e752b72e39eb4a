"""Rows of the operational log: `crawls`, `misses`. `coverage` is counted from them."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, cast

from archive import times, urls
from archive.errors import BadInput
from archive.models import Miss
from archive.warc.ledger import Ledger

CrawlStatus = Literal["running", "done", "stopped", "failed", "disk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEnd:
    """What a crawl came to."""

    status: CrawlStatus
    announced: int = 0
    fetched: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    held_back: int = 0
    missed: int = 0
    bytes: int = 0
    clock_skew_seconds: float | None = None
    summary: str = ""


def begin(connection: sqlite3.Connection, started_at: dt.datetime, outlets: Iterable[str]) -> int:
    """Add a crawl that runs and return its id."""
    cursor = connection.execute(
        "INSERT INTO crawls (started_at, status, outlets) VALUES (?, 'running', ?)",
        (times.warc_date(started_at), ", ".join(outlets)),
    )
    return int(cursor.lastrowid or 0)


def end(connection: sqlite3.Connection, crawl_id: int, finished_at: dt.datetime, result: CrawlEnd) -> None:
    """Write what a crawl came to into its row."""
    connection.execute(
        """UPDATE crawls SET finished_at = ?, status = ?, announced = ?, fetched = ?, new = ?, changed = ?, same = ?,
             held_back = ?, missed = ?, bytes = ?, clock_skew_seconds = ?, summary = ? WHERE id = ?""",
        (
            times.warc_date(finished_at), result.status, result.announced, result.fetched, result.new, result.changed,
            result.same, result.held_back, result.missed, result.bytes, result.clock_skew_seconds, result.summary,
            crawl_id,
        ),
    )  # fmt: skip


def add_ended(connection: sqlite3.Connection, crawl: Ledger) -> None:
    """Add a crawl's row as its ledger tells it; a later ledger of the same crawl replaces an earlier one."""
    fetched = sum(part.fetched for part in crawl.outlets)
    connection.execute(
        "INSERT OR REPLACE INTO crawls (id, started_at, status, outlets) VALUES (?, ?, ?, ?)",
        (
            crawl.crawl_id, times.warc_date(crawl.started_at), crawl.status,
            ", ".join(part.name for part in crawl.outlets),
        ),
    )  # fmt: skip
    result = CrawlEnd(
        status=cast(CrawlStatus, crawl.status),
        announced=sum(part.announced for part in crawl.outlets),
        fetched=fetched,
        new=crawl.counts.get("new", 0),
        changed=crawl.counts.get("changed", 0),
        same=crawl.counts.get("same", 0),
        held_back=crawl.counts.get("held_back", 0),
        missed=sum(sum(part.missed.values()) for part in crawl.outlets),
        bytes=crawl.counts.get("bytes", 0),
        clock_skew_seconds=crawl.clock_skew_seconds,
        summary="; ".join(f"{part.name}: {part.fetched} pages" for part in crawl.outlets),
    )
    end(connection, crawl.crawl_id, crawl.finished_at, result)


def forget_all(connection: sqlite3.Connection) -> None:
    """Remove the whole operational log."""
    for table in ("misses", "coverage", "crawls"):
        connection.execute(f"DELETE FROM {table}")


def name_missed_articles(connection: sqlite3.Connection) -> None:
    """Write into all misses which article they missed, where its address is known."""
    rows = connection.execute("SELECT id, outlet_id, url FROM misses").fetchall()
    connection.executemany(
        "UPDATE misses SET article_id = ? WHERE id = ?",
        ((_article_at(connection, outlet, url), miss) for miss, outlet, url in rows),
    )


def _article_at(connection: sqlite3.Connection, outlet_id: int | None, url: str) -> int | None:
    """Return which article of an outlet has this address, the last that got it; None for none."""
    with suppress(BadInput):
        row = connection.execute(
            """SELECT a.id FROM article_urls u JOIN articles a ON a.id = u.article_id
                WHERE u.urlkey = ? AND a.outlet_id = ? ORDER BY u.first_seen_at DESC, a.id LIMIT 1""",
            (urls.identity_key(url), outlet_id),
        ).fetchone()
        return int(row[0]) if row else None
    return None


def exists(connection: sqlite3.Connection, crawl_id: int) -> bool:
    """Tell whether a crawl has a row."""
    return connection.execute("SELECT 1 FROM crawls WHERE id = ?", (crawl_id,)).fetchone() is not None


def add_misses(connection: sqlite3.Connection, misses: Iterable[Miss]) -> None:
    """Add pages that were not had, and why; where the address is an article's, it is named."""
    connection.executemany(
        """INSERT INTO misses (crawl_id, outlet_id, article_id, url, missed_at, reason, detail, retry_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                miss.crawl_id, miss.outlet_id, miss.article_id or _article_at(connection, miss.outlet_id, miss.url),
                miss.url, times.warc_date(miss.missed_at), miss.reason,
                miss.detail, times.warc_date(miss.retry_at) if miss.retry_at else None,
            )
            for miss in misses
        ),
    )  # fmt: skip


def is_missed(connection: sqlite3.Connection, url: str, reason: str, since: dt.datetime) -> bool:
    """Tell whether a page was noted as missed for a reason since a time."""
    sql = "SELECT 1 FROM misses WHERE url = ? AND reason = ? AND missed_at >= ?"
    return connection.execute(sql, (url, reason, times.warc_date(since))).fetchone() is not None


def misses_of(connection: sqlite3.Connection, crawl_id: int) -> list[Miss]:
    """Return what a crawl missed, in order."""
    rows = connection.execute(
        """SELECT url, missed_at, reason, detail, outlet_id, article_id, retry_at FROM misses
            WHERE crawl_id = ? ORDER BY id""",
        (crawl_id,),
    )
    return [
        Miss(
            url=row[0],
            missed_at=times.parse_iso(row[1]),
            reason=row[2],
            detail=row[3],
            outlet_id=row[4],
            article_id=row[5],
            crawl_id=crawl_id,
            retry_at=times.parse_iso(row[6]) if row[6] else None,
        )
        for row in rows
    ]


def decisions(connection: sqlite3.Connection, crawl_id: int) -> dict[str, int]:
    """Count a crawl's captures of pages by what was decided; `unread` are those that show no article."""
    rows = connection.execute(
        """SELECT CASE WHEN decision IS NULL AND status = 200 THEN 'unread' ELSE decision END, count(*)
             FROM captures WHERE crawl_id = ? AND purpose = 'article' GROUP BY 1""",
        (crawl_id,),
    )
    return {str(decision): int(count) for decision, count in rows if decision}
