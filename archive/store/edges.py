"""Rows of `_edges`: which addresses captures connect."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from archive.derive.identity import Edge

_OWN_ID: Final = "id:"


def put(connection: sqlite3.Connection, capture_id: int, outlet_id: int, edges: Iterable[Edge]) -> None:
    """Add what a capture says of addresses; what it said of canonical addresses before is replaced."""
    connection.execute("DELETE FROM _edges WHERE capture_id = ? AND relation = 'canonical'", (capture_id,))
    connection.executemany(
        "INSERT OR REPLACE INTO _edges (capture_id, outlet_id, from_key, to_key, relation) VALUES (?, ?, ?, ?, ?)",
        ((capture_id, outlet_id, edge.from_key, edge.to_key, edge.relation) for edge in edges),
    )


def connected(connection: sqlite3.Connection, outlet_id: int, key: str, fronts: Iterable[str]) -> list[str]:
    """Return every address that edges lead to from one, in either direction and over any number of steps.

    No way leads over the outlet's front and section pages.
    """
    marks = ", ".join("?" * len(walls := sorted(fronts))) or "NULL"
    rows = connection.execute(
        f"""WITH RECURSIVE near (key) AS (
              SELECT ?
              UNION SELECT e.to_key FROM near JOIN _edges e ON e.outlet_id = ? AND e.from_key = near.key
                     WHERE e.to_key NOT IN ({marks})
              UNION SELECT e.from_key FROM near JOIN _edges e ON e.outlet_id = ? AND e.to_key = near.key
                     WHERE e.from_key NOT IN ({marks})
            ) SELECT key FROM near ORDER BY key""",
        (key, outlet_id, *walls, outlet_id, *walls),
    )
    return [row[0] for row in rows]


def own_ids(connection: sqlite3.Connection, outlet_id: int, key: str) -> dict[int, str]:
    """Return the outlet's own article id for each capture at an address that was given one."""
    rows = connection.execute(
        "SELECT capture_id, to_key FROM _edges WHERE outlet_id = ? AND from_key = ? AND relation = 'outlet_id'",
        (outlet_id, key),
    )
    return {row[0]: row[1].removeprefix(_OWN_ID) for row in rows}
