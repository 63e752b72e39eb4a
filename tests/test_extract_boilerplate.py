"""What an outlet's pages repeat is dropped from each; news never is."""

import random
from dataclasses import replace

import pytest

from archive.derive.template import REASON, State, apply, beside, dumps, learn, left_out, loads, template, without
from archive.errors import BadInput
from archive.models import Block, Content

RULE = "Reprints of what stands here need a letter from the house."
WORDS = ("bridge", "ferry", "council", "pier", "mayor", "crack", "deck", "stone", "river", "tide", "winter", "vote")
PLACE = "article p.rule"


def content(number: int, *more: Block, rule: str = RULE) -> Content:
    drawn = random.Random(number)
    told = [" ".join(drawn.choice(WORDS) for _ in range(12)) for _ in range(3)]
    text = tuple(Block(line, "article p", kept=True) for line in told)
    return Content(headline=f"Bridge {number}", blocks=(*text, Block(rule, PLACE, kept=True), *more), language="en")


def taught(*numbers: int) -> State:
    return learn((f"article {n}", content(n).blocks) for n in numbers)


def test_what_stands_on_two_other_articles_is_dropped_with_its_reason() -> None:
    found = apply(content(1), taught(1, 2, 3), names=["article 1"])
    assert RULE not in found.paragraphs
    assert len(found.paragraphs) == 3
    assert [block.reason for block in found.blocks if block.text == RULE] == ["on other articles of the outlet"]


def test_an_article_of_several_addresses_is_no_other_article() -> None:
    state = taught(1, 2, 3)
    assert RULE in apply(content(1), state, names=["article 1", "article 2"]).paragraphs


@pytest.mark.parametrize("numbers", [(1,), (1, 2), (2,)])
def test_one_other_article_is_not_enough(numbers: tuple[int, ...]) -> None:
    assert apply(content(1), taught(*numbers), names=["article 1"]) == content(1)


def test_versions_of_one_article_teach_nothing() -> None:
    state = learn([("article 2", content(n).blocks) for n in range(2, 9)])
    assert apply(content(1), state, names=["article 1"]) == content(1)


def test_near_duplicates_under_several_addresses_count_once() -> None:
    state = learn([(f"copy {n}", content(2).blocks) for n in range(5)])
    assert state.articles == 1
    assert apply(content(1), state, names=["article 1"]) == content(1)


def test_the_same_words_in_another_place_stay() -> None:
    other = content(1, rule="This was written by the desk in Oberfeld.")
    moved = Content(headline="x", blocks=(*other.blocks, Block(RULE, "article p", kept=True)))
    assert RULE in apply(moved, taught(2, 3, 4), names=["article 1"]).paragraphs


def test_a_correction_note_is_never_dropped() -> None:
    note = "Correction: An earlier version of this article misstated the number of piers."
    state = learn((f"article {n}", content(n, rule=note).blocks) for n in range(2, 7))
    assert note in apply(content(1, rule=note), state, names=["article 1"]).paragraphs


def test_what_newly_appears_on_an_article_is_news() -> None:
    state = taught(2, 3, 4, 5)
    before = Content(headline="Bridge 1", blocks=content(1).blocks[:3])
    assert RULE in apply(content(1), state, names=["article 1"], first=before).paragraphs
    assert RULE not in apply(content(1), state, names=["article 1"], first=content(1)).paragraphs


def test_what_is_left_out_of_the_first_reading_is_left_out_of_later_ones_wherever_it_stands() -> None:
    lines = template(content(1), taught(2, 3, 4), ["article 1"])
    within = Content(headline="x", blocks=(*content(1).blocks, Block("The bridge is shut.", "article p", kept=True)))
    moved = Content(headline="x", blocks=(Block(RULE.replace("'", "’"), "aside p", kept=True), *content(1).blocks[:3]))
    assert (left_out(content(1), lines), left_out(within, lines), left_out(moved, lines)) == ((3,), (3,), (0,))


def test_what_the_reader_dropped_at_first_and_keeps_on_another_day_is_left_out() -> None:
    first = Content(headline="x", blocks=(*content(1).blocks[:3], Block(RULE, PLACE, kept=False)))
    lines = template(first, taught(2, 3, 4), ["article 1"])
    assert (left_out(first, lines), left_out(content(1), lines)) == ((), (3,))


def test_a_line_that_the_text_says_as_well_stays() -> None:
    said = Content(headline="x", blocks=(Block(RULE, "article p", kept=True), *content(1).blocks))
    assert template(said, taught(2, 3, 4), ["article 1"]) == frozenset()


def test_never_is_everything_left_out() -> None:
    alone = Content(headline="x", blocks=content(1).blocks[3:])
    assert template(alone, taught(2, 3, 4), ["article 1"]) == frozenset()
    lines = template(content(1), taught(2, 3, 4), ["article 1"])
    assert left_out(alone, lines) == ()


OUTSIDE, NOTE_OUTSIDE = "div.page div.notice p", "Correction: an earlier version of this article was wrong."


def page(number: int, *more: Block) -> Content:
    text = tuple(replace(block, path="div.page article p") for block in content(number).blocks[:3])
    return Content(headline=f"Bridge {number}", blocks=(*text, *more), language="en")


@pytest.mark.parametrize(
    ("line", "path", "found"),
    [(RULE, OUTSIDE, True), (RULE, "div.page article p.rule", False), (NOTE_OUTSIDE, OUTSIDE, False)],
)
def test_only_what_stands_around_the_body_is_beside_it(line: str, path: str, found: bool) -> None:
    more = Block(line, path, kept=True)
    state = learn((f"article {n}", page(n, more).blocks) for n in range(2, 6))
    assert beside(page(1, more), state, ["article 1"]) == ((3,) if found else ())
    assert beside(page(1, more), taught(2, 3, 4), ["article 1"]) == ()


def test_what_is_left_out_says_why_and_nothing_else_changes() -> None:
    dropped = without(content(1), (3,))
    assert [(block.kept, block.reason) for block in dropped.blocks] == [(True, "")] * 3 + [(False, REASON)]
    assert replace(dropped, blocks=content(1).blocks) == content(1)


def test_what_was_known_before_is_not_forgotten_when_the_pages_drop_it() -> None:
    before = taught(2, 3, 4, 5)
    now = learn(((f"article {n}", content(n).blocks[:3]) for n in range(2, 6)), before)
    assert template(content(1), now, ["article 1"]) == template(content(1), before, ["article 1"]) != frozenset()
    few = learn(((f"article {n}", content(n).blocks) for n in (1, 2)), before)
    assert template(content(1), few, ["article 1"]) == template(content(1), before, ["article 1"])


def test_blocks_that_were_never_taken_for_text_are_not_worth_knowing() -> None:
    blocks = [(f"article {n}", [replace(block, kept=False) for block in content(n).blocks]) for n in range(5)]
    assert learn(blocks).blocks == {}


def test_a_state_tells_no_text_and_no_short_line() -> None:
    told = dumps(learn((f"article {n}", (*content(n).blocks, Block("Share", "p", kept=True))) for n in range(4)))
    assert "letter" not in told
    assert len(loads(told).blocks) == 1


def test_what_stands_within_the_text_is_kept() -> None:
    whole = content(1, Block("Bridge 1 will be shut until the ferry is paid for.", "article p", kept=True))
    assert RULE in apply(whole, taught(2, 3, 4), names=["article 1"]).paragraphs


def test_order_does_not_matter_and_a_state_survives_json() -> None:
    pages = [(f"article {n}", content(n).blocks) for n in range(9)]
    state = learn(pages)
    for seed in range(10):
        random.Random(seed).shuffle(pages)
        assert dumps(learn(pages)) == dumps(state)
    assert loads(dumps(state)) == state


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", *(f'{{"blocks": {b}, "same": {{}}, "articles": 0}}' for b in (3, [3]))]
)
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        loads(text)
