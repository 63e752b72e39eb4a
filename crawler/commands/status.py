"""`rowback status`: how the archive is, in a few lines; what is wrong, in plain words."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.text import Text

from archive import ids, morgue
from archive.cli.output import Output, table
from archive.lookup.moments import Zone, zone
from archive.store import health
from archive.store.connection import connect_reader
from archive.times import parse_iso
from crawler import amounts
from crawler import health as rules
from crawler.cli import Root

EXIT_ALARM = 10
_MONTH = 30


@click.command()
@click.option("--check", "check", is_flag=True, help="Print only alarms; exit 10 when there is one.")
@click.option("--prometheus", is_flag=True, help="Print the figures for Prometheus.")
@click.option("--tz", "zone_name", metavar="ZONE", help="Write times in this zone. [default: local]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, times in UTC.")
@click.pass_obj
def status(root: Root, check: bool, prometheus: bool, zone_name: str | None, as_json: bool) -> int:
    """Say how the archive is: outlets, last crawl, size, when the disk is full, what is wrong."""
    config, now, reads_in = root.config(), root.now(), zone(zone_name)
    place = morgue.find(config.morgue)
    with contextlib.closing(connect_reader(place)) as connection:
        connection.row_factory = sqlite3.Row
        crawl, outlets = health.last_crawl(connection), health.outlets(connection, now)
        grown = health.bytes_a_day(connection, now)
        names = config.enabled or tuple(str(row["name"]) for row in outlets)
        vitals = [health.vitals(connection, ids.outlet_id(name), name, now) for name in names]
    found = rules.alarms(vitals, now)
    size = health.folder_size(place.folder)
    full = _full_on(shutil.disk_usage(place.folder).free - config.min_free, grown, now.date())
    output = Output(as_json=as_json)
    if prometheus:
        click.echo(rules.prometheus(vitals, found, size=size), nl=False)
    elif as_json:
        figures = {"bytes": size, "bytes_a_day": grown, "bytes_a_month": grown * _MONTH, "full_on": full}
        output.answer(
            morgue=str(place.folder), **figures, crawl=crawl, outlets=outlets, health=[asdict(v) for v in vitals],
            alarms=[asdict(alarm) for alarm in found],
        )  # fmt: skip
    elif not check:
        output.show(
            Text(f"{place.folder}: {amounts.said_size(size)}{_growth(grown)}" + (f", full on {full}" if full else ""))
        )
        output.show(Text(_crawl(crawl, reads_in)))
        _show(output, outlets, vitals, reads_in)
    if not as_json and not prometheus:
        _show_alarms(output, found)
    return EXIT_ALARM if check and found else 0


def _growth(grown: float) -> str:
    if not grown:
        return ""
    return f", +{amounts.said_size(round(grown))} a day, {amounts.said_size(round(grown * _MONTH))} a month"


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
    rows = table("outlet", "articles", "versions", "looks", "last look", "missed in 7 days")
    days = table("in 7 days", "looks", "median gap between looks", "from publication to first look", "days not covered")
    for row in outlets:
        last = reads_in.show(parse_iso(str(row["last"]))) if row["last"] else "never"
        cells = [row["name"], row["articles"], row["versions"], row["captures"], last, row["missed"]]
        rows.add_row(*(Text(str(cell)) for cell in cells))
        if (each := by_name.get(str(row["name"]))) is not None:
            gap, first = _hours(each.median_gap_hours), _hours(each.median_hours_to_first_look)
            cells = [each.outlet, each.looks, gap, first, f"{each.days_without_coverage} of 30"]
            days.add_row(*(Text(str(cell)) for cell in cells))
    output.show("", rows, "", days)


def _hours(hours: float | None) -> str:
    return "unknown" if hours is None else amounts.said(hours * 3600)


def _show_alarms(output: Output, found: Sequence[rules.Alarm]) -> None:
    if found:
        output.show("", *(Text(f"{alarm.outlet}: {alarm.words}") for alarm in found))


def _full_on(free: int, grown: float, today: dt.date) -> str | None:
    """Return the day on which the disk will be full at this pace; None when that is years away, or unknown."""
    days = free / grown if grown else float("inf")
    if days > 3650:
        return None
    return (today + dt.timedelta(days=int(days))).isoformat()
