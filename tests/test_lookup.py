"""Questions to a small archive, and the pure parts of their answers."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import fields, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput, NotInArchive
from archive.lookup import Look as SeenAt
from archive.lookup import Lookup, Zone
from archive.lookup.addresses import tidy
from archive.lookup.moments import Span, earliest, latest, span, zone
from archive.lookup.rows import ArticleRow, CampaignRow, CaptureRow, ChangeRow, FactRow, MissRow, OutletRow, VersionRow
from archive.lookup.standing import standing
from archive.morgue import Morgue
from archive.store.connection import connect_reader, connect_writer
from archive.times import UTC
from archive.urls import identity_key, urlkey
from tests.morgues import MOVED, URL, Look, Miss, Story, bridge, build, content, mail

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=UTC)
PARIS = zone("Europe/Paris")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    folder = tmp_path_factory.mktemp("lookup") / "morgue"
    misses = [
        Miss("https://courier.example/secret", "2026-11-16 09:30", "robots", "line 12: Disallow: /secret"),
        Miss("https://courier.example/slow", "2026-11-16 09:31", "rate_limited", "429", "2026-11-16 11:00"),
    ]
    made = build(folder, [bridge(), mail()], misses=misses)
    with closing(connect_writer(made)) as connection:
        connection.execute(
            "INSERT INTO _candidates (outlet_id, url, identity, source, seen_at) VALUES (?, ?, ?, ?, ?)",
            _candidate(connection),
        )
        _short_link(connection)
    return made


def _candidate(connection: sqlite3.Connection) -> tuple[object, ...]:
    (outlet,) = connection.execute("SELECT id FROM outlets WHERE name = 'courier'").fetchone()
    url = "https://courier.example/soon"
    return outlet, url, "example,courier)/soon", "https://courier.example/feed.xml", "2026-11-16T09:00:00.000000Z"


def _short_link(connection: sqlite3.Connection) -> None:
    """Add a short link of no outlet that redirects, by way of another, to the bridge article; and two in a circle."""
    hops = [
        ("https://sho.rt/aB1", "https://sho.rt/aB2"),
        ("https://sho.rt/aB2", f"{URL}?utm_source=short"),
        ("https://sho.rt/round", "https://sho.rt/about"),
        ("https://sho.rt/about", "https://sho.rt/round"),
        ("https://sho.rt/odd", "javascript:alert(1)"),
    ]
    for number, (url, location) in enumerate(hops, 1):
        values = dict.fromkeys(("timestamp", "mime", "digest", "filename", "record_sha256", "captured_at"), "")
        values |= {"id": number, "record_id": f"short {number}", "purpose": "other", "url": url, "location": location}
        values |= {"identity": identity_key(url), "urlkey": urlkey(url), "status": 301, "offset": 0, "length": 0}
        values |= {"record_type": "response", "captured_at": "2026-11-16T09:00:00.000000Z"}
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO captures ({names}) VALUES ({marks})", list(values.values()))


@pytest.fixture
def lookup(morgue: Morgue) -> Iterator[Lookup]:
    with closing(connect_reader(morgue)) as connection:
        yield Lookup(connection)


@pytest.mark.parametrize(
    "pasted",
    [
        URL,
        MOVED,
        f"  <{URL}>\n",
        URL.replace("https", "http"),
        URL.replace("courier", "www.courier"),
        URL.replace("courier", "m.courier"),
        URL.replace("courier", "amp.courier"),
        f"{URL}/",
        f"{URL}/amp",
        f"{URL}?utm_source=x&fbclid=y#top",
        f"{URL}?outputType=amp",
        URL.removeprefix("https://"),
        f"https://www.google.com/amp/s/{URL.removeprefix('https://')}",
        f"https://courier-example.cdn.ampproject.org/c/s/{URL.removeprefix('https://')}",
        f"https://web.archive.org/web/20261116120000/{URL}",
        "https://sho.rt/aB1",
        "http://sho.rt/aB2",
        f"{URL}?CMP=share_btn",
        f"{URL}?wherefrom=letter&nr=7",
        URL.replace("bridge", "Bridge"),
        f"<{URL}>.",
        f"“{URL}”,",
        f"URL: {URL}",
        f"https://www.google.com/url?sa=t&source=web&url={quote(URL, safe='')}&ved=2ahUKE",
        f"https://duckduckgo.com/l/?uddg={quote(URL, safe='')}&rut=1",
        f"https://l.facebook.com/l.php?u={quote(URL, safe='')}&h=AT0",
        f"https://perma.example/warc/20261116/{URL}",
        f"https://proxy.example/{URL.replace('://', ':/')}",
    ],
)
def test_any_spelling_of_an_address_finds_its_article(lookup: Lookup, pasted: str) -> None:
    assert lookup.article_by_url(pasted).url == MOVED


@pytest.mark.parametrize(
    ("typed", "finds"),
    [(URL, True), (URL.removeprefix("https://"), True), ("bridge", False), ("the bridge fell", False),
     ("nowhere.example/a", False), ("3.5/4.2", False), ("", False)],
)  # fmt: skip
def test_the_one_box_tells_an_address_from_words(lookup: Lookup, typed: str, finds: bool) -> None:
    assert [article.url for article in lookup.at_address(typed)] == [MOVED] * finds


def test_an_address_with_a_scheme_at_which_nothing_is_is_said_so(lookup: Lookup) -> None:
    with pytest.raises(NotInArchive):
        lookup.at_address("https://nowhere.example/a")


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://courier.example/secret", "not had: robots (line 12: Disallow: /secret)"),
        ("http://courier.example/secret", "not had: robots"),
        ("https://courier.example/slow", "next try is due after 2026-11-16 11:00 UTC"),
        ("https://courier.example/soon", "announced by https://courier.example/feed.xml on 2026-11-16 09:00 UTC"),
        ("https://sho.rt/round", "the server answered 301"),
        ("https://sho.rt/odd", "the server answered 301"),
    ],
)
def test_what_is_known_of_a_page_that_is_no_article_is_told(lookup: Lookup, pasted: str, said: str) -> None:
    with pytest.raises(NotInArchive) as caught:
        lookup.article_by_url(pasted)
    assert said in str(caught.value)


def test_an_unknown_address_names_the_nearest_of_its_host_alone(lookup: Lookup) -> None:
    with pytest.raises(NotInArchive, match="never kept") as caught:
        lookup.article_by_url("https://courier.example/2026/11/bridge-fals")
    listed = [line.strip() for line in caught.value.cure.splitlines()[1:]]
    assert listed[0] == URL
    assert listed[1:] == [MOVED]
    with pytest.raises(NotInArchive, match="never kept") as caught:
        lookup.article_by_url("https://elsewhere.example/2026/11/bridge-falls")
    assert caught.value.cure == (
        "Nothing of its host is here: rowback keep https://elsewhere.example/2026/11/bridge-falls"
    )


@pytest.mark.parametrize("pasted", ["", "x", "javascript:alert(1)", "ftp://a.example/b", "https://", "http://[::1"])
def test_what_is_no_address_is_named(lookup: Lookup, pasted: str) -> None:
    with pytest.raises(BadInput):
        lookup.article_by_url(pasted)


def test_an_address_that_an_outlet_used_again_finds_the_newer_article_and_names_the_older(tmp_path: Path) -> None:
    url = "https://live.example/today"
    monday = content(
        "Rain floods the market", *(f"On Monday the water rose to step {n} of the hall." for n in range(9))
    )
    tuesday = content("Choir wins a prize", *(f"On Tuesday judge {n} gave the singers full marks." for n in range(9)))
    days = [Look(f"2026-11-0{day} 09:00", told) for day, told in enumerate([monday, tuesday, tuesday], 1)]
    with closing(connect_reader(build(tmp_path / "morgue", [Story("live", url, days)]))) as connection:
        found = [row.headline for row in Lookup(connection).articles_by_url(url)]
    assert found == ["Choir wins a prize", "Rain floods the market"]


@given(st.text())
def test_tidying_an_address_refuses_or_returns_a_web_address(text: str) -> None:
    with suppress(BadInput):
        assert tidy(text).lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("asked", "certainty", "number"),
    [
        ("2026-11-16T09:00", "bracketed", 1),
        ("2026-11-16T10:00", "bracketed", 1),
        ("2026-11-16T14:00", "changed_between", 1),
        ("2026-11-16T15:00", "bracketed", 2),
        ("2026-11-16T23:00", "changed_between", 2),
        ("2026-11-17T10:00", "bracketed", 3),
        ("2026-11-18T08:00", "changed_between", 3),
    ],
)
def test_a_time_finds_its_version_and_how_sure_that_is(lookup: Lookup, asked: str, certainty: str, number: int) -> None:
    found = lookup.standing(lookup.article_by_url(URL), utc(asked))
    assert found.certainty == certainty
    assert found.before
    assert found.before.version
    assert lookup.version_by_id(found.before.version).number == number


def test_before_the_first_look_nothing_is_known(lookup: Lookup) -> None:
    found = lookup.standing(lookup.article_by_url(URL), utc("2026-11-16T08:59"))
    assert (found.certainty, found.before) == ("before_first_look", None)


def test_after_the_article_went_the_look_says_gone(lookup: Lookup) -> None:
    found = lookup.standing(lookup.article_by_url(URL), utc("2026-11-19"))
    assert found.certainty == "after_last_look"
    assert found.before
    assert found.before.version is None


_LOOKS = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from([None, 1, 2])), max_size=8, unique_by=lambda pair: pair[0]
)


@given(_LOOKS, st.integers(-1, 51))
def test_certainty_follows_from_the_two_looks_around_a_time(looks: list[tuple[int, int | None]], minute: int) -> None:
    def moment(minutes: int) -> dt.datetime:
        return NOW + dt.timedelta(minutes=minutes)

    found = standing([SeenAt(moment(at), version) for at, version in looks], moment(minute))
    earlier = max((look for look in looks if look[0] <= minute), default=None)
    later = min((look for look in looks if look[0] >= minute), default=None)
    if earlier is None:
        assert found.certainty == "before_first_look"
    elif later is None:
        assert found.certainty == "after_last_look"
    else:
        assert found.certainty == ("bracketed" if earlier[1] == later[1] else "changed_between")


def test_a_citation_takes_the_last_capture_up_to_the_time(lookup: Lookup) -> None:
    version = lookup.version(lookup.article_by_url(URL), 1)
    assert lookup.capture_of(version, utc("2026-11-16T11:00")).captured_at == "2026-11-16T09:00:00.000000Z"
    assert lookup.capture_of(version).captured_at == "2026-11-16T12:00:00.000000Z"


def test_the_content_of_a_version_is_what_was_read(lookup: Lookup) -> None:
    article = lookup.article_by_url(URL)
    read = lookup.content(lookup.version(article, 2))
    assert read == bridge().looks[2].content


def test_a_version_that_is_not_there_is_named_with_those_that_are(lookup: Lookup) -> None:
    with pytest.raises(NotInArchive, match="There are versions 1 to 3"):
        lookup.version(lookup.article_by_url(URL), 4)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("twelve", [("courier", 1, False)]),
        ("fourteen", [("courier", 2, True)]),
        ("崩落", [("mail", 1, True)]),
        ("x", []),
    ],
)
def test_search_gives_one_hit_an_article_with_how_many_versions_match(
    lookup: Lookup, words: str, found: list[tuple[str, int, bool]]
) -> None:
    assert [(hit.outlet, hit.matching, hit.latest_matches) for hit in lookup.search(words)] == found


def test_search_shows_where_a_word_stands_in_scripts_without_spaces_too(lookup: Lookup) -> None:
    (hit,) = lookup.search("崩落")
    assert "\x02崩落\x03" in hit.snippet


@pytest.mark.parametrize("raw", ["NOT", '"', "a AND", "nosuch:word", "*"])
def test_a_raw_query_that_the_index_cannot_read_is_bad_input(lookup: Lookup, raw: str) -> None:
    with pytest.raises(BadInput, match="full-text"):
        lookup.search(raw, raw=True)


def test_the_newest_changes_come_weightiest_first_and_retracted_ones_never(tmp_path: Path) -> None:
    story = bridge()
    back = Look("2026-11-18 09:30", story.looks[-2].content, url=MOVED)
    gone = Look("2026-11-19 09:00", status=410, url=MOVED)
    again = replace(story, looks=[*story.looks, back, gone])
    with closing(connect_reader(build(tmp_path / "morgue", [again]))) as connection:
        found = Lookup(connection).newest_changes(utc("2026-11-01"))
        assert [(news.change.kind, news.numbers, news.change.changed_before[:10]) for news in found] == [
            ("fact_changed_unnoted", "1..2", "2026-11-16"),
            ("withdrawn", "3..", "2026-11-19"),
            ("correction_noted", "2..3", "2026-11-17"),
        ]
        assert not Lookup(connection).newest_changes(utc("2026-11-01"), outlet="mail")
        assert len(Lookup(connection).newest_changes(utc("2026-11-01"), kinds=["withdrawn"])) == 1
        assert len(Lookup(connection).newest_changes(utc("2026-11-17"), min_weight=0.7)) == 1


@pytest.mark.parametrize(
    "kind", [ArticleRow, CampaignRow, CaptureRow, ChangeRow, FactRow, MissRow, OutletRow, VersionRow]
)
def test_rows_have_the_columns_of_their_table(morgue: Morgue, kind: type[ArticleRow]) -> None:
    with closing(connect_reader(morgue)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({kind.table})")]
    assert [field.name for field in fields(kind)] == columns


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-17", "2026-11-17T22:59:59.999999"),
        ("20261117", "2026-11-17T22:59:59.999999"),
        ("2026-07-01", "2026-07-01T21:59:59.999999"),
        ("2026-11-17T14:00", "2026-11-17T13:00"),
        ("2026-11-17 14:00:30", "2026-11-17T13:00:30"),
        ("2026-11-17T14:00Z", "2026-11-17T14:00"),
        ("2026-11-17T14:00+03:00", "2026-11-17T11:00"),
        ("20261117140000", "2026-11-17T14:00"),
        ("24h", "2026-11-19T12:00"),
        ("7d", "2026-11-13T12:00"),
        ("90m", "2026-11-20T10:30"),
        (" 2 W ", "2026-11-06T12:00"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, meant: str) -> None:
    assert latest(text, now=NOW, zone=PARIS) == utc(meant)


def test_since_a_day_begins_with_it() -> None:
    assert earliest("2026-11-17", now=NOW, zone=PARIS) == utc("2026-11-16T23:00")


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "99999999w", "1e9", "٣d", "0001-01-01", "9999-12-31T23:59-12:00"]
)
def test_a_time_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(BadInput):
        latest(text, now=NOW, zone=PARIS)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "/etc/localtime", "\0", "A" * 300])
def test_a_zone_that_nobody_lives_in_is_named(name: str) -> None:
    with pytest.raises(BadInput, match="no such time zone"):
        zone(name)


def test_a_zone_is_named_beside_each_time() -> None:
    assert PARIS.show(utc("2026-07-01T10:00")) == "2026-07-01 12:00 CEST"
    assert zone("UTC").show(utc("2026-07-01T10:00"), seconds=True) == "2026-07-01 10:00:00 UTC"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2..3", Span(2, 3)),
        ("v2..v3", Span(2, 3)),
        ("2..", Span(2, None)),
        ("..3", Span(1, 3)),
        ("3", Span(None, 3)),
        ("2026-11-17..", Span(utc("2026-11-17T23:59:59.999999"), None)),
        ("2026-11-17T10:00..24h", Span(utc("2026-11-17T10:00"), utc("2026-11-19T12:00"))),
        ("2026-11-17", Span(utc("2026-11-17T23:59:59.999999"), None)),
        ("1..2026-11-17", Span(1, utc("2026-11-17T23:59:59.999999"))),
    ],
)
def test_ranges_are_of_numbers_or_times(text: str, meant: Span) -> None:
    assert span(text, now=NOW, zone=Zone(UTC)) == meant


@pytest.mark.parametrize("text", ["..", "a..b", "2-3", "..x", ""])
def test_a_range_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(BadInput):
        span(text, now=NOW, zone=Zone(UTC))
