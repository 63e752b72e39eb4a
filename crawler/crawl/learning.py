"""At the end of a crawl: what the outlets' pages repeat is learned, and adopted where it tells something new.

A help and no duty: whatever goes wrong costs the learning alone, which is tried again a day later.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Final, Protocol

from archive import READER, Intake, Morgue, RowbackError, connect_reader, ids, learning
from crawler.progress import Progress

LONGEST: Final = dt.timedelta(seconds=60)  # that one crawl learns


class House(Protocol):
    """What learning needs to know of the crawl."""

    @property
    def morgue(self) -> Morgue: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def stopping(self) -> int: ...  # the signal that asked for it; 0 when none did
    @property
    def now(self) -> Callable[[], dt.datetime]: ...


def learn(intake: Intake, house: House, outlets: Iterable[str]) -> None:
    """Learn from each of these outlets, whose locks are held, that was not learned from for a day.

    What there is no time for is left to the next crawl.
    """
    began = house.now()
    for outlet in outlets:
        if house.stopping or house.now() - began > LONGEST:
            return
        try:
            with closing(connect_reader(house.morgue)) as connection:
                _learn(intake, connection, outlet, house.now())
        except RowbackError as error:
            house.progress.say(f"Nothing was learned of {outlet}: {error}")
        except Exception as error:  # of a help; the crawl ends as it would without
            house.progress.say(f"Nothing was learned of {outlet} ({type(error).__name__}: {error}). Please report this")


def _learn(intake: Intake, connection: sqlite3.Connection, outlet: str, now: dt.datetime) -> None:
    outlet_id = ids.outlet_id(outlet)
    if not learning.is_due(connection, outlet_id, now):
        return
    intake.call(lambda archive: learning.note_checked(archive, outlet, now)).result()
    state = learning.learn(connection, outlet_id, READER)
    if state is not None:
        intake.call(lambda archive: learning.adopt(archive, outlet, state, now)).result()
