"""Work in a process of its own that starts in no time: a copy of this one, with all that is imported already.

Only for a process without threads. The copy keeps none of our files, so that locks we hold are ours alone.
"""

import os
import select
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn

_MOST_FILES = 65_536  # none of ours has a higher number


class Forked:
    """A copy of this process at work; what it prints is kept for whoever waits for it."""

    def __init__(self, work: Callable[[], int]) -> None:
        """Start it. `work` returns its exit code; SIGINT and SIGTERM are as they are in a new process."""
        self._out, self._err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  # `result` closes them
        self._alive, held = os.pipe()  # the end that the copy holds closes when it ends, however it does
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _run(work, self._out, self._err, held)
        os.close(held)

    def ended(self, seconds: float) -> bool:
        """Tell whether it ended, waiting for so long."""
        return bool(select.select([self._alive], [], [], seconds)[0])

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
        _, status = os.waitpid(self.pid, 0)
        os.close(self._alive)
        with self._out, self._err:
            return os.waitstatus_to_exitcode(status), _text(self._out), _text(self._err)


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _run(work: Callable[[], int], out: BinaryIO, err: BinaryIO, held: int) -> NoReturn:
    """Be the copy: leave nothing of the original in force, do the work, end."""
    code = 1
    try:
        os.setsid()  # Ctrl-C reaches it through us, once
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.closerange(3, held)
        os.closerange(held + 1, _MOST_FILES)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = work()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)  # nothing of the original's may be unwound here
