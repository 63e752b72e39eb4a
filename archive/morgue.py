"""The morgue: the folder that holds an archive, its layout, its locks, and who may create it.

It knows no table and no record. Times and the name of the program come from elsewhere.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from . import migrations
from .errors import MorgueError, MorgueLocked, MorgueMissing, MorgueTooNew
from .sqlite import read_only

_UPGRADE: Final = "Upgrade with `uv tool upgrade rowback` or `pip install --upgrade rowback`"
_MOVED: Final = "Was it moved? What was kept lies where it is now; --morgue names it"
_WHOLE: Final = "morgue"  # the lock that stands for the folder as a whole


@dataclass(frozen=True, slots=True)
class Morgue:
    """An archive's folder, by its absolute path."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "rowback.db"

    @property
    def desk(self) -> Path:
        """What people decide; the file is made when it is first needed."""
        return self.folder / "desk.db"

    @property
    def desk_journal(self) -> Path:
        """The same line by line, from which desk.db is made again when it is lost."""
        return self.folder / "desk.jsonl"

    @property
    def warcs(self) -> Path:
        return self.folder / "warcs"

    @property
    def chain(self) -> Path:
        return self.folder / "chain.txt"

    @contextmanager
    def lock_outlet(self, name: str) -> Iterator[None]:
        """Hold an outlet: crawling, reading and deriving it are one process's at a time.

        Raises `MorgueLocked` at once when another process has it.
        """
        with self._lock(f"outlet {name}", fcntl.LOCK_EX):
            yield

    @contextmanager
    def lock_watch(self) -> Iterator[None]:
        """Hold the right to watch this morgue. Raises `MorgueLocked` while another process watches it."""
        with self._lock("watch", fcntl.LOCK_EX):
            yield

    @contextmanager
    def lock_stories(self) -> Iterator[None]:
        """Hold the right to work out stories. Raises `MorgueLocked` at once while another process does."""
        with self._lock("stories", fcntl.LOCK_EX):
            yield

    @contextmanager
    def lock_shared(self) -> Iterator[None]:
        """Hold the folder together with others that add to it."""
        with self._lock(_WHOLE, fcntl.LOCK_SH):
            yield

    @contextmanager
    def lock_reading(self) -> Iterator[None]:
        """Hold the folder as `lock_shared` does, but make no file: where no lock lies, nobody ever wrote."""
        with ExitStack() as held:
            try:
                descriptor = os.open(_lock_path(self.folder, _WHOLE), os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                yield
                return
            held.callback(os.close, descriptor)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _locked(self.folder, _WHOLE, descriptor) from None
            yield

    @contextmanager
    def lock_alone(self) -> Iterator[None]:
        """Hold the folder alone, to put another database in place."""
        with self._lock(_WHOLE, fcntl.LOCK_EX):
            yield

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Wait until no other process is making or opening the morgue, then hold that for a moment."""
        with _lock_file(self.folder, "opening") as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield

    @contextmanager
    def chaining(self) -> Iterator[None]:
        """Wait until no other process adds to chain.txt, then hold it for a moment."""
        with _lock_file(self.folder, "chain") as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Wait until no other process tells people, so that nobody is told twice."""
        with _lock_file(self.folder, "telling") as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _lock(self, name: str, kind: int) -> Iterator[None]:
        with _lock_file(self.folder, name) as descriptor:
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _locked(self.folder, name, descriptor) from None
            if kind == fcntl.LOCK_EX:
                os.truncate(descriptor, 0)
                os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield


def create(folder: Path) -> Morgue:
    """Open the archive in a folder to write to it: make it if there is none, and bring its database up to date.

    Raises `MorgueError` when the folder cannot be used, `MorgueTooNew` when a newer rowback wrote it.
    """
    morgue = Morgue(folder.expanduser().absolute())
    try:
        _make(morgue)
    except OSError as error:
        raise MorgueError(
            f"cannot be used as a morgue ({error.strerror})",
            subject=str(morgue.folder),
            cure="Name a folder that you may write to, with --morgue or `morgue = …` in rowback.toml",
        ) from error
    return morgue


def find(folder: Path) -> Morgue:
    """Open the archive in a folder to read it.

    Raises `MorgueMissing` with the absolute path when there is none, `MorgueTooNew` when a newer rowback wrote it.
    """
    morgue = Morgue(folder.expanduser().absolute())
    if not morgue.database.is_file():
        raise _missing(morgue)
    with closing(_opened(morgue)) as connection:
        if _shape(connection, morgue) < migrations.NEWEST:
            raise MorgueError(
                "an older rowback wrote it, and reading never alters it",
                subject=str(morgue.database),
                cure="`rowback init` brings it up to date",
            )
    return morgue


def _missing(morgue: Morgue) -> MorgueMissing:
    if any(morgue.warcs.glob("*/**/*.warc.gz*")):
        cure = "`rowback rebuild` makes it from the WARC files"
        return MorgueMissing("the WARC files are here, the database is not", subject=str(morgue.database), cure=cure)
    cure = "`rowback crawl` or `rowback init` makes one; --morgue names another folder"
    return MorgueMissing("there is no morgue here", subject=str(morgue.folder), cure=cure)


def _opened(morgue: Morgue) -> sqlite3.Connection:
    try:
        return read_only(morgue.database)
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error
    except OSError as error:
        raise MorgueError(
            f"cannot be read ({error.strerror})", subject=str(morgue.database), cure="Check its rights"
        ) from error


def locked_outlets(morgue: Morgue) -> tuple[str, ...]:
    """Name the outlets that a process holds just now."""
    names = (unquote(path.stem) for path in sorted(_locks(morgue.folder).glob("outlet*.lock")))
    return tuple(name.removeprefix("outlet ") for name in names if _is_held(morgue.folder, name))


def _is_held(folder: Path, name: str) -> bool:
    with _lock_file(folder, name) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _make(morgue: Morgue) -> None:
    for folder in (morgue.folder, morgue.warcs, _locks(morgue.folder)):
        folder.mkdir(parents=True, exist_ok=True)
    with morgue.opening(), ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(sqlite3.connect(morgue.database, timeout=60)))
            if _shape(connection, morgue) < migrations.NEWEST:
                connection.execute("PRAGMA journal_mode = WAL")
                migrations.migrate(connection)
        except sqlite3.OperationalError as error:
            raise _unusable(morgue, error) from error


def _shape(connection: sqlite3.Connection, morgue: Morgue) -> int:
    """Return the number of the database's last migration; 0 for an empty file."""
    try:
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise _unusable(morgue, error) from error
    if application != migrations.APPLICATION_ID and tables:
        raise MorgueError(
            "not a database of rowback", subject=str(morgue.database), cure="Name another folder with --morgue"
        )
    if version > migrations.NEWEST:
        raise MorgueTooNew(
            f"written by a newer rowback (its shape is {version}, this one knows {migrations.NEWEST})",
            subject=str(morgue.database),
            cure=_UPGRADE,
        )
    return version


def _unusable(morgue: Morgue, error: sqlite3.Error) -> MorgueError:
    return MorgueError(
        f"the database cannot be used ({error})",
        subject=str(morgue.database),
        cure="Check the folder's rights and room; `rowback rebuild` makes the database again from the WARC files",
    )


def _locks(folder: Path) -> Path:
    return folder / "locks"


def _lock_path(folder: Path, name: str) -> Path:
    return _locks(folder) / f"{quote(name, safe=' ')}.lock"


@contextmanager
def _lock_file(folder: Path, name: str) -> Iterator[int]:
    path = _lock_path(folder, name)
    try:
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except FileNotFoundError as error:
        raise MorgueMissing("the morgue is not there any more", subject=str(folder), cure=_MOVED) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # which lets go of the lock


def _locked(folder: Path, name: str, descriptor: int) -> MorgueLocked:
    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    by = f"process {holder}" if holder else "another process"
    what = "the morgue" if name == _WHOLE else name
    return MorgueLocked(f"{by} holds {what}", subject=str(folder), cure="Wait for it, or stop it with Ctrl-C")
