"""What a crawl came to is kept in the WARC, with a line in the chain behind it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from archive.errors import WarcError
from archive.models import Miss
from archive.morgue import Morgue
from archive.store import warcs
from archive.warc import chain, ledger
from archive.warc.conformance import check_file
from archive.warc.ledger import Ledger, OutletPart, SourceCount
from archive.warc.reader import StoredRecord, iterate
from crawler.crawl.crawl_report import definition
from crawler.outlet import Feed, Outlet
from tests.keeping import PAGE, at, exchange, opened

LEDGER = Ledger(
    crawl_id=7,
    started_at=at(0),
    finished_at=at(9),
    status="done",
    software="rowback/0.1.0",
    clock_skew_seconds=-1.5,
    counts={"new": 3, "bytes": 900},
    outlets=(
        OutletPart(
            name="courier",
            definition={"home": "https://courier.example/"},
            announced=40,
            within=12,
            taken=3,
            fetched=2,
            sources=(SourceCount(url="https://courier.example/feed", kind="feed", announced=40, within=12),),
            missed={"timeout": 1},
            stopped="the time is up",
        ),
    ),
    misses=(
        Miss(url="https://courier.example/a\u2028b", missed_at=at(1), reason="timeout", detail="30 s \ud800"),
        Miss(url="https://courier.example/c", missed_at=at(2), reason="rate_limited", retry_at=at(60)),
    ),
)


def test_a_ledger_reads_back_as_it_was_written() -> None:
    read = ledger.loads(ledger.dumps(LEDGER))
    assert read.outlets == LEDGER.outlets
    assert [(miss.url, miss.reason, miss.retry_at, miss.crawl_id) for miss in read.misses] == [
        ("https://courier.example/a\u2028b", "timeout", None, 7),
        ("https://courier.example/c", "rate_limited", at(60), 7),
    ]
    assert (read.started_at, read.finished_at, read.clock_skew_seconds) == (at(0), at(9), -1.5)


@pytest.mark.parametrize("block", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "outlets": 3}', b"\xff"])
def test_what_is_no_ledger_is_refused(block: bytes) -> None:
    with pytest.raises(WarcError):
        ledger.loads(block)


def test_the_ledger_stands_in_the_warc_before_the_line_that_covers_it(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep([exchange()])
        (line,) = archive.seal(LEDGER)
        ends = warcs.indexed(archive.connection)
    assert (line.start, line.end) == (0, ends[line.file])
    records = [
        (record.target_uri, record.block.read())
        for record in iterate(tmp_path / "warcs" / line.file, end=line.end)
        if isinstance(record, StoredRecord) and record.type == "resource"
    ]
    assert records == [("urn:rowback:crawl:7", ledger.dumps(LEDGER))]
    assert check_file(tmp_path / "warcs" / line.file) == []
    assert not chain.check(chain.load(Morgue(tmp_path)))


def test_the_next_crawl_continues_the_file_and_the_chain(tmp_path: Path) -> None:
    for minute in range(3):
        with opened(tmp_path, minute) as archive:
            archive.keep([exchange(f"https://example.org/{minute}", PAGE + b"%d" % minute, minute=minute)])
            archive.seal(LEDGER)
    lines = chain.load(Morgue(tmp_path))
    assert not chain.check(lines)
    assert len({line.file for line in lines if isinstance(line, chain.Line)}) == 1


@pytest.mark.parametrize(
    ("heads", "skew"),
    [
        ([b"Date: Tue, 14 Feb 2017 08:00:10 GMT\r\n"], 10.0),
        ([b"Date: Tue, 14 Feb 2017 07:59:50 -0000\r\n"], -10.0),
        ([b"Date: Tue, 14 Feb 2017 %s GMT\r\n" % clock for clock in (b"08:00:01", b"08:00:03", b"09:00:00")], 3.0),
        ([b"Date: Tue, 14 Feb 2017 07:00:00 GMT\r\nAge: 3600\r\n"], None),
        ([b"Date: yesterday\r\n"], None),
        ([b"Date: Tue, 99 Feb 99999 99:99:99 GMT\r\n"], None),
        ([b""], None),
    ],
)
def test_the_servers_clocks_are_compared_with_ours(tmp_path: Path, heads: list[bytes], skew: float | None) -> None:
    with opened(tmp_path) as archive:
        archive.keep([exchange(f"https://example.org/{n}", head=head) for n, head in enumerate(heads)])
        assert archive.clock_skew(0) == skew
        assert archive.clock_skew(9) is None


def test_a_definition_is_json_and_names_its_sources() -> None:
    outlet = Outlet(name="courier", home="https://courier.example/", sources=(Feed("https://courier.example/feed"),))
    said = json.loads(json.dumps(definition(outlet)))
    assert said["sources"] == [{"kind": "feed", "url": "https://courier.example/feed"}]
    assert said["home"] == "https://courier.example/"


def test_times_in_a_ledger_are_utc() -> None:
    said = json.loads(ledger.dumps(LEDGER))
    assert dt.datetime.fromisoformat(said["finished_at"]).utcoffset() == dt.timedelta(0)
