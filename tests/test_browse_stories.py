"""The pages of stories: who told an event, what travelled, which numbers differ, what still stands."""

import csv
import io
from contextlib import closing

import pytest

from archive.ingest.telling import tell_stories
from archive.morgue import Morgue
from archive.store.connection import connect_writer
from tests.kit.browsing import ROOT, ask, one
from tests.kit.storied import CLAIM, stories
from tests.morgues import build


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    morgue = build(tmp_path_factory.mktemp("pages") / "morgue", stories())
    with closing(connect_writer(morgue)) as connection:
        tell_stories(connection)
    return morgue


def _story(morgue: Morgue) -> str:
    return f"{ROOT}/story/{one(morgue, 'SELECT id FROM stories WHERE outlet_count = 3')}"


def test_the_list_of_stories_leads_to_each(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/stories").text
    assert _story(morgue) in page
    assert "in dispute" in page


def test_a_story_shows_tellings_as_a_picture_and_numbers_as_chart_table_and_csv(morgue: Morgue) -> None:
    page = ask(morgue, _story(morgue)).text
    assert (
        page.count('<circle class="version"') == 6
    )  # three of the Courier's, two of the Herald's, one of the Mirror's
    assert "they disagree now" in page
    assert "the table below says the same" in page
    assert "<script" not in page
    reply = ask(morgue, f"{_story(morgue)}/numbers.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert {(row["outlet"], row["value"]) for row in rows if "injured" in row["counted"]} == {
        ("Courier", "41"), ("Courier", "14"), ("Herald", "41"), ("Mirror", "41"),
    }  # fmt: skip


def test_a_passage_says_who_had_it_first_and_what_is_not_seen(morgue: Morgue) -> None:
    passage = one(morgue, "SELECT id FROM passages WHERE kind = 'by_name'")
    page = ask(morgue, f"{ROOT}/passage/{passage}").text
    assert CLAIM in page
    assert "Courier had it first: the others were looked at without it." in page
    assert "What was copied in other words is not seen." in page
    assert ask(morgue, f"{ROOT}/passage/17").status == 404


def test_what_still_stands_elsewhere_has_a_page(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/uncorrected?days=3650").text
    assert "changed this without a note that we could find" in page
    assert "still had it at the last look" in page


def test_an_article_names_its_story(morgue: Morgue) -> None:
    article = one(morgue, "SELECT id FROM articles WHERE headline LIKE 'Ferry%'")
    page = ask(morgue, f"{ROOT}/article/{article}").text
    assert "The story, as 3 outlets tell it" in page
    assert _story(morgue) in page


def test_what_is_hidden_from_the_public_is_on_no_page_of_a_story(
    morgue: Morgue, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = one(morgue, "SELECT id FROM articles WHERE url LIKE '%mirror%'")
    monkeypatch.setattr("archive.browse.site.Site.hidden", lambda site: frozenset({hidden}))
    page = ask(morgue, _story(morgue), public=True).text
    assert "Mirror" not in page
    assert "Courier" in page
