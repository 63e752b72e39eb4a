"""A copy of the database to share: without what is withheld, and without the tables that only rowback needs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import BadInput
from archive.morgue import Morgue
from archive.sqlite import read_only
from archive.store import sharing

from .files import written
from .selecting import withheld_articles


def write(morgue: Morgue, path: Path) -> int:
    """Write a copy and return its size. Raises `BadInput` for a place in the morgue, `DiskFull`, `MorgueError`."""
    target = path.absolute()
    if target.resolve().is_relative_to(morgue.folder.resolve()):
        raise BadInput("lies in the morgue itself", subject=str(path), cure="Name a file elsewhere")
    hidden = withheld_articles(morgue)
    with written(target) as made:
        made.unlink()  # SQLite writes a copy only where there is no file
        with closing(read_only(morgue.database)) as database:
            sharing.copy(database, made)
        with closing(sqlite3.connect(made, isolation_level=None)) as copied:
            sharing.make_fit(copied, hidden)
        return made.stat().st_size
