import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from archive import urls
from archive.derive.gist import gist
from archive.derive.identity import CROWD, Group, edges_of, epochs, group
from archive.derive.looks import Look
from archive.models import Content
from tests.histories import SITE, story
from tests.keeping import at

FERRY = story("Ferry late", *range(10))
FERRY_2 = story("Harbour master resigns", *range(5), *range(50, 55))
OTHER = story("Flood in the valley", *range(10), about="flood")


def look(hour: float, url: str, content: Content | None = None, *, status: int = 200, to: str | None = None) -> Look:
    address = url if "//" in url else SITE + url
    return Look(
        capture_id=int(hour * 1000) + 1,
        record_id=f"urn:{hour}",
        captured_at=at(60 * hour),
        url=address,
        key=urls.identity_key(address),
        status=status,
        location=None if to is None else to if "//" in to else SITE + to,
        reading_id=None if content is None else 1,
        gist=None if content is None else gist(content),
    )


def grouped(looks: Sequence[Look], fronts: Sequence[str] = (), ids: dict[str, str] | None = None) -> list[set[str]]:
    return [{address.url.removeprefix(SITE) for address in each.addresses} for each in groups(looks, fronts, ids)]


def groups(looks: Sequence[Look], fronts: Sequence[str] = (), ids: dict[str, str] | None = None) -> tuple[Group, ...]:
    said = [edge for each in looks for edge in edges_of(each, own_id=(ids or {}).get(each.url.removeprefix(SITE), ""))]
    return group(looks, said, frozenset(urls.identity_key(SITE + front) for front in fronts))


def named(content: Content, url: str) -> Content:
    return replace(content, canonical_url=url if "//" in url else SITE + url)


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_joins_where_half_of_the_sentences_are_shared(status: int) -> None:
    looks = [look(0, "/a", FERRY), look(1, "/a", status=status, to="/b"), look(2, "/b", FERRY_2)]
    assert grouped(looks) == [{"/a", "/b"}]


@pytest.mark.parametrize(
    ("why", "looks"),
    [
        ("the texts differ", [look(0, "/a", FERRY), look(1, "/a", status=301, to="/b"), look(2, "/b", OTHER)]),
        ("it is not permanent", [look(0, "/a", FERRY), look(1, "/a", status=302, to="/b"), look(2, "/b", FERRY)]),
        ("it is a section", [look(0, "/a", FERRY), look(1, "/a", status=301, to="/news/"), look(2, "/news/", FERRY)]),
        ("the canonical is the front page", [look(0, "/a", named(FERRY, "/")), look(1, "/b", named(FERRY, "/"))]),
        (
            "the canonical is another outlet's",
            [look(0, "/a", named(FERRY, "https://wire.example/x")), look(1, "/b", named(FERRY, "https://wire.example/x"))],
        ),
        ("nothing connects them", [look(0, "/a", FERRY), look(1, "/b", FERRY)]),
        (
            "they share a template's canonical and nothing else",
            [look(0, "/a", named(FERRY, "/x")), look(1, "/b", named(OTHER, "/x"))],
        ),
    ],
)  # fmt: skip
def test_a_wrong_merge_is_worse_than_a_fork(why: str, looks: list[Look]) -> None:
    assert len(grouped(looks, fronts=["/news/"])) == 2, why


def test_twins_are_one_article() -> None:
    looks = [
        look(0, "http://example.org/a/", FERRY),
        look(1, "https://www.example.org/a/?utm_source=x", FERRY),
        look(2, "https://m.example.org/a/", FERRY),
        look(3, "https://example.org/a/amp", FERRY),
    ]
    (article,) = groups(looks)
    assert [address.relation for address in article.addresses].count("first") == 1
    assert {address.relation for address in article.addresses} == {"first", "twin"}


def test_a_canonical_joins_pages_even_if_it_was_never_fetched() -> None:
    assert grouped([look(0, "/a", named(FERRY, "/x")), look(1, "/b", named(FERRY_2, "/x"))]) == [{"/a", "/b", "/x"}]


def test_the_outlet_s_own_id_joins_whatever_the_texts_say() -> None:
    assert grouped([look(0, "/a", FERRY), look(1, "/b", OTHER)], ids={"/a": "7", "/b": "7"}) == [{"/a", "/b"}]
    assert len(grouped([look(0, "/a", FERRY), look(1, "/b", FERRY)], ids={"/a": "7", "/b": "8"})) == 2


def test_a_chain_over_addresses_without_a_text_joins_its_ends() -> None:
    looks = [
        look(0, "/a", FERRY), look(1, "/a", status=301, to="/b"), look(2, "/b", status=301, to="/c"),
        look(3, "/c", FERRY_2),
    ]  # fmt: skip
    assert grouped(looks) == [{"/a", "/b", "/c"}]


def test_a_dead_address_belongs_to_where_it_leads_at_last_and_never_joins_two_articles() -> None:
    looks = [
        look(0, "/latest", status=302, to="/a"), look(1, "/a", FERRY),
        look(2, "/latest", status=302, to="/b"), look(3, "/b", OTHER),
    ]  # fmt: skip
    assert grouped(looks) == [{"/latest", "/b"}, {"/a"}]


def test_a_circle_of_redirects_ends() -> None:
    looks = [look(0, "/a", status=301, to="/b"), look(1, "/b", status=301, to="/a"), look(2, "/c", FERRY)]
    assert grouped(looks) == [{"/c"}]


def test_where_a_crowd_of_dead_addresses_is_sent_is_nobody_s_other_name() -> None:
    looks = [look(n, f"/{n}", status=301, to="/subscribe") for n in range(CROWD + 1)]
    assert grouped([*looks, look(99, "/subscribe", FERRY)]) == [{"/subscribe"}]
    assert len(grouped([*looks[1:], look(99, "/subscribe", FERRY)])[0]) == CROWD + 1


def test_an_address_whose_article_changed_is_a_new_article_after_a_second_look_six_hours_later() -> None:
    before = [look(0, "/today", FERRY), look(24, "/today", OTHER), look(29, "/today", OTHER)]
    assert len(groups(before)) == 1
    old, new = groups([*before, look(30, "/today", OTHER)])
    assert (old.first_url, old.reused_by, [each.record_id for each in old.taken_over]) == (
        SITE + "/today",
        "",
        ["urn:24"],
    )
    assert (new.first_url, new.reused_by, len(new.looks)) == (SITE + "/today", "urn:24", 3)


@pytest.mark.parametrize(
    "later",
    [
        [look(1, "/a", OTHER), look(2, "/a", FERRY), look(9, "/a", OTHER)],  # it came back in between
        [look(1, "/a", story("Ferry late", *range(90, 99))), look(9, "/a", story("Ferry late", *range(90, 99)))],
        [look(1, "/a", FERRY_2), look(9, "/a", FERRY_2)],  # rewritten, with half of it left
    ],
)  # fmt: skip
def test_an_address_is_not_taken_over_as_long_as_the_old_article_shows(later: list[Look]) -> None:
    assert len(epochs([look(0, "/a", FERRY), *later])) == 1


def test_groups_do_not_depend_on_order() -> None:
    looks = [
        look(0, "/a", FERRY), look(1, "/a", status=301, to="/b"), look(2, "/b", FERRY_2),
        look(3, "/c", named(FERRY, "/b")), look(4, "/d", named(OTHER, "/x")), look(5, "/e", named(OTHER, "/x")),
        look(6, "/today", FERRY), look(16, "/today", OTHER), look(26, "/today", OTHER),
        look(7, "/s", status=302, to="/d"),
    ]  # fmt: skip
    expected = groups(looks)
    assert [len(each.looks) for each in expected] == [4, 3, 1, 2]
    for seed in range(100):
        random.Random(seed).shuffle(looks)
        assert groups(looks) == expected


@pytest.mark.parametrize(
    ("why", "other", "articles"),
    [("another text stands there", OTHER, 2), ("the same text", FERRY, 1), ("half of its sentences", FERRY_2, 1)],
)
def test_addresses_that_differ_by_case_alone_are_one_article_only_where_the_text_shows_it(
    why: str, other: Content, articles: int
) -> None:
    for one, two in [("/s/aB3x", "/s/Ab3X"), ("/s/ab3x", "/s/aB3x")]:
        assert len(grouped([look(0, one, FERRY), look(1, two, other)])) == articles, why


def test_a_headline_alone_does_not_join_addresses_that_differ_by_case() -> None:
    assert len(grouped([look(0, "/s/aB3x", FERRY), look(1, "/s/Ab3X", replace(OTHER, headline="Ferry late"))])) == 2


def test_a_redirect_joins_addresses_that_differ_by_case() -> None:
    looks = [look(0, "/Ferry", FERRY), look(1, "/Ferry", status=301, to="/ferry"), look(2, "/ferry", FERRY_2)]
    assert grouped(looks) == [{"/Ferry", "/ferry"}]


@pytest.mark.parametrize(
    "other",
    [
        "/ferry;jsessionid=A1B2C3", "/ferry?PHPSESSID=8a7b6c", "/ferry?sessionid=77&utm_source=x",
        "/ferry;sid=9f8e7d?utm_medium=y", "/ferry?CFID=1&CFTOKEN=2",
    ],
)  # fmt: skip
def test_a_session_in_an_address_is_no_other_address(other: str) -> None:
    assert urls.identity_key(SITE + other) == urls.identity_key(SITE + "/ferry")


@pytest.mark.parametrize("second", ["/story?page=2", "/story/2", "/story-2", "/story?seite=3", "/story/page/2"])
def test_the_second_page_of_a_text_is_told_apart_though_it_names_the_first(second: str) -> None:
    page = replace(OTHER, headline=FERRY.headline)
    first = look(0, "/story", named(FERRY, "/story"))
    assert grouped([first, look(1, second, named(page, "/story"))]) == [{"/story"}, {second}]
    assert grouped([first, look(1, second, named(FERRY, "/story"))]) == [{"/story", second}]
