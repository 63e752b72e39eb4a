import functools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import ids, morgue, urls
from archive.compare import compare
from archive.errors import DiskFull
from archive.fulltext import query
from archive.ingest.deriving import Settler
from archive.ingest.prepared import Prepared, prepare
from archive.ingest.readings import KeptReading, add, is_readable
from archive.ingest.rows import add_capture
from archive.lookup.dump import dump
from archive.models import Capture, Miss, Provenance, Rejection
from archive.store import crawls, sources
from archive.store.connection import connect_reader, connect_writer, transaction
from archive.warc.file import Placed
from tests.histories import HISTORY
from tests.keeping import at, content, exchange, opened

Arrived = tuple[Capture, Provenance, Prepared | None]


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> list[Arrived]:
    """Return the captures of a history, with what was read in each."""
    with opened(tmp_path_factory.mktemp("kept")) as archive:
        exchanges = [seen.exchange() for seen in HISTORY]
        kept = archive.keep(exchanges)
    read = [prepare(seen.reading or Rejection("not_article")) for seen in HISTORY]
    return [
        (capture, exchange.provenance, reading if is_readable(capture) else None)
        for capture, exchange, reading in zip(kept, exchanges, read, strict=True)
    ]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(connect_writer(morgue.create(tmp_path_factory.mktemp("empty")))) as connection:
        yield connection


_compare = functools.cache(compare)


def told(empty: sqlite3.Connection, arrived: list[Arrived], seed: int | None) -> list[tuple[object, ...]]:
    """Let rows and readings arrive in an order of their own, and return the canonical dump."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        empty.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        settler = Settler(connection, _compare, "tests")
        for step, (capture, why, reading) in steps(arrived, seed):
            with transaction(connection):
                if step == "row":
                    add_capture(connection, capture, why)
                if step == "read" and reading is not None:
                    place = Placed(capture.filename, 0, 0, "")
                    add(connection, capture, KeptReading(prepared=reading, record_id="urn:x", place=place), at(0))
                if step == "read" or reading is None:
                    settler.settle(capture)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return list(dump(connection))


def steps(arrived: list[Arrived], seed: int | None) -> Iterator[tuple[str, Arrived]]:
    waiting = [("row", each) for each in arrived]
    chance = random.Random(seed)
    while waiting:
        step, each = waiting.pop(chance.randrange(len(waiting)) if seed is not None else 0)
        yield step, each
        if step == "row" and each[2] is not None:
            waiting.insert(0, ("read", each))


@pytest.mark.slow
def test_the_same_captures_give_equal_rows_in_a_hundred_orders(
    empty: sqlite3.Connection, arrived: list[Arrived]
) -> None:
    in_time = told(empty, arrived, None)
    assert {row[0] for row in in_time} >= {"articles", "versions", "changes", "facts", "article_urls", "texts"}
    for seed in range(100):
        assert told(empty, arrived, seed) == in_time, f"order {seed}"


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    with closing(connect_reader(place)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM outlets")


def _put_twice(connection: sqlite3.Connection) -> None:
    for _ in range(2):
        connection.execute("INSERT INTO outlets (id, name, title, home) VALUES (1, 'a', 'a', 'a')")


def test_a_transaction_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with closing(connect_writer(morgue.create(tmp_path))) as connection:
        with pytest.raises(sqlite3.IntegrityError), transaction(connection):
            _put_twice(connection)
        assert connection.execute("SELECT count(*) FROM outlets").fetchone() == (0,)


def test_a_full_disk_has_its_name(tmp_path: Path) -> None:
    with closing(connect_writer(morgue.create(tmp_path))) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull), transaction(connection):
            connection.execute("INSERT INTO texts VALUES (1, ?, '')", ("x" * 10_000_000,))
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (0,)


def test_an_outlet_learns_its_language_and_keeps_it(tmp_path: Path) -> None:
    with closing(connect_writer(morgue.create(tmp_path))) as connection:
        sources.name_outlet(connection, "example.org")
        said = sources.OutletRow(name="example.org", title="Example", home="https://example.org/news", language="de")
        sources.put_outlet(connection, said)
        sources.put_outlet(connection, replace(said, title="The Example", language=None))
        assert sources.outlet(connection, said.id) == replace(said, title="The Example")


def test_a_candidate_waits_until_it_is_had(tmp_path: Path) -> None:
    def announced(url: str, lastmod: str | None = None) -> sources.CandidateRow:
        return sources.CandidateRow(
            outlet_id=ids.outlet_id("example.org"), url=url, identity=urls.identity_key(url), source="feed",
            seen_at=at(0), lastmod=lastmod,
        )  # fmt: skip

    first, second = announced("https://example.org/2017/ferry"), announced("https://example.org/2017/flood")
    with opened(tmp_path) as archive:
        with transaction(archive.connection):
            assert sources.add_candidates(archive.connection, [first, second, first]) == 2
            assert sources.add_candidates(archive.connection, [replace(first, lastmod="2017-02-14")]) == 0
        waiting = {row.url: row.lastmod for row in sources.candidates_of(archive.connection, first.outlet_id)}
        assert waiting == {first.url: "2017-02-14", second.url: None}
        archive.keep([exchange(first.url)])
        assert sources.candidates_of(archive.connection, first.outlet_id) == [second]
        with transaction(archive.connection):
            assert sources.add_candidates(archive.connection, [first]) == 0


def test_sources_robots_and_crawls_come_back_as_they_were_put(tmp_path: Path) -> None:
    with closing(connect_writer(morgue.create(tmp_path))) as connection:
        outlet = sources.name_outlet(connection, "example.org")
        feed = sources.SourceRow(
            outlet_id=outlet, kind="feed", url="https://example.org/feed", discovered=True, last_checked_at=at(1),
            next_check_at=at(61), interval_seconds=3600, newest_at=at(0), etag='"1"', failures=2,
        )  # fmt: skip
        sources.put_source(connection, feed)
        sources.put_source(connection, replace(feed, kind="news_sitemap", failures=0))
        assert sources.sources_of(connection, outlet) == [replace(feed, kind="news_sitemap", failures=0)]
        robots = sources.RobotsRow(origin="https://example.org:443", fetched_at=at(0), status=200, body=b"\xff")
        sources.put_robots(connection, robots)
        assert sources.robots_of(connection, robots.origin) == robots
        crawl = crawls.begin(connection, at(0), ["example.org", "example.net"])
        crawls.end(connection, crawl, at(5), crawls.CrawlEnd(status="done", fetched=3, clock_skew_seconds=-0.5))
        crawls.add_misses(
            connection, [Miss(url="https://example.org/x", missed_at=at(2), reason="dns", crawl_id=crawl)]
        )
        assert connection.execute("SELECT status, fetched, outlets FROM crawls").fetchall() == [
            ("done", 3, "example.org, example.net")
        ]
        assert connection.execute("SELECT reason, crawl_id FROM misses").fetchall() == [("dns", crawl)]


def test_chinese_words_are_found_inside_a_run_of_text(empty: sqlite3.Connection, tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        (capture,) = archive.keep([exchange()])
        archive.keep_reading(capture.id, content("渡轮沉没", "星期一上午九点渡轮离开了港口。"), at(0))
        found = archive.connection.execute(
            "SELECT count(*) FROM versions_fts WHERE versions_fts MATCH ?", (query("港口"),)
        ).fetchone()
    assert found == (1,)
