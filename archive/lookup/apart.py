"""Which articles cannot be compared with what is derived now: another program derived them, or some of theirs waits."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Articles that are left out, with all that is theirs, by id."""

    articles: frozenset[int]
    changes: frozenset[int]
    texts: frozenset[int]

    def has(self, table: str, columns: Sequence[str], row: Sequence[object]) -> bool:
        """Tell whether a row is one of theirs."""
        fields = dict(zip(columns, row, strict=True))
        if table == "articles":
            return fields["id"] in self.articles
        if table == "texts":
            return fields["id"] in self.texts
        return fields.get("article_id") in self.articles or fields.get("change_id") in self.changes


def articles_apart(connection: sqlite3.Connection, derived: sqlite3.Connection, software: str | None) -> Apart:
    """Return the articles of a database that cannot be compared, and those that they are in one derived aside."""
    found = _all(connection, "SELECT id FROM articles WHERE derived_by IS NOT ?", (software,)) if software else set()
    waiting = _all(connection, "SELECT capture_id FROM _pending")
    known: set[int] = set()
    while found - known or waiting:  # what is one article here may be two there
        captures = waiting | _these(connection, "captures", "id", "article_id", found - known)
        captures |= _these(derived, "captures", "id", "article_id", found - known)
        known |= found
        waiting = set()
        for each in (connection, derived):
            found |= _these(each, "captures", "article_id", "id", captures)
    both = (connection, derived)
    return Apart(
        articles=frozenset(found),
        changes=frozenset().union(*(_these(each, "changes", "id", "article_id", found) for each in both)),
        texts=frozenset().union(*(_these(each, "versions", "text_id", "article_id", found) for each in both)),
    )


def unsure_outlets(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the outlets, by id, of which a crawl that has not ended, or none at all, told last."""
    latest: dict[str, bool] = {}
    for outlets, finished in connection.execute("SELECT outlets, finished_at FROM crawls ORDER BY started_at, id"):
        latest |= dict.fromkeys((name.strip() for name in outlets.split(",")), finished is not None)
    rows = connection.execute("SELECT id, name FROM outlets")
    return frozenset(id for id, name in rows if not latest.get(name, False))


def _all(connection: sqlite3.Connection, sql: str, values: tuple[str, ...] = ()) -> set[int]:
    return {row[0] for row in connection.execute(sql, values)}


def _these(connection: sqlite3.Connection, table: str, column: str, by: str, ids: Iterable[int]) -> set[int]:
    """Return the values of a column where another has one of some values."""
    sql = f"SELECT {column} FROM {table} WHERE {by} IN (SELECT value FROM json_each(?)) AND {column} IS NOT NULL"
    return {row[0] for row in connection.execute(sql, (json.dumps(sorted(ids)),))}
