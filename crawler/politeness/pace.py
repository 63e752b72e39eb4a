"""How a guest behaves: how long to wait between two requests, how long after a refusal, and when to stop asking.

Pure: times are passed in, nothing waits here. None of it is a switch; a definition may only ask for more patience.
"""

import datetime as dt
import ipaddress
import math
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from archive import UTC
from archive import said_length as said

FLOOR = 2.0  # seconds between request starts on any host but loopback
JITTER = 0.5  # share by which each wait is shortened or lengthened at random
LONGEST_WAIT = dt.timedelta(hours=24)  # a Retry-After beyond it is cut to it
USUAL_WAIT = dt.timedelta(minutes=15)  # after a refusal that names no time
STRIKES = 3  # refusals in a row after which the outlet rests until the next crawl
REFUSALS = frozenset({403, 429, 503})


SLOW = 1.0  # seconds; an answer that takes no longer is never called slow
SLOWEST = 60.0  # seconds between two requests that an outlet's answers alone may lead to
_EASES = 0.9  # share of the wait that is left after a good answer
_HALVES = dt.timedelta(hours=6)  # time in which what is left of a slower pace halves between crawls
_NEAR = 1.01  # times the floor: as good as it
BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds between two request starts, and who asked for them."""

    seconds: float
    why: str


def is_loopback(host: str) -> bool:
    """Tell whether a host, as written, is this machine."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def delay(host: str, *, outlet: float = 0.0, crawl_delay: float | None = None) -> Delay:
    """Return the wait that holds for a host: the longest of ours, the definition's and robots.txt's."""
    floor = 0.0 if is_loopback(host) else FLOOR
    choices = [Delay(floor, "loopback" if floor == 0 else "rowback's own floor"), Delay(outlet, "the outlet's delay")]
    if crawl_delay is not None and math.isfinite(crawl_delay):
        choices.append(Delay(crawl_delay, "Crawl-delay in robots.txt"))
    return max(choices, key=lambda choice: choice.seconds)


def adapted(before: Delay, floor: float, *, status: int | None, latency: float = 0.0) -> Delay:
    """Return the wait after one more answer: never below the floor, twice as long when the outlet is overloaded.

    As Scrapy's AutoThrottle, an outlet is left alone for at least as long as it took to answer; refusals and errors,
    which come fast, ease nothing. `status` is None when no answer came in time.
    """
    most = max(SLOWEST, floor)
    if status is None or status in BUSY:
        why = "it did not answer in time" if status is None else f"it answered {status}"
        return Delay(min(max(before.seconds * 2, floor), most), why)
    eased = before.seconds if status >= 400 else before.seconds * _EASES
    if latency > max(SLOW, floor, eased):
        return Delay(min(latency, most), f"it took {said(latency)} to answer")
    return Delay(eased, before.why) if eased > floor * _NEAR else Delay(floor, "")


def remembered(kept: Delay, floor: float, age: dt.timedelta) -> Delay:
    """Return what is left of a slower pace some time after it was noted."""
    seconds = kept.seconds * 0.5 ** (max(age, dt.timedelta(0)) / _HALVES)
    return Delay(seconds, kept.why) if seconds > floor * _NEAR else Delay(floor, "")


def is_news(pace: Delay, noted: Delay) -> bool:
    """Tell whether a pace differs enough from the one that was noted to be noted in its place."""
    if not pace.why:
        return bool(noted.why)  # it is as usual again
    return not noted.seconds / 2 < pace.seconds <= noted.seconds * 1.25


def retry_after(value: str | None, now: dt.datetime) -> dt.datetime | None:
    """Read a Retry-After header (RFC 9110, 10.2.3), seconds or a date, at most a day ahead; None when it says nothing.

    A time that has passed is now.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return now + min(dt.timedelta(seconds=min(int(text[:9]), 10**8)), LONGEST_WAIT)
    try:
        named = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    aware = named.replace(tzinfo=UTC) if named.tzinfo is None else named
    return min(max(aware, now), now + LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Patience:
    """What an outlet's latest answers of one crawl say about going on."""

    refusals: int = 0  # in a row
    asked_to_wait_until: dt.datetime | None = None

    def after(self, status: int, now: dt.datetime, retry_after_header: str | None = None) -> "Patience":
        """Return what holds after one more answer. Any answer that is no refusal forgives the ones before."""
        if status not in REFUSALS:
            return Patience()
        named = retry_after(retry_after_header, now)
        wait = named or (now + USUAL_WAIT if status != 403 else None)
        return Patience(self.refusals + 1, wait)

    @property
    def rests(self) -> bool:
        """Tell whether the outlet is left alone until the next crawl."""
        return self.refusals >= STRIKES

    def why(self) -> str:
        """Say in words why the outlet rests, or empty when it does not."""
        return f"{self.refusals} refusals in a row; left alone until the next crawl" if self.rests else ""
