"""Where front pages showed articles, and headlines that changed while they led."""

import datetime as dt
from contextlib import closing
from pathlib import Path

from archive import ids, morgue
from archive.store import positions, sources
from archive.store.connection import connect_writer
from archive.store.positions import Place
from archive.times import UTC
from crawler import looks
from crawler.sources import section

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGE = b"""<html><body><nav><a href="/about">About us</a></nav>
<h1><a href="/2026/11/21/council-votes-on-harbour-plan">Council votes on the harbour plan</a></h1>
<a href="/2026/11/21/rain-stops-play-in-the-north"><h3>Rain stops play in the north again</h3></a>
<p><a href="/2026/11/20/mayor-denies-reports-of-deal">Mayor denies reports of a deal</a></p></body></html>"""


def test_a_page_tells_rank_heading_and_words_of_its_links() -> None:
    url = "https://e.example/"
    found = tuple(section.candidates(section.parse(PAGE, url=url), url=url, seen_at=NOW))
    (shown,) = looks.places(found).values()
    assert [(place.rank, place.level) for place in shown] == [(1, 1), (2, 3), (3, None)]
    assert shown[0].headline == "Council votes on the harbour plan"


def test_a_row_lasts_while_a_link_stays_where_it_is(tmp_path: Path) -> None:
    place = morgue.create(tmp_path / "morgue")
    lead, second = Place("a", 1, 1, "A"), Place("b", 2, None, "B")
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
