"""What stands around an article, and how its text is set, changes nothing of what is read of it."""

import datetime as dt

import pytest

from archive.extract import read
from archive.extract.names import telling
from archive.models import Content

CAPTURED = dt.datetime(2021, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://gazette.example/2021/05/30/bridge-repair/"
LINES = (
    "The council of Oberfeld agreed on Tuesday to close the old bridge for eleven weeks so its deck can be mended.",
    "Mayor Greta Lindqvist said that 1,240 vehicles cross it on a working day, a third more than ten years ago.",
    "Engineers found cracks in four of the nine piers last autumn, but none that made them fear for its safety.",
    "A ferry will carry walkers and cyclists from six in the morning until midnight while the works last.",
)


def page(text: str, *, before: str = "", after: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Old bridge to close</title></head><body>{before}"
        f"<article><h1>Old bridge to close</h1>{text}</article>{after}</body></html>"
    )


def paragraphs(html: str) -> tuple[str, ...]:
    found = read(html.encode(), url=URL, captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found.paragraphs


def set_as(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_hyphens_that_only_show_where_a_word_may_break_are_no_part_of_the_text() -> None:
    hyphenated = (LINES[0].replace("council", "coun\u00adcil"), LINES[1], LINES[2].replace("cracks", "cra\u2060cks"))
    assert paragraphs(page(set_as((*hyphenated, LINES[3])))) == LINES


def test_ids_made_for_single_paragraphs_are_no_other_place() -> None:
    made = ("vGFP1gBBBj", "c9ad71e4-5f0a-4ad3-9b1c-0ad2c4e6f8a0", "klrfAcpqHB", "VriA4d1x7D")
    text = "".join(f'<p id="block-{one}" class="text">{line}</p>' for one, line in zip(made, LINES, strict=True))
    found = read(page(text).encode(), url=URL, captured_at=CAPTURED)
    assert isinstance(found, Content)
    assert found.paragraphs == LINES
    assert len({block.path for block in found.blocks if block.kept}) == 1


@pytest.mark.parametrize("name", ["elk-4f0-0ad-6d7d", "block-VriA4d1x7D", "s-9ad4c1"])
def test_a_name_made_by_chance_says_nothing(name: str) -> None:
    assert telling(name) == ()


@pytest.mark.parametrize("name", ["ad300x250", "ad-slot-4", "page2ad", "adBox1"])
def test_a_number_within_a_name_leaves_its_words(name: str) -> None:
    assert [kind for kind, _ in telling(name)] == ["advert"]


def test_a_class_of_a_long_paragraph_itself_does_not_make_it_furniture() -> None:
    classes = ("", "paywall", "widget", "")
    text = "".join(f'<p class="{one}">{line}</p>' for one, line in zip(classes, LINES, strict=True))
    assert paragraphs(page(text)) == LINES


def test_what_people_are_said_to_have_said_opens_no_readers_area() -> None:
    asked = tuple(f"{line} The mayor, Greta Lindqvist, said:" for line in LINES)
    assert paragraphs(page(set_as(asked))) == asked
