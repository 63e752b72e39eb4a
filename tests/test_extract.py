"""Reading: what goes wrong with pages ends in a named rejection, and what is a page is read, whatever its bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.extract import READER, serial
from archive.extract.page import parse
from archive.extract.structured import PER_NAME, gather
from archive.models import Block, Content, Image, Link, Reading, Rejection, Stamp
from tests.kit.pages import SENTENCES, URL, content, page, reading


def test_a_page_gives_headline_and_paragraphs() -> None:
    found = content(page())
    assert found.headline == "Old bridge to close"
    assert found.paragraphs == SENTENCES
    assert found.reader == READER


@pytest.mark.parametrize(
    ("body", "mime", "reason"),
    [
        (b"", "text/html", "empty_text"),
        (b" \r\n\x00 ", "text/html", "empty_text"),
        (b"%PDF-1.7 " + bytes(range(256)), "text/html", "not_html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "image/png", "not_html"),
        (b'{"html": "<p>no page</p>"}', "application/json", "not_html"),
        (b"just words, no markup at all", "text/plain", "not_html"),
        (b'<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>', "text/xml", "not_html"),
        (bytes(range(256)) * 40, "application/octet-stream", "not_html"),
        (
            b"<html><head><script>" + b"var a = 1;" * 5000 + b"</script></head><body></body></html>",
            "text/html",
            "empty_text",
        ),
        (b"<html><body>" + b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000, "text/html", "extractor_error"),
        (b"<p>" + b"x" * 50_000_000, "text/html", "extractor_error"),
        (b"<html><body>" + b"<i></i>" * 120_000, "text/html", "extractor_error"),
        (b"<html><body>" + b"<p>many words here</p>" * 90_000, "text/html", "extractor_error"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_article_is_rejected_with_its_reason(body: bytes, mime: str, reason: str) -> None:
    found = reading(body, mime=mime)
    assert isinstance(found, Rejection)
    assert found.reason == reason
    assert found.detail
    assert found.reader == READER


@pytest.mark.parametrize(
    "body",
    [
        b"<html>" + b"\x00\xff\xfe\x81" * 5000,
        b"<html><p>" + b"\x00\xff\xfe" * 50_000,
        b"<html><p>A few words.</p>",
    ],
    ids=["no charset", "one long run", "a template without its article"],
)
def test_a_page_without_headline_and_words_is_no_article(body: bytes) -> None:
    found = reading(body)
    assert isinstance(found, Rejection)
    assert found.reason == "empty_text"


def test_a_page_of_links_alone_is_no_article() -> None:
    found = reading("<html><body><h1>Links</h1><p>" + "<a href=/x>word</a> and " * 21_000)
    assert isinstance(found, Rejection)
    assert found.reason == "not_article"


def test_titles_of_other_pages_under_headings_make_an_index() -> None:
    part = "<h3>Part {0}</h3><ul><li><a href=/{0}a>How the council of Oberfeld paid for part {0}</a></li></ul>"
    found = reading("<html><body><h2>This week's issue</h2>" + "".join(part.format(n) for n in range(9)))
    assert isinstance(found, Rejection)
    assert found.reason in ("not_article", "empty_text")


def test_repeated_microdata_is_looked_at_a_bounded_number_of_times() -> None:
    body = "<html><body>" + "<p itemprop=author>Ann Ash</p>" * 30_000
    assert len(gather(parse(body)).items) == PER_NAME


def test_a_lead_image_is_found_as_the_figure_of_the_article() -> None:
    figure = '<figure><img src="/deck.jpg"><figcaption>The deck in March.</figcaption></figure>'
    found = content(page().replace("</h1>", f"</h1>{figure}"))
    assert found.image == Image("https://gazette.example/deck.jpg", "The deck in March.", None)
    assert "The deck in March." not in found.text


@pytest.mark.parametrize(
    ("author", "authors", "agencies"),
    [
        ('{"@type":"Organization","name":"Coastwire"}', (), ("Coastwire",)),
        (
            '[{"@type":"Person","name":"Ann Ash"},{"@type":"Organization","name":"Coastwire"}]',
            ("Ann Ash",),
            ("Coastwire",),
        ),
        ('"North Sea News Agency"', (), ("North Sea News Agency",)),
        ('{"@type":"Organization","name":"The Gazette"}', (), ()),
    ],
)
def test_who_is_no_person_is_no_author(author: str, authors: tuple[str, ...], agencies: tuple[str, ...]) -> None:
    told = f'{{"@type":"NewsArticle","headline":"Old bridge to close","author":{author}}}'
    head = f'<script type="application/ld+json">{told}</script><meta property="og:site_name" content="The Gazette">'
    found = content(page(head=head))
    assert (found.authors, found.agencies) == (authors, agencies)


def test_what_readers_wrote_under_an_unmarked_page_is_no_text() -> None:
    one = "<div>Posted by: Reader {0} on 5:1{0}pm Tue 1 Jan</div><div>I do not like bridge {0}, and never did.</div>"
    said = "".join(one.format(n) for n in range(5))
    assert content(page(body=f"</article><div><div>Thanks for your comments</div>{said}</div>")).paragraphs == SENTENCES


def test_an_article_nested_three_hundred_deep_is_read() -> None:
    deep = page().replace("<article>", "<div>" * 300 + "<article>").replace("</article>", "</article>" + "</div>" * 300)
    assert content(deep).paragraphs == SENTENCES


def test_html_sent_as_plain_text_is_read() -> None:
    assert content(page(), mime="text/plain").paragraphs == SENTENCES


def test_a_page_cut_off_gives_the_paragraphs_that_came() -> None:
    whole = page()
    cut = whole[: whole.index(SENTENCES[2]) + 40]
    assert content(cut).paragraphs[:2] == SENTENCES[:2]


def test_nul_bytes_do_not_end_the_page() -> None:
    assert content(page().replace("Oberfeld", "Ober\x00feld")).paragraphs == SENTENCES


def test_a_huge_attribute_is_no_obstacle() -> None:
    assert content(page().replace("<article>", f'<article data-state="{"x" * 11_000_000}">')).paragraphs == SENTENCES


GERMAN = tuple(s.replace("Oberfeld", "Großmühlbach").replace("bridge", "Brücke") for s in SENTENCES)
RUSSIAN = tuple(
    f"Мост через реку закроют на одиннадцать недель, сообщил городской совет; об этом говорят {number} объявлений."
    for number in ("много", "пять", "шесть", "семь")
)
CHINESE = tuple(
    f"市议会星期二决定关闭旧桥{number}个星期,以便更换桥面,工程期间将有渡轮运送行人和自行车。" for number in "七八九十"
)


@pytest.mark.parametrize(
    ("encoding", "declared", "header", "sentences"),
    [
        ("utf-8", "iso-8859-1", "iso-8859-1", GERMAN),  # both wrong: the bytes can only be UTF-8
        ("utf-8", "", None, GERMAN),
        ("windows-1252", "iso-8859-1", None, GERMAN),  # on the web latin-1 means windows-1252
        ("windows-1252", "", "windows-1252", GERMAN),
        ("windows-1252", "utf-8", "utf-8", GERMAN),  # declared twice and wrong
        ("windows-1251", "windows-1251", None, RUSSIAN),
        ("windows-1251", "", None, RUSSIAN),  # nobody says it
        ("koi8-r", "koi8-r", "koi8-r", RUSSIAN),
        ("utf-16", "", None, RUSSIAN),  # byte order mark
        ("utf-8-sig", "windows-1251", "windows-1251", RUSSIAN),
        ("gb18030", "gb2312", None, CHINESE),
        ("big5", "big5", "text/html", ("市議會星期二決定關閉舊橋",) * 4),
    ],
)
def test_the_charset_is_found_whatever_is_declared(
    encoding: str, declared: str, header: str | None, sentences: tuple[str, ...]
) -> None:
    sentences = tuple(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 1))
    head = f"<meta charset={declared}>" if declared else ""
    found = content(page(head=head, sentences=sentences).encode(encoding), charset=header)
    assert found.paragraphs == sentences


def test_a_single_wrong_byte_does_not_change_the_charset() -> None:
    raw = page(sentences=GERMAN).encode() + b"<!-- \xff -->"
    assert content(raw, charset="utf-8").paragraphs == GERMAN


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (
            "Just a moment...",
            "Checking your browser before accessing the site. Enable JavaScript and cookies to continue",
            "bot_wall",
        ),
        ("Access denied", "Pardon our interruption. Please complete the captcha to go on.", "bot_wall"),
        ("Seite nicht gefunden", "Die Seite wurde nicht gefunden. Vielleicht hilft die Suche weiter.", "soft_404"),
        ("Page not found", "Sorry, the page you were looking for no longer exists on this server.", "soft_404"),
        ("Before you continue", "We and our partners store cookies. Accept all cookies to go to the site.", "consent"),
        (
            "Log in",
            "Log in to read. Your name and your password are asked for here, nothing more than that.",
            "paywall",
        ),
    ],
)
def test_walls_and_errors_are_named(title: str, text: str, reason: str) -> None:
    found = reading(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>")
    assert isinstance(found, Rejection)
    assert found.reason == reason


FULL = Content(
    headline="Old “bridge” to close",
    blocks=(
        Block("One.", "article p", True, "paragraph", 0.25, (Link("https://a.example/x", "One"),), ""),
        Block("Menu", "nav li", False, "list", 1.0, (), "link only"),
    ),
    standfirst="Eleven weeks.",
    byline="By Ann Ash, Reuters",
    authors=("Ann Ash",),
    agencies=("Reuters",),
    published=Stamp("2021-05-30T04:10:00Z", "json-ld", "2021-05-30T06:10:00+02:00"),
    modified=Stamp("2021-05-31", "meta", "2021-05-31"),
    section="Local",
    tags=("bridge", "ferry"),
    language="en",
    image=Image("https://a.example/i.jpg", "The bridge", "© Ann"),
    canonical_url=URL,
    paywalled=False,
    comments=("Well done.",),
    conflicts=("published: json-ld 2021-05-30, url 2021-05-29",),
    reader=READER,
)


@pytest.mark.parametrize("value", [FULL, Content(headline="", blocks=()), Rejection("soft_404", "gone", READER)])
def test_a_reading_survives_json(value: Reading) -> None:
    assert serial.loads(serial.dumps(value)) == value
    assert serial.dumps(serial.loads(serial.dumps(value))) == serial.dumps(value)


def test_json_of_a_reading_is_canonical() -> None:
    text = serial.dumps(FULL)
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"content": {}}', '{"content": {"headline": "x", "blocks": 3}}', '{"rejection": {"why": 1}}'],
)
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not a reading"):
        serial.loads(text)


_SCRIPT = """
import datetime, sys
class Other(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls(int(sys.argv[1]), 3, 4, 5, 6, tzinfo=tz)
    @classmethod
    def utcnow(cls): return cls(int(sys.argv[1]), 3, 4, 5, 6)
    @classmethod
    def today(cls): return cls(int(sys.argv[1]), 3, 4, 5, 6)
datetime.datetime = Other
import time
time.time = lambda: Other.now(datetime.UTC).timestamp()
from archive.extract import read, serial
html = sys.stdin.buffer.read()
at = datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC)
sys.stdout.write(serial.dumps(read(html, url="https://gazette.example/bridge", captured_at=at)))
"""


def test_system_date_and_hash_seed_change_nothing() -> None:
    """A date in words and no year that a machine declares: the kind of page where a clock would be looked at."""
    html = page(
        body="<p>Posted on 30 May</p><p>© 2021 Gazette</p><div class=tags><a href=/a>a</a> <a href=/b>b</a></div>"
    )
    root = Path(__file__).parents[1]
    outputs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _SCRIPT, year],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for year, seed in (("2019", "1"), ("2031", "77"))
    }
    assert len(outputs) == 1
    assert isinstance(serial.loads(outputs.pop().decode()), Content)
