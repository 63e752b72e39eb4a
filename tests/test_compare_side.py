"""Two outlets tell one event, and the differences come out."""

import json

import pytest

from archive.compare import side_by_side
from archive.models import Block, Content
from tests.quality.contradictions import CLAIMED_WRONGLY, FOUND, measure, pairs

HARBOUR = (
    "The ferry sank on Tuesday with 12 passengers on board, the Harbour Office said.",
    "“We were never told about the storm that night,” said Tom Hale, the captain.",
    "The company has run the line for forty years.",
    "“Nobody will buy a ticket again after this week,” said Kim Oke.",
)
COAST = (
    "The Harbour Office said that 14 passengers were on the ferry when it sank Tuesday.",
    'Ida Kern, the mate, told reporters: "We were never told about the storm that night, and nobody asked us."',
    "The sea was calm by morning.",
    "For forty years the company has run the line.",
)


def page(headline: str, *paragraphs: str, language: str = "en") -> Content:
    return Content(headline=headline, blocks=tuple(Block(p, "p", True) for p in paragraphs), language=language)


def test_what_both_say_and_what_one_says_alone() -> None:
    found = side_by_side(page("Ferry sinks", *HARBOUR), page("Ferry lost", *COAST))
    assert [(s.a, s.b) for s in found.shared] == [(HARBOUR[2], COAST[3])]
    assert found.only_a == (HARBOUR[1], HARBOUR[3])
    assert found.only_b == (COAST[1], COAST[2])
    (opposed,) = found.contradictions
    assert (opposed.aspect, opposed.sentence_a, opposed.sentence_b) == ("number", HARBOUR[0], COAST[0])
    assert (found.headline_a, found.headline_b) == ("Ferry sinks", "Ferry lost")


def test_numbers_that_count_the_same_and_differ() -> None:
    (differs,) = side_by_side(page("a", *HARBOUR), page("b", *COAST)).numbers
    assert (differs.a, differs.b) == ("12 passengers", "14 passengers")
    assert (differs.sentence_a, differs.sentence_b) == (HARBOUR[0], COAST[0])


FIRE = "23 people died and 41 were injured when the mill burned down in Halmere on Tuesday."
TOLLS = [("people died", "23 people died", "21 people died"), ("injured", "41", "45")]


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (FIRE, FIRE.replace("23", "21").replace("41", "45"), TOLLS),
        (FIRE, "45 were injured and 21 people died when the mill burned down in Halmere on Tuesday.", TOLLS),
        (FIRE.replace("41", "41 people"), FIRE.replace("41", "41 people").replace("23", "21"), TOLLS[:1]),
        (FIRE, FIRE.replace("41 were", "45 people were"), [("injured", "41", "45 people")]),
        ("The mayor said that 23 people died.", "A baker counted 21 people died, and 41 people watched.", TOLLS[:1]),
        ("Of the crew, 41 were taken ashore.", "Divers found 3 were taken by the sea after all that.", []),
    ],
)
def test_every_number_that_differs_is_listed_by_what_it_counts(a: str, b: str, told: list[tuple[str, ...]]) -> None:
    numbers = side_by_side(page("a", a), page("b", b)).numbers
    assert [(each.of, each.a, each.b) for each in numbers] == told


def test_a_number_that_both_give_somewhere_does_not_differ() -> None:
    more = page("b", *COAST, "Later it spoke of 12 passengers.")
    assert side_by_side(page("a", *HARBOUR[2:], "There were 12 passengers."), more).numbers == ()


def test_a_quotation_that_both_carry_with_the_speaker_of_each() -> None:
    found = side_by_side(page("a", *HARBOUR), page("b", *COAST))
    (both,) = found.quoted_by_both
    assert (both.speaker_a, both.speaker_b) == ("Tom Hale", "Ida Kern")
    assert not both.same_words
    assert not both.same_speaker
    assert [q.speaker for q in found.quoted_only_a] == ["Kim Oke"]
    assert found.quoted_only_b == ()


def test_where_no_speaker_was_found_nothing_says_whether_it_is_the_same() -> None:
    alone = page("a", "“We were never told about the storm that night.”")
    (both,) = side_by_side(alone, page("b", *COAST)).quoted_by_both
    assert (both.speaker_a, both.speaker_b, both.same_speaker) == (None, "Ida Kern", None)


def test_the_same_article_has_no_differences() -> None:
    found = side_by_side(page("a", *HARBOUR), page("a", *HARBOUR))
    assert [s.likeness for s in found.shared] == [1.0] * 4
    assert (found.only_a, found.only_b, found.numbers) == ((), (), ())
    assert all(q.same_words and q.same_speaker for q in found.quoted_by_both)


def test_unknown_languages_are_compared_without_numbers() -> None:
    found = side_by_side(
        page("a", "Lautta upposi, 12 kuoli.", language="fi"), page("b", "Lautta upposi, 13 kuoli.", language="fi")
    )
    assert not found.analysed
    assert found.numbers == ()
    assert found.shared == ()


def test_the_comparison_is_json() -> None:
    found = side_by_side(page("a", *HARBOUR), page("b", *COAST)).as_dict()
    assert json.loads(json.dumps(found))["numbers"][0]["counted"] == "passenger"


def test_nothing_to_compare_is_no_error() -> None:
    assert side_by_side(page("a"), page("b", *COAST)).only_b == COAST


@pytest.mark.parametrize(
    ("aspect", "a", "b"),
    [
        ("number", "At least 9 people died in the crash.", "Eleven people were killed when the lorry hit the bus."),
        ("number", "Some 2,300 homes lost power.", "About 2,900 homes lost power."),
        ("negation", "The crane had been inspected in May.", "The crane had not been inspected in May."),
        ("negation", "The jury found the driver guilty.", "The jury found the driver innocent."),
        ("certainty", "A gas leak caused the blast.", "A gas leak may have caused the blast."),
        ("who", "The mate was steering the ferry.", "The ferry was steered by the captain."),
        ("when", "The bridge closed on Monday.", "The bridge closed on Sunday."),
        ("where", "The fire started in the kitchen.", "The fire started in the cellar."),
    ],
)
def test_what_contradicts_stands_with_both_sentences_and_never_under_what_both_say(aspect: str, a: str, b: str) -> None:
    found = side_by_side(page("a", a, "The road is open."), page("b", "It rained.", b))
    assert [(each.aspect, each.sentence_a, each.sentence_b) for each in found.contradictions] == [(aspect, a, b)]
    assert (found.shared, found.only_a) == ((), ("The road is open.",))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("About 2,300 homes lost power.", "The power went out in 2,312 homes."),
        ("The bridge is 3 kilometres long.", "The bridge is 1.9 miles long."),
        ("Nine people died in the crash.", "In 2009, 30 people died in a crash at the same place."),
        ("Nine people died in the crash.", "Two soldiers were injured, and the road was closed."),
        ("The ferry left on Tuesday.", "The inquiry begins on Friday."),
        ("The mayor opened the bridge.", "The bridge was opened by the mayor."),
    ],
)
def test_what_is_not_sure_to_contradict_is_not_said(a: str, b: str) -> None:
    assert side_by_side(page("a", a), page("b", b)).contradictions == ()


def test_two_desks_on_one_event_contradict_each_other_where_it_is_known() -> None:
    figures, told = measure(pairs(100, 1))
    assert figures["found"] >= FOUND, told
    assert figures["both say"] == 0, told
    assert figures["claimed wrongly"] <= CLAIMED_WRONGLY, told
