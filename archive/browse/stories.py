"""Stories: events as all outlets tell them, what travelled between these, what one took back and another still has."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from archive.compare import ASPECTS
from archive.errors import NotInArchive
from archive.lookup import stories as asked_of
from archive.lookup.contradicting import contradictions
from archive.lookup.stories import Counted, Shared, Story, StoryRow
from archive.stories.uncorrected import Uncorrected

from . import story_charts
from .web import Answer, Asked, page

_DAYS: Final = 7  # that the list of stories shows
_EVER: Final = 3650  # days
_MOST: Final = 60  # stories of the list
_PASSAGES: Final = 20  # that a story's page shows
_WORDS: Final = {"looks": "the others were looked at without it", "dates": "by the others’ own dates"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A story in the list."""

    row: StoryRow
    disagreements: int


@dataclass(frozen=True, slots=True)
class Told:
    """A passage as a page tells it."""

    shared: Shared
    first: str | None  # the outlet that had it first; None when that is not known
    proof: str


def overview(asked: Asked) -> Answer:
    """List the stories of the last days, those in which numbers differ first; of all days when these have none."""
    days = asked.number("days", _DAYS, most=_EVER)
    listed = _listed(asked, days)
    if not listed and not asked.text("days"):
        days = _EVER
        listed = _listed(asked, days)
    return page(asked, "stories.html", title="Stories", stories=listed, days=days, ever=_EVER)


def _listed(asked: Asked, days: int) -> list[Listed]:
    since = asked.now - dt.timedelta(days=days)
    found = asked_of.newest(asked.connection, since, outlets=2, limit=_MOST)
    listed = [Listed(row, asked_of.disagreements(asked.connection, row.id)) for row in found]
    return sorted(listed, key=lambda each: -each.disagreements)


def uncorrected(asked: Asked) -> Answer:
    """List what one outlet took back and another still had at the last look."""
    days = asked.number("days", 30, most=_EVER)
    found = _shown(asked, asked_of.still_standing(asked.connection, since=asked.now - dt.timedelta(days=days)))
    titles = asked_of.titles(asked.connection)
    return page(asked, "uncorrected.html", title="Still uncorrected", found=found, titles=titles, days=days)


def _shown(asked: Asked, found: list[Uncorrected]) -> list[tuple[Uncorrected, object, object]]:
    return [
        (each, asked.lookup.article(each.taken.article_id), asked.lookup.article(each.stands.article_id))
        for each in found
        if not asked.hidden & {each.taken.article_id, each.stands.article_id}
    ]


def show(asked: Asked) -> Answer:
    """Show a story."""
    told = _story(asked)
    until = max(each.article.last_captured_at for each in told.tellings)
    return page(
        asked,
        "story.html",
        title=told.row.headline,
        story=told,
        tellings=story_charts.tellings(told, asked.site.zone),
        charts=[(each, story_charts.numbers(each, told.outlets, asked.site.zone, until)) for each in told.numbers],
        passages=[_told(each, told.outlets) for each in told.shared[:_PASSAGES]],
        more=max(0, len(told.shared) - _PASSAGES),
        spread=_spread(told),
        quoted=_quoted(told),
        opposed=contradictions(asked.lookup, told.tellings),
        aspects=ASPECTS,
        still=_shown(asked, list(told.uncorrected)),
    )


def _story(asked: Asked) -> Story:
    told = asked_of.whole(asked.connection, asked_of.by_id(asked.connection, asked.id("id")))
    hidden = asked.hidden
    if not hidden & {each.article.id for each in told.tellings}:
        return told
    kept = tuple(each for each in told.tellings if each.article.id not in hidden)
    if not kept:
        raise NotInArchive("no story has this id", subject=str(told.row.id))
    return replace(
        told,
        row=replace(told.row, headline=kept[0].article.headline),
        tellings=kept,
        shared=tuple(each for each in told.shared if not hidden & {use.article_id for use in each.uses}),
        numbers=tuple(
            Counted(each.counted, tuple(row for row in each.given if row.article_id not in hidden))
            for each in told.numbers
        ),
    )


def _told(shared: Shared, outlets: Mapping[int, str]) -> Told:
    first = next((use for use in shared.uses if use.version_id == shared.passage.first_use_version_id), None)
    return Told(shared, outlets[first.outlet_id] if first else None, _WORDS.get(shared.passage.first_known, ""))


def _spread(told: Story) -> list[tuple[str, list[int]]]:
    """Return for each outlet of the story which of its passages it has: their numbers, from 1."""
    have: dict[int, list[int]] = {each.article.outlet_id: [] for each in told.tellings}
    for number, shared in enumerate(told.shared[:_PASSAGES], 1):
        for outlet in {use.outlet_id for use in shared.uses} & have.keys():
            have[outlet].append(number)
    return [(told.outlets[outlet], numbers) for outlet, numbers in have.items()]


def _quoted(told: Story) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return who is quoted with which words, and by which outlets."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for shared in told.shared:
        for use in shared.uses:
            if use.speaker:
                by = found.setdefault(use.speaker, {}).setdefault(use.text, {})
                by[told.outlets[use.outlet_id]] = None
    return [(who, [(text, list(outlets)) for text, outlets in said.items()]) for who, said in sorted(found.items())]


def passage(asked: Asked) -> Answer:
    """Show a passage with every place where it stood."""
    shared = asked_of.passage(asked.connection, asked.id("id"))
    kept = replace(shared, uses=tuple(use for use in shared.uses if use.article_id not in asked.hidden))
    if not kept.uses:
        raise NotInArchive("no passage has this id", subject=str(shared.passage.id))
    titles = asked_of.titles(asked.connection)
    articles = {use.article_id: asked.lookup.article(use.article_id) for use in kept.uses}
    return page(asked, "passage.html", title="A passage", told=_told(kept, titles), titles=titles, articles=articles)


def table(asked: Asked) -> Answer:
    """Send the numbers of a story as CSV."""
    told = _story(asked)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("counted", "outlet", "value", "written", "said_after", "said_by", "gone_by", "sentence"))
    for counted in told.numbers:
        for each in counted.given:
            row = (counted.counted, told.outlets[each.outlet_id], each.value, each.written, each.said_after or "",
                   each.said_by, each.gone_by or "", each.sentence)  # fmt: skip
            writer.writerow([_harmless(value) for value in row])
    return Answer(out.getvalue().encode(), mime="text/csv; charset=utf-8")


def _harmless(value: str) -> str:
    """Keep a spreadsheet from taking archived text for a formula."""
    return f"'{value}" if value[:1] in "=+-@\t\r" else value
