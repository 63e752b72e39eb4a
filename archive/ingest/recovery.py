"""Brings the database and the WARC files together when a morgue is opened to write.

A crash may leave a torn tail (the writer mends it), whole capture events that have no rows yet (they are indexed), or,
after a power cut, rows whose bytes are not there (they are removed). It costs one look at each file's size.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from archive.errors import BadInput
from archive.morgue import Morgue
from archive.store import captures, crawls, warcs
from archive.store.connection import transaction
from archive.warc.events import Indexed, Resource, scan
from archive.warc.locks import lock_file
from archive.warc.members import OPEN
from archive.warc.recover import Recovered
from archive.warc.writer import WarcWriter

from . import resources
from .rows import add_capture

_GROUP: Final = 100  # captures a transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was put right in one WARC file."""

    filename: str
    cut: int = 0  # bytes of a torn tail, kept beside the file
    damaged: int = 0  # stretches between whole records
    indexed: int = 0  # captures that were in the file and not in the database
    removed: int = 0  # captures that were in the database and not in the file

    def __str__(self) -> str:
        told = (
            (self.cut, "bytes of a torn tail were cut off and kept beside it"),
            (self.damaged, "damaged places were found; `rowback verify` names them"),
            (self.indexed, "captures were in the file but not in the database, and are now"),
            (self.removed, "captures were in the database but not in the file, and were removed"),
        )
        return f"{self.filename}: " + "; ".join(f"{number:,} {what}" for number, what in told if number)


def reconcile(
    place: Morgue, connection: sqlite3.Connection, writer: WarcWriter, now: dt.datetime
) -> tuple[Mended, ...]:
    """Open the writer, mend what was left open and index what has no rows; return what was not as it should be."""
    with place.opening():
        left = frozenset(_left_open(place.warcs))
        known = warcs.indexed(connection)
        torn = {_name(place.warcs, state.path): state for state in writer.open(now, known)}
        behind = {name for name in _ours(place.warcs, left) if _size(place.warcs, name) > known.get(name, 0)}
        found = [_mend(place.warcs, connection, name, torn.get(name)) for name in sorted(behind | set(torn))]
    return tuple(each for each in found if each.cut or each.damaged or each.indexed or each.removed)


def _mend(warcs_folder: Path, connection: sqlite3.Connection, name: str, state: Recovered | None) -> Mended:
    size = _size(warcs_folder, name)
    removed = _remove_beyond(connection, name, size) if state is not None and state.lost else 0
    start = min(warcs.indexed(connection).get(name, 0), size)
    return Mended(
        filename=name,
        cut=state.cut if state is not None else 0,
        damaged=len(state.damage) if state is not None else 0,
        indexed=_index(warcs_folder, connection, name, start, size),
        removed=removed,
    )


def _remove_beyond(connection: sqlite3.Connection, name: str, size: int) -> int:
    """Remove the rows whose bytes a power cut took; their articles are derived again."""
    gone = captures.beyond(connection, name, size)
    with transaction(connection):
        captures.remove(connection, gone)
        warcs.note_indexed(connection, name, size)
    return len(gone)


def _index(warcs_folder: Path, connection: sqlite3.Connection, name: str, start: int, size: int) -> int:
    count = 0
    found = (each for each in scan(warcs_folder, name, start, size) if isinstance(each, Indexed | Resource))
    while group := list(islice(found, _GROUP)):
        with transaction(connection):
            for each in group:
                count += _add(connection, each)
            warcs.note_indexed(connection, name, group[-1].end)
    with transaction(connection):
        warcs.note_indexed(connection, name, size)
    return count


def _add(connection: sqlite3.Connection, found: Indexed | Resource) -> int:
    if isinstance(found, Indexed):
        return _add_capture(connection, found)
    with suppress(BadInput):  # `rowback rebuild` names what we never write
        resources.put(connection, found)
    return 0


def _add_capture(connection: sqlite3.Connection, event: Indexed) -> int:
    if captures.by_id(connection, event.capture.id) is not None:
        return 0
    known_crawl = event.capture.crawl_id is not None and crawls.exists(connection, event.capture.crawl_id)
    capture = event.capture if known_crawl else replace(event.capture, crawl_id=None)
    add_capture(connection, capture, event.provenance)
    return 1


def _left_open(folder: Path) -> Iterator[str]:
    """Name the `.open` files that no process holds."""
    for path in folder.glob(f"*/*/rowback-*.warc.gz{OPEN}"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            if lock_file(file.fileno()):
                yield _name(folder, path)


def _ours(folder: Path, left: frozenset[str]) -> list[str]:
    """Name all files that are not another process's to write."""
    closed = {_name(folder, path) for path in folder.glob("*/*/rowback-*.warc.gz")}
    return sorted(closed | {name for name in left if _size(folder, name)})


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix().removesuffix(OPEN)


def _size(folder: Path, name: str) -> int:
    """Return a file's size under its final or its open name; 0 when it is not there."""
    for path in (folder / name, folder / (name + OPEN)):
        with suppress(FileNotFoundError):
            return path.stat().st_size
    return 0
