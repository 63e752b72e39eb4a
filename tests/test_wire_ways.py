"""What the recorder keeps of redirects, retries, refusals, stopped downloads and proxies, and what ends a crawl."""

import contextlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.kit.torturing import ask, run
from tests.torture import Answer, TortureServer
from tests.torture_cases import MAXSIZE, PAGE, head, sized

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

    def kept(self, crawl: str, path: str) -> list[dict[str, Any]]:
        """Return the exchanges kept for a path."""
        return [one for one in self.crawls[crawl]["exchanges"] if one["url"].endswith(f"/{path}")]

    def outcome(self, crawl: str, path: str) -> dict[str, Any]:
        """Return what the spider got for a path."""
        (found,) = [one for one in self.crawls[crawl]["outcomes"] if one["url"].endswith(f"/{path}")]
        return dict(found)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Run all crawls at once, in a process of their own, each server with a log of its own."""
    made = {
        "aside": TortureServer(ASIDE),
        "again": TortureServer(ASIDE),
        "deaf": TortureServer(ASIDE),
        "stale": TortureServer(ASIDE, drop_reused=True),
        "old-tls": TortureServer(ASIDE, mode="https", tls_maximum=ssl.TLSVersion.TLSv1_2),
        "secret": TortureServer(ASIDE, mode="proxy"),
    }
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(server) for name, server in made.items()}
        crawls = run(plan(servers), tmp_path_factory.mktemp("ways"))
    return Results(servers, crawls)


def plan(servers: dict[str, TortureServer]) -> dict[str, Any]:
    """Plan the crawls."""
    aside = servers["aside"]
    secret = ask(servers["secret"], "page", mode="proxy")
    secret["headers"] = {"Proxy-Authorization": "Basic c2VjcmV0", "X-Other": "stays"}
    crawls: dict[str, Any] = {
        "ways": {
            "groups": [
                [ask(servers["again"], "redirect", outlet="away")]
                + [ask(servers["again"], path) for path in ("busy", "cut", "private", "page#top")]
            ],
            "settings": {"ROBOTSTXT_OBEY": True},
        },
        "stale": {"groups": [[ask(servers["stale"], "page", step=step) for step in (1, 2)]]},
        "stop": {"groups": [[ask(aside, "long", stop="fail")]]},
        "stop softly": {"groups": [[ask(aside, "long", stop="softly")]]},
        "deaf": {
            "groups": [[ask(servers["deaf"], "page"), ask(servers["deaf"], "never")]],
            "settings": {"DOWNLOAD_HANDLERS": {"http": "tests.torture_crawl.Deaf"}},
        },
        "keeperless": {"groups": [[ask(aside, "unkept")]], "settings": {"WIRE_KEEPER": None}},
        "old-tls": {"groups": [[ask(servers["old-tls"], "page")]]},
        "secret": {"groups": [[secret]]},
        "not-http": {"groups": [[ask(aside, "keeper-not-http"), ask(aside, "page")]]},
        "closed-net": {"groups": [[ask(aside, "page")]], "settings": {"WIRE_ALLOW_ADDRESSES": ["127.0.0.0.0/8"]}},
        **{name: {"groups": [[ask(aside, name)]]} for name in REFUSED},
    }
    common = {"DOWNLOAD_MAXSIZE": MAXSIZE, "DOWNLOAD_TIMEOUT": 20, "WIRE_ALLOW_ADDRESSES": ["127.0.0.0/8"]}
    return {"settings": common, "crawls": crawls}


def test_an_older_tls_is_named_as_iana_names_it(results: Results) -> None:
    (kept,) = results.kept("old-tls", "page")
    assert kept["tls_version"] == "tls/1.2"
    assert kept["tls_cipher"].startswith("TLS_ECDHE_ECDSA_WITH_")


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
        crawls = {"full": {"groups": [[ask(server, "big")]], "settings": {"WIRE_TYPED_HOSTS": ["127.0.0.1"]}}}
        result = run({"crawls": crawls, "largest_file": 2_000_000}, tmp_path)
    assert [one["outcome"] for one in result["full"]["outcomes"]] == ["CaptureFailed"]
    assert result["full"]["reason"] == "CaptureFailed"
    assert len(server.served) == 1


def test_the_proxys_password_reaches_the_proxy_and_no_record(results: Results) -> None:
    (truth,) = results.servers["secret"].of("page")
    (kept,) = results.kept("secret", "page")
    assert b"\r\nProxy-Authorization: Basic c2VjcmV0\r\n" in truth.request
    assert kept["request"] == truth.request.replace(b"Proxy-Authorization: Basic c2VjcmV0\r\n", b"")
