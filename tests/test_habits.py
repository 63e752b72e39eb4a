"""Outlets' habits, and what they are worth on made-up articles whose every version is known."""

import datetime as dt
import random

import pytest

from archive.times import UTC
from crawler.schedule import Watched, next_look
from crawler.schedule.habits import KNOTS, USUAL, Habits, History, learn
from tests.benchmarks.schedule import measure
from tests.benchmarks.schedule.generator import HORIZON, generate
from tests.benchmarks.schedule.ours import Ours, learned
from tests.benchmarks.schedule.policies import NewsDiffs, Policy, every, geometric

BORN = dt.datetime(2026, 11, 1, tzinfo=UTC)
HOUR = dt.timedelta(hours=1)


def test_without_histories_an_outlet_has_the_usual_habits() -> None:
    assert learn([]).by_age == pytest.approx(USUAL.by_age)


def test_an_outlet_that_never_edits_is_learned_to_edit_hardly_ever() -> None:
    habits = learn([History(0.5, 720.0)] * 2000)
    assert habits.by_age[-1] < 0.02 * USUAL.by_age[-1]


def test_edits_that_come_late_are_learned_to_come_late() -> None:
    late = learn([History(0.1, 800.0, ((500.0, 600.0),))] * 400)
    assert late.edits_by(330) < 0.1
    assert late.edits_by(800) > 0.8


def test_what_was_watched_for_a_day_says_nothing_of_the_days_after() -> None:
    busy = learn([History(0.1, 24.0, ((1.0, 2.0),))] * 500)
    steps = busy.edits_by(720) - busy.edits_by(24)
    assert steps > 0.1  # what outlets in general do then, not "never again"


@pytest.mark.parametrize("habits", [USUAL, learn([History(0.5, 99.0, ((2.0, 3.0),))] * 60)])
def test_waits_are_the_inverse_of_what_is_expected(habits: Habits) -> None:
    chance = random.Random(3)
    for _ in range(200):
        age = chance.uniform(0, 5000)
        wait = habits.wait(age, 0.01)
        if wait < KNOTS[-1] - age:
            assert habits.edits_by(age + wait) - habits.edits_by(age) == pytest.approx(0.01)


def test_articles_that_were_edited_are_looked_at_sooner() -> None:
    waits = [
        next_look(Watched(first_seen_at=BORN, last_looked_at=BORN + 30 * HOUR, changes=changes), USUAL).at
        for changes in (0, 1, 4)
    ]
    never, once, often = (at for at in waits if at is not None)
    assert never > once >= often >= BORN + 37.5 * HOUR


def test_the_reason_is_told_in_words() -> None:
    why = next_look(Watched(first_seen_at=BORN, last_looked_at=BORN + 30 * HOUR, changes=1), USUAL).why
    assert "first seen 30 hours before, changed once" in why


def test_an_old_article_that_was_just_found_is_looked_at_again() -> None:
    found = Watched(first_seen_at=BORN, last_looked_at=BORN, published_at=BORN - 9000 * dt.timedelta(days=1))
    for habits in (None, USUAL):
        assert next_look(found, habits).at == BORN + dt.timedelta(days=90)


def test_a_finding_that_waits_brings_the_look_forward() -> None:
    waits = Watched(first_seen_at=BORN, last_looked_at=BORN + 30 * HOUR, settle_at=BORN + 31 * HOUR)
    assert next_look(waits).at == BORN + 31 * HOUR


ARTICLES = generate(500, 11)
HABITS = learned(generate(500, 12, at_least=30), noise=0.0)


def scored(policy: Policy, *, noise: float = 0.0) -> measure.Score:
    return measure.score(policy, ARTICLES, noise=noise)


def test_the_generator_has_the_published_figures() -> None:
    usual = [article for article in generate(8000, 5) if article.outlet != "long tail"]
    edits = [age for article in usual for age in article.edits]
    assert sum(bool(article.edits) for article in usual) / len(usual) == pytest.approx(0.35, abs=0.02)
    for age, share in ((5, 0.56), (24, 0.84), (168, 0.98)):
        assert sum(edit <= age for edit in edits) / len(edits) == pytest.approx(share, abs=0.02)
    assert 168 < max(edits) <= 3 * HORIZON


def test_learned_habits_see_what_newsdiffs_sees_with_a_quarter_of_its_looks() -> None:
    theirs, own = scored(NewsDiffs()), scored(Ours("learned", HABITS))
    assert own.recall >= theirs.recall - 0.02
    assert own.cost <= theirs.cost / 4


@pytest.mark.parametrize("other", [geometric(1.25), geometric(1.6), geometric(2), every(6, 168)], ids=lambda p: p.name)
def test_learned_habits_see_more_than_others_at_their_cost(other: Policy) -> None:
    theirs = scored(other)
    own = [scored(Ours("learned", HABITS, step)) for step in (0.3, 0.1, 0.04, 0.015)]
    affordable = [each.recall for each in own if each.cost <= theirs.cost]
    assert max(affordable) > theirs.recall


@pytest.mark.slow
@pytest.mark.parametrize("slower", [1 / 3, 0.5, 2.5])
def test_wrong_habits_in_noise_still_see_more_than_a_fixed_progression(slower: float) -> None:
    others = generate(500, 11, slower=slower)
    theirs = measure.score(geometric(1.25), others, noise=0.2)
    own = measure.score(Ours("learned", learned(generate(600, 2_000_000, at_least=40), noise=0.2)), others, noise=0.2)
    assert own.recall > theirs.recall
    assert own.cost < theirs.cost
