"""What the commands that look at an archive share: where it is, the zone of its reader, the open database.

The root group hands its `Context` down in click's `ctx.obj`; this package never reads a configuration itself.
"""

import contextlib
import datetime as dt
import functools
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from archive.errors import BadInput, NotInArchive
from archive.lookup import Lookup, Zone
from archive.lookup.moments import earliest, latest, zone
from archive.morgue import Morgue, find
from archive.sqlite import said
from archive.store.connection import connect_reader
from archive.store.positions import ReadPlaces
from archive.store.watched import NextCheck
from archive.times import UTC, parse_iso
from archive.warc.records import WarcInfo

from .output import Output

P = ParamSpec("P")

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, times in UTC.")
_ZONE = click.option("--tz", "zone_name", metavar="ZONE", help="Read and write times in this zone. [default: local]")
_MORGUE = click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to look at.")


def _nobody() -> WarcInfo:
    return WarcInfo(software=f"rowback/{version('rowback')}", operator="", user_agent=f"rowback/{version('rowback')}")


@dataclass(frozen=True)
class Context:
    """What the root group knows: the morgue's folder, found only when a command needs it."""

    find_morgue: Callable[[], Path]
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(UTC)
    next_check: NextCheck | None = None  # the schedule of those who crawl; None where nobody does
    read_places: ReadPlaces | None = None  # how they read a front page; likewise
    warcinfo: Callable[[], WarcInfo] = _nobody  # what WARC files say of who writes them
    operator: Callable[[], tuple[str, str]] = lambda: ("", "")  # who runs the archive, and where to write to them


@dataclass(frozen=True)
class Looking:
    """One command's view of an archive."""

    lookup: Lookup
    output: Output
    morgue: Morgue
    zone: Zone
    now: dt.datetime

    def time(self, text: str) -> dt.datetime:
        """Read a time of `--at` or `--until`: a bare date is the end of that day."""
        return latest(text, now=self.now, zone=self.zone)

    def when(self, at: str) -> str:
        """Write a time of the database for the reader."""
        return self.zone.show(parse_iso(at))

    def start(self, text: str) -> dt.datetime:
        """Read a time of `--since`: a bare date is the beginning of that day."""
        return earliest(text, now=self.now, zone=self.zone)


@contextlib.contextmanager
def open_lookup(morgue: Morgue) -> Iterator[Lookup]:
    """Open an archive's database for reading. Raises `MorgueError` when SQLite cannot read it."""
    try:
        with contextlib.closing(connect_reader(morgue)) as connection:
            yield Lookup(connection)
    except sqlite3.DatabaseError as error:
        raise said(error, str(morgue.database)) from error


def _withheld(morgue: Morgue, error: NotInArchive) -> NotInArchive | None:
    """Return the error that says why an address is not here when it was taken down; None when it was not."""
    from archive.takedown.withholding import withheld_at  # only when something is not here

    try:
        row = withheld_at(morgue, error.subject)
    except BadInput:
        return None
    if row is None:
        return None
    if row.erased_at is not None:
        return NotInArchive(f"erased on {row.erased_at[:10]}", subject=error.subject)
    cure = f"rowback unwithhold {error.subject}"
    return NotInArchive(f"withheld since {row.withheld_at[:10]}", subject=error.subject, cure=cure)


def looking(run: Callable[Concatenate[Looking, P], int | None]) -> Callable[..., int | None]:
    """Give a command `--json`, `--tz` and `--morgue`, and the open archive as its first argument.

    What it returns is the exit code; None is 0.
    """

    def command(
        context: Context,
        /,
        as_json: bool,
        zone_name: str | None,
        morgue: Path | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> int | None:
        reads_in = zone(zone_name)
        archive = find(morgue or context.find_morgue())
        try:
            with open_lookup(archive) as lookup:
                return run(Looking(lookup, Output(as_json=as_json), archive, reads_in, context.now()), *args, **kwargs)
        except NotInArchive as error:
            raise _withheld(archive, error) or error from None

    made: Callable[..., int | None] = functools.update_wrapper(click.pass_obj(command), run)
    for option in (_MORGUE, _ZONE, _JSON):
        made = option(made)
    return made
