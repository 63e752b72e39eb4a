"""The database's shape over time: numbered steps, each in one transaction with its bookkeeping row.

A step is never edited once it has landed. Readers never migrate.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template
from typing import Final

from sqlite_utils import Database, Migrations

from . import row_digests, terms, urls
from .errors import BadInput

APPLICATION_ID: Final = 0x726F7762  # "rowb"; `file` and we know a rowback database by it

_SCHEMA = Path(__file__).with_name("schema.sql")
_DESK = Path(__file__).with_name("desk.sql")
_migrations = Migrations("rowback")
_of_desk = Migrations("rowback desk")
_MADE: Final = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX|VIEW|TRIGGER) (\w+)")
_KEYED: Final = (("captures", "identity"), ("article_urls", "urlkey"), ("_candidates", "identity"))


@_migrations()
def m001_first_schema(database: Database) -> None:
    for statement in _statements(schema()):
        database.execute(statement)


def schema() -> str:
    """Return schema.sql with the terms that its checks know."""
    lists = {"kinds": terms.KINDS, "misses": terms.MISSES, "unread": terms.UNREAD, "held_back": terms.HELD_BACK}
    named = {name: terms.in_sql(table) for name, table in lists.items()}
    return Template(_SCHEMA.read_text("utf-8")).substitute(named)


@_migrations()
def m002_addresses_keep_their_capitals(database: Database) -> None:
    _rekey(database.conn)


@_migrations()
def m003_misses_know_our_own_fault(database: Database) -> None:
    _check_anew(database.conn, "misses")


@_migrations()
def m004_what_differs_beside_the_text(database: Database) -> None:
    if "'volatile'" not in database["captures"].schema:
        _check_anew(database.conn, "captures")
    for name in ("look_differences", "_moves"):
        if name not in database.table_names():
            for statement in _naming(name):
                database.execute(statement)
    for name in ("unannounced_changes", "changed_beside_texts"):
        database.execute(f"DROP VIEW IF EXISTS {name}")
        for statement in _naming(name):
            database.execute(statement)


@_migrations()
def m005_rows_have_digests(database: Database) -> None:
    if "_digests" in database.table_names():  # made by schema.sql just now
        return
    for statement in _naming("_digests"):
        database.execute(statement)
    database.execute("ALTER TABLE articles ADD COLUMN derived_by TEXT")


@_migrations()
def m006_stories(database: Database) -> None:
    """Let every article be told."""
    _make_missing(database)
    database.execute("INSERT OR IGNORE INTO _untold SELECT id FROM articles")


@_migrations()
def m007_questions_about_stories(database: Database) -> None:
    _make_missing(database)


NEWEST: Final = 7  # the number of the last step above; kept in PRAGMA user_version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest shape and mark it as ours."""
    _migrations.apply(Database(connection, use_counts_table=False))
    row_digests.recount(connection)  # after every step: rows that a step alters are as rowback wrote them
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {NEWEST}")
    connection.commit()


@_of_desk()
def d001_first_shape(database: Database) -> None:
    for statement in _statements(_DESK.read_text("utf-8")):
        database.execute(statement)


NEWEST_DESK: Final = 1  # likewise, of desk.db


def migrate_desk(connection: sqlite3.Connection) -> None:
    """Bring a desk.db to the newest shape; its `user_version` is for the caller to set, when its rows are there too."""
    _of_desk.apply(Database(connection, use_counts_table=False))


def _make_missing(database: Database) -> None:
    """Make what schema.sql names and is not there."""
    present = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    for statement in _statements(schema()):
        made = _MADE.search(statement)
        if made and made[1] not in present:
            database.execute(statement)


def _naming(name: str) -> list[str]:
    """Return the statements of schema.sql that make a table with its indexes, or a view."""
    made = re.compile(rf"^CREATE (?:TABLE|VIEW|INDEX \w+ ON) {name}\b", re.M)
    return [statement for statement in _statements(schema()) if made.search(statement)]


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements; `executescript` would end the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _check_anew(connection: sqlite3.Connection, table: str) -> None:
    """Make a table again as schema.sql has it, with its rows and indexes: a check cannot be altered."""
    made = [each for each in _statements(schema()) if f"CREATE TABLE {table} (" in each or f" ON {table} (" in each]
    connection.execute("PRAGMA legacy_alter_table = ON")  # what names the table means the new one
    connection.execute(f"ALTER TABLE {table} RENAME TO _before")
    names = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(_before)"))
    connection.execute(made[0])
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM _before")  # noqa: S608  (own names)
    connection.execute("DROP TABLE _before")
    for statement in made[1:]:
        connection.execute(statement)
    connection.execute("PRAGMA legacy_alter_table = OFF")


def _rekey(connection: sqlite3.Connection) -> None:
    """Write all keys of addresses anew and list the captures to be derived again whose key is another one now.

    What front pages showed (`positions`) keeps its keys until `rowback rebuild`: it names no whole addresses.
    """
    for table, column in _KEYED:
        rows = connection.execute(f"SELECT DISTINCT url, {column} FROM {table}").fetchall()  # noqa: S608 (own names)
        moved = [(key, url) for url, old in rows if (key := _key(url)) not in (old, None)]
        connection.executemany(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE url = ?", moved)  # noqa: S608
        if table == "captures":
            _connect_anew(connection, [key for key, _ in moved if key])


def _connect_anew(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Say again which addresses the captures at some keys connect; those that differ by case alone among them."""
    for key in keys:
        connection.execute(
            "INSERT OR IGNORE INTO _pending SELECT id FROM captures WHERE identity = ? AND purpose = 'article'", (key,)
        )
        connection.execute(
            """INSERT OR IGNORE INTO _edges (capture_id, outlet_id, from_key, to_key, relation)
               SELECT id, outlet_id, identity, ?, 'case' FROM captures
                WHERE identity = ? AND purpose = 'article' AND outlet_id IS NOT NULL""",
            (urls.folded_key(key), key),
        )
    connection.execute("UPDATE _edges SET from_key = (SELECT identity FROM captures WHERE captures.id = capture_id)")
    rows = connection.execute(
        """SELECT e.capture_id, e.relation, e.to_key,
                  CASE e.relation WHEN 'canonical' THEN k.canonical_url ELSE p.location END
             FROM _edges e JOIN captures p ON p.id = e.capture_id LEFT JOIN contents k ON k.capture_id = p.id
            WHERE e.relation IN ('canonical', 'redirect', 'alias')"""
    ).fetchall()
    connection.executemany(
        "UPDATE OR IGNORE _edges SET to_key = ? WHERE capture_id = ? AND relation = ? AND to_key = ?",
        (
            (new, capture, relation, old)
            for capture, relation, old, url in rows
            if url and (new := _key(url)) and urls.folded_key(new) == old
        ),
    )


def _key(url: str) -> str | None:
    try:
        return urls.identity_key(url)
    except BadInput:
        return None
