"""`rowback log`, `changes` and `search` on a small archive."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cli.output import guarded
from crawler.cli import root
from tests.morgues import MOVED, NOTE, TIMEOUT, URL, Look, Story, bridge, build, content, mail
from tests.running import Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("log") / "morgue", [bridge(), mail()], misses=[TIMEOUT]).folder


def test_a_timeline_tells_each_version_what_changed_and_when_with_the_zone_named(run: Run) -> None:
    code, out, err = run("log", URL, "--tz", "Europe/Berlin")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Bridge collapse kills fourteen in Halmere"
    assert lines[1] == "Courier · gone since 2026-11-18 10:00 CET, not yet confirmed"
    assert "v1  2026-11-16 10:00 CET  first look" in out
    assert "v2  2026-11-16 16:00 CET  a fact changed without a note that we could find · +1 −1 words" in out
    assert "not yet there at 2026-11-16 13:00 CET" in out
    assert "number changed: Twelve people died → Fourteen people died" in out
    assert f"a note was added: {NOTE}" in out
    assert "×   2026-11-18 10:00 CET  gone, not yet confirmed" in out
    assert [line[:2] for line in lines if line[:2] in ("v1", "v2", "v3", "× ")] == ["v1", "v2", "v3", "× "]
    assert "held back" not in out


def test_a_timeline_ends_with_the_command_for_the_weightiest_change_where_that_is_not_the_last(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("log", URL)[1].splitlines()[-4:] == [
        "What changed last:", f"rowback diff {MOVED}", "What weighs most:", f"rowback diff {MOVED} 1..2",
    ]  # fmt: skip
    twice = build(tmp_path / "morgue", [replace(bridge(), looks=bridge().looks[:3])]).folder
    assert guarded(root, ["--morgue", str(twice), "log", URL]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["What changed:", f"rowback diff {URL}"]


def test_all_adds_captures_and_misses_in_their_order(run: Run) -> None:
    _, out, _ = run("log", MOVED, "--all", "--tz", "UTC")
    told = ["200 unchanged, version 1", "held back: only readers' comments changed", "missed: no answer in time (30 s)"]
    places = [out.index(said) for said in [*told, "404 not there"]]
    assert places == sorted(places)


def test_a_timeline_as_json_has_the_columns_of_the_tables(run: Run) -> None:
    _, out, _ = run("log", URL, "--json")
    found = json.loads(out)
    assert (found["format"], found["article"]["url"], found["captures"], found["misses"]) == (1, MOVED, None, None)
    assert [version["number"] for version in found["versions"]] == [1, 2, 3]
    assert found["versions"][0]["appeared_after"] is None
    assert found["versions"][0]["first_captured_at"] == "2026-11-16T09:00:00.000000Z"
    assert [change["kind"] for change in found["changes"]] == ["fact_changed_unnoted", "correction_noted", "withdrawn"]
    everything = json.loads(run("log", URL, "--json", "--all")[1])
    assert (len(everything["captures"]), len(everything["misses"])) == (8, 1)


@pytest.mark.parametrize(("width", "beside"), [(100, True), (48, False)])
def test_a_narrow_terminal_gets_its_timeline_below_the_times(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int, beside: bool
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TTY_INTERACTIVE", "0")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    _, out, _ = run("log", URL, "--tz", "UTC")
    assert any("UTC" in line and "first look" in line for line in out.splitlines()) == beside
    assert "first look" in out
    assert f"rowback diff {MOVED}" in out


def test_a_hostile_headline_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = content("\x1b]0;owned\x07[red]Head\u202eline", "Some\x1b[2J text.")
    story = Story("odd", "https://odd.example/a", [Look("2026-11-16 09:00", told)])
    folder = build(tmp_path / "morgue", [story]).folder
    for command in (["log"], ["show"], ["cite"], ["search", "text"], ["log", "--json"]):
        name, *rest = command
        arguments = [*rest] if name == "search" else [*rest, "https://odd.example/a"]
        assert guarded(root, ["--morgue", str(folder), name, *arguments]) == 0
        out = capsys.readouterr().out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert "[red]Head" in out


def test_changes_come_weightiest_first_and_name_the_diff(run: Run) -> None:
    code, out, _ = run("changes", "--since", "2026-11-01", "--tz", "UTC")
    assert code == 0
    weights = [float(found) for found in re.findall(r"weight (\d\.\d\d)", out)]
    assert len(weights) == 3
    assert weights == sorted(weights, reverse=True)
    assert f"rowback diff {MOVED} 1..2" in out
    assert f"rowback log {MOVED}" in out
    assert "before: Bridge falls in Halmere" in out


def test_changes_as_json_are_filtered_by_kind_outlet_and_weight(run: Run) -> None:
    def kinds(*options: str) -> list[str]:
        found = json.loads(run("changes", "--since", "2026-11-01", "--json", *options)[1])
        return [change["kind"] for change in found["changes"]]

    assert kinds("--kind", "withdrawn") == ["withdrawn"]
    assert kinds("--outlet", "mail") == []
    assert kinds("--min-weight", "1") == []
    assert len(kinds("--limit", "2")) == 2


def test_no_change_says_since_when(run: Run) -> None:
    code, out, err = run("changes", "--since", "2030-01-01T00:00Z", "--tz", "UTC")
    assert (code, out, err) == (0, "", "No change was found since 2030-01-01 00:00 UTC.\n")


def test_an_unknown_kind_is_a_usage_error(run: Run) -> None:
    assert run("changes", "--kind", "stealth")[0] == 2


def test_search_shows_one_hit_an_article_and_says_when_the_words_are_gone(run: Run) -> None:
    _, out, _ = run("search", "Twelve people", "--tz", "UTC")
    assert "1 of 3 versions, but not the latest" in out
    assert out.count("https://") == 1
    assert "Twelve people died" in out


@pytest.mark.parametrize(
    ("arguments", "count"),
    [(["bridge"], 1), (['"people died"'], 1), (["people died"], 1), (["died people"], 0), (["--raw", "brid*"], 1)],
)
def test_search_counts_articles(run: Run, arguments: list[str], count: int) -> None:
    code, out, _ = run("search", "--json", *arguments)
    assert code == 0
    assert len(json.loads(out)["articles"]) == count


def test_search_without_a_hit_says_so_beside_the_answer(run: Run) -> None:
    assert run("search", "xyzzy") == (0, "", "Nothing that rowback kept holds these words.\n")


@pytest.mark.parametrize("command", ["find", "search"])
def test_an_address_in_any_form_finds_its_article_and_other_words_are_searched_for(run: Run, command: str) -> None:
    (found, *_) = json.loads(run(command, "--json", "bridge")[1])["articles"]
    code, out, _ = run(command, f"<{found['url']}?utm_source=x>.")
    assert (code, f"rowback log {found['url']}" in out) == (0, True)
    assert json.loads(run(command, "--json", found["url"])[1])["articles"][0]["id"] == found["id"]
    code, _, err = run(command, "https://nowhere.example/a")
    assert (code, "never kept" in err) == (4, True)


@pytest.mark.parametrize("command", [["search", "bridge"], ["changes"]])
def test_an_outlet_that_is_not_here_is_named_with_those_that_are(run: Run, command: list[str]) -> None:
    code, _, err = run(*command, "--outlet", "curier")
    assert code == 4
    assert "There is courier, mail" in err


def test_search_in_one_outlet_finds_nothing_of_another(run: Run) -> None:
    assert len(json.loads(run("search", "--json", "--outlet", "courier", "bridge")[1])["articles"]) == 1
    assert json.loads(run("search", "--json", "--outlet", "mail", "bridge")[1])["articles"] == []


def test_times_within_one_minute_show_their_seconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    looks = [Look(f"2026-11-16 09:00:{at}", content("Quick", text)) for at, text in (("05", "One."), ("40", "Two."))]
    story = Story("odd", "https://odd.example/a", looks)
    folder = build(tmp_path / "m", [story]).folder
    assert guarded(root, ["--morgue", str(folder), "log", story.url, "--tz", "UTC"]) == 0
    assert "not yet there at 2026-11-16 09:00:05 UTC" in capsys.readouterr().out
    assert guarded(root, ["--morgue", str(folder), "diff", story.url, "--tz", "UTC"]) == 0
    assert "v2  seen once, 2026-11-16 09:00:40 UTC" in capsys.readouterr().out


def test_a_time_zone_that_is_none_is_bad_input(run: Run) -> None:
    code, _, err = run("log", URL, "--tz", "Mars/Base")
    assert code == 2
    assert "no such time zone" in err


def test_an_article_that_came_back_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = content("Here again", "Text.")
    gone = [Look(f"2026-11-02 {hour}:00", status=404) for hour in ("09", "18")]
    looks = [Look("2026-11-01 09:00", told), *gone, Look("2026-11-03 09:00", told)]
    story = Story("odd", "https://odd.example/a", looks)
    assert guarded(root, ["--morgue", str(build(tmp_path / "m", [story]).folder), "log", story.url, "--tz", "UTC"]) == 0
    out = capsys.readouterr().out
    assert "×   2026-11-02 09:00 UTC  gone" in out
    assert "↩   2026-11-03 09:00 UTC  back again" in out


def test_changes_tell_every_time_in_the_readers_zone_and_in_json_in_utc(run: Run) -> None:
    _, out, _ = run("changes", "--since", "2026-11-01", "--tz", "Europe/Berlin")
    assert "HTTP 404 2026-11-18 10:00 CET" in out
    assert not re.search(r"\d{2}:\d{2}:\d{2}(\.\d+)?Z", out)
    _, told, _ = run("changes", "--since", "2026-11-01", "--tz", "Europe/Berlin", "--json")
    assert "HTTP 404 2026-11-18T09:00:00Z" in told
