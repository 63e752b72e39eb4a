"""From an exchange to the capture it becomes: what its row says. Pure, but for reading the spool it is given.

The records are planned by `warc.records`; where they lie is known when they are written.
"""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, Literal, Protocol
from urllib.parse import urljoin

from archive import ids, times, urls
from archive.models import Capture, Exchange, Provenance, Truncated

from . import cdxj
from .digest import sha1
from .http import Framed, entity, frame, truncation
from .records import Original

WORTH_REFERRING: Final = 1024  # bytes of payload; a revisit's own fields take more than a smaller one
_VALIDATOR = re.compile(rb"^if-(none-match|modified-since):[ \t]*(.*?)[ \t]*\r?$", re.I | re.M)


class Place(Protocol):
    """Where a record lies in its WARC file."""

    @property
    def filename(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An exchange whose answer was cut into messages."""

    exchange: Exchange
    framed: Framed
    payload_digest: str
    payload_length: int

    @property
    def truncated(self) -> Truncated | None:
        return truncation(self.framed, self.exchange.truncated)


def answered(exchange: Exchange) -> Answered:
    """Cut an exchange's answer into messages and digest its payload.

    Raises `NotHttp` when the answer is no HTTP.
    """
    framed = frame(exchange.response, method=exchange.method)
    length = 0

    def counted(piece: bytes) -> bytes:
        nonlocal length
        length += len(piece)
        return piece

    digest = sha1(counted(piece) for piece in entity(exchange.response, framed))
    return Answered(exchange=exchange, framed=framed, payload_digest=digest, payload_length=length)


def may_refer(answer: Answered) -> bool:
    """Tell whether an identical earlier payload may stand for this one."""
    return answer.truncated is None and answer.payload_length >= WORTH_REFERRING


def may_be_referred_to(answer: Answered) -> bool:
    """Tell whether this answer, kept as a response, may stand for later ones."""
    return answer.truncated is None


def validator(exchange: Exchange) -> str | None:
    """Return the etag, else the date, by which a request said which copy it has; None when it said nothing."""
    head = exchange.request.partition(b"\r\n\r\n")[0]
    said = {name.lower(): value.decode("latin-1") for name, value in _VALIDATOR.findall(head)}
    return said.get(b"none-match") or said.get(b"modified-since")


def clock_skew(answer: Answered) -> float | None:
    """Return the server's Date less our clock, in seconds; None without one, or when a cache gave an older answer."""
    said = answer.framed.header("Date")
    if said is None or answer.framed.header("Age") not in (None, "0"):
        return None
    with suppress(ValueError, TypeError, OverflowError):  # whatever the server calls a date
        date = parsedate_to_datetime(said)
        date = date if date.tzinfo is not None else date.replace(tzinfo=dt.UTC)
        return (date - answer.exchange.finished_at).total_seconds()
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a capture's records say beside the answer's head."""

    record_id: str
    url: str
    captured_at: dt.datetime
    payload_digest: str
    provenance: Provenance
    refers_to: str | None = None  # the original's record id; None for a response
    truncated: Truncated | None = None


def told(answer: Answered, record_id: str, original: Original | None) -> Told:
    """Return what the records of this answer say, kept under an id, as a revisit when there is an original."""
    exchange = answer.exchange
    shows_original = original is not None and answer.framed.status == 304
    return Told(
        record_id=record_id,
        url=exchange.url,
        captured_at=exchange.started_at,
        payload_digest=original.payload_digest if original and shows_original else answer.payload_digest,
        provenance=exchange.provenance,
        refers_to=original.record_id if original else None,
        truncated=answer.truncated,
    )


def capture(told: Told, framed: Framed, place: Place, *, origin: Literal["crawl", "import"] = "crawl") -> Capture:
    """Return the row of an answer that lies at a place."""
    why = told.provenance
    return Capture(
        id=ids.capture_id(told.record_id),
        record_id=told.record_id,
        url=told.url,
        urlkey=urls.urlkey(told.url),
        timestamp=times.digits14(told.captured_at),
        captured_at=told.captured_at,
        mime=cdxj.mime(framed),
        status=framed.status,
        digest=told.payload_digest,
        filename=place.filename,
        offset=place.offset,
        length=place.length,
        record_sha256=place.sha256,
        record_type="revisit" if told.refers_to else "response",
        refers_to=told.refers_to,
        truncated=told.truncated,
        location=location(framed, told.url),
        etag=framed.header("ETag"),
        last_modified=framed.header("Last-Modified"),
        origin=origin,
        outlet_id=ids.outlet_id(why.outlet) if why.outlet else None,
        crawl_id=why.crawl_id or None,
        purpose=why.purpose,
        source=why.source,
    )


def location(framed: Framed, url: str) -> str | None:
    """Return where a redirect leads, absolute; None when the answer is none or leads to no web address."""
    target = framed.header("Location") if 300 <= framed.status < 400 else None
    if not target:
        return None
    try:
        joined = urljoin(url, target.encode("latin-1").decode("utf-8", "replace"))
    except ValueError:
        return None
    return joined if urls.is_address(joined) else None
