"""From a torturing server's sockets into WARC: every stored block equals the bytes that were sent and received."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.spool import Spool
from archive.warc.conformance import check_file
from archive.warc.fields import Metadata, parse_metadata
from archive.warc.http import entity, frame
from archive.warc.reader import StoredRecord, iterate
from tests.torture import Mode, TortureServer
from tests.torture_cases import CASES, MAXSIZE, Case
from tests.torture_crawl import run

MODES: tuple[Mode, ...] = ("http", "https")
NO_HTTP = ("not-http", "endless-interim")
ANSWERED = [case for case in CASES if case.answer.pieces]


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
class Kept:
    """What a crawl left, and what its server did."""

    server: TortureServer
    files: list[Path]
    events: dict[str, Event]  # by URL
    crawl: dict[str, Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kept]:
    """Crawl all cases into archives, one a mode, so that none holds a page twice."""
    folder = tmp_path_factory.mktemp("shelf")
    answers = {case.name: case.answer for case in CASES}
    with contextlib.ExitStack() as stack:
        servers = {mode: stack.enter_context(TortureServer(answers, mode=mode)) for mode in MODES}
        crawls = {
            mode: {"groups": groups(server), "settings": {"SHELF": str(folder / mode)}}
            for mode, server in servers.items()
        }
        results = run({"settings": SETTINGS, "crawls": crawls}, folder)
    files = {mode: sorted((folder / mode / "warcs").glob("*/*/*.warc.gz*")) for mode in MODES}
    return {mode: Kept(servers[mode], files[mode], read(files[mode]), results[mode]) for mode in MODES}


SETTINGS = {
    "DOWNLOAD_MAXSIZE": MAXSIZE,
    "EXTENSIONS": {"tests.shelf.Shelf": 1},
    "WIRE_ALLOW_ADDRESSES": ["127.0.0.0/8"],
    "WIRE_CLOCK": None,
    "WIRE_KEEPER": "tests.shelf.Shelf",
}


def groups(server: TortureServer) -> list[list[dict[str, Any]]]:
    """Plan a request for each case, those that must time out first."""
    return [
        [
            {
                "url": server.url(case.name),
                "method": case.method,
                "body": case.body.decode(),
                "meta": {"download_timeout": case.timeout, "dont_retry": True},
            }
        ]
        for case in sorted(CASES, key=lambda case: case.outcome != "timeout")
    ]


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
each_case = pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)


@each_mode
@each_case
def test_every_stored_block_equals_the_sockets_bytes(kept: dict[str, Kept], case: Case, mode: str) -> None:
    server = kept[mode].server
    truth = next(one for one in server.of(case.name) if one.response)
    stored = kept[mode].events[server.url(case.name)]
    assert stored.request == truth.request
    assert stored.metadata.surplus_length == len(stored.metadata.surplus)
    if case.every_byte and case.answer.ending != "reset":
        assert stored.received == bytes(truth.response)
    else:
        assert stored.received
        assert truth.response.startswith(stored.received)


@each_mode
@each_case
def test_a_response_holds_one_message_and_what_it_means(kept: dict[str, Kept], case: Case, mode: str) -> None:
    stored = kept[mode].events[kept[mode].server.url(case.name)]
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


@each_mode
@pytest.mark.parametrize("case", [case for case in ANSWERED if case.outcome != "response"], ids=lambda case: case.name)
def test_what_was_cut_short_says_so(kept: dict[str, Kept], case: Case, mode: str) -> None:
    stored = kept[mode].events[kept[mode].server.url(case.name)]
    if case.name in NO_HTTP or case.name == "gzip-transfer":  # whole, though Twisted cannot read it
        assert stored.truncated == ""
    else:
        assert stored.truncated == (case.truncated or "disconnect")


@each_mode
def test_nothing_is_kept_that_was_not_served(kept: dict[str, Kept], mode: str) -> None:
    assert set(kept[mode].events) == {kept[mode].server.url(case.name) for case in ANSWERED}
    assert kept[mode].crawl["stats"]["finish_reason"] == "finished"


@each_mode
def test_the_files_are_as_warc_wants_them(kept: dict[str, Kept], mode: str) -> None:
    assert kept[mode].files
    for file in kept[mode].files:
        assert check_file(Path(str(file).removesuffix(".open"))) == []
