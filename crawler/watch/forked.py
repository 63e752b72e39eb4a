"""Work in a process of its own that starts in no time: a copy of this one, with all that is imported already.

Only for a process without threads. The copy keeps none of our files, so that locks we hold are ours alone.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn

_MOST_FILES = 65_536  # none of ours has a higher number
_LOOK = 0.02  # seconds between two looks at whether it ended


class Forked:
    """A copy of this process at work; what it prints is kept for whoever waits for it."""

    def __init__(self, work: Callable[[], int]) -> None:
        """Start it. `work` returns its exit code; SIGINT and SIGTERM are as they are in a new process."""
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  # `result` closes them
        sys.stdout.flush()
        sys.stderr.flush()
        self._status: int | None = None  # as the system tells it, once it ended
        self.pid = os.fork()
        if self.pid == 0:
            _run(work, self._out, self._err)

    def ended(self, seconds: float) -> bool:
        """Tell whether it ended, waiting for so long."""
        until = time.monotonic() + seconds
        while self._status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self._status = status
            elif time.monotonic() >= until:
                break
            else:
                time.sleep(_LOOK)
        return self._status is not None

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def result(self) -> tuple[int, str, str]:
        """Wait for its end; return the exit code, negative for a signal, and what it printed on stdout and stderr."""
        while not self.ended(60):
            pass
        with self._out, self._err:
            return os.waitstatus_to_exitcode(self._status or 0), _text(self._out), _text(self._err)


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _run(work: Callable[[], int], out: BinaryIO, err: BinaryIO) -> NoReturn:
    """Be the copy: leave nothing of the original in force, do the work, end."""
    code = 1
    try:
        os.setsid()  # Ctrl-C reaches it through us, once
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.closerange(3, _MOST_FILES)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = work()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)  # nothing of the original's may be unwound here
