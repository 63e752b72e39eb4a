"""What `init`, `add` and `units` write: nothing that the next command cannot use, nothing over what is there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import root
from crawler.newspaper import Answer, Asked, Press
from crawler.units import KINDS, Place

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
        text = f'[outlets.harbour]\nhome = "{press.home}"\ndelay = 9  # they asked for it\n'
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


def test_systemd_reads_paths_with_blanks_and_percent_signs_whole() -> None:
    unit = KINDS["systemd"](HERE)
    line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert shlex.split(line.removeprefix("ExecStart="))[:3] == [str(HERE.command), "--config", "/a %%b/rowback.toml"]
    assert unit.count('ReadWritePaths="/a %%b/m"\n') == 2


@pytest.mark.parametrize("kind", KINDS)
def test_units_name_only_options_that_there_are(kind: str) -> None:
    lines = re.findall(r"rowback'? --config ('[^']*'|\S+) ([^;\n]+)", KINDS[kind](HERE))
    assert lines
    for _, words in lines:
        asked = CliRunner().invoke(root, [*shlex.split(words), "--help"])
        assert asked.exit_code == 0, asked.output
