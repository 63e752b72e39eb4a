"""`rowback stories`, `story`, `trace`, `changes --added/--removed`, and the questions that SQL answers in a line."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from archive.ingest.telling import tell_stories
from archive.morgue import Morgue
from archive.store.connection import connect_reader, connect_writer
from tests.kit.storied import CLAIM, WIRE, stories
from tests.morgues import build
from tests.quality.uncorrected import measure
from tests.running import Run

COURIER = "https://courier.example/halcyon"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    morgue = build(tmp_path_factory.mktemp("told") / "morgue", stories())
    with closing(connect_writer(morgue)) as connection:
        tell_stories(connection)
    return morgue.folder


def _json(run: Run, *arguments: str) -> dict[str, object]:
    code, out, err = run(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_stories_are_listed_with_how_many_tell_them_and_how_many_numbers_differ(run: Run) -> None:
    code, out, _ = run("stories", "--since", "2026-11-01", "--tz", "UTC")
    assert code == 0
    assert "Ferry Halcyon runs aground off Skarrow\n3 outlets · 3 articles · first seen 2026-11-17 10:00 UTC" in out
    assert "in dispute" in out
    assert "Halcyon" not in run("stories", "--since", "2026-11-01", "--outlets", "4")[1]
    listed = _json(run, "stories", "--since", "2026-11-01")["stories"]
    assert [story["outlet_count"] for story in listed] == [3, 2]
    assert all(story["disagreements"] for story in listed)


def test_a_story_shows_its_tellings_numbers_and_passages(run: Run) -> None:
    out = run("story", COURIER, "--tz", "UTC")[1]
    assert "3 outlets, 3 articles" in out
    assert "Courier had it first: the others were looked at without it" in out
    assert "Herald: seen from 2026-11-17 16:00 UTC, attributed to Courier" in out
    assert "not known which was first; common source: nobody names another" in out
    assert "What was copied in other words is not seen." in out
    assert "Courier: 41 passengers, from 2026-11-17 10:00 UTC until 2026-11-18 09:00 UTC" in out


def test_a_story_is_found_by_its_id_and_by_that_of_any_story_that_begins_with_one_of_its_articles(
    run: Run, folder: Path
) -> None:
    told = _json(run, "story", COURIER)
    with closing(connect_reader(Morgue(folder))) as connection:
        ids = [row[0] for row in connection.execute(
            "SELECT begins_story_id FROM story_articles WHERE story_id = ?", (told["story"]["id"],)
        )]  # fmt: skip
    assert len(ids) == 3
    assert all(_json(run, "story", str(each)) == told for each in ids)
    assert {"story", "articles", "passages", "story_numbers", "contradictions", "uncorrected", "format"} == set(told)


def test_what_is_in_no_story_says_so(run: Run) -> None:
    code, _, err = run("story", "12345")
    assert code == 4
    assert "no story has this id" in err


def test_what_one_took_back_and_another_still_prints_is_listed(run: Run) -> None:
    out = run("stories", "--uncorrected", "--since", "2026-11-01", "--tz", "UTC")[1]
    assert "Courier changed this without a note that we could find, seen 2026-11-18 09:00 UTC" in out
    assert "Herald still had it at rowback's last look, 2026-11-18 12:00 UTC" in out
    found = _json(run, "stories", "--uncorrected", "--since", "2026-11-01")["uncorrected"]
    assert {each["kind"] for each in found} == {"fact_changed_unnoted"}


def test_a_sentence_is_traced_through_articles_and_versions(run: Run) -> None:
    out = run("trace", CLAIM, "--tz", "UTC")[1]
    assert "2 outlets, 2 places" in out
    assert "not yet at 2026-11-17 10:00 UTC, seen from 2026-11-17 14:00 UTC (version 2)" in out
    assert "gone by 2026-11-18 09:00 UTC" in out
    uses = _json(run, "trace", "the rudder of the Halcyon was worn")["uses"]
    assert [use["outlet"] for use in uses] == ["Courier", "Herald"]
    assert uses[0]["passage_id"] == uses[1]["passage_id"] is not None
    assert len(_json(run, "trace", WIRE)["uses"]) == 3
    assert run("trace", "nobody ever printed these words together")[0] == 4


def test_changes_are_found_by_words_put_in_or_taken_out(run: Run) -> None:
    since = ("--since", "2026-11-01")
    removed = _json(run, "changes", *since, "--removed", "had known since March")["changes"]
    assert [each["outlet"] for each in removed] == ["courier"]
    added = _json(run, "changes", *since, "--added", "the rudder of the Halcyon")["changes"]
    assert {each["outlet"] for each in added} == {"courier", "herald"}
    assert _json(run, "changes", *since, "--added", "the rudder", "--outlet", "herald")["changes"]
    assert not _json(run, "changes", *since, "--removed", "the rudder", "--outlet", "herald")["changes"]
    assert not _json(run, "changes", *since, "--added", "rudderless")["changes"]


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT outlet, stories FROM first_tellings WHERE month = '2026-11'", [("courier", 2)]),
        ("SELECT from_outlet, to_outlet, passages, by_name FROM copies_between_outlets", [("courier", "herald", 1, 1)]),
        ("SELECT outlet, median_hours FROM median_delay", [("herald", 3.25), ("mirror", 22.0)]),
        ("SELECT outlet, with_wire_copy, articles FROM wire_copy ORDER BY outlet",
         [("courier", 2, 2), ("herald", 2, 2), ("mirror", 1, 1)]),
        ("SELECT DISTINCT outlet, value FROM numbers_in_dispute WHERE counted LIKE '%injured%' ORDER BY 1",
         [("courier", "14"), ("herald", "41")]),
        ("SELECT DISTINCT outlet, still_at FROM uncorrected_elsewhere WHERE took_back LIKE 'The ferry%'",
         [("courier", "herald")]),
        ("SELECT count(*) > 0 FROM words_removed WHERE words LIKE '%rudder%'", [(1,)]),
        ("SELECT count(*) > 1 FROM words_added WHERE words LIKE '%rudder%'", [(1,)]),
    ],
)  # fmt: skip
def test_a_question_is_a_line_of_sql(folder: Path, sql: str, rows: list[tuple[object, ...]]) -> None:
    with closing(connect_reader(Morgue(folder))) as connection:
        assert connection.execute(sql).fetchall() == rows


def test_what_still_stands_in_a_made_up_month_is_found(tmp_path: Path) -> None:
    """A small one of `python -m tests.quality.uncorrected`."""
    precision, recall, wrong = measure(tmp_path / "m", stories=18, seed=3)
    assert precision >= 0.95, wrong
    assert recall >= 0.9, wrong
