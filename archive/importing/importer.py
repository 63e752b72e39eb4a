"""Imports files into an open archive: copied, indexed, chained, read."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from archive import urls
from archive.errors import WarcError
from archive.ingest.archive import Archive
from archive.ingest.hidden import hide_again
from archive.store import imported as store
from archive.store import warcs
from archive.warc import chain
from archive.warc.walk import Damage

from .copying import copy, digest_of
from .rows import Indexed, index, resolve
from .terms import Terms, place

Step = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to take of a file."""

    matching: str = ""
    since: str = ""
    outlet: str = ""


@dataclass(slots=True, kw_only=True)
class FileOutcome:
    """What came of one WARC file."""

    name: str
    filename: str  # of the copy, below warcs/
    copied: bool  # False when it was here already
    records: int = 0
    damaged: list[Damage] = field(default_factory=list)
    error: WarcError | None = None  # why nothing, or no more, could be taken
    indexed: Indexed = field(default_factory=Indexed)


class Importer:
    """Brings WARC files into an archive; it holds the outlets it writes to until it is closed."""

    def __init__(self, archive: Archive, *, software: str, now: dt.datetime) -> None:
        self._archive, self._software, self._now = archive, software, now
        self._held = ExitStack()
        self._holds: set[str] = set()

    def __enter__(self) -> "Importer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._held.close()

    @property
    def scratch(self) -> Path:
        """A folder on the archive's own disk for what is needed for a moment."""
        return self._archive.morgue.folder

    def take(self, name: str, source: BinaryIO, wanted: Wanted, step: Step) -> FileOutcome:
        """Import one WARC file; `step` is told how many of its bytes were passed over.

        Raises `WarcError` when it is no WARC file, `MorgueLocked` while a crawl holds one of its outlets, `DiskFull`.
        """
        terms = Terms(
            name=name,
            sha256=digest_of(source),
            matching=wanted.matching,
            since=wanted.since,
            outlet=wanted.outlet,
            homes=self._homes(),
        )
        folder = self._archive.morgue.warcs
        here = self._copy_of(terms)
        outcome = FileOutcome(name=name, filename=here or terms.filename, copied=here is None)
        if here is None:
            done = copy(source, terms, folder, software=self._software, now=self._now, step=step)
            outcome.records, outcome.damaged = done.records, done.damaged
        outcome.indexed = index(self._archive.connection, folder, outcome.filename, hold=self._hold)
        return outcome

    def finish(self) -> None:
        """Let revisits find their originals, what is withheld stay so, and the chain cover what was copied."""
        resolve(self._archive.connection)
        hide_again(self._archive.morgue, self._archive.connection)
        chain.append(self._archive.morgue, warcs.indexed(self._archive.connection), self._now)

    def _copy_of(self, terms: Terms) -> str | None:
        """Return the copy of a file that was imported before on the same terms, whatever it was called then."""
        folder = self._archive.morgue.warcs
        mark = terms.filename.rpartition("-part-")[2] if "-part-" in terms.filename else None
        for path in sorted((folder / terms.filename).parent.glob(f"{terms.sha256}-*.warc.gz")):
            has = path.name.rpartition("-part-")[2] if "-part-" in path.name else None
            if has == mark:
                return path.relative_to(folder).as_posix()
        return None

    def _hold(self, outlet: str) -> None:
        if outlet not in self._holds:
            self._held.enter_context(self._archive.morgue.lock_outlet(outlet))
            self._holds.add(outlet)

    def _homes(self) -> dict[str, str]:
        """Return where outlets live that have another name than their host."""
        homes = {}
        for name, home in store.homes(self._archive.connection).items():
            if urls.is_address(home) and urls.outlet_name(home) != name:
                homes[place(home)] = name
        return homes
