"""Exchanges that become durable together: appended to the WARC one by one, synced once, then their rows."""

import sqlite3
from dataclasses import dataclass

from archive import urls
from archive.errors import ArchiveError, CaptureFailed, ExchangeRefused, NotHttp
from archive.models import Capture, Exchange
from archive.store import captures, warcs
from archive.warc.capture import Answered, answered, clock_skew, may_be_referred_to, may_refer, told, validator
from archive.warc.capture import capture as make_capture
from archive.warc.digest import EMPTY
from archive.warc.file import Placed
from archive.warc.records import EventIds, Original, records_for, records_without_answer
from archive.warc.writer import WarcWriter, new_record_id

from .rows import add_capture

Kept = Capture | ArchiveError


@dataclass(frozen=True, slots=True)
class Written:
    """An exchange in the WARC, not yet in the database; `capture` None when the answer is no HTTP."""

    exchange: Exchange
    places: tuple[Placed, ...]
    capture: Capture | None


class Group:
    """Exchanges that are made durable together; what one refers to may be kept in the same group."""

    def __init__(self, connection: sqlite3.Connection, writer: WarcWriter, skews: dict[int, list[float]]) -> None:
        """`skews` gets how many seconds a server's clock is ahead of ours, by crawl."""
        self._connection, self._writer, self._skews = connection, writer, skews
        self._by_digest: dict[str, Original] = {}

    def write(self, exchange: Exchange) -> Written | ArchiveError:
        """Append one exchange to the WARC; a refusal is returned, so that it costs only this exchange."""
        try:
            urls.identity_key(exchange.url)  # now, as no row can be written without it
            return self._write(exchange)
        except ArchiveError as error:
            return error
        except OSError as error:
            return CaptureFailed(f"could not be kept ({error})", subject=exchange.url, cure="Look at the disk")
        except Exception as error:  # one exchange must not stop the others
            said = f"could not be kept ({type(error).__name__}: {error})"
            return ExchangeRefused(said, subject=exchange.url, cure="Please report this page")

    def _write(self, exchange: Exchange) -> Written:
        names = EventIds(capture=new_record_id(), request=new_record_id(), metadata=new_record_id())
        append = self._writer.append
        try:
            answer = answered(exchange)
        except NotHttp:
            records = records_without_answer(exchange, ids=names)
            return Written(exchange, append(records, exchange.finished_at), None)
        if (skew := clock_skew(answer)) is not None:
            self._skews[exchange.provenance.crawl_id].append(skew)
        original = self._original(answer)
        records = records_for(
            exchange, answer.framed, payload_digest=answer.payload_digest, original=original, ids=names
        )
        places = append(records, exchange.finished_at)
        kept = make_capture(told(answer, names.capture, original), answer.framed, places[0])
        if original is None and may_be_referred_to(answer):
            self._by_digest[answer.payload_digest] = Original(
                record_id=kept.record_id, url=kept.url, captured_at=kept.captured_at, payload_digest=kept.digest
            )
        return Written(exchange, places, kept)

    def _original(self, answer: Answered) -> Original | None:
        """Return the response that this answer repeats; None when it is to be kept as a response itself."""
        connection, exchange = self._connection, answer.exchange
        if answer.framed.status == 304:
            shown = captures.shown_before(connection, exchange.url, validator(exchange))
            return shown if shown and answer.truncated is None and shown.payload_digest != EMPTY else None
        if not may_refer(answer):
            return None
        return self._by_digest.get(answer.payload_digest) or captures.original_of(connection, answer.payload_digest)


def add_row(connection: sqlite3.Connection, written: Written) -> None:
    """Add the rows of an exchange that lies in the WARC."""
    last = written.places[-1]
    warcs.note_indexed(connection, last.filename, last.offset + last.length)
    if written.capture is not None:
        add_capture(connection, written.capture, written.exchange.provenance)


def outcome(kept: Written | ArchiveError) -> Kept:
    """Return the capture that an exchange became, or why there is none."""
    if isinstance(kept, ArchiveError):
        return kept
    if kept.capture is None:
        return NotHttp("the answer is no HTTP; its bytes are kept", subject=kept.exchange.url)
    return kept.capture
