"""robots.txt: what it forbids, by which line, and what holds while it cannot be had."""

import datetime as dt

import pytest

from archive.times import UTC
from crawler.politeness.robots import (
    KEPT,
    LIMIT,
    STALE,
    TRIED_AGAIN,
    Fetched,
    Robots,
    address,
    follow,
    is_fresh,
    judge,
    origin,
    said,
    settle,
)

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = "https://gazette.example"


def fetched(body: str | bytes = b"", *, status: int = 200, at: dt.datetime = NOW) -> Fetched:
    data = body.encode() if isinstance(body, str) else body
    return Fetched(origin=SITE, fetched_at=at, status=status, body=data)


def rules(body: str | bytes) -> Robots:
    return judge(fetched(body))


FILE = """\
# welcome
User-agent: *
Disallow: /

User-agent: other
Disallow: /news/

User-agent: Rowback
Crawl-delay: 7
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Disallow: /search?q=
Sitemap: /sitemap.xml
Sitemap: https://cdn.example/news.xml
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/news/a", None),
        ("/private/a", 10),
        ("/private/open/a", None),
        ("/private/opening", None),
        ("/a/b.pdf", 12),
        ("/a/b.pdf?x=1", None),
        ("/search?q=flood", 13),
        ("/robots.txt", None),
        ("", None),
    ],
)
def test_our_own_group_alone_decides_and_the_line_is_named(path: str, line: int | None) -> None:
    decision = rules(FILE).decide(SITE + path)
    assert decision.allowed is (line is None)
    assert decision.line == line
    if line:
        assert decision.why == f"robots forbids {path} (line {line})"


def test_the_wildcard_group_holds_where_none_is_ours() -> None:
    decision = rules("User-agent: other\nDisallow:\n\nUser-agent: *\nDisallow: /a\n").decide(SITE + "/a/b")
    assert (decision.allowed, decision.line) == (False, 5)


def test_outlets_can_shut_us_out_by_name() -> None:
    shut = rules("User-agent: *\nAllow: /\n\nUser-agent: rowback\nDisallow: /")
    assert shut.decide(SITE + "/").why == "robots forbids / (line 5)"


@pytest.mark.parametrize("name", ["rowback", "ROWBACK", "rowback/1.0", "rowback (+https://example.org)"])
def test_our_name_is_known_in_every_spelling(name: str) -> None:
    assert not rules(f"User-agent: {name}\nDisallow: /").decide(SITE + "/a").allowed


@pytest.mark.parametrize("name", ["row", "rowbackup", "back", "borrowback"])
def test_names_that_only_resemble_ours_are_not_ours(name: str) -> None:
    assert rules(f"User-agent: {name}\nDisallow: /").decide(SITE + "/a").allowed


def test_one_group_for_several_names() -> None:
    shared = "User-agent: other\nUser-agent: rowback\nDisallow: /a\nUser-agent: third\nDisallow: /b\n"
    assert rules(shared).decide(SITE + "/a").line == 3
    assert rules(shared).decide(SITE + "/b").allowed


def test_the_longest_match_decides_and_a_tie_allows() -> None:
    both = rules("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nDisallow: /t\nAllow: /t\n")
    assert both.decide(SITE + "/a/x").line == 2
    assert both.decide(SITE + "/a/b/x").allowed
    assert both.decide(SITE + "/a/b/c/x").line == 4
    assert both.decide(SITE + "/t").allowed


@pytest.mark.parametrize(
    "line", ["disallow: /a", "Disallow:/a", "  DISALLOW : /a  # why", "Dissallow: /a", "Disallow /a"]
)
def test_sloppy_lines_forbid_too_and_are_named(line: str) -> None:
    decision = rules(f"User-agent: *\n{line}\n").decide(SITE + "/a/b")
    assert (decision.allowed, decision.line) == (False, 2)


def test_escaped_and_foreign_letters_match_either_way() -> None:
    escaped = rules("User-agent: *\nDisallow: /caf%C3%A9\n")
    assert escaped.decide(SITE + "/café").line == 2
    assert rules("User-agent: *\nDisallow: /café\n").decide(SITE + "/caf%C3%A9").line == 2


def test_delay_and_sitemaps_are_read() -> None:
    assert rules(FILE).crawl_delay == 7
    assert rules(FILE).sitemaps == (SITE + "/sitemap.xml", "https://cdn.example/news.xml")
    assert rules("User-agent: *\nRequest-rate: 1/30s\n").crawl_delay == 30
    assert rules("User-agent: *\nCrawl-delay: soon\n").crawl_delay is None
    assert rules("Sitemap: javascript:alert(1)\n").sitemaps == ()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 301])
def test_no_file_means_that_all_is_allowed(status: int) -> None:
    answer = judge(fetched(b"User-agent: *\nDisallow: /", status=status))
    assert answer.decide(SITE + "/a").allowed
    assert answer.crawl_delay is None


@pytest.mark.parametrize("status", [0, 429, 500, 502, 503, 599])
def test_a_file_that_cannot_be_had_forbids_all_but_itself(status: int) -> None:
    answer = judge(fetched(status=status))
    assert not answer.decide(SITE + "/a").allowed
    assert "robots.txt" in answer.decide(SITE + "/a").why
    assert answer.decide(SITE + "/robots.txt").allowed


@pytest.mark.parametrize(
    "body", [b"", b"\xef\xbb\xbf", b"<html><body>Not here</body></html>", b"\x00\xff" * 100, b"\n" * 1000]
)
def test_a_file_without_rules_allows_all(body: bytes) -> None:
    assert rules(body).decide(SITE + "/a").allowed


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, b"User-agent: *\nDisallow: /private/\n", "lets us in"),
        (200, b"", "lets us in"),
        (200, b"User-agent: rowback\nDisallow: /\n", "robots forbids / (line 2)"),
        (404, b"", "there is none (404)"),
        (403, b"", "is not shown to us (403), which forbids nothing"),
        (401, b"", "is not shown to us (401), which forbids nothing"),
        (302, b"", "redirects without end (302), which forbids nothing"),
        (503, b"", "answered 503: nothing may be fetched until it can be read"),
        (429, b"", "answered 429: nothing may be fetched until it can be read"),
        (0, b"", "could not be had: nothing may be fetched until it can be read"),
    ],
)
def test_what_came_of_asking_is_told_as_the_standard_has_it(status: int, body: bytes, words: str) -> None:
    """RFC 9309, 2.3.1: 4xx is unavailable and forbids nothing, 5xx and silence are unreachable and forbid all."""
    home = "https://gazette.example"
    at = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    assert said(Fetched(origin=home, fetched_at=at, status=status, body=body), f"{home}/") == words
    assert said(None, f"{home}/") == "was not asked for"


def test_a_byte_order_mark_hides_no_rule() -> None:
    assert rules(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a").decide(SITE + "/a").line == 2


def test_what_lies_beyond_the_limit_is_not_read_and_no_rule_is_halved() -> None:
    head = b"User-agent: *\nDisallow: /early\n"
    filler = b"#" * (LIMIT - len(head) - 8) + b"\n"
    answer = rules(head + filler + b"Disallow: /late\n")
    assert not answer.decide(SITE + "/early").allowed
    assert answer.decide(SITE + "/late").allowed
    assert answer.decide(SITE + "/").allowed  # "Disallow: /" of a cut "Disallow: /late" would forbid it


def test_many_rules_are_judged_and_the_line_is_found() -> None:
    many = "User-agent: *\n" + "".join(f"Disallow: /a{n}/*x$\n" for n in range(5_000))
    assert rules(many).decide(SITE + "/a4711/x").line == 4713


def test_a_file_is_fresh_for_a_day_and_a_failure_for_half_an_hour() -> None:
    assert is_fresh(fetched(), NOW + KEPT - dt.timedelta(seconds=1))
    assert not is_fresh(fetched(), NOW + KEPT)
    assert not is_fresh(fetched(), NOW - dt.timedelta(seconds=1))  # the clock was set back
    assert is_fresh(fetched(status=404), NOW + KEPT / 2)
    assert is_fresh(fetched(status=503), NOW + TRIED_AGAIN / 2)
    assert not is_fresh(fetched(status=503), NOW + TRIED_AGAIN)


def test_an_older_copy_holds_while_the_file_cannot_be_had() -> None:
    good, bad = fetched(FILE), fetched(status=503, at=NOW + dt.timedelta(days=2))
    assert settle(bad, good) is good
    assert settle(bad, None) is bad
    assert settle(fetched(status=404, at=NOW + KEPT), good).status == 404
    assert settle(good, bad) is good
    late = fetched(status=0, at=NOW + STALE)
    assert settle(late, good) is late


def test_redirects_are_followed_five_times_also_to_other_hosts() -> None:
    at = SITE + "/robots.txt"
    assert (
        follow(at, 301, "https://www.gazette.example/robots.txt", redirects=0)
        == "https://www.gazette.example/robots.txt"
    )
    assert follow(at, 302, "/r.txt", redirects=4) == SITE + "/r.txt"
    assert follow(at, 302, "/r.txt", redirects=5) is None
    assert follow(at, 200, "/r.txt", redirects=0) is None
    assert follow(at, 308, None, redirects=0) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Gazette.example:443/a?b", "https://gazette.example"),
        ("http://gazette.example:8080/a", "http://gazette.example:8080"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_one_file_speaks_for_scheme_host_and_port(url: str, expected: str) -> None:
    assert origin(url) == expected
    assert address(url) == expected + "/robots.txt"
