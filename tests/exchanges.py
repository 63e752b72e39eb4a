"""Exchanges and record ids for tests of the archive's WARC half."""

import datetime as dt
import gzip
import itertools
import zlib
from collections.abc import Callable

import brotli
import zstandard

from archive.models import Exchange, Provenance
from archive.spool import Spool
from archive.warc.digest import payload_digest
from archive.warc.http import frame
from archive.warc.record import Record
from archive.warc.records import EventIds, Original, WarcInfo, records_for

NOW = dt.datetime(2026, 11, 20, 10, 0, 1, 123456, tzinfo=dt.UTC)
INFO = WarcInfo(
    software="rowback/0.1.0 warcio/1.8.1",
    operator="Desk <desk@example.org>",
    user_agent="rowback/0.1.0 (+desk@example.org)",
    hostname="box",
    ip="192.0.2.1",
)
REQUEST = b"GET /a HTTP/1.1\r\nHost: outlet.example\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"


def uuid(number: int) -> str:
    """Return a record id that is easy to tell from others."""
    return f"urn:uuid:00000000-0000-4000-8000-{number:012}"


def ids(first: int = 1) -> EventIds:
    """Return three record ids in a row."""
    return EventIds(capture=uuid(first), request=uuid(first + 1), metadata=uuid(first + 2))


def id_maker(first: int = 900) -> Callable[[], str]:
    """Return a maker of record ids that are equal in every run."""
    numbers = itertools.count(first)
    return lambda: uuid(next(numbers))


def exchange(
    received: bytes | Spool = PAGE,
    *,
    url: str = "https://outlet.example/a",
    at: dt.datetime = NOW,
    request: bytes = REQUEST,
    **more: object,
) -> Exchange:
    """Return an exchange that got these bytes."""
    response = received if isinstance(received, Spool) else Spool(received)
    settings: dict[str, object] = {
        "ip_address": "203.0.113.7",
        "finished_at": at + dt.timedelta(milliseconds=250),
        "provenance": Provenance(outlet="outlet.example", crawl_id=7, purpose="article"),
        **more,
    }
    return Exchange(url=url, started_at=at, request=request, response=response, **settings)  # type: ignore[arg-type]


def event(made: Exchange, *, first_id: int = 1, original: Original | None = None) -> tuple[Record, ...]:
    """Plan an exchange's records."""
    framed = frame(made.response, method=made.method)
    digest = payload_digest(made.response, framed)
    return records_for(made, framed, payload_digest=digest, original=original, ids=ids(first_id))


PACKED_TEXT = b"All the news that was fit to print at the time. " * 40


def _chunked(body: bytes) -> bytes:
    cut = len(body) // 3
    return b"%x\r\n%b\r\n%X;a=b\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (cut, body[:cut], len(body) - cut, body[cut:])


def _answer(lines: bytes, body: bytes = b"", *, length: bool = True) -> bytes:
    said = b"Content-Length: %d\r\n" % len(body) if length else b""
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + lines + said + b"\r\n" + body


ODD_ANSWERS: dict[str, bytes] = {
    "plain": _answer(b"", PACKED_TEXT),
    "gzip": _answer(b"Content-Encoding: gzip\r\n", gzip.compress(PACKED_TEXT)),
    "deflate": _answer(b"Content-Encoding: deflate\r\n", zlib.compress(PACKED_TEXT)),
    "br": _answer(b"Content-Encoding: br\r\n", brotli.compress(PACKED_TEXT)),
    "zstd": _answer(b"Content-Encoding: zstd\r\n", zstandard.compress(PACKED_TEXT)),
    "chunked": _answer(b"Transfer-Encoding: chunked\r\n", _chunked(PACKED_TEXT), length=False),
    "chunked gzip": _answer(
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", _chunked(gzip.compress(PACKED_TEXT)), length=False
    ),
    "chunked zstd": _answer(
        b"Content-Encoding: zstd\r\nTransfer-Encoding: chunked\r\n",
        _chunked(zstandard.compress(PACKED_TEXT)),
        length=False,
    ),
    "gzip that is none": _answer(b"Content-Encoding: gzip\r\n", PACKED_TEXT),
    "odd head": b"HTTP/1.1 200 Gro\xe9vy\r\ncontent-TYPE:Text/HTML\r\nx-A:  Andr\xe9\r\nX-a:\t\xc3\xa9 \r\n"
    b"X-a:\r\n folded\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nno colon\r\nempty:\r\nContent-Length: 2\r\n\r\nok",
    "line feeds": b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 2\n\nok",
    "no type": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "no reason": b"HTTP/1.1 404\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno",
    "old and closed": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nas long as it lasts",
    "interim and surplus": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    + _answer(b"", PACKED_TEXT)
    + b"surplus",
    "redirect": b"HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "server error": b"HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno",
    "image": b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 2048\r\n\r\n" + bytes(range(256)) * 8,
    "cut": _answer(b"", PACKED_TEXT)[:-100],
    "cut chunk": _answer(b"Transfer-Encoding: chunked\r\n", _chunked(PACKED_TEXT), length=False)[:-200],
    "cut head": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Le",
    "chunked by mistake": _answer(b"Transfer-Encoding: chunked\r\n", PACKED_TEXT + b"\n", length=False),
    "unasked 304": b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n',
}
