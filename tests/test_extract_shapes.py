"""Shapes of pages: tags left out, figures alone, tables, struck-out and hidden words, names and dates."""

import datetime as dt
import json

import pytest

from archive.extract import read
from archive.models import Content

CAPTURED = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
SAID = {
    "en": "The harbour board of Silverhaven voted on {0} points to raise the sea wall by a metre before the storms.",
    "de": "Der Hafenrat von Silberhafen stimmte in {0} Punkten dafür, die Mauer noch vor dem Herbst und den "
    "Stürmen um einen ganzen Meter zu erhöhen.",
    "es": "La junta del puerto de Platahaven votó en {0} puntos levantar el muro un metro antes de "
    "las tormentas de invierno.",
    "hi": "बंदरगाह परिषद ने मंगलवार को {0} मतों से तूफ़ान के मौसम से पहले दीवार को एक मीटर ऊँचा करने का फ़ैसला किया है।",
    "ja": "港湾評議会は火曜日、嵐の季節の前に防波堤を一メートル高くすることを{0}票の賛成で決めたと発表した。",
}
TITLE = {
    "en": "Sea wall to rise",
    "de": "Mauer wird höher",
    "es": "El muro subirá",
    "hi": "दीवार ऊँची होगी",
    "ja": "防波堤を高く",
}


def content(inside: str, *, language: str = "en", tag: str = "", head: str = "", url: str = "x.example") -> Content:
    paragraphs = [f"<p>{SAID[language].format(number)}</p>" for number in (2, 3, 4, 5, 6)]
    body = "".join((*paragraphs[:3], inside, *paragraphs[3:]))
    html = (
        f"<!doctype html><html lang={tag or language}><head><title>{TITLE[language]}</title>{head}</head><body>"
        f"<article><h1>{TITLE[language]}</h1>{body}</article></body></html>"
    )
    found = read(html.encode(), url=f"https://{url}/wall", captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found


languages = pytest.mark.parametrize("language", sorted(SAID))


@languages
@pytest.mark.parametrize(
    "left_out", [("<html", "<head>", "</head>", "<body>"), ("</p>", "</body>"), ("<body>", "</h1>")]
)
def test_tags_that_html_lets_out_change_nothing(language: str, left_out: tuple[str, ...]) -> None:
    paragraphs = "".join(f"<p>{SAID[language].format(number)}</p>" for number in (2, 3, 4, 5))
    whole = f"<html><head></head><body><article><h1>{TITLE[language]}</h1>{paragraphs}</article></body></html>"
    short = whole
    for tag in left_out:
        short = short.replace("<html>" if tag == "<html" else tag, "")
    readings = [read(page.encode(), url="https://x.example/a", captured_at=CAPTURED) for page in (whole, short)]
    assert all(isinstance(reading, Content) for reading in readings)
    first, second = readings
    assert isinstance(first, Content)
    assert isinstance(second, Content)
    assert first.paragraphs == second.paragraphs
    assert len(first.paragraphs) == 4


def test_what_scriptless_browsers_see_is_not_read_beside_what_others_see() -> None:
    found = content("<p>Boats<noscript><p>Boats without scripts</p></noscript> stay in.</p>")
    assert "Boats stay in." in found.paragraphs
    assert "without scripts" not in found.text


def test_a_sprite_that_nobody_closed_hides_no_page() -> None:
    page = "<!doctype html><html><svg><symbol id=a><path d=M0></symbol><symbol id=b>"
    page += "<body><article><h1>Sea wall to rise</h1>"
    page += "".join(f"<p>{SAID['en'].format(number)}</p>" for number in range(2, 7))
    found = read(page.encode(), url="https://x.example/a", captured_at=CAPTURED)
    assert isinstance(found, Content)
    assert len(found.paragraphs) == 5


@languages
@pytest.mark.parametrize("figures", ["212", "12.50", "+13.1 %", "3:2", "7 14 21 33 41", "€ 1.240", "2–1", "1,240,000"])
@pytest.mark.parametrize("frame", ["<p>{}</p>", "<div><p>{}</p></div>", "<ul><li>{}</li><li>8</li></ul>"])
def test_figures_alone_are_text(language: str, figures: str, frame: str) -> None:
    found = content(frame.format(figures), language=language)
    assert [block for block in found.blocks if block.text == figures and (block.kept or block.left_out)]
    if not frame.startswith("<div>"):
        assert figures in found.paragraphs


@languages
def test_a_row_of_a_table_is_one_block_with_its_cells_side_by_side(language: str) -> None:
    rows = (
        "<tr><th>A</th><th>B</th></tr><tr><td><b>Kai</b></td><td><p>212</p></td></tr><tr><td>Dock</td><td>7</td></tr>"
    )
    found = content(f"<table>{rows}</table>", language=language)
    assert [line for line in found.paragraphs if " | " in line] == ["A | B", "Kai | 212", "Dock | 7"]


@languages
@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_struck_out_words_are_marked_and_no_text(language: str, tag: str) -> None:
    found = content(f"<p>{SAID[language].format(f'<{tag}>12</{tag}> <ins>15</ins>')}</p>", language=language)
    assert SAID[language].format("15").replace(" ", "") in found.text.replace(" ", "")
    assert [block.text for block in found.blocks if block.left_out == "struck"] == ["12"]


@pytest.mark.parametrize(
    "name", ["sr-only", "visually-hidden", "screen-reader-text", "u-hiddenVisually", "is-a11y-hidden"]
)
def test_words_for_screen_readers_are_no_text(name: str) -> None:
    found = content(f"<p>Boats stay in<span class='{name}'> (opens in a new window)</span>.</p>")
    assert "Boats stay in." in found.paragraphs
    assert [block.text for block in found.blocks if block.left_out == "hidden"] == ["(opens in a new window)"]


@languages
@pytest.mark.parametrize(
    "name", ["related-facts", "promo", "widget", "newsletter-note", "share", "teaser", "timestamp-a"]
)
def test_a_class_name_alone_drops_no_prose(language: str, name: str) -> None:
    line = SAID[language].format(1962)
    assert line in content(f"<p class='{name}'>{line}</p>", language=language).paragraphs
    short = " ".join(SAID[language].split()[:12]).rstrip(".。।") + SAID[language][-1]
    found = content(f"<p class='{name}'>{short}</p>", language=language)
    named = ("byline", "aside", "other") if name == "timestamp-a" else ()  # a name of lines about the article
    assert [block.text for block in found.blocks if block.kept or block.left_out in named].count(short) == 1
    box = content(f"<div class='{name}'><p>{line}</p></div>", language=language)
    assert [block.text for block in box.blocks if block.kept or block.left_out in ("aside", "other")].count(line) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<ul><li>Dead: four</li><li>Injured: nine</li></ul>",
        "<p><b>Four people died.</b></p>",
        "<blockquote>We saw four.</blockquote>",
    ],
)
def test_short_items_at_the_end_of_the_text_are_text(inside: str) -> None:
    paragraphs = "".join(f"<p>{SAID['en'].format(number)}</p>" for number in (2, 3, 4))
    page = f"<html lang=en><body><article><h1>Sea wall to rise</h1>{paragraphs}{inside}</article></body></html>"
    found = read(page.encode(), url="https://x.example/a", captured_at=CAPTURED)
    assert isinstance(found, Content)
    assert "our" in " ".join(found.paragraphs[3:])


@pytest.mark.parametrize(
    "name",
    ["राम कुमार", "রফিকুল ইসলাম", "สมชาย ใจดี", "கண்ணன் முருகேசன்", "សុខ សំណាង", "အောင် ကျော်", "రవి కుమార్", "مُحمَّد عليّ"],
)
def test_names_with_combining_marks_are_people(name: str) -> None:
    told = {"@type": "NewsArticle", "headline": "x", "author": {"@type": "Person", "name": name}}
    head = f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'
    assert content("", head=head).authors == (name,)
    assert content("", head=f'<meta name="author" content="{name}">').authors == (name,)


@pytest.mark.parametrize(
    ("written", "tag", "host", "more", "day"),
    [
        ("10/03/2026", "en-US", "x.example", "", "2026-10-03"),
        ("10/03/2026", "en-GB", "x.example", "", "2026-03-10"),
        ("10/03/2026", "de", "x.example", "", "2026-03-10"),
        ("10/03/2026", "en", "x.co.uk", "", "2026-03-10"),
        ("10/03/2026", "en", "x.example", "<p>Last look: 10/25/2026</p>", "2026-10-03"),
        ("10/03/2026", "en", "x.example", "<p>Last look: 25/10/2026</p>", "2026-03-10"),
        ("10/03/2026", "en", "x.example", "", None),
        ("10/12/2026", "en", "x.example", "", "2026-10-12"),  # the other one lies in the future
        ("10.03.2026", "en", "x.example", "", "2026-03-10"),
        ("2026-10-03", "en", "x.example", "", "2026-10-03"),
    ],
)
def test_a_date_in_figures_is_read_in_the_pages_own_order_or_not_at_all(
    written: str, tag: str, host: str, more: str, day: str | None
) -> None:
    html = (
        f"<!doctype html><html lang={tag}><head><title>Sea wall to rise</title></head><body><article>"
        f"<h1>Sea wall to rise</h1><p class=date>{written}</p>"
        + "".join(f"<p>{SAID['en'].format(number)}</p>" for number in (2, 3, 4))
        + f"{more}</article></body></html>"
    )
    found = read(html.encode(), url=f"https://{host}/wall", captured_at=CAPTURED)
    assert isinstance(found, Content)
    assert (found.published.value if found.published else None) == day


@languages
@pytest.mark.parametrize("marked_up", [True, False])
@pytest.mark.parametrize("lead", [True, False])
def test_a_body_that_stands_only_in_json_ld_is_read_as_such(language: str, *, marked_up: bool, lead: bool) -> None:
    lines = [SAID[language].format(number) for number in (2, 3, 4, 5, 6)]
    body = "".join(f"<p>{line}</p>" for line in lines) if marked_up else "\n".join(lines)
    told = {"@type": "NewsArticle", "headline": TITLE[language], "articleBody": body}
    page = (
        f"<html lang={language}><head><title>{TITLE[language]}</title>"
        f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script></head>'
        f"<body><h1>{TITLE[language]}</h1>{f'<p>{lines[0]}</p>' if lead else ''}</body></html>"
    )
    found = read(page.encode(), url="https://x.example/a", captured_at=CAPTURED)
    assert isinstance(found, Content)
    assert [found.text.count(line) for line in lines] == [1] * 5
    only = [block.text for block in found.blocks if block.reason == "stands only in JSON-LD"]
    assert [any(line in text for text in only) for line in lines] == [not lead, True, True, True, True]


@languages
def test_a_body_that_the_page_shows_is_not_read_again_from_json_ld(language: str) -> None:
    lines = [SAID[language].format(number) for number in (2, 3, 4, 5, 6)]
    told = {"@type": "NewsArticle", "headline": TITLE[language], "articleBody": " ".join(lines)}
    head = f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'
    assert content("", language=language, head=head).paragraphs == tuple(lines)


def test_no_rule_takes_much_of_an_opinion_by_itself() -> None:
    said = "The poster of {0} said All rights reserved in red letters, which the {0} court held to be no claim at all."
    lines = [said.format(town) for town in ("Selm", "Oster", "Kai", "Dorn", "Vik")]
    assert set(lines) <= set(content("".join(f"<p>{line}</p>" for line in lines)).paragraphs)
    one = content(f"<p>{lines[0]}</p>")  # a single one is a notice, and told beside the text
    assert [b.left_out for b in one.blocks if b.text == lines[0] and not b.kept] == ["notice"]


def test_a_link_to_another_place_of_the_same_page_is_another_target() -> None:
    found = content(
        "<p>The council keeps <a href='/notes#n4'>the minutes</a> of each of its meetings for ten years.</p>"
    )
    assert [link.url for block in found.blocks for link in block.links] == ["https://x.example/notes#n4"]
