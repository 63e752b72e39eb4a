"""The newest changes with all that a list shows of them. Reads only."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Final

from archive.errors import ArchiveError
from archive.lookup import ChangeRow, Lookup, OutletRow
from archive.lookup.difference import difference
from archive.lookup.rows import Value
from archive.times import warc_date
from archive.wording import phrases

from .marked import Piece, around, differing, excerpts

_COLUMNS: Final = ", ".join(f"c.{field.name}" for field in fields(ChangeRow))
_TOLD: Final = 60  # characters of a note by which it is known again
_NO_NAME_GONE: Final = """NOT EXISTS (SELECT 1 FROM facts f WHERE f.change_id = c.id
  AND f.kind IN ('name', 'byline') AND f.before IS NOT NULL AND f.after IS NULL)"""
_QUOTED: Final = 2  # sentences of an item
_LONGEST_READ: Final = 60_000  # characters of a reading whose words a list still compares


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions between which something changed."""

    id: int
    number: int
    headline: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """A change in a list."""

    change: ChangeRow
    headline: str  # of the article now
    url: str
    outlet: OutletRow
    before: Side | None
    after: Side | None
    title: list[Piece]  # the headline, with what changed in it
    telling: list[list[Piece]]  # sentences whose words tell the change
    more: int = 0  # changes of the article and of this kind that it stands for

    @property
    def note(self) -> str:
        """The note of correction that was added; "" when what is shown gives it already."""
        if not self.telling:
            return phrases.note(self.change)
        shown = " ".join(piece.text for pieces in self.telling for piece in pieces)
        note = self.change.note_added or ""
        return "" if note[:_TOLD] in shown else note


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes a list holds."""

    since: dt.datetime
    outlet_id: int | None = None
    article_id: int | None = None
    campaign_id: int | None = None
    kind: str = ""
    hidden: Collection[int] = ()
    newest_first: bool = False
    names: bool = True  # changes that take a person's name away, too

    def where(self) -> tuple[str, list[Value]]:
        """Return the condition on `changes c` and its parameters."""
        said, values = ["c.changed_before >= ?", "c.finding <> 'retracted'"], list[Value]([warc_date(self.since)])
        if self.kind:
            said.append("c.kind = ?")
            values.append(self.kind)
        if self.campaign_id is not None:
            said.append("c.campaign_id = ?")
            values.append(self.campaign_id)
        if self.article_id is not None:
            said.append("c.article_id = ?")
            values.append(self.article_id)
        if self.outlet_id is not None:
            said.append("c.article_id IN (SELECT a.id FROM articles a WHERE a.outlet_id = ?)")
            values.append(self.outlet_id)
        if not self.names:
            said.append(_NO_NAME_GONE)
        if self.hidden:
            said.append("c.article_id NOT IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.hidden)))
        return " AND ".join(said), values


def items(
    connection: sqlite3.Connection, outlets: dict[int, OutletRow], wanted: Wanted, *, limit: int, offset: int = 0
) -> list[Item]:
    """Return the changes that are wanted, weightiest first or newest first, with the words that tell each."""
    where, values = wanted.where()
    order = "c.changed_before DESC, c.id" if wanted.newest_first else "c.weight DESC, c.changed_before DESC, c.id"
    rows = connection.execute(
        f"SELECT c.id FROM changes c WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 (our own words)
        [*values, limit, offset],
    )
    return of_ids(connection, outlets, [id for (id,) in rows])


def of_ids(connection: sqlite3.Connection, outlets: dict[int, OutletRow], ids: Sequence[int]) -> list[Item]:
    """Return these changes in this order, with the words that tell each."""
    rows = connection.execute(
        f"""SELECT {_COLUMNS}, a.headline, a.url, a.outlet_id,
                   f.id, f.number, f.headline, fp.record_id, t.id, t.number, t.headline, tp.record_id
              FROM json_each(?) n CROSS JOIN changes c ON c.id = n.value JOIN articles a ON a.id = c.article_id
              LEFT JOIN versions f ON f.id = c.from_version_id LEFT JOIN captures fp ON fp.id = f.capture_id
              LEFT JOIN versions t ON t.id = c.to_version_id LEFT JOIN captures tp ON tp.id = t.capture_id
             ORDER BY n.key""",  # noqa: S608 (names are this module's own)
        (json.dumps(ids),),
    ).fetchall()
    return [_item(connection, outlets, row) for row in rows]


def _item(connection: sqlite3.Connection, outlets: dict[int, OutletRow], row: Sequence[Value]) -> Item:
    width = len(fields(ChangeRow))
    change = ChangeRow(*row[:width])  # type: ignore[arg-type] # columns in the order of the fields
    headline, url, outlet_id = row[width : width + 3]
    before, after = _side(row[width + 3 : width + 7]), _side(row[width + 7 : width + 11])
    title = differing(before.headline if before else "", after.headline) if after and change.headline_changed else []
    plain = [Piece("kept", after.headline if after else str(headline))]
    telling = _told_by_facts(connection, change) or _told_by_text(connection, before, after)
    return Item(change, str(headline), str(url), outlets[int(str(outlet_id))], before, after, title or plain, telling)


def _side(row: Sequence[Value]) -> Side | None:
    return None if row[0] is None else Side(*row)  # type: ignore[arg-type] # likewise


def _told_by_facts(connection: sqlite3.Connection, change: ChangeRow) -> list[list[Piece]]:
    """Mark the sentences of the facts that changed, each sentence once."""
    rows = connection.execute(
        """SELECT sentence_before, sentence_after FROM facts
            WHERE change_id = ? AND kind <> 'headline' AND coalesce(sentence_before, sentence_after) IS NOT NULL
            GROUP BY sentence_before, sentence_after
            ORDER BY sentence_before IS NULL OR sentence_after IS NULL, min(id) LIMIT ?""",
        (change.id, _QUOTED),
    )
    return [around(differing(before or "", after or "")) for before, after in rows]


def _told_by_text(connection: sqlite3.Connection, before: Side | None, after: Side | None) -> list[list[Piece]]:
    """Mark the first sentences that changed, when no fact says more."""
    if before is None or after is None:
        return []
    lookup = Lookup(connection)
    rows = lookup.version_by_id(before.id), lookup.version_by_id(after.id)
    key = (before.id, rows[0].content_digest, after.id, rows[1].content_digest)
    if (known := _KNOWN.get(key)) is not None:
        return known
    if max(row.words for row in rows) * 6 > _LONGEST_READ:
        return []
    try:
        found = excerpts(difference(lookup, *rows).operations, most=_QUOTED)
    except ArchiveError:  # a copy that was given away holds no readings; the list is whole without excerpts
        found = []
    _remember(key, found)
    return found


Key = tuple[int, str, int, str]
_KNOWN: dict[Key, list[list[Piece]]] = {}  # comparing is pure: versions with these digests differ in these words


def _remember(key: Key, found: list[list[Piece]]) -> None:
    if len(_KNOWN) > 5000:
        _KNOWN.clear()
    _KNOWN[key] = found


def kinds(connection: sqlite3.Connection, since: dt.datetime, hidden: Collection[int]) -> frozenset[str]:
    """Return the kinds of change that there were since a time."""
    where, values = Wanted(since, hidden=hidden).where()
    rows = connection.execute(f"SELECT DISTINCT c.kind FROM changes c WHERE {where}", values)  # noqa: S608 (likewise)
    return frozenset(kind for (kind,) in rows)


def by_day(
    connection: sqlite3.Connection, since: dt.datetime, hidden: Collection[int], *, weighty: float
) -> dict[str, tuple[int, int]]:
    """Count the changes of each day since a time: all, and those that are weighty."""
    where, values = Wanted(since, hidden=hidden).where()
    rows = connection.execute(
        f"""SELECT substr(c.changed_before, 1, 10) AS day, count(*), sum(c.weight >= ?)
              FROM changes c WHERE {where} GROUP BY day""",  # noqa: S608 (likewise)
        [weighty, *values],
    )
    return {day: (many, heavy) for day, many, heavy in rows}
