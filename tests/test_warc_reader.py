"""Records read back: nothing is believed before its length and digests were checked."""

import gzip
import hashlib
import json
import tracemalloc
import zlib
from functools import partial
from pathlib import Path

import brotli
import pytest

from archive.errors import NotHttp, PageTooLarge, RecordAltered, RecordCut, RecordMissing, WarcError
from archive.spool import Spool
from archive.warc.file import Placed
from archive.warc.members import HEAD_LIMIT
from archive.warc.reader import StoredRecord, iterate, page, read_record
from archive.warc.records import Original, conversion
from archive.warc.walk import Damage
from archive.warc.writer import WarcWriter
from tests.exchanges import INFO, NOW, PAGE, REQUEST, event, exchange, uuid

zipped = partial(gzip.compress, mtime=0)  # the same in every process, as names of tests have to be

TEXT = "Grüße aus der Redaktion. ".encode() * 100


def kept(warcs: Path, wire: bytes | Spool = PAGE, **more: object) -> tuple[Path, Placed]:
    """Write one event; returns the file under its final name and the place of its first record."""
    to = WarcWriter(warcs, INFO)
    place = to.append(event(exchange(wire), **more), NOW)[0]  # type: ignore[arg-type]
    to.sync()
    to.leave()
    return warcs / place.filename, place


def member(text: str, block: bytes = b"", *, end: bytes = b"\r\n\r\n") -> bytes:
    """Return a gzip member of any content."""
    return zipped(text.replace("\n", "\r\n").encode() + b"\r\n\r\n" + block + end)


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path, place = kept(tmp_path)
    with read_record(path, place.offset, place.length, sha256=place.sha256) as record:
        assert (record.type, record.record_id, record.target_uri) == ("response", uuid(1), "https://outlet.example/a")
        assert record.block.read() == PAGE
        assert (record.framed.status, record.framed.header("content-type")) == (200, "text/html")
        assert record.header("warc-ip-address") == "203.0.113.7"


def test_a_file_is_found_under_its_final_name_open_or_not(tmp_path: Path) -> None:
    path, place = kept(tmp_path)
    assert not path.exists()
    read_record(path, place.offset, place.length).close()
    path.with_name(path.name + ".open").rename(path)
    read_record(path, place.offset, place.length).close()


@pytest.mark.parametrize(
    ("offset", "length", "said"),
    [
        (1, 0, "does not unpack"),
        (0, -1, "cut off"),
        (0, 1, "bytes long, not"),
        (10**9, 0, "ends before this place"),
    ],
    ids=["further on", "shorter", "longer", "behind the end"],
)
def test_a_wrong_place_is_named(tmp_path: Path, offset: int, length: int, said: str) -> None:
    path, place = kept(tmp_path)
    with pytest.raises(WarcError, match=said) as caught:
        read_record(path, place.offset + offset, place.length + length)
    assert f"{path} at {place.offset + offset}" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordMissing, match="gone"):
        read_record(tmp_path / "gone.warc.gz", 0, 1)
    with pytest.raises(RecordMissing, match="gone"):
        list(iterate(tmp_path / "gone.warc.gz"))


def test_other_bytes_with_the_same_content_are_altered(tmp_path: Path) -> None:
    path, place = kept(tmp_path)
    with pytest.raises(RecordAltered, match="not those that were written"):
        read_record(path, place.offset, place.length, sha256="0" * 64)


GOOD = "WARC/1.1\nWARC-Type: resource\nContent-Length: 5"
DIGEST = "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N"


@pytest.mark.parametrize(
    ("data", "named", "said"),
    [
        (member(GOOD, b"hello")[:-1], RecordCut, "cut off"),
        (member(GOOD, b"hell"), RecordCut, "lacks 1 bytes"),
        (member(GOOD, b"hello", end=b"\r\n"), RecordCut, "lacks 2 bytes"),
        (member(GOOD, b"hello", end=b"\r\nab"), RecordCut, "lacks"),
        (member(GOOD, b"hello!"), RecordAltered, "goes on"),
        (member(GOOD, b"hello", end=b"\r\n\r\nWARC/1.1\r\n"), RecordAltered, "goes on"),
        (zipped(b"<html>\r\n\r\n"), RecordAltered, "no WARC record"),
        (zipped(b"WARC/1.1\r\nWARC-Type: resource\r\n"), RecordAltered, "no WARC record"),
        (zipped(b"WARC/1.1" + b" " * (HEAD_LIMIT + 10) + b"\r\n\r\n"), RecordAltered, "no WARC record"),
        (member("WARC/x\nContent-Length: 0"), RecordAltered, "no WARC record"),
        (member("WARC/1.1\nWARC-Type: resource"), RecordAltered, "Content-Length is missing"),
        (member(GOOD + "\nContent-Length: 5", b"hello"), RecordAltered, "5 and 5"),
        (member("WARC/1.1\nContent-Length: -5", b"hello"), RecordAltered, "Content-Length is -5"),
        (member("WARC/1.1\nContent-Length: " + "9" * 30), RecordAltered, "Content-Length is 999"),
        (member(GOOD + "\nnonsense", b"hello"), RecordAltered, "no named field"),
        (member(GOOD + "\n folded", b"hello"), RecordAltered, "no named field"),
        (zipped(b"WARC/1.1\r\nX: \xff\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), RecordAltered, "not UTF-8"),
        (member(GOOD + "\nWARC-Block-Digest: sha1:" + "A" * 32, b"hello"), RecordAltered, "block digest"),
        (member(GOOD + "\nWARC-Payload-Digest: sha1:" + "A" * 32, b"hello"), RecordAltered, "payload digest"),
        (member(GOOD + "\nWARC-Block-Digest: sha1:!", b"hello"), RecordAltered, "block digest"),
        (b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n", RecordAltered, "does not unpack"),
    ],
)
def test_a_record_that_contradicts_itself_is_not_handed_out(
    tmp_path: Path, data: bytes, named: type[WarcError], said: str
) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    with pytest.raises(named, match=said):
        read_record(path, 0, len(data))


@pytest.mark.parametrize(
    "digest",
    [
        DIGEST,
        DIGEST.lower(),
        "sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
        "sha256:2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
        "sha256:FTZE3OS7WCRQ4JXIHMVMLOPCTYNRMHS4D6TUEXTTAQZWFE4LTASA",
        "md5:5d41402abc4b2a76b9719d911017c592",
        "tiger:AAAA",
    ],
)
def test_digests_of_other_tools_are_understood(tmp_path: Path, digest: str) -> None:
    path = tmp_path / "x.warc.gz"
    data = member(f"{GOOD}\nWARC-Block-Digest: {digest}\nWARC-Payload-Digest: {digest}", b"hello")
    path.write_bytes(data)
    read_record(path, 0, len(data)).close()


@pytest.mark.parametrize("payload", [b"hello", b"5\r\nhello\r\n0\r\n\r\n"], ids=["entity", "framed"])
def test_both_meanings_of_a_chunked_payload_are_understood(tmp_path: Path, payload: bytes) -> None:
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    head = f"WARC/1.1\nWARC-Type: response\nContent-Type: application/http\nContent-Length: {len(block)}"
    digest = hashlib.sha1(payload, usedforsecurity=False).hexdigest()
    path = tmp_path / "x.warc.gz"
    data = member(f"{head}\nWARC-Payload-Digest: sha1:{digest}", block)
    path.write_bytes(data)
    read_record(path, 0, len(data)).close()


def test_a_damaged_stretch_is_said_and_the_records_behind_it_come(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    good = member(GOOD, b"hello")
    path.write_bytes(good + b"rubbish" * 9 + good + good[:-5] + good + good[:9])
    found = list(iterate(path))
    assert [type(item) for item in found] == [StoredRecord, Damage, StoredRecord, Damage, StoredRecord, Damage]
    assert [(item.offset, item.length) for item in found if isinstance(item, Damage)] == [
        (len(good), 63),
        (2 * len(good) + 63, len(good) - 5),
        (4 * len(good) + 58, 9),
    ]


def test_a_part_of_a_file_can_be_read(tmp_path: Path) -> None:
    path, place = kept(tmp_path)
    items = list(iterate(path, start=place.offset, end=place.offset + place.length))
    assert [item.type for item in items if isinstance(item, StoredRecord)] == ["response"]
    assert len(list(iterate(path, end=place.offset))) == 1
    assert list(iterate(path, end=0)) == []


# ---- pages


def answer(body: bytes, *lines: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + "".join(line + "\r\n" for line in lines).encode("latin-1") + b"\r\n" + body


PACKED = zipped(TEXT)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED), PACKED)


@pytest.mark.parametrize(
    ("wire", "body", "problem"),
    [
        (answer(TEXT, f"Content-Length: {len(TEXT)}"), TEXT, ""),
        (answer(PACKED, "Content-Encoding: gzip"), TEXT, ""),
        (answer(CHUNKED, "Content-Encoding: gzip", "Transfer-Encoding: chunked"), TEXT, ""),
        (answer(brotli.compress(PACKED), "Content-Encoding: gzip", "Content-Encoding: br"), TEXT, ""),
        (answer(TEXT, "Content-Encoding: gzip"), TEXT, "labelled gzip, but is not"),
        (answer(b"", "Content-Encoding: gzip"), b"", ""),
    ],
)
def test_a_page_is_its_text_without_encodings(tmp_path: Path, wire: bytes, body: bytes, problem: str) -> None:
    path, place = kept(tmp_path, wire)
    got = page(path, place.offset, place.length, limit=1 << 20, sha256=place.sha256)
    assert (got.body, got.problem) == (body, problem)


def test_a_page_knows_what_the_server_called_it(tmp_path: Path) -> None:
    path, place = kept(tmp_path, answer(b"x", "content-type: Text/HTML; charset=ISO-8859-15", "X-A: \xe9"))
    got = page(path, place.offset, place.length, limit=100)
    assert (got.url, got.status, got.mime, got.charset) == ("https://outlet.example/a", 200, "text/html", "iso8859-15")
    assert got.headers == (("content-type", "Text/HTML; charset=ISO-8859-15"), ("X-A", "é"))


def test_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    engine = zlib.compressobj(9, wbits=31)
    bomb = b"".join(engine.compress(bytes(1 << 20)) for _ in range(64)) + engine.flush()
    path, place = kept(tmp_path, answer(bomb, "Content-Encoding: gzip"))
    tracemalloc.start()
    with pytest.raises(PageTooLarge):
        page(path, place.offset, place.length, limit=5 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 << 20


def test_a_big_record_is_read_without_being_in_memory(tmp_path: Path) -> None:
    spool = Spool(answer(b"", "Content-Type: video/mp4"))
    for _ in range(50):
        spool.append(bytes(1 << 20))
    tracemalloc.start()
    path, place = kept(tmp_path, spool)
    with read_record(path, place.offset, place.length, sha256=place.sha256) as record:
        assert len(record.block) == len(spool)
        assert record.framed.status == 200
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 << 20


def test_what_is_no_page_is_refused_by_name(tmp_path: Path) -> None:
    to = WarcWriter(tmp_path, INFO)
    response, request, _ = event(exchange())
    original = Original(record_id=uuid(1), url="https://outlet.example/a", captured_at=NOW, payload_digest=DIGEST)
    reading = conversion(record_id=uuid(9), date=NOW, url="https://a.example/", refers_to=uuid(1), content=b"{}")
    revisit = event(exchange(), first_id=4, original=original)[0]
    placed = to.append([response, request, revisit, reading], NOW)
    to.close()
    for place, kind in zip(placed[1:], ["request", "revisit", "conversion"], strict=True):
        with pytest.raises(WarcError, match=f"a {kind} record holds no page"):
            page(tmp_path / place.filename, place.offset, place.length, limit=100)
    with read_record(tmp_path / placed[3].filename, placed[3].offset, placed[3].length) as record:
        assert json.loads(record.block.read()) == {}
    with read_record(tmp_path / placed[1].filename, placed[1].offset, placed[1].length) as record:
        assert record.block.read() == REQUEST
        with pytest.raises(NotHttp):
            assert record.framed
