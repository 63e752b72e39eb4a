"""The made-up newspaper does on the wire what real outlets do, and says truly what it published."""

import datetime as dt
import gzip
import json
import re
import socket
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from crawler.newspaper import EDITIONS, Answer, Asked, Newspaper, Press, PublishedVersion
from crawler.newspaper.courier import STORIES as COURIER_STORIES
from crawler.newspaper.halmere import STORIES as HALMERE_STORIES
from crawler.newspaper.story import Edit, Story, edited

from .newspaper import NOW, fetch, unchunked

ACCIDENT = "news/night-ferry-strikes-rocks-off-gannet-head"
WARNING = "news/pilots-reported-dark-light-nine-days-ago"
DECKHAND = "news/how-a-deckhand-emptied-the-lower-saloon"
MARKET = "town/covered-market-reopens-after-two-years"
AGROUND = "news/ferry-runs-aground-near-sorrel"
BRIDGE = "politics/captain-left-bridge-ministry-says"
OPEN = "politics/who-was-on-the-bridge"
KNOWN = "news/what-is-known-about-the-kittiwake"
CROSSINGS = "news/sound-line-stops-night-crossings"


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper(NOW) as running:
        yield running


def standing_by_truth(paper: Newspaper, edition: int) -> dict[str, PublishedVersion]:
    """Return, by URL, what must stand in an edition: the last version of each article up to it, withdrawn ones out."""
    last: dict[tuple[str, str, dt.datetime], PublishedVersion] = {}
    for version in paper.published():
        if version.edition <= edition:
            last[version.outlet, version.section, version.published_at] = version
    found = {version.url: version for version in last.values()}
    if edition == 3:
        del found[paper.courier.home + WARNING]
    return found


def paragraphs_of(page: str) -> tuple[str, ...]:
    """Read the paragraphs of an article's page by the template's own class names, as its makers would."""
    tree = html.fromstring(page)
    body = tree.xpath('//div[@class="story-body" or @class="art-text"]/p')
    return tuple(" ".join(paragraph.text_content().split()) for paragraph in body)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_serves_exactly_what_was_published(paper: Newspaper, edition: int) -> None:
    paper.edition = edition  # type: ignore[assignment]
    for url, version in standing_by_truth(paper, edition).items():
        wire = fetch(url)
        assert wire.status == 200, url
        tree = html.fromstring(wire.text if wire.header("transfer-encoding") is None else unchunked(wire.body).decode())
        page = etree.tostring(tree, encoding="unicode")
        assert paragraphs_of(page) == version.paragraphs
        assert tree.xpath("string(//h1)") == version.headline
        assert tree.xpath('string(//p[contains(@class, "standfirst")])') == version.standfirst
        assert tree.xpath('//link[@rel="canonical"]/@href') == [url]


@pytest.mark.parametrize("edition", EDITIONS)
def test_feeds_and_sitemaps_announce_exactly_the_articles_that_stand(paper: Newspaper, edition: int) -> None:
    paper.edition = edition  # type: ignore[assignment]
    for office in paper.offices:
        standing = {url for url in standing_by_truth(paper, edition) if url.startswith(office.home)}
        for path in (office.house.feed[1:], "news-sitemap.xml", "sitemap.xml"):
            tree = etree.fromstring(fetch(office.home + path).body)
            found = tree.xpath("//item/link/text() | //*[local-name()='entry']/*[local-name()='link']/@href") or [
                address.text for address in tree.iter("{*}loc")
            ]
            articles = {url.partition("?")[0] for url in found if urlsplit(url).path.count("-") > 1}
            assert articles == standing, path


def test_the_front_page_and_the_sections_link_the_articles_that_stand(paper: Newspaper) -> None:
    front = fetch(paper.halmere.home).text
    section = fetch(f"{paper.halmere.home}politics/").text
    cards = r'<div class="card"><h2><a href="([^"]+)"'
    assert set(re.findall(cards, front)) == {u for u in standing_by_truth(paper, 1) if u.startswith(paper.halmere.home)}
    assert re.findall(cards, section) == [paper.halmere.home + BRIDGE]


def test_one_outlet_has_an_rss_feed_and_the_other_an_atom_feed(paper: Newspaper) -> None:
    rss = etree.fromstring(fetch(f"{paper.courier.home}feed/rss.xml").body)
    atom = etree.fromstring(fetch(f"{paper.halmere.home}atom.xml").body)
    assert rss.tag == "rss"
    assert atom.tag == "{http://www.w3.org/2005/Atom}feed"
    assert all("utm_source=rss" in link for link in rss.xpath("//item/link/text()"))


def test_every_page_names_the_feed(paper: Newspaper) -> None:
    for office, kind in ((paper.courier, "rss"), (paper.halmere, "atom")):
        tree = html.fromstring(fetch(office.home).text)
        assert tree.xpath('//link[@rel="alternate"]/@type') == [f"application/{kind}+xml"]
        assert fetch(office.home[:-1] + tree.xpath('string(//link[@rel="alternate"]/@href)')).status == 200


def test_robots_names_sitemaps_that_exist_and_forbids_what_the_pages_link(paper: Newspaper) -> None:
    for office in paper.offices:
        robots = fetch(f"{office.home}robots.txt").text
        sitemaps = re.findall(r"^Sitemap: (\S+)$", robots, re.M)
        assert len(sitemaps) == 2
        assert all(fetch(url).status == 200 for url in sitemaps)
        assert "Disallow: /search" in robots
        assert 'href="/search?q="' in fetch(office.home).text


def test_a_toll_goes_down_without_a_note(paper: Newspaper) -> None:
    before, after = (version for version in paper.published() if version.url.endswith(ACCIDENT) and version.edition < 3)
    assert "At least 14 people died" in before.paragraphs[0]
    assert "At least 11 people died" in after.paragraphs[0]
    assert before.headline == after.headline
    assert before.note is None
    assert after.note is None
    changed = [pair for pair in zip(before.paragraphs, after.paragraphs, strict=True) if pair[0] != pair[1]]
    assert len(changed) == 2
    for old, new in changed:
        assert re.sub(r"\d+", "#", old) == re.sub(r"\d+", "#", new)


def test_the_other_outlet_admits_its_correction(paper: Newspaper) -> None:
    before, after = (version for version in paper.published() if version.url.endswith(AGROUND))
    assert (before.note, before.number, after.number) == (None, 1, 2)
    assert after.note is not None
    assert after.note.startswith("Correction: ")
    assert after.paragraphs[-1] == after.note
    assert "17" in before.paragraphs[0]
    assert "11" in after.paragraphs[0]


def test_a_new_headline_moves_the_article_and_its_old_address_leads_there(paper: Newspaper) -> None:
    assert fetch(paper.halmere.home + BRIDGE).status == 200
    assert fetch(paper.halmere.home + OPEN).status == 404
    paper.edition = 2
    moved = fetch(paper.halmere.home + BRIDGE)
    assert (moved.status, moved.header("location")) == (301, "/" + OPEN)
    assert "<h1 itemprop" in fetch(paper.halmere.home + OPEN).text


def test_a_withdrawn_article_is_gone_from_the_third_edition_on(paper: Newspaper) -> None:
    statuses = []
    for edition in EDITIONS:
        paper.edition = edition
        statuses.append(fetch(paper.courier.home + WARNING).status)
    assert statuses == [200, 200, 410]
    assert WARNING not in fetch(paper.courier.home).text


def test_some_articles_are_new_in_later_editions(paper: Newspaper) -> None:
    assert fetch(paper.courier.home + CROSSINGS).status == 404
    paper.edition = 2
    assert fetch(paper.courier.home + CROSSINGS).status == 200


def test_clock_comments_counters_and_related_links_differ_at_every_request(paper: Newspaper) -> None:
    first, second = (fetch(paper.courier.home + ACCIDENT).text for _ in range(2))
    for pattern in (
        r'<span class="clock">(.*?)</span>',
        r'<section class="comments".*?</section>',
        r'<span class="count">(.*?)</span>',
        r'<div class="box related">.*?</div>',
        r'<div class="box most-read">.*?</div>',
        r'<div class="box ad".*?</div>',
    ):
        here, there = (re.search(pattern, page, re.S) for page in (first, second))
        assert here is not None
        assert there is not None
        assert here[0] != there[0], pattern
    assert paragraphs_of(first) == paragraphs_of(second)


def test_pages_carry_share_bar_newsletter_teaser_and_comment_rules(paper: Newspaper) -> None:
    page = fetch(paper.courier.home + ACCIDENT).text
    for part in ('class="share"', 'class="newsletter"', 'class="teaser"', "By writing you accept our rules", "consent"):
        assert part in page


def test_an_unchanged_article_answers_304_to_either_validator(paper: Newspaper) -> None:
    url = paper.courier.home + MARKET
    first = fetch(url)
    tag, stamp = first.header("etag"), first.header("last-modified")
    assert tag is not None
    assert stamp is not None
    for conditions in ({"if_none_match": tag}, {"if_modified_since": stamp}):
        again = fetch(url, **conditions)
        assert (again.status, again.body) == (304, b"")
        assert again.header("etag") == tag
        assert again.header("content-length") is None
    assert fetch(url, if_none_match='"other"', if_modified_since=stamp).status == 200


def test_a_feed_is_unchanged_until_the_next_edition(paper: Newspaper) -> None:
    url = f"{paper.halmere.home}atom.xml"
    tag = fetch(url).header("etag") or ""
    assert fetch(url, if_none_match=tag).status == 304
    paper.edition = 2
    assert fetch(url, if_none_match=tag).status == 200


def test_a_packed_article_goes_out_gzipped_and_chunked(paper: Newspaper) -> None:
    wire = fetch(paper.courier.home + DECKHAND, accept_encoding="gzip")
    assert wire.header("transfer-encoding") == "chunked"
    assert wire.header("content-encoding") == "gzip"
    assert wire.header("content-length") is None
    assert wire.body.count(b"\r\n3e8\r\n") + wire.body.startswith(b"3e8\r\n") >= 2
    page = gzip.decompress(unchunked(wire.body)).decode()
    assert "There are six doors" in page
    plain = fetch(paper.courier.home + DECKHAND)
    assert plain.header("content-encoding") is None
    assert int(plain.header("content-length") or 0) == len(plain.body)


def test_one_page_speaks_json_ld_one_microdata_and_one_only_its_dateline(paper: Newspaper) -> None:
    tidy, marked, bare = (
        fetch(url).text
        for url in (paper.courier.home + ACCIDENT, paper.halmere.home + AGROUND, paper.halmere.home + KNOWN)
    )
    data = json.loads(html.fromstring(tidy).xpath('string(//script[@type="application/ld+json"])'))
    assert data["@type"] == "NewsArticle"
    assert dt.datetime.fromisoformat(data["datePublished"]) == NOW - dt.timedelta(hours=20)
    assert "ld+json" not in marked
    assert 'itemprop="datePublished"' in marked
    assert "itemprop" not in bare
    assert "<time" not in bare
    assert paragraphs_of(bare)[0].startswith("PORT AMBRY, March 14, 2026 (Halmere Today) — A day after")


def test_an_article_by_a_person_and_an_agency_names_both(paper: Newspaper) -> None:
    paper.edition = 2
    page = unescape(fetch(paper.courier.home + CROSSINGS).text)
    (version,) = (version for version in paper.published() if version.url.endswith(CROSSINGS))
    assert version.byline == "By Tomas Irle with Coast News Agency"
    assert version.byline in page
    assert '{"@type": "Organization", "name": "Coast News Agency"}' in page


def test_the_outlets_attribute_one_quotation_to_different_people(paper: Newspaper) -> None:
    told = {
        version.outlet: next(text for text in version.paragraphs if "We had four minutes" in text)
        for version in paper.published()
        if version.url.endswith((ACCIDENT, AGROUND)) and version.edition == 1
    }
    assert "said Ilka Roen" in told["ambry-courier"]
    assert "said Captain Oskar Thane" in told["halmere-today"]


def test_dates_follow_from_now_and_stay_within_three_days(paper: Newspaper) -> None:
    for version in paper.published():
        assert NOW - dt.timedelta(days=3) < version.published_at <= NOW + dt.timedelta(seconds=2)
        assert version.modified_at >= version.published_at
    with Newspaper(NOW + dt.timedelta(days=400)) as later:
        shifted = later.published()
    assert [v.published_at - NOW for v in paper.published()] == [
        v.published_at - NOW - dt.timedelta(days=400) for v in shifted
    ]


def test_an_edition_may_be_dated_when_it_comes_out(paper: Newspaper) -> None:
    late = NOW + dt.timedelta(minutes=7)
    paper.publish(2, late)
    assert next(v for v in paper.published() if v.url.endswith(CROSSINGS)).published_at == late
    assert late.isoformat() in fetch(paper.courier.home + CROSSINGS).text


def test_two_runs_serve_the_same_bytes() -> None:
    pages = []
    for _ in range(2):
        with Newspaper(NOW) as paper:
            page = fetch(paper.courier.home + ACCIDENT)
            pages.append(page.text.replace(paper.courier.home, "/"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("story", [*COURIER_STORIES, *HALMERE_STORIES], ids=lambda story: story.slug)
def test_articles_are_as_long_as_news_is(story: Story) -> None:
    assert 250 <= sum(len(text.split()) for text in story.paragraphs) <= 600


def test_an_edit_of_words_that_are_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such words to replace: 'a submarine'"):
        edited(COURIER_STORIES[0], Edit(edition=2, replaced=(("a submarine", "a ferry"),)))


def test_a_page_that_never_was_is_404_and_says_so_to_people(paper: Newspaper) -> None:
    wire = fetch(f"{paper.courier.home}news/nothing-of-the-kind")
    assert wire.status == 404
    assert "There is no such page." in wire.text


def test_head_sends_the_head_alone(paper: Newspaper) -> None:
    wire = fetch(paper.courier.home + MARKET, method="HEAD")
    assert (wire.status, wire.body) == (200, b"")
    assert int(wire.header("content-length") or 0) > 1000


def test_one_connection_serves_several_requests(paper: Newspaper) -> None:
    asked = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n%s\r\n"
    with socket.create_connection(("127.0.0.1", paper.courier.press.port), timeout=10) as connection:
        connection.sendall(asked % b"" + asked % b"Connection: close\r\n")
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 2


def test_the_press_counts_what_was_asked(paper: Newspaper) -> None:
    fetch(f"{paper.courier.home}robots.txt", user_agent="tester")
    fetch(f"{paper.courier.home}nothing?really")
    assert [(served.target, served.status, served.agent) for served in paper.courier.press.served] == [
        ("/robots.txt", 200, "tester"),
        ("/nothing?really", 404, ""),
    ]
    assert paper.halmere.press.served == ()


def test_a_press_stops_although_a_client_stays_connected() -> None:
    with Press(lambda asked: Answer(body=b"x")) as press:
        idle = socket.create_connection(("127.0.0.1", press.port), timeout=10)
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        first = idle.recv(1)
    with idle:
        rest = b"".join(iter(lambda: idle.recv(65536), b""))
    assert (first + rest).endswith(b"\r\n\r\nx")


def test_what_goes_wrong_while_answering_is_raised_when_the_press_stops() -> None:
    def answer(asked: Asked) -> Answer:
        raise LookupError(asked.target)

    with pytest.raises(LookupError, match="/lost"), Press(answer) as press:
        fetch(f"{press.home}lost")
