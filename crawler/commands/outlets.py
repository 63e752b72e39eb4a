"""`rowback add`, `remove`, `rename`, `pause`, `resume`, `outlets`: which outlets are crawled, in `rowback.toml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from archive import BadInput, MorgueError, NotInArchive, Output, find_morgue, open_lookup
from archive import output_table as table
from crawler.cli import Root
from crawler.config import edit
from crawler.config.lists import Entry, read_list, write_opml
from crawler.errors import ConfigError, SourceError

from .adding import Adding
from .check import as_row, show
from .keep import read_text

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("addresses", nargs=-1, metavar="URL...")
@click.option("--name", help="What to call it. [default: the host without www]")
@click.option("--from", "file", metavar="FILE|-", help="Read a list: addresses or `name, url`, one a line, or OPML.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add(root: Root, addresses: tuple[str, ...], name: str | None, file: str | None, as_json: bool) -> int:
    """Check outlets and add them to rowback.toml, to be crawled from then on.

    What a list holds and cannot be added is named with its line, and written into a file that can be given again.
    """
    entries = [Entry(0, url, name=name) for url in dict.fromkeys(addresses)]
    entries += read_list(read_text(file)) if file else []
    if not entries:
        raise BadInput("no outlet was given", cure="rowback add https://example.org/, or --from FILE")
    if name and len(entries) > 1:
        raise BadInput("one name for several outlets", subject=name, cure="Give --name with one address")
    output = Output(as_json=as_json)
    adding = Adding(root)
    adding.take(entries)
    if len(entries) == 1 and file is None and adding.failed:
        raise adding.failed[0].error
    return _tell_added(output, adding, file)


def _tell_added(output: Output, adding: Adding, file: str | None) -> int:
    code = SourceError.code if adding.failed else 0
    left = adding.write_failed(file) if file and adding.failed else None
    if output.as_json:
        output.answer(
            outlets=[as_row(each.report) | {"name": each.outlet.name} for each in adding.added],
            failed=[
                {"line": each.entry.line, "url": each.entry.url, "error": str(each.error)} for each in adding.failed
            ],
        )
        return code
    for each in adding.added:
        if file is None:
            show(each.report, output)
        name = each.outlet.name
        done = f"{name} is in {adding.path} already" if each.there else f"Added as {name} to {adding.path}"
        output.show(Text(f"{done}. Next: rowback crawl {name}" if file is None else done))
    for failed in adding.failed:
        output.note(f"line {failed.entry.line}: {failed.error}" if failed.entry.line else str(failed.error))
    if file is not None:
        new = sum(not each.there for each in adding.added)
        said = f"{new:,} added, {len(adding.added) - new:,} there already, {len(adding.failed):,} not added"
        output.show(Text(said + (f"; those stand in {left}" if left else "") + ". Next: rowback crawl"))
    return code


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
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename(root: Root, old: str, new: str) -> None:
    """Call an outlet otherwise: its short name while nothing was kept of it, its title after that.

    The ids of what was kept are made of the short name, so it stays, and links to the archive go on working.
    """
    if _is_kept(root, old):
        path = _change(root, old, lambda text: edit.entitle(text, old, new))
        output = f"{old} is shown as {new} from its next crawl on; its short name stays: ids are made of it."
    else:
        path = _change(root, old, lambda text: edit.rename(text, old, new))
        output = f"{old} is called {new} in {path}."
    Output().show(Text(output))


def _is_kept(root: Root, name: str) -> bool:
    """Tell whether the archive holds an outlet of that name."""
    try:
        with open_lookup(find_morgue(root.config().morgue)) as lookup:
            lookup.outlet_named(name)
    except (MorgueError, NotInArchive):
        return False
    return True


@click.command()
@click.option("--opml", is_flag=True, help="Print those that are crawled as OPML, as feed readers read it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def outlets(root: Root, opml: bool, as_json: bool) -> None:
    """List the outlets that are crawled, and those that rowback knows."""
    from .choosing import builtin_outlets

    config, builtin = root.config(), builtin_outlets()
    if opml:
        crawled = (definition.outlet(builtin.get(name)) for name, definition in config.outlets.items())
        Output().show(Text(write_opml(crawled).rstrip(), no_wrap=True, overflow="ignore"))
        return
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
