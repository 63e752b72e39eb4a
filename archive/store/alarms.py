"""Rows of `told_alarms` in desk.db: which alarm was told to whom, and whether its end was."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from archive import times

Key = tuple[str, str, str, str]  # rule, target, outlet, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One alarm of one outlet for one target of one rule."""

    rule: str
    target: str
    outlet: str
    kind: str
    raised_at: dt.datetime
    words: str
    told_at: dt.datetime | None = None  # None while it waits
    over_at: dt.datetime | None = None  # None while it lasts
    over_told_at: dt.datetime | None = None  # None until its end was told

    @property
    def key(self) -> Key:
        return self.rule, self.target, self.outlet, self.kind


_NAMES: Final = [field.name for field in fields(Noted)]
_TIMES: Final = [name for name in _NAMES if name.endswith("_at")]
_THIS: Final = "rule = ? AND target = ? AND outlet = ? AND kind = ? AND raised_at = ?"


def latest(desk: sqlite3.Connection) -> dict[Key, Noted]:
    """Return the newest entry of each alarm."""
    rows = desk.execute(f"SELECT {', '.join(_NAMES)} FROM told_alarms ORDER BY raised_at")
    found = (_noted(dict(zip(_NAMES, row, strict=True))) for row in rows)
    return {noted.key: noted for noted in found}


def put(desk: sqlite3.Connection, noted: Iterable[Noted]) -> None:
    """Add entries, or replace what is known of them."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in ("told_at", "over_at", "over_told_at"))
    desk.executemany(
        f"INSERT INTO told_alarms ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))}) "
        f"ON CONFLICT DO UPDATE SET {updates}",
        ([_sql(getattr(each, name)) for name in _NAMES] for each in noted),
    )


def drop(desk: sqlite3.Connection, noted: Iterable[Noted]) -> None:
    """Forget entries."""
    desk.executemany(f"DELETE FROM told_alarms WHERE {_THIS}", (_this(each) for each in noted))


def mark_failed(desk: sqlite3.Connection, noted: Iterable[Noted]) -> None:
    """Count a try in vain."""
    desk.executemany(f"UPDATE told_alarms SET tries = tries + 1 WHERE {_THIS}", (_this(each) for each in noted))


def _this(noted: Noted) -> tuple[str, ...]:
    return (*noted.key, times.warc_date(noted.raised_at))


def _sql(value: object) -> object:
    return times.warc_date(value) if isinstance(value, dt.datetime) else value


def _noted(row: dict[str, Any]) -> Noted:
    return Noted(**row | {name: times.parse_iso(row[name]) if row[name] else None for name in _TIMES})
