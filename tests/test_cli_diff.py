"""`rowback diff` and `compare` on a small archive."""

import json
from pathlib import Path

import pytest

from archive.cli.output import guarded
from crawler.cli import root
from tests.morgues import NOTE, URL, Look, Story, bridge, build, content
from tests.running import Run

OTHER = "https://herald.example/halmere"


def herald() -> Story:
    """Return what another outlet tells of the same event."""
    told = content(
        "Halmere bridge: sixteen dead",
        "Sixteen people died when the bridge fell on Monday.",
        "“We are shocked and will find out what happened,” Ana Weil, the mayor, said.",
        "Trains run as usual, the railway company said.",
        language="en",
    )
    return Story("herald", OTHER, [Look("2026-11-16 11:00", told)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("diff") / "morgue", [bridge(), herald()]).folder


def test_the_last_two_versions_are_compared_with_marks_that_need_no_colour(run: Run) -> None:
    code, out, err = run("diff", URL, "--tz", "UTC")
    assert (code, err) == (0, "")
    assert "v2  seen 2026-11-16 15:00 UTC to 2026-11-16 18:00 UTC" in out
    assert "v3  seen 2026-11-17 09:00 UTC to 2026-11-17 12:00 UTC" in out
    assert f"corrected, with a note · +15 −1 words · a note was added: {NOTE}" in out
    assert "headline: Bridge [-falls-]{+collapse kills fourteen+} in Halmere" in out
    assert "… 3 paragraphs unchanged …" in out
    assert f"{{+{NOTE}+}}" in out
    assert "\x1b" not in out


def test_a_silent_change_of_a_number_is_told_in_one_glance(run: Run) -> None:
    _, out, _ = run("diff", URL, "1..2")
    assert "a fact changed without a note that we could find · +1 −1 words · number changed: Twelve people died" in out
    assert "[-Twelve-]{+Fourteen+} people died when the bridge fell on Monday." in out


def test_the_whole_text_is_shown_when_asked_for(run: Run) -> None:
    assert "The road will stay closed until" not in run("diff", URL, "1..2")[1]
    assert "The road will stay closed until" in run("diff", URL, "1..2", "--whole")[1]


@pytest.mark.parametrize(
    ("asked", "versions"),
    [
        ("1..3", (1, 3)),
        ("3..1", (3, 1)),
        ("2", (1, 2)),
        ("1..", (1, 3)),
        ("..2", (1, 2)),
        ("2026-11-16..", (2, 3)),
        ("2026-11-16T10:00Z..2026-11-16T16:00Z", (1, 2)),
        ("2026-11-01..", (1, 3)),
    ],
)
def test_a_range_is_of_numbers_or_times(run: Run, asked: str, versions: tuple[int, int]) -> None:
    code, out, _ = run("diff", URL, asked, "--tz", "UTC", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["from"]["number"], found["to"]["number"]) == versions


def test_a_range_that_begins_before_the_first_look_says_so(run: Run) -> None:
    _, _, err = run("diff", URL, "2026-11-01..", "--tz", "UTC")
    assert "The first look was at 2026-11-16 09:00 UTC; what stood there before is not known" in err


def test_a_time_between_two_looks_says_which_version_was_taken(run: Run) -> None:
    _, _, err = run("diff", URL, "2026-11-16T13:00Z..", "--tz", "UTC")
    assert "At 2026-11-16 13:00 UTC it was version 1 or already 2; taking the first." in err


def test_a_recorded_change_as_json_is_its_row_with_its_facts(run: Run) -> None:
    found = json.loads(run("diff", URL, "1..2", "--json")[1])
    change = found["change"]
    assert (change["kind"], change["finding"], change["headline_changed"]) == ("fact_changed_unnoted", "settled", 0)
    assert "table" not in change
    assert [(fact["kind"], fact["before"], fact["after"]) for fact in change["facts"]] == [
        ("number", "Twelve people died", "Fourteen people died")
    ]
    altered = [operation for operation in found["operations"] if operation["kind"] == "changed"]
    assert [span["text"] for span in altered[0]["spans"] if span["kind"] != "kept"] == ["Twelve", "Fourteen"]


def test_versions_that_are_no_neighbours_are_compared_on_the_spot(run: Run) -> None:
    change = json.loads(run("diff", URL, "1..3", "--json")[1])["change"]
    assert (change["id"], change["finding"], change["kind"]) == (None, None, "correction_noted")
    assert change["changed_after"] == "2026-11-16T12:00:00.000000Z"


def test_one_version_has_nothing_to_compare_and_that_is_no_error(run: Run) -> None:
    code, out, _ = run("diff", OTHER, "--tz", "UTC")
    assert code == 0
    assert "Nothing to compare: version 1 is one text" in out
    found = json.loads(run("diff", OTHER, "--json")[1])
    assert (found["from"], found["change"], found["operations"]) == (None, None, [])


@pytest.mark.parametrize(("asked", "code"), [("1..9", 4), ("a..b", 2), ("..", 2), ("1..0", 4)])
def test_a_range_that_is_none_or_not_there_ends_with_its_code(run: Run, asked: str, code: int) -> None:
    assert run("diff", URL, asked)[0] == code


def test_on_a_terminal_with_colour_the_words_stand_without_marks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TTY_COMPATIBLE": "1", "TERM": "xterm-256color", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    _, out, _ = run("diff", URL, "1..2")
    assert "[-" not in out
    assert "\x1b[" in out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-Twelve-]{+Fourteen+}" in run("diff", URL, "1..2")[1]


def test_two_outlets_side_by_side_differ_in_a_number_and_share_a_quotation(run: Run) -> None:
    code, out, _ = run("compare", URL, OTHER, "--at", "2026-11-17T10:00Z", "--tz", "UTC")
    assert code == 0
    assert "Courier  Bridge collapse kills fourteen in Halmere" in out
    assert "Herald  Halmere bridge: sixteen dead" in out
    opposed = out[out.index("They contradict each other") : out.index("Quoted by both")]
    assert "how many" in opposed
    assert "Numbers that differ" not in out
    assert "Quoted by both" in out
    assert "“We are shocked and will find out what happened”" in out
    only = out[out.index("Only Herald says") :]
    assert "Trains run as usual" in only


def test_what_one_says_alone_is_cut_short_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("grain", "lamp", "roof", "sail", "rope", "tin", "clay", "salt")
    long = content("Alone", *(f"The keeper of the {word} store spoke for an hour." for word in words), language="en")
    folder = build(
        tmp_path / "m", [Story("long", "https://long.example/a", [Look("2026-11-16 09:00", long)]), herald()]
    )
    command = ["--morgue", str(folder.folder), "compare", "https://long.example/a", OTHER]
    assert guarded(root, command) == 0
    short = capsys.readouterr().out
    assert ("… and 3 more: --whole" in short, "salt store" in short) == (True, False)
    assert guarded(root, [*command, "--whole"]) == 0
    assert "salt store" in capsys.readouterr().out


def test_a_comparison_as_json_names_its_articles(run: Run) -> None:
    found = json.loads(run("compare", URL, OTHER, "--json")[1])
    a, b = (article["id"] for article in found["articles"])
    (compared,) = found["comparisons"]
    assert (compared["article_id_a"], compared["article_id_b"]) == (a, b)
    assert compared["quoted_by_both"]
    assert compared["numbers"]
    assert [version["number"] for version in found["versions"]] == [3, 1]


def test_three_articles_are_compared_pair_by_pair(run: Run) -> None:
    found = json.loads(run("compare", URL, OTHER, URL, "--json")[1])
    assert len(found["comparisons"]) == 3
    assert "Courier (1)" in run("compare", URL, OTHER, URL)[1]


def test_comparing_takes_two(run: Run) -> None:
    assert run("compare", URL)[0] == 2
