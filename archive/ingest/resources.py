"""What lies under `urn:rowback:` in our WARC files, in one table: what each kind of resource means to the database.

Keeping one, finding one after a crash and making the database again all ask here, so that they agree.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from archive import ids
from archive.errors import BadInput
from archive.store import rebuilding, rereading, states
from archive.store.rereading import Renumbered
from archive.warc import ledger
from archive.warc.events import Resource
from archive.warc.records import OURS

from . import learning

REREAD: Final = f"{OURS}reread:"  # and the reader's id: all was read again, older readers' readings count no more
RENUMBERED: Final = f"{OURS}renumbered:"  # and the reader's id: which version numbers moved

Put = Callable[[sqlite3.Connection, Resource], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource."""

    uri: str  # what its URIs begin with
    put: Put  # adds its rows to a database that holds all that was kept before it
    collect: Put  # puts it by in a database that is being made again, whose records come file by file


def put(connection: sqlite3.Connection, found: Resource) -> None:
    """Add the rows of a resource, inside the caller's transaction. Raises `BadInput` for one that we never write."""
    _kind_of(found).put(connection, found)


def collect(connection: sqlite3.Connection, found: Resource) -> None:
    """Put a resource by while the database is made again. Raises `BadInput` for one that we never write."""
    _kind_of(found).collect(connection, found)


def reread_note(reader: str) -> tuple[str, bytes]:
    """Return the URI and the block which say that all was read again with a reader."""
    return f"{REREAD}{ids.derived_id('reader', reader)}", json.dumps({"format": 1, "reader": reader}).encode()


def renumbered_list(reader: str, moved: Iterable[Renumbered]) -> tuple[str, bytes]:
    """Return the URI and the block which list the version numbers that a reader moved."""
    block = json.dumps({"format": 1, "renumbered": [asdict(each) for each in moved]}, sort_keys=True)
    return f"{RENUMBERED}{ids.derived_id('reader', reader)}", block.encode()


def _kind_of(found: Resource) -> Kind:
    for kind in KINDS:
        if found.uri.startswith(kind.uri):
            return kind
    raise BadInput("no resource that rowback writes", subject=found.uri)


def _put_state(connection: sqlite3.Connection, found: Resource) -> None:
    learning.put(connection, learning.said(found.content, found.record_id, found.kept_at))


def _collect_state(connection: sqlite3.Connection, found: Resource) -> None:
    states.put(connection, learning.said(found.content, found.record_id, found.kept_at))


def _put_reread(connection: sqlite3.Connection, found: Resource) -> None:
    rereading.set_reread(connection, _reader(found), found.kept_at)
    rereading.await_all(connection)


def _collect_reread(connection: sqlite3.Connection, found: Resource) -> None:
    rebuilding.add_reread(connection, _reader(found), found.kept_at)


def _put_renumbered(connection: sqlite3.Connection, found: Resource) -> None:
    try:
        rereading.add_renumbered(connection, [Renumbered(**each) for each in _value(found, "renumbered")])
    except TypeError as error:
        raise BadInput(f"no list of version numbers ({error})", subject=found.record_id) from error


def _put_ledger(connection: sqlite3.Connection, found: Resource) -> None:
    """Add nothing: the rows of a crawl are written before its ledger, as they are no view of the WARC files."""


def _collect_ledger(connection: sqlite3.Connection, found: Resource) -> None:
    crawl = ledger.loads(found.content)
    rebuilding.add_ledger(connection, found.kept_at, crawl.crawl_id, found.content)


def _reader(found: Resource) -> str:
    reader = _value(found, "reader")
    if not isinstance(reader, str):
        raise BadInput("names no reader", subject=found.record_id)
    return reader


def _value(found: Resource, name: str) -> Any:
    try:
        return json.loads(found.content)[name]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"not what rowback writes ({error})", subject=found.record_id) from error


KINDS: Final = (
    Kind(ledger.URI, _put_ledger, _collect_ledger),
    Kind(learning.URI, _put_state, _collect_state),
    Kind(REREAD, _put_reread, _collect_reread),
    Kind(RENUMBERED, _put_renumbered, _put_renumbered),
)
