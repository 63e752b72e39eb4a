"""A change made on many articles in the lists of changes: once, with what it was and where; nothing is lost by it."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.models import Block
from archive.morgue import Morgue
from tests.kit.browsing import ROOT, Reply, ask, one
from tests.morgues import Look, Story, bridge, build, content

LINE = "Disclaimer: partners paid for the travel and lodging behind this report."
MANY = 6


def ship(number: int) -> Story:
    """Return an article that gets the disclaimer; the last of them another number as well."""
    toll = f"The ship number {number} left Port{number} with {number + 7} people on board, and two of them died."
    first = content(f"Ship {number} leaves harbour", toll, f"Nothing was known about case {number}.", language="en")
    told = Block(toll.replace("two", "five"), "main/p", kept=True) if number == MANY else first.blocks[0]
    second = replace(first, blocks=(told, first.blocks[1], Block(LINE, "main/p", kept=True)))
    url = f"https://courier.example/2026/11/ship-{number}"
    return Story("courier", url, [Look("2026-11-16 09:00", first), Look("2026-11-17 12:00", second)])


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    stories = [bridge(), *(ship(number) for number in range(1, MANY + 1))]
    return build(tmp_path_factory.mktemp("campaigns") / "morgue", stories)


def stories(answer: Reply) -> str:
    assert answer.status == 200
    return answer.text.partition('class="stories"')[2].partition("</section>")[0]


def campaign(morgue: Morgue) -> int:
    return one(morgue, "SELECT id FROM campaigns")


@pytest.mark.parametrize("path", ["", "/outlet/courier", "?order=new&days=30"])
def test_a_change_on_many_articles_stands_once_with_its_words_and_its_members_not_beside_it(
    morgue: Morgue, path: str
) -> None:
    shown = stories(ask(morgue, ROOT + path))
    assert shown.count(f"One change on {MANY} articles") == 1
    assert f"<ins>{LINE}</ins>" in shown
    told_apart = [number for number in range(1, MANY + 1) if _apart(shown, number)]
    assert told_apart == [MANY]  # it changed in another way, too
    assert "Fourteen" in shown


def _apart(shown: str, number: int) -> bool:
    entries = re.sub(r'<ul class="members">.*?</ul>', "", shown, flags=re.DOTALL)
    return f"Ship {number} leaves harbour" in entries


def fire() -> Story:
    """Return an article whose toll falls, then a quotation changes, then two new paragraphs come one after another."""
    said = "“{} will be open for everybody again in spring,” said Ana Weil, the mayor of Halmere."
    toll = "{} people died when the harbour burned on Monday, the fire service said."
    told = [[toll.format("23"), said.format("The harbour")], [toll.format("19"), said.format("The harbour")],
            [toll.format("19"), said.format("Nothing of this")]]  # fmt: skip
    told += [[*told[-1], "Divers searched the basin on Tuesday for a second day."]]
    told += [[*told[-1], "The ferry company cancelled every sailing until Thursday morning."]]
    versions = [content("Fire in the harbour", *paragraphs, language="en") for paragraphs in told]
    looks = [Look(f"2026-11-16 {9 + 2 * at:02}:00", version) for at, version in enumerate(versions)]
    return Story("courier", "https://courier.example/2026/11/fire", looks)


@pytest.mark.parametrize("path", ["", "/outlet/courier"])
def test_no_changed_fact_is_hidden_behind_another_of_its_article_but_updates_are_folded(
    tmp_path: Path, path: str
) -> None:
    shown = stories(ask(build(tmp_path / "morgue", [fire()]), ROOT + path))
    assert "<del>23</del>" in shown
    assert "<ins>Nothing of this</ins>" in shown
    assert shown.count("1 more like it") == 1
    assert shown.count("kind-update") == 1


@pytest.mark.parametrize(("query", "there"), [("?kind=withdrawn", False), ("?kind=update", True), ("?page=2", False)])
def test_filters_hold_for_what_stands_for_many(morgue: Morgue, query: str, there: bool) -> None:
    assert ("One change on" in stories(ask(morgue, ROOT + query))) == there


@pytest.mark.parametrize("public", [False, True])
def test_its_page_lists_every_article_that_was_changed(morgue: Morgue, public: bool) -> None:
    shown = ask(morgue, f"{ROOT}/campaign/{campaign(morgue)}", public=public)
    assert shown.status == 200
    assert all(f"Ship {number} leaves harbour" in shown.text for number in range(1, MANY + 1))


@pytest.mark.parametrize("path", ["/campaign/1", "/campaign/x", "/campaign/999999999999999999"])
def test_a_campaign_that_is_none_is_not_found(morgue: Morgue, path: str) -> None:
    assert ask(morgue, ROOT + path).status == 404


@pytest.mark.parametrize("withheld", [1, MANY])
def test_in_public_what_is_withheld_is_not_counted_and_a_campaign_of_such_is_not_there(
    morgue: Morgue, tmp_path: Path, withheld: int
) -> None:
    copy = Morgue(Path(shutil.copytree(morgue.folder, tmp_path / "morgue")))
    copy.desk.unlink(missing_ok=True)
    with closing(sqlite3.connect(copy.desk)) as desk, closing(sqlite3.connect(copy.database)) as connection:
        ids = connection.execute("SELECT id FROM articles WHERE url LIKE '%/ship-%' ORDER BY url LIMIT ?", (withheld,))
        desk.execute("CREATE TABLE withheld (article_id INTEGER)")
        desk.executemany("INSERT INTO withheld VALUES (?)", ids.fetchall())
        desk.commit()
    front, own = stories(ask(copy, ROOT, public=True)), ask(copy, f"{ROOT}/campaign/{campaign(copy)}", public=True)
    assert "Ship 1 " not in front + own.text
    left = MANY - withheld
    assert own.status == (200 if left else 404)
    assert (f"One change on {left} articles" in front) == bool(left)
    assert (LINE in front + own.text) == bool(left)
