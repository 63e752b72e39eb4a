"""One WARC file against its rows: every byte range, every digest, every field that a row took from its record."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from archive import times
from archive.errors import WarcError
from archive.models import Capture
from archive.warc import tombstone
from archive.warc.conformance import check_file
from archive.warc.events import Events, Indexed
from archive.warc.reader import StoredRecord, iterate
from archive.warc.walk import Damage

from .report import Erased, Finding

# What the WARC does not say in the same words: ids of the log, and a source that may have no row.
_NOT_COMPARED: Final = frozenset({"crawl_id", "source"})
_IMPORTED: Final = "imported/"

Item = StoredRecord | Damage
Also = Callable[[Item], object]  # is shown every record and every damaged stretch


@dataclass(slots=True)
class Looked:
    """What one file came to."""

    records: int = 0
    unindexed: int = 0
    findings: list[Finding] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the database says of one file."""

    filename: str  # below warcs/, without `.open`
    rows: tuple[Capture, ...]
    indexed: int  # bytes whose captures have rows
    going: frozenset[int] = frozenset()  # offsets of records that an erasure, broken off, may have taken already

    @property
    def ours(self) -> bool:
        """Whether rowback wrote it; other programs keep other rules, and not all that they kept was taken."""
        return not self.filename.startswith(_IMPORTED)


def look(path: Path, expected: Expected, end: int, *, also: Also) -> Looked:
    """Read a file up to `end` and compare it with its rows; `also` is shown every record."""
    matcher = _Matcher(expected, also)
    if not expected.ours:
        for item in iterate(path, end=end):
            matcher.take(item)
    else:
        for problem in check_file(path, end=end, also=matcher.take):
            matcher.problem(problem.offset, problem.what)
    matcher.finish()
    return matcher.looked


class _Matcher:
    def __init__(self, expected: Expected, also: Also) -> None:
        self.looked = Looked()
        self._expected = expected
        self._also = also
        self._rows = {row.offset: row for row in sorted(expected.rows, key=lambda row: row.offset)}
        self._events = Events(expected.filename)
        self._found: dict[int, Capture | None] = {}  # records of captures by offset; None: without a whole event
        self._lengths: dict[int, int] = {}

    def take(self, item: Item) -> None:
        self._also(item)
        event = None
        with suppress(WarcError, ValueError):  # conformance says what is wrong with it
            event = self._events.take(item)
        if isinstance(item, Damage):
            self._add("altered", item.offset, item.length, f"no whole record lies there: {item.reason}")
            return
        self.looked.records += 1
        self._lengths[item.member.offset] = item.member.length
        if tombstone.is_tombstone(item.member):
            self._buried(item)
        elif item.type in ("response", "revisit") and item.is_http:
            self._found[item.member.offset] = None
            self._compare_place(item)
        elif isinstance(event, Indexed) and self._expected.ours:
            self._compare_event(event)

    def problem(self, offset: int, what: str) -> None:
        """Take up what conformance says; damage is named already."""
        if offset in self._lengths:
            digest = "digest" in what
            self._add("altered" if digest else "malformed", offset, self._lengths[offset], what)

    def finish(self) -> None:
        """Name the rows whose record did not come."""
        for offset, row in self._rows.items():
            if offset not in self._found and offset in self._expected.going:
                continue
            if offset not in self._found:
                self._add("missing", offset, row.length, "a capture's row points there, and no such record does", row)
            elif self._found[offset] is None and self._expected.ours:
                self._add("missing", offset, row.length, "the metadata record of the capture is not there", row)

    def _buried(self, item: StoredRecord) -> None:
        member = item.member
        try:
            said = tombstone.read(item.block.read())
        except WarcError as error:
            self._add("altered", member.offset, member.length, error.message)
            return
        self.looked.erased.append(
            Erased(
                file=self._expected.filename,
                offset=member.offset,
                length=member.length,
                erased_at=times.warc_date(said.erased_at),
                reason=said.reason,
                records=len(said.records),
            )
        )

    def _compare_place(self, item: StoredRecord) -> None:
        row = self._rows.get(item.member.offset)
        if row is None:
            if item.member.offset >= self._expected.indexed:
                self.looked.unindexed += 1
            elif self._expected.ours:
                what = f"a capture of {item.target_uri} that has no row"
                self._add("orphaned", item.member.offset, item.member.length, what, subject=item.record_id)
        elif row.record_sha256 != item.member.sha256:
            self._add("altered", row.offset, row.length, "record_sha256 is not that of the bytes", row)
        elif row.length != item.member.length or (self._expected.ours and row.record_id != item.record_id):
            self._add("altered", row.offset, row.length, "the row names another record or length", row)

    def _compare_event(self, event: Indexed) -> None:
        self._found[event.capture.offset] = event.capture
        row = self._rows.get(event.capture.offset)
        if row is not None and (differing := sorted(_differing(row, event.capture))):
            what = f"the row says otherwise than the record: {', '.join(differing)}"
            self._add("altered", row.offset, row.length, what, row)

    def _add(
        self, what: str, offset: int, length: int, detail: str, row: Capture | None = None, *, subject: str = ""
    ) -> None:
        subject = f"{row.record_id} {row.url}" if row else subject
        self.looked.findings.append(
            Finding(
                what=what,  # type: ignore[arg-type]  # the callers' literals
                detail=detail,
                file=self._expected.filename,
                offset=offset,
                length=length,
                subject=subject,
            )
        )


def _differing(row: Capture, kept: Capture) -> Iterator[str]:
    for each in fields(Capture):
        if each.name not in _NOT_COMPARED and getattr(row, each.name) != getattr(kept, each.name):
            yield each.name
