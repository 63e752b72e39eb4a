"""A file with every kind of record passes our gate and public ones; every rule of ours has a file that breaks it."""

import gc
import gzip
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
import zstandard
from cdxj_indexer.main import CDXJIndexer
from warcio.bufferedreaders import BufferedReader
from warcio.checker import Checker

from archive.errors import NotHttp, RecordMissing
from archive.spool import Spool
from archive.warc import cdxj
from archive.warc.conformance import check_file
from archive.warc.digest import payload_digest, sha1
from archive.warc.http import entity, frame, truncation
from archive.warc.reader import StoredRecord, iterate
from archive.warc.record import Record
from archive.warc.records import Original, conversion, note, records_without_answer, resource, warcinfo
from archive.warc.serial import write_record
from archive.warc.writer import WarcWriter
from tests.exchanges import INFO, NOW, ODD_ANSWERS, PAGE, REQUEST, event, exchange, ids, uuid
from tests.torture_cases import CASES

FILE = uuid(900)
HELLO = sha1([b"hello"])
ORIGINAL = Original(record_id=uuid(1), url="https://outlet.example/a", captured_at=NOW, payload_digest=HELLO)
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


def every_kind() -> list[Record]:
    """Return the records of all kinds, one event with each of the two revisits."""
    return [
        *event(exchange()),
        conversion(record_id=uuid(50), date=NOW, url="https://outlet.example/a", refers_to=uuid(1), content=b"{}"),
        *event(exchange(), first_id=4, original=ORIGINAL),
        note([("reading", uuid(50))], record_id=uuid(51), date=NOW, url="https://outlet.example/a", refers_to=uuid(4)),
        *event(exchange(NOT_MODIFIED), first_id=7, original=ORIGINAL),
        *records_without_answer(exchange(b"no http"), ids=ids(10)),
        resource(
            record_id=uuid(52), date=NOW, uri="urn:rowback:crawl:7", content=b"{}", content_type="application/json"
        ),
        *event(
            exchange(
                b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", method="HEAD", request=b"HEAD /a HTTP/1.1\r\n\r\n"
            ),
            first_id=60,
        ),
    ]


def laid_down(folder: Path, records: list[Record], *, info: Record | None = None) -> Path:
    """Write records into a file as they are, right or wrong."""
    path = folder / "x.warc.gz"
    with path.open("wb") as file:
        write_record(info or warcinfo(INFO, record_id=FILE, date=NOW, filename=path.name), None, file)
        for record in records:
            write_record(record, FILE, file)
    return path


def problems(path: Path) -> list[str]:
    return [problem.what for problem in check_file(path)]


def test_a_file_with_every_kind_of_record_has_no_problem(tmp_path: Path) -> None:
    assert problems(laid_down(tmp_path, every_kind())) == []


@pytest.mark.parametrize("wire", ODD_ANSWERS.values(), ids=ODD_ANSWERS.keys())
def test_whatever_a_server_sends_makes_a_right_record(tmp_path: Path, wire: bytes) -> None:
    path = laid_down(tmp_path, list(event(exchange(wire))))
    assert problems(path) == []
    stored = next(
        item.block.read() for item in iterate(path) if isinstance(item, StoredRecord) and item.type == "response"
    )
    assert stored in wire


@pytest.fixture
def decoders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Teach warcio br and zstd by its table of decompressors; its own br fails with Google's library."""

    class Decoder:
        unused_data = b""

        def __init__(self, decompress: Callable[[bytes], bytes]) -> None:
            self.decompress = decompress

        def flush(self) -> bytes:
            return b""

    monkeypatch.setitem(BufferedReader.DECOMPRESSORS, "br", lambda: Decoder(brotli.Decompressor().process))
    monkeypatch.setitem(
        BufferedReader.DECOMPRESSORS, "zstd", lambda: Decoder(zstandard.ZstdDecompressor().decompressobj().decompress)
    )


def torture(folder: Path) -> Path:
    """Write every odd answer, and where it is whole its revisit, with our own writer; return the file."""
    to = WarcWriter(folder, INFO)
    for number, (name, wire) in enumerate(ODD_ANSWERS.items()):
        url = f"https://outlet.example/{name.replace(' ', '-')}?n={number}"
        made = exchange(wire, url=url)
        to.append(event(made, first_id=100 * number + 1), NOW)
        framed = frame(made.response)
        if truncation(framed, None) is None and framed.status != 304:
            digest = payload_digest(made.response, framed)
            original = Original(record_id=uuid(100 * number + 1), url=url, captured_at=NOW, payload_digest=digest)
            to.append(event(exchange(wire, url=url), first_id=100 * number + 11, original=original), NOW)
            to.append(event(exchange(NOT_MODIFIED, url=url), first_id=100 * number + 21, original=original), NOW)
    place = to.append(every_kind()[3:4], NOW)[0]
    to.close()
    return folder / place.filename


@pytest.mark.usefixtures("decoders")
def test_warcio_passes_every_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = torture(tmp_path)
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=True)).process_all() == 0
    said = capsys.readouterr()
    records = sum(isinstance(item, StoredRecord) for item in iterate(path))
    assert (
        said.out.count("digest pass") + said.out.count("not checked (revisit)") + said.out.count("no digest") == records
    )
    assert "failed" not in said.out


def test_gzip_and_our_own_gate_pass_the_same_file(tmp_path: Path) -> None:
    path = torture(tmp_path)
    subprocess.run(["gzip", "-t", path], check=True)
    assert problems(path) == []


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what the torture server sends in all its ways."""
    warcs = tmp_path_factory.mktemp("tortured")
    to = WarcWriter(warcs, INFO)
    for number, case in enumerate(CASES):
        request = f"{case.method} /{number} HTTP/1.1\r\nHost: outlet.example\r\n\r\n".encode()
        wire = b"".join(case.answer.pieces)
        made = exchange(wire, url=f"https://outlet.example/{number}", method=case.method, request=request)
        with suppress(NotHttp):
            to.append(event(made, first_id=10 * number + 1), NOW)
    to.close()
    return next(warcs.glob("*/*/*.warc.gz"))


@pytest.mark.usefixtures("decoders")
def test_what_a_torture_server_sends_passes_every_gate(tortured: Path) -> None:
    assert problems(tortured) == []
    assert Checker(SimpleNamespace(inputs=[str(tortured)], verbose=False)).process_all() == 0
    subprocess.run(["gzip", "-t", tortured], check=True)


def test_what_a_torture_server_sends_comes_back_byte_for_byte(tortured: Path) -> None:
    blocks = {item.target_uri: item.block.read() for item in _records(tortured) if item.type == "response"}
    assert len(blocks) > 60
    for url, block in blocks.items():
        case = CASES[int(url.rsplit("/", 1)[1])]
        assert block in b"".join(case.answer.pieces)
        framed = frame(Spool(block), method=case.method)
        if case.entity is not None and case.outcome == "response":
            assert b"".join(entity(Spool(block), framed)) == case.entity


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_indexers_find_every_answer_of_a_torture_server(tortured: Path) -> None:
    out = io.StringIO()
    CDXJIndexer(out, [str(tortured)]).process_all()
    gc.collect()  # it leaves temporary files behind
    indexed = [cdxj.read(line).url for line in out.getvalue().splitlines()]
    assert indexed == [item.target_uri for item in _records(tortured) if item.type == "response"]


# ---- every rule has a file that breaks it


def without(name: str) -> Callable[[Record], Record]:
    return lambda record: replace(record, headers=tuple(pair for pair in record.headers if pair[0] != name))


def with_(name: str, value: str) -> Callable[[Record], Record]:
    return lambda record: replace(record, headers=(*without(name)(record).headers, (name, value)))


def twice(name: str) -> Callable[[Record], Record]:
    return lambda record: replace(record, headers=(*record.headers, (name, record.header(name))))


def with_block(block: bytes) -> Callable[[Record], Record]:
    """Replace the block and all that follows from it, so that only what the block says is wrong."""

    def change(record: Record) -> Record:
        changed = with_("WARC-Block-Digest", sha1([block]))(record)
        if record.header("WARC-Payload-Digest") and record.type == "response":
            body = block.partition(b"\r\n\r\n")[2]
            changed = with_("WARC-Payload-Digest", sha1([body]))(changed)
        return replace(changed, block=block)

    return change


ID = f"<{uuid(1)}>"
FIELD_FAULTS: list[tuple[str, Callable[[Record], Record], str]] = [
    *(
        (kind, without(name), f"{name} is missing on {kind}")
        for kind, name in [
            ("response", "WARC-Date"),
            ("response", "WARC-Target-URI"),
            ("response", "WARC-Block-Digest"),
            ("response", "WARC-Payload-Digest"),
            ("response", "Content-Type"),
            ("revisit", "WARC-Profile"),
            ("revisit", "WARC-Refers-To"),
            ("revisit", "WARC-Refers-To-Target-URI"),
            ("revisit", "WARC-Refers-To-Date"),
            ("revisit", "WARC-Payload-Digest"),
            ("request", "WARC-Concurrent-To"),
            ("conversion", "WARC-Refers-To"),
            ("conversion", "WARC-Payload-Digest"),
            ("resource", "WARC-Target-URI"),
        ]
    ),
    *(
        (kind, with_(name, value), f"{name} may not stand on {kind}")
        for kind, name, value in [
            ("response", "WARC-Refers-To", ID),
            ("request", "WARC-Refers-To", ID),
            ("resource", "WARC-Refers-To", ID),
            ("response", "WARC-Refers-To-Target-URI", "https://a.example/"),
            ("metadata", "WARC-Refers-To-Date", "2026-11-20T10:00:00Z"),
            ("conversion", "WARC-Concurrent-To", ID),
            ("conversion", "WARC-IP-Address", "192.0.2.1"),
            ("response", "WARC-Filename", "x"),
            ("response", "WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified"),
            ("metadata", "WARC-Payload-Digest", HELLO),
            ("request", "WARC-Truncated", "length"),
            ("response", "WARC-Made-Up", "x"),
        ]
    ),
    ("response", twice("WARC-Date"), "WARC-Date stands there twice"),
    ("response", with_("WARC-Date", "2026-11-20 10:00:00"), "WARC-Date is written wrongly"),
    ("response", with_("WARC-Date", "2026-11-20T10:00:00.1234567890Z"), "WARC-Date is written wrongly"),
    ("response", with_("WARC-Target-URI", "<https://a.example/>"), "WARC-Target-URI is written wrongly"),
    ("response", with_("WARC-Record-ID", "<uuid:1>"), "WARC-Record-ID is written wrongly"),
    ("resource", with_("WARC-Record-ID", f"<{FILE}>"), f"the id <{FILE}> stands there twice"),
    ("response", with_("WARC-Truncated", "maybe"), "WARC-Truncated is written wrongly"),
    ("revisit", with_("WARC-Profile", "http://netpreserve.org/warc/1.0/x"), "WARC-Profile is written wrongly"),
    ("revisit", with_("WARC-Payload-Digest", "md5:00"), "WARC-Payload-Digest is written wrongly"),
    ("metadata", with_("Content-Type", "application/http"), "Content-Type is 'application/http' on metadata"),
    ("response", with_("Content-Type", "text/html"), "Content-Type is 'text/html' on response"),
    ("conversion", with_("WARC-Target-URI", "https://outlet.example/a"), "a conversion under a page's address"),
    ("resource", with_("WARC-Target-URI", "https://outlet.example/a"), "a resource under a page's address"),
    ("resource", with_("WARC-Type", "continuation"), "no record of ours has the type continuation"),
]

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
BLOCK_FAULTS: list[tuple[str, Callable[[Record], Record], str]] = [
    ("response", with_block(CHUNKED + b"hello"), "says chunked, but the body is not"),
    ("response", with_block(CHUNKED + b"5\r\nhello\r\n0\r\n\r\n"), "WARC-Payload-Digest under a Transfer-Encoding"),
    ("response", with_block(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"), "shorter than Content-Length"),
    ("response", with_block(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), "announces a body that is not there"),
    ("response", with_block(CHUNKED), "announces a body that is not there"),
    ("response", with_block(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"), "goes on after the end"),
    (
        "response",
        with_block(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello"),
        "Content-Length cannot be understood",
    ),
    (
        "response",
        with_block(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n" + b"unpacked" * 9),
        "goes on after the end",
    ),
    (
        "response",
        with_block(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>unpacked"),
        "Content-Encoding is left",
    ),
    ("response", with_block(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n<p>unpacked"), "Content-Encoding is left"),
    ("response", with_block(b"HTTP/1.1 103 E\r\n\r\n" + PAGE), "an interim answer stands in front"),
    ("response", with_("WARC-Block-Digest", "sha1:" + "A" * 32), "block digest"),
    ("response", with_("WARC-Payload-Digest", "sha1:" + "A" * 32), "payload digest"),
    ("revisit", without("WARC-Truncated"), "lacks WARC-Truncated: length"),
    ("revisit", with_block(PAGE), "more than a head"),
    ("revisit", with_block(b"<html>"), "no HTTP status line"),
    ("revisit", with_("WARC-Refers-To", f"<{uuid(4)}>"), "refers to itself"),
    ("revisit", with_("WARC-Refers-To", f"<{uuid(2)}>"), "refers to a request record"),
    ("revisit", with_("WARC-Refers-To-Date", "2026-11-20T10:00:01Z"), "is not that of the original"),
    ("revisit", with_("WARC-Payload-Digest", "sha1:" + "A" * 32), "is not that of the original"),
    ("request", with_block(b"hello"), "no HTTP request"),
    (
        "request",
        with_block(REQUEST.replace(b"\r\n\r\n", b"\r\nproxy-authorization: Basic eDp5\r\n\r\n")),
        "holds a Proxy-Authorization",
    ),
    ("request", with_("WARC-Concurrent-To", f"<{uuid(77)}>"), "names no record before it"),
    ("request", with_("WARC-Date", "2026-11-20T10:00:02Z"), "is not that of the event"),
    ("metadata", with_("WARC-Target-URI", "https://outlet.example/b"), "is not that of the event"),
    ("metadata", with_block(b"no colon\r\n"), "no warc-fields line"),
]


@pytest.mark.parametrize(
    ("kind", "change", "said"), FIELD_FAULTS + BLOCK_FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_broken_rule_is_named(tmp_path: Path, kind: str, change: Callable[[Record], Record], said: str) -> None:
    records = every_kind()
    at = next(index for index, record in enumerate(records) if record.type == kind)
    records[at] = change(records[at])
    assert any(said in problem for problem in problems(laid_down(tmp_path, records))), problems(tmp_path / "x.warc.gz")


def altered(folder: Path, change: Callable[[bytes], bytes], number: int) -> Path:
    """Change the unpacked bytes of one record of a file."""
    path = laid_down(folder, every_kind())
    places = [item.member for item in iterate(path) if isinstance(item, StoredRecord)]
    data, place = path.read_bytes(), places[number]
    end = place.offset + place.length
    path.write_bytes(
        data[: place.offset] + gzip.compress(change(gzip.decompress(data[place.offset : end]))) + data[end:]
    )
    return path


def test_an_older_version_is_named(tmp_path: Path) -> None:
    path = altered(tmp_path, lambda data: data.replace(b"WARC/1.1", b"WARC/1.0", 1), 1)
    assert problems(path) == ["the version is WARC/1.0, not WARC/1.1"]


def test_a_record_without_the_files_warcinfo_is_named(tmp_path: Path) -> None:
    line = f"WARC-Warcinfo-ID: <{FILE}>\r\n".encode()
    assert problems(altered(tmp_path, lambda data: data.replace(line, b""), 1)) == [
        "WARC-Warcinfo-ID is missing on response"
    ]
    other = line.replace(b"900", b"901")
    assert problems(altered(tmp_path, lambda data: data.replace(line, other), 1)) == [
        "WARC-Warcinfo-ID is not that of this file"
    ]


def test_two_records_in_one_gzip_member_are_named(tmp_path: Path) -> None:
    path = laid_down(tmp_path, [])
    out = io.BytesIO()
    for record in event(exchange()):
        write_record(record, FILE, out)
    path.write_bytes(path.read_bytes() + gzip.compress(gzip.decompress(out.getvalue())))
    (problem,) = problems(path)
    assert "goes on after the record's end" in problem


def test_a_file_that_does_not_begin_with_warcinfo_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as file:
        for record in event(exchange()):
            write_record(record, FILE, file)
    assert "the first record is response, not warcinfo" in problems(path)


def test_a_file_under_another_name_is_named(tmp_path: Path) -> None:
    path = laid_down(tmp_path, []).rename(tmp_path / "y.warc.gz")
    assert problems(path) == ["WARC-Filename is 'x.warc.gz', the file is y.warc.gz"]


@pytest.mark.parametrize("missing", ["software", "robots", "http-header-user-agent", "isPartOf"])
def test_a_warcinfo_that_says_too_little_is_named(tmp_path: Path, missing: str) -> None:
    info = warcinfo(INFO, record_id=FILE, date=NOW, filename="x.warc.gz")
    lines = bytes(info.block).splitlines(keepends=True)  # type: ignore[arg-type]
    block = b"".join(line for line in lines if not line.startswith(missing.encode() + b":"))
    assert problems(laid_down(tmp_path, [], info=with_block(block)(info))) == [f"warcinfo does not say {missing}"]


def test_a_304_with_a_block_or_a_truncation_is_named(tmp_path: Path) -> None:
    first = list(event(exchange()))
    revisit, *rest = event(exchange(NOT_MODIFIED), first_id=7, original=ORIGINAL)
    assert problems(laid_down(tmp_path, [*first, with_block(NOT_MODIFIED)(revisit), *rest])) == [
        "a server-not-modified revisit has a block, and would replay as a blank page"
    ]
    assert problems(laid_down(tmp_path, [*first, with_("WARC-Truncated", "length")(revisit), *rest])) == [
        "WARC-Truncated on a revisit without a block"
    ]


def test_a_revisit_of_a_truncated_response_is_named(tmp_path: Path) -> None:
    response, *rest = event(exchange(PAGE[:-1] + b"o"))
    records = [with_("WARC-Truncated", "time")(response), *rest, *event(exchange(), first_id=4, original=ORIGINAL)]
    assert problems(laid_down(tmp_path, records)) == ["a revisit refers to a truncated response"]


def test_a_torn_end_is_named_with_its_place(tmp_path: Path) -> None:
    path = laid_down(tmp_path, list(event(exchange())))
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-3])
    (problem,) = check_file(path)
    assert (problem.file, size - 600 < problem.offset < size) == (str(path), True)
    assert "no whole record: the gzip member is cut off" in problem.what
    assert check_file(path, end=problem.offset) == []


def test_a_missing_file_is_an_error_and_no_clean_bill(tmp_path: Path) -> None:
    with pytest.raises(RecordMissing):
        check_file(tmp_path / "x.warc.gz")


def test_the_states_that_we_keep_are_json(tmp_path: Path) -> None:
    path = laid_down(tmp_path, every_kind())
    blocks = [item.block.read() for item in _records(path) if item.header("Content-Type") == "application/json"]
    assert [json.loads(block) for block in blocks] == [{}, {}]


def _records(path: Path) -> Iterator[StoredRecord]:
    return (item for item in iterate(path) if isinstance(item, StoredRecord))
