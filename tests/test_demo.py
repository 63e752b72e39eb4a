"""`rowback demo` shows the whole of rowback on the made-up newspaper, and its archive holds what was published."""

import datetime as dt
import os
import re
import signal
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.newspaper import EDITIONS, Newspaper, PublishedVersion

from .kit.started import start
from .newspaper import NOW
from .running import Finished, rowback

Address = tuple[str, str]  # outlet, path
DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}")  # of the dateline, which depends on when the demo ran


@dataclass(frozen=True)
class Demo:
    """A demo that ran where an earlier one had been, beside a configuration that names another archive."""

    run: Finished
    folder: Path

    def rows(self, query: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.folder / "rowback-demo" / "rowback.db")) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "rowback.toml").write_text('morgue = "mine"\n')
    earlier = folder / "rowback-demo"
    earlier.mkdir()
    for name in ("made-by-rowback-demo.txt", "leftover"):
        (earlier / name).touch()
    return Demo(rowback(folder, "demo"), folder)


@pytest.fixture(scope="module")
def published() -> Iterator[tuple[PublishedVersion, ...]]:
    with Newspaper(NOW) as paper:
        yield paper.published()


def said(headline: str, lines: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return headline, tuple(DAY.sub("DAY", line) for line in lines)


def crawls_that_run(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{folder}/rowback-demo/rowback.db?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM crawls WHERE status = 'running'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # it is being made


@pytest.mark.parametrize("whole_group", [True, False], ids=["by Ctrl-C", "by a signal"])
def test_a_demo_that_is_interrupted_says_nothing(tmp_path: Path, whole_group: bool) -> None:
    with start(tmp_path, "demo") as run:
        while not crawls_that_run(tmp_path):
            assert run.poll() is None
            threading.Event().wait(0.05)
        (os.killpg if whole_group else os.kill)(run.pid, signal.SIGINT)
        code, _, said = run.ended(30)
    assert (code, said.strip()) == (130, "")
    assert crawls_that_run(tmp_path) == 0


def test_the_demo_ends_well(demo: Demo) -> None:
    assert demo.run.code == 0, demo.run
    assert demo.run.err == ""


def test_the_archive_holds_exactly_what_was_published(demo: Demo, published: tuple[PublishedVersion, ...]) -> None:
    expected: dict[tuple[str, dt.timedelta, str], list[object]] = defaultdict(list)
    for version in published:
        key = (version.outlet, NOW.replace(microsecond=0) - version.published_at, version.section)
        expected[key].append(said(version.headline, (version.standfirst, *version.paragraphs)))
    kept: dict[int, list[object]] = defaultdict(list)
    query = """SELECT v.article_id, v.headline, t.text FROM versions v JOIN texts t ON t.id = v.text_id
               ORDER BY v.article_id, v.number"""
    for row in demo.rows(query):
        kept[row["article_id"]].append(said(row["headline"], tuple(row["text"].split("\n"))))
    assert sorted(map(repr, kept.values())) == sorted(map(repr, expected.values()))


def test_bylines_and_dates_are_read_from_every_kind_of_page(
    demo: Demo, published: tuple[PublishedVersion, ...]
) -> None:
    first = {urlsplit(version.url).path: version for version in published if version.number == 1}
    for row in demo.rows(
        "SELECT p.url, v.byline, v.published_at FROM versions v JOIN captures p ON p.id = v.capture_id"
    ):
        version = first.get(urlsplit(row["url"]).path)
        if version is None:
            continue
        assert row["byline"] == version.byline
        assert len(row["published_at"]) == (20 if version.authors else 10), "a dateline gives the day alone"


def test_the_moved_article_is_one_article_with_both_addresses(demo: Demo) -> None:
    rows = demo.rows("SELECT article_id, url FROM article_urls WHERE url LIKE '%/politics/%'")
    assert len(rows) == 2
    assert len({row["article_id"] for row in rows}) == 1


def test_the_withdrawn_article_is_gone_and_410_says_so_for_good(demo: Demo) -> None:
    (row,) = demo.rows("SELECT state FROM articles WHERE url LIKE '%pilots-reported%'")
    assert row["state"] == "gone"
    (change,) = demo.rows("SELECT kind, finding FROM changes WHERE to_version_id IS NULL")
    assert (change["kind"], change["finding"]) == ("withdrawn", "settled")


def test_changes_are_called_what_they_are(demo: Demo) -> None:
    query = """SELECT a.url, c.kind, c.note_added FROM changes c JOIN articles a ON a.id = c.article_id
               WHERE c.to_version_id IS NOT NULL ORDER BY c.changed_before"""
    kinds = [(urlsplit(row["url"]).path.rsplit("/", 1)[1][:13], row["kind"]) for row in demo.rows(query)]
    assert sorted(kinds) == [
        ("ferry-runs-ag", "correction_noted"),
        ("harbour-schoo", "style"),
        ("night-ferry-s", "fact_changed_unnoted"),
        ("night-ferry-s", "update"),
        ("who-was-on-th", "headline"),
    ]


def test_an_unchanged_page_is_confirmed_by_a_304(demo: Demo) -> None:
    rows = demo.rows("SELECT status FROM captures WHERE url LIKE '%/town/covered-market%' ORDER BY captured_at")
    assert [row["status"] for row in rows] == [200, 304, 304]


def test_every_crawl_ended_and_none_left_this_machine(demo: Demo) -> None:
    assert [row["status"] for row in demo.rows("SELECT status FROM crawls ORDER BY id")] == ["done"] * len(EDITIONS)
    hosts = {urlsplit(row["url"]).hostname for row in demo.rows("SELECT url FROM captures")}
    assert hosts <= {"127.0.0.1", "localhost"}
    assert not demo.rows("SELECT 1 FROM captures WHERE url LIKE '%/search%'"), "robots.txt forbids it"


@pytest.mark.parametrize(
    "words",
    [
        "$ rowback log http",
        "a fact changed without a note that we could find",
        "[-14-]{+11+}",
        "[-198-]{+201+}",
        "corrected, with a note",
        "Correction: An earlier version of this article gave the number of dead as 17",
        "2 new, 4 changed, 9 the same",
        "1 gone",
        "212 passengers",
        "who said “",
        "another headline",
        "gone · ambry-courier",
        "The Estwick Mirror still had it at rowback's last look",
        "At least 14 people died, The Ambry Courier reported",
        "given to The Ambry Courier",
        "from Coast News Agency",
        "rowback serve --morgue rowback-demo",
    ],
)
def test_the_demo_tells_what_matters(demo: Demo, words: str) -> None:
    assert words in demo.run.out, demo.run


def test_the_configured_archive_is_left_alone(demo: Demo) -> None:
    assert not (demo.folder / "mine").exists()


def test_the_lines_that_the_demo_types_say_the_same_when_people_type_them(demo: Demo) -> None:
    typed = re.findall(r"^\$ rowback (.+)$", demo.run.out, re.M)
    assert [line.split()[0] for line in typed] == ["log", "diff", "changes", "compare", "stories", "story"]
    for line in typed:
        again = rowback(demo.folder, "--morgue", "rowback-demo", *line.split())
        assert again.code == 0, again
        if not line.startswith(("compare", "story ")):  # of which the demo shows the gist
            assert again.out.strip()
            assert again.out.strip() in demo.run.out


def test_a_demo_of_ours_is_made_anew_after_saying_so(demo: Demo) -> None:
    assert demo.run.out.startswith("Making ./rowback-demo of an earlier demo anew.\n")
    assert not (demo.folder / "rowback-demo" / "leftover").exists()


def test_a_folder_that_no_demo_made_is_refused_and_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "rowback-demo" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("keep me")
    run = rowback(tmp_path, "demo")
    assert run.code == 3
    assert str(precious.parent) in run.err
    assert "no demo made it" in run.err
    assert "Move it away" in run.err
    assert [path.name for path in precious.parent.iterdir()] == ["precious.txt"]


def test_a_link_to_another_folder_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "made-by-rowback-demo.txt").touch()
    (tmp_path / "rowback-demo").symlink_to(other)
    assert rowback(tmp_path, "demo").code == 3
    assert [path.name for path in other.iterdir()] == ["made-by-rowback-demo.txt"]
