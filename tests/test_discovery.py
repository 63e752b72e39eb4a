"""How an outlet that nobody described is found out, and how one article is told from an outlet."""

import pytest

from archive.errors import BadInput
from crawler.discovery.seed import kind, refuse_article
from crawler.discovery.unknown import MOST_FRUITLESS, USUAL, Discovery, moved, unknown_outlet
from crawler.errors import NotAnOutlet, SourceError
from crawler.outlet import Feed, Front, NewsSitemap, Outlet, Section, Sitemap, Source

HOME = "https://gazette.example/"
FRONT = b"""<html><head>
<link rel="alternate" type="application/rss+xml" title="News" href="/news.rss">
<link rel="alternate" type="application/atom+xml" title="News" href="https://feeds.example/atom">
<link rel="ALTERNATE nofollow" type="application/rss+xml; charset=utf-8" title="Sport" href="sport.rss">
<link rel="alternate" type="application/rss+xml" title="News &raquo; Comments" href="/news/comments/feed/">
<link rel="alternate" type="application/json+oembed" href="/oembed.json">
<link rel="alternate" hreflang="fr" href="/fr/">
<link rel="alternate" type="application/rss+xml" href="https://me:pass@gazette.example/private.rss">
<link rel="stylesheet" type="application/rss+xml" href="/no.rss">
</head><body>News</body></html>"""


def told(start: Discovery, *useful: str) -> list[Source]:
    """Follow a discovery to its end; `useful` are the addresses that announce something."""
    found: list[Source] = []
    while (source := start.next()) is not None:
        found.append(source)
        assert len(found) < 50
        start = start.after(source, useful=source.url in useful)
    return found


def test_an_unknown_outlet_is_the_host_of_the_address() -> None:
    outlet = unknown_outlet("https://www.Gazette.example/2026/x?y#z")
    assert (outlet.name, outlet.home) == ("gazette.example", "https://www.Gazette.example/")
    assert unknown_outlet("http://127.0.0.1:8000/x").home == "http://127.0.0.1:8000/"
    assert unknown_outlet("http://[::1]:8000/x").name == "1-8000"
    assert unknown_outlet("https://gazette.example:443/x").name == "gazette.example"
    assert unknown_outlet("https://zeitung-für-münchen.example/").name == "xn--zeitung-fr-mnchen-b3bd.example"
    with pytest.raises(BadInput):
        unknown_outlet("gazette.example")


def test_a_home_that_moved_takes_its_host_along() -> None:
    outlet = Outlet(name="gazette", home=HOME)
    assert moved(outlet, "https://www.gazette.example/en/") is outlet
    assert moved(outlet, "https://newgazette.example/").owns("https://www.newgazette.example/a")


def test_robots_sitemaps_come_first_news_before_others_pictures_never() -> None:
    start = Discovery(home=HOME).with_robots(
        [HOME + "sitemap.xml", HOME + "image-sitemap.xml", HOME + "author.xml", HOME + "sitemap-news.xml", "ftp://x/"]
    )
    assert told(start, HOME + "sitemap.xml") == [
        NewsSitemap(HOME + "sitemap-news.xml"),
        Sitemap(HOME + "sitemap.xml"),
        Front(HOME),
    ]


def test_the_feeds_that_a_page_names_are_found_but_those_of_comments() -> None:
    start = Discovery(home=HOME).with_page(FRONT, url=HOME)
    assert told(start, HOME + "news.rss")[:-1] == [
        Feed(HOME + "news.rss"),
        Feed("https://feeds.example/atom"),
        Feed(HOME + "sport.rss"),
    ]


def test_what_a_person_named_is_read_first() -> None:
    start = Discovery(home=HOME, seed=(Section(HOME + "valley/"),)).with_robots([HOME + "sitemap.xml"])
    assert told(start, HOME + "valley/")[:2] == [Section(HOME + "valley/"), Sitemap(HOME + "sitemap.xml")]


def test_the_usual_addresses_are_tried_only_when_nothing_else_helps_and_only_until_one_does() -> None:
    start = Discovery(home=HOME).with_robots([HOME + "sitemap.xml"])
    usual = [HOME.rstrip("/") + path for _, path in USUAL]
    assert [source.url for source in told(start, usual[2])] == [HOME + "sitemap.xml", *usual[:3], HOME]


def test_guessing_ends_after_a_while_and_the_front_page_is_always_read() -> None:
    tried = told(Discovery(home=HOME))
    assert len(tried) == MOST_FRUITLESS + 1
    assert tried[-1] == Front(HOME)


def test_each_address_is_read_once_whoever_names_it() -> None:
    start = Discovery(home=HOME, seed=(Feed(HOME + "news.rss"),)).with_page(FRONT, url=HOME).with_page(FRONT, url=HOME)
    read = [source.url for source in told(start)]
    assert len(read) == len(set(read))


def test_what_was_useful_is_remembered() -> None:
    start = Discovery(home=HOME).after(Feed(HOME + "rss"), useful=True).after(Feed(HOME + "feed/"), useful=False)
    assert start.useful == (Feed(HOME + "rss"),)
    assert start.after(Feed(HOME + "rss"), useful=True).useful == (Feed(HOME + "rss"),)


def test_a_robots_file_of_a_thousand_sitemaps_costs_four_looks() -> None:
    start = Discovery(home=HOME).with_robots(f"{HOME}{number}.xml" for number in range(1_000))
    assert len(told(start, HOME + "0.xml")) == 5


def test_a_front_page_that_is_no_page_is_an_error() -> None:
    with pytest.raises(SourceError):
        Discovery(home=HOME).with_page(b"", url=HOME)


# --- one article, or an outlet

SENTENCE = "The bridge over the lower valley will stay closed until the spring, the council said on Monday evening. "
PARAGRAPH = f"<p>{SENTENCE * 2}</p>"
TEASERS = "".join(
    f'<div class="card"><h2><a href="/2026/11/21/story-number-{n}-of-the-day">A headline of so many words {n}</a></h2>'
    f"<p>{SENTENCE}</p></div>"
    for n in range(30)
)
ARTICLE = HOME + "2026/11/21/bridge-stays-closed"
LD = '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Bridge"}]}</script>'


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Bridge</h1><article>{PARAGRAPH * 6}</article>",
        f"<h1>Bridge</h1><article>{PARAGRAPH * 6}</article><aside>{TEASERS}</aside>",
        f"<head><meta property='og:type' content='article'>{LD}</head><h1>Bridge</h1><p>Short.</p>",
        f"<div itemprop='articleBody'>{PARAGRAPH * 5}</div>",
    ],
    ids=["text", "text and teasers", "metadata", "microdata"],
)
def test_one_article_is_told(body: str) -> None:
    assert kind(ARTICLE, body.encode()) == "article"


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (HOME, f"<h1>Gazette</h1>{PARAGRAPH * 9}{LD}"),
        (HOME + "valley/", f"<h1>The valley</h1>{TEASERS}"),
        (HOME + "news/the-lower-valley/", f"<meta property='og:type' content='website'><h1>Valley</h1>{TEASERS}"),
        (HOME + "2026/11/21/", TEASERS),
        (HOME + "valley/", '<script type="application/ld+json">{"@type": "CollectionPage"}</script>' + TEASERS),
        (HOME + "valley/", '<script type="application/ld+json">[[[{"@type": ' + "[" * 5000 + "</script><p>x</p>"),
        (HOME + "valley/", "<p>x</p>"),
    ],
    ids=["front", "section", "deep section", "day", "collection", "broken data", "nothing"],
)
def test_pages_of_links_are_outlets(url: str, body: str) -> None:
    assert kind(url, body.encode()) == "page"


@pytest.mark.parametrize("body", [b"<?xml version='1.0'?><rss><channel/></rss>", b"<urlset/>", b"<sitemapindex/>"])
def test_a_feed_or_sitemap_is_a_source(body: bytes) -> None:
    assert kind(HOME + "anything", body) == "source"


def test_the_refusal_names_keep_and_is_a_matter_of_usage() -> None:
    refusal = refuse_article(ARTICLE)
    assert isinstance(refusal, NotAnOutlet)
    assert f"rowback keep {ARTICLE}" in refusal.cure
    assert refusal.code == 2
