"""The two pages that the project began with, and two made at run time around what one quotes, come out as one story.

The publishers' text stays out of this repository: it is read where it lies beside the checkout.
"""

import datetime as dt
import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from archive.extract import read
from archive.ingest.telling import tell_stories
from archive.lookup import stories as asked
from archive.lookup.stories import Story
from archive.models import Content
from archive.morgue import Morgue
from archive.store import sources
from archive.store.connection import connect_reader, connect_writer, transaction
from tests import morgues
from tests.morgues import Look, build, content

SHARED = Path(__file__).parents[2] / "shared" / "pages"
pytestmark = pytest.mark.skipif(
    not (SHARED / "eir-palmyra").is_dir(), reason=f"the publishers' pages are not in {SHARED}"
)
TITLES = {"eir": "EIR", "sputnik": "Sputnik", "almasdar": "Al-Masdar News", "washingtonpost": "The Washington Post"}


def _read(case: str) -> Content:
    expected = json.loads((SHARED / case / "expected.json").read_text("utf-8"))
    page = (SHARED / case / "page.html").read_bytes()
    found = read(page, url=expected["url"], captured_at=dt.datetime(2017, 4, 10, tzinfo=dt.UTC))
    assert isinstance(found, Content)
    return found


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    """Crawl the four pages together; those of Al-Masdar and the Post come an hour before the others."""
    eir, sputnik = _read("eir-palmyra"), _read("sputnik-palmyra")
    quoted = [line.strip().strip('"') for line in eir.paragraphs if line.strip().startswith('"')]
    titles = re.findall(r'"([^"]+),"|"([^"]+)\."', " ".join(line for line in eir.paragraphs if line[0] != '"'))
    headlines = ["".join(title) for title in titles]
    almasdar = content(
        headlines[0], *quoted[:2], "The road to Palmyra was cut in February, the Syrian Army said at its base in Homs."
    )
    post = content(
        headlines[1],
        quoted[2].replace("[in Palmyra] ", ""),
        "American officers spoke of the Islamic State positions around Palmyra, and of the Syrian army's advance.",
    )
    pages = {"almasdar": (almasdar, 8), "washingtonpost": (post, 8), "eir": (eir, 9), "sputnik": (sputnik, 9)}
    stories = [
        morgues.Story(name, f"https://{name}.example/palmyra", [Look(f"2017-03-06 {hour:02d}:00", page)])
        for name, (page, hour) in pages.items()
    ]
    morgue = build(tmp_path_factory.mktemp("seed") / "morgue", stories)
    with closing(connect_writer(morgue)) as connection:
        with transaction(connection):
            for name, title in TITLES.items():
                row = sources.OutletRow(name=name, title=title, home=f"https://{name}.example/")
                sources.put_outlet(connection, row)
        tell_stories(connection)
    return morgue


@pytest.fixture(scope="module")
def told(morgue: Morgue) -> Story:
    with closing(connect_reader(morgue)) as connection:
        (row,) = asked.newest(connection, dt.datetime(2017, 1, 1, tzinfo=dt.UTC), outlets=2, limit=9)
        return asked.whole(connection, row)


def test_the_four_pages_are_one_story(told: Story) -> None:
    assert {telling.title for telling in told.tellings} == set(TITLES.values())


def test_what_eir_quotes_is_traced_to_those_it_names(told: Story) -> None:
    names = {
        told.outlets[use.named_outlet_id]
        for shared in told.shared
        for use in shared.uses
        if told.outlets[use.outlet_id] == "EIR" and use.named_outlet_id
    }
    assert names == {"Al-Masdar News", "The Washington Post"}
    assert all(shared.passage.kind == "by_name" for shared in told.shared)


def test_the_number_of_strikes_is_a_line_over_time(told: Story) -> None:
    given = [row for counted in told.numbers if "strike" in counted.counted for row in counted.given]
    assert {told.outlets[row.outlet_id] for row in given if row.value == "23"} == {"EIR", "The Washington Post"}
