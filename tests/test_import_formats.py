"""`rowback import` of what other programs pack WARC records in, and of heads that say what the body is not."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.errors import NotWarc, WarcError
from archive.importing.sources import warcs_in
from archive.store import sources
from archive.store.connection import transaction
from tests.keeping import opened
from tests.test_import import INFO_RECORD, ONE, URL, packed, page, record, rows, take, uid

PAGES = [page(f"{ONE}\nNumber {n}.", 10 + n, url=f"{URL}/{n}") for n in range(3)]
PLAIN = INFO_RECORD + b"".join(PAGES)


def addresses(folder: Path) -> list[str]:
    return [str(row[0]) for row in rows(folder, "SELECT url FROM captures ORDER BY url")]


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


def framed(*records: bytes, dictionary: bytes = b"", packed_dictionary: bool = False) -> bytes:
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    made = zstandard.ZstdCompressor(dict_data=known)
    head = b""
    if dictionary:
        said = zstandard.ZstdCompressor().compress(dictionary) if packed_dictionary else dictionary
        head = b"\x5d\x2a\x4d\x18" + len(said).to_bytes(4, "little") + said
    return head + b"".join(made.compress(each) for each in records)


def arc(*pages: tuple[str, bytes]) -> list[bytes]:
    head = b"1 0 test\nURL IP-address Archive-date Content-type Archive-length\n"
    made = [b"filedesc://x.arc 0.0.0.0 20150301080000 text/plain %d\n%b\n" % (len(head), head)]
    for url, body in pages:
        block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nX-Author: Andr\xe9\r\n\r\n" + body
        made.append(b"%b 192.0.2.7 20150301080000 text/html %d\n%b\n" % (url.encode(), len(block), block))
    return made


DICTIONARY = zstandard.train_dictionary(4096, [bytes([n % 251]) * 20 + ONE.encode() * 3 for n in range(200)]).as_bytes()
RECORDS = (INFO_RECORD, *PAGES)
ARC = arc(*((f"{URL}/{n}", ONE.encode()) for n in range(3)))
FORMATS: dict[str, bytes] = {
    "a.warc.zst": framed(*RECORDS),
    "dictionary.warc.zst": framed(*RECORDS, dictionary=DICTIONARY),
    "packed dictionary.warc.zst": framed(*RECORDS, dictionary=DICTIONARY, packed_dictionary=True),
    "garbage.warc.zst": framed(*RECORDS[:2]) + b"garbage" * 99 + framed(*RECORDS[2:]),
    "a.wacz": zipped(archive__a_warc=PLAIN),
    "folder.wacz": zipped(collection__archive__a_warc=PLAIN, collection__pages__pages_jsonl=b"{}"),
    "zst.wacz": zipped(archive__a_warc_zst=framed(*RECORDS)),
    "multi.wacz": zipped(
        one_wacz=zipped(archive__a_warc=b"".join(RECORDS[:2])),
        x__two_wacz=zipped(archive__b_warc=b"".join(RECORDS[2:])),
    ),
    "a.arc": b"".join(ARC),
    "a.arc.gz": b"".join(gzip.compress(each, mtime=0) for each in ARC),
    "garbage.warc": b"".join(RECORDS[:2]) + b"\0garbage" * 999 + b"".join(RECORDS[2:]),
    "garbage.warc.gz": packed(*RECORDS[:2]) + b"\0garbage" * 999 + packed(*RECORDS[2:]),
    "long garbage.warc": b"".join(RECORDS[:2]) + b"garbage " * 30_000 + b"".join(RECORDS[2:]),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_page_is_taken_whatever_it_is_packed_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name])
    outcomes = take(tmp_path / "m", path)
    assert addresses(tmp_path / "m") == [f"{URL}/{n}" for n in range(3)]
    assert rows(tmp_path / "m", "SELECT count(*) FROM articles") == [(3,)]
    damaged = sum(len(outcome.damaged) for outcome in outcomes)
    assert damaged == (1 if "garbage" in name else 0)
    again = take(tmp_path / "m", path)
    assert [outcome.copied for outcome in again] == [False] * len(outcomes)
    assert rows(tmp_path / "m", "SELECT count(*) FROM captures") == [(3,)]


@pytest.mark.parametrize("name", ["a.arc", "a.arc.gz", "a.warc.zst", "dictionary.warc.zst", "folder.wacz"])
def test_what_was_cut_off_is_told_and_the_rest_taken(tmp_path: Path, name: str) -> None:
    data = FORMATS[name]
    cut = zipped(x__archive__a_warc=PLAIN[:-40]) if name.endswith("wacz") else data[:-40]
    (tmp_path / name).write_bytes(cut)
    (outcome,) = take(tmp_path / "m", tmp_path / name)
    assert len(outcome.damaged) == 1
    assert outcome.damaged[0].reason
    assert addresses(tmp_path / "m") == [f"{URL}/{n}" for n in range(2)]


def test_a_list_of_packages_takes_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "one.wacz").write_bytes(FORMATS["a.wacz"])
    listed = {"profile": "multi-wacz-package", "resources": [{"name": "one", "path": "https://x.example/one.wacz"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(listed))
    take(tmp_path / "m", tmp_path / "datapackage.json")
    assert len(addresses(tmp_path / "m")) == 3


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("x.json", b"[" * 9000, NotWarc),
        ("x.json", b'{"resources": 1}', NotWarc),
        ("x.wacz", zipped(readme_txt=b"x"), NotWarc),
        ("x.wacz", FORMATS["a.wacz"][:-30], WarcError),
        ("x.arc", b"filedesc://", WarcError),
    ],
)
def test_what_is_none_of_them_says_so(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        list(warcs_in(tmp_path / name, tmp_path))


def answered(head: bytes, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n" + body
    return record(
        "response", block, WARC_Record_ID=uid(9), WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL,
    )  # fmt: skip


ONE_LINE = ONE.replace("\n", " ").encode()


@pytest.mark.parametrize(
    "head",
    [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Encoding: br\r\nContent-Length: 7\r\n",
    ],
)
@pytest.mark.parametrize("shape", [lambda body: body, lambda body: body + b"\n", lambda body: body[:40]])
def test_a_head_may_say_what_the_body_is_not(tmp_path: Path, head: bytes, shape: Callable[[bytes], bytes]) -> None:
    body = shape(ONE_LINE)
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + answered(head, body))
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT truncated FROM captures") == [(None,)]
    assert rows(tmp_path / "m", "SELECT count(*) FROM contents") == [(1,)]


@pytest.mark.parametrize("body", [b"", b"1f", b"5\r\nab", b"1a;x=y\r\n", b"f\r"])
def test_a_body_that_was_cut_off_in_its_chunks_stays_cut(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + answered(b"Transfer-Encoding: chunked\r\n", body))
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT truncated FROM captures") == [("disconnect",)]


def test_outlets_of_one_host_are_told_apart_by_port_and_folder(tmp_path: Path) -> None:
    with opened(tmp_path / "m") as archive, transaction(archive.connection):
        for name, home in (("a", "https://example.org/paper-a/"), ("b", "https://example.org/paper-b/front.html")):
            sources.put_outlet(archive.connection, sources.OutletRow(name=name, title=name, home=home))
    places = (
        "https://example.org/paper-a/x", "https://example.org/paper-b/2020/x", "https://example.org/x",
        "http://example.org:8080/x", "http://example.org:8081/x", "https://example.org/paper-ab/x",
    )  # fmt: skip
    made = [page(f"{ONE}\n{n}", 20 + n, url=url) for n, url in enumerate(places)]
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + b"".join(made))
    take(tmp_path / "m", tmp_path / "a.warc")
    found = dict(rows(tmp_path / "m", "SELECT c.url, o.name FROM captures c JOIN outlets o ON o.id = c.outlet_id"))
    assert [found[url] for url in places] == [
        "a", "b", "example.org", "example.org-8080", "example.org-8081", "example.org",
    ]  # fmt: skip
