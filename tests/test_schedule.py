"""When to look again, and why."""

import datetime as dt

import pytest

from archive.times import UTC
from crawler import schedule
from crawler.schedule import SOURCE_LONGEST, SOURCE_SHORTEST, SourceLook, Watched, next_look, next_source_look

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


def article(age: dt.timedelta, **more: object) -> Watched:
    return Watched(first_seen_at=NOW - age, last_looked_at=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (dt.timedelta(0), 15 * MINUTE),
        (HOUR, 15 * MINUTE),
        (2 * HOUR, 30 * MINUTE),
        (DAY, 6 * HOUR),
        (8 * DAY, 2 * DAY),
    ],
)
def test_an_article_is_due_after_a_quarter_of_its_age_but_never_sooner_than_a_quarter_of_an_hour(
    age: dt.timedelta, wait: dt.timedelta
) -> None:
    assert next_look(article(age)).at == NOW + wait


def test_age_counts_from_publication_where_the_page_gives_one() -> None:
    published = next_look(article(HOUR, published_at=NOW - 8 * HOUR))
    assert published.at == NOW + 2 * HOUR
    assert "published 8 hours before the last look" in published.why
    assert next_look(article(8 * HOUR, published_at=NOW + DAY)).at == NOW + 15 * MINUTE  # a page that is ahead of us


def test_an_article_that_changes_at_every_look_is_not_looked_at_without_end() -> None:
    looked, looks = NOW, 0
    while looked < NOW + 30 * DAY:
        looks += 1
        restless = Watched(first_seen_at=NOW, last_looked_at=looked, last_changed_at=looked, changes=looks)
        looked = next_look(restless).at or looked
    assert looks < 150


def test_an_article_that_changed_is_young_again() -> None:
    changed = next_look(article(10 * DAY, last_changed_at=NOW - HOUR))
    assert changed.at == NOW + 15 * MINUTE
    assert "last changed" in changed.why
    assert "last changed at the last look" in next_look(article(10 * DAY, last_changed_at=NOW)).why


def test_looks_grow_apart_without_end_until_the_article_is_left_alone() -> None:
    born, at, looks = NOW, NOW, 0
    while (following := next_look(Watched(first_seen_at=born, last_looked_at=at))).at is not None:
        assert following.at > at
        at, looks = following.at, looks + 1
    assert at - born > 600 * DAY
    assert looks < 60
    assert "not looked at any more" in following.why


def test_a_suspect_reading_is_looked_at_again_at_once() -> None:
    assert next_look(article(9 * DAY, suspect=True)).at == NOW + 15 * MINUTE


def test_a_withdrawal_is_confirmed_after_six_hours_and_then_looked_for_ever_more_rarely() -> None:
    assert next_look(article(9 * DAY, gone_since=NOW)).at == NOW + 6 * HOUR
    assert next_look(article(9 * DAY, gone_since=NOW - HOUR, gone_confirmed=True)).at == NOW + DAY
    assert next_look(article(90 * DAY, gone_since=NOW - 30 * DAY, gone_confirmed=True)).at == NOW + 15 * DAY
    assert next_look(article(999 * DAY, gone_since=NOW - 800 * DAY, gone_confirmed=True)).at is None


def test_a_look_that_was_put_off_is_made_up_for_sooner() -> None:
    usual = next_look(article(8 * DAY)).at
    assert usual is not None
    assert next_look(article(8 * DAY, unanswered=True)).at == NOW + (usual - NOW) / 4
    assert next_look(article(HOUR, unanswered=True)).at == NOW + 15 * MINUTE


def test_what_the_outlet_asked_for_comes_first() -> None:
    assert next_look(article(HOUR, retry_at=NOW + 5 * HOUR, suspect=True)).at == NOW + 5 * HOUR
    assert next_look(article(HOUR, retry_at=NOW - HOUR)).at == NOW + 15 * MINUTE


@pytest.mark.parametrize(
    ("look", "interval", "expected", "why"),
    [
        (SourceLook(at=NOW, announced=20, known=0), None, HOUR, "first look"),
        (SourceLook(at=NOW, announced=2, known=1), HOUR, HOUR, "50% of what it announced was known already, 1 new"),
        (SourceLook(at=NOW, announced=20, known=19), HOUR, HOUR, "95%"),
        (SourceLook(at=NOW, announced=100, known=90), HOUR, HOUR / 2, "10 new"),
        (SourceLook(at=NOW, announced=20, known=2), HOUR, HOUR / 2, "10%"),
        (SourceLook(at=NOW, announced=20, known=20), HOUR, 1.5 * HOUR, "none new"),
        (SourceLook(at=NOW, unchanged=True), HOUR, 1.5 * HOUR, "nothing new"),
        (SourceLook(at=NOW), HOUR, 1.5 * HOUR, "nothing new"),
        (SourceLook(at=NOW, failed=True, failures=3), HOUR, 2 * HOUR, "3 times in a row"),
        (SourceLook(at=NOW, announced=20, known=0), SOURCE_SHORTEST, SOURCE_SHORTEST, "0%"),
        (SourceLook(at=NOW, failed=True, failures=9), SOURCE_LONGEST, SOURCE_LONGEST, "9 times"),
    ],
)
def test_a_source_is_looked_at_so_that_about_one_article_of_it_is_new(
    look: SourceLook, interval: dt.timedelta | None, expected: dt.timedelta, why: str
) -> None:
    wait, following = next_source_look(look, interval)
    assert wait == expected
    assert following.at == NOW + expected
    assert why in following.why


def test_a_page_that_was_never_had_is_asked_for_ever_more_rarely_and_given_up_after_a_week() -> None:
    at, tries = NOW, []
    while at is not None:
        tries.append(at - NOW)
        at = schedule.next_try(NOW, at).at
    assert tries[:4] == [15 * MINUTE * n for n in (0, 1, 2, 4)]
    assert tries[-1] > schedule.TRIED >= tries[-2]
