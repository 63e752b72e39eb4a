"""desk.db: what people decided and were told. Not derived from anything, so it is never rebuilt: back it up.

Each table's rows are read and written elsewhere; here is the file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from archive.errors import MorgueError
from archive.morgue import Morgue

_BUSY_SECONDS: Final = 60
_SHAPE: Final = """
CREATE TABLE IF NOT EXISTS told (   -- what was told to whom, or waits for a target that could not be reached
  rule TEXT NOT NULL,
  target TEXT NOT NULL,             -- the name of an environment variable, or a kind and a digest: never an address
  before_record TEXT NOT NULL,      -- record ids, so that what was told stays told when rowback.db is made again
  after_record TEXT NOT NULL,
  kind TEXT NOT NULL,
  change_id INTEGER NOT NULL,
  campaign_id INTEGER,              -- null unless the change is nothing but part of a campaign
  weight REAL NOT NULL,
  takes_name INTEGER NOT NULL,      -- 1 when a person's name was taken away: never told first
  outlet TEXT NOT NULL,
  text TEXT NOT NULL,               -- what is said
  noted_at TEXT NOT NULL,
  told_at TEXT,                     -- null while it waits
  tries INTEGER NOT NULL DEFAULT 0, -- in vain
  corrected_at TEXT,                -- null unless the finding was retracted after it was told, and that was told too
  PRIMARY KEY (rule, target, before_record, after_record, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told_alarms ( -- what was told of the health of outlets: each alarm once, and its end once
  rule TEXT NOT NULL,
  target TEXT NOT NULL,             -- as in told
  outlet TEXT NOT NULL,
  kind TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  words TEXT NOT NULL,              -- as they were then
  told_at TEXT,                     -- null while it waits
  over_at TEXT,                     -- null while it lasts
  over_told_at TEXT,                -- null until its end was told
  tries INTEGER NOT NULL DEFAULT 0, -- in vain
  PRIMARY KEY (rule, target, outlet, kind, raised_at)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_waiting ON told (rule, target, told_at); -- what waits for a target
"""


@contextmanager
def open_desk(morgue: Morgue) -> Iterator[sqlite3.Connection]:
    """Open a morgue's desk.db to read and write it, making it if there is none. Raises `MorgueError`."""
    try:
        with closing(sqlite3.connect(morgue.desk, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            shape(connection)
            yield connection
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error


def shape(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none."""
    connection.executescript(_SHAPE)


@contextmanager
def read_desk(morgue: Morgue) -> Iterator[sqlite3.Connection]:
    """Open a morgue's desk.db to look at it; without one, an empty one that is nowhere kept. Raises `MorgueError`."""
    there = morgue.desk.is_file()
    place = f"{morgue.desk.as_uri()}?mode=ro" if there else ":memory:"
    try:
        with closing(sqlite3.connect(place, uri=there, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            if not there:
                shape(connection)
            yield connection
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error


def _unusable(morgue: Morgue, error: sqlite3.Error) -> MorgueError:
    return MorgueError(f"cannot be used ({error})", subject=str(morgue.desk), cure="Restore desk.db from a backup")
