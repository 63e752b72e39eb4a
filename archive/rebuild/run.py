"""One rebuild from beginning to end, and how far an earlier one had come."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive import migrations
from archive.compare import compare_bounded
from archive.errors import MorgueError, MorgueMissing
from archive.ingest.deriving import Compare, Settler
from archive.ingest.hidden import hidden_identities, hide_again
from archive.morgue import Morgue
from archive.store import captures, coverage, crawls, rebuilding
from archive.store.connection import named, transaction
from archive.store.positions import ReadPlaces
from archive.store.rebuilding import Stretch
from archive.store.watched import NextCheck

from .files import WarcFile, imported, mark, ours
from .fronts import Fronts, restore_positions
from .gather import gather, gather_imported
from .restore import Step, restore_ledgers, restore_readings
from .settle import schedule, settle
from .swap import new_database, remove, swap

Bar = Callable[[str, int], AbstractContextManager[Step]]

_STAGES: Final = ("gather", "restore", "settle", "finish", "swap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild came to."""

    counts: Mapping[str, int]  # captures, articles, versions, changes; waiting: captures that nobody has read yet
    files: int
    bytes: int
    damage: tuple[Stretch, ...]  # bytes that could not be used
    failed: tuple[str, ...]  # articles that could not be derived, and why
    resumed: bool  # an earlier rebuild was broken off, and this one went on from there


def rebuild(
    folder: Path,
    *,
    software: str,
    bar: Bar,
    next_check: NextCheck | None = None,
    read_places: ReadPlaces | None = None,
    compare: Compare = compare_bounded,
) -> Rebuilt:
    """Make a morgue's database again from its WARC files and put it in the old one's place.

    `next_check` and `read_places` are for those who crawl: when to look again, what a front page shows.

    Raises `MorgueMissing` when there are no WARC files, `MorgueLocked` while a crawl runs, `DiskFull`.
    """
    place = Morgue(folder.expanduser().absolute())
    if not place.warcs.is_dir():
        raise MorgueMissing("there are no WARC files here", subject=str(place.warcs), cure="--morgue names a folder")
    with place.lock_alone():
        work = _Work(place, ours(place.warcs), imported(place.warcs), software)
        try:
            means = _Means(software=software, bar=bar, next_check=next_check, read_places=read_places, compare=compare)
            return work.run(means)
        except sqlite3.OperationalError as error:
            raise named(error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    """What a rebuild works with."""

    software: str
    bar: Bar
    next_check: NextCheck | None
    read_places: ReadPlaces | None
    compare: Compare


class _Work:
    """The new database while it is made."""

    def __init__(self, place: Morgue, ours: list[WarcFile], imported: list[WarcFile], software: str) -> None:
        self._place = place
        self._ours, self._imported, self._files = ours, imported, ours + imported
        self._mark = mark(self._files, f"{software} {migrations.NEWEST}")
        self._path = new_database(place)
        self._failed: list[str] = []

    def run(self, means: _Means) -> Rebuilt:
        """Do what is still to be done."""
        resumed = self._is_begun()
        if not resumed:
            remove(self._path)
        with closing(self._open()) as connection:
            stages: dict[str, Callable[[], None]] = {
                "gather": lambda: self._gather(connection, means.bar),
                "restore": lambda: self._restore(connection, means.bar),
                "settle": lambda: self._settle(connection, means),
                "finish": lambda: self._finish(connection, means),
            }
            for name in _STAGES[_STAGES.index(rebuilding.noted(connection)["stage"]) : -1]:
                stages[name]()
                with transaction(connection):
                    rebuilding.note(connection, stage=_STAGES[_STAGES.index(name) + 1])
            rebuilt = self._told(connection, resumed)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._seal()
        swap(self._place)
        return rebuilt

    def _is_begun(self) -> bool:
        """Tell whether an earlier rebuild of just these files was broken off."""
        if not self._path.exists():
            return False
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                return rebuilding.noted(connection).get("mark") == self._mark
        except sqlite3.DatabaseError:
            return False

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut costs the last step, never the whole
        if not rebuilding.noted(connection):
            migrations.migrate(connection)
            with transaction(connection):
                rebuilding.begin(connection)
                rebuilding.note(connection, mark=self._mark, stage=_STAGES[0])
        connection.execute(
            "PRAGMA foreign_keys = OFF"
        )  # rows come in the order of the records; all is checked at the end
        return connection

    def _gather(self, connection: sqlite3.Connection, bar: Bar) -> None:
        with bar("reading the WARC files", sum(file.size for file in self._files)) as step:
            gather(connection, self._place.warcs, self._ours, step)
            gather_imported(connection, self._place.warcs, self._imported, step)

    def _restore(self, connection: sqlite3.Connection, bar: Bar) -> None:
        restore_ledgers(connection)
        with bar("putting readings to captures", len(captures.awaiting_ids(connection))) as step:
            restore_readings(connection, step)

    def _settle(self, connection: sqlite3.Connection, means: _Means) -> None:
        settler = Settler(connection, means.compare, means.software)
        with means.bar("deriving articles", rebuilding.count(connection)["waiting"]) as step:
            self._failed = settle(connection, settler, step)

    def _finish(self, connection: sqlite3.Connection, means: _Means) -> None:
        with transaction(connection):
            coverage.recount_all(connection)
            crawls.name_missed_articles(connection)
        self._fronts(connection, means)
        hide_again(self._place, connection)
        if means.next_check is not None:
            schedule(connection, means.next_check)
        if problems := rebuilding.problems(connection):
            raise MorgueError(
                f"the new database is not sound ({problems[0]})",
                subject=str(self._path),
                cure="Please report this; the old database was not touched",
            )

    def _fronts(self, connection: sqlite3.Connection, means: _Means) -> None:
        if means.read_places is None:
            return
        fronts = Fronts(folder=self._place.warcs, read=means.read_places, hidden=hidden_identities(self._place))
        with means.bar("reading front pages", len(captures.front_looks(connection))) as step:
            restore_positions(connection, fronts, step)

    def _told(self, connection: sqlite3.Connection, resumed: bool) -> Rebuilt:
        return Rebuilt(
            counts=rebuilding.count(connection),
            files=len(self._files),
            bytes=sum(file.size for file in self._files),
            damage=rebuilding.damage(connection),
            failed=tuple(self._failed),
            resumed=resumed,
        )

    def _seal(self) -> None:
        """Remove the traces of the work; until then a rebuild that was broken off goes on from it."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            with transaction(connection):
                rebuilding.drop(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
