"""Captures and versions that an export takes, in the order it needs them, one by one. Reads only."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive import times
from archive.models import Capture

from . import captures

Value = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which captures: by outlet, by time, or just these; and without what is withheld."""

    outlet_id: int | None = None  # None: all outlets, and what belongs to none
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    capture_ids: frozenset[int] | None = None  # None: all
    withheld: frozenset[int] = frozenset()  # ids of articles

    def where(self, time: str = "c.captured_at") -> tuple[str, list[Value]]:
        """Return a condition on captures `c`, and its values."""
        parts, values = self._between(time, "c.outlet_id")
        if self.capture_ids is not None:
            parts.append("c.id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.capture_ids)))
        if self.withheld:
            parts.append(f"{_shown('c')} AND {_shown('w')}".replace("?", _listed(self.withheld)))
        return " AND ".join(parts), values

    def of_articles(self, time: str) -> tuple[str, list[Value]]:
        """Return a condition on articles `a`, with the column whose time is asked for, and its values."""
        parts, values = self._between(time, "a.outlet_id")
        if self.withheld:
            parts.append(f"a.id NOT IN ({_listed(self.withheld)})")
        return " AND ".join(parts), values

    def _between(self, time: str, outlet: str) -> tuple[list[str], list[Value]]:
        parts, values = ["1"], list[Value]()
        if self.outlet_id is not None:
            parts.append(f"{outlet} = ?")
            values.append(self.outlet_id)
        for operator, moment in ((">=", self.since), ("<=", self.until)):
            if moment is not None:
                parts.append(f"{time} {operator} ?")
                values.append(times.warc_date(moment))
        return parts, values


def _shown(row: str) -> str:
    """Return a condition that a capture, or its original, belongs to no withheld article; `?` stands for these."""
    if row == "c":
        return "(c.article_id IS NULL OR c.article_id NOT IN (?))"
    return "NOT EXISTS (SELECT 1 FROM captures w WHERE w.record_id = c.refers_to AND w.article_id IN (?))"


def _listed(ids: frozenset[int]) -> str:
    return ", ".join(str(int(each)) for each in sorted(ids))


def in_index_order(connection: sqlite3.Connection, chosen: Selection) -> Iterator[Capture]:
    """Yield the chosen captures by urlkey and time."""
    where, values = chosen.where()
    return captures.select(connection, f"WHERE {where} ORDER BY c.urlkey, c.timestamp", values)


_WITH_ORIGINALS = """
  WHERE c.id IN (SELECT c.id FROM captures c WHERE {where}
                 UNION SELECT o.id FROM captures c JOIN captures o ON o.record_id = c.refers_to WHERE {where})"""


def in_file_order(connection: sqlite3.Connection, chosen: Selection) -> Iterator[Capture]:
    """Yield the chosen captures, and every one that a revisit among them refers to, as they lie in the WARC files."""
    where, values = chosen.where()
    rest = f"{_WITH_ORIGINALS.format(where=where)} ORDER BY c.filename, c.offset"
    return captures.select(connection, rest, [*values, *values])


def count_with_originals(connection: sqlite3.Connection, chosen: Selection) -> int:
    """Return how many captures `in_file_order` yields."""
    where, values = chosen.where()
    sql = f"SELECT count(*) FROM captures c {_WITH_ORIGINALS.format(where=where)}"
    return int(connection.execute(sql, [*values, *values]).fetchone()[0])


@dataclass(frozen=True, slots=True)
class PageRow:
    """A version as a list of pages shows it, by the first chosen capture that shows it."""

    version_id: int
    number: int
    url: str
    captured_at: str
    headline: str
    text: str


def pages(connection: sqlite3.Connection, chosen: Selection) -> Iterator[PageRow]:
    """Yield every version that a chosen capture shows, oldest first."""
    where, values = chosen.where()
    rows = connection.execute(
        f"""SELECT v.id, v.number, c.url, min(c.captured_at), v.headline, t.text
              FROM captures c JOIN versions v ON v.id = c.version_id JOIN texts t ON t.id = v.text_id
             WHERE {where} GROUP BY v.id ORDER BY 4, v.id""",
        values,
    )
    return (PageRow(*row) for row in rows)


def page_of(connection: sqlite3.Connection, version_id: int) -> PageRow | None:
    """Return a version by the capture that brought it; None when it is not here."""
    row = connection.execute(
        """SELECT v.id, v.number, c.url, c.captured_at, v.headline, t.text
             FROM versions v JOIN captures c ON c.id = v.capture_id JOIN texts t ON t.id = v.text_id WHERE v.id = ?""",
        (version_id,),
    ).fetchone()
    return PageRow(*row) if row else None


def conversions_of(connection: sqlite3.Connection, capture_ids: Iterable[int]) -> list[str]:
    """Return the ids of the records that hold what was read in these captures, each once."""
    sql = "SELECT record_id FROM contents WHERE capture_id = ? AND record_id IS NOT NULL ORDER BY id"
    return list(dict.fromkeys(row[0] for each in capture_ids for row in connection.execute(sql, (each,))))
