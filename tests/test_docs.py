"""The documents cannot drift: every command has help and stands in the README, and what must be said is said."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from crawler.cli import COMMANDS, root, summary

HERE = Path(__file__).resolve().parent.parent
README = (HERE / "README.md").read_text("utf-8")
MUST_SAY = [
    "rowback knows nothing from before its first look, and nothing between two looks",
    "It keeps what your server was shown, in its country, without cookies; others may have seen another headline",
    "Most changes are innocent",
    "A proof shows that bytes did not change, not that they are true",
    "Outlets that refuse robots are not archived; it tells you",
    "You are copying other people's work: keep it private unless you may publish; removed names deserve thought",
    "Plan 1–2 MB an article",
    "Back up `warcs/`, `chain.txt`, `desk.db`, `rowback.toml`; `rowback.db` can be made again",
    "To an outlet: `User-agent: rowback` / `Disallow: /` is obeyed",
]


def _command(name: str) -> click.Command:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    assert _command(name).help


def test_help_gives_every_summary_whole_and_loads_no_command() -> None:
    code = (
        "import sys; from crawler.cli import COMMANDS, run; run(['--help'])\n"
        "print(*(set(COMMANDS.values()) & set(sys.modules)), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=True)
    assert told.stderr == "\n"
    assert "..." not in told.stdout.partition("Begin:")[2]
    words = " ".join(told.stdout.split())
    assert all(summary(name) in words for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_summary_is_the_first_paragraph_of_the_help(name: str) -> None:
    assert summary(name) == " ".join((_command(name).help or "").partition("\n\n")[0].split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    bare = [option.name for option in _command(name).params if isinstance(option, click.Option) and not option.help]
    assert bare in ([], ["morgue"])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"| `{name}" in README


@pytest.mark.parametrize("sentence", MUST_SAY)
def test_the_readme_says_what_must_be_said(sentence: str) -> None:
    assert sentence in README


def test_the_readme_starts_with_the_two_commands() -> None:
    head = README.split("## ", 1)[0]
    assert "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/rowback demo" in head
    assert "&& .venv/bin/python -m pytest" in head


def test_looking_at_an_archive_loads_neither_scrapy_nor_twisted() -> None:
    code = (
        "import sys; from crawler.cli import COMMANDS, root; import click\n"
        "for name, module in COMMANDS.items():\n"
        "    if module.startswith('archive.'): root.get_command(click.Context(root), name)\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "sys.exit(', '.join(loaded & {'scrapy', 'twisted', 'datasette'}) or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
