"""`rowback status`: how the archive is, in a few lines; what is wrong, in plain words."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.text import Text

from archive import Alarm, Output, PaceRow, Zone, connect_reader, exits, morgue, parse_iso, said_size
from archive import find_alarms as alarms
from archive import health_rows as health
from archive import output_table as table
from archive import said_length as said
from archive import zone_named as zone
from crawler.cli import Root
from crawler.config import Config

from .metrics import Folder
from .metrics import prometheus as as_metrics

_MONTH = 30


@dataclass(frozen=True, slots=True)
class _Archive:
    """What is told of an archive."""

    folder: Path
    size: int
    grown: float  # bytes a day
    free: int  # bytes that may still be filled
    crawl: dict[str, object] | None  # the last one
    outlets: list[dict[str, object]]
    vitals: list[health.Vitals]
    alarms: list[Alarm]
    full_on: str | None


@click.command()
@click.option("--check", "check", is_flag=True, help="Print only alarms; exit 10 when there is one.")
@click.option("--prometheus", is_flag=True, help="Print the figures for Prometheus.")
@click.option("--tz", "zone_name", metavar="ZONE", help="Write times in this zone. [default: local]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, times in UTC.")
@click.option("--morgue", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to look at.")
@click.pass_obj
def status(root: Root, check: bool, prometheus: bool, zone_name: str | None, as_json: bool, folder: Path | None) -> int:
    """Say how the archive is: outlets, last crawl, size, when the disk is full, what is wrong."""
    reads_in, output = zone(zone_name), Output(as_json=as_json)
    found = _look(folder, root.config(), root.now())
    if prometheus:
        began = parse_iso(str(found.crawl["started_at"])).timestamp() if found.crawl else None
        whole = Folder(size=found.size, growth=found.grown, free=found.free, crawled_at=began)
        click.echo(as_metrics(found.vitals, found.alarms, whole), nl=False)
    elif as_json:
        _answer(output, found)
    else:
        if not check:
            output.show(Text(f"Archive: {found.folder}"), Text(_forecast(found)), Text(_crawl(found.crawl, reads_in)))
            _show(output, found.outlets, found.vitals, reads_in)
        _show_alarms(output, found.alarms, apart=not check)
    return exits.ALARM if check and found.alarms else 0


def _look(folder: Path | None, config: Config, now: dt.datetime) -> _Archive:
    place = morgue.find(folder or config.morgue)
    with contextlib.closing(connect_reader(place)) as connection:
        connection.row_factory = sqlite3.Row
        crawl, outlets = health.last_crawl(connection), health.outlets(connection, now)
        grown = health.bytes_a_day(connection, place.database.stat().st_size, now)
        vitals = health.watched(connection, config.enabled, now)
    free = shutil.disk_usage(place.folder).free - config.min_free
    full_on, size = _full_on(free, grown, now.date()), health.folder_size(place.folder)
    return _Archive(place.folder, size, grown, free, crawl, outlets, vitals, alarms(vitals, now), full_on)


def _answer(output: Output, found: _Archive) -> None:
    output.answer(
        morgue=str(found.folder),
        bytes=found.size,
        bytes_a_day=found.grown,
        bytes_a_month=found.grown * _MONTH,
        full_on=found.full_on,
        crawl=found.crawl,
        outlets=found.outlets,
        health=[asdict(each) for each in found.vitals],
        alarms=[asdict(alarm) for alarm in found.alarms],
    )


def _forecast(found: _Archive) -> str:
    """Say how large it is and what becomes of that: `morgue 3.4 GB, +45 MB a day, full on 2027-02-13`."""
    told = [f"morgue {said_size(found.size)}"]
    if found.grown:
        told.append(f"+{said_size(round(found.grown))} a day")
        told.append(f"full on {found.full_on}" if found.full_on else "not full for ten years")
        told.append(f"{said_size(round(found.grown * _MONTH))} a month")
    return ", ".join(told)


def _crawl(crawl: dict[str, object] | None, reads_in: Zone) -> str:
    if crawl is None:
        return "Nothing was crawled yet."
    began, finished = reads_in.show(parse_iso(str(crawl["started_at"]))), crawl["finished_at"]
    ended = f"ended {reads_in.show(parse_iso(str(finished)))}" if finished else "did not end, or runs"
    return f"Last crawl: began {began}, {ended}, {crawl['status']}; {crawl['summary'] or 'no pages'}"


def _show(
    output: Output, outlets: Sequence[dict[str, object]], vitals: Sequence[health.Vitals], reads_in: Zone
) -> None:
    """Print each outlet's counts, and of its last days the rates with what they stand on."""
    by_name = {each.outlet: each for each in vitals}
    rows = table("outlet", "articles", "versions", "looks at articles", "last look", "missed in 7 days")
    of_days = ("looks at all pages", "median gap between looks", "from publication to first look", "days not covered")
    days = table("in 7 days", *of_days)
    for row in outlets:
        last = reads_in.show(parse_iso(str(row["last"]))) if row["last"] else "never"
        cells = [row["name"], row["articles"], row["versions"], row["captures"], last, row["missed"]]
        rows.add_row(*(Text(str(cell)) for cell in cells))
        if (each := by_name.get(str(row["name"]))) is not None:
            gap, first = _hours(each.median_gap_hours), _hours(each.median_hours_to_first_look)
            cells = [
                each.outlet,
                each.looks,
                f"{gap} (of {each.gaps:,})",
                f"{first} (of {each.first_looks:,})",
                f"{each.days_without_coverage} of {each.days_watched}",
            ]
            days.add_row(*(Text(str(cell)) for cell in cells))
    output.show("", rows, "", days)
    for each in vitals:
        if each.pace is not None:
            output.show(Text(_pace(each.outlet, each.pace, reads_in)))


def _pace(outlet: str, pace: PaceRow, reads_in: Zone) -> str:
    when = reads_in.show(pace.noted_at)
    return f"{outlet}: asked once per {pace.seconds:.2g} s, not {pace.floor:.2g} s: {pace.why} ({when})"


def _hours(hours: float | None) -> str:
    return "unknown" if hours is None else said(hours * 3600)


def _show_alarms(output: Output, found: Sequence[Alarm], *, apart: bool) -> None:
    if found:
        output.show(*([""] if apart else []), *(Text(str(alarm)) for alarm in found))


def _full_on(free: int, grown: float, today: dt.date) -> str | None:
    """Return the day on which the disk will be full at this pace; None when that is years away, or unknown."""
    days = free / grown if grown else float("inf")
    if days > 3650:
        return None
    return (today + dt.timedelta(days=int(days))).isoformat()
