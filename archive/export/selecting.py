"""From what a person asks for to what an export takes, without what is withheld."""

import sqlite3

from archive.errors import MorgueError
from archive.morgue import Morgue
from archive.store import withheld
from archive.store.desk import is_there, read_desk


def withheld_articles(morgue: Morgue) -> frozenset[int]:
    """Return the ids of the articles that are withheld. Raises `MorgueError` when that cannot be told."""
    if not is_there(morgue):
        return frozenset()
    try:
        with read_desk(morgue) as desk:
            return withheld.article_ids(desk)
    except (sqlite3.Error, TypeError, ValueError, MorgueError) as error:
        message = f"what is withheld cannot be told ({error}), so nothing is exported"
        cure = "`rowback rebuild` makes desk.db again from desk.jsonl; else restore it from a backup"
        raise MorgueError(message, subject=str(morgue.desk), cure=cure) from error
