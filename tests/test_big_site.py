"""An outlet that announces two million addresses costs a first crawl no more than its limits allow."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from .bigsite import NEWS, BigSite
from .running import Finished, rowback

pytestmark = pytest.mark.slow

LIMIT = 200  # pages of one crawl, by default
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Crawled:
    """One crawl, and how things stood after it."""

    run: Finished
    pages: tuple[str, ...]  # addresses of articles that were asked for so far
    sources: tuple[str, ...]  # targets of feeds, sitemaps and the like that were read so far
    articles: frozenset[str]  # addresses in the archive
    size: int  # bytes of the database


@pytest.fixture(scope="module")
def site() -> Iterator[BigSite]:
    with BigSite(dt.datetime.now(dt.UTC)) as running:
        yield running


@pytest.fixture(scope="module")
def crawls(site: BigSite, tmp_path_factory: pytest.TempPathFactory) -> list[Crawled]:
    folder = tmp_path_factory.mktemp("big")
    return [_crawl(site, folder) for _ in range(NEWS // LIMIT)]


def _crawl(site: BigSite, folder: Path) -> Crawled:
    run = rowback(folder, "crawl", site.home, "-v")
    assert run.code == 0, run
    with closing(sqlite3.connect(folder / "morgue" / "rowback.db")) as database:
        articles = frozenset(url for (url,) in database.execute("SELECT url FROM articles"))
    size = sum(path.stat().st_size for path in (folder / "morgue").glob("rowback.db*"))
    return Crawled(run, site.pages_read(), site.sources_read(), articles, size)


def test_the_first_crawl_keeps_the_newest(site: BigSite, crawls: list[Crawled]) -> None:
    assert set(crawls[0].pages) == set(site.newest(LIMIT))
    assert crawls[0].articles == set(site.newest(LIMIT))


def test_the_first_crawl_reads_few_sources(crawls: list[Crawled]) -> None:
    assert 1 <= len(crawls[0].sources) <= 12, crawls[0].sources


def test_the_first_crawl_leaves_a_small_database(crawls: list[Crawled]) -> None:
    assert 0 < crawls[0].size < 20 * MEGABYTE


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="memory is read from /proc")
def test_no_crawl_needs_much_memory(crawls: list[Crawled]) -> None:
    peaks = [crawled.run.peak for crawled in crawls]
    assert min(peaks) > 0
    assert max(peaks) < 400 * MEGABYTE, peaks


def test_five_crawls_take_all_thousand_and_none_twice(site: BigSite, crawls: list[Crawled]) -> None:
    told = "\n".join(str(crawled.run) for crawled in crawls)
    assert [len(crawled.articles) for crawled in crawls] == [LIMIT * number for number in range(1, 6)], told
    assert crawls[-1].articles == set(site.newest(NEWS))
    assert len(crawls[-1].pages) == NEWS
