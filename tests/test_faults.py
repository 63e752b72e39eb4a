"""What goes wrong costs what it touches: every class of error, and errors nobody foresaw, thrown at every seam."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive import errors as kept
from crawler import errors
from crawler.errors import COSTS, Cost, cost
from crawler.newspaper import Answer, Asked, Press
from tests.faults import UNFORESEEN
from tests.kit.outlet import HTML, article
from tests.kit.started import start

SMALL = [kind.__name__ for kind, level in COSTS.items() if level <= Cost.PAGE and kind is not BaseException]
NAMES = [*SMALL, "SourceError", *UNFORESEEN]
WHOLE = 3  # pages that nothing befalls
SPREADING = ["DiskFull", "NoRoom", "CaptureFailed", "WireRecordingError", "MorgueError"]


def all_below(kind: type[BaseException]) -> set[type[BaseException]]:
    return {kind, *(each for below in kind.__subclasses__() for each in all_below(below))}


def test_the_table_names_what_every_error_of_ours_costs() -> None:
    import crawler.commands.crawl  # noqa: F401  # so that every class is there

    ours = {each for each in all_below(kept.RowbackError) if each.__module__ in (kept.__name__, errors.__name__)}
    assert ours <= COSTS.keys()


@pytest.mark.parametrize("working_on", Cost)
def test_an_error_that_nobody_foresaw_costs_what_was_being_worked_on(working_on: Cost) -> None:
    assert cost(RuntimeError(), working_on) == working_on
    assert cost(kept.DiskFull("full"), working_on) == max(Cost.CRAWL, working_on)


class Site:
    """An outlet whose pages and feeds are as many as a test needs, each edition with another text."""

    def __init__(self, pages: int, feeds: int = 1) -> None:
        self.pages, self.feeds, self.edition = pages, feeds, 1
        self.press = Press(self._answer)

    def page(self, number: int) -> str:
        return f"{self.press.home}news/council-sits-on-plan-number-{number}-x"

    def feed(self, number: int) -> str:
        return f"{self.press.home}feed-{number}-x.xml"

    def _answer(self, asked: Asked) -> Answer:
        if asked.path.startswith("/feed-"):
            number = int(asked.path.split("-")[1])
            mine = [n for n in range(self.pages) if n % self.feeds == number]
            items = "".join(f"<item><link>{self.page(n)}</link></item>" for n in mine)
            return Answer(body=f"<rss><channel><title>x</title>{items}</channel></rss>".encode())
        if asked.path.startswith("/news/"):
            number = int(asked.path.split("-")[-2])
            text = article(number).replace(
                "</article>", f"<p>It sat for {self.edition} days over {number}.</p></article>"
            )
            return Answer(headers=HTML, body=text.encode())
        return Answer(status=404)


@dataclass
class Crawled:
    """A crawl that ended, and its archive."""

    code: int
    err: str
    folder: Path

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "morgue" / "rowback.db")) as connection:
            return connection.execute(sql).fetchall()

    def numbers(self, sql: str) -> set[int]:
        return {int(str(row[0]).split("-")[-2]) for row in self.rows(sql)}

    def read(self) -> set[int]:
        """Return the numbers of the pages that are articles."""
        return self.numbers("SELECT url FROM articles")

    def missed(self) -> dict[int, tuple[object, object]]:
        found = self.rows("SELECT url, reason, detail FROM misses")
        return {int(str(url).split("-")[-2]): (reason, detail) for url, reason, detail in found}


def crawl(folder: Path, site: Site, faults: dict[str, dict[str, str]], *arguments: str) -> Crawled:
    sources = ", ".join(f'{{ feed = "{site.feed(n)}" }}' for n in range(site.feeds))
    config = f'loopback_connections = 1\n[outlets.paper]\nhome = "{site.press.home}"\nsources = [{sources}]\n'
    (folder / "rowback.toml").write_text(config, "utf-8")
    with start(
        folder, "crawl", *arguments, module="tests.faults", environment={"TEST_FAULTS": json.dumps(faults)}
    ) as run:
        code, _, err = run.ended(120)
    return Crawled(code, err, folder)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    made = Site(**getattr(request, "param", {"pages": len(NAMES) + WHOLE}))
    with made.press:
        yield made


def planned(seam: str, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Throw one error at each page but the last few."""
    return {seam: {f"number-{number}-x": name for number, name in enumerate(names)}}


def test_what_befalls_fetching_or_keeping_a_page_costs_that_page_and_is_told_as_a_miss(
    tmp_path: Path, site: Site
) -> None:
    for seam in ("fetch", "keep"):
        folder = tmp_path / seam
        folder.mkdir()
        names = [name for name in NAMES if seam == "fetch" or name != "OSError"]  # of a disk: costs the crawl
        done = crawl(folder, site, planned(seam, names))
        assert done.read() == set(range(len(names), len(NAMES) + WHOLE)), (seam, done.err)
        missed = done.missed()
        assert missed.keys() == set(range(len(names)))
        for number, name in enumerate(names):
            assert "injected" in str(missed[number][1]) or name == "NotHttp", (seam, name, missed[number])
        assert done.code in (1, 9), done.err
        assert "RuntimeError: injected" in done.err


def test_what_befalls_reading_a_page_is_kept_as_why_it_is_not_read(tmp_path: Path, site: Site) -> None:
    done = crawl(tmp_path, site, planned("read", UNFORESEEN))
    assert done.read() == set(range(len(UNFORESEEN), len(NAMES) + WHOLE)), done.err
    assert not done.missed()
    told = done.rows("SELECT count(*) FROM captures WHERE reason = 'extractor_error'")
    assert told == [(len(UNFORESEEN),)]
    assert done.code == 0, done.err


def test_damage_met_while_reading_costs_that_reading_and_the_crawl_ends_with_9(tmp_path: Path, site: Site) -> None:
    done = crawl(tmp_path, site, planned("read", SMALL))
    assert done.read() == set(range(len(SMALL), len(NAMES) + WHOLE)), done.err
    assert done.code == 9
    assert done.err.count("injected: injected") >= len(SMALL)
    again = crawl(tmp_path, site, {})
    assert (again.code, again.read()) == (0, set(range(len(NAMES) + WHOLE))), again.err


@pytest.mark.parametrize("seam", ["derive", "compare"])
def test_what_befalls_deriving_or_comparing_costs_that_page_and_is_made_up_for_at_the_next_start(
    tmp_path: Path, site: Site, seam: str
) -> None:
    if seam == "compare":
        assert crawl(tmp_path, site, {}).code == 0
        site.edition = 2
    done = crawl(tmp_path, site, planned(seam, NAMES), "--again")
    decided = "SELECT url FROM captures WHERE decision IN ('new', 'changed') AND purpose = 'article'"
    whole = set(range(len(NAMES), len(NAMES) + WHOLE))
    first = set() if seam == "derive" else set(range(len(NAMES)))
    assert done.numbers(decided) == whole | first, done.err
    versions = done.rows("SELECT count(*) FROM versions")
    for number, name in enumerate(NAMES):
        assert f"number-{number}-x" in done.err or name in SMALL or name == "SourceError", (name, done.err)
    assert done.code in (1, 9)
    again = crawl(tmp_path, site, {})
    assert again.code == 0, again.err
    assert again.rows("SELECT count(*) FROM versions") == [(int(str(versions[0][0])) + len(NAMES),)]


@pytest.mark.parametrize("site", [{"pages": 2 * (len(NAMES) + 1), "feeds": len(NAMES) + 1}], indirect=True)
def test_what_befalls_a_source_costs_that_source_and_is_named(tmp_path: Path, site: Site) -> None:
    faults = {"source": {f"feed-{number}-x": name for number, name in enumerate(NAMES)}}
    done = crawl(tmp_path, site, faults, "-v")
    assert done.read() == {len(NAMES), 2 * len(NAMES) + 1}, done.err
    for number in range(len(NAMES)):
        assert site.feed(number) in done.err or "injected" in done.err
    assert done.err.count("injected") >= len(NAMES) - 1
    assert done.code == 0, done.err


@pytest.mark.parametrize("name", ["RuntimeError", "ValueError", "SourceError", "RecursionError"])
def test_what_befalls_robots_txt_costs_its_host_which_is_not_asked_for_anything(tmp_path: Path, name: str) -> None:
    def answer(asked: Asked) -> Answer:
        served.append(asked.path)
        return Answer(body=b"User-agent: *\nDisallow: /private/\n") if asked.path == "/robots.txt" else usual(asked)

    site, served = Site(pages=2), list[str]()
    usual = site._answer
    site.press = Press(answer)
    with site.press:
        done = crawl(tmp_path, site, {"robots": {"127.0.0.1": name}})
    assert served == ["/robots.txt"]
    assert done.code == 6
    assert f"{name}: injected" in done.err


@pytest.mark.parametrize("site", [{"pages": 3}], indirect=True)
@pytest.mark.parametrize("seam", ["learn", "seal", "tell"])
@pytest.mark.parametrize("name", ["RuntimeError", "OperationalError", "KeyError", "MemoryError"])
def test_what_befalls_the_end_of_a_crawl_costs_neither_its_pages_nor_the_rest_of_its_end(
    tmp_path: Path, site: Site, seam: str, name: str
) -> None:
    done = crawl(tmp_path, site, {seam: {seam: name}})
    assert done.read() == {0, 1, 2}
    assert done.code == 1
    assert "injected" in done.err
    assert done.rows("SELECT status FROM crawls") == [("done",)]
    assert crawl(tmp_path, site, {}).code == 0
    with start(tmp_path, "verify") as run:
        assert run.wait() == 0, run.err


@pytest.mark.parametrize("site", [{"pages": 6}], indirect=True)
@pytest.mark.parametrize("name", SPREADING)
def test_what_costs_the_crawl_ends_it_and_the_next_one_has_the_rest(tmp_path: Path, site: Site, name: str) -> None:
    done = crawl(tmp_path, site, {"fetch": {"number-2-x": name}})
    assert done.code == getattr(kept, name, getattr(errors, name, None)).code
    assert "injected" in done.err
    before = done.read()
    assert 2 not in before
    again = crawl(tmp_path, site, {})
    assert (again.code, again.read()) == (0, set(range(6))), again.err


def test_a_sitemap_that_leads_back_to_itself_is_read_once(tmp_path: Path) -> None:
    served = list[str]()

    def answer(asked: Asked) -> Answer:
        served.append(asked.path)
        if asked.path == "/index.xml":
            children = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in ("index", "moved"))
            return Answer(body=f"<sitemapindex>{children}</sitemapindex>".encode())
        return Answer(status=301, headers=(("Location", "/index.xml"),)) if asked.path == "/moved.xml" else Answer(404)

    with Press(answer) as press:
        config = f'[outlets.paper]\nhome = "{press.home}"\nsources = [{{ sitemap = "{press.home}index.xml" }}]\n'
        (tmp_path / "rowback.toml").write_text(config, "utf-8")
        with start(tmp_path, "crawl") as run:
            run.wait(60)
    assert served.count("/moved.xml") == 1
    assert served.count("/index.xml") == 2  # once by its name, once where the redirect leads


def test_one_page_of_a_known_outlet_that_is_refused_makes_no_crawl_fail(tmp_path: Path) -> None:
    refused = list[str]()
    site = Site(pages=4)
    usual = site._answer
    site.press = Press(lambda asked: Answer(status=403, headers=HTML) if asked.path in refused else usual(asked))
    with site.press:
        assert crawl(tmp_path, site, {}).code == 0
        refused.append("/news/council-sits-on-plan-number-2-x")
        with start(tmp_path, "keep", site.page(2)) as named:
            assert named.wait(60) == 6  # a person named it
        with closing(sqlite3.connect(tmp_path / "morgue" / "rowback.db")) as connection, connection:
            past = "2020-01-01T00:00:00Z"
            connection.execute("UPDATE articles SET next_check_at = CASE url WHEN ? THEN ? END", (site.page(2), past))
            connection.execute("UPDATE sources SET next_check_at = NULL")
        done = crawl(tmp_path, site, {})
    assert (done.code, done.err) == (0, "")
    assert done.missed()[2][0] == "refused"
