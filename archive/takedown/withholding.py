"""Withholding: what stands at an address leaves rowback.db for desk.db, and comes back when it is shown again.

Nothing that reads rowback.db, ours or not, can show what is not in it. The bytes stay in the WARC files; `rebuild`
takes the rows out again. Rows are in desk.db before they leave rowback.db, so a kill in between hides later, not less.
"""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from archive import times, urls
from archive.compare import compare_bounded
from archive.errors import BadInput, NotInArchive
from archive.ingest.deriving import Settler
from archive.ingest.hidden import Taken, belonging, take_out
from archive.lookup import addresses
from archive.morgue import Morgue
from archive.store import belonging as near
from archive.store import captures, withheld
from archive.store.connection import connect_writer, transaction
from archive.store.desk import is_there, open_desk, read_desk
from archive.store.withheld import WithheldRow

_SOFTWARE = "rowback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What was withheld."""

    url: str
    captures: int
    already: bool = False  # it was withheld before


def withheld_at(morgue: Morgue, pasted: str) -> WithheldRow | None:
    """Return what is withheld or erased at an address; None when nothing is. Raises `BadInput` for no address."""
    if not is_there(morgue):
        return None
    with read_desk(morgue) as desk:
        return withheld.at(desk, [urls.identity_key(addresses.tidy(pasted))])


def withhold(morgue: Morgue, pasted: str, *, reason: str, now: dt.datetime) -> Hidden:
    """Hide every article that stands or stood at an address, with all its addresses.

    Raises `BadInput`, and `NotInArchive` for an address that nothing is known of.
    """
    url = addresses.tidy(pasted)
    with closing(connect_writer(morgue)) as connection, open_desk(morgue) as desk:
        connection.execute("PRAGMA secure_delete = ON")
        taken = belonging(connection, url)
        known = withheld.at(desk, [urls.identity_key(url), *sorted(taken.identities)])
        if known is None and not taken.capture_ids:
            raise addresses.absent(connection, url)
        entry = known.id if known else _enter(desk, url, taken, reason, now)
        take_out(connection, desk, entry, taken)
        _wipe(connection)
    return Hidden(url=url, captures=len(taken.capture_ids), already=known is not None)


def _enter(desk: sqlite3.Connection, url: str, taken: Taken, reason: str, now: dt.datetime) -> int:
    article = taken.article_ids[0] if taken.article_ids else 0
    row = WithheldRow(id=0, article_id=article, url=url, reason=reason, withheld_at=times.warc_date(now))
    with transaction(desk):
        return withheld.add(desk, row, taken.identities)


def unwithhold(morgue: Morgue, pasted: str) -> Hidden:
    """Show again what was withheld at an address. Raises `NotInArchive` when nothing is, `BadInput` once erased."""
    url = addresses.tidy(pasted)
    entry = withheld_at(morgue, url)
    if entry is None:
        raise NotInArchive("not withheld", subject=url)
    if entry.erasing_at is not None:
        raise BadInput("it was erased; nobody can bring it back", subject=url)
    with closing(connect_writer(morgue)) as connection, open_desk(morgue) as desk:
        returned = withheld.put_back(connection, desk, entry.id)
        with transaction(desk):
            withheld.forget(desk, entry.id)
        derive_again(connection, returned)
    return Hidden(url=url, captures=len(returned))


def derive_again(connection: sqlite3.Connection, capture_ids: Sequence[int]) -> None:
    """Derive the articles of captures that were read before."""
    settler = Settler(connection, compare_bounded, _SOFTWARE)
    for capture_id in capture_ids:
        capture = captures.by_id(connection, capture_id)
        if capture is None or not near.is_pending(connection, capture_id):
            continue
        with transaction(connection):
            captures.settle(connection, capture_id)
            settler.settle(capture)


def _wipe(connection: sqlite3.Connection) -> None:
    """Let no page of the database keep what was taken out of it."""
    connection.execute("INSERT INTO versions_fts (versions_fts) VALUES ('optimize')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
