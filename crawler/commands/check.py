"""`rowback check`: look at an outlet without keeping anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from archive import BadInput, Content, Output, Rejection, Zone, exits, one_line, said_size, save_page, times
from crawler.cli import Root
from crawler.config import Config

if TYPE_CHECKING:
    from crawler.check.checking import Report

    from .choosing import Chosen


@click.command()
@click.argument("outlets", nargs=-1, required=True, metavar="URL|NAME...")
@click.option("--save", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the pages and their readings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def check(root: Root, outlets: tuple[str, ...], save: Path | None, as_json: bool) -> int:
    """Look at an outlet: its sources, its robots.txt, its pace, one article. Keeps nothing.

    With --save, each page that was read becomes a folder with page.html and expected.json: a test of the outlet.
    """
    from crawler.check.checking import verdict

    output = Output(as_json=as_json)
    reports = looked_at(root, outlets)
    if save is not None:
        for report in reports:
            _save(report, save, output)
    if as_json:
        output.answer(outlets=[as_row(report) for report in reports])
    else:
        for report in reports:
            show(report, output)
    return 0 if all(verdict(report) == "reads well" for report in reports) else exits.SOME_FAILED


def looked_at(root: Root, words: tuple[str, ...]) -> list[Report]:
    """Check the outlets that the words name. Raises what is wrong with a word, or with the configuration."""
    from .choosing import choose

    reports = look_at(root.config(), choose(words, root.config()))
    if len(reports) == 1 and reports[0].error is not None:
        raise reports[0].error
    return reports


def _save(report: Report, folder: Path, output: Output) -> None:
    """Write the pages of a report, each into a folder named after its address."""
    for page in report.pages:
        name = re.sub(r"[^a-z0-9]+", "-", page.url.partition("://")[2].lower()).strip("-")[-80:]
        try:
            save_page(folder / name, page)
        except OSError as error:
            raise BadInput(f"cannot be written ({error})", subject=str(folder), cure="Name another folder") from error
        output.note(f"{folder / name}: read what expected.json says, mend what is wrong, and keep it as a test")


def look_at(config: Config, chosen: Sequence[Chosen]) -> list[Report]:
    """Check outlets side by side; what is wrong with one stands in its report."""
    from crawler.check import run

    if not chosen:
        return []
    named = {each.outlet.name: each.url for each in chosen if each.url}
    return run.check(config, [each.outlet for each in chosen], named=named)


def show(report: Report, output: Output) -> None:
    """Print what a check saw."""
    from crawler.check.checking import verdict

    output.show(Text(f"{report.outlet.display}  {report.outlet.home}", style="bold"))
    for harvest in report.harvests:
        newest = f"newest {Zone().show(harvest.newest_at)}" if harvest.newest_at else "no dates"
        count = f"{len(harvest.children):,} sitemaps" if harvest.children else _addresses(harvest.announced)
        output.show(Text(f"  {harvest.kind.replace('_', ' '):<14} {count}, {newest}  {one_line(harvest.url)}"))
    for fault in report.faults:
        output.show(Text(f"  not readable   {one_line(fault)}", style="dim"))
    if report.foreign_hosts:
        output.show(Text(f"  other hosts    {', '.join(report.foreign_hosts)}: its own? Say so: hosts = [...]"))
    output.show(Text(f"  robots.txt     {_robots(report)}"))
    output.show(Text(f"  pace           one page per {report.delay:g} s ({report.delay_why}){_a_day(report)}"))
    if report.forecast is not None:
        size = said_size(report.forecast.bytes)
        output.show(Text(f"  forecast       about {size} a month: {report.forecast.why}"))
    if report.article:
        output.show(Text(f"  article        {one_line(report.article)}"))
        output.show(Text(f"                 {_read(report)}"))
    output.show(Text(f"  verdict        {verdict(report)}", style="bold"), "")


def _addresses(count: int) -> str:
    return "1 address" if count == 1 else f"{count:,} addresses"


def _robots(report: Report) -> str:
    return report.robots.removeprefix("robots.txt ") or report.robots_said


def _a_day(report: Report) -> str:
    return f"; about {report.pages_a_day:,.0f} new pages a day" if report.pages_a_day else ""


def _read(report: Report) -> str:
    reading = report.reading
    if isinstance(reading, Content):
        day = reading.published.value[:10] if reading.published else "no date"
        return f"“{one_line(reading.headline)}”, {day}, {report.words:,} words"
    if isinstance(reading, Rejection):
        return f"not read: {reading.reason.replace('_', ' ')} {one_line(reading.detail)}".rstrip()
    return "not fetched" if report.robots else f"HTTP {report.status}" if report.status else "no answer"


def as_row(report: Report) -> dict[str, object]:
    """Return a report as JSON says it."""
    from crawler.check.checking import verdict

    content = report.reading if isinstance(report.reading, Content) else None
    return {
        "name": report.outlet.name,
        "title": report.outlet.display,
        "home": report.outlet.home,
        "verdict": verdict(report),
        "sources": [
            {
                "kind": harvest.kind,
                "url": harvest.url,
                "announced": harvest.announced,
                "newest_at": times.iso(harvest.newest_at) if harvest.newest_at else None,
            }
            for harvest in report.harvests
        ],
        "foreign_hosts": list(report.foreign_hosts),
        "faults": report.faults,
        "robots": _robots(report),
        "delay_seconds": report.delay,
        "pages_a_day": report.pages_a_day,
        "page_bytes": report.page_bytes or None,
        "bytes_a_month": report.forecast.bytes if report.forecast else None,
        "article": report.article,
        "headline": content.headline if content else None,
        "published_at": content.published.value if content and content.published else None,
        "words": report.words,
        "lacking": report.lacking,
        "error": report.error.name if report.error else None,
    }
