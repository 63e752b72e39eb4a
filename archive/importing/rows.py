"""Brings the captures of a copy into the database: the same rows whatever file came first, and however often.

A record that lies in several files is taken from the one whose name sorts first; what was crawled here always wins.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from archive import urls
from archive.ingest.rows import add_capture
from archive.models import Capture
from archive.store import captures, warcs
from archive.store import imported as store
from archive.store.connection import transaction
from archive.warc.digest import EMPTY

from .events import Imported
from .listing import Refused, captures_in

_GROUP: Final = 50  # captures a transaction
Hold = Callable[[str], object]


@dataclass(slots=True)
class Indexed:
    """What came of a copy."""

    captures: int = 0  # in it
    added: int = 0  # of these, that were not here before
    refused: list[Refused] = field(default_factory=list)


def index(connection: sqlite3.Connection, folder: Path, filename: str, *, hold: Hold = lambda _: None) -> Indexed:
    """Add the rows of a copy that are not here yet; `hold` is called with each outlet before its rows are written.

    Raises `BadInput` for a file that is no copy, `RecordMissing`, `DiskFull`, and what `hold` raises.
    """
    done = Indexed()
    found = captures_in(folder, filename)
    while group := list(islice(found, _GROUP)):
        for outlet in {each.provenance.outlet for each in group if isinstance(each, Imported)}:
            hold(outlet)
        with transaction(connection):
            for each in group:
                if isinstance(each, Refused):
                    done.refused.append(each)
                else:
                    done.captures += 1
                    done.added += _add(connection, each)
    with transaction(connection):
        warcs.note_indexed(connection, filename, (folder / filename).stat().st_size)
    return done


def resolve(connection: sqlite3.Connection) -> int:
    """Let every imported revisit refer to its original, if that is here; return how many refer to another than before.

    To be called after any import or rebuild: an original may come after its revisits, and in another file.
    """
    changed = []
    for revisit in store.revisits(connection):
        said = revisit.said
        key = urls.urlkey(said.refers_to_url) if said.refers_to_url else None
        found = store.original(connection, revisit, key)
        target = (found.record_id, found.digest) if found else (said.refers_to, _unknown(revisit))
        if target != (revisit.refers_to, revisit.digest):
            changed.append((revisit.capture_id, *target))
    waiting = iter(changed)
    while group := list(islice(waiting, _GROUP)):
        with transaction(connection):
            for capture_id, record_id, digest in group:
                store.refer(connection, capture_id, record_id, digest)
    return len(changed)


def _unknown(revisit: store.Revisit) -> str:
    """Return the digest of a revisit whose original is not here: as it says, when it is of our kind."""
    said = (revisit.said.digest or "").upper()
    return f"sha1:{said[5:]}" if said.startswith("SHA1:") and len(said) == len(EMPTY) else EMPTY


def _add(connection: sqlite3.Connection, each: Imported) -> bool:
    known = captures.by_record(connection, each.capture.record_id)
    if known is not None:
        if known.origin == "crawl" or known.filename <= each.capture.filename:
            return False
        store.put(connection, known.id, each.said)
        if _same(known, each.capture):
            new = each.capture
            store.replace_place(connection, known.id, (new.filename, new.offset, new.length, new.record_sha256))
            return False
        store.remove(connection, known)
    add_capture(connection, each.capture, each.provenance)
    if each.said.anything:
        store.put(connection, each.capture.id, each.said)
    return known is None


def _same(known: Capture, new: Capture) -> bool:
    """Tell whether two records of one id say the same."""
    if known.record_type == "response" and known.digest != new.digest:
        return False
    shared = ("record_type", "url", "captured_at", "status", "mime", "truncated", "location", "outlet_id", "purpose")
    return all(getattr(known, name) == getattr(new, name) for name in shared)
