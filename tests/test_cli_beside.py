"""What differs beside the text, and a date that moves: in `log`, `changes --beside`, `show` and on a page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.models import Block, Stamp
from archive.morgue import Morgue
from tests.kit.browsing import ROOT, ask, one
from tests.morgues import Look, Story, build, content
from tests.running import Run

URL = "https://courier.example/2026/11/pier"
PIER = content("Pier closes", "The pier was closed on Tuesday.", "At least 12 people fell.", "Buses run meanwhile.")


def boxed(passengers: str, day: str) -> Look:
    box = Block(f"Passengers a year: {passengers}", "main aside p", kept=False, left_out="aside")
    text = replace(PIER, blocks=(*PIER.blocks, box), published=Stamp(day, "meta"))
    return Look("", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    looks = [boxed("410,000", "2026-11-14"), boxed("140,000", "2026-11-14"), boxed("140,000", "2026-11-16")]
    times = [f"2026-11-16 {hour}:00" for hour in (10, 11, 12)]
    told = [replace(look, at=at) for look, at in zip(looks, times, strict=True)]
    return build(tmp_path_factory.mktemp("beside") / "morgue", [Story("courier", URL, told)]).folder


def test_a_timeline_tells_what_differed_beside_the_text_and_the_date_that_moved(run: Run) -> None:
    out = run("log", URL, "--tz", "UTC")[1]
    assert (
        "~   2026-11-16 11:00 UTC  beside the text: “Passengers a year: 410,000” → “Passengers a year: 140,000”" in out
    )
    assert "~   2026-11-16 12:00 UTC  the date of publication moved: 2026-11-14 → 2026-11-16" in out
    assert "1 version in 3 looks" in out
    rows = json.loads(run("log", URL, "--json")[1])["look_differences"]
    assert [(row["reason"], row["place"]) for row in rows] == [("beside_text", "beside"), ("stamp_only", "published")]


def test_changes_beside_lists_it_with_its_article(run: Run) -> None:
    out = run("changes", "--beside", "--since", "2026-11-01", "--tz", "UTC")[1]
    assert out.splitlines() == [
        "Pier closes",
        "courier · 2026-11-16 11:00 UTC",
        "beside the text: “Passengers a year: 410,000” → “Passengers a year: 140,000”",
        f"rowback log {URL}",
    ]
    (row,) = json.loads(run("changes", "--beside", "--since", "2026-11-01", "--json")[1])["look_differences"]
    assert (row["url"], row["before"], row["after"]) == (
        URL,
        "Passengers a year: 410,000",
        "Passengers a year: 140,000",
    )
    assert "Nothing changed beside the texts" in run("changes", "--beside", "--since", "2026-11-17")[2]


@pytest.mark.parametrize(("at", "day"), [("2026-11-16T11:30Z", "2026-11-14"), ("2026-11-16T12:30Z", "2026-11-16")])
def test_show_gives_the_date_that_stood_at_that_look(run: Run, at: str, day: str) -> None:
    assert json.loads(run("show", URL, "--at", at, "--json")[1])["content"]["published_at"] == day


def test_the_articles_page_tells_both(folder: Path) -> None:
    morgue = Morgue(folder)
    page = ask(morgue, f"{ROOT}/article/{one(morgue, 'SELECT id FROM articles')}").text
    assert "What differed beside the versions (2)" in page
    assert "Passengers a year: 140,000" in page
