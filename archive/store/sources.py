"""Rows of `outlets`, their `sources`, what these announced (`_candidates`), and robots.txt (`_robots`)."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from archive import ids, times

SourceKind = Literal["feed", "sitemap", "sitemap_index", "news_sitemap", "section", "front"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet as the archive knows it."""

    name: str
    title: str
    home: str
    language: str | None = None
    timezone: str | None = None  # IANA name

    @property
    def id(self) -> int:
        return ids.outlet_id(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where an outlet announces articles, and what is known of looking there."""

    outlet_id: int
    kind: SourceKind
    url: str
    discovered: bool = False
    last_checked_at: dt.datetime | None = None
    next_check_at: dt.datetime | None = None
    interval_seconds: int | None = None
    newest_at: dt.datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    lastmod: str | None = None
    failures: int = 0
    unchanged: int = 0

    @property
    def id(self) -> int:
        return ids.source_id(self.outlet_id, self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A URL that was announced and not yet had."""

    outlet_id: int
    url: str
    identity: str
    source: str
    seen_at: dt.datetime
    lastmod: str | None = None
    headline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRow:
    """An origin's robots.txt as it was last had; status 0 when it could not be."""

    origin: str
    fetched_at: dt.datetime
    status: int
    body: bytes


_SOURCE_COLUMNS: Final = [
    "id",
    "outlet_id",
    "kind",
    "url",
    "discovered",
    "last_checked_at",
    "next_check_at",
    "interval_seconds",
    "newest_at",
    "etag",
    "last_modified",
    "lastmod",
    "failures",
    "unchanged",
]


# Of an outlet `o`: whether anything is known of it. Of an address that was mistyped once there is but its row.
HEARD_OF = """(EXISTS (SELECT 1 FROM sources s WHERE s.outlet_id = o.id)
           OR EXISTS (SELECT 1 FROM articles a WHERE a.outlet_id = o.id)
           OR EXISTS (SELECT 1 FROM captures c
                       WHERE c.outlet_id = o.id AND c.purpose = 'article' AND c.status < 400))"""


def put_outlet(connection: sqlite3.Connection, outlet: OutletRow) -> None:
    """Add an outlet, or bring its title, home and language up to date."""
    connection.execute(
        """INSERT INTO outlets (id, name, title, home, language, timezone) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET title = excluded.title, home = excluded.home,
             language = coalesce(excluded.language, language), timezone = coalesce(excluded.timezone, timezone)""",
        (outlet.id, outlet.name, outlet.title, outlet.home, outlet.language, outlet.timezone),
    )


def name_outlet(connection: sqlite3.Connection, name: str) -> int:
    """Return the id of an outlet, adding a row that holds no more than its name when there is none."""
    connection.execute(
        "INSERT OR IGNORE INTO outlets (id, name, title, home) VALUES (?, ?, ?, ?)",
        (ids.outlet_id(name), name, name, f"https://{name}/"),
    )
    return ids.outlet_id(name)


def names(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all outlets."""
    return [row[0] for row in connection.execute("SELECT name FROM outlets ORDER BY name")]


def outlet(connection: sqlite3.Connection, outlet_id: int) -> OutletRow | None:
    """Return an outlet; None when there is none with this id."""
    row = connection.execute(
        "SELECT name, title, home, language, timezone FROM outlets WHERE id = ?", (outlet_id,)
    ).fetchone()
    return OutletRow(name=row[0], title=row[1], home=row[2], language=row[3], timezone=row[4]) if row else None


def outlets_heard_of(connection: sqlite3.Connection) -> list[tuple[int, OutletRow]]:
    """Return the outlets of which anything is known, each with its id, by title."""
    rows = connection.execute(
        f"""SELECT o.id, o.name, o.title, o.home, o.language, o.timezone FROM outlets o WHERE {HEARD_OF}
             ORDER BY o.title COLLATE NOCASE, o.name"""
    )
    return [
        (row[0], OutletRow(name=row[1], title=row[2], home=row[3], language=row[4], timezone=row[5])) for row in rows
    ]


def kind_named(name: str) -> SourceKind | None:
    """Return a kind of source by its name; None when there is none of that name."""
    return cast(SourceKind, name) if name in get_args(SourceKind) else None


def put_source(connection: sqlite3.Connection, source: SourceRow) -> None:
    """Add a source or replace what is known of it."""
    names = ", ".join(_SOURCE_COLUMNS)
    marks = ", ".join("?" * len(_SOURCE_COLUMNS))
    updates = ", ".join(f"{name} = excluded.{name}" for name in _SOURCE_COLUMNS[2:])
    values = [_sql(getattr(source, name)) for name in _SOURCE_COLUMNS]
    connection.execute(
        f"INSERT INTO sources ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}",
        values,
    )


def sources_of(connection: sqlite3.Connection, outlet_id: int) -> list[SourceRow]:
    """Return an outlet's sources in order of their URL."""
    names = ", ".join(_SOURCE_COLUMNS[1:])
    sql = f"SELECT {names} FROM sources WHERE outlet_id = ? ORDER BY url"
    return [_source(row) for row in connection.execute(sql, (outlet_id,))]


def source_id_of(connection: sqlite3.Connection, outlet_id: int, url: str) -> int | None:
    """Return the id of a source that has a row; None when it has none."""
    wanted = ids.source_id(outlet_id, url)
    row = connection.execute("SELECT 1 FROM sources WHERE id = ?", (wanted,)).fetchone()
    return wanted if row else None


def fronts(connection: sqlite3.Connection, outlet_id: int) -> frozenset[str]:
    """Return the URLs of an outlet's front and section pages."""
    rows = connection.execute(
        "SELECT url FROM sources WHERE outlet_id = ?1 AND kind IN ('section', 'front') "
        "UNION SELECT home FROM outlets WHERE id = ?1",
        (outlet_id,),
    )
    return frozenset(row[0] for row in rows)


def add_candidates(connection: sqlite3.Connection, candidates: Iterable[CandidateRow]) -> int:
    """Add announced URLs that are neither waiting nor had; return how many are new. A later lastmod is taken over."""
    rows = [
        (c.outlet_id, c.url, c.identity, c.source, times.warc_date(c.seen_at), c.lastmod, c.headline)
        for c in candidates
    ]
    cursor = connection.executemany(
        """INSERT INTO _candidates (outlet_id, url, identity, source, seen_at, lastmod, headline)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
            WHERE NOT EXISTS (SELECT 1 FROM captures WHERE outlet_id = ?1 AND identity = ?3 AND purpose = 'article')
           ON CONFLICT DO NOTHING""",
        rows,
    )
    added = cursor.rowcount
    connection.executemany(
        "UPDATE _candidates SET lastmod = ? WHERE outlet_id = ? AND identity = ? AND lastmod IS NOT ?",
        ((row[5], row[0], row[2], row[5]) for row in rows if row[5] is not None),
    )
    return added


def candidates_of(connection: sqlite3.Connection, outlet_id: int) -> list[CandidateRow]:
    """Return what an outlet announced and nobody had yet, newest first."""
    rows = connection.execute(
        """SELECT url, identity, source, seen_at, lastmod, headline FROM _candidates
            WHERE outlet_id = ? ORDER BY coalesce(lastmod, seen_at) DESC, url""",
        (outlet_id,),
    )
    return [
        CandidateRow(
            outlet_id=outlet_id,
            url=r[0],
            identity=r[1],
            source=r[2],
            seen_at=times.parse_iso(r[3]),
            lastmod=r[4],
            headline=r[5],
        )
        for r in rows
    ]


def forget_candidate(connection: sqlite3.Connection, outlet_id: int, identity: str) -> None:
    """Take a URL off the list of what was not had yet."""
    connection.execute("DELETE FROM _candidates WHERE outlet_id = ? AND identity = ?", (outlet_id, identity))


def put_robots(connection: sqlite3.Connection, robots: RobotsRow) -> None:
    """Keep an origin's robots.txt in place of the one before."""
    connection.execute(
        "INSERT OR REPLACE INTO _robots (origin, fetched_at, status, body) VALUES (?, ?, ?, ?)",
        (robots.origin, times.warc_date(robots.fetched_at), robots.status, robots.body),
    )


def robots_of(connection: sqlite3.Connection, origin: str) -> RobotsRow | None:
    """Return an origin's robots.txt; None when it was never asked for."""
    row = connection.execute("SELECT fetched_at, status, body FROM _robots WHERE origin = ?", (origin,)).fetchone()
    return RobotsRow(origin=origin, fetched_at=times.parse_iso(row[0]), status=row[1], body=row[2]) if row else None


def _sql(value: object) -> object:
    return times.warc_date(value) if isinstance(value, dt.datetime) else value


def _source(row: tuple[object, ...]) -> SourceRow:
    fields = dict(zip(_SOURCE_COLUMNS[1:], row, strict=True))
    for name in ("last_checked_at", "next_check_at", "newest_at"):
        fields[name] = times.parse_iso(str(fields[name])) if fields[name] else None
    fields["discovered"] = bool(fields["discovered"])
    return SourceRow(**fields)  # type: ignore[arg-type]  # the columns' own CHECKs and types
