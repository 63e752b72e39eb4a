"""What archiving an outlet will take a month, from what one visit saw of it. Pure; an estimate on the high side.

Nearly every look at a page brings other bytes (advertisements, clocks), so each look counts as a whole page.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from crawler.amounts import said_size

from .looks import SOURCE_FIRST, Watched, next_look

MONTH = dt.timedelta(days=30)
_START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a visit saw; bytes as they would be kept."""

    pages_a_day: float  # new ones
    page_bytes: int
    source_bytes: int  # of all sources together
    delay: float = 0.0  # seconds between two requests
    looks_per_day: int | None = None  # the outlet's budget; None without one
    bytes_per_day: int | None = None  # likewise


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a month comes to."""

    looks: float  # at pages
    bytes: int
    why: str


@lru_cache(maxsize=1)
def looks_a_page() -> int:
    """Return how often an article that never changes is looked at in its first month, while habits are not learned."""
    looks, at = 1, _START
    while True:
        following = next_look(Watched(first_seen_at=_START, last_looked_at=at)).at
        if following is None or following - _START > MONTH:
            return looks
        looks, at = looks + 1, following


def month(seen: Seen) -> Forecast:
    """Return what a month of an outlet takes under its budget and at its pace."""
    wanted = seen.pages_a_day * looks_a_page()
    limits = [float(limit) for limit in (seen.looks_per_day,) if limit is not None]
    if seen.delay:
        limits.append(dt.timedelta(days=1).total_seconds() / seen.delay)
    looks_a_day = min([wanted, *limits])
    a_day = looks_a_day * seen.page_bytes
    if seen.bytes_per_day is not None:
        a_day = min(a_day, seen.bytes_per_day)
    sources = seen.source_bytes * (dt.timedelta(days=1) / SOURCE_FIRST)
    why = f"{seen.pages_a_day:,.0f} new pages a day, each looked at {looks_a_page()} times in its first month"
    if looks_a_day < wanted:
        why = f"{looks_a_day:,.0f} looks a day, as many as its pace or budget allows"
    return Forecast(
        looks=looks_a_day * MONTH.days,
        bytes=round((a_day + sources) * MONTH.days),
        why=f"{why}, {said_size(seen.page_bytes)} a look, and its sources every hour",
    )
