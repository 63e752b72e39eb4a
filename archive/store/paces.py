"""Rows of `_paces`: outlets that are asked more slowly than usual, because they answered slowly or refused."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from archive import times


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRow:
    """How slowly an outlet was last asked, and why."""

    outlet_id: int
    seconds: float  # between two request starts
    floor: float  # what it would be otherwise
    why: str
    noted_at: dt.datetime


def put(connection: sqlite3.Connection, row: PaceRow) -> None:
    """Note an outlet's pace in place of the one before; one that is as usual is forgotten."""
    connection.execute("DELETE FROM _paces WHERE outlet_id = ?", (row.outlet_id,))
    if row.seconds > row.floor:
        connection.execute(
            "INSERT INTO _paces (outlet_id, seconds, floor, why, noted_at) VALUES (?, ?, ?, ?, ?)",
            (row.outlet_id, row.seconds, row.floor, row.why, times.warc_date(row.noted_at)),
        )


def of_outlet(connection: sqlite3.Connection, outlet_id: int) -> PaceRow | None:
    """Return how slowly an outlet was last asked; None when as usual."""
    row = connection.execute(
        "SELECT seconds, floor, why, noted_at FROM _paces WHERE outlet_id = ?", (outlet_id,)
    ).fetchone()
    if row is None:
        return None
    seconds, floor, why, noted_at = row
    return PaceRow(outlet_id=outlet_id, seconds=seconds, floor=floor, why=why, noted_at=times.parse_iso(noted_at))
