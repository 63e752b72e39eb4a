"""An archived page made showable: what runs or leads away is gone, what the archive holds is pointed at."""

import lxml.html
import pytest

from archive.browse import rewriting
from archive.errors import NotInArchive

BASE = "https://news.example/2026/story.html"


def nowhere(url: str) -> str:
    return ""


def here(url: str) -> str:
    return f"/ours?{url}"


def shown(html: str, pages: rewriting.Where = nowhere, resources: rewriting.Where = nowhere) -> lxml.html.HtmlElement:
    made, _ = rewriting.page(html.encode(), BASE, pages, resources)
    return lxml.html.document_fromstring(made.decode())


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<iframe src=x></iframe>",
        "<object data=x></object>",
        "<embed src=x>",
        "<meta http-equiv=refresh content='0;url=x'>",
        "<base href=x>",
        "<link rel=prefetch href=x>",
        "<link rel=icon href=x>",
        "<video src=x></video>",
        "<svg><set attributeName=href to=x></set><script>y</script></svg>",
        "<svg><animate attributeName=href values=x></animate></svg>",
        "<template><p>x</p></template>",
    ],
)
def test_what_runs_or_loads_is_taken_out(markup: str) -> None:
    page = shown(f"<body><p>before</p>{markup}<p>after</p>", here, here)
    gone = "//script|//iframe|//object|//embed|//meta|//base|//link|//video|//set|//animate|//template"
    assert page.xpath(gone) == []
    assert [p.text for p in page.iter("p")] == ["before", "after"]


@pytest.mark.parametrize(
    "attribute",
    ["onclick=x", "ONERROR=x", "ping=x", "formaction=x", "srcdoc=x", "action=x", "background=x", "poster=x"],
)
def test_attributes_that_run_or_send_are_taken_off(attribute: str) -> None:
    (element,) = shown(f"<body><p {attribute} class=kept>x</p>").xpath("//p")
    assert dict(element.attrib) == {"class": "kept"}


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "\x01javascript:x", "//["]
)
def test_a_link_that_is_no_address_leads_nowhere(href: str) -> None:
    page = shown(f'<body><a href="{href}">x</a><svg><a xlink:href="{href}"><text>y</text></a></svg>', here, here)
    assert page.xpath("//@*[contains(name(), 'href')]") == []


def test_a_link_leads_to_the_archive_or_nowhere() -> None:
    kept = "https://news.example/2026/kept"
    page = shown(
        '<body><a href="kept">a</a><a href="/lost">b</a><a href="#c">c</a>', lambda u: here(u) if u == kept else ""
    )
    first, second, third = page.iter("a")
    assert (first.get("href"), first.get("rel"), first.get("target")) == (here(kept), "noopener noreferrer", "_blank")
    assert (second.get("href"), second.get("title")) == (None, "not in this archive: https://news.example/lost")
    assert third.get("href") == "#c"


def test_images_and_stylesheets_come_from_the_archive_and_what_is_not_there_is_counted() -> None:
    held = {"https://cdn.example/a.png", "https://news.example/2026/s.css", "https://cdn.example/big.png"}
    html = b"""<head><link rel="stylesheet" href="s.css" media="print" onload="x"><link rel=stylesheet href="/no.css">
    <body><img src="//cdn.example/a.png"><img src="b.png" srcset="https://cdn.example/big.png 2x, c.png 3x">
    <img src="d.png">
    <img src="data:image/png;base64,AA=="><img src="data:text/html,x">"""
    made, tally = rewriting.page(html, BASE, nowhere, lambda url: here(url) if url in held else "")
    page = lxml.html.document_fromstring(made.decode())
    assert [dict(link.attrib) for link in page.iter("link")] == [
        {"rel": "stylesheet", "href": here("https://news.example/2026/s.css"), "media": "print"}
    ]
    assert [image.get("src") for image in page.iter("img")] == [
        here("https://cdn.example/a.png"), None, None, "data:image/png;base64,AA==", None,
    ]  # fmt: skip
    assert [image.get("srcset") for image in page.iter("img")][1] == f"{here('https://cdn.example/big.png')} 2x"
    assert (tally.images, tally.images_missing, tally.styles, tally.styles_missing) == (5, 2, 2, 1)


@pytest.mark.parametrize(
    ("css", "made"),
    [
        ("a { background: url(x.png) }", 'a { background: url("/ours?https://news.example/2026/x.png") }'),
        ("a { background: url('x.png') }", 'a { background: url("/ours?https://news.example/2026/x.png") }'),
        ('@import "x.css";', '@import "/ours?https://news.example/2026/x.css";'),
        ("a { src: url( //c.example/f ) }", 'a { src: url("/ours?https://c.example/f") }'),
        ("a { fill: url(#x) }", 'a { fill: url("#x") }'),
        (
            "a { b: image-set('x.png' 1x, url(y.png) type(\"image/png\") 2x) }",
            'a { b: image-set("/ours?https://news.example/2026/x.png" 1x, '
            'url("/ours?https://news.example/2026/y.png") type("image/png") 2x) }',
        ),
        ("a { b: url(javascript:x) }", 'a { b: url("data:,") }'),
        ("a { b: url(data:image/png;base64,AA==) }", 'a { b: url("data:image/png;base64,AA==") }'),
    ],
)
def test_a_stylesheets_addresses_are_the_archives(css: str, made: str) -> None:
    assert rewriting.css(css, BASE, here) == made


def test_the_addresses_of_a_page_are_those_that_it_would_ask_for() -> None:
    html = b"""<head><base href="https://other.example/x/"><style>p { background: url(bg.png) }</style>
    <link rel=stylesheet href=s.css><body style="background: url('in.png')"><a href="../up?a=1#part">x</a>
    <img src=i.png srcset="j.png 1x, k.png 2x"><a href="javascript:x">y</a><a href="mailto:x@y.example">z</a>"""
    assert sorted(rewriting.addresses(html, BASE)) == [
        "https://other.example/up?a=1",
        *(f"https://other.example/x/{name}" for name in ("bg.png", "i.png", "in.png", "j.png", "k.png", "s.css")),
    ]


@pytest.mark.parametrize("html", [b"", b"   ", b"<!-- nothing -->"])
def test_a_page_of_nothing_is_refused_by_name(html: bytes) -> None:
    with pytest.raises(NotInArchive, match="empty"):
        rewriting.page(html, BASE, nowhere, nowhere)
