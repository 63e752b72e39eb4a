"""Whether an archive is what it was when it was written: rows, byte ranges, digests, versions and the chain.

It reads and names; it mends nothing. A crawl may go on meanwhile: what counts is what the database held at the start.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final

from archive.errors import RecordMissing
from archive.ingest.hidden import withheld_captures
from archive.morgue import Morgue
from archive.store import audit, captures, warcs
from archive.store.connection import connect_reader
from archive.warc import chain
from archive.warc.members import OPEN
from archive.warc.reader import StoredRecord

from . import chained, files, readings
from .report import Erased, Finding, Progress, Report, What

__all__ = ["Erased", "Finding", "Progress", "Report", "What", "size", "verify"]

_SUFFIXES: Final = (".warc.gz", ".warc")


def verify(
    morgue: Morgue, *, deep: bool = False, noted: str | None = None, progress: Progress = lambda read: None
) -> Report:
    """Check an archive and return what was found.

    `deep` also compares the versions with what was read, and that with the WARC; `noted` is a head of the chain that
    was kept elsewhere. Raises `MorgueLocked` while another process replaces files.
    """
    with ExitStack() as held:
        with suppress(PermissionError):  # an archive that may only be read has no crawls either
            held.enter_context(morgue.lock_shared())
        connection = held.enter_context(closing(connect_reader(morgue)))
        connection.execute("BEGIN")  # all that follows sees one state
        return _Verifying(morgue, connection, deep=deep, progress=progress).run(noted)


def size(morgue: Morgue) -> int:
    """Return how many bytes of WARC files there are to look at."""
    return sum(size for _, size in on_disk(morgue.warcs))


class _Verifying:
    def __init__(self, morgue: Morgue, connection: sqlite3.Connection, *, deep: bool, progress: Progress) -> None:
        self._morgue = morgue
        self._connection = connection
        self._progress = progress
        self._conversions = readings.Conversions() if deep else None
        self._indexed = warcs.indexed(connection)
        self._withheld = withheld_captures(morgue)
        self._going = withheld_captures(morgue, going=True)
        self._report = Report(withheld=len(self._withheld), unfinished=bool(self._going))

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
        if self._conversions is not None and isinstance(item, StoredRecord):
            self._conversions.take(item)
        self._progress(item.member.length if isinstance(item, StoredRecord) else item.length)

    def _missing(self, name: str, start: int, end: int, detail: str) -> None:
        finding = Finding(what="missing", detail=detail, file=name, offset=start, length=max(0, end - start))
        self._report.findings.append(finding)

    def _rows(self) -> None:
        report, connection = self._report, self._connection
        report.captures, report.versions = audit.count(connection, "captures"), audit.count(connection, "versions")
        deep = self._conversions is not None
        for fault in audit.faults(connection, thorough=deep):
            report.findings.append(Finding(what="altered", detail=f"SQLite: {fault}", file=self._morgue.database.name))
        report.findings += _told(audit.contradictions(connection))
        report.findings += _told(audit.altered_texts(connection))
        hidden = {row.record_id for row in self._withheld}
        for record_id, url, original in audit.dangling_revisits(connection):
            if original in hidden:
                continue
            detail = f"the original that it repeats is gone: {original}"
            report.findings.append(Finding(what="missing", detail=detail, subject=f"{record_id} {url}"))
        if self._conversions is not None:
            report.findings += self._conversions.look(connection)
            report.findings += readings.look(connection)


def _told(found: Iterable[audit.Contradiction]) -> Iterator[Finding]:
    for what, subject, detail in found:
        yield Finding(what=what, detail=detail, subject=subject, file="rowback.db")  # type: ignore[arg-type]


def on_disk(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield every WARC file below a folder with its size, under its final name."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix().removesuffix(OPEN)
        if name.endswith(_SUFFIXES) and not name.rpartition("/")[2].startswith("."):
            with suppress(FileNotFoundError):  # it got its final name just now, and is met under that
                if path.is_file():
                    yield name, path.stat().st_size
