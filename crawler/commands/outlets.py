"""`rowback add`, `remove`, `pause`, `resume`, `outlets`: which outlets are crawled, in `rowback.toml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from archive import BadInput, Output, RowbackError
from archive import output_table as table
from crawler.cli import Root
from crawler.config import FILENAME, Config, edit
from crawler.errors import ConfigError, SourceError
from crawler.outlet import Outlet

from .check import as_row, looked_at, show
from .keep import listed

if TYPE_CHECKING:
    from crawler.check.checking import Report


@click.command()
@click.argument("addresses", nargs=-1, metavar="URL...")
@click.option("--name", help="What to call it. [default: the host without www]")
@click.option("--from", "file", metavar="FILE|-", help="Read addresses from a file, one a line; - is standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add(root: Root, addresses: tuple[str, ...], name: str | None, file: str | None, as_json: bool) -> int:
    """Check outlets and add them to rowback.toml, to be crawled from then on."""
    wanted = tuple(dict.fromkeys([*addresses, *(listed(file) if file else ())]))
    if not wanted:
        raise BadInput("no outlet was given", cure="rowback add https://example.org/, or --from FILE")
    if name and len(wanted) > 1:
        raise BadInput("one name for several outlets", subject=name, cure="Give --name with one address")
    output = Output(as_json=as_json)
    config = root.config()
    path, text = _file(config)
    there = config.outlets
    reports = looked_at(root, wanted)
    added = []
    for report in reports:
        outlet = _described(report, name)
        _refuse_another(config, outlet)
        if outlet.name not in there and (wrong := _unusable(report)) is not None:
            if len(reports) == 1:
                raise wrong
            output.note(str(wrong))
            continue
        added.append((outlet, report))
        if outlet.name not in there:  # what a person wrote of it stays
            text = edit.put(text, outlet)
    edit.write(path, text)
    code = 0 if len(added) == len(reports) else SourceError.code
    if as_json:
        output.answer(outlets=[as_row(report) | {"name": outlet.name} for outlet, report in added])
        return code
    for outlet, report in added:
        show(report, output)
        done = f"{outlet.name} is in {path} already" if outlet.name in there else f"Added as {outlet.name} to {path}"
        output.show(Text(f"{done}. Next: rowback crawl {outlet.name}"))
    return code


def _unusable(report: Report) -> RowbackError | None:
    """Return why an outlet cannot be crawled; None when it can."""
    if report.error is not None:
        return report.error
    if report.useful or report.outlet.sources:
        return None
    from crawler.check.checking import nothing_found

    cure = "Not added. `rowback check` says what it tried"
    return SourceError(nothing_found(report), subject=report.outlet.home, cure=cure)


def _described(report: Report, name: str | None) -> Outlet:
    """Return what is written of an outlet: its home, its title, and its sources where no definition names them.

    Under another name nothing stands for it but what is written: then the whole definition is.
    """
    from .choosing import builtin_outlets

    outlet = report.outlet
    if name and name != outlet.name and outlet.name in builtin_outlets():
        return outlet.named(name)
    found = tuple(source for source in report.useful if source.kind != "front") or report.useful
    title = "" if outlet.title else report.title
    return Outlet(name=name or outlet.name, home=outlet.home, title=title, sources=() if outlet.sources else found)


def _refuse_another(config: Config, outlet: Outlet) -> None:
    """Raise `BadInput` where this name stands for another home already, or this home has another name."""
    from .choosing import builtin_outlets

    for name, definition in config.outlets.items():
        home = definition.outlet(builtin_outlets().get(name)).home
        if name == outlet.name and home != outlet.home:
            raise BadInput(f"is {home} already", subject=name, cure=f"Give {outlet.home} another --name")
        if name != outlet.name and home == outlet.home:
            raise BadInput(f"was added as {name} already", subject=home, cure=f"To rename it: rowback remove {name}")


def _file(config: Config) -> tuple[Path, str]:
    """Return the file to write to and what it says; a new one in the current folder when there is none."""
    path = config.path or Path.cwd() / FILENAME
    return path, path.read_text(encoding="utf-8") if path.exists() else edit.new()


def _change(root: Root, name: str, how: Callable[[str], str]) -> Path:
    config = root.config()
    if config.path is None:
        raise ConfigError("there is no rowback.toml", subject=name, cure="rowback add URL makes one")
    edit.write(config.path, how(config.path.read_text(encoding="utf-8")))
    return config.path


@click.command()
@click.argument("name")
@click.pass_obj
def remove(root: Root, name: str) -> None:
    """Take an outlet out of rowback.toml; what was kept of it stays."""
    path = _change(root, name, lambda text: edit.remove(text, name))
    Output().show(Text(f"{name} is no longer in {path}. What was kept of it stays in the archive."))


@click.command()
@click.argument("name")
@click.pass_obj
def pause(root: Root, name: str) -> None:
    """Leave an outlet alone until `resume`."""
    _change(root, name, lambda text: edit.pause(text, name, paused=True))
    Output().show(Text(f"{name} is left alone until: rowback resume {name}"))


@click.command()
@click.argument("name")
@click.pass_obj
def resume(root: Root, name: str) -> None:
    """Crawl a paused outlet again."""
    _change(root, name, lambda text: edit.pause(text, name, paused=False))
    Output().show(Text(f"{name} is crawled again."))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def outlets(root: Root, as_json: bool) -> None:
    """List the outlets that are crawled, and those that rowback knows."""
    from .choosing import builtin_outlets

    config, builtin = root.config(), builtin_outlets()
    rows = [
        (definition.outlet(builtin.get(name)), "paused" if definition.paused else "crawled")
        for name, definition in config.outlets.items()
    ]
    rows += [(outlet, "known") for name, outlet in sorted(builtin.items()) if name not in config.outlets]
    output = Output(as_json=as_json)
    if as_json:
        output.answer(
            outlets=[
                {"name": o.name, "title": o.display, "home": o.home, "language": o.language, "state": state}
                for o, state in rows
            ]
        )
        return
    listed_ = table("name", "state", "title", "home")
    for outlet, state in rows:
        listed_.add_row(Text(outlet.name), Text(state), Text(outlet.display), Text(outlet.home))
    output.show(listed_)
    if not config.outlets:
        output.note("None is crawled yet. Add one: rowback add https://example.org/ (or the name of a known one)")
