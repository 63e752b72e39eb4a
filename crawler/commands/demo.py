"""`rowback demo`: the whole of rowback in a minute, on a made-up newspaper that runs on this machine.

It runs what `rowback crawl`, `log`, `diff` and `changes` run, and decides nothing itself. Its archive is
`./rowback-demo`, never the configured one.
"""

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import click
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from archive import (
    Comparison,
    Content,
    Context,
    Lookup,
    Morgue,
    MorgueError,
    Output,
    one_line,
    open_lookup,
    side_by_side,
    story_questions,
    unbroken,
)
from archive import changes_command as changes
from archive import diff_command as diff
from archive import log_command as log
from archive import stories_command as stories
from crawler.cli import Root
from crawler.config import Config
from crawler.crawl.options import CrawlOptions, CrawlSummary
from crawler.newspaper import EDITIONS, Edition, Newspaper, Office
from crawler.outlet import Outlet

from .crawl import run

FOLDER = "rowback-demo"
_MARK = "made-by-rowback-demo.txt"
_MARK_TEXT = "`rowback demo` made this folder, and makes it anew when it runs again. Nothing in it is real.\n"
_WIDTH = 92  # of the table, on a terminal that has it
_SINCE = dt.timedelta(days=3)  # as `rowback crawl` without --since
_MIN_FREE = 50_000_000  # bytes; a demo needs a few
_COMMANDS = {"log": log, "diff": diff, "changes": changes, "stories": stories}
_PASSAGES = 4  # of a story that are shown
_ACCIDENT = {"ambry-courier": "night-ferry-strikes-rocks", "halmere-today": "ferry-runs-aground"}


@click.command()
@click.pass_obj
def demo(root: Root) -> None:
    """Show what rowback does, on a made-up newspaper that runs on this machine."""
    output = Output()
    with _fresh(Path.cwd() / FOLDER, output) as morgue, Newspaper(root.now()) as paper:
        _introduce(output, paper)
        for edition in EDITIONS:
            _crawl(root, output, paper, morgue, edition)
        output.show("", "Clock, comments, counters and links differed at every look. They made no version.")
        _look(root, output, paper, morgue)


@contextmanager
def _fresh(folder: Path, output: Output) -> Iterator[Morgue]:
    """Make the demo's folder, anew when an earlier demo left one, and hold it.

    Raises `MorgueError` when something else has that name, `MorgueLocked` when another demo is at work there.
    """
    morgue = Morgue(folder)
    if folder.is_symlink() or (folder.exists() and not _is_ours(folder)):
        cure = "Move it away, or run `rowback demo` in another folder"
        raise MorgueError("this is there already, and no demo made it", subject=str(folder), cure=cure)
    try:
        if folder.exists():
            with morgue.lock_alone():
                output.show(Text(f"Making ./{FOLDER} of an earlier demo anew.", style="dim"))
                shutil.rmtree(folder)
        folder.mkdir()
        (folder / _MARK).write_text(_MARK_TEXT, "utf-8")
    except OSError as error:
        cure = "Run `rowback demo` in a folder that you may write to"
        raise MorgueError(f"cannot be made ({error.strerror})", subject=str(folder), cure=cure) from error
    with morgue.lock_shared():
        yield morgue


def _is_ours(folder: Path) -> bool:
    with suppress(OSError):
        return (folder / _MARK).is_file() or not any(folder.iterdir())
    return False


def _introduce(output: Output, paper: Newspaper) -> None:
    output.show(
        Text("Three made-up newspapers tell one accident, and two change what they told.", style="bold"),
        "They run on this machine alone. rowback crawls each of their three editions",
        f"into the archive ./{FOLDER}.",
        "",
        *(Text(f"  {office.house.title:<18} {office.home}", style="dim") for office in paper.offices),
        "",
    )


def _crawl(root: Root, output: Output, paper: Newspaper, morgue: Morgue, edition: Edition) -> None:
    """Bring an edition out and crawl it."""
    now, started = root.now(), time.monotonic()
    paper.publish(edition, now)
    outlets = [_outlet(office) for office in paper.offices]
    options = CrawlOptions(again=True, since=now - _SINCE)
    waiting = output.console.status(f"Crawling edition {edition}") if output.terminal else nullcontext()
    with waiting:
        summary = run(Config(morgue=morgue.folder, min_free=_MIN_FREE), outlets, options)
    for error in (summary.error, *(outlet.error for outlet in summary.outlets)):
        if error is not None:
            raise error
    output.show(Text(_said(edition, summary, time.monotonic() - started)))


def _outlet(office: Office) -> Outlet:
    """Return what rowback is told of an outlet: its address and its name, no more."""
    return Outlet(home=office.home, name=office.name, title=office.house.title)


def _said(edition: Edition, summary: CrawlSummary, seconds: float) -> str:
    """Say in a line what an edition brought."""
    gone = sum(outlet.missed.get("gone", 0) for outlet in summary.outlets)
    counts = {"new": summary.new, "changed": summary.changed, "the same": summary.same, "gone": gone}
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"  Edition {edition}   {said or 'nothing':<44}{seconds:4.1f} s"


def _look(root: Root, output: Output, paper: Newspaper, morgue: Morgue) -> None:
    """Show what the archive now knows, by the lines that people would type."""
    courier, halmere = (_address(office) for office in (paper.courier, paper.halmere))
    look = _Looker(Context(find_morgue=lambda: morgue.folder, now=root.now), output)
    look.show("1. A death toll went down, and nobody said so", "log", courier)
    look.show("2. The words that changed", "diff", courier, "1..2")
    look.show("3. All changes, weightiest first", "changes")
    look.head("4. One accident, two tellings", "compare", courier, halmere)
    with open_lookup(morgue) as lookup:
        output.show(*_side_by_side(lookup, courier, halmere, width=min(_WIDTH, output.console.width)))
    look.show("5. What one took back and another still prints", "stories", "--uncorrected")
    look.head("6. The whole story: who said what first, who copied it", "story", courier)
    with open_lookup(morgue) as lookup:
        output.show(*_story(lookup, courier))
    output.show(
        "",
        Rule(style="dim"),
        f"What the servers sent lies byte for byte in WARC files below {FOLDER}/warcs.",
        "",
        Text.assemble("  See all of it in a browser:   ", (f"rowback serve --morgue {FOLDER}", "bold")),
        Text.assemble("  Type the lines above, after:  ", (f"export ROWBACK_MORGUE={FOLDER}", "bold")),
    )


def _story(lookup: Lookup, address: str) -> Iterator[Text]:
    """Yield a story in short: who tells it, what travelled by name, what came from a common source."""
    with lookup.asking() as connection:
        row = story_questions.of_article(connection, lookup.article_by_url(address).id)
        if row is None:
            return
        told = story_questions.whole(connection, row)
    titles = dict.fromkeys(telling.title for telling in told.tellings)
    yield Text(f"{row.article_count} articles of {', '.join(titles)}. {len(told.shared)} sentences stand at several.")
    for shared in told.shared[:_PASSAGES]:
        names = [told.outlets[use.named_outlet_id] for use in shared.uses if use.named_outlet_id]
        source = f"from {shared.passage.agency or 'a source that nobody names'}"
        yield Text(f"  {one_line(shared.passage.text)}")
        yield Text(f"    {'given to ' + one_line(names[0]) if names else source}", style="dim")


def _address(office: Office) -> str:
    wanted = _ACCIDENT[office.name]
    return next(version.url for version in office.published() if wanted in version.url)


class _Looker:
    """Types a command and shows what it says."""

    def __init__(self, context: Context, output: Output) -> None:
        self._context = context
        self._output = output

    def head(self, title: str, *words: str) -> None:
        """Head a part and show the line that one would type."""
        typed = " ".join(("$ rowback", *words))
        self._output.show("", Rule(Text(title, style="bold"), align="left", style="dim"), unbroken(typed, "dim"), "")

    def show(self, title: str, command: str, *arguments: str) -> None:
        """Head a part and run its command."""
        self.head(title, command, *arguments)
        _COMMANDS[command].main(list(arguments), obj=self._context, standalone_mode=False)


def _side_by_side(lookup: Lookup, *addresses: str, width: int) -> Iterator[Table | str]:
    """Yield how two outlets tell one event, in short: numbers, speakers, how many sentences they share."""
    names, contents = zip(*(_latest(lookup, address) for address in addresses), strict=True)
    found = side_by_side(*contents)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold", width=width)
    for heading, ratio in zip(("", *names), (2, 1, 1), strict=True):
        table.add_column(heading, overflow="fold", ratio=ratio)
    for row in _rows(found):
        table.add_row(*(Text(one_line(cell)) for cell in row))
    yield table
    yield ""
    counts = f"{len(found.only_a)} stand in {names[0]} alone, {len(found.only_b)} in {names[1]} alone"
    yield f"{len(found.shared)} sentences stand in both; {counts}."


def _latest(lookup: Lookup, address: str) -> tuple[str, Content]:
    """Return an outlet's title and its article's latest version."""
    article = lookup.article_by_url(address)
    latest = lookup.version(article, article.version_count)
    return lookup.outlet(article.outlet_id).title, lookup.content(latest)


def _rows(found: Comparison) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the table: what the outlets differ in, and what each has."""
    for number in found.numbers:
        yield f"{number.counted}s", number.a, number.b
    for quoted in found.quoted_by_both:
        if quoted.same_speaker is False:
            yield (
                f"who said “{quoted.text_a}”",
                quoted.speaker_a or "no speaker found",
                quoted.speaker_b or "no speaker found",
            )
