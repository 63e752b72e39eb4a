"""Puts a finished database in the old one's place. Killed at any point, one whole database stands there.

The old one stays as `rowback.db.old`.
"""

import errno
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from archive.errors import DiskFull, MorgueError, MorgueLocked
from archive.morgue import Morgue
from archive.warc.locks import sync_folder

_BUSY_SECONDS: Final = 10
_BESIDE: Final = ("-wal", "-shm")


def new_database(place: Morgue) -> Path:
    """Return where the new database is made."""
    return place.database.with_name(place.database.name + ".new")


def old_database(place: Morgue) -> Path:
    """Return where the one before is kept."""
    return place.database.with_name(place.database.name + ".old")


def remove(path: Path) -> None:
    """Remove a database with what SQLite keeps beside it."""
    for each in (path, *(path.with_name(path.name + end) for end in _BESIDE)):
        each.unlink(missing_ok=True)


def swap(place: Morgue) -> None:
    """Put the new database, which nobody has open, in the old one's place.

    Raises `MorgueLocked` while another program reads the old one, `DiskFull`, `MorgueError`.
    """
    new = new_database(place)
    try:
        with new.open("rb") as file:
            os.fsync(file.fileno())
        if place.database.exists():
            _keep_old(place)
        new.replace(place.database)
        sync_folder(place.folder)
    except OSError as error:
        raise _named(error, place) from error


def _keep_old(place: Morgue) -> None:
    """Give the old database its second name; what SQLite kept beside it is written into it or moved along."""
    old = old_database(place)
    _fold_in(place)
    remove(old)
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            place.database.with_name(place.database.name + end).replace(old.with_name(old.name + end))
    try:
        os.link(place.database, old)
    except OSError:  # a file system without hard links
        shutil.copy2(place.database, old)


def _fold_in(place: Morgue) -> None:
    """Write the old database's log into it, if it is a database at all."""
    try:
        with closing(sqlite3.connect(place.database, timeout=_BUSY_SECONDS)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.DatabaseError:
        return  # damaged: it is kept as it is
    if busy:
        raise MorgueLocked(
            "another program is reading the database",
            subject=str(place.database),
            cure="Stop it and run `rowback rebuild` again; the new database is made already",
        )


def _named(error: OSError, place: Morgue) -> MorgueError | DiskFull:
    cure = "Make room and run `rowback rebuild` again; it goes on where it stopped"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("no room for the new database", subject=str(place.folder), cure=cure)
    return MorgueError(
        f"the new database could not be put in place ({error.strerror})", subject=str(place.folder), cure=cure
    )
