"""Rows of `positions`: where pages showed articles. A row lasts while nothing of it changes from look to look."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Definition = Mapping[str, object]  # an outlet's fields, as JSON has them


@dataclass(frozen=True, slots=True)
class Place:
    """Where one look at a page saw a link to an article."""

    identity: str
    rank: int
    level: int | None
    headline: str | None
    section: str | None = None  # what the page calls the part it stood in


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """A front or section page as it stood at one look."""

    url: str
    body: bytes
    charset: str | None
    definition: Definition  # of the outlet in that crawl


ReadPlaces = Callable[[FrontPage], Sequence[Place]]


def note(connection: sqlite3.Connection, outlet_id: int, page: str, seen_at: str, places: Iterable[Place]) -> None:
    """Note what one look at a page showed: lengthen the rows that still hold, begin new ones for the others."""
    latest = {
        identity: (first, Place(identity, rank, level, headline, section), last)
        for identity, rank, level, section, headline, first, last in connection.execute(
            """SELECT identity, rank, level, section, headline, max(first_seen_at), last_seen_at FROM positions
                WHERE outlet_id = ? AND page = ? GROUP BY identity""",
            (outlet_id, page),
        )
    }
    look_before = max((last for _, _, last in latest.values()), default="")
    for place in places:
        first, before, last = latest.get(place.identity, ("", None, ""))
        if before == place and last == look_before:
            connection.execute(
                "UPDATE positions SET last_seen_at = ? WHERE outlet_id = ? AND page = ? AND identity = ? "
                "AND first_seen_at = ?",
                (seen_at, outlet_id, page, place.identity, first),
            )
        else:
            connection.execute(
                """INSERT OR REPLACE INTO positions
                     (outlet_id, page, identity, first_seen_at, last_seen_at, rank, level, section, headline)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    outlet_id, page, place.identity, seen_at, seen_at, place.rank, place.level, place.section,
                    place.headline,
                ),
            )  # fmt: skip


def hold(connection: sqlite3.Connection, outlet_id: int, page: str, seen_at: str) -> None:
    """Note that a look at a page found it unchanged: what it showed last, it still shows."""
    connection.execute(
        """UPDATE positions SET last_seen_at = ?3 WHERE outlet_id = ?1 AND page = ?2 AND last_seen_at =
             (SELECT max(last_seen_at) FROM positions WHERE outlet_id = ?1 AND page = ?2)""",
        (outlet_id, page, seen_at),
    )


def forget_all(connection: sqlite3.Connection) -> None:
    """Remove every place."""
    connection.execute("DELETE FROM positions")
