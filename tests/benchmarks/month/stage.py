"""What a month is played on: a folder, a newspaper, a clock that leaps; and what the playing leaves to be proved."""

import datetime as dt
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive.times import UTC

from . import memory as of_processes
from .clock import Leaps
from .paper import Noted, Paper
from .plan import plan

START: Final = dt.datetime(2026, 3, 1, tzinfo=UTC)
HERE: Final = Path(__file__).resolve().parents[3]
_OUTAGE = 0.6  # of the days, until articles are too many to ask for


@dataclass(frozen=True, slots=True)
class Run:
    """One process that cron started, from its start to its end."""

    began: dt.datetime
    ended: dt.datetime
    code: int
    said: str  # on stdout and stderr
    asked: tuple[Noted, ...]  # what the paper answered meanwhile
    memory: of_processes.Memory  # the most of it
    processor_seconds: float  # of the process itself, without its readers


@dataclass(slots=True)
class Month:
    """What was played, and what it took."""

    folder: Path
    paper: Paper
    leaps: Leaps
    until: dt.datetime
    deadline: float  # of the real, monotonic time
    memory: of_processes.Days = field(default_factory=of_processes.Days)
    kills: list[dt.datetime] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    said: str = ""  # by the watch
    codes: list[int] = field(default_factory=list)  # with which it ended
    every: dt.timedelta = dt.timedelta(0)  # between two crawls of cron; nought under a watch
    runs: list[Run] = field(default_factory=list)  # of cron

    @property
    def lasts(self) -> bool:
        """Whether there is real time left."""
        return time.monotonic() < self.deadline

    @property
    def morgue(self) -> Path:
        return self.folder / "morgue"

    @property
    def day(self) -> int:
        """Which day it is, from 0."""
        return (self.leaps.now() - START).days


@contextmanager
def staged(
    folder: Path, *, articles: int, days: float, seed: int, seconds: float, every: dt.timedelta = dt.timedelta(0)
) -> Iterator[Month]:
    """Open the paper of a month that may be played for so many real seconds, and note what the playing took."""
    leaps = Leaps.begin(folder / "leaps", START)
    paper = Paper(plan(articles, days, seed, START), leaps.now, START + dt.timedelta(days=days * _OUTAGE))
    began = time.monotonic()
    month = Month(folder, paper, leaps, START + dt.timedelta(days=days), began + seconds, every=every)
    with paper.press:
        _configure(folder, paper.press.home)
        yield month
    usage = os.times()
    month.seconds, month.processor_seconds = time.monotonic() - began, usage.children_user + usage.children_system


def command(month: Month, name: str) -> list[str]:
    """Return the words that start a command of `rowback` under the month's clock."""
    return [sys.executable, "-m", f"{__package__}.leaping", str(month.folder / "leaps"), name]


def _configure(folder: Path, home: str) -> None:
    sources = f'{{ feed = "{home}feed/rss.xml" }}, {{ sitemap = "{home}sitemap.xml" }}'
    news = f'{{ news_sitemap = "{home}news-sitemap.xml" }}'
    (folder / "rowback.toml").write_text(f'[outlets.paper]\nhome = "{home}"\nsources = [{sources}, {news}]\n')
