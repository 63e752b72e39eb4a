"""Articles as an archive recorded them. What happened between its looks is not known: figures from them flatter.

An edit is taken to have happened half-way between the last look without it and the first with it.
"""

import contextlib
import sqlite3
from pathlib import Path

from archive.store import watched

from .generator import Truth


def recorded(database: Path) -> list[Truth]:
    """Return the articles of an archive's database, which is only read."""
    with contextlib.closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT id, name FROM outlets ORDER BY name").fetchall()
        return [
            Truth(
                outlet=name,
                first_seen=row.watched_from,
                edits=tuple(sorted((after + before) / 2 for after, before in row.changes)),
                until=row.watched_to,
            )
            for outlet_id, name in names
            for row in watched.histories(connection, outlet_id)
            if row.watched_to > row.watched_from
        ]
