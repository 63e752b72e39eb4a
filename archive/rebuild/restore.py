"""Puts what the crawls' ledgers tell back into its rows, and what was read to the captures it was read in."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, TypeVar

from archive import ids, urls
from archive.ingest import readings
from archive.models import Capture
from archive.store import captures, contents, coverage, crawls, rebuilding, rereading, sources
from archive.store.connection import transaction
from archive.store.contents import ContentRow
from archive.store.rebuilding import OwnReading
from archive.warc import ledger
from archive.warc.ledger import Ledger, OutletPart

Step = Callable[[int], object]

_GROUP: Final = 200  # rows a transaction

Row = TypeVar("Row")


def restore_ledgers(connection: sqlite3.Connection) -> None:
    """Bring back crawls, outlets, sources, misses and coverage, as far as ledgers tell of them."""
    with transaction(connection):
        crawls.forget_all(connection)
        for block in rebuilding.ledgers(connection):
            _restore(connection, ledger.loads(block))
        rebuilding.add_unfinished_crawls(connection)
        rebuilding.name_sources(connection)


def _restore(connection: sqlite3.Connection, crawl: Ledger) -> None:
    for part in crawl.outlets:
        _outlet(connection, part)
    crawls.add_ended(connection, crawl)
    crawls.add_misses(connection, crawl.misses)
    for part in crawl.outlets:
        coverage.announce(connection, ids.outlet_id(part.name), crawl.started_at.date(), part.first_seen)


def _outlet(connection: sqlite3.Connection, part: OutletPart) -> None:
    home = _text(part.definition, "home") or f"https://{part.name}/"
    row = sources.OutletRow(
        name=part.name,
        title=_text(part.definition, "title") or urls.site(home),
        home=home,
        language=_text(part.definition, "language") or None,
        timezone=_text(part.definition, "timezone") or None,
    )
    sources.put_outlet(connection, row)
    defined = {str(each.get("url")) for each in _mappings(part.definition.get("sources"))}
    known = {source.url: source for source in sources.sources_of(connection, row.id)}
    for seen in part.sources:
        discovered = seen.url not in defined if seen.url not in known else known[seen.url].discovered
        kind = sources.kind_named(seen.kind)
        fruitless = discovered and not seen.within and kind != "sitemap_index"  # a crawl remembers none of these
        if kind is not None and (seen.url in known or not fruitless):
            source = sources.SourceRow(outlet_id=row.id, kind=kind, url=seen.url, discovered=discovered)
            sources.put_source(connection, source)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))


def restore_readings(connection: sqlite3.Connection, step: Step) -> None:
    """Put to each capture what was read in it, or in an equal payload; what nobody has read is set aside."""
    for group in _groups(list(rebuilding.own_readings(connection))):
        with transaction(connection):
            for each in group:
                _own(connection, each)
    with transaction(connection):
        for reader, at in rebuilding.rereads(connection):
            rereading.set_reread(connection, reader, at)
    readers = contents.reader_names(connection)
    for waiting in _groups(captures.awaiting_ids(connection)):
        with transaction(connection):
            for capture_id in waiting:
                _share(connection, capture_id, readers)
        step(len(waiting))


def _own(connection: sqlite3.Connection, read: OwnReading) -> None:
    capture = captures.by_id(connection, read.capture_id)
    if capture is None:
        return
    found = read.conversion
    row = ContentRow(
        capture_id=capture.id,
        reader=found.reader,
        reading_id=found.reading_id,
        rejection=found.rejection,
        headline=found.headline,
        canonical_url=found.canonical_url,
        record_id=found.record_id,
    )
    readings.put(connection, capture, row, read.read_at)


def _share(connection: sqlite3.Connection, capture_id: int, readers: Mapping[str, dt.datetime]) -> None:
    capture = captures.by_id(connection, capture_id)
    if capture is None or not readings.is_readable(capture):
        return
    page = _page(connection, capture)
    for reader, now in readers.items():
        if capture.origin == "crawl":
            readings.share(connection, capture, reader, now)
        elif page is not None and page.id != capture.id:
            readings.take_over(connection, capture, page.id, reader, now)
    if page is not None and not contents.is_read(connection, capture_id):
        rebuilding.set_aside(connection, [capture_id])


def _page(connection: sqlite3.Connection, capture: Capture) -> Capture | None:
    """Return the capture whose record holds the payload; None when it is not here, and nobody can read it."""
    if capture.record_type == "response":
        return capture
    return captures.by_record(connection, capture.refers_to) if capture.refers_to else None


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while group := list(islice(left, _GROUP)):
        yield group
