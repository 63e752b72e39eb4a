"""The archive as one process writes to it: exchanges in, captures out; readings in, articles out.

It orders the work and decides nothing: bytes reach the WARC and the disk before a row speaks of them. One `Archive` a
process, used from one thread at a time (`intake` sees to that).
"""

import datetime as dt
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from archive import morgue, urls
from archive.compare import compare
from archive.errors import ArchiveError, CaptureFailed, NotHttp, NotInArchive
from archive.extract import READER
from archive.ingest.hidden import take_out_new
from archive.lookup import metadata
from archive.models import Capture, Exchange, Reading
from archive.store import captures, warcs
from archive.store.connection import connect_writer, transaction
from archive.warc import capture as capturing
from archive.warc import chain, ledger
from archive.warc.capture import Answered
from archive.warc.digest import EMPTY
from archive.warc.file import Placed
from archive.warc.records import EventIds, Original, WarcInfo, records_for, records_without_answer, resource
from archive.warc.writer import Limits, WarcWriter, new_record_id

from . import readings
from .deriving import Compare, Settled, Settler, nothing
from .prepared import Prepared, prepare
from .recovery import Mended, reconcile
from .rows import add_capture

Kept = Capture | ArchiveError

_CHECKPOINT = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Written:
    """An exchange in the WARC, not yet in the database; `capture` None when the answer is no HTTP."""

    exchange: Exchange
    places: tuple[Placed, ...]
    capture: Capture | None


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
        compare: Compare = compare,
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
        group = _Group(self)
        kept = [group.write(exchange) for exchange in exchanges]
        try:
            self._writer.sync()
        except ArchiveError as error:  # the files were cut back: nothing of this group is kept
            return [error] * len(exchanges)
        self._add_rows([each for each in kept if isinstance(each, _Written)])
        return [_outcome(each) for each in kept]

    def unread_captures(self) -> list[Capture]:
        """Return the captures whose reading or deriving is still to be done, oldest first."""
        return captures.awaiting(self.connection)

    def captures(self, capture_ids: Iterable[int]) -> list[Capture]:
        """Return captures that are there, by id."""
        return [self._capture(capture_id) for capture_id in capture_ids]

    def page_of(self, capture: Capture) -> Capture | None:
        """Return the capture whose record holds the payload that this one shows; None when it is not here."""
        if capture.record_type == "response":
            return capture
        return captures.by_record(self.connection, capture.refers_to) if capture.refers_to else None

    def settle(self, capture_id: int, now: dt.datetime) -> Settled | None:
        """Do what can be done for a capture without reading it; None when its page must be read.

        A page that was read before, byte for byte, is not read again; one that shows nothing needs no reading.
        """
        capture = self._capture(capture_id)
        if readings.is_readable(capture) and self.page_of(capture) is not None:
            with transaction(self.connection):
                if not readings.share(self.connection, capture, self._reader, now):
                    return None
        return self._settle(capture)

    def settle_as(self, capture_id: int, original: int | None, now: dt.datetime) -> Settled:
        """Settle a capture with what was read in the one that holds its payload; None: in none that is here."""
        capture = self._capture(capture_id)
        if original is not None and readings.is_readable(capture):
            with transaction(self.connection):
                readings.take_over(self.connection, capture, original, self._reader, now)
        return self._settle(capture)

    def keep_reading(self, capture_id: int, read: Reading | Prepared, now: dt.datetime) -> Settled:
        """Keep what was read in a capture, first in the WARC, and derive its article again.

        Raises `CaptureFailed` when the article cannot be derived; the reading is kept then, and `unread_captures` names
        the capture until it can.
        """
        self._refuse_broken()
        capture = self._capture(capture_id)
        prepared = read if isinstance(read, Prepared) else prepare(read)
        kept = readings.keep(self.connection, self._writer, capture, prepared, now)
        self._writer.sync()
        with self._rows():
            warcs.note_indexed(self.connection, kept.place.filename, kept.place.offset + kept.place.length)
            readings.add(self.connection, capture, kept, now)
            readings.spread(self.connection, capture, prepared.reader, now)
        return self._settle(capture)

    def keep_readings(self, read: Sequence[tuple[int, Prepared]], now: dt.datetime) -> None:
        """Keep what was read in many captures, synced together; deriving is left for later."""
        self._refuse_broken()
        with self._rows():
            for capture_id, prepared in read:
                capture = self._capture(capture_id)
                kept = readings.keep(self.connection, self._writer, capture, prepared, now)
                warcs.note_indexed(self.connection, kept.place.filename, kept.place.offset + kept.place.length)
                readings.add(self.connection, capture, kept, now)
                captures.await_reading(self.connection, capture_id)
            self._writer.sync()  # before the rows are committed

    def derive(self, capture_id: int) -> Settled:
        """Derive a capture's article again from what was read."""
        return self._settle(self._capture(capture_id))

    def clock_skew(self, crawl_id: int) -> float | None:
        """Return how far a crawl's servers were ahead of our clock, the median in seconds; None without a Date."""
        skews = self._skews.get(crawl_id)
        return statistics.median(skews) if skews else None

    def keep_resource(
        self, uri: str, content: bytes, now: dt.datetime, *, rows: Callable[[str], object] = lambda record_id: None
    ) -> str:
        """Keep JSON of our own in the WARC, under a `urn:rowback:` URI; durable on return, which is its record id.

        `rows` adds what it means to the database. Raises `DiskFull`, `CaptureFailed`.
        """
        self._refuse_broken()
        record_id = new_record_id()
        record = resource(record_id=record_id, date=now, uri=uri, content=content, content_type=ledger.CONTENT_TYPE)
        (place,) = self._writer.append([record], now)
        self._writer.sync()
        with self._rows():
            warcs.note_indexed(self.connection, place.filename, place.offset + place.length)
            rows(record_id)
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
            raise CaptureFailed(
                f"its article could not be derived ({type(error).__name__}: {error})",
                subject=capture.url,
                cure="Please report this page; it is kept, and tried again at the next start",
            ) from error

    def _capture(self, capture_id: int) -> Capture:
        found = captures.by_id(self.connection, capture_id)
        if found is None:
            raise NotInArchive("no such capture", subject=str(capture_id), cure="Look it up in the table captures")
        return found

    def _add_rows(self, written: Sequence[_Written]) -> None:
        with self._rows():
            for each in written:
                _add_row(self.connection, each)
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


class _Group:
    """Exchanges that are made durable together; what one refers to may be kept in the same group."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._by_digest: dict[str, Original] = {}

    def write(self, exchange: Exchange) -> _Written | ArchiveError:
        """Append one exchange to the WARC; a refusal is returned, so that it costs only this exchange."""
        try:
            urls.identity_key(exchange.url)  # now, as no row can be written without it
            return self._write(exchange)
        except ArchiveError as error:
            return error
        except (OSError, ValueError) as error:
            return CaptureFailed(f"could not be kept ({error})", subject=exchange.url, cure="Please report this page")

    def _write(self, exchange: Exchange) -> _Written:
        names = EventIds(capture=new_record_id(), request=new_record_id(), metadata=new_record_id())
        append = self._archive._writer.append
        try:
            answer = capturing.answered(exchange)
        except NotHttp:
            records = records_without_answer(exchange, ids=names)
            return _Written(exchange, append(records, exchange.finished_at), None)
        if (skew := capturing.clock_skew(answer)) is not None:
            self._archive._skews[exchange.provenance.crawl_id].append(skew)
        original = self._original(answer)
        records = records_for(
            exchange, answer.framed, payload_digest=answer.payload_digest, original=original, ids=names
        )
        places = append(records, exchange.finished_at)
        kept = capturing.capture(capturing.told(answer, names.capture, original), answer.framed, places[0])
        if original is None and capturing.may_be_referred_to(answer):
            self._by_digest[answer.payload_digest] = Original(
                record_id=kept.record_id, url=kept.url, captured_at=kept.captured_at, payload_digest=kept.digest
            )
        return _Written(exchange, places, kept)

    def _original(self, answer: Answered) -> Original | None:
        """Return the response that this answer repeats; None when it is to be kept as a response itself."""
        connection, exchange = self._archive.connection, answer.exchange
        if answer.framed.status == 304:
            shown = captures.shown_before(connection, exchange.url, capturing.validator(exchange))
            return shown if shown and answer.truncated is None and shown.payload_digest != EMPTY else None
        if not capturing.may_refer(answer):
            return None
        return self._by_digest.get(answer.payload_digest) or captures.original_of(connection, answer.payload_digest)


def _add_row(connection: sqlite3.Connection, written: _Written) -> None:
    last = written.places[-1]
    warcs.note_indexed(connection, last.filename, last.offset + last.length)
    if written.capture is not None:
        add_capture(connection, written.capture, written.exchange.provenance)


def _outcome(kept: _Written | ArchiveError) -> Kept:
    if isinstance(kept, ArchiveError):
        return kept
    if kept.capture is None:
        return NotHttp("the answer is no HTTP; its bytes are kept", subject=kept.exchange.url)
    return kept.capture
