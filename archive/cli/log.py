"""`rowback log`: how an article went through its versions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import click
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archive.lookup import ArticleRow, CaptureRow, ChangeRow, LookDifferenceRow, MissRow, VersionRow
from archive.times import parse_iso
from archive.wording import phrases
from archive.wording.text import one_line

from .choice import find_article
from .context import Looking, looking
from .output import unbroken

_When = Callable[[str], str]  # a time as SQL has it, for people
_LINES = 5  # of what differed at one look
_NARROW = 72  # columns; below this a timeline has no room beside its times


@dataclass(frozen=True, slots=True)
class _Event:
    at: str  # as SQL has it, which sorts
    rank: int  # order within one instant
    mark: str
    said: Text


@dataclass(frozen=True, slots=True)
class _History:
    article: ArticleRow
    versions: list[VersionRow]
    changes: list[ChangeRow]
    differences: list[LookDifferenceRow]  # what made no version; of what moves by itself only when all was asked for
    captures: list[CaptureRow]  # empty unless all was asked for
    misses: list[MissRow]  # likewise

    @property
    def crowded(self) -> bool:
        """Whether its times need their seconds."""
        times = [self.article.first_captured_at, self.article.last_captured_at]
        times += [time for row in self.versions for time in (row.appeared_after, row.first_captured_at) if time]
        times += [row.changed_before for row in self.changes] + [row.captured_at for row in self.captures]
        return phrases.crowded([*times, *(row.missed_at for row in self.misses)])


@click.command()
@click.argument("url")
@click.option("--all", "everything", is_flag=True, help="Every look and every miss, too.")
@looking
def log(look: Looking, url: str, everything: bool) -> None:
    """Show the timeline of an article: its versions and what changed between them."""
    article = find_article(look, url)
    history = _History(
        article,
        look.lookup.versions(article),
        look.lookup.changes(article),
        [each for each in look.lookup.differences(article) if everything or each.reason != "volatile"],
        look.lookup.captures(article) if everything else [],
        look.lookup.misses(article) if everything else [],
    )
    if look.output.as_json:
        look.output.answer(
            article=article,
            versions=history.versions,
            look_differences=look.lookup.differences(article),
            changes=history.changes,
            captures=history.captures if everything else None,
            misses=history.misses if everything else None,
        )
        return
    when = partial(_when, look, seconds=history.crowded)
    look.output.show(*_head(look, article, when), "", *_timeline(look, history, when))
    look.output.show(*_further(history))


def _further(history: _History) -> Iterator[Text | str]:
    """Yield the commands that show what changed: last, and where an earlier change weighs more, that one."""
    if len(history.versions) < 2:
        return
    numbers = {version.id: version.number for version in history.versions}
    edits = [change for change in history.changes if change.from_version_id in numbers and change.to_version_id]
    most = max(edits, key=lambda change: (change.weight, change.changed_before), default=None)
    earlier = most is not None and most.to_version_id != history.versions[-1].id
    yield ""
    yield "What changed last:" if earlier else "What changed:"
    yield unbroken(f"rowback diff {history.article.url}", "dim")
    if most is not None and earlier:
        before, after = numbers[most.from_version_id or 0], numbers[most.to_version_id or 0]
        yield "What weighs most:"
        yield unbroken(f"rowback diff {history.article.url} {before}..{after}", "dim")


def _when(look: Looking, time: str, *, seconds: bool) -> str:
    return look.zone.show(parse_iso(time), seconds=seconds)


def _head(look: Looking, article: ArticleRow, when: _When) -> Iterator[Text]:
    """Yield the lines above a timeline."""
    outlet = look.lookup.outlet(article.outlet_id)
    yield Text(one_line(article.headline), style="bold")
    state = Text(phrases.state(article, when(article.state_since)))
    state.stylize("green" if article.state == "live" else "red")
    yield Text.assemble(one_line(outlet.title), " · ", state)
    for url, relation in look.lookup.urls(article):
        yield unbroken(url if url == article.url else f"{url}  {relation}", "" if url == article.url else "dim")
    looks = phrases.count(article.capture_count, "look")
    span = f"{when(article.first_captured_at)} to {when(article.last_captured_at)}"
    yield Text(f"{phrases.count(article.version_count, 'version')} in {looks}, {span}", style="dim")


def _timeline(look: Looking, history: _History, when: _When) -> Iterator[RenderableType]:
    """Yield the events of an article in their order, below each other where three columns find no room."""
    events = sorted(
        [
            *_of_versions(history, when),
            *_of_absences(history, when),
            *_of_differences(look, history),
            *_of_captures(history),
            *_of_misses(history),
        ],
        key=lambda event: (event.at, event.rank),
    )
    rows = [
        (
            Text(event.mark, style="bold" if event.mark.startswith("v") else "dim"),
            Text(when(event.at), style="dim"),
            event.said,
        )
        for event in events
    ]
    if look.output.console.width < _NARROW:
        for mark, at, said in rows:
            yield Text("  ").join([mark, at])
            yield Padding(said, (0, 0, 0, 4))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for row in rows:
        table.add_row(*row)
    yield table


def _of_versions(history: _History, when: _When) -> Iterator[_Event]:
    made_by = {change.to_version_id: change for change in history.changes if change.from_version_id is not None}
    headline = None
    for version in history.versions:
        said = _version(when, version, made_by.get(version.id), another=version.headline != headline)
        headline = version.headline
        yield _Event(version.first_captured_at, 1, f"v{version.number}", said)


def _version(when: _When, version: VersionRow, change: ChangeRow | None, *, another: bool) -> Text:
    """Say what a version brought, its headline when that is another one."""
    if change is None:
        said = Text("first look" if version.number == 1 else "")
    else:
        parts = [phrases.change(change), phrases.words(change)]
        said = Text(" · ".join(part for part in parts if part))
        if why := one_line(phrases.evidence(change, when)):
            said.append(f"\n{why}", style="dim")
        if note := phrases.note(change):
            said.append(f"\nnote: “{one_line(note)}”", style="dim")
    if another:
        said.append("\n" if said else "")
        said.append(f"“{one_line(version.headline)}”")
    if version.appeared_after:
        said.append(f"\nnot yet there at {when(version.appeared_after)}", style="dim")
    return said


def _of_absences(history: _History, when: _When) -> Iterator[_Event]:
    """Yield when the article went and when it came back."""
    for change in history.changes:
        if change.to_version_id is None or change.from_version_id is None:
            mark = "×" if change.to_version_id is None else "↩"
            said = Text(phrases.change(change), style="red" if change.to_version_id is None else "")
            if why := one_line(phrases.evidence(change, when)):
                said.append(f"\n{why}", style="dim")
            yield _Event(change.changed_before, 2, mark, said)


def _of_differences(look: Looking, history: _History) -> Iterator[_Event]:
    """Yield what looks found to differ beside the versions, a few lines for each look."""
    for (at, _), rows in groupby(history.differences, key=lambda row: (row.found_at, row.capture_id)):
        told = [one_line(phrases.difference(row, look.zone)) for row in rows]
        more = [f"and {len(told) - _LINES} more"] if len(told) > _LINES else []
        yield _Event(at, 3, "~", Text("\n".join([*told[:_LINES], *more])))


def _of_captures(history: _History) -> Iterator[_Event]:
    numbers = {version.id: version.number for version in history.versions}
    brought = {version.capture_id for version in history.versions}
    for capture in history.captures:
        if capture.id not in brought:
            number = numbers.get(capture.version_id) if capture.version_id else None
            said = Text(f"{capture.status} {phrases.capture(capture, number)}", style="dim")
            yield _Event(capture.captured_at, 4, "·", said)


def _of_misses(history: _History) -> Iterator[_Event]:
    for miss in history.misses:
        yield _Event(miss.missed_at, 5, "!", Text(f"missed: {one_line(phrases.miss(miss))}", style="yellow"))
