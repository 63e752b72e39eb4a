"""Archives that are rebuilt, and compared row for row with what they were."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.ingest.telling import tell_stories
from archive.lookup.dump import dump
from archive.morgue import Morgue
from archive.rebuild import Rebuilt, rebuild
from archive.rebuild.restore import Step
from archive.store.connection import connect_writer
from tests.keeping import INFO


@contextmanager
def no_bar(what: str, total: int) -> Iterator[Step]:
    yield lambda done: None


def rebuilt(folder: Path) -> Rebuilt:
    return rebuild(folder, software=INFO.software, bar=no_bar)


def dumped(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return list(dump(connection))


def same_again(folder: Path) -> Rebuilt:
    end_as_a_crawl_does(folder)
    before = dumped(folder / "rowback.db")
    told = rebuilt(folder)
    after = dumped(folder / "rowback.db")
    assert [row for row in before if row not in after] == []
    assert [row for row in after if row not in before] == []
    assert dumped(folder / "rowback.db.old") == before
    return told


def end_as_a_crawl_does(folder: Path) -> None:
    """Work out the stories of an archive that no crawl has ended."""
    with closing(connect_writer(Morgue(folder))) as connection:
        tell_stories(connection)


def copied(folder: Path, into: Path) -> Path:
    made = into / "morgue"
    shutil.copytree(folder, made)
    return made
