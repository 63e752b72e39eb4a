"""The ledger of what each day of an outlet came to: every page counted once, every miss with its reason."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import ids
from archive.ingest.archive import Archive
from archive.store import coverage, sources
from archive.store.connection import transaction
from archive.times import warc_date
from crawler.newspaper.press import Answer
from tests.benchmarks.large import put
from tests.exchanges import INFO
from tests.kit.outlet import HTML, Outlet, rows, special
from tests.running import rowback

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


def steps_of_counting(folder: Path, pages: int) -> int:
    """Return how many hundred steps SQLite takes to count a day of so many pages, each had three times."""
    noon, taken, outlet = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), [0], ids.outlet_id("outlet.example")
    with Archive.open(folder, INFO, now=noon) as archive, transaction(archive.connection):
        row = sources.OutletRow(name="outlet.example", title="Outlet", home="https://outlet.example/")
        sources.put_outlet(archive.connection, row)
        for number in range(3 * pages):
            at, key = noon + dt.timedelta(seconds=number), f"example,outlet)/{number % pages}"
            put(archive.connection, "captures", {**capture_row(key, at), "outlet_id": outlet, "decision": "same"})
        archive.connection.set_progress_handler(lambda: taken.__setitem__(0, taken[0] + 1), 100)
        coverage.recount(archive.connection, outlet)
        archive.connection.set_progress_handler(None, 0)
        assert archive.connection.execute("SELECT fetched, kept FROM coverage").fetchall() == [(3 * pages, pages)]
    return taken[0]


def capture_row(key: str, at: dt.datetime) -> dict[str, object]:
    nothing = {"mime": "text/html", "digest": "sha1:A", "filename": "none.warc.gz", "offset": 0, "length": 1}
    times = {"timestamp": at.strftime("%Y%m%d%H%M%S"), "captured_at": warc_date(at)}
    named = {
        "record_id": f"urn:uuid:{key}-{at}",
        "urlkey": key,
        "identity": key,
        "url": f"https://outlet.example/{key}",
    }
    kinds = {"purpose": "article", "record_type": "response", "origin": "crawl", "status": 200, "record_sha256": ""}
    return nothing | times | named | kinds


def test_counting_a_day_of_twice_the_pages_takes_twice_the_steps(tmp_path: Path) -> None:
    assert steps_of_counting(tmp_path / "many", 400) < 3 * steps_of_counting(tmp_path / "few", 200)
