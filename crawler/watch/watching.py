"""When a watch looks again, and how long it leaves an outlet alone that gave nothing. Pure: times in, times out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive import exits
from crawler.schedule import SOONEST

BETWEEN = SOONEST  # two rounds at one outlet: each starts processes, and no look can wait for less than that
LONGEST_REST = dt.timedelta(hours=1)
LONGEST_SLEEP = dt.timedelta(seconds=60)  # so that a changed clock or an edited rowback.toml is noticed
AFTER_DISK = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rest:
    """An outlet is left alone until then; `idle` counts the rounds in a row that gave nothing."""

    until: dt.datetime
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """What is crawled now; when nothing is, how long to sleep."""

    outlets: tuple[str, ...]
    sleep: dt.timedelta = dt.timedelta(0)


def plan(outlets: Iterable[str], due: Mapping[str, dt.datetime], rests: Mapping[str, Rest], now: dt.datetime) -> Round:
    """Return what to do now; an outlet that is not in `due` was never looked at and is due at once."""
    times = {name: max(due.get(name, now), _rests_until(rests.get(name), now)) for name in outlets}
    ready = tuple(name for name, at in times.items() if at <= now)
    if ready:
        return Round(ready)
    return Round((), min([at - now for at in times.values()] + [LONGEST_SLEEP]))


def _rests_until(rest: Rest | None, now: dt.datetime) -> dt.datetime:
    """Return when a rest ends; one that lies further ahead than any can was made by a clock since put back."""
    return rest.until if rest is not None and rest.until <= now + LONGEST_REST * 1.5 else now


def after(before: Rest | None, now: dt.datetime, *, code: int, useful: bool, chance: float) -> Rest:
    """Return how long to leave an outlet alone after a round that ended with this exit code.

    `useful`: a page or a source was had. `chance`, 0 to 1, spreads the rests, so that watches do not march in step.
    """
    idle = 0 if useful else (before.idle if before else 0) + 1
    wait = AFTER_DISK if code == exits.DISK else min(BETWEEN * 2 ** min(idle, 6), LONGEST_REST)
    return Rest(now + wait * (0.75 + chance / 2), idle)
