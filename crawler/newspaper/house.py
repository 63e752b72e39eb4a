"""The three made-up outlets as values: what they are called, how they announce, and what stands in each edition.

Pure: the paper's `now` and the times of its editions are passed in.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from . import courier, halmere, mirror
from .story import EDITIONS, Edition, Story, paths, standing, withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A made-up outlet."""

    name: str
    title: str
    motto: str
    sections: tuple[str, ...]
    stories: tuple[Story, ...]
    feed: str  # path of its RSS or Atom feed
    atom: bool
    colour: str
    tracked: bool = False  # addresses in its feed carry tracking parameters


COURIER = House(
    name="ambry-courier",
    title="The Ambry Courier",
    motto="News of the harbour and the sound",
    sections=("news", "town"),
    stories=courier.STORIES,
    feed="/feed/rss.xml",
    atom=False,
    colour="#17406d",
    tracked=True,
)
HALMERE = House(
    name="halmere-today",
    title="Halmere Today",
    motto="The country, every hour",
    sections=("news", "politics", "capital", "culture"),
    stories=halmere.STORIES,
    feed="/atom.xml",
    atom=True,
    colour="#8a1c2b",
)


MIRROR = House(
    name="estwick-mirror",
    title="The Estwick Mirror",
    motto="The capital looks at the country",
    sections=("country", "city"),
    stories=mirror.STORIES,
    feed="/feed.xml",
    atom=True,
    colour="#4a4a1c",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """What an outlet published: one state of one article, as it was meant to be read."""

    outlet: str
    url: str
    edition: Edition  # the first that has it
    number: int  # 1, 2, … among the versions of its article
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]  # dateline and correction note included
    authors: tuple[str, ...]
    agency: str | None
    section: str
    caption: str | None
    published_at: dt.datetime
    modified_at: dt.datetime
    note: str | None

    @property
    def byline(self) -> str | None:
        """The byline as printed, None without one."""
        names = " and ".join(self.authors)
        with_agency = " with ".join(part for part in (names, self.agency) if part)
        return f"By {with_agency}" if with_agency else None


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page in an edition: the story's manner of sending it, and what it says."""

    path: str
    story: Story
    version: PublishedVersion


Times = Mapping[Edition, dt.datetime]


def pages(house: House, home: str, edition: Edition, times: Times) -> tuple[Page, ...]:
    """Return the articles that stand in an edition, the newest first; `home` ends with a slash."""
    found = [_page(house, home, story, edition, times) for story in house.stories]
    return tuple(sorted((page for page in found if page), key=lambda page: page.version.published_at, reverse=True))


def moved(house: House, edition: Edition) -> dict[str, str]:
    """Return old paths and where they lead now."""
    trails = [paths(story, edition) for story in house.stories if not withdrawn(story, edition)]
    return {old: trail[-1] for trail in trails for old in trail[:-1]}


def gone(house: House, edition: Edition) -> frozenset[str]:
    """Return the paths of articles that were taken back."""
    return frozenset(path for story in house.stories if withdrawn(story, edition) for path in paths(story, edition))


def published(house: House, home: str, times: Times) -> tuple[PublishedVersion, ...]:
    """Return every version that the three editions publish, in the order of publication."""
    return tuple(dict.fromkeys(page.version for edition in EDITIONS for page in pages(house, home, edition, times)))


def _page(house: House, home: str, story: Story, edition: Edition, times: Times) -> Page | None:
    stood = standing(story, edition)
    if stood is None:
        return None
    now, path = stood.story, paths(story, edition)[-1]
    published_at = (times[story.first] - story.age).replace(microsecond=0)
    version = PublishedVersion(
        outlet=house.name,
        url=home.rstrip("/") + path,
        edition=stood.altered,
        number=1 + sum(story.first < edit.edition <= stood.altered for edit in story.edits),
        headline=now.headline,
        standfirst=now.standfirst,
        paragraphs=_paragraphs(house, now, published_at),
        authors=now.authors,
        agency=now.agency,
        section=now.section,
        caption=now.picture[0] if now.picture else None,
        published_at=published_at,
        modified_at=times[stood.altered].replace(microsecond=0) if stood.altered > story.first else published_at,
        note=now.note,
    )
    return Page(path, now, version)


def _paragraphs(house: House, story: Story, published_at: dt.datetime) -> tuple[str, ...]:
    opening, *rest = story.paragraphs
    if story.markup == "dateline":
        day = f"{published_at:%B} {published_at.day}, {published_at.year}"
        opening = f"PORT AMBRY, {day} ({house.title}) — {opening}"
    return (opening, *rest, *([story.note] if story.note else []))
