"""A polite guest, seen from the outlet: how fast it is asked, under which conditions, and what is never asked for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.newspaper.press import Answer, Asked
from tests.kit.outlet import HTML, Outlet, article, rows
from tests.running import rowback

STORY = re.compile(r"/news/council-sits-on-plan-number-(\d)$")


RSS = (("Content-Type", "application/rss+xml"),)


def feed(link: str) -> bytes:
    channel = f"<channel><title>x</title><item><link>{link}</link></item></channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def configure(folder: Path, outlet: Outlet, more: str = "") -> None:
    sources = f'sources = [{{ feed = "{outlet.home}feed/" }}]\n'
    text = f'loopback_connections = 1\n[outlets.paper]\nhome = "{outlet.home}"\n{sources}{more}'
    (folder / "rowback.toml").write_text(text)


def overloaded_at_the_third(asked: Asked) -> Answer | None:
    if asked.target.endswith("number-3"):
        return Answer(status=429, headers=(("Retry-After", "0"), *HTML), body=b"slower, please")
    return None


def test_an_outlet_that_is_overloaded_is_asked_more_slowly_also_by_the_next_crawl(tmp_path: Path) -> None:
    outlet = Outlet(overloaded_at_the_third)
    with outlet.press:
        configure(tmp_path, outlet, "delay = 0.02\n")
        rowback(tmp_path, "crawl")
        (first,) = rows(tmp_path, "SELECT round(seconds, 6), floor, why FROM _paces")
        rowback(tmp_path, "crawl", "--again")
        (second,) = rows(tmp_path, "SELECT round(seconds, 3), floor, why FROM _paces")
        shown = rowback(tmp_path, "status", "--tz", "UTC")
    assert first == (0.04, 0.02, "it answered 429")
    assert float(str(second[0])) > 0.04  # it began at what was left of the pace, and doubled that
    assert re.search(r"paper: asked once per 0\.0\d+ s, not 0\.02 s: it answered 429 \(", shown.out), shown
    assert 'rowback_request_gap_seconds{outlet="paper"} 0.0' in rowback(tmp_path, "status", "--prometheus").out


def test_an_outlet_that_answers_well_is_asked_as_usual(tmp_path: Path) -> None:
    outlet = Outlet(lambda asked: None)
    with outlet.press:
        configure(tmp_path, outlet, "delay = 0.02\n")
        rowback(tmp_path, "crawl")
    assert rows(tmp_path, "SELECT count(*) FROM _paces") == [(0,)]


def never_changing(seen: dict[str, list[bool]]) -> Callable[[Asked], Answer | None]:
    """Answer 304 to every conditional question, as a server with a broken ETag does; note which were conditional."""

    def answer(asked: Asked) -> Answer | None:
        found = STORY.match(asked.path)
        if not found and asked.path != "/feed/":
            return None
        seen.setdefault(asked.path, []).append("if-none-match" in asked.headers)
        if seen[asked.path][-1]:
            return Answer(status=304, headers=(("ETag", '"1"'),))
        if found:
            return Answer(headers=(*HTML, ("ETag", '"1"')), body=article(int(found[1])).encode())
        link = f"http://{asked.headers['host']}/news/council-sits-on-plan-number-1"
        return Answer(headers=(*RSS, ("ETag", '"1"')), body=feed(link))

    return answer


def test_after_three_304s_a_page_and_a_feed_are_asked_for_without_a_condition(tmp_path: Path) -> None:
    seen: dict[str, list[bool]] = {}
    outlet = Outlet(never_changing(seen))
    with outlet.press:
        configure(tmp_path, outlet)
        for _ in range(6):
            run = rowback(tmp_path, "crawl", "--again", "--since", "0")  # its article bears a date of its own
            assert run.code == 0, run
    expected = [False, True, True, True, False, True]
    assert seen == {"/feed/": expected, "/news/council-sits-on-plan-number-1": expected}


TRAPS = {
    "session ids": "news/council-sits-on-plan-number-1;jsessionid=0123456789ABCDEF",
    "calendars": "calendar/2099/01/council-sits-on-plan",
    "endless queries": "news/council-sits-on-plan-number-1?f=1&f=2&f=3",
    "paths that repeat themselves": "news/news/news/council-sits-on-plan",
}


@pytest.mark.parametrize("what", TRAPS)
def test_addresses_without_end_are_not_asked_for_and_told_once_a_day(tmp_path: Path, what: str) -> None:
    def announcing(asked: Asked) -> Answer | None:
        if asked.path != "/feed/":
            return None
        return Answer(headers=RSS, body=feed(f"http://{asked.headers['host']}/{TRAPS[what]}".replace("&", "&amp;")))

    outlet = Outlet(announcing)
    with outlet.press:
        configure(tmp_path, outlet)
        for _ in range(2):
            rowback(tmp_path, "crawl", "--again")
    assert set(outlet.asked()) == {"/robots.txt", "/feed/"}
    ((reason, detail, url),) = rows(tmp_path, "SELECT reason, detail, url FROM misses")
    assert (reason, str(url)) == ("trap", outlet.home + TRAPS[what])
    assert detail


def test_a_crawl_delay_is_kept_by_the_whole_outlet(tmp_path: Path) -> None:
    def slow(asked: Asked) -> Answer | None:
        return Answer(body=b"User-agent: *\nCrawl-delay: 0.5\n") if asked.path == "/robots.txt" else None

    outlet = Outlet(slow)
    with outlet.press:
        configure(tmp_path, outlet)
        rowback(tmp_path, "crawl", "--max-pages", "2")
    first, second, third = (
        float(str(at))
        for (at,) in rows(
            tmp_path, "SELECT julianday(captured_at) * 86400 FROM captures WHERE purpose <> 'robots' ORDER BY 1"
        )
    )
    assert min(second - first, third - second) > 0.24  # half a second, less at most half of it


def test_a_budget_of_bytes_holds_over_a_day(tmp_path: Path) -> None:
    outlet = Outlet(lambda asked: None)
    with outlet.press:
        configure(tmp_path, outlet, "bytes_per_day = 130_001\n")  # two pages, while their size is not known
        rowback(tmp_path, "crawl")
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
        reasons = rows(tmp_path, "SELECT reason, count(*) FROM misses GROUP BY 1")
    assert reasons == [("budget", 4)]
