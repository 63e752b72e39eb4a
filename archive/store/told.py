"""Rows of `told` in desk.db: what was told to whom, and what waits. Which findings are told is decided elsewhere."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from archive import times

Key = tuple[str, str, str, str, str]  # rule, target, two record ids, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finding for one target of one rule."""

    rule: str
    target: str
    before_record: str
    after_record: str
    kind: str
    change_id: int
    campaign_id: int | None
    weight: float
    takes_name: bool
    outlet: str
    text: str

    @property
    def key(self) -> Key:
        return self.rule, self.target, self.before_record, self.after_record, self.kind


_NAMES: Final = [field.name for field in fields(Entry)]
_THIS: Final = "rule = ? AND target = ? AND before_record = ? AND after_record = ? AND kind = ?"


def note(desk: sqlite3.Connection, entries: Iterable[Entry], now: dt.datetime) -> None:
    """Note what is to be told; what was noted before stays as it is."""
    moment = times.warc_date(now)
    marks = ", ".join("?" * (len(_NAMES) + 1))
    desk.executemany(
        f"INSERT OR IGNORE INTO told ({', '.join(_NAMES)}, noted_at) VALUES ({marks})",
        ([*(getattr(entry, name) for name in _NAMES), moment] for entry in entries),
    )


def known(desk: sqlite3.Connection, since: dt.datetime) -> set[Key]:
    """Return the keys of all that was noted since a time."""
    sql = "SELECT rule, target, before_record, after_record, kind FROM told WHERE noted_at >= ?"
    return set(desk.execute(sql, (times.warc_date(since),)))


def waiting(desk: sqlite3.Connection, rule: str, target: str) -> list[Entry]:
    """Return what is still to be told to a target."""
    return _entries(desk, "rule = ? AND target = ? AND told_at IS NULL", (rule, target))


def all_waiting(desk: sqlite3.Connection) -> list[Entry]:
    """Return what is still to be told to anybody."""
    return _entries(desk, "told_at IS NULL", ())


def correctable(desk: sqlite3.Connection, rule: str, target: str, since: dt.datetime) -> list[Entry]:
    """Return what was told to a target since a time, and never corrected."""
    condition = "rule = ? AND target = ? AND told_at >= ? AND corrected_at IS NULL"
    return _entries(desk, condition, (rule, target, times.warc_date(since)))


def mark_told(desk: sqlite3.Connection, entries: Iterable[Entry], now: dt.datetime) -> None:
    """Note that a target has got it."""
    desk.executemany(f"UPDATE told SET told_at = ? WHERE {_THIS}", ((times.warc_date(now), *e.key) for e in entries))


def mark_corrected(desk: sqlite3.Connection, entries: Iterable[Entry], now: dt.datetime) -> None:
    """Note that a target has got the correction."""
    moment = times.warc_date(now)
    desk.executemany(f"UPDATE told SET corrected_at = ? WHERE {_THIS}", ((moment, *e.key) for e in entries))


def mark_failed(desk: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Count a try in vain."""
    desk.executemany(f"UPDATE told SET tries = tries + 1 WHERE {_THIS}", (e.key for e in entries))


def drop(desk: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Forget what was noted and need not be told any more."""
    desk.executemany(f"DELETE FROM told WHERE {_THIS}", (e.key for e in entries))


def _entries(desk: sqlite3.Connection, condition: str, values: Sequence[str]) -> list[Entry]:
    rows = desk.execute(f"SELECT {', '.join(_NAMES)} FROM told WHERE {condition}", values)
    return [_entry(dict(zip(_NAMES, row, strict=True))) for row in rows]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**row | {"takes_name": bool(row["takes_name"])})
