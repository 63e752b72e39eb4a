"""What an erasure asks of the database, and changes in it."""

import sqlite3
from collections.abc import Iterable

from archive.models import Capture

from . import captures


def referring_to(connection: sqlite3.Connection, record_id: str) -> list[Capture]:
    """Return the captures that repeat a record's payload."""
    return list(captures.select(connection, "WHERE c.refers_to = ? ORDER BY c.captured_at, c.record_id", (record_id,)))


def place_of(connection: sqlite3.Connection, record_id: str) -> tuple[str, int] | None:
    """Return where a capture's record lies by its row: file and offset; None when it has no row."""
    row: tuple[str, int] | None = connection.execute(
        "SELECT filename, offset FROM captures WHERE record_id = ?", (record_id,)
    ).fetchone()
    return row


def readers_of(connection: sqlite3.Connection, conversions: Iterable[str]) -> dict[str, Capture]:
    """Return for each of these conversion records that is still needed the first capture that read the same."""
    found: dict[str, Capture] = {}
    for record_id in conversions:
        rest = """WHERE c.id IN (SELECT capture_id FROM contents WHERE record_id = ?)
                  ORDER BY c.captured_at, c.record_id LIMIT 1"""
        for capture in captures.select(connection, rest, (record_id,)):
            found[record_id] = capture
    return found


def move(connection: sqlite3.Connection, capture: Capture) -> None:
    """Let a capture's row name the place and kind that its record has now."""
    connection.execute(
        """UPDATE captures SET filename = ?, offset = ?, length = ?, record_sha256 = ?, record_type = ?, refers_to = ?
            WHERE id = ?""",
        (
            capture.filename, capture.offset, capture.length, capture.record_sha256, capture.record_type,
            capture.refers_to, capture.id,
        ),
    )  # fmt: skip


def pending(connection: sqlite3.Connection) -> list[int]:
    """Return the captures that are still to be derived."""
    return [row[0] for row in connection.execute("SELECT capture_id FROM _pending ORDER BY capture_id")]


def note_file(desk: sqlite3.Connection, withheld_id: int, filename: str) -> None:
    """Note that a file is about to be replaced, so that the chain is told of it even after a kill."""
    desk.execute(
        "INSERT OR REPLACE INTO withheld_rows VALUES (?, 'file', ?, 'null')",
        (withheld_id, filename),
    )


def files(desk: sqlite3.Connection, withheld_id: int) -> set[str]:
    """Return the files that were replaced, or about to be."""
    sql = "SELECT key FROM withheld_rows WHERE withheld_id = ? AND belongs_to = 'file'"
    return {row[0] for row in desk.execute(sql, (withheld_id,))}
