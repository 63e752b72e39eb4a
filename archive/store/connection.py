"""Connections to the database: one that writes in a process, any number that read, on any medium."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from archive import row_digests
from archive.errors import ArchiveError, DiskFull, MorgueError
from archive.morgue import Morgue
from archive.sqlite import BUSY_SECONDS, disk_full, read_only


def connect_writer(morgue: Morgue) -> sqlite3.Connection:
    """Open the connection that writes; it may be used from one thread at a time, whichever that is."""
    connection = sqlite3.connect(morgue.database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # FULL: a commit is as durable as the WARC that was synced before it, so a closed WARC file never lacks its rows
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 1000"):
        connection.execute(f"PRAGMA {pragma}")
    row_digests.keep(connection)
    return connection


def connect_reader(morgue: Morgue) -> sqlite3.Connection:
    """Open a connection that cannot write, whatever it is told, and leaves no file behind."""
    return read_only(morgue.database)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write a group of rows as one: all of them or none.

    Raises `DiskFull` when there is no room, `MorgueError` when another process held the database too long.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")  # articles and versions point at each other
        yield
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _roll_back(connection)
        raise named(error) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def named(error: sqlite3.OperationalError) -> ArchiveError:
    """Return what SQLite could not do by its name here."""
    code = error.sqlite_errorcode & 0xFF
    if disk_full(error):
        return DiskFull(f"the database could not be written ({error})", cure="Make room and start again")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return MorgueError(
            f"another process kept the database for {BUSY_SECONDS} s", cure="Stop whatever holds rowback.db open"
        )
    return MorgueError(f"the database refused a write ({error})", cure="`rowback verify` says what is wrong")
