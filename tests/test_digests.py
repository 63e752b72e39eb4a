"""What makes a version and what never does."""

import dataclasses
import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.digests import image_identity, link_target, loose_digest, normalise, strict_digest
from archive.models import Block, Content, Image, Link, Stamp

TEXT = "The dam's gate wasn't opened, said Ms. Aro. It holds 10,500 litres - not 9.75 - a second."


def page(text: str = TEXT, **fields: object) -> Content:
    links = (Link("https://river.example/report?id=4", "report"),)
    blocks = tuple(Block(p, "article/p", True, links=links if i == 0 else ()) for i, p in enumerate(text.split("\n")))
    base = Content(headline="Dam holds", blocks=blocks, authors=("Ida Aro",), standfirst="The gate stays shut.")
    return dataclasses.replace(base, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "same",
    [
        TEXT.replace("'", "’"),
        TEXT.replace("10,500 litres", "10,500\u00a0litres"),
        TEXT.replace(" - ", " – "),
        TEXT.replace("litres", "li\u00adtres"),
        TEXT.replace("gate", "gate\u200b"),
        TEXT.replace("opened, said", "opened,\n   said"),
        TEXT.replace(" It holds", "\nIt holds"),
        f"\ufeff{TEXT}  ",
    ],
)
def test_what_typesetting_changes_is_no_version(same: str) -> None:
    assert strict_digest(page(same)) == strict_digest(page())


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("10,500", "10,501"),
        TEXT.replace("10,500", "10.500"),
        TEXT.replace("10,500", "10500"),
        TEXT.replace("9.75", "975"),
        TEXT.replace("10,500", "10⁵00"),
        TEXT.replace("wasn't", "was"),
        TEXT.replace("opened, said", "opened said"),
        TEXT.replace("Aro", "aro"),
    ],
)
def test_one_character_of_substance_is_a_version(edited: str) -> None:
    assert strict_digest(page(edited)) != strict_digest(page())


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Dam fails"},
        {"standfirst": None},
        {"authors": ("Ida Aro", "Per Holm")},
        {"image": Image("https://img.example/dam.jpg")},
        {"image": Image("", caption="The dam")},
        {"paywalled": True},
    ],
)
def test_each_part_of_the_article_makes_a_version(fields: dict[str, object]) -> None:
    assert strict_digest(page(**fields)) != strict_digest(page())


@pytest.mark.parametrize(
    "fields",
    [
        {"modified": Stamp("2026-01-02T00:00:00Z", "json-ld")},
        {"section": "Rivers"},
        {"tags": ("dam",)},
        {"comments": ("first!",)},
        {"byline": "By Ida Aro, at the dam"},
        {"paywalled": False},
        {"reader": "another"},
    ],
)
def test_what_stands_around_the_article_makes_no_version(fields: dict[str, object]) -> None:
    assert strict_digest(page(**fields)) == strict_digest(page())


def test_a_link_target_makes_a_version_and_a_tracking_parameter_does_not() -> None:
    def linked(url: str) -> str:
        return strict_digest(page(blocks=(Block(TEXT, "p", True, links=(Link(url, "report"),)),)))

    first = linked("https://river.example/report?id=4")
    assert linked("https://river.example/report?id=5") != first
    assert linked("https://river.example/report?id=4#table") != first
    assert linked("https://river.example/report?id=4&utm_source=feed") == first


def test_blocks_outside_the_article_make_no_version() -> None:
    extra = Block("Most read today", "aside/p", False)
    assert strict_digest(page(blocks=(*page().blocks, extra))) == strict_digest(page())


def test_the_strict_digest_can_be_computed_by_hand() -> None:
    content = Content(headline="A “b”", blocks=(Block("One\u00a02", "p", True), Block("x", "p", True, role="caption")))
    parts = {
        "body": "One 2",
        "captions": ["x"],
        "headline": 'A "b"',
        "image": "",
        "links": [],
        "paywalled": False,
        "people": [],
        "standfirst": "",
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    assert strict_digest(content) == hashlib.sha256(text.encode()).hexdigest()


def test_the_loose_digest_groups_texts_that_differ_in_case_and_punctuation_only() -> None:
    assert loose_digest(page(TEXT.upper().replace(".", "!").replace("9!75", "9.75"))) == loose_digest(page())
    assert loose_digest(page(headline="Other")) == loose_digest(page())
    assert loose_digest(page(TEXT.replace("9.75", "975"))) != loose_digest(page())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/i/dam-1024x576.jpg", "https://b.example/i/dam-300x169.webp"),
        ("https://a.example/i/dam.jpg?w=640&q=75", "https://a.example/i/dam.jpg?w=1200"),
        ("https://c.example/w_640,c_fill/v3/dam.jpg", "https://c.example/w_1200,c_fill/v3/dam.jpg"),
        ("https://r.example/resize/640/https://a.example/i/dam.jpg", "https://a.example/i/dam.jpg"),
        ("https://r.example/?url=https%3A%2F%2Fa.example%2Fi%2Fdam.jpg&w=9", "https://a.example/i/dam.jpg"),
        (
            "https://c1.example/aB3dEfGhIjKlMnOpQr0=/1200x675/filters:quality(80)/photos/old-dam.jpg?auth=abc&width=1200",
            "https://c7.example/Zz9YyXxWwVvUuTtSsR1=/800x450/filters:quality(60)/photos/old-dam.webp?auth=def&width=800",
        ),
        (
            "https://p.example/8f3c2a1b9d7e6f50/rs:fit:800:450/aHR0cHM6Ly9hLmV4YW1wbGUvaS9kYW0uanBn.webp",
            "https://a.example/i/dam.jpg",
        ),
        (
            "https://s.example/eyJidWNrZXQiOiJiIiwia2V5IjoiaS9vbGQtZGFtLmpwZyIsImVkaXRzIjp7fX0=",
            "https://s.example/eyJidWNrZXQiOiJiIiwia2V5IjoiaS9vbGQtZGFtLmpwZyIsImVkaXRzIjp7InciOjl9fQ==",
        ),
    ],
)
def test_a_picture_stays_itself_in_another_size(one: str, other: str) -> None:
    assert image_identity(Image(one)) == image_identity(Image(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/2017/03/1.jpg", "https://a.example/2017/04/1.jpg"),
        ("https://a.example/us_flag.jpg", "https://a.example/un_flag.jpg"),
        ("https://a.example/p?id=17&w=4", "https://a.example/p?id=18&w=4"),
        ("https://a.example/dam.jpg", "https://a.example/gate.jpg"),
        ("https://[broken/dam.jpg", "https://a.example/dam.jpg"),
    ],
)
def test_another_picture_is_another(one: str, other: str) -> None:
    assert image_identity(Image(one)) != image_identity(Image(other))


def test_a_link_that_is_no_web_address_keeps_its_text() -> None:
    assert link_target(" mailto:desk@river.example ") == "mailto:desk@river.example"


@pytest.mark.parametrize(("text", "want"), [("水库 \n 满", "水库满"), ("a\u3000b", "a b"), ("10²", "10²"), ("ﬁ", "ﬁ")])
def test_normal_form_keeps_characters_and_folds_spaces(text: str, want: str) -> None:
    assert normalise(text) == want


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text)


@given(st.text(), st.integers(0, 9), st.integers(0, 9), st.text())
def test_a_digit_is_never_folded(left: str, one: int, other: int, right: str) -> None:
    assert (normalise(f"{left}{one}{right}") == normalise(f"{left}{other}{right}")) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://c.example/photos/old-dam-1.jpg", "https://c.example/photos/old-dam-2.jpg"),
        ("https://c.example/2017/02/lead-image.jpg", "https://c.example/2017/03/lead-image.jpg"),
        ("https://c.example/aB3dEfGhIjKlMnOpQr0/photo.jpg", "https://c.example/Zz9YyXxWwVvUuTtSs01/photo.jpg"),
        ("https://c.example/i/8f3c2a1b9d7e6f50.jpg", "https://c.example/i/0f3c2a1b9d7e6f51.jpg"),
        ("https://r.example/?url=https%3A%2F%2Fa.example%2Fdam-1.jpg", "https://r.example/?url=https%3A%2F%2Fa.example%2Fdam-2.jpg"),
    ],
)  # fmt: skip
def test_another_picture_under_a_like_address_is_another(one: str, other: str) -> None:
    assert image_identity(Image(one)) != image_identity(Image(other))
