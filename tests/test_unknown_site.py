"""A crawl of an outlet that nobody has defined keeps exactly the versions that were published."""

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from .running import Finished, rowback
from .unknownsite import EDITIONS, UnknownSite

Said = tuple[str, tuple[str, ...]]  # headline, standfirst and paragraphs


@dataclass(frozen=True)
class Crawled:
    """The site, what the three crawls said, and where their archive lies."""

    site: UnknownSite
    runs: tuple[Finished, ...]
    folder: Path

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.folder / "morgue" / "rowback.db")) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("unknown")
    with UnknownSite(dt.datetime.now(dt.UTC)) as site:
        runs = []
        for edition in EDITIONS:
            site.edition = edition
            runs.append(rowback(folder, "crawl", site.home, "--again"))
        yield Crawled(site, tuple(runs), folder)


def kept(crawled: Crawled) -> dict[str, list[Said]]:
    """Return what the archive holds: by address, the texts of the versions in order."""
    found: dict[str, list[Said]] = defaultdict(list)
    query = """SELECT a.url, v.headline, t.text FROM versions v JOIN articles a ON a.id = v.article_id
               JOIN texts t ON t.id = v.text_id ORDER BY a.url, v.number"""
    for row in crawled.rows(query):
        found[row["url"]].append((row["headline"], tuple(row["text"].split("\n"))))
    return found


def test_every_crawl_ends_well(crawled: Crawled) -> None:
    assert [run.code for run in crawled.runs] == [0, 0, 0], "\n".join(map(str, crawled.runs))


def test_exactly_the_versions_that_were_published_are_kept(crawled: Crawled) -> None:
    published: dict[str, list[Said]] = defaultdict(list)
    for version in crawled.site.published():
        text = version.prose
        published[version.url].append((text.headline, (text.standfirst, *text.paragraphs)))
    assert kept(crawled) == published


def test_every_article_was_looked_at_in_every_edition_that_had_it(crawled: Crawled) -> None:
    looks = {row["url"]: row["capture_count"] for row in crawled.rows("SELECT url, capture_count FROM articles")}
    first: dict[str, int] = {}
    for version in crawled.site.published():
        first.setdefault(version.url, version.edition)
    assert looks == {url: len(EDITIONS) + 1 - edition for url, edition in first.items()}


def test_pages_that_are_no_articles_made_none(crawled: Crawled) -> None:
    addresses = {row["url"] for row in crawled.rows("SELECT url FROM article_urls")}
    assert addresses == {version.url for version in crawled.site.published()}


def test_what_robots_forbids_was_never_asked_for(crawled: Crawled) -> None:
    asked = {served.target for served in crawled.site.served}
    assert "/robots.txt" in asked
    assert not [target for target in asked if target.startswith("/account")]


def test_reader_comments_stay_in_the_raw_pages(crawled: Crawled) -> None:
    with closing(sqlite3.connect(crawled.folder / "morgue" / "rowback.db")) as database:
        dump = "\n".join(database.iterdump())
    assert crawled.site.published()[0].prose.paragraphs[0] in dump
    assert "measured it twice" not in dump


def test_a_correction_note_is_found_and_a_silent_number_told_apart(crawled: Crawled) -> None:
    query = """SELECT a.url, c.kind, c.note_added FROM changes c JOIN articles a ON a.id = c.article_id"""
    kinds = {(row["url"], row["kind"], row["note_added"] is not None) for row in crawled.rows(query)}
    assert (crawled.site.url(4), "correction_noted", True) in kinds
    assert (crawled.site.url(6), "fact_changed_unnoted", False) in kinds


def test_the_command_line_tells_what_the_database_holds(crawled: Crawled) -> None:
    url = crawled.site.url(0)
    told = rowback(crawled.folder, "log", url, "--json")
    assert told.code == 0, told
    assert [version["number"] for version in json.loads(told.out)["versions"]] == [1, 2, 3]
    shown = rowback(crawled.folder, "show", url, "--version", "1", "--json")
    content = json.loads(shown.out)["content"]
    first = next(version.prose for version in crawled.site.published() if version.url == url)
    assert content["headline"] == first.headline
    assert content["standfirst"] == first.standfirst
    assert tuple(content["paragraphs"]) == first.paragraphs
