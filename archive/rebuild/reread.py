"""Reads every page again with the present reader, in several processes, and derives every article from what it read.

What older readers read stays in the WARC and counts no more. Version numbers that moved are listed. Broken off, it goes
on with the pages that are still unread when it is started again.
"""

import datetime as dt
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Final

from archive import ids
from archive.errors import ArchiveError, WarcError
from archive.ingest import readings
from archive.ingest.archive import Archive
from archive.ingest.pool import ReaderPool
from archive.ingest.prepared import Prepared
from archive.models import Capture
from archive.store import captures, rereading, sources
from archive.store.connection import transaction
from archive.store.rereading import Renumbered
from archive.warc.records import OURS

Bar = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]

REREAD: Final = f"{OURS}reread:"  # a resource under this, and the reader's id, says that all was read again
RENUMBERED: Final = f"{OURS}renumbered:"  # and one under this which numbers moved

_GROUP: Final = 32  # readings that are synced together


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of reading everything again."""

    pages: int
    failed: tuple[ArchiveError, ...]  # pages whose bytes are damaged; what was read in them before still counts
    renumbered: tuple[Renumbered, ...]


def reread(archive: Archive, pool: ReaderPool, *, reader: str, now: dt.datetime, bar: Bar) -> Reread:
    """Read all pages again that a reader has not read, and derive everything anew.

    Raises `MorgueLocked` while a crawl holds one of the outlets, `DiskFull`, `CaptureFailed`.
    """
    with ExitStack() as held:
        for name in sources.names(archive.connection):
            held.enter_context(archive.morgue.lock_outlet(name))
        before = rereading.numbers(archive.connection)
        pages, failed = _read(archive, pool, reader, now, bar)
        _count_alone(archive, reader, now)
        _derive(archive, bar)
        moved = rereading.moved(archive.connection, before, reader)
        if moved:
            block = json.dumps({"format": 1, "renumbered": [asdict(each) for each in moved]}, sort_keys=True)
            archive.keep_resource(f"{RENUMBERED}{ids.derived_id('reader', reader)}", block.encode(), now)
            with transaction(archive.connection):
                rereading.add_renumbered(archive.connection, moved)
    return Reread(pages, tuple(failed), tuple(moved))


def _read(
    archive: Archive, pool: ReaderPool, reader: str, now: dt.datetime, bar: Bar
) -> tuple[int, list[ArchiveError]]:
    """Have the pages read and keep what comes back, in groups."""
    waiting = rereading.unread_by(archive.connection, reader)
    failed: list[ArchiveError] = []
    ahead: deque[tuple[Capture, Future[Prepared]]] = deque()
    done: list[tuple[int, Prepared]] = []
    pages = 0
    with bar("reading pages again", len(waiting)) as step:
        for capture in _readable(archive, waiting, step):
            ahead.append((capture, pool.read(capture, archive.page_of(capture))))
            while len(ahead) > 4 * pool.workers:
                pages += _take(ahead, done, failed)
                step(1)
            if len(done) >= _GROUP:
                archive.keep_readings(done, now)
                done.clear()
        while ahead:
            pages += _take(ahead, done, failed)
            step(1)
        archive.keep_readings(done, now)
    return pages, failed


def _readable(archive: Archive, waiting: list[int], step: Callable[[int], object]) -> Iterator[Capture]:
    for capture_id in waiting:
        capture = captures.by_id(archive.connection, capture_id)
        if capture is not None and readings.is_readable(capture) and archive.page_of(capture) is not None:
            yield capture
        else:
            step(1)


def _take(
    ahead: "deque[tuple[Capture, Future[Prepared]]]", done: list[tuple[int, Prepared]], failed: list[ArchiveError]
) -> int:
    capture, future = ahead.popleft()
    try:
        done.append((capture.id, future.result()))
    except WarcError as error:
        failed.append(error)
        return 0
    return 1


def _count_alone(archive: Archive, reader: str, now: dt.datetime) -> None:
    """Say, in the WARC first, that older readers' readings count no more."""
    block = json.dumps({"format": 1, "reader": reader}).encode()
    archive.keep_resource(f"{REREAD}{ids.derived_id('reader', reader)}", block, now)
    with transaction(archive.connection):
        rereading.set_reread(archive.connection, reader, now)
        rereading.await_all(archive.connection)


def _derive(archive: Archive, bar: Bar) -> None:
    waiting = captures.awaiting_ids(archive.connection)
    decided: set[int] = set()
    with bar("deriving articles", len(waiting)) as step:
        for capture_id in waiting:
            if capture_id not in decided:
                decided.update(archive.derive(capture_id).decided_with)
            step(1)


def said_reader(block: bytes) -> str:
    """Return the reader that a resource under `REREAD` names. Raises `WarcError` when it names none."""
    reader = _said(block, "reader")
    if not isinstance(reader, str):
        raise WarcError("no note of a reader")
    return reader


def said_renumbered(block: bytes) -> list[Renumbered]:
    """Return the numbers that a resource under `RENUMBERED` lists. Raises `WarcError` when it lists none."""
    try:
        return [Renumbered(**each) for each in _said(block, "renumbered")]
    except TypeError as error:
        raise WarcError(f"no list of version numbers ({error})") from error


def _said(block: bytes, name: str) -> Any:
    try:
        return json.loads(block)[name]
    except (ValueError, KeyError, TypeError) as error:
        raise WarcError(f"not what rowback writes ({error})") from error
