"""`rowback crawl`: fetch what is new and what is due."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace

import click
from rich.console import Console

from archive import BadInput, MorgueLocked, Output, earliest, exits, latest
from archive import zone_named as zone
from crawler import amounts
from crawler.cli import Root
from crawler.config import Config
from crawler.crawl.options import CrawlOptions, CrawlSummary, OutletSummary
from crawler.errors import NothingFetched
from crawler.outlet import Outlet
from crawler.progress import Lines, Progress, Silent, Watched

from .choosing import Chosen, choose


@click.command()
@click.argument("outlets", nargs=-1, metavar="[NAME|URL]...")
@click.option("--again", is_flag=True, help="Look now at all that is announced or younger than --since.")
@click.option(
    "--max-pages", type=click.IntRange(min=0), metavar="N", help="Pages an outlet; 0: no limit. [default: 200]"
)
@click.option("--max-time", metavar="T", help="End after this long, like 90s, 20m, 2h; 0: no limit. [default: 60m]")
@click.option("--since", metavar="D", help="Only what is younger: 24h, 7d, 2026-11-17; 0: no limit. [default: 3d]")
@click.option("--until", metavar="D", help="Only what is older.")
@click.option("--matching", metavar="RE", help="Only addresses in which this regular expression is found.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and fetch no article.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option("-v", "--verbose", is_flag=True, help="Print the summary without a terminal, too.")
@click.pass_obj
def crawl(
    root: Root,
    outlets: tuple[str, ...],
    again: bool,
    max_pages: int | None,
    max_time: str | None,
    since: str | None,
    until: str | None,
    matching: str | None,
    dry_run: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Fetch what is new and what is due, of the outlets that were added or of those named."""
    config, now = root.config(), root.now()
    chosen = choose(outlets, config)
    options = CrawlOptions(
        max_pages=config.max_pages if max_pages is None else max_pages,
        max_time=amounts.length(max_time) if max_time else dt.timedelta(seconds=config.max_time_seconds),
        since=_since(since, config, now),
        until=latest(until, now=now, zone=zone(None)) if until else None,
        matching=_pattern(matching),
        again=again,
        dry_run=dry_run,
    )
    if options.since and options.since >= (options.until or now):
        raise BadInput("--since is later than --until, or than now", cure="--since 0 takes what is of any age")
    return crawl_chosen(root, chosen, options, Output(as_json=as_json), verbose=verbose or dry_run)


def crawl_chosen(root: Root, chosen: Sequence[Chosen], options: CrawlOptions, output: Output, *, verbose: bool) -> int:
    """Crawl, tell how it went, and return the exit code."""
    from crawler.crawl import engine  # Scrapy and Twisted: only when something is fetched

    config = root.config()
    with telling(output, verbose=verbose) as progress:
        progress.say(f"Archive: {config.morgue.absolute()}")
        for each in chosen:
            if not each.added and not options.pages:
                progress.say(f"{each.outlet.display} was not added: crawled this once. Add it: rowback add {each.url}")
        named = {each.outlet.name: each.url for each in chosen if each.url}
        outlets = [each.outlet for each in chosen]
        summary = engine.run(config, outlets, options, named=named, progress=progress, clock=root.clock)
    return tell(summary, output, verbose=verbose)


def run(config: Config, outlets: Sequence[Outlet], options: CrawlOptions) -> CrawlSummary:
    """Run one whole crawl, silently, in a process of its own."""
    from crawler.crawl import engine

    return engine.run_apart(config, outlets, options)


@contextmanager
def telling(output: Output, *, verbose: bool) -> Iterator[Progress]:
    """Show a crawl's progress on a terminal; without one, its lines with `-v`, else nothing."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal and not output.as_json:
        with Watched(console) as watched:
            yield watched
    else:
        yield Lines(console) if verbose else Silent()


def tell(summary: CrawlSummary, output: Output, *, verbose: bool) -> int:
    """Print how a crawl went and return its exit code; alone, an outlet's error is raised."""
    if summary.error is not None:
        raise summary.error
    if len(summary.outlets) == 1 and summary.outlets[0].error is not None and not summary.fetched:
        raise summary.outlets[0].error
    code = exit_code(summary)
    if code == exits.NOTHING:
        _show(summary, output, verbose=verbose)
        raise NothingFetched(
            "not one page could be had", subject=", ".join(o.name for o in summary.outlets), cure=_why(summary)
        )
    if output.as_json:
        output.answer(crawl=_as_json(summary))
    else:
        _show(summary, output, verbose=verbose)
    for each in summary.outlets:
        if fault := _fault(each, alone=code != exits.SOME_FAILED):
            output.note(fault)
    for beside in summary.faults:
        output.note(str(beside))
    return code


def _show(summary: CrawlSummary, output: Output, *, verbose: bool) -> None:
    if not output.as_json and (verbose or output.terminal):
        output.show(*(said(each) for each in summary.outlets), total(summary))


def _fault(outlet: OutletSummary, *, alone: bool) -> str:
    """Say what went wrong at an outlet; that nothing of it was had, unless it is `alone` and that is said anyway."""
    if outlet.error is not None:
        return str(outlet.error)
    return f"{outlet.name}: not one page could be had. {_missed([outlet])}" if outlet.failed and not alone else ""


def exit_code(summary: CrawlSummary) -> int:
    """Return the exit code of a crawl (INTERFACE: 0, 1 our fault, 5 some failed, 6 nothing, 9 damage, 128 + signal)."""
    if summary.interrupted:
        return 128 + summary.interrupted
    failed = [each for each in summary.outlets if each.failed]
    if failed and len(failed) == len(summary.outlets):
        locked = all(isinstance(each.error, MorgueLocked) for each in failed)
        return MorgueLocked.code if locked else exits.NOTHING
    if summary.faults:
        damaged = any(each.code == exits.DAMAGE for each in summary.faults)
        return exits.DAMAGE if damaged else exits.OURS
    return exits.SOME_FAILED if failed else 0


def said(outlet: OutletSummary) -> str:
    """Say in a line how an outlet's part went."""
    missed = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in sorted(outlet.missed.items()))
    tail = f"; missed: {missed}" if missed else ""
    stopped = f"; stopped: {outlet.stopped}" if outlet.stopped else ""
    pages = "1 page" if outlet.fetched == 1 else f"{outlet.fetched:,} pages"
    unmodified = f", {outlet.unchanged:,} of them not modified since" if outlet.unchanged else ""
    return f"{outlet.name}: {pages}{unmodified}{tail}{stopped}"


def total(summary: CrawlSummary) -> str:
    """Say in a line what the archive got out of it."""
    counts = {"new": summary.new, "changed": summary.changed, "same": summary.same, "held back": summary.held_back}
    counts["not articles"] = summary.unread
    parts = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"{parts or 'nothing new'}; {amounts.said_size(summary.bytes)} kept"


def _since(text: str | None, config: Config, now: dt.datetime) -> dt.datetime | None:
    if text is None:
        return now - dt.timedelta(seconds=config.since_seconds) if config.since_seconds else None
    return None if text.strip() == "0" else earliest(text, now=now, zone=zone(None))


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise BadInput(f"is no regular expression ({error})", subject=text or "", cure="Mend --matching") from None


def _why(summary: CrawlSummary) -> str:
    errors = [str(each.error) for each in summary.outlets if each.error is not None]
    errors += [line for each in summary.outlets for line in each.named_missed]
    return "; ".join(errors) or _missed(summary.outlets)


def _missed(outlets: Sequence[OutletSummary]) -> str:
    """Say why nothing of some outlets was had: what robots.txt forbids, the reasons of misses, a source's fault."""
    refused = [each.refused for each in outlets if each.refused]
    missed = sorted({reason.replace("_", " ") for each in outlets for reason in each.missed})
    failed = [fault for each in outlets for fault in each.sources_failed]
    return f"Missed: {', '.join(refused or missed or failed[:1])}. `rowback check` says more"


def _as_json(summary: CrawlSummary) -> dict[str, object]:
    told = asdict(replace(summary, faults=())) | {"faults": [str(each) for each in summary.faults]}
    for outlet, each in zip(told["outlets"], summary.outlets, strict=True):
        outlet["error"] = each.error.name if each.error else None
    return told
