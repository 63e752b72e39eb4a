"""Runs of rowback as processes of their own, started warm: in a tenth of a second instead of one and a half.

`start` asks one process per test process, `tests.kit.preloaded`, for a copy of itself. The copy behaves as
`python -m MODULE` does. What is about starting itself (what is imported, how long it takes, what is installed) starts
cold, by `subprocess`.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parents[2]
# The reactor of Twisted is none of them: it opens files that copies cannot share.
PRELOADED = (
    "crawler.cli",
    "crawler.crawl.engine",
    "crawler.commands.crawl",
    "crawler.commands.demo",
    "archive.cli.log",
    "archive.cli.rebuild",
    "archive.cli.verify",
    "archive.extract",
)
_INTERPRETER = ("PYTHON", "LC_", "LANG")  # what Python reads when it starts, and never again


class Started:
    """A run: what `subprocess.Popen` offers of a process, with its output in files that need nobody who reads them."""

    def __init__(self, conversation: socket.socket, out: IO[bytes], err: IO[bytes]) -> None:
        self._conversation, self._files = conversation, (out, err)
        self._said = ("", "")  # once it ended
        self.returncode: int | None = None  # negative: the signal that ended it
        self.pid = self._number()

    def _number(self) -> int:
        said = b""
        while not said.endswith(b"\n"):
            if not (piece := self._conversation.recv(1)):
                raise RuntimeError(f"the preloaded process ended: {_server().complaints()}")
            said += piece
        return int(said)

    def poll(self) -> int | None:
        """Return the exit code, `None` while it runs."""
        with suppress(TimeoutError):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the exit code. Raises `TimeoutError` when it still runs after so many seconds."""
        if self.returncode is None:
            self._conversation.settimeout(timeout)
            try:
                self._conversation.recv(1, socket.MSG_PEEK)
            except BlockingIOError:
                raise TimeoutError from None
            self._conversation.settimeout(None)
            self.returncode = self._number()
            self._conversation.close()
            self._said = self.out, self.err
            for file in self._files:
                file.close()
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def kill_group(self) -> None:
        """Kill it with all that it started, once it has a session of its own."""
        if self.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)

    def ended(self, timeout: float | None = None) -> tuple[int, str, str]:
        """Wait for its end; return the exit code and what it printed on stdout and stderr so far."""
        return self.wait(timeout), self.out, self.err

    @property
    def out(self) -> str:
        """What it printed on stdout so far."""
        return self._text(0)

    @property
    def err(self) -> str:
        """What it printed on stderr so far."""
        return self._text(1)

    def _text(self, which: int) -> str:
        return self._said[which] if self._files[which].closed else _text(self._files[which])

    def __enter__(self) -> "Started":
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it if it still runs."""
        self.kill()
        self.wait()


def start(
    folder: Path,
    *arguments: str,
    module: str = "crawler",
    environment: Mapping[str, str] | None = None,
    session: bool = True,
) -> Started:
    """Start `python -m MODULE ARGUMENTS` in a folder that is its home and its current folder.

    No configuration counts but what lies there. `environment` adds to a run's usual one; with `session` the run leads
    a session of its own, so that it can be killed with all that it started.
    """
    request = {
        "arguments": arguments,
        "environment": surroundings(folder) | (environment or {}),
        "folder": str(folder),
        "module": module,
        "session": session,
    }
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  # closed when the run ended
    return Started(_server().ask(request, out, err), out, err)


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of a run whose home is this folder: ours, without configuration and colours."""
    others = ("ROWBACK_", "PYTHONUNBUFFERED")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return environment | {
        "HOME": str(folder),
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "PYTHONPATH": str(HERE),
        "PYTHONWARNINGS": "default",
    }


def same_interpreter(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether Python starts in the same way in both environments."""
    first, second = (
        {name: value for name, value in each.items() if name.startswith(_INTERPRETER)} for each in (one, other)
    )
    return first == second


@dataclass
class _Server:
    process: "subprocess.Popen[bytes]"
    control: socket.socket
    err: IO[bytes]
    asking: threading.Lock

    def ask(self, request: Mapping[str, object], out: IO[bytes], err: IO[bytes]) -> socket.socket:
        """Ask for a copy; return the conversation about it."""
        ours, theirs = socket.socketpair()
        with theirs, Path(os.devnull).open("rb") as nothing:
            descriptors = [each.fileno() for each in (theirs, nothing, out, err)]
            with self.asking:
                socket.send_fds(self.control, [b"+"], descriptors)
        ours.sendall(json.dumps(request).encode())
        ours.shutdown(socket.SHUT_WR)
        return ours

    def complaints(self) -> str:
        """Return what it complained about."""
        return _text(self.err)

    def end(self) -> None:
        """End it; runs that were left alone go on, as any do whose parent ended."""
        self.control.close()
        self.process.wait()
        self.err.close()


@cache
def _server() -> _Server:
    ours, theirs = socket.socketpair()
    err = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the server ended
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.preloaded", str(theirs.fileno())],
            cwd=HERE,
            env=surroundings(HERE),
            stdin=subprocess.DEVNULL,
            stdout=err,
            stderr=err,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    server = _Server(process, ours, err, threading.Lock())
    atexit.register(server.end)
    return server


def _text(file: IO[bytes]) -> str:
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode("utf-8", "replace")
