"""The two articles that the project began from, in their outlets' own templates.

The publishers' text stays out of this repository: it is read where it lies beside the checkout, and skipped, saying so,
where it does not.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from archive.extract import read
from archive.models import Content

SHARED = Path(__file__).parents[2] / "shared" / "pages"
CASES = sorted(path.parent.name for path in SHARED.glob("*/expected.json"))
CAPTURED = dt.datetime(2017, 4, 10, tzinfo=dt.UTC)

pytestmark = pytest.mark.skipif(not CASES, reason=f"the publishers' pages are not in {SHARED}")


def flat(text: str) -> str:
    return " ".join(text.split())


def load(case: str) -> tuple[Content, dict[str, object]]:
    expected = json.loads((SHARED / case / "expected.json").read_text("utf-8"))
    found = read((SHARED / case / "page.html").read_bytes(), url=expected["url"], captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found, expected


@pytest.mark.parametrize("case", CASES)
def test_the_text_is_the_article_and_nothing_else(case: str) -> None:
    found, expected = load(case)
    paragraphs = expected["paragraphs"]
    assert isinstance(paragraphs, list)
    assert [flat(text) for text in found.paragraphs] == [flat(text) for text in paragraphs]


@pytest.mark.parametrize("case", CASES)
def test_nothing_that_stands_beside_it_is_in_the_text(case: str) -> None:
    found, expected = load(case)
    absent = [*_list(expected, "absent_from_text"), *_list(expected, "related"), *_list(expected, "comments")]
    assert [line for line in absent if line in flat(found.text)] == []


@pytest.mark.parametrize("case", CASES)
def test_the_fields_are_those_of_the_article(case: str) -> None:
    found, expected = load(case)
    assert flat(found.headline) == expected["headline"]
    assert found.published is not None
    assert found.published.value[:10] == expected["published_at"]
    assert found.published.value[:10] != expected.get("not_published_at")
    assert found.section == expected.get("section")
    assert found.standfirst == expected.get("standfirst")
    assert list(found.tags) == _list(expected, "tags")
    assert (found.image.credit if found.image else None) == expected.get("image_credit")


@pytest.mark.parametrize("case", CASES)
def test_readers_comments_are_kept_apart(case: str) -> None:
    found, expected = load(case)
    assert list(found.comments) == _list(expected, "comments")
    assert not any(comment == block.text for comment in found.comments for block in found.blocks)


def _list(expected: dict[str, object], key: str) -> list[str]:
    value = expected.get(key, [])
    assert isinstance(value, list)
    return value
