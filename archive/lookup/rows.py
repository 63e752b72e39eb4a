"""Rows as the archive's tables hold them, for those who read. Field names are the column names, also in JSON.

Times stay text here, as SQL has them. Nothing in this module writes.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar, TypeVar

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a subclass names the table and its columns."""

    table: ClassVar[str] = ""

    def columns(self) -> dict[str, Value]:
        """Return the row under its column names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


RowType = TypeVar("RowType", bound=Row)


@dataclass(frozen=True, slots=True)
class OutletRow(Row):
    """A row of `outlets`."""

    table: ClassVar[str] = "outlets"
    id: int
    name: str
    title: str
    home: str
    language: str | None
    timezone: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow(Row):
    """A row of `articles`."""

    table: ClassVar[str] = "articles"
    id: int
    outlet_id: int
    url: str
    headline: str
    state: str
    state_since: str
    first_captured_at: str
    last_captured_at: str
    published_at: str | None
    published_on: str | None
    version_count: int
    capture_count: int
    latest_version_id: int | None
    next_check_at: str | None
    derived_by: str | None


@dataclass(frozen=True, slots=True)
class VersionRow(Row):
    """A row of `versions`."""

    table: ClassVar[str] = "versions"
    id: int
    article_id: int
    number: int
    capture_id: int
    label: str
    headline: str
    byline: str | None
    published_at: str | None
    content_digest: str
    text_id: int
    words: int
    appeared_after: str | None
    first_captured_at: str
    last_captured_at: str
    gone_by: str | None
    reader: str


@dataclass(frozen=True, slots=True)
class CaptureRow(Row):
    """A row of `captures`."""

    table: ClassVar[str] = "captures"
    id: int
    record_id: str
    article_id: int | None
    outlet_id: int | None
    source_id: int | None
    crawl_id: int | None
    version_id: int | None
    purpose: str
    urlkey: str
    identity: str
    timestamp: str
    url: str
    mime: str
    status: int
    digest: str
    filename: str
    offset: int
    length: int
    record_sha256: str
    record_type: str
    refers_to: str | None
    truncated: str | None
    location: str | None
    etag: str | None
    last_modified: str | None
    captured_at: str
    decision: str | None
    reason: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class ChangeRow(Row):
    """A row of `changes`."""

    table: ClassVar[str] = "changes"
    id: int | None  # null only for a comparison made on the fly, which no table holds
    article_id: int
    from_version_id: int | None
    to_version_id: int | None
    changed_after: str
    changed_before: str
    kind: str
    weight: float
    headline_changed: int
    words_added: int
    words_removed: int
    note_added: str | None
    evidence: str
    finding: str | None  # null likewise
    campaign_id: int | None
    beside_campaign: int


@dataclass(frozen=True, slots=True)
class CampaignRow(Row):
    """A row of `campaigns`."""

    table: ClassVar[str] = "campaigns"
    id: int
    outlet_id: int
    diff_digest: str
    kind: str
    first_seen_at: str
    article_count: int
    last_seen_at: str
    weight: float
    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FactRow(Row):
    """A row of `facts`."""

    table: ClassVar[str] = "facts"
    id: int | None  # null likewise
    change_id: int | None
    kind: str
    before: str | None
    after: str | None
    sentence_before: str | None
    sentence_after: str | None


@dataclass(frozen=True, slots=True)
class LookDifferenceRow(Row):
    """A row of `look_differences`."""

    table: ClassVar[str] = "look_differences"
    id: int
    article_id: int
    capture_id: int
    found_at: str
    reason: str
    place: str
    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MissRow(Row):
    """A row of `misses`."""

    table: ClassVar[str] = "misses"
    id: int
    crawl_id: int | None
    outlet_id: int | None
    article_id: int | None
    url: str
    missed_at: str
    reason: str
    detail: str
    retry_at: str | None


def select(
    connection: sqlite3.Connection, kind: type[RowType], rest: str, parameters: Sequence[Value] = ()
) -> list[RowType]:
    """Return the rows of a table as values; `rest` is what follows FROM (WHERE, ORDER BY, LIMIT)."""
    columns = ", ".join(f'"{field.name}"' for field in fields(kind))
    statement = f"SELECT {columns} FROM {kind.table} {rest}"  # noqa: S608 (names are this module's own)
    return [kind(*row) for row in connection.execute(statement, parameters)]
