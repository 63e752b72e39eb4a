"""Writes when articles are looked at next, by the habits of their outlets. `schedule` decides it."""

import datetime as dt
import sqlite3
from collections.abc import Callable

from archive import Capture, Settled, transaction
from archive import watched_rows as watched
from crawler import schedule
from crawler.frontier.allowance import Purse
from crawler.schedule import rows
from crawler.schedule.habits import Habits


class Timetable:
    """The next looks of one crawl; what an outlet's habits are is learned once, when the first of its pages is read."""

    def __init__(self, purse: Purse, now: Callable[[], dt.datetime]) -> None:
        self._purse = purse
        self._now = now
        self._price: float | None = None  # of a look, once it was asked for
        self._habits: dict[int, Habits | None] = {}

    def note(self, connection: sqlite3.Connection, capture: Capture, settled: Settled) -> None:
        """Write when the article that a capture belongs to is looked at next."""
        row = watched.behind_capture(connection, capture.id)
        if row is not None and capture.outlet_id is not None:
            self._write(connection, capture.outlet_id, row, settled.look_again_at)

    def catch_up(self, connection: sqlite3.Connection, outlet_id: int) -> None:
        """Write the next looks that a crawl which was killed did not come to write: no look is had twice."""
        for row in watched.overtaken(connection, outlet_id, self._now()):
            self._write(connection, outlet_id, row, None)

    def _write(
        self, connection: sqlite3.Connection, outlet_id: int, row: watched.WatchedRow, settle_at: dt.datetime | None
    ) -> None:
        if row.article_id is None:
            return
        if self._price is None:
            self._price = self._purse.price(connection, self._now())
        following = schedule.next_look(rows.watched(row, settle_at), self._of(connection, outlet_id), self._price)
        with transaction(connection):
            watched.set_next_check(connection, row.article_id, following.at)

    def _of(self, connection: sqlite3.Connection, outlet_id: int) -> Habits | None:
        if outlet_id not in self._habits:
            self._habits[outlet_id] = rows.habits_of(watched.histories(connection, outlet_id))
        return self._habits[outlet_id]
