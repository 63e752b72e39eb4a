"""What the recorder kept equals what the sockets of a torturing server sent and received."""

import contextlib
import datetime as dt
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.spool import Spool
from archive.warc.http import entity, frame
from tests.torture import Answer, Served, TortureServer
from tests.torture_cases import CASES, MAXSIZE, PAGE, Case, head, sized
from tests.torture_crawl import CLOCK_START, run

MODES = ("http", "https", "proxy", "connect")
OUTCOMES = {
    "loss": "ResponseDataLossError",
    "failed": "DownloadFailedError",
    "timeout": "DownloadTimeoutError",
    "too large": "DownloadCancelledError",
}
REFUSED = ("keeper-os-error", "keeper-disk-full", "keeper-sql-error")
ASIDE = {  # what the smaller crawls ask for
    "robots.txt": Answer(pieces=(sized(b"User-agent: *\nDisallow: /private\n", "Content-Type: text/plain"),)),
    "redirect": Answer(pieces=(head("Location: /again", "Content-Length: 0", status="HTTP/1.1 302 Found"),)),
    "again": Answer(pieces=(head("Location: /page", "Content-Length: 0", status="HTTP/1.1 301 Moved"),)),
    "page": Answer(pieces=(sized(PAGE),)),
    "busy": Answer(pieces=(sized(b"later", status="HTTP/1.1 503 Service Unavailable"),)),
    "long": Answer(pieces=(sized(bytes(1 << 20)),)),
    "cut": Answer(pieces=(sized(PAGE)[:-9],), ending="close"),
    "keeper-not-http": Answer(pieces=(sized(PAGE),)),
    **{name: Answer(pieces=(sized(PAGE),)) for name in REFUSED},
}


@dataclass(frozen=True)
class Results:
    """What the servers and the crawls say."""

    servers: dict[str, TortureServer]
    crawls: dict[str, Any]

    def kept(self, crawl: str, path: str, mode: str = "") -> list[dict[str, Any]]:
        """Return the exchanges kept for a path."""
        end = url_of(self.servers[mode], mode, path) if mode else f"/{path}"
        return [one for one in self.crawls[crawl]["exchanges"] if one["url"].endswith(end)]

    def outcome(self, crawl: str, path: str, mode: str = "") -> dict[str, Any]:
        """Return what the spider got for a path."""
        end = url_of(self.servers[mode], mode, path) if mode else f"/{path}"
        (found,) = [one for one in self.crawls[crawl]["outcomes"] if one["url"].endswith(end)]
        return dict(found)


def url_of(server: TortureServer, mode: str, path: str) -> str:
    """Return a path's address; behind a proxy the host is one that no resolver knows."""
    behind = {"proxy": "http://torture.test", "connect": "https://torture.test"}
    return f"{behind[mode]}/{path}" if mode in behind else server.url(path)


def ask(server: TortureServer, mode: str, path: str, **meta: object) -> dict[str, Any]:
    """Plan a request."""
    if mode in ("proxy", "connect"):
        meta["proxy"] = f"http://{server.address}:{server.port}"
    return {"url": url_of(server, mode, path), "meta": meta}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Run all crawls at once, in a process of their own."""
    with contextlib.ExitStack() as stack:
        servers = dict(start(stack))
        crawls = run(plan(servers), tmp_path_factory.mktemp("wire"))
    return Results(servers, crawls)


def start(stack: contextlib.ExitStack) -> Iterator[tuple[str, TortureServer]]:
    """Start the servers, each with a log of its own."""
    answers = {case.name: case.answer for case in CASES}
    yield "http", stack.enter_context(TortureServer(answers))
    yield "https", stack.enter_context(TortureServer(answers, mode="https"))
    yield "proxy", stack.enter_context(TortureServer(answers, mode="proxy"))
    yield "connect", stack.enter_context(TortureServer(answers, mode="proxy"))
    yield "aside", stack.enter_context(TortureServer(ASIDE))
    yield "again", stack.enter_context(TortureServer(ASIDE))
    yield "deaf", stack.enter_context(TortureServer(ASIDE))
    yield "stale", stack.enter_context(TortureServer(ASIDE, drop_reused=True))
    yield "old-tls", stack.enter_context(TortureServer(ASIDE, mode="https", tls_maximum=ssl.TLSVersion.TLSv1_2))
    yield "secret", stack.enter_context(TortureServer(ASIDE, mode="proxy"))


def plan(servers: dict[str, TortureServer]) -> dict[str, Any]:
    """Plan the crawls."""
    aside = servers["aside"]
    patient_last = sorted(CASES, key=lambda case: case.outcome != "timeout")
    torture = [
        [
            ask(servers[mode], mode, case.name, download_timeout=case.timeout, dont_retry=True, outlet="torture")
            | {"method": case.method, "body": case.body.decode()}
        ]
        for case in patient_last
        for mode in MODES
    ]
    secret = ask(servers["secret"], "proxy", "page")
    secret["headers"] = {"Proxy-Authorization": "Basic c2VjcmV0", "X-Other": "stays"}
    crawls: dict[str, Any] = {
        "torture": {"groups": torture},
        "ways": {
            "groups": [
                [ask(servers["again"], "", "redirect", outlet="away")]
                + [ask(servers["again"], "", path) for path in ("busy", "cut", "private", "page#top")]
            ],
            "settings": {"ROBOTSTXT_OBEY": True},
        },
        "stale": {"groups": [[ask(servers["stale"], "", "page", step=step) for step in (1, 2)]]},
        "stop": {"groups": [[ask(aside, "", "long", stop="fail")]]},
        "stop softly": {"groups": [[ask(aside, "", "long", stop="softly")]]},
        "deaf": {
            "groups": [[ask(servers["deaf"], "", "page"), ask(servers["deaf"], "", "never")]],
            "settings": {"DOWNLOAD_HANDLERS": {"http": "tests.torture_crawl.Deaf"}},
        },
        "keeperless": {"groups": [[ask(aside, "", "unkept")]], "settings": {"WIRE_KEEPER": None}},
        "old-tls": {"groups": [[ask(servers["old-tls"], "", "page")]]},
        "secret": {"groups": [[secret]]},
        "not-http": {"groups": [[ask(aside, "", "keeper-not-http"), ask(aside, "", "page")]]},
        "closed-net": {"groups": [[ask(aside, "", "page")]], "settings": {"WIRE_ALLOW_ADDRESSES": ["127.0.0.0.0/8"]}},
        **{name: {"groups": [[ask(aside, "", name)]]} for name in REFUSED},
    }
    common = {"DOWNLOAD_MAXSIZE": MAXSIZE, "DOWNLOAD_TIMEOUT": 20, "WIRE_ALLOW_ADDRESSES": ["127.0.0.0/8"]}
    return {"settings": common, "crawls": crawls}


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_mode = pytest.mark.parametrize("mode", MODES)


def served(results: Results, case: Case, mode: str) -> Served:
    """Return the one exchange in which the server answered."""
    answered = [one for one in results.servers[mode].of(case.name) if one.response]
    assert len(answered) == 1
    return answered[0]


@each_mode
@each_case
def test_what_is_kept_are_the_bytes_of_the_servers_socket(results: Results, case: Case, mode: str) -> None:
    kept = results.kept("torture", case.name, mode)
    if not case.answer.pieces:
        assert kept == []
        return
    truth = served(results, case, mode)
    assert len(kept) == 1
    assert kept[0]["request"] == truth.request
    response = kept[0]["response"]
    if case.every_byte and case.answer.ending != "reset":
        assert response == bytes(truth.response)
    else:
        assert response
        assert truth.response.startswith(response)


@each_mode
@each_case
def test_the_spider_gets_what_scrapy_makes_of_it(results: Results, case: Case, mode: str) -> None:
    outcome = results.outcome("torture", case.name, mode)
    assert outcome["outcome"] == OUTCOMES.get(case.outcome, str(case.status))
    assert outcome["captures"] == (1 if case.answer.pieces else 0)


@each_mode
@each_case
def test_why_a_recording_ended_early_is_said(results: Results, case: Case, mode: str) -> None:
    farewell_owed = case.name == "closed-rudely" and mode in ("https", "connect")  # RFC 9112, 9.8
    for kept in results.kept("torture", case.name, mode):
        assert kept["truncated"] == ("disconnect" if farewell_owed else case.truncated)


@each_mode
@pytest.mark.parametrize("case", [case for case in CASES if case.entity is not None], ids=lambda case: case.name)
def test_the_recorded_bytes_frame_to_what_the_server_meant(results: Results, case: Case, mode: str) -> None:
    (kept,) = results.kept("torture", case.name, mode)
    spool = Spool(kept["response"])
    framed = frame(spool, method=case.method)
    assert framed.status == case.status
    if case.truncated is None:
        assert framed.complete
        assert b"".join(entity(spool, framed)) == case.entity
    spool.close()


@each_mode
def test_connections_are_used_again(results: Results, mode: str) -> None:
    server = results.servers[mode]
    most = max(Counter(one.connection for one in server.served).values())
    assert most > 1


@each_mode
def test_address_and_tls_are_those_of_the_peer_that_answered(results: Results, mode: str) -> None:
    for case in CASES:
        for kept in results.kept("torture", case.name, mode):
            direct = mode in ("http", "https")
            secured = mode in ("https", "connect")
            assert kept["ip_address"] == ("127.0.0.1" if direct else None)
            assert kept["tls_version"] == ("tls/1.3" if secured else None)
            assert (kept["tls_cipher"] or "").startswith("TLS_" if secured else "")
            assert kept["outlet"] == "torture"
            assert kept["method"] == case.method


def test_an_older_tls_is_named_as_iana_names_it(results: Results) -> None:
    (kept,) = results.kept("old-tls", "page")
    assert kept["tls_version"] == "tls/1.2"
    assert kept["tls_cipher"].startswith("TLS_ECDHE_ECDSA_WITH_")


def test_times_come_from_the_clock_that_was_given(results: Results) -> None:
    seen = set()
    for crawl in results.crawls.values():
        for kept in crawl["exchanges"]:
            started, finished = (dt.datetime.fromisoformat(kept[key]) for key in ("started_at", "finished_at"))
            assert CLOCK_START < started < finished < CLOCK_START + dt.timedelta(seconds=1)
            seen.add(started)
    assert len(seen) == sum(len(crawl["exchanges"]) for crawl in results.crawls.values())


def test_a_request_that_twisted_sends_again_is_an_attempt_and_an_exchange(results: Results) -> None:
    requests = results.servers["stale"].of("page")
    assert [bool(one.response) for one in requests] == [True, False, True]
    assert requests[0].connection == requests[1].connection != requests[2].connection
    kept = results.kept("stale", "page")
    assert [one["request"] for one in kept] == [requests[0].request, requests[2].request]
    assert [one["response"] for one in kept] == [requests[0].response, requests[2].response]
    assert results.crawls["stale"]["stats"]["wire/attempts"] == 1
    assert results.crawls["stale"]["stats"]["wire/exchanges"] == 2


@pytest.mark.parametrize(("path", "times"), [("robots.txt", 1), ("redirect", 1), ("again", 1), ("busy", 2), ("cut", 2)])
def test_robots_redirects_and_each_retry_are_kept(results: Results, path: str, times: int) -> None:
    truth = results.servers["again"].of(path)
    kept = results.kept("ways", path)
    assert len(kept) == len(truth) == times
    assert [one["request"] for one in kept] == [one.request for one in truth]
    assert [one["response"] for one in kept] == [one.response for one in truth]


def test_an_exchange_behind_a_redirect_says_where_it_came_from(results: Results) -> None:
    server = results.servers["again"]
    trail = {path: results.kept("ways", path)[0] for path in ("redirect", "again", "page")}
    assert [(one["via"], one["hops"], one["outlet"]) for one in trail.values()] == [
        ("", "L", "away"),
        (server.url("redirect"), "LR", "away"),
        (server.url("again"), "LRR", "away"),
    ]


def test_an_exchange_has_the_address_that_was_asked_for(results: Results) -> None:
    assert results.outcome("ways", "page#top")["outcome"] == "200"
    assert [one["url"] for one in results.kept("ways", "page")] == [results.servers["again"].url("page")] * 2


def test_what_robots_forbids_is_not_sent(results: Results) -> None:
    assert results.outcome("ways", "private")["outcome"] == "IgnoreRequest"
    assert results.servers["again"].of("private") == []


@pytest.mark.parametrize(("crawl", "outcome"), [("stop", "StopDownload"), ("stop softly", "200")])
def test_a_download_that_was_stopped_is_kept_as_far_as_it_came(results: Results, crawl: str, outcome: str) -> None:
    assert results.outcome(crawl, "long")["outcome"] == outcome
    (kept,) = results.kept(crawl, "long")
    assert kept["truncated"] == "length"
    assert sized(bytes(1 << 20)).startswith(kept["response"])
    assert kept["response"].startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_response_that_was_not_recorded_is_an_error_and_ends_the_crawl(results: Results) -> None:
    assert results.outcome("deaf", "page")["outcome"] == "WireRecordingError"
    assert results.crawls["deaf"]["reason"] == "WireRecordingError"
    assert results.servers["deaf"].of("never") == []


def test_a_crawl_without_a_keeper_ends_before_it_fetches(results: Results) -> None:
    outcome = results.outcome("keeperless", "unkept")
    assert results.servers["aside"].of("unkept") == []
    assert outcome["outcome"] == "WireRecordingError"
    assert "WIRE_KEEPER" in outcome["text"]
    assert results.crawls["keeperless"]["reason"] == "WireRecordingError"


@pytest.mark.parametrize(
    ("path", "name"),
    [("keeper-os-error", "CaptureFailed"), ("keeper-disk-full", "DiskFull"), ("keeper-sql-error", "CaptureFailed")],
)
def test_a_keeper_that_fails_ends_the_crawl_and_is_never_tried_again(results: Results, path: str, name: str) -> None:
    outcome = results.outcome(path, path)
    assert outcome["outcome"] == name
    assert path in outcome["text"]
    assert results.crawls[path]["reason"] == name
    assert len(results.servers["aside"].of(path)) == 1


def test_an_answer_that_is_no_http_fails_alone(results: Results) -> None:
    assert results.outcome("not-http", "keeper-not-http")["outcome"] == "NotHttp"
    assert results.outcome("not-http", "page")["outcome"] == "200"
    assert results.crawls["not-http"]["reason"] == "finished"


def test_a_network_that_cannot_be_read_ends_the_crawl(results: Results) -> None:
    outcome = results.outcome("closed-net", "page")
    assert outcome["outcome"] == results.crawls["closed-net"]["reason"] == "ConfigError"
    assert "127.0.0.0.0/8" in outcome["text"]


def test_a_temporary_file_that_cannot_grow_is_not_taken_for_the_network(tmp_path: Path) -> None:
    big = Answer(pieces=(head("Content-Length: 3000000"), bytes(3_000_000)))
    with TortureServer({"big": big}) as server:
        crawls = {"full": {"groups": [[ask(server, "", "big")]], "settings": {"WIRE_TYPED_HOSTS": ["127.0.0.1"]}}}
        result = run({"crawls": crawls, "largest_file": 2_000_000}, tmp_path)
    assert [one["outcome"] for one in result["full"]["outcomes"]] == ["CaptureFailed"]
    assert result["full"]["reason"] == "CaptureFailed"
    assert len(server.served) == 1


def test_the_proxys_password_reaches_the_proxy_and_no_record(results: Results) -> None:
    (truth,) = results.servers["secret"].of("page")
    (kept,) = results.kept("secret", "page")
    assert b"\r\nProxy-Authorization: Basic c2VjcmV0\r\n" in truth.request
    assert kept["request"] == truth.request.replace(b"Proxy-Authorization: Basic c2VjcmV0\r\n", b"")
