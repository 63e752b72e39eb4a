"""Pages that an outlet's robots.txt forbids: they cost nothing, take no other page's place, and end no crawl badly."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.newspaper.press import Answer
from tests.kit.outlet import Outlet, nothing_special, rows, special
from tests.running import rowback

NEWEST = "/news/council-sits-on-plan-number-6"
OLD_ROBOTS = "UPDATE _robots SET fetched_at = '2020-01-01T00:00:00.000000Z'"
DUE = """UPDATE articles SET last_captured_at = '2020-01-01T00:00:00.000000Z',
    next_check_at = '2020-01-02T00:00:00.000000Z' WHERE url LIKE '%number-6'"""
ONE_FORBIDDEN = special({"/robots.txt": Answer(body=f"User-agent: *\nDisallow: {NEWEST}\n".encode())})


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    made = Outlet(ONE_FORBIDDEN)
    with made.press:
        yield made


def pages(outlet: Outlet) -> list[str]:
    return [target for target in outlet.asked() if target.startswith("/news/")]


def age(folder: Path, sql: str) -> None:
    with sqlite3.connect(folder / "morgue" / "rowback.db") as connection:
        connection.execute(sql)


def test_one_forbidden_address_makes_no_later_crawl_fail(tmp_path: Path, outlet: Outlet) -> None:
    for _ in range(3):
        run = rowback(tmp_path, "crawl", outlet.home)
        assert (run.code, run.out, run.err) == (0, "", ""), run
    assert len(pages(outlet)) == 5
    told = rows(
        tmp_path, "SELECT url LIKE '%number-6', reason, detail LIKE '%(line 2)', retry_at > missed_at FROM misses"
    )
    assert told == [(1, "robots", 1, 1)]


def test_nor_does_it_beside_another_outlet(tmp_path: Path, outlet: Outlet) -> None:
    other = Outlet(nothing_special)
    with other.press:
        for _ in range(2):
            run = rowback(tmp_path, "crawl", outlet.home, other.home)
            assert (run.code, run.out, run.err) == (0, "", ""), run


def test_a_forbidden_address_takes_no_other_pages_place(tmp_path: Path, outlet: Outlet) -> None:
    for had in range(1, 4):
        assert rowback(tmp_path, "crawl", "--max-pages", "1", outlet.home).code == 0
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(had,)]


def test_what_is_forbidden_later_is_asked_for_again_when_robots_txt_is_read_anew(tmp_path: Path) -> None:
    says = [b""]
    outlet = Outlet(lambda asked: Answer(body=says[0]) if asked.path == "/robots.txt" else None)
    with outlet.press:
        rowback(tmp_path, "crawl", outlet.home)
        says[0] = f"User-agent: *\nDisallow: {NEWEST}\n".encode()
        age(tmp_path, OLD_ROBOTS)
        age(tmp_path, DUE)
        before = len(pages(outlet))
        for _ in range(2):
            run = rowback(tmp_path, "crawl", outlet.home)
            assert (run.code, run.err, len(pages(outlet))) == (0, "", before), run
        put_off = "SELECT a.next_check_at = m.retry_at FROM articles a JOIN misses m ON m.url = a.url"
        assert rows(tmp_path, put_off) == [(1,)]
        says[0] = b""
        age(tmp_path, OLD_ROBOTS)
        age(tmp_path, DUE)
        rowback(tmp_path, "crawl", outlet.home)
        assert pages(outlet)[before:] == [NEWEST]


def test_an_outlet_that_forbids_all_that_is_known_of_it_is_told(tmp_path: Path) -> None:
    says = [b""]
    outlet = Outlet(lambda asked: Answer(body=says[0]) if asked.path == "/robots.txt" else None)
    with outlet.press:
        rowback(tmp_path, "crawl", "--max-pages", "3", outlet.home)
        says[0] = b"User-agent: *\nDisallow: /news/\n"
        age(tmp_path, OLD_ROBOTS)
        for _ in range(2):
            run = rowback(tmp_path, "crawl", outlet.home)
            assert run.code == 6, run
            assert "robots forbids /news/council-sits-on-plan-number-" in run.err
            assert "(line 2)" in run.err


def test_a_forbidden_feed_beside_one_that_rests_is_no_failure(tmp_path: Path) -> None:
    outlet = Outlet(special({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /other/\n")}))
    with outlet.press:
        sources = f'[{{ feed = "{outlet.home}feed/" }}, {{ feed = "{outlet.home}other/" }}]'
        text = f'[outlets.one]\nhome = "{outlet.home}"\nsources = {sources}\n'
        (tmp_path / "rowback.toml").write_text(text, "utf-8")
        for _ in range(2):
            run = rowback(tmp_path, "crawl")
            assert (run.code, run.err) == (0, ""), run


def test_when_one_of_several_outlets_fails_it_is_named_with_the_reason(tmp_path: Path, outlet: Outlet) -> None:
    broken = Outlet(lambda asked: Answer(status=500) if asked.path.startswith("/news/") else None)
    with broken.press:
        run = rowback(tmp_path, "crawl", outlet.home, broken.home)
    assert (run.code, run.out) == (5, ""), run
    assert f"{broken.home.split('/')[2].replace(':', '-')}: not one page could be had. Missed: server error" in run.err
