"""What a correct WARC/1.1 record of each kind is. Pure: record ids and dates are given, nothing is written.

`WARC-Warcinfo-ID` says in which file a record lies: the writer adds it.
"""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from archive.errors import WarcError
from archive.models import Exchange
from archive.times import warc_date

from .decoding import codings
from .digest import sha1
from .fields import CONTENT_TYPE as FIELDS
from .fields import Metadata, write_fields, write_metadata
from .http import Framed, mime_of, truncation
from .record import PACKED_LEVEL, TEXT_LEVEL, Block, Record, Span, pieces

CONFORMS_TO: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OURS: Final = "urn:rowback:"  # what our own resources lie under
READING: Final = OURS + "reading:"  # and the page's URL behind it: what was read in it
HTTP_RESPONSE: Final = "application/http;msgtype=response"
HTTP_REQUEST: Final = "application/http;msgtype=request"
SURPLUS_KEPT: Final = 1 << 20  # bytes of surplus that a metadata record holds; the length is always said
_PACKED = re.compile(r"image/(?!svg)|video/|audio/|font/woff|application/(?:pdf|zip|gzip|x-gzip|font-woff|ogg)")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcInfo:
    """What a file says of itself: who wrote it, with what, and how the fetching behaved."""

    software: str
    operator: str
    user_agent: str
    robots: str = "obey"
    is_part_of: str = "rowback"
    hostname: str = ""
    ip: str = ""
    description: str = ""

    def block(self) -> bytes:
        """Return the block of the warcinfo record; what is empty is left out."""
        pairs = (
            ("software", self.software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", CONFORMS_TO),
            ("operator", self.operator),
            ("robots", self.robots),
            ("http-header-user-agent", self.user_agent),
            ("isPartOf", self.is_part_of),
            ("hostname", self.hostname),
            ("ip", self.ip),
            ("description", self.description),
        )
        return write_fields(pair for pair in pairs if pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The response record that a revisit points at: never itself a revisit, never truncated."""

    record_id: str
    url: str
    captured_at: dt.datetime
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventIds:
    """The record ids of one capture event, `urn:uuid:…` without angle brackets."""

    capture: str  # of the response or revisit
    request: str
    metadata: str


def target_uri(url: str) -> str:
    """Return a URL as WARC-Target-URI may hold it: ASCII, without spaces, control characters and angle brackets."""
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~-._")


def warcinfo(info: WarcInfo, *, record_id: str, date: dt.datetime, filename: str) -> Record:
    """Describe a file; `filename` is its final name, without `.open`."""
    return _record("warcinfo", record_id, date, [("WARC-Filename", filename)], info.block())


def warcinfo_of(fields: Iterable[tuple[str, str]], *, record_id: str, date: dt.datetime, filename: str) -> Record:
    """Describe a file in fields of one's own."""
    return _record("warcinfo", record_id, date, [("WARC-Filename", filename)], write_fields(fields))


def conversion(*, record_id: str, date: dt.datetime, url: str, refers_to: str, content: bytes) -> Record:
    """Keep what was read in a capture, JSON, referring to its response; `date` is the time of reading.

    Under the page's own address replay tools would show it instead of the page.
    """
    uri = READING + target_uri(url)
    pairs = [("WARC-Target-URI", uri), _refers_to(refers_to), ("WARC-Payload-Digest", sha1([content]))]
    return _record("conversion", record_id, date, pairs, content, content_type="application/json")


def resource(*, record_id: str, date: dt.datetime, uri: str, content: bytes, content_type: str) -> Record:
    """Keep something of our own under a `urn:rowback:` URI, such as a state or a crawl's ledger."""
    if not uri.startswith(OURS):
        raise WarcError("not a urn:rowback: URI", subject=uri)
    pairs = [("WARC-Target-URI", target_uri(uri)), ("WARC-Payload-Digest", sha1([content]))]
    return _record("resource", record_id, date, pairs, content, content_type=content_type)


def note(fields: Iterable[tuple[str, str]], *, record_id: str, date: dt.datetime, url: str, refers_to: str) -> Record:
    """Say something later about a record: which conversion already holds its reading, or that it was erased."""
    pairs = [("WARC-Target-URI", target_uri(url)), _refers_to(refers_to)]
    return _record("metadata", record_id, date, pairs, write_fields(fields))


def records_for(
    exchange: Exchange, framed: Framed, *, payload_digest: str, original: Original | None, ids: EventIds
) -> tuple[Record, ...]:
    """Plan one capture event: response or revisit, then its request and its metadata.

    With an original a 304 becomes a server-not-modified revisit, any other status an identical-payload one; without
    one it is a response. Raises `WarcError` when the original cannot stand for this answer.
    """
    if original is None:
        first = response(exchange, framed, record_id=ids.capture, payload_digest=payload_digest)
    else:
        payload_digest = original.payload_digest if framed.status == 304 else payload_digest
        if truncation(framed, exchange.truncated) or original.payload_digest != payload_digest:
            raise WarcError("the payload is not the original's", subject=exchange.url, cure="Keep it as a response")
        make = not_modified if framed.status == 304 else identical_payload
        first = make(exchange, framed, original, record_id=ids.capture)
    meta = capture_metadata(exchange, framed, payload_digest, revisit=first.type == "revisit")
    return (
        first,
        request(exchange, record_id=ids.request, concurrent_to=ids.capture),
        metadata(exchange, meta, record_id=ids.metadata, concurrent_to=ids.capture),
    )


def records_without_answer(exchange: Exchange, *, ids: EventIds) -> tuple[Record, ...]:
    """Plan an exchange whose answer is no HTTP: metadata, with what came as surplus, and request.

    It is no capture: nothing could be read or replayed.
    """
    meta = Metadata(
        provenance=exchange.provenance,
        fetch_time_ms=_milliseconds(exchange),
        tls_version=exchange.tls_version,
        tls_cipher=exchange.tls_cipher,
        method=exchange.method,
        surplus=exchange.response.read(0, SURPLUS_KEPT),
        surplus_length=len(exchange.response),
    )
    return (
        metadata(exchange, meta, record_id=ids.metadata),
        request(exchange, record_id=ids.request, concurrent_to=ids.metadata),
    )


def response(exchange: Exchange, framed: Framed, *, record_id: str, payload_digest: str) -> Record:
    """Keep the final message as it came over the wire.

    No payload digest under a Transfer-Encoding: the standard wants it over the bytes without chunk framing, most tools
    check it over those with, so any value fails somewhere. The metadata record has it.
    """
    pairs = _shared(exchange)
    if cut := truncation(framed, exchange.truncated):
        pairs.append(("WARC-Truncated", cut))
    if framed.header("Transfer-Encoding") is None:
        pairs.append(("WARC-Payload-Digest", payload_digest))
    block = Span(exchange.response, framed.head.start, framed.body.end)
    return _record(
        "response", record_id, exchange.started_at, pairs, block, content_type=HTTP_RESPONSE, level=_level(framed)
    )


def identical_payload(exchange: Exchange, framed: Framed, original: Original, *, record_id: str) -> Record:
    """Keep the head of an answer whose payload is kept already (WARC 1.1, 6.7.2)."""
    pairs = [
        *_shared(exchange),
        ("WARC-Truncated", "length"),
        *_revisit(IDENTICAL_PAYLOAD, original),
    ]
    block = exchange.response.read(*framed.head)
    return _record("revisit", record_id, exchange.started_at, pairs, block, content_type=HTTP_RESPONSE)


def not_modified(exchange: Exchange, framed: Framed, original: Original, *, record_id: str) -> Record:
    """Say that the server answered 304 (WARC 1.1, 6.7.3).

    The block is empty: with the head in it, replay shows a blank page. The metadata record has the head.
    """
    if framed.status != 304:
        raise WarcError(f"status {framed.status} is not 304", subject=exchange.url)
    pairs = [*_shared(exchange), *_revisit(NOT_MODIFIED, original)]
    return _record("revisit", record_id, exchange.started_at, pairs, b"", content_type=HTTP_RESPONSE)


def request(exchange: Exchange, *, record_id: str, concurrent_to: str) -> Record:
    """Keep the request as sent."""
    pairs = [*_shared(exchange), _concurrent_to(concurrent_to)]
    return _record("request", record_id, exchange.started_at, pairs, exchange.request, content_type=HTTP_REQUEST)


def metadata(exchange: Exchange, meta: Metadata, *, record_id: str, concurrent_to: str | None = None) -> Record:
    """Keep what was known about an exchange beside its bytes; `concurrent_to` is None when it comes first."""
    pairs = [*_shared(exchange), *([_concurrent_to(concurrent_to)] if concurrent_to else [])]
    return _record("metadata", record_id, exchange.started_at, pairs, write_metadata(meta))


def capture_metadata(exchange: Exchange, framed: Framed, payload_digest: str, *, revisit: bool) -> Metadata:
    """Gather what a capture's metadata record says, the head included where a revisit has an empty block."""
    received, surplus = exchange.response, framed.surplus
    return Metadata(
        provenance=exchange.provenance,
        payload_digest=payload_digest,
        fetch_time_ms=_milliseconds(exchange),
        tls_version=exchange.tls_version,
        tls_cipher=exchange.tls_cipher,
        method=exchange.method,
        interim_heads=tuple(received.read(*head) for head in framed.interim),
        http_head=received.read(*framed.head) if revisit and framed.status == 304 else None,
        surplus=received.read(surplus.start, min(surplus.end, surplus.start + SURPLUS_KEPT)),
        surplus_length=surplus.end - surplus.start,
    )


def _milliseconds(exchange: Exchange) -> int:
    return max(0, round((exchange.finished_at - exchange.started_at).total_seconds() * 1000))


def _level(framed: Framed) -> int:
    packed = codings(framed.content_encoding) or _PACKED.match(mime_of(framed.header("Content-Type")))
    return PACKED_LEVEL if packed else TEXT_LEVEL


def _shared(exchange: Exchange) -> Pairs:
    pairs = [("WARC-Target-URI", target_uri(exchange.url))]
    with suppress(ValueError):  # through a proxy there is none
        address = ipaddress.ip_address((exchange.ip_address or "").partition("%")[0])  # a zone is this machine's own
        pairs.append(("WARC-IP-Address", address.compressed))
    return pairs


def _revisit(profile: str, original: Original) -> Pairs:
    return [
        ("WARC-Profile", profile),
        _refers_to(original.record_id),
        ("WARC-Refers-To-Target-URI", target_uri(original.url)),
        ("WARC-Refers-To-Date", warc_date(original.captured_at)),
        ("WARC-Payload-Digest", original.payload_digest),
    ]


def _refers_to(record_id: str) -> tuple[str, str]:
    return "WARC-Refers-To", f"<{record_id}>"


def _concurrent_to(record_id: str) -> tuple[str, str]:
    return "WARC-Concurrent-To", f"<{record_id}>"


def _record(
    kind: str,
    record_id: str,
    date: dt.datetime,
    pairs: Pairs,
    block: Block,
    *,
    content_type: str = FIELDS,
    level: int = TEXT_LEVEL,
) -> Record:
    headers = (
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", warc_date(date)),
        *pairs,
        ("WARC-Block-Digest", sha1(pieces(block))),
        ("Content-Type", content_type),
    )
    return Record(headers, block, level)
