"""Runs a schedule over articles whose truth is known, and measures what its looks would have seen."""

import bisect
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .generator import HOUSES, Truth, source_looks_per_article
from .policies import Policy, Seen

_SOURCES = {house.name: source_looks_per_article(house) for house in HOUSES}


@dataclass(slots=True)
class Score:
    """What a schedule came to."""

    name: str
    articles: int = 0
    looks: int = 0
    source_looks: float = 0.0
    edits: int = 0
    caught: int = 0  # of the versions that edits made
    brief: int = 0  # of these, versions that lived under an hour
    brief_caught: int = 0
    final: int = 0  # articles whose last version was seen
    gone: int = 0
    gone_soon: int = 0  # withdrawals seen within 24 hours
    lags: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """Looks an article, those at sources counted in."""
        return (self.looks + self.source_looks) / max(self.articles, 1)

    @property
    def recall(self) -> float:
        """Share of the versions after an edit that were seen."""
        return self.caught / max(self.edits, 1)

    def row(self) -> dict[str, float]:
        """Return the figures of a line in the table."""
        count = max(self.articles, 1)
        return {
            "looks": self.looks / count,
            "with sources": self.cost,
            "all versions": (self.articles + self.caught) / max(self.articles + self.edits, 1),
            "after edits": self.recall,
            "under 1 h": self.brief_caught / max(self.brief, 1),
            "lag h": statistics.median(self.lags) if self.lags else 0.0,
            "lag<1h": sum(lag < 1 for lag in self.lags) / max(len(self.lags), 1),
            "final": self.final / count,
            "gone<24h": self.gone_soon / max(self.gone, 1),
        }


def score(policy: Policy, articles: Sequence[Truth], *, noise: float = 0.0, seed: int = 0) -> Score:
    """Measure a schedule; `noise` is the share of looks that show a change where there was none."""
    chance, total = random.Random(seed), Score(policy.name)
    for article in articles:
        _add(total, article, list(looks(policy, article, noise, chance)))
    return total


def looks(policy: Policy, article: Truth, noise: float, chance: random.Random) -> Iterator[float]:
    """Yield the ages at which a schedule looks at an article."""
    seen = Seen(article.outlet, article.first_seen, article.first_seen)
    version, stamp = _version(article, seen.last_look), 0
    yield seen.last_look
    while True:
        at = policy.next(seen)
        while stamp < len(article.stamps) and (at is None or article.stamps[stamp] < at):
            told = article.stamps[stamp]
            stamp += 1
            if told > seen.last_look and policy.follows(seen, at, told):
                at = told
        if at is None or at > article.until:
            return
        yield at
        now = _version(article, at)
        if article.gone_at is not None and at >= article.gone_at:
            seen.gone_since, seen.looks_gone = seen.gone_since or at, seen.looks_gone + 1
        elif now != version or (noise and chance.random() < noise):
            seen.last_change, seen.changes, version = at, seen.changes + 1, now
        seen.last_look = at


def _version(article: Truth, age: float) -> int:
    return bisect.bisect_right(article.edits, age)


def _add(total: Score, article: Truth, ages: Sequence[float]) -> None:
    total.articles += 1
    total.looks += len(ages)
    total.source_looks += _SOURCES.get(article.outlet, 0.0)
    ends = [*article.edits[1:], min(article.gone_at or article.until, article.until)]
    held = True
    for start, end in zip(article.edits, ends, strict=False):
        place = bisect.bisect_left(ages, start)
        held = place < len(ages) and ages[place] < end
        total.edits += 1
        total.brief += end - start < 1
        if held:
            total.caught += 1
            total.brief_caught += end - start < 1
            total.lags.append(ages[place] - start)
    total.final += held
    if article.gone_at is not None:
        place = bisect.bisect_left(ages, article.gone_at)
        total.gone += 1
        total.gone_soon += place < len(ages) and ages[place] - article.gone_at <= 24
