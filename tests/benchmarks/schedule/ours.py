"""rowback's own schedule, as the crawler uses it, run on made-up articles.

Habits are learned as they are in an archive: from what looks under the unlearned rule showed of other articles.
"""

import bisect
import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.times import UTC
from crawler.schedule import EDITS_MISSED, Watched, brings_forward, next_look
from crawler.schedule.habits import Habits, History, learn

from .generator import Truth
from .measure import looks
from .policies import Policy, Seen

_BORN = dt.datetime(2026, 1, 1, tzinfo=UTC)


def _at(age: float) -> dt.datetime:
    return _BORN + dt.timedelta(hours=age)


def _age(at: dt.datetime) -> float:
    return (at - _BORN).total_seconds() / 3600


@dataclass(frozen=True)
class Ours:
    """`schedule.next_look`, with habits or without, following what sources say or not."""

    name: str = "rowback, a quarter of the age"
    habits: Mapping[str, Habits] = field(default_factory=dict)
    edits_missed: float = EDITS_MISSED
    stamps: bool = True

    def next(self, seen: Seen) -> float | None:
        article = Watched(
            published_at=_BORN,
            first_seen_at=_at(seen.first_seen),
            last_looked_at=_at(seen.last_look),
            last_changed_at=None if seen.last_change is None else _at(seen.last_change),
            changes=seen.changes,
            gone_since=None if seen.gone_since is None else _at(seen.gone_since),
            gone_confirmed=seen.looks_gone > 1,
        )
        at = next_look(article, self.habits.get(seen.outlet), self.edits_missed).at
        return None if at is None else _age(at)

    def follows(self, seen: Seen, planned: float | None, stamp: float) -> bool:
        at = None if planned is None else _at(planned)
        return self.stamps and brings_forward(_at(seen.last_look), at, _at(stamp))


def learned(articles: Sequence[Truth], *, noise: float) -> dict[str, Habits]:
    """Return each outlet's habits, learned from watching these articles by the unlearned rule."""
    chance, histories = random.Random(7), dict[str, list[History]]()
    for article in articles:
        ages = list(looks(Ours(), article, noise, chance))
        versions = [bisect.bisect_right(article.edits, age) for age in ages]
        seen = [
            (ages[place], ages[place + 1])
            for place in range(len(ages) - 1)
            if versions[place] != versions[place + 1] or (noise and chance.random() < noise)
        ]
        histories.setdefault(article.outlet, []).append(History(ages[0], ages[-1], tuple(seen)))
    return {outlet: learn(own) for outlet, own in histories.items()}


def ours(habits: Mapping[str, Habits]) -> list[Policy]:
    """Return the lines of the table that are rowback's."""
    return [
        Ours(),
        Ours("rowback, learned", habits),
        Ours("rowback, learned, sources not believed", habits, stamps=False),
    ]


def family(habits: Mapping[str, Habits], *, stamps: bool = True) -> list[Policy]:
    """Return rowback at any cost, for the curve."""
    steps = (0.6, 0.3, 0.15, 0.08, EDITS_MISSED, 0.025, 0.015, 0.008)
    return [Ours(f"rowback, {step:g}", habits, step, stamps) for step in steps]
