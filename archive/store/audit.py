"""Rows that contradict each other: what one names and the other lacks. Reads only, decides nothing about files."""

import sqlite3
from collections.abc import Iterator
from typing import Final

from archive import ids, row_digests

Contradiction = tuple[str, str, str]  # "missing" or "orphaned" or "altered", the row, what is wrong with it

_NAMED: Final = (  # what, table, its key, condition, what is wrong
    ("orphaned", "versions", "id", "NOT EXISTS (SELECT 1 FROM captures c WHERE c.id = x.capture_id)",
     "a version without the capture that brought it"),
    ("altered", "versions", "id",
     "EXISTS (SELECT 1 FROM captures c WHERE c.id = x.capture_id AND c.version_id IS NOT x.id)",
     "the capture that brought this version shows another"),
    ("missing", "versions", "id", "NOT EXISTS (SELECT 1 FROM texts t WHERE t.id = x.text_id)", "its text is gone"),
    ("orphaned", "versions", "id", "NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = x.article_id)",
     "a version without its article"),
    ("missing", "captures", "id",
     "x.version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = x.version_id)",
     "the version that it shows is gone"),
    ("missing", "captures", "id",
     "x.article_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = x.article_id)",
     "its article is gone"),
    ("missing", "articles", "id", "x.version_count <> (SELECT count(*) FROM versions v WHERE v.article_id = x.id)",
     "it has another number of versions than it says"),
    ("missing", "articles", "id", "x.capture_count <> (SELECT count(*) FROM captures c WHERE c.article_id = x.id)",
     "it has another number of captures than it says"),
    ("missing", "articles", "id",
     "NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = x.latest_version_id AND v.number = x.version_count)",
     "its latest version is gone"),
    ("orphaned", "changes", "id", "NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = x.article_id)",
     "a change without its article"),
    ("missing", "changes", "id",
     "(x.from_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = x.from_version_id)) OR "
     "(x.to_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = x.to_version_id))",
     "a version that it compares is gone"),
    ("orphaned", "contents", "id", "NOT EXISTS (SELECT 1 FROM captures c WHERE c.id = x.capture_id)",
     "a reading without its capture"),
    ("missing", "contents", "id", "NOT EXISTS (SELECT 1 FROM _readings r WHERE r.id = x.reading_id)",
     "what was read is gone"),
    ("missing", "captures", "id",
     "x.decision IN ('new', 'same', 'changed') AND NOT EXISTS (SELECT 1 FROM contents k WHERE k.capture_id = x.id)",
     "what was read in it is gone"),
)  # fmt: skip


def contradictions(connection: sqlite3.Connection) -> Iterator[Contradiction]:
    """Yield every row that names what is not there, or says what others contradict."""
    for what, table, key, condition, detail in _NAMED:
        for (row,) in connection.execute(f"SELECT x.{key} FROM {table} x WHERE {condition}"):
            yield what, f"{table} {row}", detail


def altered_texts(connection: sqlite3.Connection) -> Iterator[Contradiction]:
    """Yield readings and texts that are not those which their ids were made from."""
    for id, reading in connection.execute("SELECT id, reading FROM _readings"):
        if ids.derived_id("reading", reading) != id:
            yield "altered", f"_readings {id}", "the reading is not the one that was kept"
    rows = connection.execute(
        "SELECT v.id, v.headline, t.id, t.text FROM versions v JOIN texts t ON t.id = v.text_id ORDER BY t.id"
    )
    for version, headline, id, text in rows:
        if ids.derived_id("text", headline, text) != id:
            yield "altered", f"versions {version}", "headline and text are not those that were read"


def altered_rows(connection: sqlite3.Connection) -> Iterator[Contradiction]:
    """Yield tables, or the rows of one article or change in them, that are not those which rowback wrote."""
    for each in row_digests.differing(connection):
        of = f" of {each.column} {each.owner}" if each.column and each.owner else ""
        yield "altered", f"{each.table}{of}", "its rows are not those that rowback wrote"


def dangling_revisits(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Yield revisits whose original has no row: record id, address, the original's record id."""
    yield from connection.execute(
        """SELECT c.record_id, c.url, c.refers_to FROM captures c
            WHERE c.refers_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captures o WHERE o.record_id = c.refers_to)"""
    )


def faults(connection: sqlite3.Connection, *, thorough: bool) -> list[str]:
    """Return what SQLite itself finds wrong with the file; empty when nothing is."""
    check = "integrity_check" if thorough else "quick_check"
    try:
        return [row[0] for row in connection.execute(f"PRAGMA {check}(20)") if row[0] != "ok"]
    except UnicodeDecodeError:  # what SQLite says of a damaged name holds that name
        return ["what the file is made of is damaged"]


def count(connection: sqlite3.Connection, table: str) -> int:
    """Count a table's rows."""
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def kept_readings(connection: sqlite3.Connection) -> Iterator[tuple[int, str, int]]:
    """Yield for each reading that a WARC holds: a row of `contents`, the conversion record's id, the reading's id."""
    yield from connection.execute(
        "SELECT min(id), record_id, reading_id FROM contents WHERE record_id IS NOT NULL GROUP BY 2, 3"
    )
