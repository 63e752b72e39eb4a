"""Where front pages showed articles, and headlines that changed while they led."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from archive import ids, morgue
from archive.store import positions, sources
from archive.store.connection import connect_writer
from archive.store.positions import Place
from archive.times import UTC
from crawler.discovery import rows as announced
from crawler.discovery import section
from crawler.newspaper.press import Answer, Asked
from crawler.outlet import Outlet as Definition
from tests.kit.outlet import HTML, Outlet, rows
from tests.running import rowback

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
URL = "https://e.example/"
PAGE = b"""<html><body><nav><a href="/about">About us</a></nav>
<h1><a href="/2026/11/21/council-votes-on-harbour-plan">Council votes on the harbour plan</a></h1>
<a href="/2026/11/21/rain-stops-play-in-the-north"><h3>Rain stops play in the north again</h3></a>
<p><a href="/2026/11/20/mayor-denies-reports-of-deal">Mayor denies reports of a deal</a></p></body></html>"""


def test_a_page_tells_rank_heading_and_words_of_its_links() -> None:
    shown = announced.places(PAGE, URL, None, Definition(home=URL))
    assert [(place.rank, place.level) for place in shown] == [(1, 1), (2, 3), (3, None)]
    assert shown[0].headline == "Council votes on the harbour plan"


def test_an_old_article_that_still_leads_has_its_place() -> None:
    page = PAGE.replace(b"/2026/11/21/council", b"/2019/01/02/council")
    assert announced.places(page, URL, None, Definition(home=URL))[0].identity.endswith(
        "/2019/01/02/council-votes-on-harbour-plan"
    )


def link(name: str, heading: str = "h3") -> str:
    words = f"{name} makes the council think again about the plan"
    return f'<{heading}><a href="/2026/11/21/{words.replace(" ", "-")}">{words}</a></{heading}>'


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        (
            f"<section><header><h2>Politics</h2></header><div>{link('rain')}</div></section>{link('sun')}",
            ["Politics", None],
        ),
        (
            f"<div><h2>Politics</h2>{link('rain')}{link('sun')}<h2>Sport</h2>{link('wind')}</div>",
            ["Politics"] * 2 + ["Sport"],
        ),
        (f"<div><h2><a href='/politics'>Politics</a></h2>{link('rain')}</div>", ["Politics"]),
        (f"<ol aria-label='Most read'><li>{link('rain')}</ol>", ["Most read"]),
        (f"<div aria-label='News'><div><h4>Opinion</h4>{link('rain')}</div>{link('sun')}</div>", ["Opinion", "News"]),
        (
            f"<h1>The Gazette</h1>{link('rain', 'h2')}{link('sun')}",
            [None, None],
        ),  # another article's headline names nothing
        (f"<div>{link('rain')}<h2>Sport</h2></div>", [None]),  # it comes after
        (f"{link('rain')}<aside><h2>Most read</h2>{link('rain')}{link('sun')}</aside>", [None, "Most read"]),
        (f"<h2>{'long ' * 40}</h2>{link('rain')}", [None]),
    ],
)
def test_a_link_stands_in_the_section_whose_heading_is_closest_above_it(body: str, sections: list[str | None]) -> None:
    page = f"<html><body>{body}</body></html>".encode()
    assert [place.section for place in announced.places(page, URL, None, Definition(home=URL))] == sections


def test_many_links_are_placed_in_little_time() -> None:
    page = section.parse(
        ("<div>" * 60 + "".join(f"<h2>Part {n}</h2>{link(f'n{n}')}" for n in range(3000))).encode(), url=URL
    )
    found = list(section.candidates(page, url=URL, seen_at=NOW))
    assert [each.section for each in found][-1] == "Part 2999"


def test_a_row_lasts_while_a_link_stays_where_it_is(tmp_path: Path) -> None:
    place = morgue.create(tmp_path / "morgue")
    lead, second = Place("a", 1, 1, "A"), Place("b", 2, None, "B", "Sport")
    shows = [("t1", [lead, second]), ("t2", [lead, second]), ("t3", [Place("b", 1, 1, "B")]), ("t4", [lead, second])]
    with closing(connect_writer(place)) as connection:
        outlet = sources.name_outlet(connection, "e.example")
        assert outlet == ids.outlet_id("e.example")
        for at, seen in shows:
            positions.note(connection, outlet, "https://e.example/", at, seen)
        rows = connection.execute("SELECT identity, rank, first_seen_at, last_seen_at FROM positions").fetchall()
    assert sorted(rows) == [
        ("a", 1, "t1", "t2"),
        ("a", 1, "t4", "t4"),
        ("b", 1, "t3", "t3"),
        ("b", 2, "t1", "t2"),
        ("b", 2, "t4", "t4"),
    ]


class Front:
    """A front page that a test changes, and that says whether it did."""

    def __init__(self) -> None:
        self.order = [1, 2, 3]

    def __call__(self, asked: Asked) -> Answer | None:
        if asked.path != "/":
            return None
        tag = f'"{self.order}"'
        if asked.headers.get("if-none-match") == tag:
            return Answer(status=304, headers=(("ETag", tag),))
        links = "".join(
            f'<h2><a href="/news/council-sits-on-plan-number-{n}">Council sits on plan number {n} again</a></h2>'
            for n in self.order
        )
        return Answer(headers=(*HTML, ("ETag", tag)), body=f"<html><body><main>{links}</main></body></html>".encode())


STAYS = """SELECT identity, rank, level, headline, first_seen_at, last_seen_at FROM positions
            ORDER BY first_seen_at, rank"""


@pytest.fixture
def read(tmp_path: Path) -> Path:
    """Return the folder of an outlet whose front page was read four times: as it was, unchanged, changed, unchanged."""
    front = Front()
    outlet = Outlet(front)
    with outlet.press:
        source = f'[outlets.paper]\nhome = "{outlet.home}"\nsources = [{{ front = "{outlet.home}" }}]\n'
        (tmp_path / "rowback.toml").write_text(source)
        for order in ([1, 2, 3], [1, 2, 3], [2, 1, 3], [2, 1, 3]):
            front.order = order
            assert rowback(tmp_path, "crawl", "--again", "--since", "0").code == 0
        (tmp_path / "page").write_text(outlet.page(2))
    return tmp_path


def test_each_look_at_a_front_page_is_noted_and_an_unchanged_one_too(read: Path) -> None:
    asked = rows(read, "SELECT captured_at FROM captures WHERE purpose = 'section' ORDER BY captured_at")
    first, second, third, fourth = (at for (at,) in asked)
    assert rows(read, "SELECT status FROM captures WHERE purpose = 'section' ORDER BY captured_at") == [
        (200,), (304,), (200,), (304,),
    ]  # fmt: skip
    assert [(str(row[0])[-1], row[1], *row[4:]) for row in rows(read, STAYS)] == [
        ("1", 1, first, second),
        ("2", 2, first, second),
        ("3", 3, first, fourth),
        ("2", 1, third, fourth),
        ("1", 2, third, fourth),
    ]


def test_places_are_made_again_from_the_front_pages_of_the_warc_files(read: Path) -> None:
    before = rows(read, "SELECT * FROM positions ORDER BY 1, 2, 3, 4")
    assert rowback(read, "rebuild").code == 0
    assert rows(read, "SELECT * FROM positions ORDER BY 1, 2, 3, 4") == before
    assert len(before) == 5


@pytest.mark.parametrize("command", [("withhold",), ("erase", "--yes")])
def test_what_is_withheld_has_no_place_not_after_a_crawl_and_not_after_a_rebuild(
    read: Path, command: tuple[str, ...]
) -> None:
    page = (read / "page").read_text()
    assert rowback(read, command[0], page, *command[1:]).code == 0
    shown = "SELECT count(*), sum(identity LIKE '%number-2'), group_concat(DISTINCT rank) FROM positions"
    assert rows(read, shown) == [(3, 0, "1,2,3")]
    assert rowback(read, "rebuild").code == 0
    assert rows(read, shown) == [(3, 0, "1,2,3")]


def test_a_look_after_withholding_notes_the_others_where_they_stand(tmp_path: Path) -> None:
    front = Front()
    outlet = Outlet(front)
    with outlet.press:
        source = f'[outlets.paper]\nhome = "{outlet.home}"\nsources = [{{ front = "{outlet.home}" }}]\n'
        (tmp_path / "rowback.toml").write_text(source)
        rowback(tmp_path, "crawl")
        assert rowback(tmp_path, "withhold", outlet.page(1)).code == 0
        front.order = [1, 3, 2]
        rowback(tmp_path, "crawl", "--again")
    assert rows(tmp_path, "SELECT substr(identity, -1), rank FROM positions ORDER BY first_seen_at, rank") == [
        ("2", 2), ("3", 3), ("3", 2), ("2", 3),
    ]  # fmt: skip
