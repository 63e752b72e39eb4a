"""What one crawl may still spend: asks the archive what was spent within a day, and `budget` what that leaves."""

import datetime as dt
import math
import sqlite3
from collections.abc import Sequence

from archive import ids
from archive import parse_url as parse
from archive import spending_rows as spending
from crawler.config import Config
from crawler.outlet import Outlet
from crawler.politeness import pace as politeness
from crawler.schedule import EDITS_MISSED

from . import budget
from .plan import Task


class Purse:
    """The budget of one crawl, whose outlets draw on it one after the other."""

    def __init__(self, config: Config, free: int) -> None:
        """`free`: bytes of the disk that may be filled."""
        self._looks = config.budget.looks_per_day
        self._bytes = budget.bytes_a_day(config.budget, free)
        self._granted = 0  # looks of this crawl that all outlets together were let

    def grant(
        self, connection: sqlite3.Connection, outlet: Outlet, tasks: Sequence[Task], now: dt.datetime
    ) -> tuple[Sequence[Task], Sequence[Task], str]:
        """Return what of an outlet's plan can be afforded, what cannot, and why not."""
        since = now - budget.DAY
        spent = budget.Spent(*spending.spent(connection, since, ids.outlet_id(outlet.name)))
        pace = politeness.delay(parse(outlet.home).hostname or "", outlet=outlet.delay).seconds
        a_day = budget.DAY.total_seconds() / pace if pace else math.inf
        own = budget.left(outlet.looks_per_day, outlet.bytes_per_day, spent, outlet.display, per_day=a_day)
        limit = min(own, self._left_for_all(connection, since), key=lambda each: each.looks)
        taken, left = budget.afford(tasks, limit)
        self._granted += len(taken)
        return taken, left, limit.why

    def _left_for_all(self, connection: sqlite3.Connection, since: dt.datetime) -> budget.Limit:
        if self._looks is None and self._bytes is None:
            return budget.Limit(math.inf)
        limit = budget.left(
            self._looks, self._bytes, budget.Spent(*spending.spent(connection, since)), "all outlets together"
        )
        return budget.Limit(max(limit.looks - self._granted, 0), limit.why)

    def price(self, connection: sqlite3.Connection, now: dt.datetime) -> float:
        """Return after how many expected edits an article is looked at again under this budget."""
        if self._looks is None and self._bytes is None:
            return EDITS_MISSED
        page_bytes = budget.Spent(*spending.spent(connection, now - budget.DAY)).page_bytes
        by_bytes = math.inf if self._bytes is None else self._bytes / page_bytes
        by_looks = math.inf if self._looks is None else self._looks
        return budget.price(spending.wanted(connection, now, budget.DAY), min(by_looks, by_bytes))
