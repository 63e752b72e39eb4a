"""CDXJ of what is in the archive: sorted bytewise, with the addresses as they stand in the WARC records."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from archive import urls
from archive.models import Capture
from archive.store.chosen import Selection, in_index_order
from archive.warc import cdxj
from archive.warc.records import target_uri


def lines(connection: sqlite3.Connection, chosen: Selection) -> Iterator[str]:
    """Yield the lines of an index over the chosen captures, files by their place below `warcs/`."""
    captures = (as_recorded(capture) for capture in in_index_order(connection, chosen))
    for _, same in groupby(captures, key=attrgetter("urlkey", "timestamp")):
        yield from sorted(cdxj.write(cdxj.line_of(capture)) for capture in same)


def as_recorded(capture: Capture) -> Capture:
    """Return a capture with its address as its record spells it, which is what other programs find there."""
    recorded = target_uri(capture.url)
    return capture if recorded == capture.url else replace(capture, url=recorded, urlkey=urls.urlkey(recorded))
