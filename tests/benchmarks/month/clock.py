"""A clock that leaps: whoever would sleep passes the time at once. Several processes share it through a file."""

import datetime as dt
import mmap
from array import array
from pathlib import Path
from typing import Final

from crawler.clock import REAL, Clock

_DOUBLE: Final = "d"
_SIZE = array(_DOUBLE).itemsize


class Leaps:
    """How far the time is ahead of the real one."""

    def __init__(self, path: Path) -> None:
        """Share the leaps that a file counts; `begin` makes it."""
        with path.open("r+b") as file:
            self._offset = memoryview(mmap.mmap(file.fileno(), _SIZE)).cast(_DOUBLE)  # written at once, never half

    @classmethod
    def begin(cls, path: Path, now: dt.datetime) -> "Leaps":
        """Make it be `now`."""
        path.write_bytes(array(_DOUBLE, [(now - REAL.now()).total_seconds()]).tobytes())
        return cls(path)

    def now(self) -> dt.datetime:
        """Return the time that it is taken to be."""
        return REAL.now() + dt.timedelta(seconds=self._offset[0])

    def leap(self, seconds: float) -> None:
        """Let the time pass; only one process does."""
        self._offset[0] += seconds

    def clock(self) -> Clock:
        """Return the clock of those who are watched."""
        return Clock(self.now, self.leap)
