"""Whether a record's block is what its fields and its HTTP head say: the faults that public validators miss.

A body whose chunk framing or compression was taken away while the head still speaks of it replays as garbage. What a
server itself says wrongly is kept as it came, and is no fault of the record.
"""

import re
from collections.abc import Iterator
from typing import Final

from archive.errors import NotHttp, PageTooLarge, WarcError

from .decoding import decoded
from .fields import parse_metadata, read_fields
from .http import Framed
from .reader import StoredRecord
from .records import IDENTICAL_PAYLOAD

_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP/\d(?:\.\d)?\r?\n")
_SECRET = re.compile(rb"^proxy-authorization[ \t]*:", re.I | re.M)
_ENOUGH: Final = 1 << 16  # bytes of a body that show whether it is in the coding it is labelled with
_INFO: Final = ("software", "format", "conformsTo", "isPartOf", "robots", "http-header-user-agent")

NO_BODY: Final = "the head announces a body that is not there, and WARC-Truncated is missing"


def check_block(record: StoredRecord) -> Iterator[str]:
    """Yield what is wrong with a record's block. `NO_BODY` is no fault when the request was a HEAD."""
    check = {
        "warcinfo": _warcinfo,
        "response": _response,
        "revisit": _revisit,
        "request": _request,
        "metadata": _metadata,
    }.get(record.type)
    if check is not None:
        yield from check(record)


def _warcinfo(record: StoredRecord) -> Iterator[str]:
    try:
        said = {name for name, _ in read_fields(record.block.read())}
    except WarcError as error:
        yield error.message
        return
    yield from (f"warcinfo does not say {name}" for name in _INFO if name not in said)


def _metadata(record: StoredRecord) -> Iterator[str]:
    try:
        parse_metadata(record.block.read())
    except WarcError as error:
        yield error.message


def _request(record: StoredRecord) -> Iterator[str]:
    block = record.block.read()
    if not _REQUEST_LINE.match(block):
        yield f"no HTTP request: {block[:40]!r}"
    if _SECRET.search(block.partition(b"\r\n\r\n")[0]):
        yield "the request holds a Proxy-Authorization"


def _response(record: StoredRecord) -> Iterator[str]:
    try:
        framed = record.framed
    except NotHttp as error:
        yield error.message
        return
    if framed.interim:
        yield "an interim answer stands in front of the response"
    if framed.header("Transfer-Encoding") is not None and record.header("WARC-Payload-Digest"):
        yield "WARC-Payload-Digest under a Transfer-Encoding, where no two tools agree on it"
    if framed.header("Transfer-Encoding") is None and not record.header("WARC-Payload-Digest"):
        yield "WARC-Payload-Digest is missing on response"
    if not record.header("WARC-Truncated"):
        yield from _framing(framed)
        yield from _coding(record, framed)


def _framing(framed: Framed) -> Iterator[str]:
    if framed.surplus.end > framed.surplus.start:
        yield "the block goes on after the end of the message"
    if framed.fault == "cut" and framed.body.start == framed.body.end:
        yield NO_BODY
    elif framed.chunked and framed.fault:
        yield "Transfer-Encoding says chunked, but the body is not, or not wholly"
    elif framed.fault == "cut":
        yield "the body is shorter than Content-Length, and WARC-Truncated is missing"
    elif framed.fault:
        yield "Content-Length cannot be understood"


def _coding(record: StoredRecord, framed: Framed) -> Iterator[str]:
    """Only a body whose length nothing vouches for can have been unpacked behind the server's back."""
    if framed.ending != "close" or framed.body.start == framed.body.end:
        return
    beginning = record.block.read(framed.body.start, min(framed.body.end, framed.body.start + _ENOUGH))
    try:
        problem = decoded([beginning], framed.content_encoding, limit=_ENOUGH << 4).problem
    except PageTooLarge:
        return
    if problem.startswith("labelled"):
        yield f"Content-Encoding is left on a body without it: {problem}"


def _revisit(record: StoredRecord) -> Iterator[str]:
    if record.header("WARC-Refers-To") == record.header("WARC-Record-ID"):
        yield "a revisit refers to itself"
    if record.header("WARC-Profile") != IDENTICAL_PAYLOAD:
        if len(record.block):
            yield "a server-not-modified revisit has a block, and would replay as a blank page"
        if record.header("WARC-Truncated"):
            yield "WARC-Truncated on a revisit without a block"
        return
    if record.header("WARC-Truncated") != "length":
        yield "an identical-payload revisit without its payload lacks WARC-Truncated: length"
    try:
        framed = record.framed
    except NotHttp as error:
        yield error.message
        return
    if framed.interim or framed.head.end != len(record.block):
        yield "a revisit's block is more than a head"
