"""Comparing what the made-up newspaper published calls each edit what it is, and sets the two outlets side by side."""

from itertools import pairwise

import pytest

from archive.compare import compare, side_by_side
from archive.extract import read
from archive.models import Content
from crawler.newspaper import EDITIONS, Newspaper

from .newspaper import NOW, fetch

ACCIDENT, AGROUND = "Night ferry strikes rocks off Gannet Head", "Ferry runs aground near Sorrel after change of course"


@pytest.fixture(scope="module")
def histories() -> list[list[Content]]:
    """Return, by article, what was read of its versions."""
    found: dict[object, list[Content]] = {}
    with Newspaper(NOW) as paper:
        for edition in EDITIONS:
            paper.edition = edition
            for version in paper.published():
                if version.edition == edition:
                    content = read(fetch(version.url).body, url=version.url, captured_at=NOW)
                    assert isinstance(content, Content)
                    found.setdefault((version.outlet, version.published_at), []).append(content)
    return list(found.values())


def history(histories: list[list[Content]], headline: str) -> list[Content]:
    return next(contents for contents in histories if contents[0].headline == headline)


def test_a_silent_toll_is_a_fact_changed_without_a_note(histories: list[list[Content]]) -> None:
    change = compare(*history(histories, ACCIDENT)[:2])
    assert change.kind == "fact_changed_unnoted"
    assert change.note_added is None
    assert [(fact.kind, fact.before, fact.after) for fact in change.facts] == [
        ("number", "14 people died", "11 people died"),
        ("number", "198", "201"),
    ]


def test_an_admitted_toll_is_a_correction_with_its_note(histories: list[list[Content]]) -> None:
    change = compare(*history(histories, AGROUND))
    assert change.kind == "correction_noted"
    assert change.note_added is not None
    assert change.note_added.startswith("Correction: An earlier version of this article gave the number of dead as 17")


def test_a_silent_toll_weighs_more_than_any_other_edit(histories: list[list[Content]]) -> None:
    changes = [
        (compare(before, after).weight, contents[0].headline)
        for contents in histories
        for before, after in pairwise(contents)
    ]
    assert len(changes) == 5
    assert max(changes)[1] == ACCIDENT


@pytest.mark.parametrize(
    ("headline", "position", "kind"),
    [
        (ACCIDENT, 1, "update"),
        ("Harbour school rowers win at Lake Orm", 0, "style"),
        ("Captain left bridge before ferry struck, ministry says", 0, "headline"),
    ],
)
def test_innocent_edits_are_called_what_they_are(
    histories: list[list[Content]], headline: str, position: int, kind: str
) -> None:
    contents = history(histories, headline)
    assert compare(contents[position], contents[position + 1]).kind == kind


def test_side_by_side_shows_the_numbers_that_differ(histories: list[list[Content]]) -> None:
    comparison = side_by_side(history(histories, ACCIDENT)[-1], history(histories, AGROUND)[-1])
    numbers = {(each.a.split()[0], each.b.split()[0]) for each in comparison.numbers}
    assert {("212", "209"), ("90", "70"), ("25", "40"), ("nine", "two")} <= numbers


def test_side_by_side_shows_one_quotation_with_two_speakers(histories: list[list[Content]]) -> None:
    comparison = side_by_side(history(histories, ACCIDENT)[-1], history(histories, AGROUND)[-1])
    speakers = {each.text_a.strip('“”",.'): (each.speaker_a, each.speaker_b) for each in comparison.quoted_by_both}
    assert speakers["We had four minutes, no more"] == ("Ilka Roen", "Oskar Thane")
    pilot, passenger = speakers["The light was not burning when I passed, and it was not burning the night before"]
    assert pilot == "Bram Holte"
    assert "passenger" in (passenger or "").lower()


def test_side_by_side_shows_the_sentences_that_both_have(histories: list[list[Content]]) -> None:
    comparison = side_by_side(history(histories, ACCIDENT)[-1], history(histories, AGROUND)[-1])
    built = "The Kittiwake was built in 1998 and passed her yearly inspection in spring."
    assert (built, built) in [(each.a, each.b) for each in comparison.shared]
    assert any("divers reached" in text.lower() for text in comparison.only_a)
    assert any("the president" in text.lower() for text in comparison.only_b)
