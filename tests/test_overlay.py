"""The smallest edit of a page is a version and the loudest noise is none, through the reader, on pages of our own."""

import json

import pytest

from tests.quality.changes import FLOORS, below
from tests.quality.overlaid import SMALLEST, Seen, figures, macro_f1, measure_sheets, own_sheets, report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    return measure_sheets(own_sheets(), processes=1)


def test_no_figure_falls_below_its_floor(seen: list[Seen]) -> None:
    assert below(figures(seen), json.loads(FLOORS.read_text("utf-8"))["own"]) == [], report(seen)


@pytest.mark.parametrize("how", ["digit", "denial", "letter", "capital", "number_comma", "link"])
def test_the_smallest_edit_is_never_missed(seen: list[Seen], how: str) -> None:
    steady = [page for page in seen if set(page.quiet) <= {"same", "stamp_only"}]  # else it waits for a second look
    assert len(steady) >= len(seen) - 2
    found = [version for page in steady for _, made, version, _ in page.edits if made == how]
    assert found
    assert all(found), report(seen)


def test_every_sort_of_smallest_edit_is_tried() -> None:
    assert set(SMALLEST) == {"digit", "denial", "number_comma", "letter", "capital", "link"}


def test_the_mean_over_kinds_counts_a_rare_kind_as_much_as_a_frequent_one() -> None:
    assert macro_f1([("a", "a")] * 9 + [("b", "a")]) == pytest.approx((18 / 19 + 0) / 2)
