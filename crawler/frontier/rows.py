"""From the archive's rows to what the frontier takes. Pure."""

import datetime as dt
from collections.abc import Iterable

from archive import Capture, WatchedRow, urls
from crawler import schedule
from crawler.schedule.rows import moment

from .plan import Known


def waiting(unread: Iterable[Capture]) -> dict[str, dt.datetime]:
    """Return by identity key when the pages were had that an earlier crawl left unread."""
    return {urls.identity_key(capture.url): capture.captured_at for capture in unread}


def known(row: WatchedRow, kept_at: dt.datetime | None = None) -> Known:
    """Return what the frontier needs to know of an address; `kept_at`: when it was had, when nobody read that yet."""
    again = row.next_check_at
    if row.unanswered and row.article_id is None:
        again = schedule.next_try(row.first_captured_at, row.last_captured_at).at
    return Known(
        url=row.url,
        identity=row.identity,
        last_looked_at=max(row.last_captured_at, kept_at or row.last_captured_at),
        next_look_at=max(again, kept_at + schedule.SHORTEST) if again and kept_at else again,
        newest_at=moment(row.published_at) or row.first_captured_at,
        is_article=row.article_id is not None,
    )
