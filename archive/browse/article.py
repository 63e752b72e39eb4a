"""An article: its timeline, its versions and what changed between them, its headlines, who else tells the event."""

import datetime as dt
from dataclasses import dataclass

from archive.errors import NotInArchive
from archive.lookup import ArticleRow, CaptureRow, ChangeRow, FactRow, MissRow, VersionRow
from archive.lookup.stories import StoryRow, Telling, of_article, tellings
from archive.models import Content
from archive.times import parse_iso
from archive.wording import phrases

from . import charts, places
from .marked import Piece, around, differing
from .web import Answer, Asked, page

_MOST_LOOKS = 500  # rows of the table of looks; the timeline draws them all


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that changed, with the words that differ."""

    kind: str
    before: str | None
    after: str | None
    sentence: list[Piece]


@dataclass(frozen=True, slots=True)
class Step:
    """A version, or an absence, with the change that led to it."""

    at: str
    version: VersionRow | None  # None when the article went
    before: VersionRow | None
    change: ChangeRow | None  # None for the first version
    facts: list[Fact]
    title: list[Piece]  # the headline when it is another one


def show(asked: Asked) -> Answer:
    """Show an article with all that happened to it."""
    article = asked.article(asked.id("id"))
    lookup = asked.lookup
    versions, captures = lookup.versions(article), lookup.captures(article)
    misses = lookup.misses(article)
    content = _content(asked, versions[-1]) if versions else None
    outlet = lookup.outlet(article.outlet_id)
    return page(
        asked,
        "article.html",
        title=article.headline,
        article=article,
        outlet=outlet,
        content=None if asked.site.public else content,
        told=content,
        versions=versions,
        steps=steps(asked, versions, lookup.changes(article))[::-1],
        headlines=headlines(versions),
        looks=[_look(capture, versions) for capture in captures[-_MOST_LOOKS:]][::-1],
        captures={capture.id: capture for capture in captures},
        beside=[each for each in lookup.differences(article) if each.reason != "volatile"][-_MOST_LOOKS:][::-1],
        misses=misses[-_MOST_LOOKS:],
        timeline=charts.timeline(_dots(asked, versions, captures, misses)),
        urls=lookup.urls(article),
        shown=places.pages(asked.connection, article, asked.site.zone, outlet.home),
        led=places.led(asked.connection, article),
        story=(story := of_article(asked.connection, article.id)),
        elsewhere=_others(asked, article, story),
        seconds=phrases.crowded([version.first_captured_at for version in versions]),
    )


def _others(asked: Asked, article: ArticleRow, story: StoryRow | None) -> list[Telling]:
    """Return the other articles of the story that an article tells."""
    told = tellings(asked.connection, story) if story else ()
    return [each for each in told if each.article.id != article.id and each.article.id not in asked.hidden]


def _content(asked: Asked, version: VersionRow) -> Content | None:
    try:
        return asked.lookup.content(version)
    except NotInArchive:  # a copy that was given away holds no readings
        return None


def steps(asked: Asked, versions: list[VersionRow], changes: list[ChangeRow]) -> list[Step]:
    """Return what happened to an article, oldest first."""
    by_id = {version.id: version for version in versions}
    facts = _facts(asked, changes)
    told: set[int] = set()
    found = []
    for change in changes:
        before, after = by_id.get(change.from_version_id or 0), by_id.get(change.to_version_id or 0)
        title = differing(before.headline, after.headline) if before and after and change.headline_changed else []
        found.append(Step(change.changed_before, after, before, change, facts.get(change.id or 0, []), title))
        told.add(change.to_version_id or 0)
    found += [_bare(version) for version in versions if version.id not in told]
    return sorted(found, key=lambda step: step.at)


def _bare(version: VersionRow) -> Step:
    title = [Piece("kept", version.headline)] if version.number == 1 else []
    return Step(version.first_captured_at, version, None, None, [], title)


def _facts(asked: Asked, changes: list[ChangeRow]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    for change in changes:
        for row in asked.lookup.facts(change)[:40]:
            if row.kind != "headline":
                found.setdefault(change.id or 0, []).append(fact(row))
    return found


def fact(row: FactRow) -> Fact:
    """Return a fact for a page."""
    sentence = around(differing(row.sentence_before or "", row.sentence_after or ""))
    return Fact(row.kind, row.before, row.after, sentence)


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and the versions that had it."""

    text: list[Piece]
    first: VersionRow


def headlines(versions: list[VersionRow]) -> list[Headline]:
    """Return the headlines that an article had one after the other, each marked against the one before."""
    found: list[Headline] = []
    previous = ""
    for version in versions:
        if version.headline != previous:
            text = differing(previous, version.headline) if previous else [Piece("kept", version.headline)]
            found.append(Headline(text, version))
            previous = version.headline
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """A capture with what it brought, in words."""

    capture: CaptureRow
    said: str


def _look(capture: CaptureRow, versions: list[VersionRow]) -> Look:
    numbers = {version.id: version.number for version in versions}
    return Look(capture, phrases.capture(capture, numbers.get(capture.version_id or 0)))


def _dots(
    asked: Asked, versions: list[VersionRow], captures: list[CaptureRow], misses: list[MissRow]
) -> list[tuple[dt.datetime, str, str, int | None]]:
    brought = {version.capture_id: version.number for version in versions}
    numbers = {version.id: version.number for version in versions}
    dots: list[tuple[dt.datetime, str, str, int | None]] = []
    for capture in captures:
        at = parse_iso(capture.captured_at)
        shown = asked.site.zone.show(at)
        if number := brought.get(capture.id):
            dots.append((at, "version", f"version {number}, {shown}", number))
        else:
            said = phrases.capture(capture, numbers.get(capture.version_id or 0))
            kind = "held" if capture.decision == "held_back" else "same" if capture.status < 400 else "gone"
            dots.append((at, kind, f"{said}, {shown}", None))
    for miss in misses:
        at = parse_iso(miss.missed_at)
        dots.append((at, "miss", f"missed: {phrases.miss(miss)}, {asked.site.zone.show(at)}", None))
    return dots


def named(asked: Asked, name: str) -> ArticleRow:
    """Return the article that a parameter names by its id or its address. Raises `BadInput`, `NotInArchive`."""
    text = asked.text(name)
    if text.isdecimal():
        return asked.article(asked.id(name))
    for found in asked.lookup.articles_by_url(text):
        if found.id not in asked.hidden:
            return found
    raise NotInArchive("never kept", subject=text)
