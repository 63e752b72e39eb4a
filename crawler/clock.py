"""Where a crawl's time comes from. The command line's root passes it in; nothing else in this package reads a clock.

Outside tests there is one, the real one: no option, setting or variable chooses another. How far apart requests are is
no matter of this clock: the engine waits by itself.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from archive import UTC


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time, and lets it pass."""

    now: Callable[[], dt.datetime]  # aware
    sleep: Callable[[float], None]  # seconds


def now() -> dt.datetime:
    """Return the present time."""
    return dt.datetime.now(UTC)


REAL: Final = Clock(now, time.sleep)
