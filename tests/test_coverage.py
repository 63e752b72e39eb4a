"""The ledger of what each day of an outlet came to: every page counted once, every miss with its reason."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.newspaper.press import Answer
from tests.running import rowback
from tests.test_crawl import HTML, Outlet, rows, special

LEDGER = "SELECT announced, fetched, kept, read, unread, refused, missed FROM coverage"
SPECIAL = special(
    {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /news/council-sits-on-plan-number-6\n"),
        "/news/council-sits-on-plan-number-2": Answer(status=403, headers=HTML, body=b"<h1>No</h1>"),
        "/news/council-sits-on-plan-number-3": Answer(status=404, headers=HTML, body=b"<h1>Gone</h1>"),
        "/news/council-sits-on-plan-number-4": Answer(headers=HTML, body=b"<html><p>Just a moment</p></html>"),
    }
)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    made = Outlet(SPECIAL)
    with made.press:
        (yield made)


def test_a_day_says_what_was_announced_had_read_refused_and_missed(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    assert rows(tmp_path, LEDGER) == [(6, 3, 3, 2, 1, 2, 3)]
    assert rows(tmp_path, "SELECT reason FROM misses ORDER BY reason") == [("gone",), ("refused",), ("robots",)]


def test_a_second_crawl_counts_each_page_once_and_announces_nothing_again(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    rowback(tmp_path, "crawl", "--again", outlet.home)
    assert rows(tmp_path, LEDGER) == [(6, 6, 3, 4, 2, 3, 5)]
    assert rows(tmp_path, "SELECT count(*) FROM misses WHERE reason = 'robots'") == [(1,)]  # once a day
    assert rows(tmp_path, "SELECT fetched + missed FROM coverage") == [(11,)]


def test_what_a_killed_crawl_had_is_counted_by_the_next(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    with sqlite3.connect(tmp_path / "morgue" / "rowback.db") as connection:
        connection.execute("UPDATE coverage SET fetched = 0, kept = 0, read = 0, unread = 0, refused = 0, missed = 0")
    rowback(tmp_path, "crawl", outlet.home)
    assert rows(tmp_path, LEDGER) == [(6, 3, 3, 2, 1, 2, 3)]


def test_the_ledger_survives_a_rebuild(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    before = rows(tmp_path, "SELECT * FROM coverage")
    assert rowback(tmp_path, "rebuild").code == 0
    assert rows(tmp_path, "SELECT * FROM coverage") == before
