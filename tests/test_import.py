"""`rowback import`: files of other programs become captures, articles and versions, in any order, however damaged."""

import base64
import gzip
import hashlib
import itertools
import json
import os
import sqlite3
import uuid
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest

from archive.cli.output import guarded
from archive.errors import WarcError
from archive.importing.importer import FileOutcome, Importer, Wanted
from archive.importing.reading import read_imported
from archive.importing.rows import index, resolve
from archive.importing.sources import warcs_in
from archive.ingest.archive import Archive
from archive.ingest.pool import ReaderPool
from archive.lookup.dump import dump
from archive.morgue import find
from archive.rebuild.run import rebuild
from archive.store import sources
from archive.store.connection import connect_reader, transaction
from archive.takedown.withholding import withhold
from crawler.cli import root
from tests import readers
from tests.keeping import INFO, at
from tests.morgues import bridge, build

Run = Callable[..., tuple[int, str, str]]
SOFTWARE = "rowback test"
URL = "http://news.example/2015/ferry"
AROUND = "It had forty passengers.\nThe crew of six was aboard.\nIt is the first crossing of the year."
ONE, TWO = f"Ferry leaves\nThe ferry left at nine.\n{AROUND}", f"Ferry leaves\nThe ferry left at ten.\n{AROUND}"


def sha1(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def uid(number: int) -> str:
    return f"<urn:uuid:{uuid.UUID(int=number)}>"


def record(kind: str, block: bytes, *, version: str = "WARC/1.0", end: bytes = b"\r\n\r\n", **fields: str) -> bytes:
    """Return one record, not packed; `fields` are named fields with _ for -."""
    named = {"WARC-Type": kind, **{name.replace("_", "-"): value for name, value in fields.items()}}
    kinds = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
    named.setdefault("Content-Type", kinds.get(kind, "application/warc-fields"))
    named.setdefault("Content-Length", str(len(block)))
    head = "\r\n".join([version, *(f"{name}: {value}" for name, value in named.items())])
    return head.encode() + b"\r\n\r\n" + block + end


def http(body: bytes, head: bytes = b"Content-Type: text/html\r\n", status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return status + b"\r\n" + head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def page(text: str, number: int, *, url: str = URL, date: str = "2015-03-01T08:00:00Z", **fields: str) -> bytes:
    """Return the response record of a page."""
    block = http(text.encode())
    return record("response", block, WARC_Record_ID=uid(number), WARC_Date=date, WARC_Target_URI=url, **fields)


def packed(*records: bytes) -> bytes:
    return b"".join(gzip.compress(each, mtime=0) for each in records)


INFO_RECORD = record("warcinfo", b"software: other\r\n", WARC_Record_ID=uid(1), WARC_Date="2015-03-01T07:00:00Z")


def take(folder: Path, *files: Path, wanted: Wanted | None = None) -> list[FileOutcome]:
    """Import files with a reader that reads lines."""
    outcomes = []
    with (
        Archive.open(folder, INFO, now=at(0), reader=readers.READER) as archive,
        Importer(archive, software=SOFTWARE, now=at(1)) as importer,
    ):
        for path in files:
            for name, source in warcs_in(path, importer.scratch):
                outcomes.append(importer.take(name, source, wanted or Wanted(), lambda _: None))
        importer.finish()
        with ReaderPool(archive.morgue, reader="tests.readers.read", workers=1) as pool:
            read = read_imported(archive, pool, now=at(2), step=lambda _: None)
    assert read.failed == []
    return outcomes


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "rowback.db")) as connection:
        return connection.execute(sql).fetchall()


def dumped(folder: Path) -> list[tuple[object, ...]]:
    with closing(connect_reader(find(folder))) as connection:
        return list(dump(connection))


VERSIONS = (
    "SELECT v.number, v.headline, c.captured_at FROM versions v JOIN captures c ON c.id = v.capture_id ORDER BY 1"
)


@pytest.mark.parametrize("pack", [packed, lambda *each: gzip.compress(b"".join(each)), lambda *each: b"".join(each)])
def test_files_are_taken_however_they_are_packed(tmp_path: Path, pack: Callable[..., bytes]) -> None:
    path = tmp_path / "other.warc"
    path.write_bytes(pack(INFO_RECORD, page(ONE, 2), page(TWO, 3, date="2015-03-02T08:00:00Z")))
    (outcome,) = take(tmp_path / "m", path)
    assert (outcome.records, outcome.damaged, outcome.indexed.refused) == (3, [], [])
    assert rows(tmp_path / "m", VERSIONS) == [
        (1, "Ferry leaves", "2015-03-01T08:00:00.000000Z"),
        (2, "Ferry leaves", "2015-03-02T08:00:00.000000Z"),
    ]
    assert rows(tmp_path / "m", "SELECT name FROM outlets") == [("news.example",)]
    assert rows(tmp_path / "m", "SELECT next_check_at FROM articles") == [(None,)]
    assert rows(tmp_path / "m", "SELECT DISTINCT origin, crawl_id FROM captures") == [("import", None)]


def test_the_copy_has_one_member_a_record_and_names_its_source(tmp_path: Path) -> None:
    path = tmp_path / "Some file!.warc.gz"
    path.write_bytes(gzip.compress(INFO_RECORD + page(ONE, 2)))
    (outcome,) = take(tmp_path / "m", path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert outcome.filename == f"imported/{digest}-Some-file.warc.gz"
    data = (tmp_path / "m" / "warcs" / outcome.filename).read_bytes()
    ((offset, length, said),) = rows(tmp_path / "m", "SELECT offset, length, record_sha256 FROM captures")
    member = data[offset : offset + length]  # type: ignore[operator]
    assert hashlib.sha256(member).hexdigest() == said
    assert gzip.decompress(member) == page(ONE, 2)
    assert f"imported-sha256: {digest}".encode() in gzip.decompress(data)


def revisit(
    number: int, date: str, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", **said: str
) -> bytes:
    fields = {"WARC_Record_ID": uid(number), "WARC_Date": date, "WARC_Target_URI": URL, **said}
    fields.setdefault("Content_Type", "application/http; msgtype=response")
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    return record("revisit", head, WARC_Profile=profile, **fields)


DIGEST = sha1(ONE.encode())
REFERRING = [
    {"WARC_Refers_To": uid(2)},
    {"WARC_Refers_To_Target_URI": f"<{URL}>", "WARC_Refers_To_Date": "2015-03-01T08:00:00Z"},
    {"WARC_Payload_Digest": DIGEST},
]


@pytest.mark.parametrize("said", REFERRING, ids=["by id", "by address and time", "by digest"])
def test_a_revisit_finds_its_original_in_another_file_that_comes_later(tmp_path: Path, said: dict[str, str]) -> None:
    first, second = tmp_path / "a.warc", tmp_path / "b.warc"
    first.write_bytes(revisit(5, "2015-03-03T08:00:00Z", **said))
    second.write_bytes(page(ONE, 2) + page(TWO, 3, date="2015-03-02T08:00:00Z"))
    take(tmp_path / "m", first)
    assert rows(tmp_path / "m", "SELECT count(*) FROM versions") == [(0,)]
    take(tmp_path / "m", second)
    assert [row[0] for row in rows(tmp_path / "m", VERSIONS)] == [1, 2, 3]
    assert rows(tmp_path / "m", "SELECT refers_to, digest FROM captures WHERE record_type = 'revisit'") == [
        (uid(2).strip("<>"), DIGEST)
    ]


@pytest.mark.parametrize("mime", [b"text/plain", b"application/octet-stream"])
def test_a_redirect_joins_two_addresses_and_a_page_is_gone_whatever_type_the_answer_has(
    tmp_path: Path, mime: bytes
) -> None:
    late = "http://news.example/2015/ferry-late"
    head = b"Content-Type: %s\r\n" % mime
    moved = http(b"moved", b"%sLocation: %s\r\n" % (head, late.encode()), b"HTTP/1.1 301 Moved")
    gone = http(b"gone", head, b"HTTP/1.1 404 Not Found")
    path = tmp_path / "own.warc"
    path.write_bytes(
        page(ONE, 2)
        + record("response", moved, WARC_Record_ID=uid(3), WARC_Date="2015-03-02T08:00:00Z", WARC_Target_URI=URL)
        + page(TWO.replace("Ferry leaves", "Ferry leaves late"), 4, url=late, date="2015-03-02T08:00:01Z")
        + record("response", gone, WARC_Record_ID=uid(5), WARC_Date="2015-03-03T08:00:00Z", WARC_Target_URI=late)
    )
    take(tmp_path / "m", path)
    assert rows(tmp_path / "m", "SELECT version_count, headline, state FROM articles") == [
        (2, "Ferry leaves late", "gone_once")
    ]
    assert rows(tmp_path / "m", "SELECT max(headline_changed) FROM changes") == [(1,)]


def files_of_a_crawl(folder: Path) -> list[Path]:
    """Write files of one history: versions, revisits, one record in two files, a redirect, a page that is gone."""
    moved = http(b"", b"Location: /2015/ferry-late\r\n", b"HTTP/1.1 301 Moved")
    late = "http://news.example/2015/ferry-late"
    given = {
        "a.warc": revisit(5, "2015-03-03T08:00:00Z", WARC_Payload_Digest=DIGEST)
        + page(TWO, 3, date="2015-03-02T08:00:00Z"),
        "b.warc": INFO_RECORD + page(ONE, 2) + page(ONE, 7, url="http://mirror.example/x", date="2014-03-01T08:00:00Z"),
        "c.warc": page(TWO, 3, date="2015-03-02T08:00:00Z")
        + record("response", moved, WARC_Record_ID=uid(8), WARC_Date="2015-03-04T08:00:00Z", WARC_Target_URI=URL)
        + page(TWO, 9, url=late, date="2015-03-04T08:00:01Z"),
        "d.warc": packed(
            page("Ferry sinks\nIts id was given away.\n" + AROUND, 9, url=late, date="2015-03-04T08:00:01Z"),
            record(
                "response", http(b"gone", status=b"HTTP/1.1 404 Not Found"), WARC_Record_ID=uid(10),
                WARC_Date="2015-03-05T08:00:00Z", WARC_Target_URI=late,
            ),
        ),
    }  # fmt: skip
    for name, data in given.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in given]


@pytest.mark.slow
def test_in_any_order_and_however_often_the_archive_is_the_same(tmp_path: Path) -> None:
    files = files_of_a_crawl(tmp_path)
    take(tmp_path / "m", *files)
    expected = dumped(tmp_path / "m")
    assert {row[0] for row in expected} >= {"articles", "captures", "versions", "changes", "texts", "contents"}
    take(tmp_path / "m", *files)
    assert dumped(tmp_path / "m") == expected
    for path in reversed(files):  # read after each
        take(tmp_path / "n", path)
    assert dumped(tmp_path / "n") == expected
    for number, order in enumerate(list(itertools.permutations(files))[3::8]):
        take(tmp_path / f"m{number}", *order)
        assert dumped(tmp_path / f"m{number}") == expected, [path.name for path in order]


def test_what_is_indexed_from_the_copies_alone_is_the_same(tmp_path: Path) -> None:
    outcomes = take(tmp_path / "m", *files_of_a_crawl(tmp_path))
    sql = "SELECT record_id, url, status, digest, filename, offset, refers_to, purpose, outlet_id FROM captures"
    before = sorted(rows(tmp_path / "m", sql), key=str)
    with Archive.open(tmp_path / "n", INFO, now=at(0), reader=readers.READER) as archive:
        for outcome in reversed(outcomes):
            index(archive.connection, tmp_path / "m" / "warcs", outcome.filename)
        resolve(archive.connection)
    assert sorted(rows(tmp_path / "n", sql), key=str) == before


ODD = {
    "wget's brackets": record(
        "response", http(ONE.encode()), WARC_Record_ID=uid(2), WARC_Date="2015-03-01T08:00:00Z",
        WARC_Target_URI=f"<{URL}>", WARC_IP_Address="192.0.2.1",
    ),
    "no record id": page(ONE, 2).replace(b"WARC-Record-ID", b"X-Nothing"),
    "HTTP/1.0 until the end": record(
        "response", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + ONE.encode(), WARC_Record_ID=uid(2),
        WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL,
    ),
    "chunk framing taken away": record(
        "response", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n" + ONE.encode(),
        WARC_Record_ID=uid(2), WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL, WARC_Payload_Digest=DIGEST,
    ),
    "encoding taken away": record(
        "response", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + ONE.encode(),
        WARC_Record_ID=uid(2), WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL,
    ),
    "digest over chunk framing": record(
        "response", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
        % (len(ONE), ONE.encode()), WARC_Record_ID=uid(2), WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL,
        WARC_Payload_Digest=sha1(b"%x\r\n%b\r\n0\r\n\r\n" % (len(ONE), ONE.encode())),
    ),
    "wrong payload digest, right block digest": record(
        "response", http(ONE.encode()), WARC_Record_ID=uid(2), WARC_Date="2015-03-01T08:00:00Z", WARC_Target_URI=URL,
        WARC_Payload_Digest=sha1(b"other"), WARC_Block_Digest=sha1(http(ONE.encode())),
    ),
    "line feeds alone": page(ONE, 2).replace(b"\r\n\r\nHTTP", b"\n\nHTTP").replace(b"\r\nWARC", b"\nWARC"),
    "old version": page(ONE, 2, version="WARC/0.18"),
    "time of many digits": page(ONE, 2, date="2015-03-01T08:00:00.123456789Z"),
    "time of 14 digits": page(ONE, 2, date="20150301080000"),
}  # fmt: skip


def test_the_ways_of_other_programs_are_understood(tmp_path: Path) -> None:
    pages = {name: f"{URL}/{number}" for number, name in enumerate(ODD)}
    told = [
        ODD[name].replace(URL.encode(), url.encode()).replace(uid(2).encode(), uid(100 + number).encode())
        for number, (name, url) in enumerate(pages.items())
    ]
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + b"".join(told))
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc")
    assert (outcome.damaged, outcome.indexed.refused) == ([], [])
    sql = """SELECT c.url, c.digest, c.truncated, substr(c.captured_at, 1, 19), v.headline, t.text
               FROM captures c JOIN versions v ON v.capture_id = c.id JOIN texts t ON t.id = v.text_id"""
    headline, _, text = ONE.partition("\n")
    expected = (DIGEST, None, "2015-03-01T08:00:00", headline, text)
    found = {row[0]: row[1:] for row in rows(tmp_path / "m", sql)}
    assert {name: found.get(url) for name, url in pages.items()} == dict.fromkeys(ODD, expected)


def test_wget_s_revisit_with_the_digest_of_nothing_is_taken(tmp_path: Path) -> None:
    said = {"WARC_Block_Digest": sha1(b""), "WARC_Refers_To": uid(2)}
    (tmp_path / "a.warc").write_bytes(page(ONE, 2) + revisit(5, "2015-03-03T08:00:00Z", **said))
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc")
    assert outcome.damaged == []
    assert rows(tmp_path / "m", "SELECT capture_count, version_count FROM articles") == [(2, 1)]


def test_a_revisit_without_head_says_that_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(page(ONE, 2) + revisit(5, "2015-03-03T08:00:00Z", head=b""))
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT capture_count, version_count FROM articles") == [(2, 1)]


def test_an_answer_to_a_form_is_no_article_wherever_its_request_lies(tmp_path: Path) -> None:
    def request(number: int, of: int) -> bytes:
        fields = {"WARC_Record_ID": uid(number), "WARC_Concurrent_To": uid(of), "WARC_Target_URI": URL}
        return record("request", b"POST / HTTP/1.1\r\n\r\n", WARC_Date="2015-03-01T08:00:00Z", **fields)

    (tmp_path / "a.warc").write_bytes(request(11, 2) + page(ONE, 2) + page(TWO, 3) + request(12, 3))
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT purpose FROM captures") == [("other",), ("other",)]


@pytest.mark.parametrize("pack", [packed, lambda *each: b"".join(each)])
def test_damage_costs_the_records_it_hits(tmp_path: Path, pack: Callable[..., bytes]) -> None:
    pages = [page(f"Page {number}\n{AROUND} {number}", number, url=f"{URL}/{number}") for number in range(2, 6)]
    whole = pack(INFO_RECORD, *pages)
    at_record = len(pack(INFO_RECORD, *pages[:1]))
    broken = bytearray(whole)
    broken[at_record : at_record + 30] = b"\0" * 30
    (tmp_path / "a.warc").write_bytes(broken[:-5])
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT url FROM captures ORDER BY 1") == [(f"{URL}/2",), (f"{URL}/4",)]
    last = len(pack(INFO_RECORD, *pages[:-1]))
    assert [damage.offset for damage in outcome.damaged] == [at_record, last]


def test_a_flipped_bit_that_only_the_checksum_of_its_member_knows_costs_that_record(tmp_path: Path) -> None:
    stored = gzip.compress(page(ONE, 2), compresslevel=0, mtime=0)
    flipped = stored.replace(b"forty", b"forti")
    assert flipped != stored
    (tmp_path / "a.warc.gz").write_bytes(packed(INFO_RECORD) + flipped + packed(page(TWO, 3)))
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc.gz")
    assert [damage.offset for damage in outcome.damaged] == [len(packed(INFO_RECORD))]
    assert rows(tmp_path / "m", "SELECT count(*) FROM captures") == [(1,)]


def test_bytes_that_contradict_their_digest_are_left_out_and_named(tmp_path: Path) -> None:
    bad = page(ONE, 2, WARC_Block_Digest=sha1(b"other"))
    worse = page(TWO, 3, WARC_Payload_Digest=sha1(b"other"))
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + bad + worse + page(ONE, 4))
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc")
    assert [damage.reason.split(" ")[1] for damage in outcome.damaged] == ["block", "payload"]
    assert rows(tmp_path / "m", "SELECT count(*) FROM captures") == [(1,)]


REFUSED = {
    "not an address of the web": {"WARC_Target_URI": "dns:news.example"},
    "not an address": {"WARC_Target_URI": "http://[::1"},
    "no time": {"WARC_Date": "yesterday"},
    "segments": {"WARC_Segment_Number": "1"},
    "stands there twice": {"WARC_Record_ID": uid(20)},
}


def test_a_record_that_cannot_be_a_capture_is_named_and_the_rest_taken(tmp_path: Path) -> None:
    right = {"WARC_Date": "2015-03-01T08:00:00Z", "WARC_Target_URI": URL}
    told = [
        record("response", http(ONE.encode()), **(right | {"WARC_Record_ID": uid(20 + number)} | change))
        for number, change in enumerate(REFUSED.values(), 1)
    ]
    (tmp_path / "a.warc").write_bytes(page(ONE, 20) + b"".join(told) + page(TWO, 3))
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc")
    refused = [each.reason for each in outcome.indexed.refused]
    assert [said in reason for said, reason in zip(REFUSED, refused, strict=True)] == [True] * len(REFUSED)
    assert outcome.indexed.added == 2


def test_only_what_was_chosen_is_copied_with_what_belongs_to_it(tmp_path: Path) -> None:
    other = page("Other\n" + AROUND, 4, url="http://other.example/a", date="2015-03-02T08:00:00Z")
    request = record(
        "request", b"GET / HTTP/1.1\r\n\r\n", WARC_Record_ID=uid(6), WARC_Concurrent_To=uid(5),
        WARC_Date="2015-03-03T08:00:00Z", WARC_Target_URI=URL,
    )  # fmt: skip
    refers = revisit(5, "2015-03-03T08:00:00Z", WARC_Refers_To=uid(2))
    (tmp_path / "a.warc").write_bytes(INFO_RECORD + page(ONE, 2) + other + page(TWO, 3) + refers + request)
    wanted = Wanted(matching=r"news\.example", since="2015-03-03T00:00:00.000000Z", outlet="news")
    (outcome,) = take(tmp_path / "m", tmp_path / "a.warc", wanted=wanted)
    assert outcome.records == 4
    assert "-part-" in outcome.filename
    assert rows(tmp_path / "m", "SELECT record_type FROM captures ORDER BY 1") == [("response",), ("revisit",)]
    assert rows(tmp_path / "m", "SELECT name FROM outlets") == [("news",)]
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT count(*) FROM captures") == [(4,)]


def test_a_rebuild_makes_the_same_of_the_copies_alone(tmp_path: Path) -> None:
    take(tmp_path / "m", *files_of_a_crawl(tmp_path))
    expected = dumped(tmp_path / "m")
    rebuild(
        tmp_path / "m",
        software=INFO.software,
        bar=lambda *_: nullcontext(lambda _: None),
        next_check=lambda row: row.last_captured_at,  # would watch everything; what was only imported is not
    )
    assert rows(tmp_path / "m", "SELECT count(*) FROM articles WHERE next_check_at IS NOT NULL") == [(0,)]
    assert dumped(tmp_path / "m") == expected


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(folder: Path, *arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


def test_our_own_package_comes_back_as_the_same_captures_and_its_readings_are_not_believed(
    run: Run, tmp_path: Path
) -> None:
    morgue = build(tmp_path / "own", [bridge()])
    assert run(morgue.folder, "export", "wacz", "-o", str(tmp_path / "a.wacz"))[0] == 0
    code, out, err = run(tmp_path / "m", "import", str(tmp_path / "a.wacz"), "--json")
    assert (code, err) == (0, "")
    assert [each["captures_added"] for each in json.loads(out)["imported"]] == [
        row[0] for row in rows(morgue.folder, "SELECT count(*) FROM captures GROUP BY filename ORDER BY filename")
    ]
    same = "SELECT record_id, url, captured_at, status, digest FROM captures ORDER BY record_id"
    assert rows(tmp_path / "m", same) == rows(morgue.folder, same)
    assert rows(tmp_path / "m", "SELECT DISTINCT rejection IS NULL FROM contents") == [(0,)]  # the pages are stubs
    again = run(tmp_path / "m", "import", str(tmp_path / "a.wacz"), "-v")
    assert (again[0], again[1].count("was here already")) == (0, len(json.loads(out)["imported"]))
    assert (tmp_path / "m" / "chain.txt").read_text().count("imported/") == len(json.loads(out)["imported"])


def test_what_was_crawled_here_stays_so(run: Run, tmp_path: Path) -> None:
    morgue = build(tmp_path / "own", [bridge()])
    run(morgue.folder, "export", "wacz", "-o", str(tmp_path / "a.wacz"))
    before = rows(morgue.folder, "SELECT * FROM captures ORDER BY id")
    assert run(morgue.folder, "import", str(tmp_path / "a.wacz"))[0] == 0
    assert rows(morgue.folder, "SELECT * FROM captures ORDER BY id") == before


def test_what_is_withheld_does_not_come_back_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(page(ONE, 2))
    (tmp_path / "b.warc").write_bytes(page(TWO, 3, date="2015-03-02T08:00:00Z"))
    take(tmp_path / "m", tmp_path / "a.warc")
    withhold(find(tmp_path / "m"), URL, reason="a name", now=at(3))
    take(tmp_path / "m", tmp_path / "a.warc", tmp_path / "b.warc")
    for table in ("captures", "articles", "versions", "texts", "contents"):
        assert rows(tmp_path / "m", f"SELECT count(*) FROM {table}") == [(0,)], table


@pytest.mark.parametrize("name", ["notes.txt", "page.warc.gz", "empty.wacz"])
def test_a_file_that_is_no_warc_is_not_understood_and_no_damage(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".wacz"):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("pages/pages.jsonl", b"{}")
    else:
        path.write_bytes(b"hello world\n")
    code, out, err = run(tmp_path / "m", "import", str(path))
    assert (code, out) == (2, "")
    assert "no WARC file" in err
    assert name in err
    (tmp_path / "a.warc").write_bytes(page(ONE, 2))
    code, _, err = run(tmp_path / "m", "import", str(path), str(tmp_path / "a.warc"))
    assert code == 2
    assert rows(tmp_path / "m", "SELECT count(*) FROM captures") == [(1,)]


def test_one_file_s_fault_is_named_and_the_others_are_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"no WARC at all\n")
    (tmp_path / "b.wacz").write_bytes(b"PK\x03\x04 no package")
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as package:
        package.writestr("archive/../../x.warc", page(ONE, 2))
        package.writestr("pages/pages.warc", b"no")
    code, out, err = run(tmp_path / "m", "import", *(str(tmp_path / name) for name in ("a.txt", "b.wacz", "c.wacz")))
    assert (code, out) == (9, "")
    assert "no WARC file" in err
    assert "a damaged package" in err
    assert [path.name.partition("-")[2] for path in (tmp_path / "m" / "warcs" / "imported").iterdir()] == ["x.warc.gz"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["missing.warc"], 2), (["--matching", "("], 2), (["--since", "then"], 2), (["--outlet", "A B"], 2), ([], 2)],
)
def test_what_cannot_be_done_is_refused_before_anything_is_made(
    run: Run, tmp_path: Path, arguments: list[str], code: int
) -> None:
    (tmp_path / "a.warc").write_bytes(page(ONE, 2))
    given = [str(tmp_path / "a.warc"), *arguments] if arguments != [] else []
    assert run(tmp_path / "m", "import", *given)[0] == code
    assert not (tmp_path / "m").exists()


def test_pages_of_an_outlet_that_is_known_by_another_name_are_its_own(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "m", INFO, now=at(0)) as archive, transaction(archive.connection):
        sources.put_outlet(
            archive.connection, sources.OutletRow(name="news", title="News", home="https://www.news.example/")
        )
    (tmp_path / "a.warc").write_bytes(page(ONE, 2))
    take(tmp_path / "m", tmp_path / "a.warc")
    assert rows(tmp_path / "m", "SELECT name FROM outlets") == [("news",)]
    assert rows(tmp_path / "m", "SELECT count(*) FROM articles") == [(1,)]


SAMPLES = sorted(Path(os.environ.get("ROWBACK_SAMPLES", "/nowhere")).rglob("*.warc*"))


@pytest.mark.skipif(not SAMPLES, reason="ROWBACK_SAMPLES names no folder with WARC files of other programs")
def test_the_samples_of_other_programs_give_the_same_in_any_order(tmp_path: Path) -> None:
    def taken(folder: Path, files: Sequence[Path]) -> list[tuple[object, ...]]:
        for path in files:
            with suppress(WarcError):  # some are no WARC files, on purpose
                take(folder, path)
        return dumped(folder)

    assert taken(tmp_path / "a", SAMPLES) == taken(tmp_path / "b", SAMPLES[::-1]) != []
