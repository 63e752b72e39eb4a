"""Where front and section pages showed articles, read anew from the pages that the WARC files hold.

What a link is, is for those who crawl to say: they hand in the function that reads a page.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from archive import ids, times
from archive.errors import ArchiveError
from archive.models import Capture
from archive.store import captures, positions, rebuilding, sources
from archive.store.connection import transaction
from archive.store.positions import Definition, FrontPage, ReadPlaces
from archive.warc import ledger
from archive.warc.members import OPEN
from archive.warc.reader import page

Step = Callable[[int], object]

_LONGEST: Final = 64_000_000  # bytes of a page
_GROUP: Final = 20  # pages a transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Fronts:
    """What is needed to read them."""

    folder: Path  # of the WARC files
    read: ReadPlaces
    hidden: Callable[[str], bool]  # whether an identity key is that of a withheld address


def restore_positions(connection: sqlite3.Connection, fronts: Fronts, step: Step) -> None:
    """Note where each look at a front or section page showed which article, oldest look first."""
    with transaction(connection):
        positions.forget_all(connection)
    definitions = _definitions(connection)
    looks = iter(captures.front_looks(connection))
    while group := list(islice(looks, _GROUP)):
        with transaction(connection):
            for look in group:
                if (capture := captures.by_id(connection, look)) is not None:
                    _note(connection, fronts, capture, definitions)
        step(len(group))


def _note(
    connection: sqlite3.Connection, fronts: Fronts, look: Capture, definitions: Mapping[tuple[int, int], Definition]
) -> None:
    outlet_id, at = look.outlet_id or 0, times.warc_date(look.captured_at)
    if look.status == 304:
        positions.hold(connection, outlet_id, look.url, at)
        return
    held = look if look.record_type == "response" else captures.by_record(connection, look.refers_to or "")
    if held is None:
        return
    path = fronts.folder / held.filename
    path = path if path.is_file() else path.with_name(path.name + OPEN)
    try:
        found = page(path, held.offset, held.length, limit=_LONGEST, sha256=held.record_sha256)
    except ArchiveError:
        return  # `verify` names it
    said = definitions.get((look.crawl_id or 0, outlet_id)) or _home(connection, outlet_id)
    shown = fronts.read(FrontPage(url=look.url, body=found.body, charset=found.charset, definition=said))
    positions.note(connection, outlet_id, look.url, at, [each for each in shown if not fronts.hidden(each.identity)])


def _home(connection: sqlite3.Connection, outlet_id: int) -> Definition:
    row = sources.outlet(connection, outlet_id)
    return {"home": row.home} if row else {}


def _definitions(connection: sqlite3.Connection) -> dict[tuple[int, int], Definition]:
    """Return each outlet's definition by crawl, each once in memory: they rarely change."""
    known: dict[str, Definition] = {}
    return {key: known.setdefault(json.dumps(said, sort_keys=True), said) for key, said in _said(connection)}


def _said(connection: sqlite3.Connection) -> Iterator[tuple[tuple[int, int], Definition]]:
    for block in rebuilding.ledgers(connection):
        crawl = ledger.loads(block)
        for part in crawl.outlets:
            yield (crawl.crawl_id, ids.outlet_id(part.name)), part.definition
