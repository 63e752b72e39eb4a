"""How long to wait, when to stop asking, and which addresses have no end."""

import datetime as dt

import pytest

from archive.errors import BadInput
from archive.times import UTC
from crawler.politeness import LONGEST_WAIT, USUAL_WAIT, Patience, delay, is_loopback, retry_after
from crawler.traps import trap

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("host", "outlet", "crawl_delay", "seconds", "why"),
    [
        ("gazette.example", 0.0, None, 2.0, "rowback's own floor"),
        ("gazette.example", 0.5, 1.0, 2.0, "rowback's own floor"),
        ("gazette.example", 5.0, None, 5.0, "the outlet's delay"),
        ("gazette.example", 5.0, 30.0, 30.0, "Crawl-delay in robots.txt"),
        ("gazette.example", 5.0, float("inf"), 5.0, "the outlet's delay"),
        ("192.168.1.5", 0.0, None, 2.0, "rowback's own floor"),
        ("127.0.0.1", 0.0, None, 0.0, "loopback"),
        ("127.0.0.1", 0.0, 3.0, 3.0, "Crawl-delay in robots.txt"),
    ],
)
def test_the_longest_wait_that_anyone_asks_for_holds(
    host: str, outlet: float, crawl_delay: float | None, seconds: float, why: str
) -> None:
    wait = delay(host, outlet=outlet, crawl_delay=crawl_delay)
    assert (wait.seconds, wait.why) == (seconds, why)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST.", "paper.localhost"]
)
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "10.0.0.1", "128.0.0.1", "", "127.0.0.1.example", "0.0.0.0"])  # noqa: S104
def test_other_machines_are_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("header", "ahead"),
    [
        ("120", dt.timedelta(minutes=2)),
        (" 0 ", dt.timedelta(0)),
        ("86401", LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("Sat, 21 Nov 2026 12:05:00 GMT", dt.timedelta(minutes=5)),
        ("Sat, 21 Nov 2026 11:00:00 GMT", dt.timedelta(0)),
        ("Sun, 21 Nov 2027 12:00:00 GMT", LONGEST_WAIT),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_up_to_a_day(header: str, ahead: dt.timedelta) -> None:
    assert retry_after(header, NOW) == NOW + ahead


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "²", "Sat, 99 Nov 2026 12:05:00 GMT"])
def test_what_names_no_time_says_nothing(header: str | None) -> None:
    assert retry_after(header, NOW) is None


@pytest.mark.parametrize("status", [403, 429, 503])
def test_three_refusals_in_a_row_rest_the_outlet(status: int) -> None:
    patience = Patience()
    for expected in (False, False, True):
        patience = patience.after(status, NOW)
        assert patience.rests is expected
    assert "until the next crawl" in patience.why()


def test_any_other_answer_forgives() -> None:
    patience = Patience().after(403, NOW).after(429, NOW).after(200, NOW).after(503, NOW).after(404, NOW)
    assert patience == Patience()
    assert not patience.why()


def test_a_refusal_says_how_long_to_wait() -> None:
    assert Patience().after(429, NOW, "60").asked_to_wait_until == NOW + dt.timedelta(seconds=60)
    assert Patience().after(503, NOW).asked_to_wait_until == NOW + USUAL_WAIT
    assert Patience().after(403, NOW).asked_to_wait_until is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://g.example/a;jsessionid=0123456789ABCDEF", "session id in the path"),
        ("https://g.example/?PHPSESSID=0123456789abcdef0123", "session id in the query (PHPSESSID)"),
        ("https://g.example/a?sid=0123456789abcdef0123", "session id in the query (sid)"),
        ("https://g.example/news/news/news/flood", "path repeats 'news'"),
        ("https://g.example/a/b/a/b/a/b/", "path repeats itself"),
        ("https://g.example/" + "/".join("abcdefghijklmnopq"), "path of 17 parts"),
        ("https://g.example/?" + "&".join(f"a{n}=1" for n in range(9)), "9 query parameters"),
        ("https://g.example/?f=1&f=2&f=3", "query repeats 'f'"),
        ("https://g.example/calendar/2099/01", "calendar page of 2099"),
        ("https://g.example/calendar?month=11", "calendar page"),
        ("https://g.example/list?year=1950&month=3", "calendar page of 1950"),
        ("https://g.example/" + "x" * 2000, "address of 2,018 characters"),
    ],
)
def test_addresses_without_end_are_told(url: str, why: str) -> None:
    assert trap(url, NOW) == why


@pytest.mark.parametrize(
    "url",
    [
        "https://g.example/2026/11/21/flood-in-the-valley",
        "https://g.example/1/1/1/flood",
        "https://g.example/the-events-of-1968",
        "https://g.example/events/2013/05/flood-of-the-century",
        "https://g.example/flood?id=4711&page=2&sid=12",
        "https://g.example/a/b/a/c",
        "https://g.example/story?tags[]=a&tags[]=b&tags[]=c",
        "https://g.example/calendar/2026/spring-fair-returns",
        "https://g.example/",
    ],
)
def test_articles_are_no_traps(url: str) -> None:
    assert trap(url, NOW) is None


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(BadInput):
        trap("javascript:void(0)", NOW)
