"""The versions against what was read and learned, and that against the records in the WARC files."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from archive import ids, times
from archive.digests import strict_digest
from archive.errors import ArchiveError, BadInput
from archive.ingest import learning
from archive.lookup.templates import Templates
from archive.models import Content
from archive.store import audit
from archive.warc.reader import StoredRecord

from .report import Finding, What


class Conversions:
    """The readings and the outlets' states that the WARC files hold, by record id."""

    def __init__(self) -> None:
        self._reading: dict[str, int] = {}
        self._state: dict[str, str] = {}  # its digest

    def take(self, record: StoredRecord) -> None:
        """Remember what a conversion record, or a state's, holds."""
        if record.type == "resource" and record.target_uri.startswith(learning.URI):
            with suppress(BadInput):  # then it is missing
                row = learning.said(record.block.read(), record.record_id, times.parse_iso(record.header("WARC-Date")))
                self._state[record.record_id] = row.digest
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
        for row, record_id, digest in audit.kept_states(connection):
            held = self._state.get(record_id)
            if held != digest:
                detail = "the record that holds this state is not there" if held is None else "it holds another state"
                what: What = "missing" if held is None else "altered"
                yield Finding(what=what, detail=detail, subject=f"states {row} {record_id}")


def look(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield versions that do not say what was read, the outlet's template left out."""
    templates = Templates(connection)
    for version in audit.versions_read(connection):
        try:
            read = _read(templates, version)
        except (ArchiveError, ValueError, KeyError, TypeError) as error:
            detail = f"what was read cannot be read back ({error})"
            yield Finding(what="altered", detail=detail, subject=f"versions {version.id}")
            continue
        if differing := [name for name, value in read.items() if getattr(version, name) != value]:
            detail = f"the version says otherwise than what was read: {', '.join(differing)}"
            yield Finding(what="altered", detail=detail, subject=f"versions {version.id}")


def _read(templates: Templates, version: audit.VersionRead) -> dict[str, str | None]:
    at = times.parse_iso(version.first_captured_at)
    content = templates.shown(
        version.reading_id, article_id=version.article_id, outlet_id=version.outlet_id, reader=version.reader, at=at
    )
    return _fields(content)


def _fields(content: Content) -> dict[str, str | None]:
    return {
        "headline": content.headline,
        "byline": content.byline,
        "content_digest": strict_digest(content),
        "text": "\n".join(filter(None, (content.standfirst, *content.paragraphs))),
    }
