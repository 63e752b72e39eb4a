"""Plays a month: the paper serves, a watch crawls it under a clock that leaps, and is killed now and then."""

import datetime as dt
import math
import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from . import memory as of_processes
from .stage import HERE, START, Month, command, staged

_LOOK = 0.1  # seconds between two looks at the memory


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
    chance = random.Random(seed)
    moments = sorted(START + dt.timedelta(days=chance.uniform(0, days)) for _ in range(kills))
    with staged(folder, articles=articles, days=days, seed=seed, seconds=seconds) as month:
        for until in moments:
            if month.lasts:
                _watch(month, until, chance, say)
        if month.lasts:
            _watch(month, month.until, None, say)
    month.said = (folder / "watch.log").read_text("utf-8", "replace")
    return month


def _watch(month: Month, until: dt.datetime, chance: random.Random | None, say: Callable[[str], None]) -> None:
    """Watch until a time; then the watch is killed at random, or without `chance` told to stop."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(month.folder), "PYTHONPATH": str(HERE)}
    with (month.folder / "watch.log").open("ab") as log:
        process = subprocess.Popen(
            command(month, "watch"), cwd=month.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            while process.poll() is None and month.lasts and month.leaps.now() < until:
                _look(month, process.pid, say)
        except BaseException:
            process.kill()
            raise
        if process.poll() is None and (chance is None or not month.lasts):
            process.send_signal(signal.SIGTERM)
        elif chance is not None:
            _kill(month, process, chance)
        month.codes.append(process.wait())


def _look(month: Month, pid: int, say: Callable[[str], None]) -> None:
    if month.day not in month.memory.days:
        say(f"day {month.day + 1}: {len(month.paper.noted):,} requests so far")
    month.memory.note(month.day, of_processes.of(pid))
    threading.Event().wait(_LOOK)


def _kill(month: Month, process: "subprocess.Popen[bytes]", chance: random.Random) -> None:
    """Kill a watch in the middle of a crawl, half of the time the crawl with it."""
    while process.poll() is None and not of_processes.below(process.pid):
        threading.Event().wait(0.01)
    threading.Event().wait(chance.uniform(0, 1.5))
    victims = of_processes.below(process.pid) if chance.random() < 0.5 else []
    month.kills.append(month.leaps.now())
    for pid in (process.pid, *victims):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
