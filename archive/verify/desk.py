"""desk.db against its own digests and against desk.jsonl, in which everything that was written to it stands."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain as chained
from typing import Any

from archive import row_digests
from archive.errors import MorgueError
from archive.morgue import Morgue
from archive.sqlite import legible
from archive.store import audit, desk_journal
from archive.store.desk import read_desk, shape

from .report import Finding, What


def look(morgue: Morgue) -> Iterator[Finding]:
    """Yield what is wrong with what people decided. Raises `MorgueError` when desk.db cannot be opened."""
    if not morgue.desk.is_file():
        if morgue.desk_journal.is_file():
            detail = "is gone; `rowback rebuild` makes it again from desk.jsonl"
            yield Finding(what="missing", detail=detail, file=morgue.desk.name)
        return
    with read_desk(morgue) as desk:
        desk.text_factory = legible
        try:
            yield from _rows(morgue, desk)
        except sqlite3.DatabaseError as error:
            yield Finding(what="altered", detail=f"SQLite: {error}", file=morgue.desk.name)


def _rows(morgue: Morgue, desk: sqlite3.Connection) -> Iterator[Finding]:
    for fault in audit.faults(desk, thorough=True):
        yield Finding(what="altered", detail=f"SQLite: {fault}", file=morgue.desk.name)
    for each in row_digests.differing(desk):
        detail = "its rows are not those that rowback wrote"
        yield Finding(what="altered", detail=detail, subject=each.table, file=morgue.desk.name)
    if not morgue.desk_journal.is_file():
        return
    try:
        said = _said(morgue, desk)
    except MorgueError as error:
        yield Finding(what="altered", detail=error.message, file=morgue.desk_journal.name)
        return
    kept = desk_journal.rows_of(desk)
    for table in sorted(kept.keys() | said.keys()):
        yield from _differing(morgue, table, kept.get(table, {}), said.get(table, {}))


def _said(morgue: Morgue, desk: sqlite3.Connection) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows as the journal has them, with what it does not hold yet."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as replayed:
        shape(replayed)
        lines = chained(desk_journal.read(morgue.desk_journal), desk_journal.pending(desk))
        desk_journal.replay(replayed, lines)
        return desk_journal.rows_of(replayed)


def _differing(
    morgue: Morgue, table: str, kept: dict[str, dict[str, Any]], said: dict[str, dict[str, Any]]
) -> Iterator[Finding]:
    for key in sorted(kept.keys() | said.keys()):
        if kept.get(key) != said.get(key):
            what: What = "missing" if key not in kept else "altered" if key in said else "orphaned"
            detail = "desk.jsonl says otherwise; remove desk.db and run `rowback rebuild` to follow it"
            yield Finding(what=what, detail=detail, subject=f"{table} {key}", file=morgue.desk.name)
