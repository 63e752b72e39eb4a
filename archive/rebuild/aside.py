"""All rows derived anew into a database aside, to be compared with those of the archive; nothing of it is kept."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import migrations
from archive.errors import DiskFull
from archive.ingest.hidden import withheld_captures
from archive.morgue import Morgue
from archive.sqlite import disk_full
from archive.store import rebuilding
from archive.store.connection import transaction

from .files import WarcFile, imported, ours
from .making import Making, Means


@contextmanager
def derived_aside(
    place: Morgue, means: Means, *, indexed: Mapping[str, int], waiting: Sequence[int]
) -> Iterator[sqlite3.Connection]:
    """Derive everything from the WARC files up to the bytes in `indexed`, but for captures that wait.

    The database lies in the folder for temporary files (TMPDIR). Raises `DiskFull` when that is full.
    """
    with TemporaryDirectory(prefix="rowback-") as folder:
        try:
            with closing(_made(Path(folder) / "derived.db")) as connection:
                making = Making(place, connection, means)
                making.gather(_up_to(ours(place.warcs), indexed), _up_to(imported(place.warcs), indexed))
                making.restore()
                making.leave_out([capture.id for capture in withheld_captures(place)])
                making.leave_waiting(waiting)
                making.settle()
                making.tell_stories()
                yield connection
        except (sqlite3.OperationalError, OSError) as error:
            if disk_full(error):
                cure = "Make room there, or name another folder in TMPDIR"
                raise DiskFull("no room to derive all rows again", subject=folder, cure=cure) from error
            raise


def _made(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")  # nobody needs it after a power cut
    migrations.migrate(connection)
    with transaction(connection):
        rebuilding.begin(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _up_to(files: Sequence[WarcFile], indexed: Mapping[str, int]) -> list[WarcFile]:
    """Return the files as far as their captures have rows."""
    return [replace(file, size=min(file.size, indexed.get(file.filename, 0))) for file in files]
