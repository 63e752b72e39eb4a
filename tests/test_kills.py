"""Crawls killed at random moments lose nothing; `python -m tests.kills` does it two hundred times."""

import datetime as dt
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from crawler.newspaper import Answer, Asked
from tests.kills import endure
from tests.kit.started import start
from tests.unknownsite import COUNT, NEW_IN, UnknownSite

SOURCES = ("/robots.txt", "/", "/sitemap.xml", "/rss")


class _Waiting(UnknownSite):
    """The outlet; it is silent when it is asked for one address, and says that it was."""

    def __init__(self, path: str) -> None:
        super().__init__(dt.datetime.now(dt.UTC))
        self._path: str | None = path
        self.asked = threading.Event()
        self.go_on = threading.Event()

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == self._path:
            self._path = None
            self.asked.set()
            self.go_on.wait()
        return super()._answer(asked)


@pytest.mark.slow
def test_killed_crawls_lose_nothing_and_tell_what_undisturbed_ones_tell(tmp_path: Path) -> None:
    ordeal = endure(tmp_path, count=12, seed=7)
    assert ordeal.kills >= 6
    assert len(ordeal.checked) > 50


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_a_crawl_that_ends_while_it_looks_for_sources_leaves_all_of_them_to_the_next(
    tmp_path: Path, source: str, how: str
) -> None:
    with _Waiting(source) as site:
        with start(tmp_path, "crawl", site.home) as first:
            assert site.asked.wait(30)
            first.send_signal(signal.SIGKILL if how == "kill" else signal.SIGTERM)
            if how == "kill":
                first.wait()
            site.go_on.set()
            first.wait()
        with start(tmp_path, "crawl", site.home) as second:
            assert second.wait() == 0, second.err
    with closing(sqlite3.connect(tmp_path / "morgue" / "rowback.db")) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    assert articles == COUNT - len(NEW_IN)
