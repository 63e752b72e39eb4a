"""The database's shape over time: numbered steps, each in one transaction with its bookkeeping row.

A step is never edited once it has landed. Readers never migrate.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from sqlite_utils import Database, Migrations

from . import terms

APPLICATION_ID: Final = 0x726F7762  # "rowb"; `file` and we know a rowback database by it

_SCHEMA = Path(__file__).with_name("schema.sql")
_migrations = Migrations("rowback")


@_migrations()
def m001_first_schema(database: Database) -> None:
    for statement in _statements(schema()):
        database.execute(statement)


def schema() -> str:
    """Return schema.sql with the terms that its checks know."""
    lists = {"kinds": terms.KINDS, "misses": terms.MISSES, "unread": terms.UNREAD, "held_back": terms.HELD_BACK}
    named = {name: terms.in_sql(table) for name, table in lists.items()}
    return Template(_SCHEMA.read_text("utf-8")).substitute(named)


NEWEST: Final = 1  # the number of the last step above; kept in PRAGMA user_version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest shape and mark it as ours."""
    _migrations.apply(Database(connection, use_counts_table=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {NEWEST}")


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements; `executescript` would end the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
