"""How an outlet edits its articles: how many edits one has had by a given age, and how unequal articles are. Pure.

Learned from versions that looks have shown, never from bytes. What few looks cannot tell is taken from outlets in
general, so that a new outlet begins with their habits and a small one never strays far from them.

The edits of an article are taken as a Poisson process whose rate is the outlet's curve times the article's own factor;
factors are spread as a Gamma distribution of mean 1. The posterior mean is Gamma's, as in any textbook.
"""

import bisect
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

KNOTS: Final = (0.25, 0.5, 1, 2, 4, 8, 16, 24, 48, 96, 168, 336, 720, 2160, 8760, 17520)  # hours of age
_FIRST = 0.02  # hours; an age below it counts as this
_EDGES: Final = (_FIRST, *KNOTS)
_KNOWN_CHANGES = 20.0  # what is known of outlets in general weighs as much as this many changes
_KNOWN_RATE = 5.0  # likewise, for how much an outlet edits at all
_KNOWN_SPREAD = 30.0  # likewise, in articles, for how unequal they are
_EVENEST, _MOST_UNEQUAL = 8.0, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """An outlet's curve: `by_age[i]` edits an article by the age `KNOTS[i]`, hours since publication."""

    by_age: tuple[float, ...]
    spread: float  # shape of the articles' factors: small when few articles have most of the edits
    articles: int = 0  # histories behind it
    changes: int = 0

    def edits_by(self, age: float) -> float:
        """Return how many edits an average article has had by an age in hours."""
        if age <= _FIRST:
            return 0.0
        place = bisect.bisect_right(_EDGES, age)
        if place >= len(_EDGES):
            return self.by_age[-1]
        start, end = _EDGES[place - 1], _EDGES[place]
        before = self.by_age[place - 2] if place > 1 else 0.0
        return before + (self.by_age[place - 1] - before) * math.log(age / start) / math.log(end / start)

    def factor(self, changes: int, watched_from: float, watched_to: float) -> float:
        """Return how much more than an average one an article is edited that changed so often between two ages."""
        return (self.spread + changes) / (self.spread + self.edits_by(watched_to) - self.edits_by(watched_from))

    def wait(self, age: float, edits: float) -> float:
        """Return after how many hours from an age on so many edits of an average article follow; inf for never."""
        wanted = self.edits_by(age) + edits
        place = bisect.bisect_left(self.by_age, wanted)
        if place >= len(self.by_age):
            return math.inf
        start, end = _EDGES[place], _EDGES[place + 1]
        before = self.by_age[place - 1] if place else 0.0
        share = (wanted - before) / (self.by_age[place] - before)
        return max(start * math.exp(share * math.log(end / start)) - age, 0.0)


@dataclass(frozen=True, slots=True)
class History:
    """What looks showed of one article; ages in hours since publication."""

    watched_from: float
    watched_to: float
    changes: tuple[tuple[float, float], ...] = ()  # for each: the last look without it, the first with it


# Shares of 0.7 edits an article by age, from published measurements of several outlets (over half within five hours,
# five in six within a day), with a tenth more for housekeeping years later.
_USUAL: Final = (
    0.06, 0.12, 0.19, 0.27, 0.35, 0.44, 0.53, 0.57, 0.61, 0.64, 0.66, 0.675, 0.69, 0.72, 0.75, 0.77,
)  # fmt: skip
USUAL: Final = Habits(by_age=_USUAL, spread=0.5)


def learn(histories: Iterable[History], usual: Habits = USUAL) -> Habits:
    """Return the habits that histories of one outlet's articles show, as far as they are many; else the usual ones."""
    watched = [history for history in histories if history.watched_to > history.watched_from]
    changes = sum(len(history.changes) for history in watched)
    expected = sum(usual.edits_by(each.watched_to) - usual.edits_by(each.watched_from) for each in watched)
    rate = (changes + _KNOWN_RATE) / (expected + _KNOWN_RATE)
    curve = _curve(watched, [rate * step for step in _steps(usual)])
    learned = Habits(by_age=curve, spread=usual.spread, articles=len(watched), changes=changes)
    return Habits(by_age=curve, spread=_spread(watched, learned, usual.spread), articles=len(watched), changes=changes)


def _steps(habits: Habits) -> list[float]:
    return [after - before for before, after in zip((0.0, *habits.by_age), habits.by_age, strict=False)]


def _curve(watched: Sequence[History], usual: Sequence[float]) -> tuple[float, ...]:
    """Return the mean number of changes by age, among the articles that were watched at each age."""
    weight = _KNOWN_CHANGES / sum(usual)  # in articles
    seen, looked = [0.0] * len(KNOTS), [0.0] * len(KNOTS)
    for history in watched:
        _spread_out(looked, history.watched_from, history.watched_to, whole=False)
        for after, before in history.changes:
            _spread_out(seen, after, before, whole=True)
    total, curve = 0.0, []
    for changes, articles, step in zip(seen, looked, usual, strict=True):
        total += (changes + weight * step) / (articles + weight)
        curve.append(total)
    return tuple(curve)


def _spread_out(steps: list[float], start: float, end: float, *, whole: bool) -> None:
    """Add to each step the share of it that a span covers; or the share of the span that falls into it (`whole`)."""
    low, high = math.log(max(start, _FIRST)), math.log(max(end, _FIRST * 1.01))
    length = max(high - low, 1e-9)
    for place, (begin, stop) in enumerate(_LOG_STEPS):
        if begin >= high:
            break
        overlap = min(high, stop) - max(low, begin)
        if overlap > 0:
            steps[place] += overlap / (length if whole else stop - begin)


_LOG_STEPS: Final = tuple((math.log(start), math.log(end)) for start, end in zip(_EDGES, KNOTS, strict=False))


def _spread(watched: Sequence[History], habits: Habits, usual: float) -> float:
    """Return the Gamma shape by the method of moments, drawn towards the usual one."""
    expected = [habits.edits_by(each.watched_to) - habits.edits_by(each.watched_from) for each in watched]
    excess = sum((len(each.changes) - mean) ** 2 - mean for each, mean in zip(watched, expected, strict=True))
    mean = sum(expected) / max(len(expected), 1)
    squares = sum(value * value for value in expected) + _KNOWN_SPREAD * mean * mean
    return min(max(squares / max(excess + _KNOWN_SPREAD * mean * mean / usual, 1e-9), _MOST_UNEQUAL), _EVENEST)
