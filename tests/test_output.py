"""How commands speak: what reaches a terminal, a pipe, a script; and how errors end."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from rich.rule import Rule
from rich.text import Text

from archive.cli.output import Output, as_json_text, guarded, unbroken
from archive.errors import DiskFull, MorgueLocked, MorgueMissing, NotInArchive, RecordAltered, RowbackError
from archive.wording.text import clean, one_line
from crawler.cli import root
from crawler.errors import ConfigError, NothingFetched
from tests.morgues import URL, bridge, build, mail


@pytest.mark.parametrize(
    "hostile",
    ["\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "a\rb", "\x08\x08", "\u202eevil", "\u2066x\u2069", "\x00", "\x7f"],
)
def test_nothing_that_a_page_says_steers_a_terminal(hostile: str) -> None:
    for made in (clean(hostile), one_line(hostile)):
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in made)
        assert "\u2066" not in made
    printed = as_json_text({"text": hostile})
    assert json.loads(printed) == {"text": hostile}
    assert not any(ord(c) < 32 and c != "\n" for c in printed)
    assert not any(127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in printed)


def test_text_keeps_its_lines_and_a_line_stays_one() -> None:
    assert clean("a\r\nb\u2028c\td") == "a\nb\nc\td"
    assert one_line(" a\n b\t c ") == "a b c"


def test_json_survives_broken_unicode() -> None:
    assert json.loads(as_json_text({"text": "\ud800 橋"})) == {"text": "\ud800 橋"}


@dataclass(frozen=True)
class _Row:
    id: int
    seen_at: dt.datetime
    note: str | None = None


def test_json_has_dataclasses_as_objects_times_in_utc_and_absent_values_as_null() -> None:
    out = io.StringIO()
    noon = dt.datetime(2026, 11, 17, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    Output(as_json=True, out=out).answer(row=_Row(1, noon))
    assert json.loads(out.getvalue()) == {
        "format": 1,
        "row": {"id": 1, "seen_at": "2026-11-17T11:00:00.000000Z", "note": None},
    }


def test_without_a_terminal_there_is_no_colour_no_folding_and_no_trailing_blank() -> None:
    out = io.StringIO()
    long = "word " * 100
    Output(out=out).show(Text(long, style="bold red"), unbroken("https://a.example/x", "dim"))
    assert out.getvalue() == f"{long.rstrip()}\nhttps://a.example/x\n"


def test_without_a_terminal_what_fills_a_line_stays_short() -> None:
    out = io.StringIO()
    Output(out=out).show(Rule("Title"), "x")
    assert [len(line) for line in out.getvalue().splitlines()] == [80, 1]


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    out = io.StringIO()
    Output(out=out).show("[bold]not bold[/bold] :smile:")
    assert out.getvalue() == "[bold]not bold[/bold] :smile:\n"


def _raising(error: BaseException) -> click.Command:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    def command(as_json: bool) -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotInArchive("never kept", subject="https://a.example", cure="Try another"), 4),
        (MorgueMissing("there is no morgue here", subject="/x"), 3),
        (MorgueLocked("held"), 8),
        (DiskFull("full"), 7),
        (RecordAltered("altered"), 9),
        (ConfigError("unknown key"), 3),
        (NothingFetched("nothing"), 6),
        (RowbackError("ours"), 1),
        (ValueError("surprise"), 1),
        (click.UsageError("no such option"), 2),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
    ],
)
def test_an_error_ends_with_its_exit_code_and_no_traceback(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(_raising(error), []) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    if code != 130:
        assert str(getattr(error, "message", error)) in printed.err


def test_with_json_an_error_is_an_object_with_all_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    error = NotInArchive("never kept", subject="https://a.example", cure="Try another")
    assert guarded(_raising(error), ["--json"]) == 4
    assert json.loads(capsys.readouterr().out) == {
        "format": 1,
        "error": {
            "code": 4,
            "name": "NotInArchive",
            "subject": "https://a.example",
            "message": "never kept",
            "cure": "Try another",
        },
    }


def test_a_wrong_option_is_a_usage_error_in_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(_raising(ValueError()), ["--json", "--nosuch"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["name"] == "Usage"


def test_an_error_about_a_hostile_name_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(_raising(NotInArchive("never kept", subject="\x1b[2Jevil")), [])
    assert "\x1b" not in capsys.readouterr().err


def _python(code: str, folder: Path, **streams: int) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, which knows rowback and nothing else of ours."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(Path(__file__).parent.parent)}
    streams = streams or {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    begin = "import sys; from crawler.cli import root; from archive.cli.output import guarded\n"
    return subprocess.run(
        [sys.executable, "-c", begin + code], text=True, env=environment, cwd=folder, timeout=60, check=False, **streams
    )


LOOKING = {
    "log": [URL, "--all"],
    "show": [URL, "--removed"],
    "cite": [URL],
    "diff": [URL],
    "compare": [URL, "https://mail.example/bridge"],
    "changes": ["--since", "2026-11-01"],
    "search": ["bridge"],
    "serve": ["--help"],
}


def test_looking_never_loads_what_it_does_not_need(tmp_path: Path) -> None:
    build(tmp_path / "morgue", [bridge(), mail()])
    code = (
        f"for command, arguments in {LOOKING!r}.items():\n"
        "    code = guarded(root, ['--morgue', 'morgue', command, *arguments])\n"
        "    heavy = {'scrapy', 'twisted', 'datasette', 'uvicorn'} & set(sys.modules)\n"
        "    print(command, code, sorted(heavy), file=sys.stderr)"
    )
    ran = _python(code, tmp_path)
    assert ran.stderr.splitlines() == [f"{command} 0 []" for command in LOOKING]


@pytest.mark.parametrize(
    "call", ["Output().show('word ' * 99999)", "Output().answer(a='x' * 99999)", "Output().show('a')"]
)
def test_a_reader_that_has_gone_is_no_error(call: str, tmp_path: Path) -> None:
    code = (
        "import click; from archive.cli.output import Output\n"
        f"said = click.Command('say', callback=lambda: {call})\n"
        "sys.exit(guarded(said, []))"
    )
    read, write = os.pipe()
    os.close(read)
    ran = _python(code, tmp_path, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_missing_morgue_is_named_with_its_absolute_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(root, ["--morgue", str(tmp_path / "none"), "log", "https://a.example/b"]) == 3
    assert str(tmp_path / "none") in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("arguments", [["outlets"], ["outlets", "--json"], ["show", "https://a.example/b", "--json"]])
def test_an_answer_that_finds_no_room_ends_with_7(tmp_path: Path, arguments: list[str]) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "crawler", *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 7, run
    assert run.stderr == "there was no room for the whole answer\nMake room where it is written to\n"
