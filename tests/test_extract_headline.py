"""The headline: what the page calls its article, whatever stands around it."""

import datetime as dt

import pytest

from archive.extract import read
from archive.extract.headline import is_outlet, without_outlet
from archive.models import Content

CAPTURED = dt.datetime(2021, 6, 1, 12, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The crane in the harbour of Tarnvik fell on Monday night while it was lifting a boat of nine "
        "tonnes, and took a shed and a mast with it.",
        "Nobody was hurt, says the harbour master, who had sent the two drivers home half an hour before.",
        "The boat hangs by one strap over the quay, and divers will try to free it when the wind has dropped.",
        "The crane was built in 1974 and was to be replaced next year for about three hundred thousand crowns.",
    )
)
URL = "https://www.tarnvikpost.example/harbour/crane"


def headline(head: str, body: str) -> str:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    found = read(html.encode(), url=URL, captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found.headline


def told(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{name}"}}</script>'


@pytest.mark.parametrize(
    ("title", "outlet", "bare"),
    [
        ("Crane falls in harbour | Tarnvik Post", "Tarnvik Post", "Crane falls in harbour"),
        ("Crane falls in harbour - Region - News - Tarnvik Post", "Tarnvik Post", "Crane falls in harbour"),
        ("Tarnvik Post: Crane falls in harbour", "Tarnvik Post", "Crane falls in harbour"),
        ("Tarnvik: crane falls in harbour", "Tarnviker Post", "Tarnvik: crane falls in harbour"),
        ("A model on the Lantern cover: 'I lift cranes'", "Lantern", "A model on the Lantern cover: 'I lift cranes'"),
        ("Storm hits the coast – live", "Tarnvik Post", "Storm hits the coast – live"),
    ],
)
def test_a_title_is_taken_from_its_outlet_and_sections(title: str, outlet: str, bare: str) -> None:
    assert without_outlet(title, (outlet,)) == bare


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Tarnvik Post", True),
        ("the tarnvik post online", True),
        ("Post", True),
        ("Tarnvik", True),
        ("Tarn", False),
        ("A week with the Tarnvik Post at sea", False),
    ],
)
def test_an_outlet_is_known_by_its_name_and_by_little_more(text: str, same: bool) -> None:
    assert is_outlet(text, ("Tarnvik Post",)) is same


def test_what_search_and_social_networks_are_told_alike_is_the_headline() -> None:
    head = told("Crane falls in harbour") + '<meta property="og:title" content="Crane falls in harbour">'
    assert headline(head, f"<h1>A night without sleep on the quay</h1>{TEXT}") == "Crane falls in harbour"


def test_a_heading_that_any_other_source_agrees_with_stands() -> None:
    head = told("Harbour crane: what we know") + '<meta property="og:title" content="Crane falls in harbour’s night">'
    assert headline(head, f"<h1>Crane falls in harbour's night</h1>{TEXT}") == "Crane falls in harbour's night"


def test_a_kicker_glued_to_the_headline_is_left_out_when_the_page_itself_leaves_it_out() -> None:
    head = '<meta property="og:title" content="Crane falls into the harbour">'
    head += "<title>“A bang”: Crane falls into the harbour</title>"
    body = f"<h1><span>“A bang”</span><span>Crane falls into the harbour</span></h1>{TEXT}"
    assert headline(head, body) == "Crane falls into the harbour"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("Crane falls<br>into harbour", "Crane falls into harbour"),
        ("Crane falls into har\u00adbour", "Crane falls into harbour"),
        ("Crane falls <b>into</b> harbour", "Crane falls into harbour"),
    ],
)
def test_a_headline_is_one_line_of_whole_words(inner: str, text: str) -> None:
    assert headline("<title>Tarnvik Post</title>", f"<h1>{inner}</h1>{TEXT}") == text


def test_markup_within_json_ld_is_no_part_of_a_headline() -> None:
    assert headline(told("Why <i>Ragna</i> will sail again"), TEXT) == "Why Ragna will sail again"


def test_on_a_page_titled_like_all_others_the_line_above_the_text_is_the_headline() -> None:
    head = "<title>Local news, weather and tides</title>"
    body = (
        f"<table><tr><td>Home</td></tr><tr><td>Harbour crane falls at night<br>20080109 15:24</td></tr></table>{TEXT}"
    )
    assert headline(head, body) == "Harbour crane falls at night"


def test_a_section_named_by_title_and_heading_is_not_the_headline() -> None:
    body = f"<h1>Regional Wire</h1><ul><li>9 Jan 2008</li></ul><h2>Crane falls with a boat of nine tonnes</h2>{TEXT}"
    assert headline("<title>Regional Wire</title>", body) == "Crane falls with a boat of nine tonnes"


def test_a_heading_of_the_third_rank_that_says_the_title_is_the_headline() -> None:
    body = f"<h2>01/07/2008 (6:00 pm)</h2><h3><a href='/crane'>Crane falls into the harbour</a></h3>{TEXT}"
    assert headline("<title>Quayside » Crane falls into the harbour</title>", body) == "Crane falls into the harbour"


def test_a_line_among_share_links_is_no_headline() -> None:
    body = f"<div id=shareTitle>Share this article</div>{TEXT}"
    assert headline("<title>Crane falls into the harbour</title>", body) == "Crane falls into the harbour"
