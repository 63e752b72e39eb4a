"""What `init`, `add` and `units` write: nothing that the next command cannot use, nothing over what is there."""

import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.check.checking import Report
from crawler.cli import root
from crawler.commands.adding import _described
from crawler.commands.choosing import builtin_outlets
from crawler.commands.unit_files import KINDS, Place
from crawler.config import edit
from crawler.config.lists import Entry
from crawler.discovery import section
from crawler.newspaper import Answer, Asked, Press
from crawler.outlet import Outlet

from .running import rowback

HERE = Place(
    command=Path("/opt/row back/rowback"), config=Path("/a %b/rowback.toml"), morgue=Path("/a %b/m"), user="jo"
)


def test_init_refuses_a_contact_that_no_crawl_could_use_and_writes_nothing(tmp_path: Path) -> None:
    run = rowback(tmp_path, "init", "--contact", "nonsense")
    assert run.code == 2, run
    assert not (tmp_path / "rowback.toml").exists()
    assert rowback(tmp_path, "init", "--contact", "jo@example.org").code == 0


def front(asked: Asked) -> Answer:
    """Answer with a page that names nothing."""
    return Answer(200 if asked.path == "/" else 404, (("Content-Type", "text/html"),), b"<html><body><p>Hello</p>")


def test_what_was_written_of_an_outlet_stays_when_it_is_added_again(tmp_path: Path) -> None:
    with Press(front) as press:
        text = f'[outlets.harbour]\nhome = "{press.home}"\ndelay = 0.01  # they asked for it\n'
        (tmp_path / "rowback.toml").write_text(text)
        run = rowback(tmp_path, "add", press.home)
    assert run.code == 0, run
    assert "already" in run.out
    assert (tmp_path / "rowback.toml").read_text() == text


@pytest.mark.parametrize(("name", "says"), [("harbour", "is http"), ("other", "was added as harbour already")])
def test_add_overwrites_no_outlet_and_adds_none_twice(tmp_path: Path, name: str, says: str) -> None:
    with Press(front) as press:
        before = "http://old.invalid/" if name == "harbour" else press.home
        text = f'[outlets.harbour]\nhome = "{before}"\n'
        (tmp_path / "rowback.toml").write_text(text)
        run = rowback(tmp_path, "add", press.home, "--name", name)
    assert run.code == 2, run
    assert says in run.err
    assert (tmp_path / "rowback.toml").read_text() == text


def test_a_known_outlet_keeps_its_definition_under_another_name() -> None:
    known = builtin_outlets()["sputnik"]
    told = _described(Report(outlet=known), Entry(0, known.home, name="b"))
    assert told == known.named("b")
    assert "https://sputnikglobe.com/" in edit.put("", told)
    assert "sitemap" in edit.put("", told)
    assert _described(Report(outlet=known), Entry(0, known.home)) == Outlet(name="sputnik", home=known.home)


def test_an_outlet_is_called_what_its_pages_call_it_unless_its_definition_says() -> None:
    found = Report(outlet=Outlet(name="a", home="https://a.example/"), title="The Ambry Courier")
    assert _described(found, Entry(0, "https://a.example/")).title == "The Ambry Courier"
    page = b'<html><head><meta property="og:site_name" content=" The\nAmbry \x1b[1mCourier "></head><body><p>x'
    assert section.site_name(page, url="https://a.example/x") == "The Ambry [1mCourier"
    assert (
        section.site_name(b"", url="https://a.example/x") == section.site_name(b"<p>x", url="https://a.example/") == ""
    )


def test_systemd_reads_paths_with_blanks_and_percent_signs_whole() -> None:
    unit = KINDS["systemd"](HERE)
    line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert shlex.split(line.removeprefix("ExecStart="))[:3] == [str(HERE.command), "--config", "/a %%b/rowback.toml"]
    assert unit.count('ReadWritePaths="/a %%b/m"\n') == 3


def test_a_watch_has_a_unit_that_stops_it_gently_and_starts_it_again() -> None:
    watch = unit_files(KINDS["systemd"](HERE))["rowback-watch.service"]
    for line in (
        "SuccessExitStatus=8 143",
        "KillMode=mixed",
        "Restart=always",
        "Conflicts=rowback.timer rowback.service",
    ):
        assert line in watch.splitlines()
    assert "/rowback' --config '/a %%b/rowback.toml' watch\n" in watch


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    command = tmp_path / "row back"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    here = replace(HERE, command=command, config=tmp_path / "a %b.toml", user="root")
    for name, text in unit_files(KINDS["systemd"](here)).items():
        (tmp_path / name).write_text(text)
    names = [str(tmp_path / name) for name in unit_files(KINDS["systemd"](here))]
    assert [Path(name).name for name in names] == [
        "rowback.service", "rowback.timer", "rowback-watch.service", "rowback-serve.service",
    ]  # fmt: skip
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "rowback" in line]
    assert (done.returncode, said) == (0, [])


def unit_files(text: str) -> dict[str, str]:
    """Cut what is printed into files, each under its name."""
    parts = re.split(r"^# /etc/systemd/system/([\w.-]+).*$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_cron_looks_after_the_health_once_a_day() -> None:
    crawl, check = (line for line in KINDS["cron"](HERE).splitlines() if not line.startswith("#"))
    assert crawl == r"*/10 * * * * '/opt/row back/rowback' --config '/a \%b/rowback.toml' crawl"
    assert check == r"7 9 * * * '/opt/row back/rowback' --config '/a \%b/rowback.toml' status --check"


@pytest.mark.parametrize("kind", KINDS)
def test_units_name_only_options_that_there_are(kind: str) -> None:
    lines = re.findall(r"rowback'? --config ('[^']*'|\S+) ([^;\n]+)", KINDS[kind](HERE))
    assert lines
    for _, words in lines:
        asked = CliRunner().invoke(root, [*shlex.split(words), "--help"])
        assert asked.exit_code == 0, asked.output
