"""Who wrote it: read from what pages declare, and from the many ways in which they print it."""

import datetime as dt
import json

import pytest

from archive.extract import read
from archive.extract.people import named, reads_as_name
from archive.models import Content

CAPTURED = dt.datetime(2021, 6, 1, 12, tzinfo=dt.UTC)
PARAGRAPHS = (
    "The weir at Holmen broke on Tuesday evening, and the mill pond behind it ran empty in less than an hour.",
    "No house was flooded, the fire service said, because the meadows below the weir took up all of the water.",
    "The mill has stood still since 1961, but the pond is home to otters and to a rowing club of forty members.",
    "The parish wants to build the weir again before the winter and will ask the county for half of the money.",
)
URL = "https://www.holmenecho.example/weir"


def content(above: str = "", *, first: str = "", below: str = "", head: str = "") -> Content:
    text = first + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = (
        f'<!DOCTYPE html><html><head><title>Weir breaks at Holmen</title><meta property="og:site_name" '
        f'content="Holmen Echo">{head}</head><body><article><h1>Weir breaks at Holmen</h1>{above}'
        f'<div class="body">{text}{below}</div></article></body></html>'
    )
    found = read(html.encode(), url=URL, captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found


@pytest.mark.parametrize(
    ("above", "people"),
    [
        ('<div class="byline">By <a href="/authors/ann">Ann Ash</a> and Bo Birk</div>', ("Ann Ash", "Bo Birk")),
        ('<div class="byline"><span>Von</span><span>Ann Ash</span><span>Korrespondentin</span></div>', ("Ann Ash",)),
        ('<p class="author">by<span>Ann Ash</span></p>', ("Ann Ash",)),
        ('<div class="authors"><a href="/a">Ann Ash</a> <a href="/b">Bo Birk</a></div>', ("Ann Ash", "Bo Birk")),
        ('<ul class="authors"><li>Ann Ash</li><li>Bo Birk</li></ul>', ("Ann Ash", "Bo Birk")),
        ('<div class="byline">Ann Ash Ann Ash</div>', ("Ann Ash",)),
        ('<div class="byline">Artikel veröffentlicht am 28. Mai 2021, 14:26 Uhr, Ann Ash</div>', ("Ann Ash",)),
        ("<p>By Ann Ash, Staff Writer</p>", ("Ann Ash",)),
        ("<p>Von Ann Ash, Redakteurin für Lokales</p>", ("Ann Ash",)),
        ("<p>Von Ann Ash, Holmen</p>", ("Ann Ash",)),
        ("<p>By Ann Ash For Holmenecho.Example</p>", ("Ann Ash",)),
        ("<p>By ANN ASH and BO BIRK / Holmen Echo Staff Writers</p>", ("Ann Ash", "Bo Birk")),
        ('<div>28. Mai 2021 • Ann Ash • 3 Minuten</div>', ("Ann Ash",)),
        ('<div>Ann Ash</div><div>Publicerad 14.14</div>', ("Ann Ash",)),
        ('<div><a href="/autor/ann-ash-12">Ann Ash</a></div>', ("Ann Ash",)),
        ('<div class="author">Foto: REUTERS/Bo Birk</div>', ()),
        ('<div class="refs"><a class="rubric" href="/far-north/">Far North</a> <time>28.05.2021</time></div>', ()),
        ("<div>Nach Jahren der Ruhe</div><div>28. Mai 2021</div>", ()),
    ],
)  # fmt: skip
def test_a_printed_byline_names_people_and_nothing_else(above: str, people: tuple[str, ...]) -> None:
    assert content(above).authors == people


@pytest.mark.parametrize(
    ("below", "people"),
    [
        ("<div>(责编：牛镛、岳弘彬)</div>", ("牛镛", "岳弘彬")),
        ("<div>(Quelle: APA/dpa)</div>", ()),
        ('<div class="related">By Ann Ash</div>', ()),
        ('<div class="writer">순천 구현모 기자 weir@holmen.example</div>', ("구현모",)),
    ],
)
def test_who_signs_below_the_text_wrote_it(below: str, people: tuple[str, ...]) -> None:
    assert content(below=below).authors == people


def test_a_name_that_begins_or_ends_the_text_counts_where_only_the_outlet_is_declared() -> None:
    head = '<meta name="author" content="Holmen Echo">'
    assert content(first="<p>Ann Ash/Bo Birk</p>", head=head).authors == ("Ann Ash", "Bo Birk")
    assert content(below="<p>Ann Ash</p>", head=head).authors == ("Ann Ash",)
    assert content(first="<p>Ann Ash</p>").authors == ()


def test_a_number_or_a_handle_is_nobody() -> None:
    head = '<meta name="author" content="105092"><meta property="article:author" content="@holmenecho">'
    assert content(head=head).authors == ()


def test_what_a_card_calls_the_writer_is_an_author_and_its_reading_time_is_none() -> None:
    card = '<meta name="twitter:label1" content="{}"><meta name="twitter:data1" content="{}">'
    assert content(head=card.format("Verfasst von", "Ann Ash")).authors == ("Ann Ash",)
    assert content(head=card.format("Lesezeit", "2 Minuten")).authors == ()


def test_an_author_told_only_by_reference_is_looked_up() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Weir breaks at Holmen", "author": {"@id": "#p1"}},
        {"@type": "Person", "@id": "#p1", "name": "Ann Ash"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert content(head=head).authors == ("Ann Ash",)


def test_the_account_that_a_site_was_set_up_with_wrote_nothing() -> None:
    author = {"@id": "https://www.holmenecho.example/author/admin/", "name": "Echo D"}
    told = {"@type": "BlogPosting", "headline": "Weir breaks at Holmen", "author": author}
    head = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    above = '<p class="meta">by <a rel="author" href="/author/admin/">Echo D</a> | May 28, 2021</p>'
    assert content(above, first="<p>ANN ASH</p>", head=head).authors == ("Ann Ash",)


def declared(*names: str) -> str:
    authors = [{"@type": "Person", "name": name} for name in names]
    told = {"@type": "NewsArticle", "headline": "Weir breaks at Holmen", "author": authors}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def test_a_byline_that_names_all_declared_writers_and_more_is_believed() -> None:
    above = '<div class="byline">By Ann Ash and Bo Birk</div>'
    assert content(above, head=declared("Bo Birk")).authors == ("Ann Ash", "Bo Birk")


def test_declared_writers_stand_against_other_names_on_the_page() -> None:
    above = '<div class="byline">By Cato Dahl and Coastwire News Agency</div>'
    found = content(above, head=declared("Bo Birk"))
    assert (found.authors, found.agencies) == (("Bo Birk",), ())


def test_an_agency_beside_a_declared_writer_is_named() -> None:
    above = '<div class="byline">By Bo Birk - Associated Press - Friday, May 28, 2021</div>'
    found = content(above, head=declared("Bo Birk"))
    assert (found.authors, found.agencies) == (("Bo Birk",), ("Associated Press",))


def test_the_byline_is_kept_as_printed() -> None:
    above = (
        '<div class="byline">9:51</div><div class="byline"><span>By</span> <a href="/a">Ann Ash</a> and Bo Birk</div>'
    )
    assert content(above).byline == "By Ann Ash and Bo Birk"


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ann Ash", True),
        ("María R. Sahuquillo", True),
        ("Ludovica d'Ancona", True),
        ("Abdel al-Khatib", True),
        ("Anne-Marie van der Berg", True),
        ("Ярослав Кузишин", True),
        ("Lê Phương", True),
        ("Ash", False),
        ("Artikel veröffentlicht am", False),
        ("Foto: Reuters", False),
        ("Political Correspondent", False),
        ("Latest News", False),
        ("Sat Jan", False),
        ("New Delhi", False),
        ("Printer Friendly", False),
        ("Ann Ash 12", False),
    ],
)
def test_a_name_is_told_from_other_words_by_how_it_is_written(text: str, is_name: bool) -> None:
    assert reads_as_name(text) is is_name


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ("By Ann Ash, Bo Birk and Cato Dahl", ("Ann Ash", "Bo Birk", "Cato Dahl")),
        ("박준석 기자 외 1명", ("박준석",)),
        ("Elena Oberholzer (obe)", ("Elena Oberholzer",)),
        ("STEVE ASH", ("Steve Ash",)),
        ("ANN ASH AND BO BIRK", ("Ann Ash", "Bo Birk")),
        ("AL ASH<BR>The Holmen Echo Newspaper", ("Al Ash",)),
        ("Ann Ash in London", ("Ann Ash",)),
        ("jdadmin", ()),
    ],
)
def test_declared_names_are_taken_apart(told: str, people: tuple[str, ...]) -> None:
    assert named([told], ()).people == people
