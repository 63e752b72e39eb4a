"""One rebuild from beginning to end, and how far an earlier one had come."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive import migrations, row_digests
from archive.compare import compare_bounded
from archive.errors import MorgueError, MorgueMissing
from archive.ingest.deriving import Compare
from archive.morgue import Morgue
from archive.store import desk, rebuilding
from archive.store.connection import named, transaction
from archive.store.positions import ReadPlaces
from archive.store.rebuilding import Stretch
from archive.store.watched import NextCheck

from .files import WarcFile, imported, mark, ours
from .making import Bar, Making, Means
from .swap import new_database, remove, swap

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

    A desk.db that is missing or damaged is made again from desk.jsonl first: it says what is withheld.

    Raises `MorgueMissing` when there are no WARC files, `MorgueLocked` while a crawl runs, `DiskFull`.
    """
    place = Morgue(folder.expanduser().absolute())
    if not place.warcs.is_dir():
        raise MorgueMissing("there are no WARC files here", subject=str(place.warcs), cure="--morgue names a folder")
    with place.lock_alone():
        desk.restore(place)
        work = _Work(place, ours(place.warcs), imported(place.warcs), software)
        try:
            means = Means(software=software, bar=bar, next_check=next_check, read_places=read_places, compare=compare)
            return work.run(means)
        except sqlite3.OperationalError as error:
            raise named(error) from error


class _Work:
    """The new database while it is made."""

    def __init__(self, place: Morgue, ours: list[WarcFile], imported: list[WarcFile], software: str) -> None:
        self._place = place
        self._ours, self._imported, self._files = ours, imported, ours + imported
        self._mark = mark(self._files, f"{software} {migrations.NEWEST}")
        self._path = new_database(place)
        self._failed: list[str] = []

    def run(self, means: Means) -> Rebuilt:
        """Do what is still to be done."""
        resumed = self._is_begun()
        if not resumed:
            remove(self._path)
        with closing(self._open()) as connection:
            making = Making(self._place, connection, means)
            stages: dict[str, Callable[[], object]] = {
                "gather": lambda: making.gather(self._ours, self._imported),
                "restore": making.restore,
                "settle": lambda: self._failed.extend(making.settle()),
                "finish": lambda: self._finish(making),
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

    def _finish(self, making: Making) -> None:
        making.count()
        making.read_fronts()
        making.hide()
        making.tell_stories()
        making.schedule()
        if problems := rebuilding.problems(making.connection):
            raise MorgueError(
                f"the new database is not sound ({problems[0]})",
                subject=str(self._path),
                cure="Please report this; the old database was not touched",
            )

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
                row_digests.recount(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
