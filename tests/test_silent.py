"""One visible word, digit, sign, link target or block of a page is changed at a time: reading shows each change."""

from pathlib import Path

import pytest

from tests.quality.silent import Sheet, measure, sheets

PAGES = {sheet.name: sheet for sheet in sheets(Path("/nowhere"), (), "")}  # our own


@pytest.mark.parametrize("sheet", PAGES.values(), ids=PAGES)
def test_no_visible_change_passes_in_silence(sheet: Sheet) -> None:
    seen = measure(sheet, 8, 2)
    assert seen
    assert [one for one in seen if one.told == "silent"] == []
    assert [one for one in seen if one.true and one.told != "text"] == []
