"""Whether an archive is what it was when it was written: rows, byte ranges, digests, versions and the chain.

It reads and names; it mends nothing. A crawl may go on meanwhile: what counts is what the database held at the start.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from typing import Final

from archive.errors import MorgueError, RecordMissing, RowAltered
from archive.ingest.hidden import withheld_captures
from archive.models import Capture
from archive.morgue import Morgue
from archive.rebuild import Bar
from archive.sqlite import legible
from archive.store import audit, captures, warcs
from archive.store.connection import connect_reader
from archive.warc import chain
from archive.warc.folder import on_disk, size_of
from archive.warc.reader import StoredRecord

from . import chained, derived, desk, files
from .derived import Deep, no_bar
from .report import Erased, Finding, Progress, Report, What

__all__ = ["Erased", "Finding", "Progress", "Report", "What", "no_bar", "size", "verify"]

# What reading rows gives that rowback never wrote: no database, no row of ours, a value of another kind
_NOT_OURS: Final = (sqlite3.DatabaseError, RowAltered, TypeError, ValueError, KeyError)
_CURE: Final = "remove rowback.db and run `rowback rebuild`"


def verify(
    morgue: Morgue,
    *,
    deep: bool = False,
    noted: str | None = None,
    software: str | None = None,
    progress: Progress = lambda read: None,
    bar: Bar = no_bar,
) -> Report:
    """Check an archive and return what was found.

    `deep` also derives every row again and compares, but for articles that another program than `software` derived
    (None: whichever did); `noted` is a head of the chain that was kept elsewhere. Raises `MorgueLocked` while another
    process replaces files, `DiskFull` when there is no room to derive.
    """
    with ExitStack() as held:
        held.enter_context(morgue.lock_reading())
        try:
            connection = held.enter_context(closing(connect_reader(morgue)))
            connection.text_factory = legible
            connection.execute("BEGIN")  # all that follows sees one state
            verifying = _Verifying(morgue, connection, deep=Deep(software, bar) if deep else None, progress=progress)
            return verifying.run(noted)
        except _NOT_OURS as error:
            detail = f"the database cannot be read ({error}); {_CURE}, then verify again"
            return Report(findings=[Finding(what="altered", detail=detail, file=morgue.database.name)])


def size(morgue: Morgue) -> int:
    """Return how many bytes of WARC files there are to look at."""
    return size_of(morgue.warcs)


class _Verifying:
    def __init__(
        self, morgue: Morgue, connection: sqlite3.Connection, *, deep: Deep | None, progress: Progress
    ) -> None:
        self._morgue = morgue
        self._connection = connection
        self._progress = progress
        self._deep = deep
        self._indexed = warcs.indexed(connection)
        self._report = Report()
        self._withheld, self._going = self._hidden()
        self._report.withheld, self._report.unfinished = len(self._withheld), bool(self._going)

    def run(self, noted: str | None) -> Report:
        report = self._report
        lines = chain.load(self._morgue)
        self._files({line.file for line in lines if isinstance(line, chain.Line)})
        self._rows()
        report.findings += chained.look(self._morgue, lines, noted)
        report.lines, report.head = len(lines), chain.head(self._morgue)
        report.unchained = chained.unchained(lines, self._indexed)
        chained.look_at_stamps(self._morgue, lines, report)
        return report

    def _hidden(self) -> tuple[list[Capture], list[Capture]]:
        try:
            self._report.findings += desk.look(self._morgue)
            return withheld_captures(self._morgue), withheld_captures(self._morgue, going=True)
        except MorgueError as error:
            self._report.findings.append(Finding(what="altered", detail=error.message, file=self._morgue.desk.name))
            return [], []

    def _files(self, chained_files: set[str]) -> None:
        hidden = {row.filename for row in self._withheld}
        known = set(self._indexed) | hidden | captures.filenames(self._connection) | chained_files
        there = dict(on_disk(self._morgue.warcs))
        for name in sorted(known | set(there)):
            self._file(name, there.get(name))

    def _file(self, name: str, size: int | None) -> None:
        rows = captures.in_file(self._connection, name) + [row for row in self._withheld if row.filename == name]
        indexed = self._indexed.get(name, 0)
        if size is None:
            self._missing(name, 0, indexed, f"the file is gone, with {len(rows)} captures")
            return
        path = self._morgue.warcs / name
        end = min(size, indexed) if not path.exists() else size  # while it is open, what was committed counts
        if size < indexed:
            self._missing(name, size, indexed, f"the file ends at byte {size}, not at {indexed}")
        try:
            going = frozenset(row.offset for row in self._going if row.filename == name)
            expected = files.Expected(filename=name, rows=tuple(rows), indexed=indexed, going=going)
            looked = files.look(path, expected, end, also=self._also)
        except RecordMissing:
            self._missing(name, 0, indexed, f"the file is gone, with {len(rows)} captures")
            return
        report = self._report
        report.files += 1
        report.bytes += end
        report.records += looked.records
        report.unindexed += looked.unindexed
        report.findings += looked.findings
        report.erased += looked.erased

    def _also(self, item: files.Item) -> None:
        self._progress(item.member.length if isinstance(item, StoredRecord) else item.length)

    def _missing(self, name: str, start: int, end: int, detail: str) -> None:
        finding = Finding(what="missing", detail=detail, file=name, offset=start, length=max(0, end - start))
        self._report.findings.append(finding)

    def _rows(self) -> None:
        try:
            self._look_at_rows()
        except _NOT_OURS as error:
            detail = f"cannot be read to the end ({error}); {_CURE}"
            self._report.findings.append(Finding(what="altered", detail=detail, file=self._morgue.database.name))

    def _look_at_rows(self) -> None:
        report, connection = self._report, self._connection
        report.captures, report.versions = audit.count(connection, "captures"), audit.count(connection, "versions")
        for fault in audit.faults(connection, thorough=self._deep is not None):
            report.findings.append(Finding(what="altered", detail=f"SQLite: {fault}", file=self._morgue.database.name))
        report.findings += _told(audit.contradictions(connection))
        report.findings += _told(audit.altered_texts(connection))
        named = {
            "captures" if each.file not in (None, "rowback.db") else each.subject.partition(" ")[0]
            for each in report.findings
        }
        altered = _told(audit.altered_rows(connection))
        report.findings += [each for each in altered if each.subject.partition(" ")[0] not in named]
        hidden = {row.record_id for row in self._withheld}
        for record_id, url, original in audit.dangling_revisits(connection):
            if original in hidden:
                continue
            detail = f"the original that it repeats is gone: {original}"
            report.findings.append(Finding(what="missing", detail=detail, subject=f"{record_id} {url}"))
        if self._deep is not None:
            derived.look(self._morgue, connection, self._deep, report)


def _told(found: Iterable[audit.Contradiction]) -> Iterator[Finding]:
    for what, subject, detail in found:
        yield Finding(what=what, detail=detail, subject=subject, file="rowback.db")  # type: ignore[arg-type]
