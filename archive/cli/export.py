"""`rowback export`: what leaves the archive, as files that other programs know."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from archive import exits
from archive.errors import BadInput
from archive.export import database, index, tables, wacz
from archive.export.files import failure, written
from archive.export.selecting import withheld_articles
from archive.lookup.exported import TABLES, Exported
from archive.store import chosen
from archive.store.chosen import Selection
from archive.store.connection import connect_reader
from archive.wording import phrases

from .context import Looking, looking
from .output import ReaderGone
from .progress import bar

P = ParamSpec("P")
_NAMED = {".csv": "csv", ".parquet": "parquet"}  # what a file is called by its format

_OUTLET = click.option("--outlet", metavar="NAME", help="Only this outlet.")
_SINCE = click.option("--since", metavar="TIME", help="Only what was captured from this time on: 2026-11-17, 24h, 7d.")
_UNTIL = click.option("--until", metavar="TIME", help="Only what was captured up to this time.")
_OUT = click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE", help="Where to write.")


def choosing(run: Callable[Concatenate[Looking, Selection, Path | None, P], int | None]) -> Callable[..., int | None]:
    """Give an export its options, and what they choose as its second and third argument."""

    def command(
        look: Looking,
        /,
        outlet: str | None,
        since: str | None,
        until: str | None,
        path: Path | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> int | None:
        if look.output.as_json and path is None:
            raise BadInput("--json tells of a file", subject="--json", cure="Name the file with -o")
        selection = Selection(
            outlet_id=look.lookup.outlet_named(outlet).id if outlet else None,
            since=look.start(since) if since else None,
            until=look.time(until) if until else None,
            withheld=withheld_articles(look.morgue),
        )
        return run(look, selection, path, *args, **kwargs)

    command.__doc__, command.__name__ = run.__doc__, run.__name__
    made: Callable[..., int | None] = looking(command)
    for option in (_OUT, _UNTIL, _SINCE, _OUTLET):
        made = option(made)
    return made


@click.group()
def export() -> None:
    """Write what is in the archive as files that other programs read."""


@export.command("cdxj")
@choosing
def cdxj_index(look: Looking, selection: Selection, path: Path | None) -> None:
    """Write an index of the captures, sorted, as pywb and other replay tools read it."""
    with closing(connect_reader(look.morgue)) as connection:
        count = _write(index.lines(connection, selection), path)
    _tell(look, "cdxj", path, lines=count, said=phrases.count(count, "line"))


_FORMAT = click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    help="JSON lines, CSV or Parquet. [default: as the file is named, else JSON lines]",
)


def _table(name: str, table: Exported) -> None:
    """Make the command that writes one table."""

    def write(look: Looking, selection: Selection, path: Path | None, kind: str | None) -> None:
        kind = kind or _NAMED.get(path.suffix.lower() if path else "", "jsonl")
        with closing(connect_reader(look.morgue)) as connection:
            rows = table.rows(connection, selection)
            if kind == "parquet":
                count = _write_parquet(rows, path, table)
            else:
                csv = kind == "csv"
                lines = tables.csv_lines(rows, table.columns) if csv else tables.json_lines(rows)
                count = _write(lines, path) - csv
        _tell(look, name, path, said=phrases.count(count, table.what), **{name: count})

    write.__name__ = name
    write.__doc__ = (
        f"{table.about}\n\nIn CSV, text that a spreadsheet would take for a formula begins with an apostrophe."
    )
    export.command(name)(_FORMAT(choosing(write)))


def _write_parquet(rows: Iterable[tables.Row], path: Path | None, table: Exported) -> int:
    if path is None:
        raise BadInput("Parquet is no text", subject="--format parquet", cure="Name a file with -o")
    with written(path) as made:
        return tables.write_parquet(rows, made, {name: kind for name, (_, kind) in table.columns.items()})


for _name, _each in TABLES.items():
    _table(_name, _each)


@export.command("wacz")
@choosing
def wacz_package(look: Looking, selection: Selection, path: Path | None) -> int:
    """Write a package of captures with index and page list, to replay or to hand over (WACZ 1.1.1)."""
    if path is None:
        raise BadInput("a package is no text", subject="export wacz", cure="Name a file with -o NAME.wacz")
    about = wacz.About(
        title=path.stem,
        description="Pages of news outlets as rowback captured them. One entry in the list of pages is one version.",
        software=f"rowback {version_of('rowback')}",
        created=look.now,
    )
    with closing(connect_reader(look.morgue)) as connection:
        connection.execute("BEGIN")  # one state of the archive, however long it takes
        total = chosen.count_with_originals(connection, selection)
        with bar("copying", total, silent=look.output.as_json) as step, written(path) as made:
            packed = wacz.write(connection, look.morgue.warcs, selection, made, about, step=step)
    for error in packed.damaged:
        look.output.note(f"left out: {error}")
    said = f"{phrases.count(packed.captures, 'capture')}, {phrases.count(packed.pages, 'page')}"
    counts = {"captures": packed.captures, "pages": packed.pages, "damaged": len(packed.damaged)}
    _tell(look, "wacz", path, said=said, **counts)
    return exits.DAMAGE if packed.damaged else 0


@export.command("db")
@click.argument("path", type=click.Path(path_type=Path))
@looking
def shared_database(look: Looking, path: Path) -> None:
    """Write a copy of the database to share, without what is withheld and without rowback's internal tables."""
    size = database.write(look.morgue, path)
    _tell(look, "db", path, said=f"{size:,} bytes")


def _write(lines: Iterable[str], path: Path | None) -> int:
    """Write text to a file, or to standard output; return how many pieces there were."""
    count = 0

    def counted() -> Iterator[str]:
        nonlocal count
        for count, line in enumerate(lines, 1):  # noqa: B007  (it is what is returned)
            yield line

    if path is not None:
        with written(path) as made, made.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(counted())
        return count
    try:
        for line in counted():
            sys.stdout.write(line)
    except BrokenPipeError:
        raise ReaderGone from None
    return count


def _tell(look: Looking, kind: str, path: Path | None, *, said: str, **counts: int) -> None:
    """Say what was written, unless the answer itself went to standard output."""
    if path is None:
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise failure(error, path) from error
    if look.output.as_json:
        look.output.answer(export={"kind": kind, "path": str(path.absolute()), "bytes": size, **counts})
    elif look.output.terminal:
        look.output.show(f"{path}: {said}")
