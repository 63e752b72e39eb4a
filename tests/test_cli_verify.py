"""`rowback verify` tells people and scripts whether the archive is what it was."""

import json
from pathlib import Path

import pytest

from archive.cli.context import Context
from archive.cli.output import guarded
from archive.cli.verify import verify
from archive.warc import chain
from tests.keeping import at
from tests.kit.small import altered, small, warc


def run(folder: Path, *arguments: str) -> int:
    return guarded(verify, arguments, obj=Context(find_morgue=lambda: folder, now=lambda: at(60)))


def test_a_sound_archive_says_so_and_gives_the_head_to_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    morgue = small(tmp_path)
    assert run(tmp_path) == 0
    out = capsys.readouterr().out
    assert out.startswith("All is as it was written: 1 file, ")
    assert f"Note its head elsewhere: {chain.head(morgue)}\n" in out


def test_damage_is_listed_with_file_and_range_and_ends_with_9(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    morgue = small(tmp_path)
    name = warc(morgue).relative_to(morgue.warcs).as_posix().removesuffix(".open")
    length = warc(morgue).stat().st_size
    warc(morgue).unlink()
    altered(morgue, "UPDATE texts SET text = 'x'")
    assert run(tmp_path, "--deep") == 9
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"missing   {name} at 0-{length}: the file is gone, with 5 captures"
    assert any(line.startswith("altered   rowback.db: versions ") for line in lines)
    assert run(tmp_path, "--json") == 9
    said = json.loads(capsys.readouterr().out)
    assert (said["format"], said["sound"]) == (1, False)
    assert said["findings"][0]["what"] == "missing"
    assert set(said["findings"][0]) == {"what", "detail", "file", "offset", "length", "subject"}


def test_a_head_that_was_noted_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    morgue = small(tmp_path)
    assert run(tmp_path, "--chain", str(chain.head(morgue))) == 0
    assert run(tmp_path, "--chain", "0" * 64) == 9
    assert run(tmp_path, "--chain", "head") == 2
    assert "64 hex digits" in capsys.readouterr().err


def test_the_help_says_what_a_chain_does_not_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(verify, ["--help"]) == 0
    assert "shows forgery" in " ".join(capsys.readouterr().out.split())


def test_page_text_in_a_finding_cannot_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    morgue = small(tmp_path)
    altered(morgue, "UPDATE captures SET url = 'https://example.org/' || char(27) || '[2J' WHERE purpose = 'robots'")
    assert run(tmp_path) == 9
    assert "\x1b" not in capsys.readouterr().out
