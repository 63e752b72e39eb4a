"""Made-up articles whose every version is known: when each was edited, withdrawn, and what its outlet's sources said.

Frozen before the schedule was tuned, so that figures of different schedules stay comparable: changing a number here
makes every figure new. Parameters are published measurements of news outlets: 65 % of articles are never edited, the
others 2.0 times; 56 % of edits come within 5 hours, 84 % within a day, 98 % within a week; a fifth follow an edit
closely; half of all versions that are replaced live under an hour. On top of that stands one outlet with a long tail
(half of its edited articles are still edited after 850 hours). Outlets differ by orders of magnitude in how much they
publish and edit. Ages are hours since publication.
"""

import bisect
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HORIZON = 24.0 * 90
_QUANTILES = ((0.0, 0.08), (0.56, 5.0), (0.84, 20.0), (0.98, 120.0), (1.0, 720.0))
_TAIL = ((0.0, 4.0), (0.10, 24.0), (0.20, 168.0), (0.50, 700.0), (1.0, HORIZON))
_FOLLOW_UPS = 0.20  # share of edits that follow another closely
_FOLLOWS_AFTER = 0.5  # hours, mean
_GONE = ((0.0, 0.5), (0.42, 24.0), (1.0, 168.0))  # withdrawals: 42 % of a week's within a day
_GONE_SHARE = 0.0164


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """How one outlet behaves."""

    name: str
    a_day: float  # articles published
    edited: float  # share of articles that are edited at all
    edits: float  # mean, of those
    pace: float = 1.0  # factor on the ages of its edits
    tail: float = 0.0  # share of edits that are housekeeping
    told: float = 0.0  # share of edits that move lastmod in a source
    false_stamps: float = 0.0  # a day and article: lastmod moves and nothing changed
    listed: float = 48.0  # hours that sources list an article
    source_hours: float = 0.5  # between two looks at its sources
    sources: int = 2


HOUSES = (
    House(name="agency", a_day=600, edited=0.40, edits=2.2, pace=0.8, told=0.9, false_stamps=0.1, source_hours=0.25),
    House(name="daily", a_day=180, edited=0.38, edits=2.0, pace=1.3, told=0.6, false_stamps=0.5),
    House(name="broadcaster", a_day=120, edited=0.44, edits=1.9, pace=1.6, told=0.8, false_stamps=0.05),
    House(name="tabloid", a_day=250, edited=0.26, edits=1.7, pace=2.0, false_stamps=4.0),
    House(name="regional", a_day=60, edited=0.12, edits=1.3, pace=2.0, told=0.3, source_hours=1.0),
    House(name="weekly", a_day=4, edited=0.06, edits=1.2, pace=4.0, source_hours=6.0, sources=1),
    House(name="bulletin", a_day=30, edited=0.005, edits=1.0, told=1.0, source_hours=1.0, sources=1),
    House(name="long tail", a_day=120, edited=0.50, edits=2.4, tail=0.85, told=0.7, false_stamps=0.2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One article as it really was."""

    outlet: str
    first_seen: float  # when a look at the sources showed it
    edits: tuple[float, ...] = ()
    gone_at: float | None = None
    stamps: tuple[float, ...] = ()  # looks at the sources that found its lastmod moved
    until: float = HORIZON  # how long it is known


def generate(
    number: int, seed: int, *, slower: float = 1.0, houses: Sequence[House] = HOUSES, at_least: int = 0
) -> list[Truth]:
    """Return articles of all outlets in proportion to what they publish; `slower` stretches all ages of edits."""
    chance = random.Random(seed)
    total = sum(house.a_day for house in houses)
    return [
        _article(house, chance, slower)
        for house in houses
        for _ in range(max(at_least, round(number * house.a_day / total)))
    ]


def source_looks_per_article(house: House) -> float:
    """Return how many looks at sources each of an outlet's articles costs."""
    return house.sources * 24 / house.source_hours / house.a_day


def _article(house: House, chance: random.Random, slower: float) -> Truth:
    first_seen = chance.random() * house.source_hours
    gone_at = _drawn(_GONE, chance) if chance.random() < _GONE_SHARE else None
    ages = _ages(house, chance, slower) if chance.random() < house.edited else []
    edits = tuple(age for age in sorted(ages) if age < (gone_at or HORIZON))
    stamps = [age for age in edits if chance.random() < house.told]
    stamps += _poisson(house.false_stamps / 24, house.listed, chance)
    seen = {_next_look(age, first_seen, house) for age in stamps if age < house.listed}
    return Truth(outlet=house.name, first_seen=first_seen, edits=edits, gone_at=gone_at, stamps=tuple(sorted(seen)))


def _next_look(age: float, first_seen: float, house: House) -> float:
    return first_seen + max(0, math.ceil((age - first_seen) / house.source_hours)) * house.source_hours


def _ages(house: House, chance: random.Random, slower: float) -> Iterator[float]:
    count, more = 1, 1 - 1 / house.edits
    while chance.random() < more:
        count += 1
    own: list[float] = []
    for _ in range(count):
        if own and chance.random() < _FOLLOW_UPS * count / (count - 1):
            own.append(chance.choice(own) + chance.expovariate(1 / _FOLLOWS_AFTER))
        elif chance.random() < house.tail:
            own.append(_drawn(_TAIL, chance))
        else:
            own.append(_drawn(_QUANTILES, chance) * house.pace)
    return (age * slower for age in own)


def _drawn(quantiles: Sequence[tuple[float, float]], chance: random.Random) -> float:
    """Draw an age from a distribution given by its quantiles, log-linear between them."""
    share = chance.random()
    place = min(bisect.bisect_right([q for q, _ in quantiles], share), len(quantiles) - 1)
    (low, start), (high, end) = quantiles[place - 1], quantiles[place]
    return float(start * (end / start) ** ((share - low) / (high - low)))


def _poisson(rate: float, length: float, chance: random.Random) -> list[float]:
    found, at = [], 0.0
    while rate and (at := at + chance.expovariate(rate)) < length:
        found.append(at)
    return found
