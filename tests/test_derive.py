import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from archive.derive.clock import is_clock_or_counter
from archive.derive.gist import dumps, gist, loads
from archive.derive.identity import Group
from archive.derive.looks import Look
from archive.derive.whole import Derived, derive
from archive.errors import BadInput
from archive.models import Block, Change, Content, Link, Rejection, Stamp
from tests.histories import SITE, story
from tests.keeping import at

A = story("Ferry late", *range(10))
B = story("Ferry late", *range(9), 77)
C = story("Ferry late", *range(8), 77, 78)
SHORT = story("Ferry late", 0, 1)
CLOCK = replace(A, blocks=(*A.blocks, Block("Updated 5 minutes ago", "p", kept=True)))
LATER_CLOCK = replace(A, blocks=(*A.blocks, Block("Updated 2 hours ago", "p", kept=True)))
HEADER = replace(A, blocks=(Block("Tuesday 08:11", "header", kept=False), *A.blocks))
LATER_HEADER = replace(A, blocks=(Block("Tuesday 09:30", "header", kept=False), *A.blocks))
RELATED = replace(A, blocks=(*A.blocks, Block("Other news of the day", "aside", kept=False)))
MODIFIED = replace(A, modified=Stamp("2017-02-14T12:00:00Z", "meta"))
COMMENTED = replace(A, comments=("sha256:1",))

Shown = Content | Rejection | int | str


def look(hour: float, shown: Shown, path: str = "/ferry") -> Look:
    """Return a look at a text, a rejection, a status, or a redirect's target."""
    read = shown if isinstance(shown, Content | Rejection) else None
    return Look(
        capture_id=int(hour * 100) + 1,
        record_id=f"urn:{hour:07.2f}",
        captured_at=at(60 * hour),
        url=SITE + path,
        key=f"org,example){path}",
        status=shown if isinstance(shown, int) else 301 if isinstance(shown, str) else 200,
        location=shown if isinstance(shown, str) else None,
        reading_id=None if read is None else hash(read),
        gist=None if read is None else gist(read),
    )


def changed(before: Look, after: Look, earlier: Sequence[Look]) -> Change:
    return Change(
        kind="update", weight=0.5, headline_changed=False, words_added=0, words_removed=0, note_added=None,
        evidence=f"{before.record_id} {after.record_id} {len(earlier)}",
    )  # fmt: skip


def derived(*looks: Look, taken_over: Sequence[Look] = ()) -> Derived:
    ordered = tuple(sorted(looks, key=lambda each: each.order))
    return derive(
        Group(looks=ordered, addresses=(), first_url=SITE + "/ferry", taken_over=tuple(taken_over)),
        frozenset(["org,example)/news"]),
        changed,
    )


def hourly(*shown: Shown, step: float = 1) -> Derived:
    return derived(*(look(step * hour, each) for hour, each in enumerate(shown)))


def told(history: Derived) -> list[str]:
    decisions = [history.decisions[each.capture_id] for each in history.group.looks]
    return [f"{each.reason or each.decision}{each.number or ''}" for each in decisions]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([A, A, B, B, C], ["new1", "same1", "changed2", "same2", "changed3"]),
        ([A, MODIFIED, MODIFIED], ["new1", "stamp_only1", "same1"]),
        ([A, COMMENTED, COMMENTED], ["new1", "comments_only1", "same1"]),
        ([CLOCK, LATER_CLOCK, CLOCK], ["new1", "clock_only1", "same1"]),
        ([HEADER, LATER_HEADER], ["new1", "clock_only1"]),
        ([A, RELATED], ["new1", "same1"]),
        ([A, SHORT, A], ["new1", "suspect_reading", "same1"]),
        ([A, SHORT, SHORT], ["new1", "changed2", "same2"]),
        ([A, SHORT], ["new1", "suspect_reading"]),
        ([A, B, A], ["new1", "changed2", "changed3"]),
        ([A, B, A, B, A, B], ["new1", "changed2", "changed3", "flapping2", "same3", "flapping2"]),
        ([A, B, A, B, C], ["new1", "changed2", "changed3", "flapping2", "changed4"]),
        ([A, Rejection("bot_wall"), Rejection("consent"), A], ["new1", "wall", "wall", "same1"]),
        ([A, Rejection("extractor_error"), B], ["new1", "extractor_error", "changed2"]),
        ([Rejection("bot_wall"), A], ["bot_wall", "new1"]),
        ([A, 503, 304, 404, A], ["new1", "None", "None", "None", "same1"]),
    ],
)
def test_each_look_is_a_version_or_says_why_not(shown: list[Shown], expected: list[str]) -> None:
    assert told(hourly(*shown)) == expected


def test_a_truncated_look_is_held_back_whatever_was_read() -> None:
    assert told(derived(look(0, A), replace(look(1, B), truncated=True)))[1] == "truncated"


def test_a_text_that_came_back_is_a_version_once_it_stood_a_day() -> None:
    assert told(hourly(A, B, A, B, B, B, step=11))[3:] == ["flapping2", "flapping2", "flapping2"]
    assert told(hourly(A, B, A, B, B, B, step=12))[3:] == ["changed4", "same4", "same4"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nine people died.", "Eight people died."),
        ("It cost 1,204 pounds.", "It cost 1204 pounds."),
        ("He did say so.", "He did not say so."),
        ("12 dead", "14 dead"),
        ("Sailing at 08:11 as planned", "Sailing at 09:11 as planned"),
    ],
)
def test_the_smallest_edit_of_the_text_is_a_version(before: str, after: str) -> None:
    texts = [replace(A, blocks=(*A.blocks, Block(line, "p", kept=True))) for line in (before, after)]
    assert told(hourly(*texts)) == ["new1", "changed2"]


def test_another_target_of_a_link_is_a_version() -> None:
    texts = [
        replace(A, blocks=(*A.blocks, Block("See here.", "p", kept=True, links=(Link(url, "here"),))))
        for url in ("https://example.org/1", "https://example.org/2")
    ]
    assert told(hourly(*texts)) == ["new1", "changed2"]


def test_versions_say_between_which_looks_they_came_and_went() -> None:
    first, second = hourly(A, A, 503, B, B).versions
    assert (first.appeared_after, first.last_captured_at, first.gone_by) == (None, at(60), at(180))
    assert (second.appeared_after, second.last_captured_at, second.gone_by) == (at(60), at(240), None)


def state(history: Derived) -> tuple[object, ...]:
    changes = [(each.change.kind, each.finding) for each in history.changes if each.change.kind != "update"]
    return history.state, history.state_since, changes, history.look_again_at


@pytest.mark.parametrize("gone", [404, 410, 451, Rejection("soft_404")])
def test_a_withdrawal_is_observed_at_once_and_settled_after_six_hours(gone: Shown) -> None:
    observed = derived(look(0, A), look(1, gone), look(6.9, gone))
    assert state(observed) == ("gone_once", at(60), [("withdrawn", "observed")], at(60 * 7))
    assert observed.versions[0].gone_by == at(60)
    settled = derived(look(0, A), look(1, gone), look(7, gone))
    assert state(settled) == ("gone", at(60), [("withdrawn", "settled")], None)


def test_a_withdrawal_that_a_look_denies_is_retracted() -> None:
    history = derived(look(0, A), look(1, 404), look(2, A))
    assert state(history) == ("live", at(0), [("withdrawn", "retracted")], None)
    assert history.versions[0].gone_by is None


def test_an_article_that_comes_back_is_restored_to_the_version_it_shows() -> None:
    history = derived(look(0, A), look(1, 404), look(8, 404), look(9, B))
    assert state(history) == ("live", at(540), [("withdrawn", "settled"), ("restored", "settled")], None)
    restored = history.changes[-1]
    assert (restored.from_number, restored.to_number) == (None, 2)
    assert [version.gone_by for version in history.versions] == [at(60), None]
    assert history.versions[1].appeared_after == at(480)


@pytest.mark.parametrize("target", [SITE + "/", SITE + "/index.html", SITE + "/news"])
def test_a_redirect_to_a_front_or_section_page_is_a_withdrawal(target: str) -> None:
    assert state(derived(look(0, A), look(1, target), look(8, target)))[:3] == (
        "redirected", at(60), [("redirected", "settled")],
    )  # fmt: skip


def test_an_old_address_may_die_once_the_article_moved() -> None:
    moved = [look(0, A), look(1, SITE + "/new"), look(2, B, "/new")]
    assert derived(*moved, look(3, 404), look(20, 404)).state == "live"
    assert derived(*moved, look(3, 404, "/new"), look(20, 404, "/new")).state == "gone"


def test_an_address_taken_over_by_another_article_is_replaced() -> None:
    other = look(5, story("Flood", *range(10), about="flood"))
    assert state(derived(look(0, A), taken_over=[other])) == ("replaced", at(300), [("replaced", "settled")], None)


def test_refusals_of_six_hours_are_a_state_and_no_change() -> None:
    assert state(derived(look(0, A), look(1, 403), look(2, 403)))[0] == "live"
    assert state(derived(look(0, A), look(1, 403), look(8, 401)))[:3] == ("refused", at(60), [])


def test_what_waits_says_when_a_further_look_would_settle_it() -> None:
    assert hourly(A, SHORT).look_again_at == at(60 + 15)
    foreign = story("Flood in the valley", *range(10), about="flood")
    assert hourly(A, foreign).look_again_at == at(60 + 360)
    assert hourly(A, B).look_again_at is None


def test_each_change_is_told_of_its_neighbours_and_of_what_was_before() -> None:
    assert [each.change.evidence for each in hourly(A, B, C).changes] == [
        "urn:0000.00 urn:0001.00 0", "urn:0001.00 urn:0002.00 1",
    ]  # fmt: skip


def test_a_history_does_not_depend_on_order() -> None:
    looks = [look(n, each) for n, each in enumerate([A, MODIFIED, B, SHORT, A, B, 404, 410, A, Rejection("wall"), C])]  # type: ignore[arg-type]
    expected = derived(*looks)
    for seed in range(100):
        random.Random(seed).shuffle(looks)
        assert derived(*looks) == expected


def test_a_gist_comes_back_from_json_and_nothing_else_does() -> None:
    for reading in (A, CLOCK, COMMENTED, Rejection("soft_404")):
        assert loads(dumps(gist(reading))) == gist(reading)
    for text in ("", "[]", "{}", '{"sentences": []}'):
        with pytest.raises(BadInput):
            loads(text)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Updated 5 minutes ago", "en"), ("14 February 2017, 08:11 GMT", "en"), ("1,204 shares", "en"),
        ("Vor 5 Minuten", "de"), ("Dienstag, 14. Februar 2017", "de"), ("il y a 3 heures", "fr"), ("5 分前", "ja"),
        ("08:11", None), ("2017-02-14", None), ("12 Kommentare", "de"), ("Published 2 hours ago", "xx"),
    ],
)  # fmt: skip
def test_clocks_and_counters_are_known_by_their_words(line: str, language: str | None) -> None:
    assert is_clock_or_counter(line, language)


@pytest.mark.parametrize(
    "line",
    [
        "12 dead", "12", "7 people were killed on 14 May", "May 2017 vote", "The ferry left at 08:11", "No comments",
        "5 days", "He waited 5 minutes and left", "By 5 votes", "",
    ],
)  # fmt: skip
def test_what_holds_another_word_is_text(line: str) -> None:
    assert not is_clock_or_counter(line, "en")
