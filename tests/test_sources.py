"""Feeds, sitemaps, indexes and pages: what they announce, and what they cannot do to us."""

import datetime as dt
import gzip
import itertools
import tracemalloc
from collections.abc import Iterator
from functools import partial

import pytest

from archive.times import UTC
from crawler.discovery import Candidate, Child, Harvest, Window, choose, harvest, likely
from crawler.discovery.stamps import in_path, last_of_name, when
from crawler.errors import SourceError
from crawler.outlet import Outlet

zipped = partial(gzip.compress, mtime=0)  # the same in every process, as names of tests have to be

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
HOME = "https://gazette.example/"
FEED = HOME + "rss"
OUTLET = Outlet(name="gazette", home=HOME)
THREE_DAYS = Window(since=NOW - dt.timedelta(days=3))
URLSET = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def look(
    body: bytes | str | Iterator[bytes], *, window: Window | None = None, kind: str = "feed", **more: object
) -> Harvest:
    data = body.encode() if isinstance(body, str) else body
    given = {"url": FEED, "seen_at": NOW, "outlet": OUTLET, "window": window or Window(), **more}
    return harvest(data, kind=kind, **given)  # type: ignore[arg-type]


def addresses(found: Harvest) -> list[str]:
    return [candidate.url.removeprefix(HOME) for candidate in found.newest]


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{"".join(items)}</channel></rss>'


def item(name: str, day: int = 21, title: str = "A headline") -> str:
    date = f"{day} Nov 2026 08:00:00 GMT"
    return f"<item><title>{title}</title><link>{HOME}{name}</link><pubDate>{date}</pubDate></item>"


def urlset(count: int, *, step: dt.timedelta = dt.timedelta(minutes=1)) -> Iterator[bytes]:
    yield URLSET.encode()
    for number in range(count):
        stamp = (NOW - number * step - dt.timedelta(seconds=30)).isoformat()  # no midnight among them
        yield f"<url><loc>{HOME}{number}</loc><lastmod>{stamp}</lastmod></url>".encode()
    yield b"</urlset>"


# --- feeds


def test_an_rss_item_is_a_candidate() -> None:
    found = look(rss(item("a", title="Bread &amp;amp; circuses")))
    assert found.kind == "feed"
    assert found.newest == (
        Candidate(
            url=HOME + "a",
            source=FEED,
            seen_at=NOW,
            lastmod=dt.datetime(2026, 11, 21, 8, tzinfo=UTC),
            headline="Bread & circuses",
            position=0,
        ),
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title>
<entry><title type="html">One</title><link rel="self" href="/self"/><link rel="alternate" href="/one"/>
<published>2026-11-20T10:00:00Z</published><updated>2026-11-21T09:30:00+01:00</updated></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{HOME}"><title>G</title></channel>
<item rdf:about="{HOME}one"><title>One</title><dc:date>2026-11-21T08:30:00Z</dc:date></item></rdf:RDF>"""
GUID = rss(f'<item><guid isPermaLink="true">{HOME}one</guid><pubDate>Sat, 21 Nov 2026 08:30:00 +0000</pubDate></item>')
BURNED = rss(
    '<item xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><link>https://feeds.example/~r/1</link>'
    f"<feedburner:origLink>{HOME}one</feedburner:origLink><pubDate>Sat, 21 Nov 2026 03:30:00 EST</pubDate></item>"
)
BASED = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/"><entry><link href="one"/>
<updated>2026-11-21T08:30:00Z</updated></entry></feed>"""
CDATA = rss(f"<item><link>\n  <![CDATA[ {HOME}one ]]>\n </link><pubDate>2026-11-21 08:30:00</pubDate></item>")


@pytest.mark.parametrize(
    "text", [ATOM, RDF, GUID, BURNED, BASED, CDATA], ids=["atom", "rdf", "guid", "burned", "base", "cdata"]
)
def test_every_dialect_gives_address_and_newest_time(text: str) -> None:
    (candidate,) = look(text).newest
    assert candidate.url == HOME + "one"
    assert candidate.lastmod == dt.datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_a_guid_that_is_no_address_is_none() -> None:
    assert look(rss('<item><guid isPermaLink="false">4711</guid></item>')).announced == 0


def test_a_time_without_a_zone_is_the_outlets() -> None:
    paris = Outlet(name="gazette", home=HOME, timezone="Europe/Paris")
    (candidate,) = look(CDATA, outlet=paris).newest
    assert candidate.lastmod == dt.datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


def test_a_feed_item_without_a_date_counts_from_the_look() -> None:
    (candidate,) = look(rss(f"<item><link>{HOME}a</link></item>"), window=THREE_DAYS).newest
    assert candidate.lastmod is None
    assert candidate.newest_at == NOW


def test_newest_first_each_address_once_and_older_ones_are_counted() -> None:
    found = look(rss(item("old", 2), item("b", 20), item("c", 21), item("b", 19), item("c#top", 21)), window=THREE_DAYS)
    assert addresses(found) == ["c", "b"]
    assert (found.announced, found.within, found.older) == (5, 4, 1)
    assert found.newest_at == dt.datetime(2026, 11, 21, 8, tzinfo=UTC)


def test_a_time_after_the_window_is_counted() -> None:
    found = look(rss(item("a", 21), item("b", 10)), window=Window(until=NOW - dt.timedelta(days=1)))
    assert addresses(found) == ["b"]
    assert found.later == 1


def test_a_date_far_in_the_future_is_no_date() -> None:
    found = look(rss(f"<item><link>{HOME}a</link><pubDate>1 Jan 2099 00:00:00 GMT</pubDate></item>"))
    assert found.newest[0].lastmod is None


def test_addresses_of_others_are_counted_with_their_hosts() -> None:
    found = look(rss("<item><link>https://other.example/x</link></item>", "<item><link>tel:5</link></item>", item("a")))
    assert addresses(found) == ["a"]
    assert (found.foreign, found.foreign_hosts, found.unusable) == (1, ("other.example",), 1)


# --- sloppy sources


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (rss(item("a", title="Café")).encode("utf-8"), None),
        (b"\xef\xbb\xbf" + rss(item("a", title="Café")).encode("utf-8"), None),
        (rss(item("a", title="Café")).encode("utf-16"), None),
        (rss(item("a", title="Café")).replace('"1.0"', '"1.0" encoding="iso-8859-1"', 1).encode("latin-1"), None),
        (rss(item("a", title="Café")).encode("latin-1"), "iso-8859-1"),
        (rss(item("a", title="Café")).encode("cp1252"), None),  # says nothing, is no UTF-8
        (rss(item("a", title="Café")).replace('"1.0"', '"1.0" encoding="utf-8"', 1).encode("cp1252"), None),
        (rss(item("a", title="Café")).replace('"1.0"', '"1.0" encoding="klingon"', 1).encode("utf-8"), None),
        (rss(item("a", title="Café")).replace('"1.0"', '"1.0" encoding="zlib"', 1).encode("utf-8"), "rot13"),
        (b"\r\n\r\n  " + rss(item("a", title="Café")).encode("utf-8"), None),
        (rss(item("a", title="Caf\x0bé")).encode("utf-8"), None),
        (zipped(rss(item("a", title="Café")).encode("utf-8")), None),
        (zipped(rss(item("a", title="Café")).encode("utf-8")) + b"\0" * 512, None),
    ],
)
def test_a_charset_that_is_wrong_missing_or_made_up_costs_nothing(body: bytes, charset: str | None) -> None:
    assert [candidate.headline for candidate in look(body, charset=charset).newest] == ["Café"]


@pytest.mark.parametrize("title", ["Bread & circuses", "Bread&nbsp;and circuses", "Bread <b>and</i> circuses"])
def test_broken_markup_in_one_entry_loses_no_other(title: str) -> None:
    assert addresses(look(rss(item("a"), item("b", title=title), item("c")))) == ["a", "b", "c"]


@pytest.mark.parametrize("link", ["https://[slug]/x", "//[", "http://[::1/x", "https://[a]b/"])
def test_an_address_with_brackets_for_a_host_costs_its_entry_alone(link: str) -> None:
    feed = look(rss(f"<item><link>{link}</link></item>", item("b")))
    sitemap = look(f"{URLSET}<url><loc>{link}</loc></url><url><loc>{HOME}2026/11/20/b</loc></url></urlset>")
    index = look(
        f"<sitemapindex><sitemap><loc>{link}</loc></sitemap><sitemap><loc>{HOME}s</loc></sitemap></sitemapindex>"
    )
    assert (addresses(feed), feed.unusable) == (["b"], 1)
    assert (addresses(sitemap), sitemap.announced) == (["2026/11/20/b"], 2)
    assert [child.url for child in index.children] == [HOME + "s"]


@pytest.mark.parametrize("cut", range(40))
def test_a_bare_ampersand_stays_part_of_its_link_wherever_a_piece_ends(cut: int) -> None:
    whole = rss("<item><link>https://gazette.example/x?sec=4&id=71&amp;p=2&#38;q</link></item>").encode()
    at = whole.index(b"sec=") - 5 + cut
    assert addresses(look(iter([whole[:at], whole[at:]]))) == ["x?sec=4&id=71&p=2&q"]
    found = look(f"{URLSET}<url><loc>{HOME}2026/11/20/p?a=1&b=2</loc></url></urlset>")
    assert addresses(found) == ["2026/11/20/p?a=1&b=2"]


def test_a_prefix_that_nobody_declared_costs_no_date() -> None:
    said = "<news:news><news:publication_date>2026-11-20</news:publication_date><news:title>T</news:title></news:news>"
    (found,) = look(f"{URLSET}<url><loc>{HOME}p</loc>{said}</url></urlset>").newest
    assert (found.headline, found.lastmod) == ("T", dt.datetime(2026, 11, 20, tzinfo=UTC))


def test_what_a_server_says_before_the_xml_is_passed_over() -> None:
    assert addresses(look("<br />\n<b>Warning</b>: in line 3<br />\n" + rss(item("a")))) == ["a"]


def test_entries_that_broken_markup_swallows_are_counted_and_told() -> None:
    broken = "<item><description>one<br>two</description><link>https://gazette.example/x</link></item>"
    found = look(rss(item("a"), *[broken] * 4))
    assert found.fault is not None
    assert "of 5 entries gave no address" in str(found.fault)


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_entries_in_comments_and_cdata_are_none_however_the_text_is_cut(size: int) -> None:
    text = "<!-- <item> --><item><title><![CDATA[<item> <entry>]]></title><link>https://gazette.example/x</link></item>"
    whole = rss(item("a"), text, item("b")).encode()
    found = look(whole[start : start + size] for start in range(0, len(whole), size))
    assert (len(found.newest), found.fault) == (3, None)


def test_a_short_feed_whose_gzip_lost_its_last_bytes_is_read_and_says_so() -> None:
    found = look(zipped(rss(item("a"), item("b")).encode())[:-6])
    assert addresses(found) == ["a", "b"]
    assert "gzip that breaks off" in str(found.fault)


def test_a_sitemap_where_a_feed_was_expected_is_read_as_what_it_is() -> None:
    assert look(b"".join(urlset(2))).kind == "sitemap"


def test_a_feed_where_a_page_was_expected_is_read_as_what_it_is() -> None:
    found = look(rss(item("a")), kind="section")
    assert (found.kind, addresses(found)) == ("feed", ["a"])


def test_pieces_may_be_cut_anywhere() -> None:
    whole = zipped(rss(item("a"), item("b", title="Café")).encode())
    assert addresses(look(bytes([byte]) for byte in whole)) == ["a", "b"]


# --- what cannot be read


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"Not found", "no feed and no sitemap"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no feed and no sitemap"),
        (b'{"items": []}', "no feed and no sitemap"),
        (b"<opml><outline/></opml>", "no feed and no sitemap"),
        (b"<!DOCTYPE html><html><body>Error</body></html>", "an HTML page"),
        (b"<html lang='en'><head><title>rss</title>", "an HTML page"),
        (b"\x1f\x8b\x08\x00broken", "gzip"),
        (zipped(b"<urlset>" * 1000)[:-20], "breaks off"),
        (b"<rss><channel>", "breaks off after 0 entries"),
    ],
)
def test_what_is_no_source_is_an_error_with_its_address_and_a_cure(body: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        look(body)
    assert refused.value.subject == FEED
    assert refused.value.cure


def test_a_source_that_breaks_off_gives_what_came_before_and_says_so() -> None:
    whole = rss(item("a"), item("b"), item("cut-off-in-the-middle"))
    found = look(whole[: whole.index("off-in-the")])
    assert addresses(found) == ["a", "b"]
    assert found.fault is not None
    assert "breaks off after 2 entries" in str(found.fault)


def test_gzip_that_breaks_off_gives_what_came_before() -> None:
    found = look(zipped(b"".join(urlset(5_000)))[:-2000], kind="sitemap")
    assert 1_000 < found.announced < 5_000
    assert found.fault is not None


def bombs() -> Iterator[tuple[str, bytes]]:
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield (
        "laughs",
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{laughs}]>{rss(item("a", title="&e9;"))[21:]}'.encode(),
    )
    yield "quadratic", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 5000}">]>{rss(item("a", title="&a;" * 2000))[21:]}'.encode()
    yield (
        "outside",
        f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>{rss(item("a", title="&a;"))[21:]}'.encode(),
    )
    yield "utf-16", f'<!DOCTYPE rss [<!ENTITY a "b">]>{rss(item("a", title="&a;"))[21:]}'.encode("utf-16")


@pytest.mark.parametrize("bomb", [bomb for _, bomb in bombs()], ids=[name for name, _ in bombs()])
def test_entities_of_its_own_make_a_source_unreadable(bomb: bytes) -> None:
    with pytest.raises(SourceError, match="entities of its own"):
        look(bomb)


def hostile() -> Iterator[tuple[str, bytes]]:
    yield "deep", b"<rss><channel><item>" + b"<a>" * 500_000
    yield "attributes", b"<rss " + b" ".join(b"a%d='1'" % n for n in range(100_000)) + b"></rss>"
    yield "cdata", b"<rss><channel><item><title>" + b"<![CDATA[" * 300_000
    yield "long", b"<rss><channel><item><title>" + b"x" * 30_000_000
    yield "tags", b"<rss>" + b"<item/>" * 500_000 + b"</rss>"
    yield "comment", b"<!--" * 500_000
    yield "ampersands", b"<rss><channel><item><title>" + b"&" * 2_000_000
    yield "angles", b"<rss " + b"<" * 2_000_000


@pytest.mark.parametrize("body", [body for _, body in hostile()], ids=[name for name, _ in hostile()])
def test_hostile_sources_announce_nothing_and_cost_little_memory(body: bytes) -> None:
    tracemalloc.start()
    try:
        found = look(body)
    except SourceError:
        found = None
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is None or not found.newest
    assert used < 40_000_000


def test_unpacking_stops_at_the_limit() -> None:
    bomb = zipped(URLSET.encode() + b"<!-- " + b" " * 60_000_000, compresslevel=1)
    with pytest.raises(SourceError, match="more than 50 MB"):
        look(bomb, kind="sitemap")


# --- sitemaps


def test_a_sitemaps_newest_are_held_and_the_others_counted() -> None:
    found = look(urlset(1_000), window=Window(since=NOW - dt.timedelta(hours=5), most=50), kind="sitemap")
    assert addresses(found) == [str(number) for number in range(50)]
    assert (found.announced, found.within, found.older) == (1_000, 300, 700)


def test_memory_stays_flat_however_many_addresses_come() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        look(urlset(count, step=dt.timedelta(seconds=1)), window=Window(most=100), kind="sitemap")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(500)  # what is imported and compiled once
    assert peak(4_000) < 1.5 * peak(1_000)


def test_undated_addresses_of_a_sitemap_are_counted_only() -> None:
    found = look(
        f"{URLSET}<url><loc>{HOME}a</loc></url><url><loc>{HOME}2026/11/20/b</loc></url></urlset>", kind="sitemap"
    )
    assert addresses(found) == ["2026/11/20/b"]
    assert (found.announced, found.undated) == (2, 1)


def test_a_day_alone_is_within_until_it_is_over() -> None:
    text = f"{URLSET}<url><loc>{HOME}a</loc><lastmod>2026-11-21</lastmod></url></urlset>"
    assert look(text, kind="sitemap", window=Window(since=NOW - dt.timedelta(hours=3))).within == 1
    assert look(text, kind="sitemap", window=Window(since=NOW + dt.timedelta(hours=13))).older == 1


def test_a_news_sitemap_gives_headlines_and_says_what_it_is() -> None:
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"<url><loc>{HOME}a</loc><image:image><image:loc>{HOME}a.jpg</image:loc></image:image><news:news><news:publication>"
        "<news:name>Gazette</news:name></news:publication><news:publication_date>2026-11-21T09:00:00Z"
        "</news:publication_date><news:title>Flood in the valley</news:title></news:news></url></urlset>"
    )
    found = look(news, kind="sitemap")
    assert found.kind == "news_sitemap"
    (candidate,) = found.newest
    assert (candidate.url, candidate.headline) == (HOME + "a", "Flood in the valley")
    assert candidate.lastmod == dt.datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_an_index_names_its_children() -> None:
    text = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{HOME}1.xml</loc><lastmod>2026-11-20</lastmod></sitemap>"
        "<sitemap><loc>/2.xml</loc></sitemap></sitemapindex>"
    )
    found = look(text, kind="sitemap")
    assert found.kind == "sitemap_index"
    assert found.children == (
        Child(url=HOME + "1.xml", lastmod=dt.datetime(2026, 11, 20, tzinfo=UTC), position=0),
        Child(url=HOME + "2.xml", position=1),
    )


def children(*names: str, dates: dict[int, dt.datetime] | None = None) -> list[Child]:
    return [
        Child(url=HOME + name, lastmod=(dates or {}).get(number), position=number) for number, name in enumerate(names)
    ]


def chosen(named: list[Child], **more: object) -> list[str]:
    given = {"read": {}, **more}
    return [child.url.removeprefix(HOME) for child in choose(named, **given)]  # type: ignore[arg-type]


def test_children_are_chosen_by_lastmod() -> None:
    dates = {number: NOW - dt.timedelta(hours=(number * 7) % 10) for number in range(10)}
    named = children(*(f"{number}.xml" for number in range(10)), dates=dates)
    assert chosen(named) == ["0.xml", "3.xml", "6.xml", "9.xml", "2.xml"]


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (("map-2026-09.xml", "map-2026-11.xml", "map-2026-10.xml"), "map-2026-11.xml"),
        (("20261119.xml", "20261121.xml", "20261120.xml"), "20261121.xml"),
        (("s?date=20261120", "s?date=20261121"), "s?date=20261121"),
        (("y/2024.xml", "y/2026.xml", "y/2025.xml"), "y/2026.xml"),
    ],
)
def test_without_lastmod_a_date_in_the_name_decides(names: tuple[str, ...], first: str) -> None:
    assert chosen(children(*names))[0] == first


def test_with_neither_the_last_and_the_first_are_chosen() -> None:
    assert chosen(children(*(f"{letter}.xml" for letter in "abcdefgh")), most=2) == ["h.xml", "a.xml"]


def test_children_that_end_before_the_window_are_left_out() -> None:
    since = NOW - dt.timedelta(days=3)
    assert chosen(children("2026-09.xml", "2026-11.xml"), since=since) == ["2026-11.xml"]
    assert chosen(children("a.xml", "b.xml", dates={0: NOW, 1: since - dt.timedelta(days=2)}), since=since) == ["a.xml"]


def test_a_child_is_read_again_only_when_its_lastmod_moved() -> None:
    named = children("a.xml", "b.xml", "c.xml", dates={0: NOW, 1: NOW})
    read = {HOME + "a.xml": NOW, HOME + "b.xml": NOW - dt.timedelta(days=1), HOME + "c.xml": None}
    assert chosen(named, read=read) == ["b.xml", "c.xml"]


# --- pages

PAGE = """<html><head><base href="/front/"></head><body>
<a href="/">Home</a> <a href="/sport/">Sport</a> <a href="/author/jane-doe-the-elder">Jane Doe</a>
<a href="/2026/11/21/bridge-over-the-valley-closed"><img></a>
<a href="/2026/11/21/bridge-over-the-valley-closed#comments">Bridge over the valley closed for a year</a>
<a href="four-words-are-enough-for-a-slug.html">More</a>
<a href="https://other.example/2026/11/21/bridge-over-the-valley-closed">Elsewhere</a>
<a href="/2019/01/05/an-old-story-from-back-then">Old</a>
<a href="javascript:void(0)">x</a> <a href="http://[bad">x</a> <a>x</a> <a href="mailto:a@b.example">x</a>
</body></html>"""


def test_a_front_page_gives_what_looks_like_articles_in_its_order() -> None:
    found = look(PAGE, kind="front", url=HOME, window=THREE_DAYS)
    assert addresses(found) == [
        "front/four-words-are-enough-for-a-slug.html",
        "2026/11/21/bridge-over-the-valley-closed",
    ]
    bridge = found.newest[1]
    assert bridge.headline == "Bridge over the valley closed for a year"
    assert bridge.position == 3
    assert found.older == 1


def test_the_definitions_own_regex_decides_alone() -> None:
    outlet = Outlet(name="gazette", home=HOME, article=r"/sport/$")
    assert addresses(look(PAGE, kind="section", url=HOME, outlet=outlet)) == ["sport/"]


def test_the_charset_that_the_server_said_holds_for_a_page() -> None:
    page = '<a href="/2026/11/21/bridge-closed">Café in the valley</a>'.encode("latin-1")
    (candidate,) = look(page, kind="section", url=HOME, charset="iso-8859-1").newest
    assert candidate.headline == "Café in the valley"


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- nothing -->"])
def test_an_empty_page_is_an_error(body: bytes) -> None:
    with pytest.raises(SourceError, match="no HTML page"):
        look(body, kind="section", url=HOME)


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 300_000,
        b"<a href='/2026/11/21/a-b'>" * 30_000,
        b"".join(b"<a href='/2026/11/21/a-story-%d'>x</a>" % n for n in range(50_000)),
        b"<" * 1_000_000,
        b"<a href='" + b"/x" * 500_000 + b"'>y</a>",
    ],
    ids=["deep", "nested links", "many links", "angles", "long link"],
)
def test_hostile_pages_are_read_within_bounds(body: bytes) -> None:
    try:
        found = look(b"<html><body>" + body, kind="section", url=HOME).announced
    except SourceError:
        found = 0
    assert found <= 5_000


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://gazette.example/2026/11/21/flood", ""),
        ("https://gazette.example/news/flood-in-the-lower-valley", ""),
        ("https://gazette.example/flood-in-the-lower-valley-kills-three", ""),
        ("https://gazette.example/news/world-europe-63159607", ""),
        ("https://gazette.example/stories/3376705/", ""),
        ("https://gazette.example/20261121/flood-1115357021.html", ""),
        ("https://gazette.example/world/202611211079127690-flood-in-valley/", ""),
        ("https://gazette.example/other/2018/4524-CLASS_SERIES_LAROUCH.html", ""),
        (
            "https://gazette.example/article/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "Flood in the lower valley kills three",
        ),
        ("https://gazette.example/?p=4711", ""),
        (
            "https://gazette.example/news/%E6%B4%AA%E6%B0%B4%E3%81%A7%E4%B8%89%E4%BA%BA%E3%81%8C%E6%AD%BB%E4%BA%A1%E3%81%97%E3%81%9F",
            "",
        ),
        ("https://gazette.example/weather/2026/11/21/storms-tornadoes-iowa/", ""),
    ],
)
def test_addresses_of_articles(url: str, text: str) -> None:
    assert likely(url, text)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://gazette.example/", "Read the news of the whole valley here"),
        ("https://gazette.example/index.html", ""),
        ("https://gazette.example/sport/", "Sport"),
        ("https://gazette.example/sport/football", "All about football in the valley"),
        ("https://gazette.example/2026/11/", ""),
        ("https://gazette.example/tag/flood-in-the-lower-valley", ""),
        ("https://gazette.example/author/jane-doe-the-elder-1234567", ""),
        ("https://gazette.example/category/news/page/2/", ""),
        ("https://gazette.example/search?q=flood", "Search for floods in the lower valley"),
        ("https://gazette.example/2026/11/21/flood.jpg", "Flood in the lower valley kills three people"),
        ("https://gazette.example/papers/2026-11-21.pdf", ""),
        ("https://gazette.example/privacy-policy", "How we handle what we know of you"),
    ],
)
def test_addresses_of_other_pages(url: str, text: str) -> None:
    assert not likely(url, text)


# --- times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21T08:30:00Z", "2026-11-21T08:30"),
        ("2026-11-21T09:30:00+0100", "2026-11-21T08:30"),
        ("2026-11-21T08:30:00.123456Z", "2026-11-21T08:30:00.123456"),
        ("2026-11-21 08:30:00 UTC", "2026-11-21T08:30"),
        ("2026-11-21 08:30", "2026-11-21T08:30"),
        ("Sat, 21 Nov 2026 08:30:00 GMT", "2026-11-21T08:30"),
        ("Sat, 21 Nov 2026 03:30:00 -0500", "2026-11-21T08:30"),
        ("21 Nov 26 08:30 GMT", "2026-11-21T08:30"),
        ("2026-11-21", "2026-11-21T00:00"),
        ("2026-11", "2026-11-01T00:00"),
        ("2026", "2026-01-01T00:00"),
    ],
)
def test_times_are_read_in_their_forms(text: str, expected: str) -> None:
    assert when(f" {text}\n") == dt.datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "2026-13-40",
        "0000",
        "99999-01-01",
        "0001-01-01T00:00:00+14:00",
        "32 Nov 2026",
        "9" * 5000,
    ],
)
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert when(text) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2017/02/14/x", (2017, 2, 14)),
        ("/2017/2/4/x", (2017, 2, 4)),
        ("/2017/feb/14/x", (2017, 2, 14)),
        ("/20170214/x", (2017, 2, 14)),
        ("/radio/202004281079127690-x", (2020, 4, 28)),
        ("/news/2017-02-14-x", (2017, 2, 14)),
        ("/x/2017/02/30/2017/02/14", (2017, 2, 14)),
        ("/2017/02/", None),
        ("/other/2018/4524-x", None),
        ("/article-12470999", None),
        ("/1850/02/14/", None),
    ],
)
def test_days_in_addresses(path: str, expected: tuple[int, int, int] | None) -> None:
    assert in_path(path) == (dt.datetime(*expected, tzinfo=UTC) if expected else None)


def test_a_name_holds_a_day_a_month_or_a_year() -> None:
    ends = [
        last_of_name(name)
        for name in ("/s-2026-12-31.xml", "/s-2026-12.xml", "/s-202612.xml", "/2026/s.xml", "/s-7.xml")
    ]
    assert ends == [*itertools.repeat(dt.datetime(2027, 1, 1, tzinfo=UTC), 4), None]
