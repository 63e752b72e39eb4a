"""When others look again: the rules of known archives and change trackers, and the standard ones of the literature.

Each is told only what its looks saw. Ages are hours since publication.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .generator import HORIZON, Truth

TICK = 0.25  # hours between two runs of a tracker that is run by cron


@dataclass(slots=True)
class Seen:
    """What the looks at one article have shown so far."""

    outlet: str
    first_seen: float
    last_look: float
    last_change: float | None = None  # look that showed the latest change
    changes: int = 0
    gone_since: float | None = None
    looks_gone: int = 0


class Policy(Protocol):
    """Decides when to look again."""

    @property
    def name(self) -> str: ...

    def next(self, seen: Seen) -> float | None:
        """Return the age of the next look; None for no further one."""
        ...

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        """Tell whether a source's word that the article changed brings the look forward to that age."""
        ...


@dataclass(frozen=True)
class Ages:
    """Looks at fixed ages."""

    name: str
    ages: Sequence[float]

    def next(self, seen: Seen) -> float | None:
        return next((age for age in self.ages if age > seen.last_look), None)

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        return False


def every(hours: float, until: float = HORIZON) -> Ages:
    """Look at equal distances."""
    return Ages(f"every {hours:g} h for {until / 24:g} days", [hours * n for n in range(1, int(until / hours) + 1)])


def geometric(factor: float) -> Ages:
    """Look at ages that grow by a factor, from a quarter of an hour on."""
    count = int(math.log(HORIZON / 0.25) / math.log(factor)) + 1
    return Ages(f"geometric ×{factor:g}", [0.25 * factor**n for n in range(count)])


class NewsDiffs:
    """NewsDiffs: the distance depends on the time since the article last changed."""

    name = "NewsDiffs"
    _STEPS = ((3.0, 0.25), (24.0, 1.0), (168.0, 3.0), (720.0, 72.0), (8640.0, 720.0))

    def next(self, seen: Seen) -> float | None:
        since = seen.last_look - (seen.last_change or 0.0)
        return next((seen.last_look + wait for end, wait in self._STEPS if since < end), None)

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        return False


@dataclass(frozen=True)
class Diffengine:
    """diffengine: at each run, an article is stale when a fifth of its age has passed since the last look.

    As coded it takes only the seconds of both times, and leaves their days out.
    """

    name: str
    day: float  # hours after which both times begin again

    def next(self, seen: Seen) -> float | None:
        age = (math.floor(seen.last_look / TICK + 1e-9) + 1) * TICK
        while age < HORIZON:
            hotness = (age - seen.first_seen) % self.day
            if hotness <= 0 or ((age - seen.last_look) % self.day) / hotness >= 0.2:
                return age
            age += TICK
        return None

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        return False


@dataclass(frozen=True)
class LambdaCrawl:
    """LambdaCrawl's optimum under harmonic cost (Kolobov and others, 2019) for outlets' true, constant rates."""

    name: str
    waits: Mapping[str, float]

    def next(self, seen: Seen) -> float | None:
        return seen.last_look + self.waits[seen.outlet]

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        return False


def lambda_crawl(articles: Sequence[Truth], kappa: float) -> LambdaCrawl:
    """Return it for the true mean rate of each outlet of `articles`; `kappa` is the price of a look."""
    waits = {}
    for outlet in {article.outlet for article in articles}:
        own = [article for article in articles if article.outlet == outlet]
        rate = max(sum(len(article.edits) for article in own), 0.5) / (len(own) * HORIZON)
        waits[outlet] = 2 / (math.sqrt(rate * rate + 4 * rate / kappa) - rate)
    return LambdaCrawl(f"LambdaCrawl, constant rates, κ {kappa:g}", waits)


def baselines(articles: Sequence[Truth]) -> list[Policy]:
    """Return what the schedule is compared with."""
    return [
        Ages("once", []),
        Ages("GDELT: after 24 h and 7 days", [24.0, 168.0]),
        every(6, 168),
        every(1, 48),
        NewsDiffs(),
        Diffengine("diffengine as coded", 24.0),
        Diffengine("diffengine as intended", math.inf),
        geometric(1.25),
        geometric(2),
        lambda_crawl(articles, 1.5),
    ]


def families(articles: Sequence[Truth]) -> dict[str, list[Policy]]:
    """Return the baselines that can be had at any cost, for the curve."""
    return {
        "uniform, 7 days": [every(hours, 168) for hours in (28, 14, 7, 3.5, 2)],
        "uniform, all along": [every(hours) for hours in (240, 120, 72, 48, 30)],
        "geometric": [geometric(factor) for factor in (5, 3, 2, 1.6, 1.4, 1.25, 1.17, 1.12)],
        "LambdaCrawl, constant rates": [lambda_crawl(articles, kappa) for kappa in (100, 30, 8, 2, 0.5, 0.15)],
    }
