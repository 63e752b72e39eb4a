"""Withholding: what stands at an address leaves rowback.db for desk.db, and comes back when it is shown again.

Nothing that reads rowback.db, ours or not, can show what is not in it. The bytes stay in the WARC files; `rebuild`
takes the rows out again. Rows are in desk.db before they leave rowback.db, so a kill in between hides later, not less.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from archive import times, urls
from archive.compare import compare
from archive.errors import BadInput, NotInArchive
from archive.ingest.deriving import Settler
from archive.lookup import addresses
from archive.models import Capture
from archive.morgue import Morgue
from archive.store import belonging as near
from archive.store import captures, withheld
from archive.store.connection import connect_writer, transaction
from archive.store.desk import open_desk, read_desk
from archive.store.withheld import WithheldRow

_SOFTWARE = "rowback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What belongs to an address in rowback.db."""

    article_ids: tuple[int, ...]
    capture_ids: tuple[int, ...]
    miss_ids: tuple[int, ...]
    identities: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What was withheld."""

    url: str
    captures: int
    already: bool = False  # it was withheld before


def withheld_at(morgue: Morgue, pasted: str) -> WithheldRow | None:
    """Return what is withheld or erased at an address; None when nothing is. Raises `BadInput` for no address."""
    if not morgue.desk.is_file():
        return None
    with read_desk(morgue) as desk:
        return withheld.at(desk, [urls.identity_key(addresses.tidy(pasted))]) if withheld.is_shaped(desk) else None


def hides(morgue: Morgue, addresses: Iterable[str]) -> frozenset[str]:
    """Return those of some addresses that are withheld or erased, and so not to be fetched."""
    if not morgue.desk.is_file():
        return frozenset()
    with read_desk(morgue) as desk:
        known = withheld.keys(desk) if withheld.is_shaped(desk) else {}
    return frozenset(url for url in addresses if known and withheld.digest(urls.identity_key(url)) in known)


def hidden_identities(morgue: Morgue) -> Callable[[str], bool]:
    """Return what tells of an identity key whether its address is withheld or erased."""
    known: Collection[str] = ()
    if morgue.desk.is_file():
        with read_desk(morgue) as desk:
            known = withheld.keys(desk) if withheld.is_shaped(desk) else {}
    return lambda identity: bool(known) and withheld.digest(identity) in known


def withheld_captures(morgue: Morgue, *, going: bool = False) -> list[Capture]:
    """Return every capture that is kept and hidden; or only those whose erasure was begun."""
    if not morgue.desk.is_file():
        return []
    with read_desk(morgue) as desk:
        return withheld.kept(desk, going=going)


def withhold(morgue: Morgue, pasted: str, *, reason: str, now: dt.datetime) -> Hidden:
    """Hide every article that stands or stood at an address, with all its addresses.

    Raises `BadInput`, and `NotInArchive` for an address that nothing is known of.
    """
    url = addresses.tidy(pasted)
    with closing(connect_writer(morgue)) as connection, open_desk(morgue) as desk:
        connection.execute("PRAGMA secure_delete = ON")
        withheld.shape(desk)
        taken = belonging(connection, url)
        known = withheld.at(desk, [urls.identity_key(url), *sorted(taken.identities)])
        if known is None and not taken.capture_ids:
            raise addresses.absent(connection, url)
        entry = known.id if known else _enter(desk, url, taken, reason, now)
        take_out(connection, desk, entry, taken)
        _wipe(connection)
    return Hidden(url=url, captures=len(taken.capture_ids), already=known is not None)


def belonging(connection: sqlite3.Connection, url: str) -> Taken:
    """Return all that belongs to an address: its articles' captures, its misses, its other addresses."""
    articles = tuple(addresses.article_ids(connection, url))
    own = urls.identity_key(url)
    found = near.of_articles(connection, articles) | near.at_identity(connection, own)
    walls = near.front_identities(connection)
    identities = {own, *near.identities(connection, articles)} - (walls - {own})
    return Taken(
        article_ids=articles,
        capture_ids=tuple(sorted(found)),
        miss_ids=tuple(near.misses_of(connection, articles, identities)),
        identities=frozenset(identities),
    )


def _enter(desk: sqlite3.Connection, url: str, taken: Taken, reason: str, now: dt.datetime) -> int:
    article = taken.article_ids[0] if taken.article_ids else 0
    row = WithheldRow(id=0, article_id=article, url=url, reason=reason, withheld_at=times.warc_date(now))
    with transaction(desk):
        return withheld.add(desk, row, taken.identities)


def take_out(connection: sqlite3.Connection, desk: sqlite3.Connection, entry: int, taken: Taken) -> None:
    """Move rows: first into desk.db, durably, then out of rowback.db."""
    with transaction(desk):
        withheld.add_addresses(desk, entry, taken.identities)
        withheld.put_by(desk, connection, entry, taken.capture_ids)
        withheld.put_misses_by(desk, connection, entry, taken.miss_ids)
    with transaction(connection):
        withheld.take_out(connection, taken.capture_ids, taken.miss_ids)
        withheld.forget_candidates(connection, taken.identities)


def take_out_new(morgue: Morgue, connection: sqlite3.Connection, capture: Capture) -> bool:
    """Take a new capture out again when it belongs to what is withheld; inside the caller's transaction."""
    if not morgue.desk.is_file():
        return False
    url = capture.url
    with open_desk(morgue) as desk:
        if not withheld.is_shaped(desk):
            return False
        others = near.neighbours(connection, capture.id)
        entry = withheld.at(desk, [urls.identity_key(url), *sorted(others)])
        if entry is None:
            return False
        taken = belonging(connection, url)
        with transaction(desk):
            withheld.add_addresses(desk, entry.id, taken.identities)
            withheld.put_by(desk, connection, entry.id, taken.capture_ids)
        withheld.take_out(connection, taken.capture_ids, taken.miss_ids)
        withheld.forget_candidates(connection, taken.identities)
    return True


def hide_again(morgue: Morgue, connection: sqlite3.Connection) -> int:
    """Take out what is withheld and yet in a database, as after a rebuild; return how many captures."""
    if not morgue.desk.is_file():
        return 0
    hidden = 0
    with open_desk(morgue) as desk:
        known = withheld.keys(desk) if withheld.is_shaped(desk) else {}
        for identity, url in near.every_identity(connection) if known else ():
            entry = known.get(withheld.digest(identity))
            if entry is not None and (taken := belonging(connection, url)).capture_ids:
                take_out(connection, desk, entry, taken)
                hidden += len(taken.capture_ids)
    return hidden


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
    settler = Settler(connection, compare, _SOFTWARE)
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
