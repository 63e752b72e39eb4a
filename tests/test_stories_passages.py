"""Sentences that outlets share are found, whatever was done to them; who was first is said only when looks prove it."""

import datetime as dt
from dataclasses import replace

import pytest

from archive.stories.passages import BOILERPLATE, Use, first_of, passage
from archive.stories.reuse import common, is_telling, marks, prepared
from archive.stories.sayings import Stood, key_of, sayings
from archive.stories.weights import Counts
from tests.quality.passages import FLOORS, measure

_NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)
_LITTLE = frozenset(("the", "of", "to", "a", "for", "in", "it", "had", "was", "that", "since", "then", "not"))
_SAID = "The harbour board of Skarrow had known since March that the rudder of the Halcyon was worn."


def _hour(hours: float) -> dt.datetime:
    return _NOON + dt.timedelta(hours=hours)


def _use(outlet: int, *, after: float | None, by: float, published: float | None = None, text: str = _SAID) -> Use:
    return Use(
        article_id=outlet * 10, outlet_id=outlet, key=key_of(text), text=text, version_id=outlet, line=0, start=0,
        said_after=None if after is None else _hour(after), said_by=_hour(by), gone_by=None,
        published_at=None if published is None else _hour(published),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (_SAID, True),
        (_SAID.upper().replace(".", " !"), True),
        (_SAID.replace("known", "heard"), True),
        (_SAID.replace("had known", "had, two sailors said, known"), True),
        ("The Mirror reported: “" + _SAID + "”", True),
        ("The harbour board of Skarrow had known since March.", True),
        ("The captain of the Halcyon said that the harbour board was told of the rudder in March.", False),
        ("“The rudder of the Halcyon was worn,” an engineer wrote to his union in spring.", True),
        ("It had been known to many since then that the board was not ready for a winter of storms.", False),
    ],
    ids=["same", "typography", "a word other", "words put in", "by name", "cut", "retold", "quotation", "little words"],
)
def test_what_two_sentences_share(other: str, shared: bool) -> None:
    one, two = prepared(_SAID), prepared(other)
    held = common(one, two, _LITTLE)
    assert (held is not None) is shared
    if shared:
        assert marks(one) & marks(two)


def test_characters_count_where_a_script_has_no_spaces() -> None:
    one = prepared("港口管理局从三月起就知道渡轮的舵已经严重磨损。")
    assert common(one, prepared("报道说，港口管理局从三月起就知道渡轮的舵已经磨损。"))
    assert common(one, prepared("管理局今天没有就渡轮事故发表任何评论。")) is None


def test_a_stock_phrase_tells_nothing() -> None:
    counts = Counts(articles=1000)
    shared = common(
        prepared("A spokesman did not respond to a request."), prepared("A spokesman did not respond to a request.")
    )
    assert shared is not None
    counts.terms.update(dict.fromkeys(shared.content, 400))
    assert not is_telling(shared.content, counts)
    counts.terms.update(dict.fromkeys(shared.content, -395))
    assert is_telling(shared.content, counts)


def test_a_sentence_stands_from_the_first_version_that_has_it_to_the_last() -> None:
    other = "Passengers were taken off the ferry by two lifeboats in the evening."
    versions = (
        Stood(version_id=1, text=other, appeared_after=None, first_captured_at=_hour(0), gone_by=_hour(2)),
        Stood(version_id=2, text=f"{other} {_SAID}", appeared_after=_hour(1), first_captured_at=_hour(2),
              gone_by=_hour(5)),
        Stood(version_id=3, text=other, appeared_after=_hour(4), first_captured_at=_hour(5), gone_by=None),
    )  # fmt: skip
    stood, added = sayings(versions, "en", None)
    assert (stood.said_after, stood.said_by, stood.gone_by) == (None, _hour(0), None)
    assert (added.version_id, added.said_after, added.said_by, added.gone_by) == (2, _hour(1), _hour(2), _hour(5))
    assert added.text == _SAID
    assert added.start == len(other) + 1
    assert sayings(versions, "en", _hour(9))[0].gone_by == _hour(9)


def test_first_is_who_had_it_when_the_other_was_seen_without_it() -> None:
    first, known = first_of([_use(1, after=0, by=1), _use(2, after=1.5, by=3)])
    assert (first and first.outlet_id, known) == (1, "looks")


def test_overlapping_looks_do_not_say_which_was_first() -> None:
    assert first_of([_use(1, after=0, by=2), _use(2, after=1, by=3)]) == (None, "unknown")
    assert first_of([_use(1, after=0, by=2), _use(2, after=None, by=30)]) == (None, "unknown")


def test_what_the_later_says_of_its_own_date_is_named_as_that() -> None:
    first, known = first_of([_use(1, after=0, by=2), _use(2, after=None, by=30, published=29)])
    assert (first and first.outlet_id, known) == (1, "dates")
    assert first_of([_use(1, after=0, by=2), _use(2, after=None, by=30, published=1)]) == (None, "unknown")


def test_a_passage_that_nobody_gives_to_another_comes_from_a_common_source() -> None:
    uses = [_use(1, after=0, by=1), replace(_use(2, after=2, by=3), agencies=("Nordic Wire",))]
    made = passage(uses)
    assert made is not None
    assert (made.kind, made.agency, made.outlet_count) == ("common_source", "Nordic Wire", 2)
    named = passage([uses[0], replace(uses[1], names=frozenset({1}))])
    assert named is not None
    assert named.kind == "by_name"


def test_one_outlet_alone_shares_nothing() -> None:
    assert passage([_use(1, after=0, by=1), replace(_use(1, after=0, by=2), article_id=99)]) is None


def test_what_stands_in_every_article_of_an_outlet_is_its_template() -> None:
    many = [replace(_use(1, after=None, by=at), article_id=100 + at) for at in range(BOILERPLATE + 1)]
    assert passage([*many, _use(2, after=None, by=50)]) is None
    assert passage([*many[1:], _use(2, after=None, by=50)]) is not None


def test_planted_copies_are_found() -> None:
    """A few of `python -m tests.quality.passages`; with so few, one may be missed of each kind."""
    measured = measure(pairs=90, seed=7)
    assert all(recall >= FLOORS[how] - 0.07 for how, recall in measured.recall.items())
    assert measured.precision >= 0.95
    assert measured.firsts["wrong"] == 0
    assert measured.firsts["right"] > 5
