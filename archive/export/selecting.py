"""From what a person asks for to what an export takes, without what is withheld."""

import sqlite3
from contextlib import closing

from archive.errors import MorgueError
from archive.morgue import Morgue


def withheld_articles(morgue: Morgue) -> frozenset[int]:
    """Return the ids of the articles that are withheld. Raises `MorgueError` when that cannot be told."""
    if not morgue.desk.is_file():
        return frozenset()
    try:
        with closing(sqlite3.connect(f"{morgue.desk.as_uri()}?mode=ro", uri=True)) as desk:
            if not desk.execute("SELECT 1 FROM sqlite_master WHERE name = 'withheld'").fetchone():
                return frozenset()
            return frozenset(int(row[0]) for row in desk.execute("SELECT article_id FROM withheld"))
    except (sqlite3.Error, TypeError, ValueError) as error:
        message = f"what is withheld cannot be told ({error}), so nothing is exported"
        raise MorgueError(message, subject=str(morgue.desk), cure="Restore desk.db from a backup") from error
