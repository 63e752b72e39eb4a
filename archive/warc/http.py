"""Cuts what a server sent into HTTP messages: interim heads, the final head, the body as framed, surplus.

It finds boundaries and changes no byte: RFC 9112, section 6.3, as leniently as browsers take it. It reads a `Spool` in
pieces, so that memory stays bounded. Content encodings are removed by `decoding`.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from archive.errors import NotHttp
from archive.models import Truncated
from archive.spool import Spool

from .decoding import Decoded, decoded

__all__ = ["Decoded", "Framed", "Range", "charset_of", "decoded", "entity", "frame", "mime_of", "truncation"]

HEAD_LIMIT: Final = 1 << 20  # bytes of one head; more is no head
_INTERIM_LIMIT: Final = 100
_LINE_LIMIT: Final = 1 << 14  # a chunk's size line or a trailer
_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"(HTTP/\d+(?:\.\d+)?)[ \t]+(\d{3})(?:[ \t]+(.*?))?[ \t\r]*$", re.I)
_CHUNK_BEGINS = re.compile(rb"[ \t]*[0-9A-Fa-f]{1,15}[ \t]*(?:;|\r?\n|\r?\Z)")  # or is cut off within its size line
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?\n", re.S)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.I)

Ending = Literal["no_body", "length", "chunks", "close"]
Fault = Literal["cut", "malformed"]


class Range(NamedTuple):
    """Bytes of a spool, `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """Where the messages of one answer lie, and what its final head says."""

    interim: tuple[Range, ...]  # 1xx heads before the answer
    head: Range
    body: Range  # as framed on the wire: chunk lines and trailers included
    surplus: Range  # what came after the end of the message
    version: bytes
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]  # order, case and duplicates as sent
    ending: Ending  # what tells where the body ends
    fault: Fault | None = None

    @property
    def complete(self) -> bool:
        """Nothing is missing as far as the framing can tell; a body that ends with the connection always seems so."""
        return self.fault is None

    @property
    def chunked(self) -> bool:
        """The body carries chunk framing."""
        return self.ending == "chunks"

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in order."""
        wanted = name.lower().encode("latin-1")
        return tuple(value.decode("latin-1") for key, value in self.headers if key.lower() == wanted)

    def header(self, name: str) -> str | None:
        """Return a header's first value; None when it was not sent."""
        return next(iter(self.all(name)), None)

    @property
    def content_encoding(self) -> str | None:
        """All content encodings in the order they were applied; None when there is none."""
        return ", ".join(self.all("Content-Encoding")) or None


def frame(spool: Spool, *, method: str = "GET") -> Framed:
    """Find the boundaries of one answer to a request with this method.

    Raises `NotHttp` when it does not begin with an HTTP status line, or holds interim answers alone.
    """
    interim: list[Range] = []
    start = 0
    while True:
        head, whole = _head(spool, start)
        if not whole or not _is_interim(head):
            return _final(spool, tuple(interim), start, head, whole=whole, method=method)
        interim.append(Range(start, start + len(head)))
        start += len(head)
        if len(interim) > _INTERIM_LIMIT:
            raise NotHttp(f"more than {_INTERIM_LIMIT} interim answers")


def _head(spool: Spool, start: int) -> tuple[bytes, bool]:
    """Return the head that begins at `start`, and whether its blank line was found."""
    data = bytearray()
    for piece in spool.pieces(start, start + HEAD_LIMIT):
        seen = max(0, len(data) - 2)
        data += piece
        if found := _HEAD_END.search(data, seen):
            return bytes(data[: found.end()]), True
    return bytes(data), False


def _status(head: bytes) -> tuple[bytes, int, bytes]:
    line = head.split(b"\n", 1)[0]
    match = _STATUS_LINE.match(line)
    if match is None:
        said = "nothing was received" if not head else f"no HTTP status line: {line[:80]!r}"
        raise NotHttp(said)
    return match[1], int(match[2]), match[3] or b""


def _is_interim(head: bytes) -> bool:
    status = _status(head)[1]
    return 100 <= status < 200 and status != 101


def _final(spool: Spool, interim: tuple[Range, ...], start: int, head: bytes, *, whole: bool, method: str) -> Framed:
    version, status, reason = _status(head)
    end = start + len(head) if whole else len(spool)  # a head that never ends is all there is
    headers = tuple(_headers(head))
    body = _body(spool, end, status, method, headers) if whole else _Body(Range(end, end), "no_body", "cut")
    return Framed(
        interim=interim,
        head=Range(start, end),
        body=body.range,
        surplus=Range(body.range.end, len(spool)),
        version=version,
        status=status,
        reason=reason,
        headers=headers,
        ending=body.ending,
        fault=body.fault,
    )


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield names and values; folded lines are joined by a space, lines without a colon left out."""
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head)
    for line in unfolded.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            yield name.strip(), value.strip()


class _Body(NamedTuple):
    range: Range
    ending: Ending
    fault: Fault | None = None


def _body(spool: Spool, start: int, status: int, method: str, headers: tuple[tuple[bytes, bytes], ...]) -> _Body:
    rest = Range(start, len(spool))
    if method.upper() == "HEAD" or status in (101, 204, 304):
        return _Body(Range(start, start), "no_body")
    codings = [name for name in _listed(headers, b"transfer-encoding") if name != b"identity"]
    if codings:
        return _chunked_body(spool, rest) if codings[-1] == b"chunked" else _Body(rest, "close")
    lengths = set(_listed(headers, b"content-length"))
    if not lengths:
        return _Body(rest, "close")
    length = lengths.pop()
    if lengths or not length.isdigit() or len(length) > 18:
        return _Body(rest, "close", "malformed")
    end = start + int(length)
    return _Body(Range(start, end), "length") if end <= rest.end else _Body(rest, "length", "cut")


def _listed(headers: tuple[tuple[bytes, bytes], ...], name: bytes) -> list[bytes]:
    values = (value for key, value in headers if key.lower() == name)
    return [item.strip().lower() for value in values for item in value.split(b",") if item.strip()]


def _chunked_body(spool: Spool, rest: Range) -> _Body:
    chunks = _Dechunker()
    for piece in spool.pieces(*rest):
        for _ in chunks.feed(piece):
            pass
        if chunks.state in ("done", "malformed"):
            break
    if chunks.state == "done":
        return _Body(Range(rest.start, rest.start + chunks.consumed), "chunks")
    return _Body(rest, "chunks", "malformed" if chunks.state == "malformed" else "cut")


class _Dechunker:
    """Takes chunk framing away, piece by piece; `consumed` counts the bytes of the message."""

    def __init__(self) -> None:
        self.state: Literal["size", "data", "data_end", "trailer", "done", "malformed"] = "size"
        self.consumed = 0
        self._left = 0  # bytes of this chunk still to come
        self._line = b""  # a line that began in an earlier piece

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the data in a piece; stops at the message's end or at the first thing that is no chunk."""
        at = 0
        while at < len(piece) and self.state not in ("done", "malformed"):
            if self.state == "data":
                data = piece[at : at + self._left]
                at, self._left = at + len(data), self._left - len(data)
                self.state = "data" if self._left else "data_end"
                yield data
            else:
                at = self._feed_line(piece, at)
        self.consumed += at

    def _feed_line(self, piece: bytes, at: int) -> int:
        end = piece.find(b"\n", at) + 1 or len(piece)
        self._line += piece[at:end]
        if self._line.endswith(b"\n"):
            self._take(self._line)
            self._line = b""
        elif len(self._line) > _LINE_LIMIT:
            self.state = "malformed"
        return end

    def _take(self, line: bytes) -> None:
        blank = line in (b"\r\n", b"\n")
        if self.state == "trailer":
            self.state = "done" if blank else "trailer"
        elif self.state == "data_end":
            self.state = "size" if blank else "malformed"
        elif match := _CHUNK_SIZE.fullmatch(line):
            self._left = int(match[1], 16)
            self.state = "data" if self._left else "trailer"
        else:
            self.state = "malformed"


def entity(spool: Spool, framed: Framed) -> Iterator[bytes]:
    """Yield the body without chunk framing: the payload of WARC 1.1, section 5.9; content encodings stay.

    Of a malformed body it yields what comes before the fault. Other transfer codings than chunked stay too: no browser
    asks for them.
    """
    if not framed.chunked:
        yield from spool.pieces(*framed.body)
        return
    chunks = _Dechunker()
    for piece in spool.pieces(*framed.body):
        yield from chunks.feed(piece)


def as_stored(spool: Spool, framed: Framed) -> Framed:
    """Take a stored answer as other programs mean it, where head and body contradict each other.

    Some take the chunk framing or the content encoding away and leave the fields that tell of it. The body is then all
    that was stored; over the wire it would be malformed, or go on after its end.
    """
    rest = Range(framed.body.start, max(framed.body.end, framed.surplus.end))
    beginning = spool.read(rest.start, rest.start + 64)
    if framed.chunked and framed.fault and beginning and not _CHUNK_BEGINS.match(beginning):
        return replace(framed, body=rest, surplus=Range(rest.end, rest.end), ending="close", fault=None)
    if framed.ending == "length" and framed.surplus.end > framed.surplus.start:
        return replace(framed, body=rest, surplus=Range(rest.end, rest.end), ending="close")
    return framed


def truncation(framed: Framed, told: Truncated | None) -> Truncated | None:
    """Return why a capture is not whole, from its framing and what whoever fetched it says; None when it is whole.

    A message that is whole by its own framing is so even if the fetch was stopped just then.
    """
    if framed.fault is None:
        return told if framed.ending == "close" else None
    return told or ("disconnect" if framed.fault == "cut" else "unspecified")


def mime_of(content_type: str | None) -> str:
    """Return the media type of a Content-Type value in lower case; "" when there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def charset_of(content_type: str | None) -> str | None:
    """Return the charset of a Content-Type value when Python knows it, else None."""
    match = _CHARSET.search(content_type or "")
    if match is None:
        return None
    try:
        " ".encode(match[1])  # "hex" and its like are codecs, but of no text
        return codecs.lookup(match[1]).name
    except (LookupError, ValueError):
        return None
