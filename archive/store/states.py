"""Rows of `states`, `_left` and `_learning`, and what is needed of an article to apply a state to it; no decisions."""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive import ids, times
from archive.derive import gist as gists
from archive.derive.looks import Left
from archive.derive.places import Moved
from archive.derive.states import Adopted

from . import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """What was learned of an outlet, from when on it is in force, and the record that holds it."""

    outlet: str  # its name
    adopted_at: dt.datetime
    record_id: str
    state: str  # JSON

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.state.encode()).hexdigest()

    @property
    def id(self) -> int:
        return ids.derived_id("state", self.record_id)


def put(connection: sqlite3.Connection, row: StateRow) -> None:
    """Add a state; once, however often its record is met."""
    outlet = sources.name_outlet(connection, row.outlet)
    connection.execute(
        "INSERT OR IGNORE INTO states (id, outlet_id, adopted_at, digest, record_id, state) VALUES (?, ?, ?, ?, ?, ?)",
        (row.id, outlet, times.warc_date(row.adopted_at), row.digest, row.record_id, row.state),
    )


def await_later(connection: sqlite3.Connection, row: StateRow) -> None:
    """List the captures to be derived again that seem later than a state though they came before: by another clock."""
    connection.execute(
        """INSERT OR IGNORE INTO _pending SELECT id FROM captures
            WHERE outlet_id = ? AND purpose = 'article' AND captured_at > ?""",
        (ids.outlet_id(row.outlet), times.warc_date(row.adopted_at)),
    )


def adopted(connection: sqlite3.Connection, outlet_id: int) -> list[Adopted]:
    """Return an outlet's states in order of time."""
    rows = connection.execute(
        "SELECT id, adopted_at FROM states WHERE outlet_id = ? ORDER BY adopted_at, id", (outlet_id,)
    )
    return [Adopted(id=row[0], adopted_at=times.parse_iso(row[1])) for row in rows]


def text(connection: sqlite3.Connection, state_id: int) -> str:
    """Return a state that is there, JSON."""
    return str(connection.execute("SELECT state FROM states WHERE id = ?", (state_id,)).fetchone()[0])


def first_reading(connection: sqlite3.Connection, article_id: int, reader: str) -> int | None:
    """Return what a reader read in the first look at an article that shows one; None when it read none."""
    row = connection.execute(
        """SELECT k.reading_id FROM captures c
             JOIN contents k ON k.capture_id = c.id JOIN readers r ON r.id = k.reader_id
            WHERE c.article_id = ? AND c.truncated IS NULL AND r.name = ? AND k.rejection IS NULL
            ORDER BY c.captured_at, c.record_id LIMIT 1""",
        (article_id, reader),
    ).fetchone()
    return row[0] if row else None


def addresses(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """Return the identity keys of all addresses of an article."""
    rows = connection.execute("SELECT urlkey FROM article_urls WHERE article_id = ?", (article_id,))
    return {row[0] for row in rows}


@dataclass(frozen=True, slots=True)
class Known:
    """What was worked out before of a reading under a state; None: nothing is left out."""

    left: Left | None


def left(connection: sqlite3.Connection, reading_id: int, mark: int) -> Known | None:
    """Return what is left of a reading under a state, as it was worked out before; None when it never was."""
    row = connection.execute(
        "SELECT places, gist FROM _left WHERE reading_id = ? AND mark = ?", (reading_id, mark)
    ).fetchone()
    if row is None:
        return None
    return Known(Left(tuple(json.loads(row[0])), gists.loads(row[1])) if row[1] is not None else None)


def put_left(connection: sqlite3.Connection, reading_id: int, mark: int, found: Left | None) -> None:
    """Keep what is left of a reading under a state."""
    places, gist = (json.dumps(found.places), gists.dumps(found.gist)) if found else ("[]", None)
    connection.execute("INSERT OR REPLACE INTO _left VALUES (?, ?, ?, ?)", (reading_id, mark, places, gist))


def checked_at(connection: sqlite3.Connection, outlet_id: int) -> dt.datetime | None:
    """Return when learning of an outlet was last tried; None when it never was here."""
    row = connection.execute("SELECT checked_at FROM _learning WHERE outlet_id = ?", (outlet_id,)).fetchone()
    return times.parse_iso(row[0]) if row else None


def put_checked(connection: sqlite3.Connection, outlet_id: int, at: dt.datetime) -> None:
    """Note when learning of an outlet was tried."""
    connection.execute("INSERT OR REPLACE INTO _learning VALUES (?, ?)", (outlet_id, times.warc_date(at)))


def moved(connection: sqlite3.Connection, outlet_id: int, limit: int) -> list[Moved]:
    """Return what moved by itself on an outlet's articles, the newest."""
    rows = connection.execute(
        """SELECT d.article_id, d.path, d.before, d.after FROM look_differences d JOIN articles a ON a.id = d.article_id
            WHERE a.outlet_id = ? AND d.reason = 'volatile' AND d.place IN ('text', 'beside')
            ORDER BY d.found_at DESC, d.id LIMIT ?""",
        (outlet_id, limit),
    )
    return [Moved(*row) for row in rows]


def pages(connection: sqlite3.Connection, outlet_id: int, reader: str, limit: int) -> Iterator[tuple[str, int]]:
    """Yield, of the outlet's articles that were captured last, an address and the newest reading that shows a version.

    Only what this reader read; an address is an identity key.
    """
    rows = connection.execute(
        """SELECT a.id FROM articles a WHERE a.outlet_id = ? ORDER BY a.last_captured_at DESC, a.id LIMIT ?""",
        (outlet_id, limit),
    ).fetchall()
    for (article,) in rows:
        newest = connection.execute(
            """SELECT c.identity, k.reading_id FROM captures c
                 JOIN contents k ON k.capture_id = c.id JOIN readers r ON r.id = k.reader_id
                WHERE c.article_id = ? AND c.version_id IS NOT NULL AND r.name = ? AND k.rejection IS NULL
                ORDER BY c.captured_at DESC, c.record_id DESC LIMIT 1""",
            (article, reader),
        ).fetchone()
        if newest is not None:
            yield newest
