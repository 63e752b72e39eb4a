"""Reads every record of our WARC files once: captures become rows, readings, notes and ledgers are put by for later."""

import sqlite3
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from archive.errors import BadInput, WarcError
from archive.importing import rows
from archive.ingest import resources
from archive.ingest.prepared import stored
from archive.ingest.rows import add_capture
from archive.store import captures, contents, rebuilding, warcs
from archive.store.connection import transaction
from archive.store.rebuilding import Conversion, Stretch
from archive.warc.events import Found, Indexed, Read, Resource, scan
from archive.warc.walk import Damage

from .files import WarcFile

Step = Callable[[int], object]

_GROUP: Final = 100  # records a transaction


def gather(connection: sqlite3.Connection, folder: Path, files: Iterable[WarcFile], step: Step) -> None:
    """Bring what the files hold into the database, from where an earlier run left off; `step` gets bytes."""
    for file in files:
        done = warcs.indexed(connection).get(file.filename, 0)
        step(done)
        found = (each for each in scan(folder, file.filename, done, file.size) if not _is_torn_tail(each, file))
        while group := list(islice(found, _GROUP)):
            with transaction(connection):
                for each in group:
                    _take(connection, file, each)
                end = max(_end(each) for each in group)
                warcs.note_indexed(connection, file.filename, end)
            step(end - done)
            done = end
        step(file.size - done)


def gather_imported(connection: sqlite3.Connection, folder: Path, files: Iterable[WarcFile], step: Step) -> None:
    """Bring the captures of imported files into the database; what else they say is not ours. `step` gets bytes."""
    for file in files:
        try:
            rows.index(connection, folder, file.filename)
        except (WarcError, BadInput) as error:
            with transaction(connection):
                rebuilding.add_damage(connection, Stretch(file.filename, 0, file.size, str(error)))
        step(file.size)
    rows.resolve(connection)


def _end(found: Found) -> int:
    return found.offset + found.length if isinstance(found, Damage) else found.end


def _take(connection: sqlite3.Connection, file: WarcFile, found: Found) -> None:
    try:
        if isinstance(found, Indexed):
            _capture(connection, found)
        elif isinstance(found, Read):
            _read(connection, found)
        elif isinstance(found, Resource):
            resources.collect(connection, found)
        else:
            rebuilding.add_damage(connection, Stretch(file.filename, found.offset, found.length, found.reason))
    except (WarcError, BadInput) as error:  # a record that holds what we never write
        rebuilding.add_damage(connection, Stretch(file.filename, _end(found), 0, f"the record before: {error}"))


def _is_torn_tail(found: Found, file: WarcFile) -> bool:
    """Tell whether a kill left this: the next crawl cuts it off and keeps it beside the file."""
    return isinstance(found, Damage) and file.is_open and found.offset + found.length >= file.size


def _capture(connection: sqlite3.Connection, found: Indexed) -> None:
    capture = found.capture
    if captures.by_id(connection, capture.id) is not None:
        return
    add_capture(connection, capture, found.provenance)
    if capture.outlet_id is not None and capture.purpose == "article" and capture.source:
        rebuilding.add_source(connection, capture.id, capture.outlet_id, capture.source)


def _read(connection: sqlite3.Connection, found: Read) -> None:
    reader = found.reader
    if found.text is not None:
        prepared = stored(found.text)
        reader = prepared.reader
        contents.put_reading(connection, prepared.reading_id, prepared.text, prepared.gist)
        conversion = Conversion(
            record_id=found.record_id,
            reading_id=prepared.reading_id,
            reader=prepared.reader,
            rejection=prepared.rejection,
            headline=prepared.headline,
            canonical_url=prepared.canonical_url,
        )
        rebuilding.add_conversion(connection, conversion)
    rebuilding.add_read(connection, found.capture, reader, found.record_id, found.read_at)
