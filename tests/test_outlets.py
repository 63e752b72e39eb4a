"""Pages of outlets as tests: `rowback check NAME --save tests/outlets/NAME` writes one, this reads all of them."""

import datetime as dt
import json
from pathlib import Path

import pytest

from archive.extract import read
from archive.extract.fixture import EXPECTED, PAGE, described

from .running import rowback
from .unknownsite import UnknownSite

OUTLETS = Path(__file__).parent / "outlets"
NOT_READ = ("url", "captured_at", "charset")


def reads_as_expected(folder: Path) -> bool:
    """Tell whether a page reads as its folder says, for the keys that are there."""
    expected = json.loads((folder / EXPECTED).read_text("utf-8"))
    found = read(
        (folder / PAGE).read_bytes(),
        url=expected["url"],
        captured_at=dt.datetime.fromisoformat(expected["captured_at"]),
        charset=expected["charset"],
    )
    told = described(found)
    return {key: told.get(key) for key in expected if key not in NOT_READ} == {
        key: value for key, value in expected.items() if key not in NOT_READ
    }


@pytest.mark.parametrize("folder", sorted(path.parent for path in OUTLETS.glob("*/*/expected.json")), ids=str)
def test_a_page_of_an_outlet_reads_as_it_did(folder: Path) -> None:
    assert reads_as_expected(folder)


def test_check_saves_the_pages_of_an_outlet_with_its_examples(tmp_path: Path) -> None:
    with UnknownSite(dt.datetime.now(dt.UTC)) as site:
        first = rowback(tmp_path, "check", site.home, "--save", "saved")
        (page,) = (tmp_path / "saved").iterdir()
        expected = json.loads((page / EXPECTED).read_text("utf-8"))
        assert (first.code, reads_as_expected(page)) == (0, True), first
        assert expected["paragraphs"]
        words = expected["paragraphs"][0][:40]
        definition = f'[outlets.own]\nhome = "{site.home}"\nexamples = {{ "{expected["url"]}" = "WORDS" }}\n'
        (tmp_path / "rowback.toml").write_text(definition.replace("WORDS", words.replace('"', "")), "utf-8")
        held = rowback(tmp_path, "check", "own")
        (tmp_path / "rowback.toml").write_text(definition.replace("WORDS", "what no page says"), "utf-8")
        lacks = rowback(tmp_path, "check", "own")
    assert held.code == 0, held
    assert lacks.code == 5, lacks
    assert f"an example lacks its words: {expected['url']}" in lacks.out


def test_a_page_that_reads_otherwise_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.mkdir()
    hours = ("nine on Monday", "ten on Tuesday", "noon on Wednesday", "four on Friday", "six on Sunday")
    lines = "".join(
        f"<p>The ferry to the outer islands leaves at {hour}, the harbour master said.</p>" for hour in hours
    )
    text = f"<html><title>A</title><body><article><h1>The ferry leaves</h1>{lines}"
    (page / PAGE).write_text(text + "</article></body></html>")
    known = {"url": "https://example.org/a", "captured_at": "2026-03-01T00:00:00+00:00", "charset": None}
    (page / EXPECTED).write_text(json.dumps(known | {"headline": "The ferry leaves"}))
    assert reads_as_expected(page)
    (page / EXPECTED).write_text(json.dumps(known | {"headline": "The ferry stays"}))
    assert not reads_as_expected(page)
