"""`rowback show` and `cite` on a small archive: the text as it stood, and how sure that is."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.morgues import MOVED, URL, bridge, build, mail
from tests.running import Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("show") / "morgue", [bridge(), mail()]).folder


def test_the_latest_version_is_shown_with_its_fields_and_paragraphs(run: Run) -> None:
    code, out, _ = run("show", URL, "--tz", "UTC")
    assert code == 0
    assert out.splitlines()[:5] == [
        "Bridge collapse kills fourteen in Halmere",
        "What is known",
        "Courier · By Jo Reed · published 2026-11-16 08:00 UTC",
        "version 3 of 3, captured 2026-11-17 12:00:00 UTC",
        MOVED,
    ]
    assert "\n\nFourteen people died when the bridge fell on Monday.\n\n" in out


def test_a_numbered_version_is_shown(run: Run) -> None:
    assert "Twelve people died" in run("show", URL, "--version", "1")[1]


def test_removed_adds_what_earlier_versions_said(run: Run) -> None:
    _, out, _ = run("show", URL, "--removed")
    gone = out[out.index("No longer there") :]
    assert "v1  [-Twelve people died when the bridge fell on Monday.-]" in gone
    assert "v2  [-headline: Bridge falls in Halmere-]" in gone
    assert "shocked" not in gone


def test_show_as_json_has_every_key(run: Run) -> None:
    found = json.loads(run("show", URL, "--json")[1])
    assert found["format"] == 1
    assert found["certainty"] is None
    assert found["removed"] is None
    assert found["article"]["url"] == MOVED
    assert found["version"]["number"] == 3
    assert found["capture"]["captured_at"] == "2026-11-17T12:00:00.000000Z"
    assert found["content"] | {"text": "", "paragraphs": []} == {
        "headline": "Bridge collapse kills fourteen in Halmere",
        "standfirst": "What is known",
        "byline": "By Jo Reed",
        "authors": ["Jo Reed"],
        "published_at": "2026-11-16T08:00:00Z",
        "modified_at": None,
        "section": None,
        "tags": [],
        "language": "en",
        "text": "",
        "paragraphs": [],
    }
    assert found["content"]["text"] == "\n".join(found["content"]["paragraphs"])
    assert len(found["content"]["paragraphs"]) == 4


@pytest.mark.parametrize(
    ("at", "certainty", "number", "after"),
    [
        ("2026-11-16T10:00Z", "bracketed", 1, 1),
        ("2026-11-16T13:00Z", "changed_between", 1, 2),
        ("2026-11-16", "changed_between", 2, 3),
        ("2026-11-18T08:00Z", "changed_between", 3, None),
    ],
)
def test_at_a_time_the_answer_carries_its_certainty(
    run: Run, at: str, certainty: str, number: int, after: int | None
) -> None:
    found = json.loads(run("show", URL, "--at", at, "--tz", "UTC", "--json")[1])
    assert (found["certainty"], found["version"]["number"]) == (certainty, number)
    assert found["standing"]["before"]["version"] == number
    assert found["standing"]["after"]["version"] == after


def test_after_the_last_look_nothing_is_claimed(run: Run) -> None:
    _, out, _ = run("show", "https://mail.example/bridge", "--at", "2026-11-19", "--tz", "UTC")
    assert "2026-11-19 23:59 UTC is after the last look, 2026-11-16 10:00:00 UTC" in out


def test_a_change_between_two_looks_names_both(run: Run) -> None:
    _, out, _ = run("show", URL, "--at", "2026-11-16T13:00Z", "--tz", "UTC")
    assert "seen at 2026-11-16 12:00:00 UTC; at 2026-11-16 15:00:00 UTC it was version 2" in out


def test_a_bare_date_names_the_other_versions_of_that_day(run: Run) -> None:
    _, out, err = run("show", URL, "--at", "2026-11-16", "--tz", "UTC")
    assert "version 1 (2026-11-16 09:00 UTC), version 2 (2026-11-16 15:00 UTC)" in err
    assert "Fourteen people died" in out


@pytest.mark.parametrize("command", ["show", "cite"])
def test_before_the_first_look_is_not_in_the_archive(run: Run, command: str) -> None:
    code, out, err = run(command, URL, "--at", "2026-11-15", "--tz", "Europe/Berlin")
    assert (code, out) == (4, "")
    assert "first look 2026-11-16 10:00 CET; rowback cannot know what stood there before" in err


def test_a_time_at_which_the_article_was_gone_says_so(run: Run) -> None:
    code, _, err = run("show", URL, "--at", "2026-11-19", "--tz", "UTC")
    assert code == 4
    assert "it was gone: the look at 2026-11-18 09:00 UTC did not find it" in err


def test_a_version_and_a_time_exclude_each_other(run: Run) -> None:
    assert run("show", URL, "--at", "24h", "--version", "1")[0] == 2


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_version_that_is_no_number_is_a_usage_error(run: Run, number: str) -> None:
    assert run("show", URL, "--version", number)[0] == 2


def test_a_version_that_is_not_there_is_not_in_the_archive(run: Run) -> None:
    code, _, err = run("show", URL, "--version", "9")
    assert code == 4
    assert "There are versions 1 to 3" in err


def test_a_citation_names_outlet_headline_time_and_the_bytes(run: Run) -> None:
    code, out, _ = run("cite", URL, "--at", "2026-11-16T13:00Z", "--tz", "UTC")
    assert code == 0
    assert out.splitlines()[0] == (
        "Jo Reed: “Bridge falls in Halmere”, Courier, published 2026-11-16 08:00 UTC, "
        f"{URL}, as it stood at 2026-11-16 12:00:00 UTC (version 1 of 3 seen by rowback)."
    )
    for said in (
        "content digest  sha256:",
        "payload digest  sha1:",
        "WARC record     urn:uuid:",
        "in file         warcs/",
    ):
        assert said in out
    assert "chain           no entry yet" in out


def test_a_citation_has_the_chain_entry_that_covers_its_record(folder: Path, run: Run) -> None:
    capture = json.loads(run("cite", URL, "--json")[1])["capture"]
    start, end = capture["offset"], capture["offset"] + capture["length"]
    entries = [
        f"1 2026-11-17T10:00:00Z {capture['filename']} 0 {start} aa --",
        f"2 2026-11-17T13:00:00Z {capture['filename']} {start} {end} bb aa",
        f"3 2026-11-17T14:00:00Z {capture['filename']} {end} {end + 9} cc bb",
        "a line that was cut o",
    ]
    chain = folder / "chain.txt"
    chain.write_text("\n".join(entries))
    try:
        assert json.loads(run("cite", URL, "--json")[1])["chain_entry"] == entries[1]
        assert f"chain           {entries[1]}" in run("cite", URL)[1]
    finally:
        chain.unlink()


@pytest.mark.parametrize(("url", "is_open"), [(URL, False), ("https://mail.example/bridge", True)])
def test_a_citation_names_the_file_as_it_is_and_its_bytes_can_be_checked(
    run: Run, folder: Path, url: str, is_open: bool
) -> None:
    _, out, _ = run("cite", url)
    said = dict(re.findall(r"^(in file|bytes|sha256 of these) +(.*)$", out, re.MULTILINE))
    assert said["in file"].endswith(".open") == is_open == ("without .open once the file is full" in out)
    length, offset = re.fullmatch(r"(\d+) from (\d+) on \(the first byte of the file is 0\)", said["bytes"]).groups()  # type: ignore[union-attr]
    data = (folder / said["in file"]).read_bytes()[int(offset) :][: int(length)]
    assert hashlib.sha256(data).hexdigest() == said["sha256 of these"]


@pytest.mark.parametrize("command", ["show", "cite"])
def test_what_is_gone_now_is_said_to_be_with_when_it_was_last_there(run: Run, command: str) -> None:
    said = "gone since 2026-11-18 09:00:00 UTC, not yet confirmed; last there 2026-11-17 12:00:00 UTC"
    assert said in run(command, URL, "--tz", "UTC")[1].splitlines()
    assert "last there" not in run(command, "https://mail.example/bridge")[1]
