"""What was read in versions, as it is shown: without what was the outlet's template at the time."""

import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING

from archive.errors import NotInArchive
from archive.models import Content, Stamp
from archive.times import parse_iso

from .rows import VersionRow

if TYPE_CHECKING:
    from .templates import Templates


class Readings:
    """The readings behind the versions of one database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def common_reader(self, one: VersionRow, other: VersionRow) -> str | None:
        """Return the newest reader that read the captures of both versions; None when there is none."""
        row = self._connection.execute(
            """SELECT r.name
                 FROM contents a JOIN contents b ON b.reader_id = a.reader_id JOIN readers r ON r.id = a.reader_id
                WHERE a.capture_id = ? AND b.capture_id = ? AND a.rejection IS NULL AND b.rejection IS NULL
                ORDER BY r.first_used_at DESC, r.id LIMIT 1""",
            (one.capture_id, other.capture_id),
        ).fetchone()
        return row[0] if row else None

    def of_version(self, version: VersionRow, reader: str, at: str) -> Content:
        """Return what a reader, or else the newest, read in a version, as it reads under the state in force at a time.

        Raises `NotInArchive` when it is not here.
        """
        row = self._connection.execute(
            """SELECT g.id, r.name, p.outlet_id FROM contents c
                 JOIN readers r ON r.id = c.reader_id JOIN _readings g ON g.id = c.reading_id
                 JOIN captures p ON p.id = c.capture_id
                WHERE c.capture_id = ? AND c.rejection IS NULL
                ORDER BY r.name = ? DESC, r.first_used_at DESC LIMIT 1""",
            (version.capture_id, reader),
        ).fetchone()
        if row is None:
            raise NotInArchive("its reading is not in the database", subject=version.label, cure="rowback rebuild")
        return self._templates.shown(
            row[0], article_id=version.article_id, outlet_id=row[2], reader=row[1], at=parse_iso(at)
        )

    def stamps(self, capture_id: int) -> tuple[Stamp | None, Stamp | None] | None:
        """Return the dates of publication and of the last change that a look shows; None when it shows no article."""
        row = self._connection.execute(
            """SELECT c.reading_id FROM contents c JOIN readers r ON r.id = c.reader_id
                WHERE c.capture_id = ? AND c.rejection IS NULL ORDER BY r.first_used_at DESC LIMIT 1""",
            (capture_id,),
        ).fetchone()
        if row is None:
            return None
        content = self._templates.content(row[0])
        return content.published, content.modified

    @cached_property
    def _templates(self) -> "Templates":
        from .templates import Templates  # slow to import, and most questions need no text

        return Templates(self._connection)
