import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from archive.derive.clock import is_clock_or_counter
from archive.derive.findings import SECOND_LOOK
from archive.derive.gist import dumps, gist, loads
from archive.derive.identity import Group
from archive.derive.looks import Look, Read
from archive.derive.moves import Move, moves
from archive.derive.quieting import quieted
from archive.derive.whole import Compare, Derived, derive
from archive.errors import BadInput
from archive.models import Block, Change, Content, LeftOut, Link, Rejection, Stamp
from tests.histories import SITE, story
from tests.keeping import at
from tests.kit.looks import READ, Shown, changed, look, told

A = story("Ferry late", *range(10))
B = story("Ferry late", *range(9), 77)
C = story("Ferry late", *range(8), 77, 78)
MORE = story("Ferry late", *range(10), 78, 79)
SHORT = story("Ferry late", 0, 1)
CLOCK = replace(A, blocks=(*A.blocks, Block("Updated 5 minutes ago", "p", kept=True)))
LATER_CLOCK = replace(A, blocks=(*A.blocks, Block("Updated 2 hours ago", "p", kept=True)))
HEADER = replace(A, blocks=(Block("Tuesday 08:11", "header", kept=False), *A.blocks))
LATER_HEADER = replace(A, blocks=(Block("Tuesday 09:30", "header", kept=False), *A.blocks))
RELATED = replace(A, blocks=(*A.blocks, Block("Other news of the day", "aside", kept=False)))
MODIFIED = replace(A, modified=Stamp("2017-02-14T12:00:00Z", "meta"))
COMMENTED = replace(A, comments=("sha256:1",))


def differ(one: Read, other: Read) -> tuple[Move, ...]:
    return moves(READ[one.reading_id], READ[other.reading_id])


def derived(*looks: Look, taken_over: Sequence[Look] = (), compare: Compare | None = None) -> Derived:
    ordered = tuple(sorted(looks, key=lambda each: each.order))
    return derive(
        Group(looks=ordered, addresses=(), first_url=SITE + "/ferry", taken_over=tuple(taken_over)),
        frozenset(["org,example)/news"]),
        compare or changed,
        differ,
    )


def hourly(*shown: Shown, step: float = 1) -> Derived:
    return derived(*(look(step * hour, each) for hour, each in enumerate(shown)))


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


NOTICE = story("Page not available", 1, 2, about="missing")
LISTED = replace(
    story("News from Orn", *range(20), about="town"),
    blocks=tuple(
        Block(text, "main/p", kept=number % 2 == 1, link_density=1 - number % 2)
        for number, text in enumerate(f"Line {number} of the news from the town." for number in range(20))
    ),
)


@pytest.mark.parametrize("gone", [404, 451, Rejection("soft_404"), Rejection("not_article"), NOTICE, LISTED])
def test_a_withdrawal_is_observed_at_once_and_settled_after_six_hours(gone: Shown) -> None:
    observed = derived(look(0, A), look(1, gone), look(6.9, gone))
    assert state(observed) == ("gone_once", at(60), [("withdrawn", "observed")], at(60 * 7))
    assert observed.versions[0].gone_by == at(60)
    settled = derived(look(0, A), look(1, gone), look(7, gone))
    assert state(settled) == ("gone", at(60), [("withdrawn", "settled")], None)


def test_a_server_that_says_gone_for_good_is_believed_at_once() -> None:
    assert state(derived(look(0, A), look(1, 410))) == ("gone", at(60), [("withdrawn", "settled")], None)
    assert state(derived(look(0, A), look(1, 404), look(2, 410)))[:3] == ("gone", at(60), [("withdrawn", "settled")])


def test_a_short_article_stands_where_nothing_stood_before_and_keeps_its_own_edits() -> None:
    edited = replace(NOTICE, blocks=(*NOTICE.blocks[:1], line("Sentence number 3 of the missing story says this.")))
    assert state(derived(look(0, NOTICE), look(1, edited), look(2, edited)))[0] == "live"


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
    shown = [A, MODIFIED, *with_lines(*WIDGETS["readers"]), B, SHORT, A, B, 404, 410, A, Rejection("wall"), C]
    looks = [look(n, each) for n, each in enumerate(shown)]  # type: ignore[arg-type]
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


def line(text: str, path: str = "main/p", **fields: object) -> Block:
    return Block(text, path, kept=True, **fields)  # type: ignore[arg-type]


def aside(text: str, left_out: LeftOut = "aside", path: str = "main/aside", **fields: object) -> Block:
    return Block(text, path, kept=False, left_out=left_out, **fields)  # type: ignore[arg-type]


def with_lines(*texts: str, of: Content = A) -> list[Shown]:
    path = "main/div.weather p" if texts[0].startswith("Vessen") else "main/p"
    return [replace(of, blocks=(*of.blocks, line(text, path))) for text in texts]


def of_fact(before: Look, after: Look, earlier: Sequence[Look], quiet: Sequence[Move]) -> Change:
    """Say that a fact changed wherever more than what moves by itself did."""
    one, other = (READ[look.reading_id or 0] for look in (before, after))
    told = quieted(one, other, quiet)
    plain = changed(before, after, earlier, quiet)
    return replace(plain, kind="fact_changed_unnoted") if told[0].text != told[1].text else plain


def findings(history: Derived) -> list[tuple[str, str]]:
    return [(each.change.kind, each.finding) for each in history.changes]


WIDGETS = {
    "readers": [f"{n} people are reading this now." for n in (38, 112, 87, 90, 91)],
    "price": [
        f"Shares of Coast Lines (CSTL {price}) fell after the vote."
        for price in ("41.20 -1.3%", "40.85 -2.1%", "41.02 -2.1%", "41.5 -1%", "42 +1%")
    ],
    "ago": [
        f"The page was read {ago} ago in Orn by Mira."
        for ago in ("35 minutes", "41 minutes", "2 hours", "3 hours", "1 day")
    ],
    "meter": [f"You have read {n} of 5 free stories." for n in (1, 2, 3, 4, 5)],
    "poll": [f"Ja {n} %, nein {100 - n} %" for n in (56, 57, 55, 61, 60)],
    "weather": ["Vessen 14° rain", "Vessen 15° sun", "Vessen 13° fog and wind", "Vessen 12° rain", "Vessen 9° snow"],
    "devanagari": [f"इस समय {n} पाठक पढ़ रहे हैं" for n in ("३८", "११२", "८७", "९०", "९१")],
}  # fmt: skip


@pytest.mark.parametrize("name", WIDGETS)
def test_what_moves_at_every_look_makes_no_version_and_accuses_nobody(name: str) -> None:
    history = derived(*(look(n, text) for n, text in enumerate(with_lines(*WIDGETS[name]))), compare=of_fact)
    assert told(history) == ["new1", *["volatile1"] * 4]
    assert history.changes == ()
    assert {(each.reason, each.before, each.after) for each in history.noticed} == {
        ("volatile", before, after) for before, after in pairwise(WIDGETS[name])
    }


@pytest.mark.parametrize(
    "texts",
    [
        ["At least 12 people died.", "At least 14 people died.", "At least 17 people died."],
        [f"The service said that {ill} are ill." for ill in ("1,204", "1,310", "1,702")],
        ["Ratownicy: 40 osób jest rannych.", "Ratownicy: 38 osób jest rannych.", "Ratownicy: 31 osób jest rannych."],
        ["इस हादसे में 12 लोग मारे गए", "इस हादसे में 14 लोग मारे गए", "इस हादसे में 19 लोग मारे गए"],
    ],
)
def test_a_toll_that_a_newsroom_raises_or_lowers_twice_is_never_taken_for_a_widget(texts: list[str]) -> None:
    history = derived(*(look(n, text) for n, text in enumerate(with_lines(*texts))), compare=of_fact)
    assert told(history) == ["new1", "changed2", "changed3"]


@pytest.mark.parametrize("name", sorted(WIDGETS.keys() - {"meter"}))  # two moves of a meter may be a toll's
def test_a_widget_that_moves_beside_an_edit_is_no_part_of_the_change(name: str) -> None:
    before, after, then, *_ = WIDGETS[name]
    edited = [*with_lines(before), *with_lines(after, then, of=MORE)]
    history = derived(*(look(n, text) for n, text in enumerate(edited)), compare=of_fact)
    assert told(history) == ["new1", "changed2", "volatile2"]
    assert [(each.before, each.after) for each in history.noticed] == [(before, after), (after, then)]


def test_a_change_of_fact_is_observed_at_one_look_and_settled_by_the_next_that_shows_the_same() -> None:
    texts = with_lines("At least 12 people died.", "At least 14 people died.", "At least 14 people died.")
    once = derived(look(0, texts[0]), look(1, texts[1]), compare=of_fact)
    assert findings(once) == [("fact_changed_unnoted", "observed")]
    assert once.look_again_at == at(60) + SECOND_LOOK
    twice = derived(*(look(n, text) for n, text in enumerate(texts)), compare=of_fact)
    assert findings(twice) == [("fact_changed_unnoted", "settled")]
    assert twice.look_again_at is None


def test_a_change_of_fact_that_the_next_look_takes_back_is_retracted_with_its_return() -> None:
    texts = with_lines("At least 12 people died.", "At least 21 people died.", "At least 12 people died.")
    history = derived(*(look(n, text) for n, text in enumerate([*texts, texts[-1]])), compare=of_fact)
    assert told(history) == ["new1", "changed2", "changed3", "same3"]
    assert findings(history) == [("fact_changed_unnoted", "retracted")] * 2


def test_a_figure_that_the_newsroom_changes_at_each_look_with_its_stamp_or_other_words_is_no_widget() -> None:
    lines = [f"At least {n} people died in the storm." for n in (12, 14, 17)]
    stamped = [replace(t, modified=Stamp(f"2017-02-14T1{n}:00:00Z", "meta")) for n, t in enumerate(with_lines(*lines))]
    told_on = [t for n, each in enumerate(lines) for t in with_lines(each, of=story("Ferry late", *range(8 + n)))]
    for texts in (stamped, told_on):
        history = derived(*(look(n, text) for n, text in enumerate(texts)), compare=of_fact)
        assert told(history) == ["new1", "changed2", "changed3"]
        assert [finding for _, finding in findings(history)] == ["settled", "observed"]


def test_another_fact_that_changes_next_leaves_the_first_one_standing() -> None:
    texts = [
        replace(A, blocks=(*A.blocks, line(f"At least {dead} died."), line(f"At least {sunk} ships sank.")))
        for dead, sunk in ((12, 5), (14, 5), (14, 7))
    ]
    history = derived(*(look(n, text) for n, text in enumerate(texts)), compare=of_fact)
    assert [finding for _, finding in findings(history)] == ["settled", "observed"]


def linked(*urls: str) -> list[Shown]:
    return [replace(A, blocks=(*A.blocks, line("See the timetable.", links=(Link(u, "timetable"),)))) for u in urls]


def test_a_token_in_an_address_makes_no_version_and_another_parameter_does_once_it_stands() -> None:
    tokens = linked(*(f"https://port.example/t;jsessionid={n}?click={n}&item=7" for n in ("x9k2", "q7m1", "m3n4")))
    assert told(hourly(*tokens)) == ["new1", "volatile1", "volatile1"]
    items = linked(*(f"https://shop.example/t?item={n}" for n in (77, 78, 78)))
    waiting = hourly(*items[:2])
    assert told(waiting) == ["new1", "volatile1"]
    assert waiting.look_again_at == at(60) + SECOND_LOOK
    assert told(hourly(*items)) == ["new1", "changed2", "same2"]


def box(number: int, title: str, words: str, path: str = "main/div.box") -> tuple[Block, ...]:
    link = Link(f"{SITE}/other-{number}", title)
    return (line(title, f"{path} h0", role="heading", link_density=1.0, links=(link,)), line(words, f"{path} p"))


def test_a_teaser_that_is_exchanged_is_no_version_and_one_of_its_words_is_told() -> None:
    boxes = [
        box(1, "Lamp of Orn burns again", "The keeper has moved back into his house."),
        box(2, "Fog holds the fleet", "For six days no boat of Sund has sailed out."),
        box(2, "Fog holds the fleet", "For nine days no boat of Sund has sailed out."),
    ]
    texts = [replace(A, blocks=(*A.blocks[:5], *each, *A.blocks[5:])) for each in boxes]
    assert told(hourly(*texts[:2])) == ["new1", "volatile1"]
    assert told(hourly(*texts[1:])) == ["new1", "changed2"]


def test_an_edited_paragraph_beside_an_exchanged_teaser_is_a_version() -> None:
    def texts(number: int, title: str, words: str) -> Content:
        link = line(title, "main/p", link_density=1.0, links=(Link(f"{SITE}/other-{number}", title),))
        return replace(A, blocks=(*A.blocks[:5], link, line(words), *A.blocks[5:]))

    one, other = texts(1, "Lamp of Orn burns again", "Nine people died."), texts(2, "Fog", "Eight people died.")
    assert told(hourly(one, other)) == ["new1", "changed2"]


BESIDE = [
    (aside("Passengers a year: 410,000"), aside("Passengers a year: 140,000"), "beside_text1"),
    (aside("212", "clock"), aside("188", "clock"), "beside_text1"),
    (aside("7", "table"), aside("6", "table"), "beside_text1"),
    (aside("Updated 5 minutes ago", "clock"), aside("Updated 9 minutes ago", "clock"), "clock_only1"),
    (aside("Share 12", "share"), aside("Share 14", "share"), "clock_only1"),
    (
        aside("Fog holds the fleet", "related", links=(Link(f"{SITE}/1", "Fog"),)),
        aside("Lamp burns again", "related", links=(Link(f"{SITE}/2", "Lamp"),)), "same1",
    ),
    (
        aside("Fog holds the fleet", "related", links=(Link(f"{SITE}/1", "Fog"),)),
        aside("Fog holds a fleet", "related", links=(Link(f"{SITE}/1", "Fog"),)), "beside_text1",
    ),
    (aside("x", "hidden"), aside("y", "hidden"), "same1"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), BESIDE)
def test_what_differs_beside_the_text_is_told_unless_a_named_rule_explains_it(
    before: Block, after: Block, expected: str
) -> None:
    history = hourly(*(replace(A, blocks=(*A.blocks, each)) for each in (before, after)))
    assert told(history) == ["new1", expected]
    rows = [(each.reason, each.before, each.after) for each in history.noticed]
    assert rows == ([("beside_text", before.text, after.text)] if "beside" in expected else [])


def test_what_came_or_went_beside_the_text_is_told() -> None:
    boxed = replace(A, blocks=(*A.blocks, aside("Built in 1962 by the port.")))
    history = hourly(A, boxed, A)
    assert told(history) == ["new1", "beside_text1", "beside_text1"]
    words = "Built in 1962 by the port."
    assert [(each.before, each.after) for each in history.noticed] == [("", words), (words, "")]


def test_a_block_that_the_reader_took_for_something_else_is_no_change() -> None:
    apart = replace(A, blocks=(*A.blocks[:-1], replace(A.blocks[-1], kept=False, left_out="aside")))
    assert told(hourly(A, apart, A)) == ["new1", "same1", "same1"]


def test_a_date_of_publication_that_moves_is_told_with_both_dates() -> None:
    texts = [replace(A, published=Stamp(day, "meta")) for day in ("2017-02-14", "2017-02-17")]
    history = hourly(*texts)
    assert told(history) == ["new1", "stamp_only1"]
    (row,) = history.noticed
    assert (row.place, row.before, row.after) == ("published", "2017-02-14", "2017-02-17")
