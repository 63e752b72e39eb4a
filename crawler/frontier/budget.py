"""What looking may cost a day, and what of a plan can be afforded. Pure: what was spent comes in, a number goes out.

One price holds for a look at any outlet: when a budget is short, every article waits until more edits are to be
expected, so what can be afforded goes where it sees most.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.amounts import said_size
from crawler.config import Budget
from crawler.schedule import EDITS_MISSED

from .plan import PAGE_BYTES, Task

DAY = dt.timedelta(days=1)
AUTO_DAYS = 180  # `"auto"`: the free disk is to last so long
_DEAREST = 50.0  # a look never waits for more than so many times the usual edits


@dataclass(frozen=True, slots=True)
class Spent:
    """What looks at articles came to within the last 24 hours."""

    looks: int = 0
    bytes: int = 0

    @property
    def page_bytes(self) -> float:
        """Return what a look costs."""
        return self.bytes / self.looks if self.looks else PAGE_BYTES


@dataclass(frozen=True, slots=True)
class Limit:
    """What may still be looked at, and which limit says so."""

    looks: float
    why: str = ""


def bytes_a_day(budget: Budget, free: int) -> int | None:
    """Return how many bytes a day all outlets may bring; None for no limit. `free`: what may be filled of the disk."""
    return max(free, 0) // AUTO_DAYS if budget.bytes_per_day == "auto" else budget.bytes_per_day


def left(looks: int | None, size: int | None, spent: Spent, whose: str, *, per_day: float = math.inf) -> Limit:
    """Return how many looks remain of a day's limits; `per_day` is what politeness leaves."""
    limits = [Limit(per_day - spent.looks, f"{whose} is asked at most {per_day:,.0f} times a day, at its pace")]
    if looks is not None:
        limits.append(Limit(looks - spent.looks, f"{whose}: {looks:,} looks a day"))
    if size is not None:
        limits.append(Limit((size - spent.bytes) / spent.page_bytes, f"{whose}: {said_size(size)} a day"))
    least = min(limits, key=lambda limit: limit.looks)
    return Limit(max(least.looks, 0), least.why)


def afford(tasks: Sequence[Task], limit: Limit) -> tuple[Sequence[Task], Sequence[Task]]:
    """Part a plan into what can be afforded and what cannot; it is in order of worth already."""
    if limit.looks >= len(tasks):
        return tasks, ()
    return tasks[: int(limit.looks)], tasks[int(limit.looks) :]


def price(wanted: float, limit: float) -> float:
    """Return after how many expected edits an article is looked at again, when so many looks a day are wanted.

    Looks fall with about the square root of it (`tests/benchmarks/schedule`), so it rises with the square of the want.
    """
    if wanted <= limit:
        return EDITS_MISSED
    return EDITS_MISSED * min((wanted / max(limit, 1.0)) ** 2, _DEAREST)
