"""A watch: one small process that stays, and a crawl in a process of its own whenever something is due.

Crawls are `rowback crawl` itself, in a copy of this process, so what holds for cron holds here: an outlet's lock keeps
a second crawl away, and whatever kills either process, the next crawl finds on disk all that was acknowledged and all
that is due. Nothing but rests lives in memory; `watching` decides.
"""

import datetime as dt
import gc
import json
import random
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from archive import exits
from crawler.clock import Clock

from . import watching
from .forked import Forked

GRACE = 8.0  # seconds that a crawl has to finish what is under way, when it is told to stop


@dataclass(frozen=True, slots=True)
class Told:
    """How a crawl's process ended, and what it said."""

    code: int
    useful: frozenset[str]  # outlets of which a page or a source was had
    trouble: str  # empty when all went well


@dataclass
class Supervisor:
    """Crawls what is due until it is told to stop."""

    enabled: Callable[[], Sequence[str]]  # the outlets, read anew each time
    due: Callable[[], Mapping[str, dt.datetime]]
    crawl: Callable[[Sequence[str]], int]  # a crawl of these outlets, that prints JSON and returns its exit code
    clock: Clock
    say: Callable[[str], None]
    stopped_by: int = 0
    _rests: dict[str, watching.Rest] = field(default_factory=dict)
    _crawl: Forked | None = None
    _trouble: str = ""
    _in_vain: int = 0  # rounds in a row that had nothing

    def run(self) -> int:
        """Watch until a signal asks to stop; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        gc.freeze()  # so that crawls share what is imported already
        while not self.stopped_by:
            names = self.enabled()
            self._rests = {name: rest for name, rest in self._rests.items() if name in names}
            turn = watching.plan(names, self.due(), self._rests, self.clock.now())
            if turn.outlets:
                self._round(turn.outlets)
            else:
                self._sleep(turn.sleep.total_seconds())
        return 128 + self.stopped_by

    def _sleep(self, seconds: float) -> None:
        """Sleep in short pieces: a signal that comes between looking and sleeping is noticed all the same."""
        slept = 0.0
        while slept < seconds and not self.stopped_by:
            self.clock.sleep(piece := min(0.5, seconds - slept))
            slept += piece

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped_by = number
        if self._crawl is not None:
            self._crawl.tell(signal.SIGTERM)

    def _round(self, outlets: Sequence[str]) -> None:
        told = self._crawled(outlets)
        for name in outlets:
            before, useful = self._rests.get(name), name in told.useful
            chance = random.random()  # noqa: S311  # spreads load, guards nothing
            self._rests[name] = watching.after(before, self.clock.now(), code=told.code, useful=useful, chance=chance)
        self._tell(told)

    def _crawled(self, outlets: Sequence[str]) -> Told:
        """Run one crawl and wait for it; one that does not stop in time when told to is killed."""
        crawl = self._crawl = Forked(lambda: 128 + self.stopped_by if self.stopped_by else self.crawl(outlets))
        if self.stopped_by:  # the signal came while it was being started
            crawl.tell(signal.SIGTERM)
        told_to_stop_at: float | None = None
        while not crawl.ended(0.5):
            if not self.stopped_by:
                continue
            told_to_stop_at = told_to_stop_at or time.monotonic()
            if time.monotonic() - told_to_stop_at > GRACE:
                crawl.kill()
        self._crawl = None
        return told(*crawl.result())

    def _tell(self, told: Told) -> None:
        """Say what goes wrong, once while it lasts, and its end; one round in vain may be one page that failed."""
        self._in_vain = self._in_vain + 1 if told.code == exits.NOTHING else 0
        trouble = "" if told.code in (0, exits.LOCKED, 143) or self._in_vain == 1 else told.trouble
        if trouble != self._trouble and not self.stopped_by:
            self.say(trouble or "All is well again.")
        self._trouble = trouble


def told(code: int, out: str, err: str) -> Told:
    """Read what `rowback crawl --json` printed."""
    try:
        answer = json.loads(out)
        outlets = answer["crawl"]["outlets"] if "crawl" in answer else []
        useful = frozenset(str(o["name"]) for o in outlets if o["fetched"] or o["sources_read"])
        error = answer.get("error") or {}
        trouble = f"{error.get('message', '')}: {error.get('subject', '')}" if error else err.strip()
        trouble = "" if code == exits.NOTHING else trouble
    except (ValueError, KeyError, TypeError, AttributeError):  # it was killed, or died: its words are all there is
        useful, trouble = frozenset(), err.strip()
    lines = trouble.strip(": ").splitlines()
    said = {0: "", exits.NOTHING: "nothing could be fetched: `rowback status` says why"}
    return Told(code, useful, lines[-1] if lines else said.get(code, f"the crawl ended with {code}"))
