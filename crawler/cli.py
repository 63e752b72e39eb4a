"""The root of the command line: `rowback`. Its commands live in `crawler.commands` and `archive.cli`.

A command's module is imported when the command is asked for, so that looking at the archive never loads Scrapy.
"""

import ast
import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path

import click

from archive import Context, FrontPage, Place, WarcInfo, WatchedRow, guarded

from .clock import REAL, Clock
from .config import Config, Surroundings, load

COMMANDS = {
    "demo": "crawler.commands.demo",
    "init": "crawler.commands.init",
    "check": "crawler.commands.check",
    "add": "crawler.commands.outlets",
    "remove": "crawler.commands.outlets",
    "rename": "crawler.commands.outlets",
    "pause": "crawler.commands.outlets",
    "resume": "crawler.commands.outlets",
    "outlets": "crawler.commands.outlets",
    "crawl": "crawler.commands.crawl",
    "keep": "crawler.commands.keep",
    "watch": "crawler.commands.watch",
    "schedule": "crawler.commands.schedule",
    "status": "crawler.commands.status",
    "units": "crawler.commands.units",
    "tell": "crawler.commands.tell",
    "log": "archive.cli.log",
    "show": "archive.cli.show",
    "cite": "archive.cli.cite",
    "diff": "archive.cli.diff",
    "compare": "archive.cli.compare",
    "changes": "archive.cli.changes",
    "find": "archive.cli.search",
    "search": "archive.cli.search",
    "stories": "archive.cli.stories",
    "story": "archive.cli.stories",
    "trace": "archive.cli.stories",
    "serve": "archive.cli.serve",
    "verify": "archive.cli.verify",
    "timestamp": "crawler.commands.timestamp",
    "rebuild": "archive.cli.rebuild",
    "withhold": "archive.cli.withhold",
    "unwithhold": "archive.cli.withhold",
    "erase": "archive.cli.erase",
    "export": "archive.cli.export",
    "prove": "archive.cli.prove",
    "import": "archive.cli.import_",
}

HEADINGS = {"demo": "Begin", "crawl": "Crawl", "log": "Look", "verify": "Look after the archive", "export": "Share"}


@dataclass(frozen=True, kw_only=True)
class Root(Context):
    """What every command may ask for: the configuration, read when it is needed."""

    config: Callable[[], Config]
    clock: Clock = REAL


class Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name + "_" * iskeyword(cmd_name))
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.{cmd_name} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under a few headings, in the order in which one meets them; none is imported."""
        sections: dict[str, list[tuple[str, str]]] = {}
        heading = "Commands"
        for name in self.list_commands(ctx):
            heading = HEADINGS.get(name, heading)
            sections.setdefault(heading, []).append((name, summary(name)))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def summary(name: str) -> str:
    """Return the first paragraph of a command's help, read from its module's text."""
    spec = find_spec(COMMANDS[name])
    if spec is None or spec.origin is None:
        raise LookupError(name)
    for node in ast.parse(Path(spec.origin).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == name + "_" * iskeyword(name):
            return " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
    raise LookupError(name)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="rowback")
@click.option(
    "--config", metavar="FILE", help="Read this rowback.toml. [default: here or above, then ~/.config/rowback]"
)
@click.option(
    "--morgue", metavar="FOLDER", help="Work on this archive. [default: what rowback.toml says, else ./morgue]"
)
@click.pass_context
def root(ctx: click.Context, config: str | None, morgue: str | None) -> None:
    """Keep what news outlets published, and show what changed."""
    clock = ctx.obj if isinstance(ctx.obj, Clock) else REAL

    def read() -> Config:
        return load(Surroundings(environ=os.environ, cwd=Path.cwd(), home=Path.home()), config=config, morgue=morgue)

    def info() -> WarcInfo:
        from .crawl.crawl_report import warcinfo  # only what writes needs it

        return warcinfo(read())

    def operator() -> tuple[str, str]:
        own = read().operator
        return own.name, own.contact

    def next_check(row: WatchedRow) -> dt.datetime | None:
        from . import schedule  # only what derives without crawling needs it
        from .schedule import rows

        return schedule.next_look(rows.watched(row)).at

    def read_places(page: FrontPage) -> list[Place]:
        from .discovery import rows  # the same

        return rows.places_by_definition(page)

    ctx.obj = Root(
        find_morgue=lambda: read().morgue,
        now=clock.now,
        next_check=next_check,
        read_places=read_places,
        warcinfo=info,
        operator=operator,
        config=read,
        clock=clock,
    )


def run(arguments: Sequence[str], clock: Clock = REAL) -> int:
    """Run `rowback` with these arguments and return its exit code; `clock` is where all its times come from."""
    return guarded(root, arguments, clock)


def main() -> None:
    """Run `rowback` and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))
