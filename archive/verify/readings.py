"""The texts of the versions against what was read, and that against the conversion records in the WARC files."""

import json
import sqlite3
from collections.abc import Iterator

from archive import ids
from archive.digests import strict_digest
from archive.extract import serial
from archive.models import Content
from archive.store import audit
from archive.warc.reader import StoredRecord

from .report import Finding


class Conversions:
    """The readings that conversion records hold, by record id."""

    def __init__(self) -> None:
        self._reading: dict[str, int] = {}

    def take(self, record: StoredRecord) -> None:
        """Remember what a conversion record holds."""
        if record.type == "conversion":
            text = record.block.read().decode("utf-8", "replace")
            self._reading[record.record_id] = ids.derived_id("reading", text)

    def look(self, connection: sqlite3.Connection) -> Iterator[Finding]:
        """Yield readings in the database that the WARC holds otherwise, or not at all."""
        for row, record_id, reading in audit.kept_readings(connection):
            kept = self._reading.get(record_id)
            if kept is None:
                detail = "the conversion record that holds this reading is not there"
                yield Finding(what="missing", detail=detail, subject=f"contents {row} {record_id}")
            elif kept != reading:
                detail = "the conversion record holds another reading"
                yield Finding(what="altered", detail=detail, subject=f"contents {row} {record_id}")


def look(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield versions that do not say what was read."""
    for id, headline, byline, digest, text, reading in audit.versions_read(connection):
        said = {"headline": headline, "byline": byline, "content_digest": digest, "text": text}
        try:
            content = serial.loads(reading)
        except (ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
            yield Finding(
                what="altered", detail=f"what was read cannot be read back ({error})", subject=f"versions {id}"
            )
            continue
        read = _fields(content) if isinstance(content, Content) else {}
        if differing := [name for name, value in said.items() if read.get(name) != value]:
            detail = f"the version says otherwise than what was read: {', '.join(differing)}"
            yield Finding(what="altered", detail=detail, subject=f"versions {id}")


def _fields(content: Content) -> dict[str, str | None]:
    return {
        "headline": content.headline,
        "byline": content.byline,
        "content_digest": strict_digest(content),
        "text": "\n".join(filter(None, (content.standfirst, *content.paragraphs))),
    }
