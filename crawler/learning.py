"""At the end of a crawl: what the outlets' pages repeat is learned, and adopted where it tells something new.

A help and no duty: whatever goes wrong costs the learning alone, which is tried again a day later.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing

from archive import ids, learning
from archive.errors import RowbackError
from archive.extract import READER
from archive.intake import Intake
from archive.morgue import Morgue
from archive.store.connection import connect_reader


def learn(
    intake: Intake,
    morgue: Morgue,
    outlets: Iterable[str],
    now: Callable[[], dt.datetime],
    say: Callable[[str], object],
) -> None:
    """Learn from each of these outlets, whose locks are held, that was not learned from for a day."""
    for outlet in outlets:
        try:
            with closing(connect_reader(morgue)) as connection:
                _learn(intake, connection, outlet, now)
        except RowbackError as error:
            say(f"Nothing was learned of {outlet}: {error}")
        except Exception as error:
            say(f"Nothing was learned of {outlet} ({type(error).__name__}: {error}). Please report this")


def _learn(intake: Intake, connection: sqlite3.Connection, outlet: str, now: Callable[[], dt.datetime]) -> None:
    outlet_id = ids.outlet_id(outlet)
    if not learning.is_due(connection, outlet_id, now()):
        return
    intake.call(lambda archive: learning.note_checked(archive, outlet, now())).result()
    state = learning.learn(connection, outlet_id, READER)
    if state is not None:
        intake.call(lambda archive: learning.adopt(archive, outlet, state, now())).result()
