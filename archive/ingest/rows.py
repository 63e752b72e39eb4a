"""What a capture brings into the database before anyone reads it: its row, its outlet, its edges, the work to do."""

import sqlite3

from archive import urls
from archive.derive.identity import edges_of
from archive.derive.looks import Look
from archive.models import Capture, Provenance
from archive.store import captures, edges, sources

OWN_ID = "article"  # the key of Provenance.extra under which a crawler gives the outlet's own id of an article


def add_capture(connection: sqlite3.Connection, capture: Capture, provenance: Provenance) -> None:
    """Add a capture's row and what follows from it alone."""
    if provenance.outlet:
        sources.name_outlet(connection, provenance.outlet)
    captures.add(connection, [capture])
    if capture.outlet_id is None or capture.purpose != "article":
        return
    look = look_at(capture)
    sources.forget_candidate(connection, capture.outlet_id, look.key)
    found = edges_of(look, own_id=provenance.extra.get(OWN_ID, ""))
    edges.put(connection, capture.id, capture.outlet_id, found)
    captures.await_reading(connection, capture.id)


def look_at(capture: Capture) -> Look:
    """Return a capture as the deciders see it, before it was read."""
    return Look(
        capture_id=capture.id,
        record_id=capture.record_id,
        captured_at=capture.captured_at,
        url=capture.url,
        key=urls.identity_key(capture.url),
        status=capture.status,
        truncated=capture.truncated is not None,
        location=capture.location,
    )
