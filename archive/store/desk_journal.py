"""desk.jsonl: every row that was written to desk.db, line by line, from which desk.db can be made again.

A line is a digest and a JSON object: `{"table": …, "put": {a row}}` or `{"table": …, "drop": {its key}}`. The digest is
SHA-256 over the digest of the line before and the object, so that an altered or missing line is noticed. Rows reach
desk.db first and the file before the command ends; what a kill leaves out is added at the next start.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archive.errors import MorgueError
from archive.row_digests import table_names

_BEGIN: Final = "0" * 64
_CURE: Final = "Restore it from a backup, or remove it: the next command that writes desk.db writes it anew"
_LAST: Final = 1 << 16  # bytes within which a line ends, but for the longest


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal."""

    number: int
    digest: str
    table: str
    put: dict[str, Any] | None  # None: the row went
    drop: dict[str, Any] | None


def keep(connection: sqlite3.Connection) -> None:
    """Let a connection to desk.db note all that it writes from now on for the journal."""
    connection.create_function("journal_line", -1, _said)  # SQLite's own JSON rounds numbers
    for table in _journalled(connection):
        for moment, rows in (("INSERT", ("put new",)), ("DELETE", ("drop old",)), ("UPDATE", ("drop old", "put new"))):
            statements = "".join(_noted(connection, table, *row.split()) for row in rows)
            connection.execute(
                f'CREATE TEMP TRIGGER IF NOT EXISTS "journal {moment} {table}" AFTER {moment} ON main."{table}" '
                f"BEGIN {statements} END"
            )


def flush(connection: sqlite3.Connection, path: Path) -> None:
    """Add what is noted to the file, durably; without a file, write it whole. Raises `OSError`."""
    connection.execute("BEGIN IMMEDIATE")  # one process at a time
    try:
        if path.exists():
            _append(path, [row[0] for row in connection.execute("SELECT line FROM _journal ORDER BY id")])
        else:
            _write(path, _rows(connection))
        connection.execute("DELETE FROM _journal")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def rewrite(connection: sqlite3.Connection, path: Path) -> None:
    """Write the file anew, with nothing but the rows that are there: what was erased is nowhere in it."""
    path.unlink(missing_ok=True)
    flush(connection, path)


def replay(connection: sqlite3.Connection, lines: Iterable[Line]) -> None:
    """Bring rows into the tables of a desk.db, as the journal says; columns that are unknown here are left out."""
    known = {table: _columns(connection, table) for table in _journalled(connection)}
    for line in lines:
        row = line.put if line.put is not None else line.drop or {}
        names = [name for name in row if name in known.get(line.table, ())]
        values = [row[name] for name in names]
        if names and line.put is not None:
            columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            connection.execute(f'INSERT OR REPLACE INTO "{line.table}" ({columns}) VALUES ({marks})', values)
        elif names:
            these = " AND ".join(f'"{name}" IS ?' for name in names)
            connection.execute(f'DELETE FROM "{line.table}" WHERE {these}', values)


def read(path: Path) -> Iterator[Line]:
    """Yield the lines; a last one that was cut off is left out. Raises `MorgueError` at one that was altered."""
    before = _BEGIN
    with path.open("rb") as file:
        for number, text in enumerate(file, 1):
            if not text.endswith(b"\n"):
                return
            line = _line(path, number, text, before)
            yield line
            before = line.digest


def pending(connection: sqlite3.Connection) -> Iterator[Line]:
    """Yield what a desk.db has noted and the file does not hold yet."""
    for number, text in connection.execute("SELECT id, line FROM _journal ORDER BY id"):
        yield _parsed(number, "", json.loads(text))


def rows_of(connection: sqlite3.Connection) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows of all tables that are journalled, by table and by their key as JSON."""
    found: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in _journalled(connection)}
    for table, row in _all(connection):
        found[table][json.dumps([row[name] for name in _keys(connection, table)])] = row
    return found


def _line(path: Path, number: int, text: bytes, before: str) -> Line:
    digest, _, said = text.rstrip(b"\n").partition(b" ")
    if digest.decode("ascii", "replace") != _digest(before, said):
        raise MorgueError(f"line {number} is not as it was written", subject=str(path), cure=_CURE)
    try:
        return _parsed(number, digest.decode(), json.loads(said))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MorgueError(f"line {number} is none of rowback's ({error})", subject=str(path), cure=_CURE) from error


def _parsed(number: int, digest: str, said: dict[str, Any]) -> Line:
    return Line(number, digest, str(said["table"]), said.get("put"), said.get("drop"))


def _digest(before: str, said: bytes) -> str:
    return hashlib.sha256(before.encode() + b" " + said).hexdigest()


def _append(path: Path, lines: Iterable[str]) -> None:
    """Add lines, after cutting off one that a kill left unfinished."""
    with path.open("r+b") as file:
        before = _last(file.fileno())
        file.seek(0, os.SEEK_END)
        _put(file.fileno(), before, lines)


def _write(path: Path, lines: Iterable[str]) -> None:
    made = path.with_name(path.name + ".new")
    with made.open("wb") as file:
        _put(file.fileno(), _BEGIN, lines)
    made.replace(path)


def _put(descriptor: int, before: str, lines: Iterable[str]) -> None:
    for line in lines:
        said = line.encode()
        before = _digest(before, said)
        os.write(descriptor, before.encode() + b" " + said + b"\n")
    os.fsync(descriptor)


def _last(descriptor: int) -> str:
    """Return the digest of the last whole line; what follows it is cut off."""
    size, step = os.fstat(descriptor).st_size, _LAST
    while True:
        start = max(0, size - step)
        tail = os.pread(descriptor, size - start, start)
        whole = tail[: tail.rfind(b"\n") + 1]
        begin = whole.rfind(b"\n", 0, max(0, len(whole) - 1))
        if begin >= 0 or start == 0:
            break
        step *= 4
    os.ftruncate(descriptor, start + len(whole))
    return whole[begin + 1 :].partition(b" ")[0].decode("ascii", "replace") or _BEGIN


def _journalled(connection: sqlite3.Connection) -> list[str]:
    return [name for name in table_names(connection) if not name.startswith(("_", "sqlite_"))]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]


def _keys(connection: sqlite3.Connection, table: str) -> list[str]:
    keys = [(row[5], row[1]) for row in connection.execute(f'PRAGMA main.table_info("{table}")') if row[5]]
    return [name for _, name in sorted(keys)]


def _noted(connection: sqlite3.Connection, table: str, what: str, row: str) -> str:
    names = _keys(connection, table) if what == "drop" else _columns(connection, table)
    said = ", ".join(f"'{name}', {row}.\"{name}\"" for name in names)
    return f"INSERT INTO _journal (line) VALUES (journal_line('{table}', '{what}', {said}));"


def _said(table: str, what: str, *fields: Any) -> str:
    row = dict(zip(fields[::2], fields[1::2], strict=True))
    return json.dumps({"table": table, what: row}, ensure_ascii=False)


def _rows(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row in _all(connection):
        yield json.dumps({"table": table, "put": row}, ensure_ascii=False)


def _all(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in _journalled(connection):
        names = _columns(connection, table)
        for values in connection.execute(f'SELECT * FROM main."{table}"'):
            yield table, dict(zip(names, values, strict=True))
