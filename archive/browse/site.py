"""What is shown: which database, with which WARC files, to whom. Says what the public may see; draws nothing."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive.errors import NotInArchive
from archive.export.selecting import withheld_articles
from archive.lookup import Zone
from archive.migrations import APPLICATION_ID
from archive.morgue import Morgue
from archive.sqlite import read_only
from archive.store import withheld
from archive.store.desk import is_there, read_desk
from archive.times import UTC

_BUSY_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs a public archive, and where to write for a removal."""

    name: str = ""
    contact: str = ""  # a mail address or a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One archive as one Datasette shows it."""

    database: Path
    public: bool = False
    operator: Operator = field(default_factory=Operator)
    zone: Zone = field(default_factory=lambda: Zone(UTC))
    root: str = "/-/rowback"  # where our pages begin
    front: str = "/-/rowback"  # the front page
    tables: str = ""  # Datasette's own pages of this database; "" where they are closed

    @property
    def morgue(self) -> Morgue:
        """The folder that the database lies in; a copy that was given away has no WARC files beside it."""
        return Morgue(self.database.parent)

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one answer; it cannot be written."""
        with closing(read_only(self.database, seconds=_BUSY_SECONDS)) as connection:
            yield connection

    def hidden(self) -> frozenset[int]:
        """Return the ids of articles that no page may show: what is withheld, when others look."""
        return withheld_articles(self.morgue) if self.public else frozenset()

    def taken_down(self, article_id: int) -> NotInArchive | None:
        """Return the error that says when an article was taken down; None when it was not. The public is not told."""
        if self.public or not is_there(self.morgue):
            return None
        with read_desk(self.morgue) as desk:
            rows = withheld.every(desk)
        row = next((row for row in rows if row.article_id == article_id), None)
        if row is None:
            return None
        if row.erased_at is not None:
            return NotInArchive(f"erased on {row.erased_at[:10]}", subject=f"article {article_id}")
        cure = f"`rowback unwithhold {row.url}` shows it again"
        return NotInArchive(f"withheld since {row.withheld_at[:10]}", subject=row.url, cure=cure)

    def exposed(self) -> bool:
        """Tell whether something withheld still has rows, which Datasette's own tables would show."""
        hidden = self.hidden()
        if not hidden:
            return False
        with self.connected() as connection:
            statement = "SELECT 1 FROM articles WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1"
            return connection.execute(statement, (json.dumps(sorted(hidden)),)).fetchone() is not None


def is_ours(database: Path) -> bool:
    """Tell whether a file is a database of rowback's."""
    try:
        with closing(read_only(database)) as connection:
            (found,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return False
    return bool(found == APPLICATION_ID)


def utc_now() -> dt.datetime:
    """Return the time of the answer; the only clock that pages read."""
    return dt.datetime.now(UTC)
