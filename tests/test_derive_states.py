"""What an outlet's states leave out makes no version, whichever state is in force at which look."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from archive.derive.gist import gist
from archive.derive.identity import Group, group
from archive.derive.looks import Left, Look, Read, together
from archive.derive.moves import Move, moves
from archive.derive.rows import Home, article_rows
from archive.derive.states import Adopted, Asked, in_force, under_states
from archive.derive.template import State, beside, learn, left_out, template, without
from archive.derive.whole import Derived, derive
from archive.models import Block, Content
from tests.histories import SITE, story
from tests.keeping import at, content
from tests.kit.looks import changed, look, told
from tests.prose import prose

SHARE = "Send this story to a friend by letter or by telegram."
NOTICE = "The printers of this paper are on strike until further notice."
BODY, AROUND = "div.page article p", "div.page div.notice p"
Pages = dict[int, State]


def page(text: Content, *lines: str, path: str = "div.page article p.share") -> Content:
    """Return a text in its container, with lines of the template behind it."""
    blocks = tuple(replace(block, path=BODY) for block in text.blocks)
    return replace(text, blocks=(*blocks, *(Block(line, path, kept=True) for line in lines)))


def learned(*lines: str, path: str = "div.page article p.share") -> State:
    """Return what five other articles teach that show these lines."""
    others = (page(content(f"Story {n}", *prose(n).paragraphs), *lines, path=path) for n in range(5))
    return learn((f"other {n}", other.blocks) for n, other in enumerate(others))


def adopted(*hours: float) -> list[Adopted]:
    return [Adopted(id=number, adopted_at=at(60 * hour)) for number, hour in enumerate(hours, 1)]


def left_of(contents: dict[int, Content], states: Pages, asked: Asked) -> Left | None:
    lines = template(contents[asked.first_id], states[asked.state], ["own"])
    read = contents[asked.reading_id]
    places = left_out(read, lines)
    around = beside(read, states[asked.state], ["own"], places)
    return Left(places, gist(without(read, places), around)) if places or around else None


def seen(texts: Sequence[Content], states: Sequence[tuple[float, State]], step: float = 1) -> Derived:
    """Derive looks at an hourly distance, with states adopted at some hours."""
    looks = [named(look(step * hour, text)) for hour, text in enumerate(texts)]
    contents = {each.reading_id or 0: text for each, text in zip(looks, texts, strict=True)}
    numbered = {number: state for number, (_, state) in enumerate(states, 1)}
    under = under_states(looks, adopted(*(hour for hour, _ in states)), partial(left_of, contents, numbered))
    return derive(Group(looks=under, addresses=(), first_url=SITE), frozenset(), changed, partial(differ, contents))


def differ(contents: dict[int, Content], one: Read, other: Read) -> tuple[Move, ...]:
    return moves(*(without(contents[read.reading_id], read.places) for read in (one, other)))


def named(plain: Look) -> Look:
    return replace(plain, reads=plain.articles)


A, B = (page(story("Ferry late", *numbers), SHARE) for numbers in (range(10), (*range(9), 77)))
BARE = page(story("Ferry late", *range(10)))
NOTICED = page(story("Ferry late", *range(10)), NOTICE, path=AROUND)
WITHIN = page(story("Ferry late", *range(10)), NOTICE)


@pytest.mark.parametrize(
    ("texts", "adopted_at", "expected"),
    [
        ([A, A, BARE, A], 0.5, ["new1", "same1", "same1", "same1"]),  # the line goes and comes back
        ([A, BARE, A], 9, ["new1", "changed2", "changed3"]),  # without learning that made versions
        ([A, B, B], 0.5, ["new1", "changed2", "same2"]),  # a change of the text is one, across the adoption
        ([A, B, B], 1.5, ["new1", "changed2", "same2"]),
        ([BARE, A, A, A], 0.5, ["new1", "changed2", "same2", "same2"]),  # what newly appears is news, for good
        ([BARE, A, A, BARE], -1, ["new1", "changed2", "same2", "changed3"]),
    ],
)
def test_a_line_of_the_template_makes_no_version(texts: list[Content], adopted_at: float, expected: list[str]) -> None:
    assert told(seen(texts, [(adopted_at, learned(SHARE))])) == expected


@pytest.mark.parametrize(
    ("after", "adopted_at", "expected"),
    [
        (NOTICED, 0.5, "template1"),
        (NOTICED, 9, "changed2"),  # nobody knew yet that other articles show it
        (WITHIN, 0.5, "changed2"),  # inside the body it is never held back
        (replace(NOTICED, headline="Ferry sunk"), 0.5, "changed2"),
        (replace(NOTICED, blocks=NOTICED.blocks[1:]), 0.5, "changed2"),
    ],
)
def test_only_what_changes_outside_the_body_as_elsewhere_is_the_template(
    after: Content, adopted_at: float, expected: str
) -> None:
    path = AROUND if after is not WITHIN else "div.page article p.share"
    assert told(seen([BARE, after], [(adopted_at, learned(NOTICE, path=path))])) == ["new1", expected]


def test_a_note_of_correction_that_many_articles_show_is_a_version() -> None:
    note = "Correction: An earlier version of this article misstated the number of piers."
    for path in (AROUND, "div.page article p.share"):
        noted = page(story("Ferry late", *range(10)), note, path=path)
        assert told(seen([BARE, noted, noted], [(0.5, learned(note, path=path))])) == ["new1", "changed2", "same2"]


def test_two_looks_are_compared_under_the_later_ones_state() -> None:
    first, second = seen([A, A], [(0.5, learned(SHARE))]).group.looks
    found = together(first, second)
    assert tuple(reversed(together(second, first) or ())) == found
    assert [len(read.places) for read in found or ()] == [1, 1]
    assert (len(first.places), len(second.places)) == (0, 1)
    assert first.gist != second.gist


def test_a_versions_row_is_written_under_its_own_state() -> None:
    derived = seen([A, B], [(0.5, learned(SHARE))])
    contents = {each.capture_id: text for each, text in zip(derived.group.looks, (A, B), strict=True)}
    rows = article_rows(derived, Home("example.org"), lambda each: without(contents[each.capture_id], each.places))
    assert [SHARE in version.text for version in rows.versions] == [True, False]
    assert rows.versions[1].content_digest == gist(without(B, (10,))).strict


def test_a_state_is_in_force_for_what_is_captured_after_it() -> None:
    states = adopted(1, 5)
    moments = [at(60 * hour) for hour in (0, 1, 1.1, 5, 6)]
    assert [in_force(states, moment) for moment in moments] == [0, 0, 1, 1, 2]
    assert in_force([], dt.datetime.now(dt.UTC)) == 0


@pytest.mark.slow
def test_an_unchanged_page_is_one_version_whatever_states_come_and_go() -> None:
    drawn = random.Random(7)
    known = [learned(SHARE), learned(SHARE, NOTICE, path=AROUND), learned(NOTICE, path=AROUND), State()]
    for text in (A, BARE, NOTICED, WITHIN, page(story("Ferry late", *range(10)), SHARE, NOTICE)):
        for _ in range(20):
            hours = sorted(drawn.uniform(-1, 9) for _ in range(4))
            assert told(seen([text] * 9, [(hour, drawn.choice(known)) for hour in hours]))[1:] == ["same1"] * 8


@pytest.mark.slow
def test_a_history_with_states_is_the_same_in_any_order() -> None:
    hours = (0.5, 3.5)
    states = {1: learned(SHARE), 2: learned(SHARE, NOTICE, path=AROUND)}
    texts = [A, BARE, A, NOTICED, B, WITHIN, B, NOTICED, A]
    looks = [named(look(hour, text)) for hour, text in enumerate(texts)]
    contents = {each.reading_id or 0: text for each, text in zip(looks, texts, strict=True)}
    told_of = set()
    for seed in range(100):
        (found,) = group(random.Random(seed).sample(looks, len(looks)), [], frozenset())
        under = under_states(found.looks, adopted(*hours), partial(left_of, contents, states))
        told_of.add(repr(derive(replace(found, looks=under), frozenset(), changed, partial(differ, contents))))
    assert len(told_of) == 1
