"""Pages of our own, one folder a trap: `page.html` and what must come out of it in `expected.json`."""

import datetime as dt
import json
from pathlib import Path

import pytest

from archive.extract import read
from archive.extract.fixture import described
from archive.models import Content, Rejection

PAGES = Path(__file__).parent / "pages"
CAPTURED = dt.datetime(2022, 3, 1, tzinfo=dt.UTC)
CASES = sorted(path.parent.name for path in PAGES.glob("*/expected.json"))


@pytest.mark.parametrize("case", CASES)
def test_a_page_reads_as_expected(case: str) -> None:
    expected = json.loads((PAGES / case / "expected.json").read_text("utf-8"))
    found = read((PAGES / case / "page.html").read_bytes(), url=expected["url"], captured_at=CAPTURED)
    if "rejection" in expected:
        assert isinstance(found, Rejection), found.text
        assert found.reason == expected["rejection"]
    else:
        assert isinstance(found, Content), found
        assert told(found, expected) == {key: value for key, value in expected.items() if key not in NOT_COMPARED}
        assert [line for line in expected.get("absent_from_text", ()) if line in found.text] == []
        assert found.published is None or found.published.value[:10] != expected.get("not_published_at")


NOT_COMPARED = ("url", "absent_from_text", "not_published_at")


def told(found: Content, expected: dict[str, object]) -> dict[str, object]:
    """Return what a reading says, for the keys that a page's truth has."""
    return {key: value for key, value in described(found).items() if key in expected}
