"""SQLite files opened to be looked at: on any medium, in any folder, beside a crawl, with no file left behind."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Final

from .errors import DiskFull, MorgueError, RowbackError

BUSY_SECONDS: Final = 60
_WAL: Final = "-wal"
# How SQLite says that it could not make the index of a log: no room, or no right to
_NO_INDEX: Final = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)


def read_only(path: Path, *, seconds: float = BUSY_SECONDS, any_thread: bool = False) -> sqlite3.Connection:
    """Open a database to read it, wherever it lies: `uri_to_read` says how. Raises `sqlite3.DatabaseError`."""
    if not _is_writable(path) and _has_log(path) and not _beside(path, "-shm").exists():
        return _open_copy(path, any_thread)
    connection = sqlite3.connect(uri_to_read(path), uri=True, timeout=seconds, check_same_thread=not any_thread)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in _NO_INDEX:
            raise
        if _has_log(path):
            return _open_copy(path, any_thread)
        address = f"{path.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(address, uri=True, timeout=seconds, check_same_thread=not any_thread)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def uri_to_read(path: Path) -> str:
    """Return the address under which SQLite reads a database and leaves nothing beside it.

    On a medium that cannot be written: as one that nobody alters. With a log (WAL) beside it: read-only. Else as one
    that could be written, since only such a connection takes away at its end what it had to make at its begin.
    """
    if not _is_writable(path) and not _has_log(path):
        return f"{path.absolute().as_uri()}?immutable=1"
    return f"{path.absolute().as_uri()}?mode={'ro' if _has_log(path) or not _is_writable(path) else 'rw'}"


def said(error: sqlite3.Error, subject: str = "") -> RowbackError:
    """Return by its name here what SQLite could not do."""
    if disk_full(error):
        return DiskFull(f"SQLite had no room ({error})", subject=subject, cure="Make room and start again")
    if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = f"another process kept the database for {BUSY_SECONDS} s"
        return MorgueError(message, subject=subject, cure="Stop whatever holds rowback.db open")
    cure = "`rowback rebuild` makes it again from the WARC files"
    return MorgueError(f"the database cannot be read ({error})", subject=subject, cure=cure)


def legible(text: bytes) -> str:
    """Return a text of a database; where it is damaged, with the bytes that are none written out."""
    return text.decode("utf-8", "backslashreplace")


class _Copied(sqlite3.Connection):
    """A connection to a copy that goes with it."""

    folder: Path

    def close(self) -> None:
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _open_copy(path: Path, any_thread: bool) -> sqlite3.Connection:
    """Open a copy: SQLite cannot read a log on a medium on which it cannot make its index."""
    folder = Path(tempfile.mkdtemp(prefix="rowback-"))
    for end in ("", _WAL):
        shutil.copyfile(_beside(path, end), folder / (path.name + end))
    connection = sqlite3.connect(
        folder / path.name, timeout=BUSY_SECONDS, factory=_Copied, check_same_thread=not any_thread
    )
    connection.folder = folder
    connection.execute("PRAGMA query_only = ON")
    return connection


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _has_log(path: Path) -> bool:
    log = _beside(path, _WAL)
    return log.exists() and log.stat().st_size > 0


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def disk_full(error: sqlite3.Error | OSError) -> bool:
    """Tell whether something failed for want of room, as far as SQLite says it."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
