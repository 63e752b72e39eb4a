"""Derives every article from the captures and readings that are back, one group of addresses after the other."""

import sqlite3
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.deriving import Settler
from archive.store import captures, rebuilding, watched
from archive.store.connection import transaction

from .restore import Step

_GROUP: Final = 20  # captures to begin from, a transaction


def settle(connection: sqlite3.Connection, settler: Settler, step: Step) -> list[str]:
    """Derive all that waits; return what could not be derived, each with the reason. `step` gets captures."""
    failed: list[str] = []
    while group := rebuilding.unsettled(connection, _GROUP):
        with transaction(connection):
            for capture_id in group:
                step(_settle(connection, settler, capture_id, failed))
    return failed


def _settle(connection: sqlite3.Connection, settler: Settler, capture_id: int, failed: list[str]) -> int:
    capture = captures.by_id(connection, capture_id)
    if capture is None or not rebuilding.is_unsettled(connection, capture_id):  # with one before it
        return 0
    connection.execute("SAVEPOINT settling")
    try:
        done = settler.settle(capture).decided_with
    except (ArchiveError, sqlite3.OperationalError):  # no room: SQLite has rolled back, savepoint and all
        raise
    except Exception as error:  # one article must not stop the others; it is tried again by the next crawl
        connection.execute("ROLLBACK TO settling")
        failed.append(f"{capture.url}: {type(error).__name__}: {error}")
        rebuilding.set_aside(connection, [capture_id])
        return 1
    finally:
        if connection.in_transaction:
            connection.execute("RELEASE settling")
    return rebuilding.settled(connection, done)


def schedule(connection: sqlite3.Connection, next_check: watched.NextCheck) -> None:
    """Write when each article is looked at next."""
    with transaction(connection):
        for outlet_id in watched.outlets(connection):
            for row in watched.of_outlet(connection, outlet_id):
                if row.article_id is not None:
                    watched.set_next_check(connection, row.article_id, next_check(row))
