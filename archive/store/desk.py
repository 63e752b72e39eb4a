"""desk.db: what people decided and were told. Not derived from anything; desk.jsonl holds the same, line by line.

Each table's rows are read and written elsewhere; here is the file, and how it comes back when it is lost.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import migrations, row_digests
from archive.errors import DiskFull, MorgueError
from archive.morgue import Morgue
from archive.sqlite import BUSY_SECONDS, disk_full, read_only

from . import desk_journal
from .connection import transaction


def is_there(morgue: Morgue) -> bool:
    """Tell whether anything was ever decided or told here."""
    return morgue.desk.is_file() or morgue.desk_journal.is_file()


@contextmanager
def open_desk(morgue: Morgue) -> Iterator[sqlite3.Connection]:
    """Open a morgue's desk.db to read and write it, making it if there is none, from desk.jsonl where that is left.

    What is written is in desk.jsonl at the end. Raises `MorgueError`, `DiskFull`.
    """
    try:
        with closing(sqlite3.connect(morgue.desk, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            _shape(connection, morgue.desk_journal)
            row_digests.keep(connection)
            desk_journal.keep(connection)
            _flush(morgue, connection)
            try:
                yield connection
            finally:
                _flush(morgue, connection)
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error


def rewrite_journal(morgue: Morgue, connection: sqlite3.Connection) -> None:
    """Write desk.jsonl anew with nothing but the rows that are there. Raises `MorgueError`, `DiskFull`."""
    try:
        desk_journal.rewrite(connection, morgue.desk_journal)
    except OSError as error:
        raise _unwritable(morgue, error) from error


@contextmanager
def read_desk(morgue: Morgue) -> Iterator[sqlite3.Connection]:
    """Open a morgue's desk.db to look at it; without one, what desk.jsonl says, in memory. Raises `MorgueError`."""
    try:
        with closing(_looked_at(morgue)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error


def shape(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none, as in a desk.db in memory."""
    migrations.migrate_desk(connection)


def restore(morgue: Morgue) -> bool:
    """Make a desk.db that is missing or damaged again from desk.jsonl; the damaged one stays as desk.db.old.

    Returns whether it was needed. Raises `MorgueError` when desk.jsonl is damaged as well.
    """
    if not morgue.desk_journal.is_file() or _is_whole(morgue):
        return False
    for _ in desk_journal.read(morgue.desk_journal):
        pass  # before anything is moved: every line is as it was written
    if morgue.desk.exists():
        morgue.desk.replace(morgue.desk.with_name(morgue.desk.name + ".old"))
    with open_desk(morgue):
        return True


def _is_whole(morgue: Morgue) -> bool:
    if not morgue.desk.is_file() or not morgue.desk.stat().st_size:
        return False
    try:
        with closing(read_only(morgue.desk)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _shape(connection: sqlite3.Connection, journal: Path) -> None:
    """Bring a desk.db to the newest shape, once; one that has no shape yet gets the rows of the journal."""
    shaped = _number(connection)
    if shaped == migrations.NEWEST_DESK:
        return
    migrations.migrate_desk(connection)
    with transaction(connection):
        if not _number(connection) and journal.is_file():
            desk_journal.replay(connection, desk_journal.read(journal))
        row_digests.recount(connection)
        connection.execute(f"PRAGMA user_version = {migrations.NEWEST_DESK}")


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _looked_at(morgue: Morgue) -> sqlite3.Connection:
    """Open desk.db to read; an older one, or none, as a copy in memory."""
    there = morgue.desk.is_file()
    connection = read_only(morgue.desk) if there else sqlite3.connect(":memory:", isolation_level=None)
    if there and _number(connection) == migrations.NEWEST_DESK:
        return connection
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connection):
        connection.backup(copy)
    _shape(copy, morgue.desk_journal)
    return copy


def _flush(morgue: Morgue, connection: sqlite3.Connection) -> None:
    try:
        desk_journal.flush(connection, morgue.desk_journal)
    except OSError as error:
        raise _unwritable(morgue, error) from error


def _unusable(morgue: Morgue, error: sqlite3.Error) -> MorgueError | DiskFull:
    if disk_full(error):
        return DiskFull(f"desk.db could not be written ({error})", subject=str(morgue.desk), cure="Make room")
    cure = "`rowback rebuild` makes it again from desk.jsonl; else restore it from a backup"
    return MorgueError(f"cannot be used ({error})", subject=str(morgue.desk), cure=cure)


def _unwritable(morgue: Morgue, error: OSError) -> MorgueError | DiskFull:
    if disk_full(error):
        return DiskFull("no room for desk.jsonl", subject=str(morgue.desk_journal), cure="Make room")
    return MorgueError(
        f"cannot be written ({error.strerror})", subject=str(morgue.desk_journal), cure="Check its rights"
    )
