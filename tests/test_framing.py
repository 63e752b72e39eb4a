"""Boundaries of HTTP messages in what a server sent, and content encodings removed within a limit."""

import gzip
import io
import tracemalloc
import zlib
from dataclasses import dataclass

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NotHttp, PageTooLarge
from archive.models import Truncated
from archive.spool import Spool
from archive.warc.http import Framed, charset_of, decoded, entity, frame, mime_of, truncation

MIB = 1 << 20


@dataclass(frozen=True)
class Case:
    """An answer in its parts, and what they mean."""

    head: bytes
    body: bytes = b""
    interim: bytes = b""
    surplus: bytes = b""
    payload: bytes | None = None  # None: the body itself
    status: int = 200
    method: str = "GET"
    ending: str = "length"
    fault: str | None = None

    @property
    def wire(self) -> bytes:
        return self.interim + self.head + self.body + self.surplus


CASES = {
    "a length": Case(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello"),
    "a length of nothing": Case(b"HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n"),
    "a length said twice alike": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\nContent-Length: 5\r\n\r\n", b"hello"
    ),
    "no length, ended by closing": Case(
        b"HTTP/1.0 200 OK\r\n\r\n", b"hello\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", ending="close"
    ),
    "line feeds alone": Case(b"HTTP/1.1 200 OK\nContent-Length: 5\n\n", b"hello"),
    "mixed line ends": Case(b"HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\n", b"hello"),
    "no reason phrase": Case(b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n", b"hello"),
    "an empty reason phrase": Case(b"HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\n", b"hello"),
    "a lower case protocol": Case(b"http/1.1 200 ok\r\nContent-Length: 5\r\n\r\n", b"hello"),
    "a header line without colon": Case(b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 5\r\n\r\n", b"hello"),
    "a folded length": Case(b"HTTP/1.1 200 OK\r\nContent-Length:\r\n 5\r\n\r\n", b"hello"),
    "surplus": Case(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello", surplus=b"more"),
    "one interim answer": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        b"hello",
        interim=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    ),
    "switching protocols": Case(b"HTTP/1.1 101 Switching\r\n\r\n", surplus=b"\x81\x05", status=101, ending="no_body"),
    "an answer to HEAD": Case(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", method="HEAD", ending="no_body"),
    "a body after HEAD": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", surplus=b"hello", method="HEAD", ending="no_body"
    ),
    "nothing new": Case(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", status=304, ending="no_body"),
    "a body with nothing new": Case(b"HTTP/1.1 304 NM\r\n\r\n", surplus=b"hello", status=304, ending="no_body"),
    "no content": Case(b"HTTP/1.1 204 No Content\r\n\r\n", status=204, ending="no_body"),
    "chunks": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b'5\r\nhello\r\n1;a="b"\r\n!\r\n0\r\n\r\n',
        payload=b"hello!",
        ending="chunks",
    ),
    "chunks with trailers and surplus": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n",
        b"A\r\n0123456789\r\n00\r\nX-Sum: 1\r\n\r\n",
        surplus=b"\r\n",
        payload=b"0123456789",
        ending="chunks",
    ),
    "chunks ended by line feeds": Case(
        b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", b"5\nhello\n0\n\n", payload=b"hello", ending="chunks"
    ),
    "chunks and a length": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"5\r\nhello\r\n0\r\n\r\n",
        payload=b"hello",
        ending="chunks",
    ),
    "another transfer coding": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", b"\x1f\x8b..", ending="close"
    ),
    "the identity transfer coding": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n", b"hello"
    ),
    "a body cut short": Case(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"hello", fault="cut"),
    "a chunk cut short": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"9\r\nhello",
        payload=b"hello",
        ending="chunks",
        fault="cut",
    ),
    "a last chunk missing": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"5\r\nhello\r\n",
        payload=b"hello",
        ending="chunks",
        fault="cut",
    ),
    "a head cut short": Case(b"HTTP/1.1 200 OK\r\nContent-Le", ending="no_body", fault="cut"),
    "no chunks though it says so": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"hello\r\n",
        payload=b"",
        ending="chunks",
        fault="malformed",
    ),
    "a chunk longer than it says": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"4\r\nhello\r\n0\r\n\r\n",
        payload=b"hell",
        ending="chunks",
        fault="malformed",
    ),
    "a chunk size that is absurd": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"f" * 40 + b"\r\n",
        payload=b"",
        ending="chunks",
        fault="malformed",
    ),
    "a chunk size without end": Case(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"0" * 20_000,
        payload=b"",
        ending="chunks",
        fault="malformed",
    ),
    "two lengths": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"hello",
        ending="close",
        fault="malformed",
    ),
    "a length that is no number": Case(
        b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", b"hello", ending="close", fault="malformed"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_byte_falls_into_its_part(case: Case) -> None:
    spool = Spool(case.wire)
    framed = frame(spool, method=case.method)
    parts = [b"".join(spool.read(*part) for part in framed.interim), *(spool.read(*part) for part in _parts(framed))]
    assert parts == [case.interim, case.head, case.body, case.surplus]
    assert (framed.status, framed.ending, framed.fault) == (case.status, case.ending, case.fault)
    assert b"".join(entity(spool, framed)) == (case.body if case.payload is None else case.payload)


def _parts(framed: Framed) -> list[tuple[int, int]]:
    return [framed.head, framed.body, framed.surplus]


def test_headers_keep_their_order_case_duplicates_and_bytes() -> None:
    framed = frame(Spool(b"HTTP/1.1 200 Gro\xe9vy\r\nX-b: 1\r\nx-A:\tAndr\xe9 \r\nX-B:\r\n 2\r\n\r\n"))
    assert framed.headers == ((b"X-b", b"1"), (b"x-A", b"Andr\xe9"), (b"X-B", b"2"))
    assert (framed.version, framed.reason) == (b"HTTP/1.1", b"Gro\xe9vy")
    assert (framed.header("X-a"), framed.header("nothing"), framed.all("x-b")) == ("André", None, ("1", "2"))


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"HTTP",
        b"HTTP/1.1 20",
        b"<html>\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" * 101 + b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_refused_by_name(wire: bytes) -> None:
    with pytest.raises(NotHttp):
        frame(Spool(wire))


def test_a_head_without_end_is_a_cut_head_and_not_searched_for_ever() -> None:
    wire = b"HTTP/1.1 200 OK\r\n" + b"X-Pad: aaaaaaaaaaaa\r\n" * 100_000
    framed = frame(Spool(wire))
    assert (framed.fault, framed.head.end, framed.body) == ("cut", len(wire), (len(wire), len(wire)))
    assert len(framed.headers) < 60_000


@given(case=st.sampled_from([case for case in CASES.values() if not case.fault]), data=st.data())
def test_no_prefix_of_a_message_passes_for_whole(case: Case, data: st.DataObject) -> None:
    whole = case.wire.removesuffix(case.surplus) if case.surplus else case.wire
    cut = Spool(whole[: data.draw(st.integers(0, len(whole) - 1))])
    try:
        framed = frame(cut, method=case.method)
    except NotHttp:
        return
    assert not framed.complete or (framed.ending == "close" and framed.head.end - framed.head.start == len(case.head))


@given(sizes=st.lists(st.integers(1, 100_000), max_size=5), seed=st.randoms(use_true_random=False))
def test_chunks_of_any_size_give_the_payload_back_across_pieces(sizes: list[int], seed: object) -> None:
    chunks = [bytes([65 + index]) * size for index, size in enumerate(sizes)]
    body = b"".join(f"{len(chunk):x}".encode() + b"\r\n" + chunk + b"\r\n" for chunk in chunks) + b"0\r\n\r\n"
    spool = Spool(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + b"surplus")
    framed = frame(spool)
    assert spool.read(*framed.surplus) == b"surplus"
    assert b"".join(entity(spool, framed)) == b"".join(chunks)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_framing(noise: bytes) -> None:
    spool = Spool(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + noise)
    framed = frame(spool)
    assert (framed.head.start, framed.head.end, framed.body.end) == (0, framed.body.start, framed.surplus.start)
    assert framed.surplus.end == len(spool)
    b"".join(entity(spool, framed))


@pytest.mark.parametrize(
    ("wire", "told", "expected"),
    [
        (CASES["a length"].wire, "time", None),
        (CASES["chunks"].wire, "length", None),
        (CASES["no length, ended by closing"].wire, None, None),
        (CASES["no length, ended by closing"].wire, "time", "time"),
        (CASES["a body cut short"].wire, None, "disconnect"),
        (CASES["a body cut short"].wire, "length", "length"),
        (CASES["two lengths"].wire, None, "unspecified"),
    ],
)
def test_truncation_follows_the_framing_before_what_was_told(
    wire: bytes, told: Truncated | None, expected: Truncated | None
) -> None:
    assert truncation(frame(Spool(wire)), told) == expected


TEXT = b"All the news that was fit to print at the time. " * 200


def _deflate_raw(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def _frames(data: bytes) -> bytes:
    return zstandard.compress(data[:1000]) + zstandard.compress(data[1000:])


PACKED = {
    "gzip": ("gzip", gzip.compress(TEXT)),
    "gzip in two members": ("gzip", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:])),
    "gzip with padding": ("gzip", gzip.compress(TEXT) + b"\0" * 40),
    "x-gzip in capitals": ("X-GZip", gzip.compress(TEXT)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without its header": ("deflate", _deflate_raw(TEXT)),
    "br": ("br", brotli.compress(TEXT)),
    "zstd": ("zstd", zstandard.compress(TEXT)),
    "zstd in two frames": ("zstd", _frames(TEXT)),
    "two codings": ("gzip, br", brotli.compress(gzip.compress(TEXT))),
    "three codings with spaces": (" deflate ,gzip,  zstd", zstandard.compress(gzip.compress(zlib.compress(TEXT)))),
    "identity": ("identity", TEXT),
    "nonsense": ("utf-8", TEXT),
    "nothing": (None, TEXT),
}


@pytest.mark.parametrize(("coding", "packed"), PACKED.values(), ids=PACKED.keys())
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_content_encodings_are_removed_whatever_the_pieces(coding: str | None, packed: bytes, size: int) -> None:
    pieces = (packed[at : at + size] for at in range(0, len(packed), size))
    assert decoded(pieces, coding, limit=len(TEXT)) == (TEXT, "")


@pytest.mark.parametrize("name", ["gzip", "deflate", "deflate without its header", "br", "zstd"])
def test_a_cut_body_gives_what_there_is_and_says_so(name: str) -> None:
    coding, packed = PACKED[name]
    noise = bytes(range(256)) * 300
    pack = {"br": brotli.compress, "zstd": zstandard.compress, "gzip": gzip.compress, "deflate": zlib.compress}
    packed = pack[name](TEXT + noise) if name in pack else _deflate_raw(TEXT + noise)
    body, problem = decoded([packed[: len(packed) * 9 // 10]], coding, limit=MIB)
    assert (TEXT + noise).startswith(body)
    assert problem == f"{coding} is cut off"


@pytest.mark.parametrize("coding", ["gzip", "br, zstd", "deflate"])
def test_no_body_at_all_is_whole_in_any_coding(coding: str) -> None:
    assert decoded([], coding, limit=0) == (b"", "")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_that_was_never_packed_is_handed_on_as_it_came(coding: str) -> None:
    page = b"<!doctype html><p>" + TEXT
    body, problem = decoded([page[:5], page[5:]], coding, limit=MIB)
    assert (body, problem) == (page, f"labelled {coding}, but is not")


def test_a_damaged_body_gives_what_came_before() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 4000, 0))
    packed[70_000:70_040] = b"\xff" * 40
    body, problem = decoded(
        [bytes(packed[at : at + 4096]) for at in range(0, len(packed), 4096)], "gzip", limit=8 * MIB
    )
    assert body
    assert problem in ("gzip is damaged", "gzip is cut off")


def _gzip_bomb() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        for _ in range(64):
            file.write(bytes(MIB))
    return out.getvalue()


BOMB = _gzip_bomb()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", BOMB),
        ("gzip, gzip", gzip.compress(BOMB)),
        ("br", brotli.compress(bytes(64 * MIB), quality=1)),
        ("zstd", zstandard.compress(bytes(64 * MIB))),
        ("deflate", zlib.compress(bytes(64 * MIB))),
        ("identity", bytes(3 * MIB)),
        ("gzip, gzip, gzip, gzip, gzip", b""),
    ],
    ids=["gzip", "gzip twice", "br", "zstd", "deflate", "plain", "five codings"],
)
def test_a_bomb_is_refused_without_being_unpacked(coding: str, packed: bytes) -> None:
    pieces = [packed[at : at + 65536] for at in range(0, len(packed), 65536)]
    tracemalloc.start()
    with pytest.raises(PageTooLarge):
        decoded(pieces, coding, limit=2 * MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * MIB


@pytest.mark.parametrize(
    ("value", "mime", "charset"),
    [
        (None, "", None),
        ("", "", None),
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ('text/html;charset="windows-1252"', "text/html", "cp1252"),
        ("text/html; charset=nonsense", "text/html", None),
        ("text/html; charset=hex", "text/html", None),
        ("text/html; charset=\0", "text/html", None),
        ("text/html; x=charset", "text/html", None),
    ],
)
def test_media_type_and_charset_come_from_content_type(value: str | None, mime: str, charset: str | None) -> None:
    assert (mime_of(value), charset_of(value)) == (mime, charset)
