"""The five questions, each on an archive whose answer is known."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.lookup.questions import QUESTIONS
from archive.models import Block
from archive.morgue import Morgue
from archive.store.connection import connect_writer
from tests.morgues import Look, Story, bridge, build, content, mail

Row = dict[str, object]


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    first = content(
        "Fire in Lowmoor",
        "Officials said 17 people died in the fire at the mill.",
        "“We will rebuild the mill on this very spot by spring,” said Ana Weil, the owner.",
        "The fire began at night and burned for hours before it was put out.",
        language="en",
        published=bridge().looks[0].content.published,
    )
    fewer = replace(first.blocks[0], text="Officials said 11 people died in the fire at the mill.")
    other = "“We will rebuild the mill on this very spot by summer,” said Ana Weil, the owner."
    second = replace(first, blocks=(fewer, first.blocks[1], first.blocks[2]))
    third = replace(second, blocks=(fewer, Block(other, "main/p", kept=True), first.blocks[2]))
    fire = Story(
        "courier",
        "https://courier.example/fire",
        [Look("2026-11-16 08:30", first), Look("2026-11-16 10:30", second), Look("2026-11-16 13:30", third)],
    )
    made = build(tmp_path_factory.mktemp("questions") / "morgue", [bridge(), mail(), fire])
    with closing(connect_writer(made)) as connection:
        connection.execute(
            """INSERT OR REPLACE INTO coverage (outlet_id, day, announced, fetched, kept)
               SELECT id, '2026-11-17', 4, 3, 3 FROM outlets WHERE name = 'courier'"""
        )
    return made


def ask(morgue: Morgue, name: str, **values: str) -> list[Row]:
    with closing(sqlite3.connect(morgue.database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(QUESTIONS[name].sql, values)]


@pytest.mark.parametrize(
    ("time", "numbers"),
    [
        ("2026-11-16T08:00:00Z", {}),
        ("2026-11-16T09:30:00Z", {"Bridge falls in Halmere": 1, "Fire in Lowmoor": 1}),
        ("2026-11-16T16:00:00Z", {"Bridge falls in Halmere": 2, "Fire in Lowmoor": 3, "橋の崩落": 1}),
        ("2026-11-30T00:00:00Z", {"Fire in Lowmoor": 3, "橋の崩落": 1}),  # the bridge's is gone
    ],
)
def test_what_stood_at_a_time(morgue: Morgue, time: str, numbers: dict[str, int]) -> None:
    assert {row["headline"]: row["number"] for row in ask(morgue, "versions_as_of", time=time)} == numbers


def test_how_late_an_outlet_edits(morgue: Morgue) -> None:
    found = {row["hours_after"]: row["changes"] for row in ask(morgue, "edits_by_hour") if row["outlet"] == "courier"}
    assert found == {2: 1, 5: 1, 7: 1, 25: 1}


def test_tolls_that_went_down_and_none_that_went_up(morgue: Morgue) -> None:
    (row,) = ask(morgue, "tolls_that_went_down")
    assert (row["headline"], str(row["before"])[:2], str(row["after"])[:2]) == ("Fire in Lowmoor", "17", "11")


def test_quotations_that_were_altered(morgue: Morgue) -> None:
    (row,) = ask(morgue, "quotes_altered")
    assert "spring" in str(row["before"])
    assert "summer" in str(row["after"])


def test_headline_changes_beside_what_is_covered(morgue: Morgue) -> None:
    (row,) = [row for row in ask(morgue, "headlines_with_coverage") if row["day"] == "2026-11-17"]
    assert (row["outlet"], row["headline_changes"], row["kept_share"]) == ("courier", 1, 0.75)


def test_the_readme_asks_every_question_for_columns_that_its_answer_has(morgue: Morgue) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    asked = re.findall(r"^    ask\(\"(\w+)\"(.*)$", readme, flags=re.MULTILINE)
    assert {name for name, _ in asked} == set(QUESTIONS)
    for name, rest in asked:
        values = dict(re.findall(r"(\w+)=\"([0-9][^\"]*)\"", rest))
        selected = re.search(r"\[\[(.*)\]\]", rest)
        columns = re.findall(r"\"(\w+)\"", selected[1] if selected else re.sub(r".*\.(pivot|groupby)", "", rest))
        assert columns
        assert all(set(columns) <= set(row) for row in ask(morgue, name, **values)), name
        assert ask(morgue, name, **values), name


def test_every_question_says_what_it_asks(tmp_path: Path) -> None:
    assert len(QUESTIONS) == 5
    assert all(question.title and question.description for question in QUESTIONS.values())
