"""What is withheld or erased, as whoever keeps, reads or lists must know it; `takedown` decides what that is.

Rows are in desk.db before they leave rowback.db, so that a kill in between hides later, not less.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from archive import urls
from archive.lookup import addresses
from archive.models import Capture
from archive.morgue import Morgue
from archive.store import belonging as near
from archive.store import withheld
from archive.store.connection import transaction
from archive.store.desk import is_there, open_desk, read_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What belongs to an address in rowback.db."""

    article_ids: tuple[int, ...]
    capture_ids: tuple[int, ...]
    miss_ids: tuple[int, ...]
    identities: frozenset[str]


def hides(morgue: Morgue, asked: Iterable[str]) -> frozenset[str]:
    """Return those of some addresses that are withheld or erased, and so not to be fetched."""
    if not is_there(morgue):
        return frozenset()
    with read_desk(morgue) as desk:
        known = withheld.keys(desk)
    return frozenset(url for url in asked if known and withheld.digest(urls.identity_key(url)) in known)


def hidden_identities(morgue: Morgue) -> Callable[[str], bool]:
    """Return what tells of an identity key whether its address is withheld or erased."""
    known: Collection[str] = ()
    if is_there(morgue):
        with read_desk(morgue) as desk:
            known = withheld.keys(desk)
    return lambda identity: bool(known) and withheld.digest(identity) in known


def withheld_captures(morgue: Morgue, *, going: bool = False) -> list[Capture]:
    """Return every capture that is kept and hidden; or only those whose erasure was begun."""
    if not is_there(morgue):
        return []
    with read_desk(morgue) as desk:
        return withheld.kept(desk, going=going)


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
    if not is_there(morgue):
        return False
    url = capture.url
    with open_desk(morgue) as desk:
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
    if not is_there(morgue):
        return 0
    hidden = 0
    with open_desk(morgue) as desk:
        known = withheld.keys(desk)
        for identity, url in near.every_identity(connection) if known else ():
            entry = known.get(withheld.digest(identity))
            if entry is not None and (taken := belonging(connection, url)).capture_ids:
                take_out(connection, desk, entry, taken)
                hidden += len(taken.capture_ids)
    return hidden
