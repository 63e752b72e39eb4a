"""Plays a month: the paper serves, a watch crawls it under a clock that leaps, and is killed now and then."""

import datetime as dt
import math
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive.times import UTC

from . import memory as of_processes
from .clock import Leaps
from .paper import Paper
from .plan import plan

START: Final = dt.datetime(2026, 3, 1, tzinfo=UTC)
HERE: Final = Path(__file__).resolve().parents[3]
_LOOK = 0.1  # seconds between two looks at the memory
_OUTAGE = 0.6  # of the days, until articles are too many to ask for


@dataclass(slots=True)
class Month:
    """What was played, and what it took."""

    folder: Path
    paper: Paper
    deadline: float  # of the real, monotonic time
    memory: of_processes.Days = field(default_factory=of_processes.Days)
    kills: list[dt.datetime] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    said: str = ""  # by the watch
    codes: list[int] = field(default_factory=list)  # with which it ended

    @property
    def lasts(self) -> bool:
        """Whether there is real time left."""
        return time.monotonic() < self.deadline

    @property
    def morgue(self) -> Path:
        return self.folder / "morgue"


def play(
    folder: Path,
    *,
    articles: int,
    days: float,
    seed: int,
    kills: int = 0,
    seconds: float = math.inf,
    say: Callable[[str], None] = print,
) -> Month:
    """Play a month, or fewer days, or as much of it as can be played in so many real seconds."""
    leaps = Leaps.begin(folder / "leaps", START)
    paper = Paper(plan(articles, days, seed, START), leaps.now, START + dt.timedelta(days=days * _OUTAGE))
    began = time.monotonic()
    month = Month(folder, paper, began + seconds)
    chance = random.Random(seed)
    moments = sorted(START + dt.timedelta(days=chance.uniform(0, days)) for _ in range(kills))
    with paper.press:
        _configure(folder, paper.press.home)
        for until in moments:
            if month.lasts:
                _watch(month, leaps, until, chance, say)
        if month.lasts:
            _watch(month, leaps, START + dt.timedelta(days=days), None, say)
    usage = os.times()
    month.seconds, month.processor_seconds = time.monotonic() - began, usage.children_user + usage.children_system
    month.said = (folder / "watch.log").read_text("utf-8", "replace")
    return month


def _configure(folder: Path, home: str) -> None:
    sources = f'{{ feed = "{home}feed/rss.xml" }}, {{ sitemap = "{home}sitemap.xml" }}'
    news = f'{{ news_sitemap = "{home}news-sitemap.xml" }}'
    (folder / "rowback.toml").write_text(f'[outlets.paper]\nhome = "{home}"\nsources = [{sources}, {news}]\n')


def _watch(
    month: Month, leaps: Leaps, until: dt.datetime, chance: random.Random | None, say: Callable[[str], None]
) -> None:
    """Watch until a time; then the watch is killed at random, or without `chance` told to stop."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(month.folder), "PYTHONPATH": str(HERE)}
    command = [sys.executable, "-m", "tests.benchmarks.month.watcher", str(month.folder / "leaps")]
    with (month.folder / "watch.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=month.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            while process.poll() is None and month.lasts and leaps.now() < until:
                _look(month, leaps, process.pid, say)
        except BaseException:
            process.kill()
            raise
        if process.poll() is None and (chance is None or not month.lasts):
            process.send_signal(signal.SIGTERM)
        elif chance is not None:
            _kill(month, process, leaps, chance)
        month.codes.append(process.wait())


def _look(month: Month, leaps: Leaps, pid: int, say: Callable[[str], None]) -> None:
    day = (leaps.now() - START).days
    if day not in month.memory.days:
        say(f"day {day + 1}: {len(month.paper.noted):,} requests so far")
    month.memory.note(day, of_processes.of(pid))
    threading.Event().wait(_LOOK)


def _kill(month: Month, process: "subprocess.Popen[bytes]", leaps: Leaps, chance: random.Random) -> None:
    """Kill a watch in the middle of a crawl, half of the time the crawl with it."""
    while process.poll() is None and not of_processes.below(process.pid):
        threading.Event().wait(0.01)
    threading.Event().wait(chance.uniform(0, 1.5))
    victims = of_processes.below(process.pid) if chance.random() < 0.5 else []
    month.kills.append(leaps.now())
    for pid in (process.pid, *victims):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
