"""What one crawl takes, in which order, and what it says before."""

import datetime as dt
import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from archive import ids
from archive.models import Rejection
from archive.store import watched
from archive.store.connection import transaction
from archive.store.watched import WatchedRow
from archive.times import UTC
from archive.urls import identity_key
from crawler.discovery import Candidate
from crawler.frontier import Known, Limits, Plan, announcement, order
from crawler.frontier.rows import known as known_row
from tests.histories import HISTORY, SITE, Seen
from tests.keeping import at, opened

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
HOME = "https://gazette.example/"


def candidate(number: int, *, age: dt.timedelta | None = None, path: str = "story-") -> Candidate:
    lastmod = NOW - (number * MINUTE if age is None else age)
    return Candidate(url=f"{HOME}{path}{number}", source=HOME + "rss", seen_at=NOW, lastmod=lastmod)


def known(
    number: int, *, looked: dt.timedelta = HOUR, due: dt.timedelta | None = HOUR, age: dt.timedelta = DAY
) -> Known:
    url = f"{HOME}story-{number}"
    return Known(
        url=url,
        identity=identity_key(url),
        last_looked_at=NOW - looked,
        next_look_at=None if due is None else NOW + due,
        newest_at=NOW - age,
    )


def plan(candidates: list[Candidate], had: list[Known] | None = None, **limits: object) -> Plan:
    return order(candidates, {each.identity: each for each in had or []}, Limits(**limits), NOW)  # type: ignore[arg-type]


def numbers(made: Plan) -> list[int]:
    return [int(task.url.rsplit("-", 1)[1]) for task in made.tasks]


def test_the_newest_come_first_and_the_budget_holds() -> None:
    made = plan([candidate(number) for number in (5, 3, 9, 1, 7)], max_pages=3)
    assert numbers(made) == [1, 3, 5]
    assert (made.announced, made.within, made.new, made.left) == (5, 5, 5, 2)
    assert {task.errand for task in made.tasks} == {"new"}
    assert made.tasks[0].source == HOME + "rss"


def test_five_crawls_take_all_thousand() -> None:
    announced = [candidate(number) for number in range(1_000)]
    had: list[Known] = []
    for crawl in range(5):
        made = plan(announced, had)
        assert numbers(made) == list(range(crawl * 200, crawl * 200 + 200))
        had += [known(number, looked=MINUTE) for number in numbers(made)]
    assert plan(announced, had).tasks == ()


def test_spellings_of_one_address_are_one_page_with_the_newest_time() -> None:
    made = plan(
        [
            candidate(1, age=HOUR),
            Candidate(url=HOME.replace("https://", "http://www.") + "story-1?utm_source=x", source="", seen_at=NOW),
            Candidate(url=HOME + "story-1/amp", source="", seen_at=NOW - DAY),
        ]
    )
    assert len(made.tasks) == made.within == 1
    assert made.tasks[0].at == NOW
    assert made.announced == 3


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"since": NOW - 30 * MINUTE}, [10, 30]),
        ({"until": NOW - 30 * MINUTE}, [30, 50]),
        ({"matching": re.compile("-[15]0$")}, [10, 50]),
        ({"max_pages": 0}, [10, 30, 50]),
    ],
)
def test_only_what_was_asked_for_is_taken(limits: dict[str, object], expected: list[int]) -> None:
    made = order([candidate(number) for number in (10, 30, 50)], {}, Limits(**limits), NOW)  # type: ignore[arg-type]
    assert numbers(made) == expected


def test_a_day_without_hours_is_within_until_it_is_over() -> None:
    today = Candidate(url=HOME + "story-1", source="", seen_at=NOW, lastmod=NOW.replace(hour=0))
    assert numbers(plan([today], since=NOW - HOUR)) == [1]


def test_traps_are_left_out_and_named() -> None:
    made = plan([candidate(1), candidate(2, path="a/b/a/b/a/b/story-")])
    assert numbers(made) == [1]
    assert made.trapped == ((HOME + "a/b/a/b/a/b/story-2", "path repeats itself"),)


def test_known_pages_are_fetched_only_when_due() -> None:
    made = plan(
        [candidate(1), candidate(2, age=3 * HOUR)], [known(1, looked=5 * MINUTE), known(2, due=-MINUTE), known(3)]
    )
    assert [(task.url, task.errand) for task in made.tasks] == [(HOME + "story-2", "due")]
    assert made.due == 1


def test_an_article_is_due_though_no_source_names_it_any_more() -> None:
    made = plan([], [known(1, due=-MINUTE)], since=NOW - HOUR)
    assert [(task.errand, task.source) for task in made.tasks] == [("due", "")]


def test_a_source_that_says_so_brings_a_look_forward() -> None:
    had = known(1, looked=2 * HOUR, due=HOUR)
    assert [task.errand for task in plan([candidate(1, age=HOUR)], [had]).tasks] == ["moved"]
    assert plan([candidate(1, age=3 * HOUR)], [had]).tasks == ()


def test_a_source_that_stamps_everything_with_the_present_does_not_bring_it_forward_for_ever() -> None:
    assert plan([candidate(1, age=MINUTE)], [known(1, looked=10 * MINUTE, due=HOUR)]).tasks == ()
    assert plan([candidate(1, age=MINUTE)], [known(1, looked=HOUR, due=23 * HOUR)]).tasks == ()
    assert len(plan([candidate(1, age=MINUTE)], [known(1, looked=6 * HOUR, due=18 * HOUR)]).tasks) == 1
    assert plan([candidate(1, age=MINUTE)], [known(1, looked=HOUR, due=None)]).tasks == ()


def test_again_looks_at_everything_announced_or_young() -> None:
    had = [known(1, age=9 * DAY), known(2, age=HOUR), known(3, age=9 * DAY), known(4, due=-HOUR, age=9 * DAY)]
    made = plan([candidate(1)], had, again=True, since=NOW - 3 * DAY)
    assert sorted(numbers(made)) == [1, 2, 4]
    assert {task.url[-1]: task.errand for task in made.tasks} == {"1": "again", "2": "again", "4": "due"}


def test_again_does_not_look_again_at_what_was_found_to_be_no_article() -> None:
    page = replace(known(1, due=None, age=HOUR), is_article=False)
    assert numbers(plan([], [page], again=True)) == []
    assert numbers(plan([candidate(1)], [page], again=True)) == [1]


def test_matching_holds_for_what_is_due_too() -> None:
    had = [known(1, due=-HOUR), known(2, due=-HOUR)]
    assert numbers(plan([], had, matching=re.compile("-2$"))) == [2]


def test_every_fourth_place_is_for_what_is_due_while_new_pages_wait() -> None:
    new = [candidate(number) for number in range(100)]
    due = [known(number, due=-MINUTE, age=number * MINUTE) for number in range(500, 520)]
    errands = [task.errand for task in plan(new, due, max_pages=40).tasks]
    assert errands.count("due") == 10
    assert errands[:4] == ["new", "new", "new", "due"]
    assert numbers(plan(new, due, max_pages=40))[3] == 500


def test_without_new_pages_all_places_are_for_what_is_due() -> None:
    due = [known(number, due=-MINUTE) for number in range(50)]
    assert len(plan([candidate(99)], due, max_pages=40).tasks) == 40


def test_an_article_that_moved_is_looked_at_once_for_all_its_addresses() -> None:
    moved = known(1, due=-HOUR)
    before = replace(moved, identity=identity_key(f"{HOME}old-slug"))
    assert numbers(plan([], [moved, before])) == [1]
    assert numbers(plan([candidate(1)], [moved, before], again=True)) == [1]


def test_the_order_does_not_depend_on_the_order_of_arrival() -> None:
    candidates = [candidate(number, age=HOUR) for number in range(20)]
    assert plan(candidates, max_pages=7) == plan(candidates[::-1], max_pages=7)


def said(made: Plan, *, delay: float = 2.0, page_bytes: int = 0, **limits: object) -> str:
    asked = Limits(**{"since": NOW - 3 * DAY, **limits})  # type: ignore[arg-type]
    return announcement("example.org", made, asked, NOW, delay=delay, page_bytes=page_bytes)


def test_the_announcement_says_what_comes_how_long_it_takes_and_how_big_it_is() -> None:
    announced = [candidate(number) for number in range(812)]
    made = order(announced, {}, Limits(since=NOW - 3 * DAY), NOW, announced=1_000)
    assert said(made) == (
        "example.org: 1,000 announced, 812 within 3 days, taking the 200 newest: "
        "about 7 minutes at one page per 2 s, about 13 MB."
    )
    assert said(made, page_bytes=1_000_000).endswith("about 200 MB.")


def test_the_announcement_fits_small_and_odd_crawls() -> None:
    assert said(plan([])) == "example.org: 0 announced, 0 within 3 days, nothing new and nothing due."
    few = plan([candidate(1), candidate(2)])
    assert said(few, delay=0) == (
        "example.org: 2 announced, 2 within 3 days, taking all 2 that are new or due: "
        "as fast as it answers, about 130 kB."
    )
    assert "stopping after 60 minutes" in said(plan([candidate(n) for n in range(100)]), delay=60)
    assert "2 in all," in said(few, since=None)
    assert "within 3 days matching /x/" in said(few, matching=re.compile("/x/"))
    assert "from 2026-11-18 12:00 to 2026-11-21 12:00" in said(few, until=NOW)


def from_rows(rows: Iterable[WatchedRow], announced: list[str], hour: float) -> Plan:
    """Return what is fetched at an hour when these paths are announced."""
    named = [
        Candidate(url=SITE + path, source=SITE, seen_at=at(60 * hour), lastmod=at(60 * hour)) for path in announced
    ]
    return order(named, {row.identity: known_row(row) for row in rows}, Limits(), at(60 * hour))


def test_a_plan_is_the_same_whatever_else_the_archive_holds(tmp_path: Path) -> None:
    chance, outlet, paths = random.Random(1), ids.outlet_id("example.org"), [seen.path for seen in HISTORY]
    history = (*HISTORY, Seen(1, "/never-answered", None, 503))
    with opened(tmp_path) as archive:
        for seen, capture in zip(history, archive.keep([seen.exchange() for seen in history]), strict=True):
            if archive.settle(capture.id, capture.captured_at) is None:
                archive.keep_reading(capture.id, seen.reading or Rejection("not_article"), capture.captured_at)
        database, fewer = archive.connection, 0
        every = watched.of_outlet(database, outlet)
        for _ in range(200):
            with transaction(database):
                for row in every:
                    due = chance.choice([None, at(60 * chance.uniform(0, 48))])
                    if row.article_id is not None:
                        watched.set_next_check(database, row.article_id, due)
            hour, announced = chance.uniform(0, 48), chance.sample([*paths, "/never-had"], 3)
            keys = [identity_key(SITE + path) for path in announced]
            needed = watched.needed(database, outlet, keys, at(60 * hour))
            fewer += len(needed) < len(every)
            assert from_rows(needed, announced, hour) == from_rows(watched.of_outlet(database, outlet), announced, hour)
        assert fewer > 100


def test_what_robots_txt_forbids_takes_no_place() -> None:
    announced, had = [candidate(number) for number in (1, 2, 3)], [known(9, due=-HOUR)]
    closed = {candidate(1).url: "line 1", had[0].url: "line 2"}
    made = order(announced, {each.identity: each for each in had}, Limits(max_pages=2), NOW, forbids=closed.get)
    assert numbers(made) == [2, 3]
    assert (made.new, made.due, made.left) == (2, 0, 0)
    assert dict(made.forbidden) == closed
