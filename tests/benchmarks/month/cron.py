"""Plays a month as cron would: every so many minutes a fresh `rowback crawl`, alone with its HOME and 1 GB of memory.

The memory is held to in two ways. The shell's `ulimit -v` (RLIMIT_AS) gives each process 1 GB of addresses: what wants
more gets an error. That a crawl and its readers stay within 1 GB together is measured: the kernel notes the most that
each ever took (VmHWM), and the sum of them counts, shared pages in each. A memory cgroup would hold all of them to it
at once, but takes root, and looks different on each machine.
"""

import datetime as dt
import math
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from . import memory as of_processes
from .stage import HERE, START, Month, Run, command, staged

MOST: Final = 1_000_000_000  # bytes
_LOOK = 0.05  # seconds between two looks at the memory, and at whether it ended


def play(
    folder: Path,
    *,
    articles: int,
    days: float,
    seed: int,
    every: dt.timedelta,
    seconds: float = math.inf,
    say: Callable[[str], None] = print,
) -> Month:
    """Play a month, or fewer days, or as much of it as can be played in so many real seconds."""
    with staged(folder, articles=articles, days=days, seed=seed, seconds=seconds, every=every) as month:
        while month.lasts and month.leaps.now() < month.until:
            if month.day not in month.memory.days:
                say(f"day {month.day + 1}: {len(month.runs):,} crawls, {len(month.paper.noted):,} requests so far")
            month.runs.append(_run(month))
            month.memory.note((month.runs[-1].began - START).days, month.runs[-1].memory)
            _leap(month)
    return month


def _run(month: Month) -> Run:
    """Start a crawl, and wait for its end."""
    began, before = month.leaps.now(), len(month.paper.noted)
    with tempfile.TemporaryFile() as said:
        process = _start(month, said)
        code, memory, processor_seconds = _wait(process)
        said.seek(0)
        told = said.read().decode("utf-8", "replace")
    noted = tuple(month.paper.noted[before:])
    return Run(began, month.leaps.now(), code, told, noted, memory, processor_seconds)


def _start(month: Month, said: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start a crawl as cron does, with as little around it as `env -i` leaves, but for HOME and the checkout."""
    words = ["/bin/sh", "-c", f'ulimit -v {MOST // 1024} && exec "$@"', "sh", *command(month, "crawl")]
    environment = {"HOME": str(month.folder), "PYTHONPATH": str(HERE)}
    return subprocess.Popen(
        words, cwd=month.folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
    )


def _wait(process: "subprocess.Popen[bytes]") -> tuple[int, of_processes.Memory, float]:
    """Return a process's exit code, the most memory that it and those below it took, and its time on a processor."""
    seen = list[of_processes.Memory]()
    try:
        while True:
            seen.append(of_processes.most(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            threading.Event().wait(_LOOK)
    except BaseException:
        process.kill()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)  # so that nobody waits for it again
    return process.returncode, of_processes.highest(seen), usage.ru_utime + usage.ru_stime


def _leap(month: Month) -> None:
    """Let it be the next time at which cron starts something."""
    now = month.leaps.now()
    month.leaps.leap((START + ((now - START) // month.every + 1) * month.every - now).total_seconds())
