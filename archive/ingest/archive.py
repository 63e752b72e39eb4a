"""The archive as one process writes to it: exchanges in, captures out; readings in, articles out.

It orders the work and decides nothing: bytes reach the WARC and the disk before a row speaks of them. One `Archive` a
process, used from one thread at a time (`intake` sees to that).
"""

import datetime as dt
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from archive import morgue
from archive.compare import compare_bounded
from archive.errors import ArchiveError, CaptureFailed, NotDerived, NotInArchive
from archive.extract import READER
from archive.ingest.hidden import take_out_new
from archive.lookup import metadata
from archive.models import Capture, Exchange, Reading
from archive.store import captures, contents, warcs
from archive.store.connection import connect_writer, transaction
from archive.warc import chain, ledger
from archive.warc.events import Resource
from archive.warc.records import WarcInfo, resource
from archive.warc.writer import Limits, WarcWriter, new_record_id

from . import readings, resources
from .deriving import Compare, Settled, Settler, nothing
from .group import Group, Kept, Written, add_row, outcome
from .prepared import Prepared, prepare
from .recovery import Mended, reconcile

_CHECKPOINT = dt.timedelta(minutes=1)


class Archive:
    """An open morgue, to write to."""

    def __init__(
        self, place: morgue.Morgue, connection: sqlite3.Connection, writer: WarcWriter, settler: Settler, reader: str
    ) -> None:
        self.morgue = place
        self.connection = connection
        self._settler = settler
        self._reader = reader
        self.mended: tuple[Mended, ...] = ()  # what an earlier crash left, and was put right when this was opened
        self._writer = writer
        self._held = ExitStack()
        self._broken: ArchiveError | None = None
        self._checked_at = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._skews: dict[int, list[float]] = defaultdict(list)  # by crawl

    @classmethod
    def open(
        cls,
        folder: Path,
        info: WarcInfo,
        *,
        now: dt.datetime,
        limits: Limits | None = None,
        reader: str = READER,
        compare: Compare = compare_bounded,
    ) -> "Archive":
        """Open a morgue to write to it, making it if there is none, and put right what a crash left behind.

        Readings of another `reader` are not shared. Raises `MorgueError`, `MorgueTooNew`, `MorgueLocked` while another
        process rebuilds it, `DiskFull`.
        """
        place = morgue.create(folder)
        metadata.write(folder)
        with ExitStack() as held:
            held.enter_context(place.lock_shared())
            connection = connect_writer(place)
            held.callback(connection.close)
            writer = WarcWriter(place.warcs, info, limits=limits)
            held.callback(writer.leave)
            archive = cls(place, connection, writer, Settler(connection, compare, info.software, reader), reader)
            archive.mended = reconcile(place, connection, writer, now)
            archive._held = held.pop_all()
        return archive

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; the next crawl of the day continues the WARC file."""
        self._held.close()

    def keep(self, exchanges: Sequence[Exchange]) -> list[Capture]:
        """Keep exchanges: append them to the WARC, sync once, then write their rows; order is kept in both.

        Raises the first refusal after everything else was kept: `NotHttp` for an answer that is no HTTP (its bytes are
        kept), `DiskFull`, `CaptureFailed`.
        """
        kept = self.keep_each(exchanges)
        for each in kept:
            if isinstance(each, ArchiveError):
                raise each
        return [each for each in kept if isinstance(each, Capture)]

    def keep_each(self, exchanges: Sequence[Exchange]) -> list[Kept]:
        """Keep exchanges as `keep` does, and return for each its capture or why there is none."""
        self._refuse_broken()
        group = Group(self.connection, self._writer, self._skews)
        kept = [group.write(exchange) for exchange in exchanges]
        try:
            self._writer.sync()
        except ArchiveError as error:  # the files were cut back: nothing of this group is kept
            return [error] * len(exchanges)
        self._add_rows([each for each in kept if isinstance(each, Written)])
        return [outcome(each) for each in kept]

    def unread_captures(self) -> list[Capture]:
        """Return the captures whose reading or deriving is still to be done, oldest first."""
        return captures.awaiting(self.connection)

    def page_of(self, capture: Capture) -> Capture | None:
        """Return the capture whose record holds the payload that this one shows; None when it is not here."""
        if capture.record_type == "response":
            return capture
        return captures.by_record(self.connection, capture.refers_to) if capture.refers_to else None

    def needs_reading(self, capture: Capture) -> bool:
        """Tell whether there is a page in a capture, its bytes are here, and the present reader has not read it."""
        read = contents.of_capture(self.connection, capture.id, self._reader)
        return read is None and readings.is_readable(capture) and self.page_of(capture) is not None

    def settle(self, capture_id: int, now: dt.datetime) -> Settled | None:
        """Do what can be done for a capture without reading it; None when its page must be read.

        A page that was read before, byte for byte, is not read again; one that shows nothing needs no reading.
        """
        capture = self.capture(capture_id)
        if readings.is_readable(capture) and self.page_of(capture) is not None:
            with transaction(self.connection):
                if not self._is_read(capture, now):
                    return None
        return self._settle(capture)

    def _is_read(self, capture: Capture, now: dt.datetime) -> bool:
        """Take over what was read in the same payload; False when the capture is to be read itself."""
        if capture.origin == "crawl":
            return readings.share(self.connection, capture, self._reader, now)
        page = self.page_of(capture)
        if page is not None and page.id != capture.id:  # what another program called a repetition
            readings.take_over(self.connection, capture, page.id, self._reader, now)
            return True
        return contents.of_capture(self.connection, capture.id, self._reader) is not None

    def keep_readings(self, read: Sequence[tuple[int, Prepared]], now: dt.datetime) -> None:
        """Keep what was read in captures: append it to the WARC, sync once, then write the rows.

        Pages with the same payload take it over. Their articles are to be derived after that; `unread_captures` names
        the captures until they are. Raises `DiskFull`, `CaptureFailed`.
        """
        self._refuse_broken()
        with self._rows():
            for capture_id, prepared in read:
                capture = captures.by_id(self.connection, capture_id)
                if capture is None:  # it was taken down meanwhile
                    continue
                kept = readings.keep(self.connection, self._writer, capture, prepared, now)
                warcs.note_indexed(self.connection, kept.place.filename, kept.place.offset + kept.place.length)
                readings.add(self.connection, capture, kept, now)
                readings.spread(self.connection, capture, prepared.reader, now)
                captures.await_reading(self.connection, capture_id)
            self._writer.sync()  # before the rows are committed

    def keep_reading(self, capture_id: int, read: Reading | Prepared, now: dt.datetime) -> Settled:
        """Keep one reading and derive its article; raises as `keep_readings` and `derive` do."""
        self.keep_readings([(capture_id, read if isinstance(read, Prepared) else prepare(read))], now)
        return self.derive(capture_id)

    def derive(self, capture_id: int) -> Settled:
        """Derive a capture's article again from what was read.

        Raises `CaptureFailed` when it cannot be derived; what was read is kept, and it is tried at the next start.
        """
        return self._settle(self.capture(capture_id))

    def clock_skew(self, crawl_id: int) -> float | None:
        """Return how far a crawl's servers were ahead of our clock, the median in seconds; None without a Date."""
        skews = self._skews.get(crawl_id)
        return statistics.median(skews) if skews else None

    def keep_resource(self, uri: str, content: bytes, now: dt.datetime) -> str:
        """Keep JSON of our own in the WARC, under a `urn:rowback:` URI; durable on return, which is its record id.

        What it means to the database is in `resources`. Raises `DiskFull`, `CaptureFailed`.
        """
        self._refuse_broken()
        record_id = new_record_id()
        record = resource(record_id=record_id, date=now, uri=uri, content=content, content_type=ledger.CONTENT_TYPE)
        (place,) = self._writer.append([record], now)
        self._writer.sync()
        with self._rows():
            warcs.note_indexed(self.connection, place.filename, place.offset + place.length)
            end = place.offset + place.length
            resources.put(
                self.connection, Resource(uri=uri, record_id=record_id, kept_at=now, content=content, end=end)
            )
        return record_id

    def seal(self, crawl: ledger.Ledger) -> list[chain.Line]:
        """Keep a crawl's ledger and write the chain's lines for every WARC file that grew; returns the lines.

        Raises `DiskFull`, `CaptureFailed`; what was kept before is kept, and the next crawl's lines cover it.
        """
        self.keep_resource(crawl.uri, ledger.dumps(crawl), crawl.finished_at)
        self._skews.pop(crawl.crawl_id, None)
        return chain.append(self.morgue, warcs.indexed(self.connection), crawl.finished_at)

    def _settle(self, capture: Capture) -> Settled:
        try:
            with transaction(self.connection):
                settled = self._settler.settle(capture)
                if not settled.unread:
                    captures.settle(self.connection, capture.id)
                    captures.settle_read(self.connection, settled.decided_with, self._reader)
                return nothing(capture) if take_out_new(self.morgue, self.connection, capture) else settled
        except ArchiveError:
            raise
        except Exception as error:  # one article must not stop the others
            raise NotDerived(
                f"its article could not be derived ({type(error).__name__}: {error})",
                subject=capture.url,
                cure="Please report this page; it is kept, and tried again at the next start",
            ) from error

    def capture(self, capture_id: int) -> Capture:
        """Return a capture that is there. Raises `NotInArchive`."""
        found = captures.by_id(self.connection, capture_id)
        if found is None:
            raise NotInArchive("no such capture", subject=str(capture_id), cure="Look it up in the table captures")
        return found

    def _add_rows(self, written: Sequence[Written]) -> None:
        with self._rows():
            for each in written:
                add_row(self.connection, each)
        if written:
            self._checkpoint(written[-1].exchange.finished_at)

    @contextmanager
    def _rows(self) -> Iterator[None]:
        """Write the rows of what the WARC holds already.

        Failing that, this archive is done: later rows would hide the records that have none from the next start, which
        indexes them.
        """
        try:
            with transaction(self.connection):
                yield
        except BaseException as error:
            unexpected = CaptureFailed(
                f"rows could not be written ({type(error).__name__}: {error})", cure="Start again"
            )
            self._broken = error if isinstance(error, ArchiveError) else unexpected
            raise self._broken from error

    def _refuse_broken(self) -> None:
        if self._broken is not None:
            raise self._broken

    def _checkpoint(self, now: dt.datetime) -> None:
        if now - self._checked_at >= _CHECKPOINT:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._checked_at = now
