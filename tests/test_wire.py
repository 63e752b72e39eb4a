"""What is kept equals what the sockets of a torturing server sent and received: by the recorder, and in WARC.

All ways of answering are crawled over http, those that a transport has a say in over https and through a proxy, too.
"""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.spool import Spool
from archive.warc.conformance import check_file
from archive.warc.fields import Metadata, parse_metadata
from archive.warc.http import entity, frame
from archive.warc.reader import StoredRecord, iterate
from tests.kit.torturing import CLOCK_START, ask, run, url_of
from tests.torture import Served, TortureServer
from tests.torture_cases import CASES, MAXSIZE, Case

MODES = ("http", "https", "proxy", "connect")
# What ends a message or a connection, which TLS and proxies wrap; what fills buffers; and one of each outcome.
WRAPPED = (
    "length", "big", "chunked-trailers", "closed", "closed-rudely", "told-to-close", "drip-chunked", "surplus", "br",
    "interim-three", "head", "post", "cut-length", "cut-head", "no-answer", "not-http", "reset", "hang-in-body",
    "announced-too-large", "endless-interim",
)  # fmt: skip
CASES_OF = {mode: [case for case in CASES if mode == "http" or case.name in WRAPPED] for mode in MODES}
NO_HTTP = ("not-http", "endless-interim")
OUTCOMES = {
    "loss": "ResponseDataLossError",
    "failed": "DownloadFailedError",
    "timeout": "DownloadTimeoutError",
    "too large": "DownloadCancelledError",
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """The records of one exchange."""

    type: str  # response; metadata when the answer is no HTTP
    block: bytes
    truncated: str
    request: bytes
    metadata: Metadata

    @property
    def received(self) -> bytes:
        """Everything that came, as the records hold it."""
        return b"".join(self.metadata.interim_heads) + self.block + self.metadata.surplus


@dataclass(frozen=True)
class Crawled:
    """What the crawl over one transport left: in the recorder, in the archive, and what its server did."""

    mode: str
    server: TortureServer
    crawl: dict[str, Any]
    files: list[Path]
    events: dict[str, Event]  # by URL

    def url(self, case: Case) -> str:
        """Return the address of a case."""
        return url_of(self.server, case.name, self.mode)

    def kept(self, case: Case) -> list[dict[str, Any]]:
        """Return the exchanges kept for a case."""
        return [one for one in self.crawl["exchanges"] if one["url"] == self.url(case)]

    def served(self, case: Case) -> Served:
        """Return the one exchange in which the server answered."""
        (answered,) = [one for one in self.server.of(case.name) if one.response]
        return answered


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    """Crawl in one process, over each transport into an archive of its own, so that none holds a page twice."""
    folder = tmp_path_factory.mktemp("wire")
    answers = {case.name: case.answer for case in CASES}
    with contextlib.ExitStack() as stack:
        kinds = {"http": "http", "https": "https", "proxy": "proxy", "connect": "proxy"}
        servers = {mode: stack.enter_context(TortureServer(answers, mode=kinds[mode])) for mode in MODES}
        crawls = {mode: plan(server, mode, folder / mode) for mode, server in servers.items()}
        results = run({"settings": SETTINGS, "crawls": crawls}, folder)
    files = {mode: sorted((folder / mode / "warcs").glob("*/*/*.warc.gz*")) for mode in MODES}
    return {mode: Crawled(mode, servers[mode], results[mode], files[mode], read(files[mode])) for mode in MODES}


SETTINGS = {"DOWNLOAD_MAXSIZE": MAXSIZE, "DOWNLOAD_TIMEOUT": 20, "WIRE_ALLOW_ADDRESSES": ["127.0.0.0/8"]}


def plan(server: TortureServer, mode: str, morgue: Path) -> dict[str, Any]:
    """Plan a request for each case, those that must time out first; few at once, so that connections are used again."""
    groups = [
        [
            ask(server, case.name, mode=mode, download_timeout=case.timeout, dont_retry=True, outlet="torture")
            | {"method": case.method, "body": case.body.decode()}
        ]
        for case in sorted(CASES_OF[mode], key=lambda case: case.outcome != "timeout")
    ]
    return {"groups": groups, "settings": {"SHELF": str(morgue), "CONCURRENT_REQUESTS_PER_DOMAIN": 8}}


def read(files: list[Path]) -> dict[str, Event]:
    """Gather the events of all files by their URLs."""
    events: dict[str, Event] = {}
    for file in files:
        records: dict[str, tuple[StoredRecord, bytes]] = {}
        for record in iterate(Path(str(file).removesuffix(".open"))):
            assert isinstance(record, StoredRecord), record
            records[record.record_id] = (record, record.block.read())
        for record, block in list(records.values()):
            if record.type == "request":
                events[record.target_uri] = event(record, block, records)
    return events


def event(request: StoredRecord, sent: bytes, records: dict[str, tuple[StoredRecord, bytes]]) -> Event:
    """Gather the event that a request belongs to."""
    first, block = records[plain(request.header("WARC-Concurrent-To"))]
    said = [
        text
        for record, text in records.values()
        if record.type == "metadata"
        and first.record_id in (record.record_id, plain(record.header("WARC-Concurrent-To")))
    ]
    assert len(said) == 1
    return Event(
        type=first.type,
        block=b"" if first.type == "metadata" else block,
        truncated=first.header("WARC-Truncated"),
        request=sent,
        metadata=parse_metadata(said[0]),
    )


def plain(record_id: str) -> str:
    """Return an id without its brackets."""
    return record_id.strip("<>")


each_mode = pytest.mark.parametrize("mode", MODES)


def each(belongs: Callable[[Case], bool]) -> pytest.MarkDecorator:
    """Test all cases of which that holds, on each transport that they are crawled over."""
    pairs = [(case, mode) for mode in MODES for case in CASES_OF[mode] if belongs(case)]
    return pytest.mark.parametrize(("case", "mode"), pairs, ids=[f"{case.name}-{mode}" for case, mode in pairs])


each_case = each(lambda case: True)
each_answered = each(lambda case: bool(case.answer.pieces))


@each_case
def test_what_is_kept_are_the_bytes_of_the_servers_socket(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    kept = crawled[mode].kept(case)
    if not case.answer.pieces:
        assert kept == []
        return
    truth = crawled[mode].served(case)
    assert len(kept) == 1
    assert kept[0]["request"] == truth.request
    response = kept[0]["response"]
    if case.every_byte and case.answer.ending != "reset":
        assert response == bytes(truth.response)
    else:
        assert response
        assert truth.response.startswith(response)


@each_case
def test_the_spider_gets_what_scrapy_makes_of_it(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    (outcome,) = [one for one in crawled[mode].crawl["outcomes"] if one["url"] == crawled[mode].url(case)]
    assert outcome["outcome"] == OUTCOMES.get(case.outcome, str(case.status))
    assert outcome["captures"] == (1 if case.answer.pieces and case.name not in NO_HTTP else 0)


@each_case
def test_why_a_recording_ended_early_is_said(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    farewell_owed = case.name == "closed-rudely" and mode in ("https", "connect")  # RFC 9112, 9.8
    for kept in crawled[mode].kept(case):
        assert kept["truncated"] == ("disconnect" if farewell_owed else case.truncated)


@each(lambda case: case.entity is not None)
def test_the_recorded_bytes_frame_to_what_the_server_meant(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    (kept,) = crawled[mode].kept(case)
    spool = Spool(kept["response"])
    framed = frame(spool, method=case.method)
    assert framed.status == case.status
    if case.truncated is None:
        assert framed.complete
        assert b"".join(entity(spool, framed)) == case.entity
    spool.close()


@each_mode
def test_connections_are_used_again(crawled: dict[str, Crawled], mode: str) -> None:
    server = crawled[mode].server
    most = max(Counter(one.connection for one in server.served).values())
    assert most > 1


@each_mode
def test_address_and_tls_are_those_of_the_peer_that_answered(crawled: dict[str, Crawled], mode: str) -> None:
    for case in CASES_OF[mode]:
        for kept in crawled[mode].kept(case):
            direct = mode in ("http", "https")
            secured = mode in ("https", "connect")
            assert kept["ip_address"] == ("127.0.0.1" if direct else None)
            assert kept["tls_version"] == ("tls/1.3" if secured else None)
            assert (kept["tls_cipher"] or "").startswith("TLS_" if secured else "")
            assert kept["outlet"] == "torture"
            assert kept["method"] == case.method


def test_times_come_from_the_clock_that_was_given(crawled: dict[str, Crawled]) -> None:
    seen, crawls = set(), [one.crawl for one in crawled.values()]
    for crawl in crawls:
        for kept in crawl["exchanges"]:
            started, finished = (dt.datetime.fromisoformat(kept[key]) for key in ("started_at", "finished_at"))
            assert CLOCK_START < started < finished < CLOCK_START + dt.timedelta(seconds=1)
            seen.add(started)
    assert len(seen) == sum(len(crawl["exchanges"]) for crawl in crawls)


@each_answered
def test_every_stored_block_equals_the_sockets_bytes(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    truth = crawled[mode].served(case)
    stored = crawled[mode].events[crawled[mode].url(case)]
    assert stored.request == truth.request
    assert stored.metadata.surplus_length == len(stored.metadata.surplus)
    if case.every_byte and case.answer.ending != "reset":
        assert stored.received == bytes(truth.response)
    else:
        assert stored.received
        assert truth.response.startswith(stored.received)


@each_answered
def test_a_response_holds_one_message_and_what_it_means(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    stored = crawled[mode].events[crawled[mode].url(case)]
    if case.name in NO_HTTP:
        assert stored.type == "metadata"
        return
    assert stored.type == "response"
    spool = Spool(stored.block)
    framed = frame(spool, method=case.method)
    assert framed.interim == ()
    assert framed.surplus.start == framed.surplus.end
    if case.entity is not None and not stored.truncated:
        assert b"".join(entity(spool, framed)) == case.entity
    spool.close()


@each(lambda case: bool(case.answer.pieces) and case.outcome != "response")
def test_what_was_cut_short_says_so(crawled: dict[str, Crawled], case: Case, mode: str) -> None:
    stored = crawled[mode].events[crawled[mode].url(case)]
    if case.name in NO_HTTP or case.name == "gzip-transfer":  # whole, though Twisted cannot read it
        assert stored.truncated == ""
    else:
        assert stored.truncated == (case.truncated or "disconnect")


@each_mode
def test_nothing_is_kept_that_was_not_served(crawled: dict[str, Crawled], mode: str) -> None:
    answered = [case for case in CASES_OF[mode] if case.answer.pieces]
    assert set(crawled[mode].events) == {crawled[mode].url(case) for case in answered}
    assert crawled[mode].crawl["stats"]["finish_reason"] == "finished"


@each_mode
def test_the_files_are_as_warc_wants_them(crawled: dict[str, Crawled], mode: str) -> None:
    assert crawled[mode].files
    for file in crawled[mode].files:
        assert check_file(Path(str(file).removesuffix(".open"))) == []
