"""The ways of answering that the torture server plays, and what each of them means."""

import gzip
import zlib
from dataclasses import dataclass, replace
from typing import Literal

import brotli
import zstandard

from archive.models import Truncated
from tests.torture import Answer, Ending

PAGE = "<!doctype html><title>Müller sagt nein</title><p>Der Satz über die Häfen — er steht noch.</p>".encode() * 60
BINARY = bytes(range(256)) * 40
BIG = bytes(range(251)) * 5_000  # 1.2 MB: more than one exchange keeps in memory
MAXSIZE = 3 << 19  # of a body, as the crawl over these cases sets it

Outcome = Literal["response", "loss", "failed", "timeout", "too large"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way of answering, and what a client must make of it."""

    name: str
    answer: Answer
    entity: bytes | None  # the body that the server means, content encoding kept; None when there is no saying
    status: int = 200
    method: str = "GET"
    body: bytes = b""  # of the request
    outcome: Outcome = "response"
    truncated: Truncated | None = None
    every_byte: bool = True  # False: the client leaves before all is sent, or never sees all of it

    @property
    def timeout(self) -> float:
        """Seconds that the client waits for it."""
        return 2 if self.outcome == "timeout" else 20


def head(*lines: str | bytes, status: str = "HTTP/1.1 200 OK", eol: bytes = b"\r\n") -> bytes:
    """Write a head of these lines, the status line first."""
    encoded = [line if isinstance(line, bytes) else line.encode("latin-1") for line in (status, *lines)]
    return eol.join(encoded) + eol + eol


def sized(body: bytes, *lines: str | bytes, status: str = "HTTP/1.1 200 OK", eol: bytes = b"\r\n") -> bytes:
    """Write a message whose length is announced."""
    return head(*lines, f"Content-Length: {len(body)}", status=status, eol=eol) + body


def chunks(body: bytes, size: int = 1000, *, extension: bytes = b"", number: str = "%x") -> bytes:
    """Frame a body in chunks, without the last one."""
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join((number % len(piece)).encode() + extension + b"\r\n" + piece + b"\r\n" for piece in pieces)


def chunked(body: bytes, *lines: str | bytes, framed: bytes | None = None, end: bytes = b"0\r\n\r\n") -> bytes:
    """Write a chunked message."""
    return head(*lines, "Transfer-Encoding: chunked") + (chunks(body) if framed is None else framed) + end


def case(
    name: str,
    *pieces: bytes,
    entity: bytes | None = PAGE,
    ending: Ending = "keep",
    status: int = 200,
    outcome: Outcome = "response",
    truncated: Truncated | None = None,
    every_byte: bool = True,
) -> Case:
    """Make a case of an ordinary GET."""
    return Case(
        name=name,
        answer=Answer(pieces=pieces, ending=ending),
        entity=entity,
        status=status,
        outcome=outcome,
        truncated=truncated,
        every_byte=every_byte,
    )


def unreadable(name: str, answer: bytes) -> Case:
    """Make a case of which Twisted makes nothing: it hangs up."""
    return case(name, answer, entity=None, outcome="failed", truncated="unspecified")


def one_byte_each(data: bytes) -> tuple[bytes, ...]:
    """Cut bytes into single ones."""
    return tuple(data[i : i + 1] for i in range(len(data)))


def deflated(body: bytes, window: int) -> bytes:
    """Compress with zlib's wrapper (15) or bare (-15)."""
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


GZIPPED = gzip.compress(PAGE, mtime=0)
GZIPPED_ANEW = gzip.compress(PAGE, 1, mtime=0)
BROTLI = brotli.compress(PAGE)
BROTLI_ANEW = brotli.compress(PAGE + PAGE)
ZSTD = zstandard.compress(PAGE)

FRAMING = (
    case("length", sized(PAGE, "Content-Type: text/html")),
    case("empty", sized(b""), entity=b""),
    case("binary", sized(BINARY), entity=BINARY),
    case("big", sized(BIG), entity=BIG),
    case("chunked", chunked(PAGE)),
    case("chunked-big", chunked(b"", framed=chunks(BIG[::-1], 50_000)), entity=BIG[::-1]),
    case("chunked-extensions", chunked(b"", framed=chunks(PAGE, 700, extension=b";name=value; flag"))),
    case("chunked-trailers", chunked(PAGE, "Trailer: X-Sum", end=b"0\r\nX-Sum: 12\r\nX-More: 3\r\n\r\n")),
    case("chunked-upper", chunked(b"", framed=chunks(PAGE, 1000, number="%08X"))),
    case("chunked-last-extension", chunked(PAGE, end=b"0;last=yes\r\n\r\n")),
    case("chunked-and-length", chunked(PAGE, "Content-Length: 7")),
    case("closed", head("Content-Type: text/html"), PAGE, ending="close"),
    case("closed-rudely", head("Content-Type: text/html"), PAGE, ending="cut"),
    case("length-rudely", sized(PAGE), ending="cut"),
    case("closed-empty", head("Content-Type: text/html"), entity=b"", ending="close"),
    case("http10", head("Content-Type: text/html", status="HTTP/1.0 200 OK") + PAGE, ending="close"),
    case("http10-length", sized(PAGE, status="HTTP/1.0 200 OK"), ending="close"),
    case("http10-keep", sized(PAGE, "Connection: keep-alive", status="HTTP/1.0 200 OK")),
    case("told-to-close", sized(PAGE, "Connection: close"), ending="close"),
    case("length-twice", sized(PAGE, f"Content-Length: {len(PAGE)}")),
    case("drip", *one_byte_each(sized(PAGE[:300])), entity=PAGE[:300]),
    case("drip-chunked", *one_byte_each(chunked(b"", framed=chunks(PAGE[:300], 7))), entity=PAGE[:300]),
    case("surplus", sized(PAGE) + b"HTTP/1.1 200 OK\r\nmore than was asked for"),
    case("surplus-chunked", chunked(PAGE) + b"and then some"),
)

ENCODINGS = (
    case("gzip", sized(GZIPPED, "Content-Encoding: gzip"), entity=GZIPPED),
    case("gzip-chunked", chunked(GZIPPED_ANEW, "Content-Encoding: gzip"), entity=GZIPPED_ANEW),
    case("br", sized(BROTLI, "Content-Encoding: br"), entity=BROTLI),
    case("br-chunked", chunked(BROTLI_ANEW, "Content-Encoding: br"), entity=BROTLI_ANEW),
    case("zstd", sized(ZSTD, "Content-Encoding: zstd"), entity=ZSTD),
    case("deflate", sized(deflated(PAGE, 15), "Content-Encoding: deflate"), entity=deflated(PAGE, 15)),
    case("deflate-bare", sized(deflated(PAGE, -15), "Content-Encoding: deflate"), entity=deflated(PAGE, -15)),
)

HEADS = (
    case("odd-case", sized(PAGE, "cOnTeNt-TyPe: text/html", "X-MANY: 1", "x-many: 2", "X-Many: 1")),
    case("latin-1", sized(PAGE, b"X-Author: Andr\xe9", b"X-Byte: \x80\xff")),
    case("utf-8", sized(PAGE, "X-Author: André 安".encode())),
    case("folded", sized(PAGE, "X-Long: one", "  two", "\tthree")),
    case("no-colon", sized(PAGE, "this line has no colon", "X-After: yes")),
    case("spaces", sized(PAGE, "X-Spaces:    many   ", "X-Tab:\tone\t", "X-None:none", "X-Empty:")),
    case("bare-lf", sized(PAGE, "Content-Type: text/html", eol=b"\n")),
    case("no-reason", sized(PAGE, status="HTTP/1.1 200")),
    case("empty-reason", sized(PAGE, status="HTTP/1.1 200 ")),
    case("odd-reason", sized(PAGE, status="HTTP/1.1 200 Ça va")),
    case("cookies", sized(PAGE, "Set-Cookie: a=1; Path=/", "Set-Cookie: b=2")),
    case("20-kb-line", sized(PAGE, "X-Long: " + "x" * 20_000)),
    case("300-kb-line", sized(PAGE, "X-Long: " + "x" * 300_000)),
    case("70-kb-head", sized(PAGE, *(f"X-{number}: " + "y" * 700 for number in range(100)))),
    case("interim-103", head("Link: </a.css>; rel=preload", status="HTTP/1.1 103 Early Hints") + sized(PAGE)),
    case(
        "interim-three",
        head(status="HTTP/1.1 100 Continue") + head("X-Hint: 1", status="HTTP/1.1 102 Processing"),
        head("Link: </b.css>", status="HTTP/1.1 103 Early Hints"),
        sized(PAGE),
    ),
)

STATUSES = (
    case("204", head(status="HTTP/1.1 204 No Content"), entity=b"", status=204),
    case("304", head('ETag: "1"', status="HTTP/1.1 304 Not Modified"), entity=b"", status=304),
    case("304-length", head("Content-Length: 5000", status="HTTP/1.1 304 Not Modified"), entity=b"", status=304),
    case("404", sized(PAGE, status="HTTP/1.1 404 Not Found"), status=404),
    case("410", sized(b"", status="HTTP/1.1 410 Gone"), entity=b"", status=410),
    case("500", sized(PAGE, status="HTTP/1.1 500 Internal Server Error"), status=500),
    case("999", sized(PAGE, status="HTTP/1.1 999 Go away"), status=999),
    Case(name="head", method="HEAD", answer=Answer(pieces=(head(f"Content-Length: {len(PAGE)}"),)), entity=b""),
    Case(name="head-chunked", method="HEAD", answer=Answer(pieces=(head("Transfer-Encoding: chunked"),)), entity=b""),
    Case(name="post", method="POST", body=b"a=1&b=2", answer=Answer(pieces=(sized(PAGE),)), entity=PAGE),
    Case(name="post-empty", method="POST", answer=Answer(pieces=(sized(PAGE),)), entity=PAGE),
)

BROKEN = (
    case("cut-length", sized(PAGE)[:-100], entity=None, ending="close", outcome="loss"),
    case("cut-chunk", chunked(PAGE)[:-300], entity=None, ending="close", outcome="loss"),
    case("cut-last-chunk", chunked(PAGE, end=b""), entity=None, ending="close", outcome="loss"),
    case("cut-head", sized(PAGE)[:30], entity=None, ending="close", outcome="failed"),
    case("no-answer", entity=None, ending="close", outcome="failed"),
    unreadable("lengths-differ", sized(PAGE, "Content-Length: 7")),
    unreadable("gzip-transfer", head("Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n"),
    unreadable("not-http", b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    case("reset", sized(PAGE)[:500], entity=None, ending="reset", outcome="loss", truncated="disconnect"),
    case("hang-before", entity=None, ending="hang", outcome="timeout"),
    case("hang-in-head", sized(PAGE)[:25], entity=None, ending="hang", outcome="timeout", truncated="time"),
    case("hang-in-body", sized(PAGE)[:2000], entity=None, ending="hang", outcome="timeout", truncated="time"),
)

OVERSIZED = tuple(
    case(name, *pieces, entity=None, ending="close", outcome="too large", truncated="length", every_byte=False)
    for name, pieces in (
        ("announced-too-large", (head(f"Content-Length: {MAXSIZE + 1}"), *[bytes(1 << 16)] * 25)),
        ("grows-too-large", (head("Content-Type: text/html"), *[bytes(1 << 16)] * 30)),
        ("chunked-too-large", (head("Transfer-Encoding: chunked"), *[b"10000\r\n" + bytes(1 << 16) + b"\r\n"] * 30)),
        ("endless-head", (b"HTTP/1.1 200 OK\r\n", *[b"X-More: 1\r\n" * 6000] * 40)),
        ("endless-line", (b"HTTP/1.1 200 OK\r\nX-Long: ", *[b"z" * 60_000] * 40)),
        ("endless-interim", (head(status="HTTP/1.1 103 Early Hints") * 3000,) * 40),
        (
            "endless-framing",
            (head("Transfer-Encoding: chunked"), *[(b"1;" + b"x" * 900 + b"\r\ny\r\n") * 100] * 60),
        ),
    )
)


def distinct(case: Case, number: int) -> Case:
    """Give a case a page of its own, of the same length, so that none is an identical copy of another."""
    name, own = "Müller".encode(), b"%07d" % number
    pieces = list(case.answer.pieces)
    for place, piece in enumerate(pieces):
        if name in piece:
            pieces[place] = piece.replace(name, own, 1)
            entity = case.entity.replace(name, own, 1) if case.entity else case.entity
            return replace(case, answer=replace(case.answer, pieces=tuple(pieces)), entity=entity)
    return case


CASES = tuple(
    distinct(case, number) for number, case in enumerate(FRAMING + ENCODINGS + HEADS + STATUSES + BROKEN + OVERSIZED)
)
