"""How long to wait, when to stop asking, and which addresses have no end."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.times import UTC
from crawler.frontier.traps import trap
from crawler.politeness.pace import (
    LONGEST_WAIT,
    SLOWEST,
    USUAL_WAIT,
    Delay,
    Patience,
    adapted,
    delay,
    is_loopback,
    is_news,
    remembered,
    retry_after,
)

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


def answers(*seen: tuple[int | None, float], floor: float = 2.0) -> Delay:
    """Return the wait after answers with these statuses and latencies."""
    pace = Delay(floor, "")
    for status, latency in seen:
        pace = adapted(pace, floor, status=status, latency=latency)
    return pace


@pytest.mark.parametrize(
    ("seen", "seconds", "why"),
    [
        ([(200, 0.3)], 2.0, ""),
        ([(429, 0.1)], 4.0, "it answered 429"),
        ([(503, 0.1)] * 3, 16.0, "it answered 503"),
        ([(503, 0.1)] * 30, SLOWEST, "it answered 503"),
        ([(None, 0.0)], 4.0, "it did not answer in time"),
        ([(200, 7.0)], 7.0, "it took 7 seconds to answer"),
        ([(200, 500.0)], SLOWEST, "it took 8 minutes to answer"),
        ([(429, 0.1), (200, 0.3)], 3.6, "it answered 429"),
        ([(429, 0.1), (404, 0.01)], 4.0, "it answered 429"),  # errors come fast
        ([(429, 0.1), (403, 0.01)], 4.0, "it answered 429"),
        ([(429, 0.1), *[(200, 0.3)] * 7], 2.0, ""),
    ],
)
def test_an_outlet_that_is_slow_or_overloaded_is_asked_more_slowly(
    seen: list[tuple[int | None, float]], seconds: float, why: str
) -> None:
    told = answers(*seen)
    assert (round(told.seconds, 6), told.why) == (seconds, why)


@given(st.lists(st.tuples(st.sampled_from([200, 304, 404, 403, 429, 503, None]), st.floats(0, 900))), st.floats(0, 600))
def test_no_answer_brings_the_wait_below_the_floor(seen: list[tuple[int | None, float]], floor: float) -> None:
    assert floor <= answers(*seen, floor=floor).seconds <= max(SLOWEST, floor)


def test_on_loopback_quick_answers_change_nothing() -> None:
    assert answers((200, 0.9), (429, 0.01), (200, 0.2), floor=0.0).seconds == 0


@pytest.mark.parametrize(("hours", "seconds"), [(0, 32), (6, 16), (24, 2), (1000, 2), (-5, 32)])
def test_what_is_left_of_a_slower_pace_halves_every_six_hours(hours: float, seconds: float) -> None:
    told = remembered(Delay(32, "it answered 429"), 2.0, dt.timedelta(hours=hours))
    assert (told.seconds, bool(told.why)) == (seconds, seconds > 2)


@pytest.mark.parametrize(
    ("pace", "noted", "news"),
    [
        (Delay(2, ""), Delay(2, ""), False),
        (Delay(4, "429"), Delay(2, ""), True),
        (Delay(3.6, "429"), Delay(4, "429"), False),
        (Delay(4.5, "429"), Delay(4, "429"), False),
        (Delay(1.9, "429"), Delay(4, "429"), True),
        (Delay(2, ""), Delay(2.2, "429"), True),
    ],
)
def test_a_pace_is_noted_when_it_is_another(pace: Delay, noted: Delay, news: bool) -> None:
    assert is_news(pace, noted) is news


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
