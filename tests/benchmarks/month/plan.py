"""What the paper of a month publishes and when: articles, their edits by the schedule's generator, what goes wrong.

Everything is known before it happens, so that an archive can be held against it.
"""

import datetime as dt
import random
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from crawler.newspaper.house import COURIER, Page, PublishedVersion
from crawler.newspaper.story import Markup, Story
from tests.benchmarks.schedule.generator import generate
from tests.prose import Prose, prose

HOUSE: Final = COURIER
_MARKUPS: Final[tuple[Markup, ...]] = ("json-ld", "microdata", "json-ld")
_TOLD = 0.6  # share of articles whose edits move lastmod in the sitemap


@dataclass(frozen=True, slots=True)
class Planned:
    """An article: its path, when each of its versions came out, and when it was withdrawn."""

    number: int
    path: str
    page: Story  # as it is first published
    texts: tuple[Prose, ...]  # of its versions
    times: tuple[dt.datetime, ...]  # when each of them came out
    gone_at: dt.datetime | None
    told: bool

    def standing(self, now: dt.datetime) -> int:
        """Return the number of the version that stands, from 1; 0 before the first and after its withdrawal."""
        if self.gone_at is not None and now >= self.gone_at:
            return 0
        return bisect_right(self.times, now)

    def ends(self, version: int) -> dt.datetime | None:
        """Return when a version was replaced or withdrawn; None while it stands."""
        return self.times[version] if version < len(self.times) else self.gone_at


def plan(articles: int, days: float, seed: int, start: dt.datetime) -> list[Planned]:
    """Return what is published, the oldest first; some of it in the hours before the month begins."""
    chance = random.Random(seed)
    truths = generate(articles, seed)
    chance.shuffle(truths)
    times = sorted(chance.uniform(-3.0, days * 24.0 - 1.0) for _ in range(articles))
    return [
        _planned(number, start + dt.timedelta(hours=hours), truth.edits, truth.gone_at, chance)
        for number, (hours, truth) in enumerate(zip(times, truths, strict=False))
    ]


def _planned(
    number: int, at: dt.datetime, edits: tuple[float, ...], gone_at: float | None, chance: random.Random
) -> Planned:
    first = at.replace(microsecond=0)
    text = prose(number)
    slug = re.sub(r"[^a-z]+", "-", text.headline.lower()).strip("-") + f"-{4000 + number}"
    section = HOUSE.sections[number % len(HOUSE.sections)]
    story = Story(
        section=section,
        slug=slug,
        headline=text.headline,
        standfirst=text.standfirst,
        paragraphs=text.paragraphs,
        age=dt.timedelta(0),
        markup=_MARKUPS[number % len(_MARKUPS)],
        validators=number % 3 == 0,
        packed=number % 3 == 1,
    )
    texts, times = [text], [first]
    for hours in edits:
        then = first + dt.timedelta(hours=hours)
        if (then - times[-1]).total_seconds() >= 1:
            texts.append(_edited(texts[-1], number, len(texts)))
            times.append(then)
    gone = first + dt.timedelta(hours=gone_at) if gone_at is not None else None
    return Planned(number, f"/{section}/{slug}", story, tuple(texts), tuple(times), gone, chance.random() < _TOLD)


def _edited(text: Prose, number: int, edition: int) -> Prose:
    """Edit an article as newsrooms do; every version is like no other."""
    other = prose(100_000 + 100 * number + edition)
    kind = (number + edition) % 4
    if kind == 0:
        return Prose(other.headline, text.standfirst, text.author, text.paragraphs)
    if kind == 1:
        return Prose(text.headline, text.standfirst, text.author, (*text.paragraphs, other.paragraphs[0]))
    if kind == 2:
        return Prose(text.headline, text.standfirst, text.author, (other.paragraphs[1], *text.paragraphs[1:]))
    return Prose(text.headline, other.standfirst, text.author, (*text.paragraphs[:-1], other.paragraphs[2]))


def page(planned: Planned, version: int, home: str) -> Page:
    """Return a version as the newspaper lays it out."""
    text, edited = planned.texts[version - 1], version > 1
    modified = planned.times[version - 1] if edited and planned.told else planned.times[0]
    published = PublishedVersion(
        outlet=HOUSE.name,
        url=home.rstrip("/") + planned.path,
        edition=1,
        number=version,
        headline=text.headline,
        standfirst=text.standfirst,
        paragraphs=text.paragraphs,
        authors=(text.author,),
        agency=None,
        section=planned.page.section,
        caption=None,
        published_at=planned.times[0],
        modified_at=modified,
        note=None,
    )
    return Page(planned.path, planned.page, published)
