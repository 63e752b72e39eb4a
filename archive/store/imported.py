"""Rows of `_imported`, and the originals of imported revisits: found whatever came first, the same in any order."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.models import Capture

from . import captures


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a record says of payloads, in its own terms."""

    digest: str | None = None
    refers_to: str | None = None  # record id
    refers_to_url: str | None = None
    refers_to_timestamp: str | None = None

    @property
    def anything(self) -> bool:
        return any((self.digest, self.refers_to, self.refers_to_url))


@dataclass(frozen=True, slots=True)
class Revisit:
    """An imported revisit, and what it is taken to refer to so far."""

    capture_id: int
    identity: str
    urlkey: str
    captured_at: str
    refers_to: str | None
    digest: str
    said: Said


@dataclass(frozen=True, slots=True)
class Found:
    """A response that a revisit refers to."""

    capture_id: int
    record_id: str
    digest: str


def put(connection: sqlite3.Connection, capture_id: int, said: Said) -> None:
    """Note what a record says."""
    connection.execute(
        "INSERT OR REPLACE INTO _imported VALUES (?, ?, ?, ?, ?)",
        (capture_id, said.digest, said.refers_to, said.refers_to_url, said.refers_to_timestamp),
    )


def forget(connection: sqlite3.Connection, capture_id: int) -> None:
    """Forget what a record said that is taken from another file now."""
    connection.execute("DELETE FROM _imported WHERE capture_id = ?", (capture_id,))


def remove(connection: sqlite3.Connection, capture: Capture) -> None:
    """Remove a capture, and what was read in it and nowhere else."""
    read = connection.execute("SELECT reading_id FROM contents WHERE capture_id = ?", (capture.id,)).fetchall()
    captures.remove(connection, [capture])
    for (reading,) in read:
        if connection.execute("SELECT 1 FROM contents WHERE reading_id = ? LIMIT 1", (reading,)).fetchone():
            continue
        for table in ("_compared", "_moves"):
            connection.execute(f"DELETE FROM {table} WHERE ? IN (before_id, after_id)", (reading,))
        connection.execute("DELETE FROM _left WHERE reading_id = ?", (reading,))
        connection.execute("DELETE FROM _readings WHERE id = ?", (reading,))
    forget(connection, capture.id)


def revisits(connection: sqlite3.Connection) -> Iterator[Revisit]:
    """Yield every imported revisit."""
    rows = connection.execute(
        """SELECT c.id, c.identity, c.urlkey, c.captured_at, c.refers_to, c.digest,
                  i.said_digest, i.refers_to, i.refers_to_url, i.refers_to_timestamp
             FROM captures c LEFT JOIN _imported i ON i.capture_id = c.id
            WHERE c.origin = 'import' AND c.record_type = 'revisit' ORDER BY c.captured_at, c.record_id"""
    ).fetchall()
    for row in rows:
        said = Said(digest=row[6], refers_to=row[7], refers_to_url=row[8], refers_to_timestamp=row[9])
        yield Revisit(row[0], row[1], row[2], row[3], row[4], row[5], said)


_WHOLE = "SELECT c.id, c.record_id, c.digest FROM captures c WHERE c.record_type = 'response' AND c.truncated IS NULL"
_BY_DIGEST = """
  SELECT c.id, c.record_id, c.digest FROM captures c
   WHERE c.id IN (SELECT id FROM captures WHERE digest = :digest AND record_type = 'response'
                  UNION SELECT capture_id FROM _imported WHERE said_digest = :digest)
     AND c.record_type = 'response' AND c.truncated IS NULL
   ORDER BY c.identity = :identity DESC, c.captured_at, c.record_id LIMIT 1"""


def original(connection: sqlite3.Connection, revisit: Revisit, urlkey: str | None) -> Found | None:
    """Return the response that a revisit refers to: by its id, by address (as `urlkey`) and time, by digest.

    Without any of these, the last one of its own address. None when it is not here.
    """
    said = revisit.said
    if said.refers_to and (row := connection.execute(f"{_WHOLE} AND c.record_id = ?", (said.refers_to,)).fetchone()):
        return Found(*row)
    if urlkey and said.refers_to_timestamp:
        sql = f"{_WHOLE} AND c.urlkey = ? AND c.timestamp = ? ORDER BY c.captured_at, c.record_id LIMIT 1"
        if row := connection.execute(sql, (urlkey, said.refers_to_timestamp)).fetchone():
            return Found(*row)
    if said.digest:
        row = connection.execute(_BY_DIGEST, {"digest": said.digest, "identity": revisit.identity}).fetchone()
        return Found(*row) if row else None
    if said.refers_to or said.refers_to_url:
        return None
    sql = f"""{_WHOLE} AND c.urlkey = ? AND c.captured_at <= ? AND c.status = 200
              ORDER BY c.captured_at DESC, c.record_id DESC LIMIT 1"""
    row = connection.execute(sql, (revisit.urlkey, revisit.captured_at)).fetchone()
    return Found(*row) if row else None


def refer(connection: sqlite3.Connection, capture_id: int, record_id: str | None, digest: str) -> None:
    """Let a revisit refer to a response; what was taken over from another is forgotten, and its page read again."""
    connection.execute("DELETE FROM contents WHERE capture_id = ?", (capture_id,))
    connection.execute("UPDATE captures SET refers_to = ?, digest = ? WHERE id = ?", (record_id, digest, capture_id))
    connection.execute(
        "INSERT OR IGNORE INTO _pending SELECT id FROM captures WHERE id = ? AND purpose = 'article'", (capture_id,)
    )


def replace_place(connection: sqlite3.Connection, capture_id: int, place: tuple[str, int, int, str]) -> None:
    """Let a row name another file that holds the same record."""
    connection.execute(
        "UPDATE captures SET filename = ?, offset = ?, length = ?, record_sha256 = ? WHERE id = ?", (*place, capture_id)
    )


def awaiting(connection: sqlite3.Connection, record_type: str) -> list[int]:
    """Return the imported captures of a kind that are still to be read, oldest first."""
    rows = connection.execute(
        """SELECT c.id FROM captures c JOIN _pending p ON p.capture_id = c.id
            WHERE c.origin = 'import' AND c.record_type = ? ORDER BY c.captured_at, c.record_id""",
        (record_type,),
    )
    return [row[0] for row in rows]


def homes(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the front page of every outlet by its name."""
    return dict(connection.execute("SELECT name, home FROM outlets"))
