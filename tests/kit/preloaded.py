"""The process that runs of rowback start from: it has imported all that a crawl needs, and starts copies of itself.

    python -m tests.kit.preloaded DESCRIPTOR

DESCRIPTOR is a Unix socket. Each message on it carries four descriptors: a conversation, stdin, stdout and stderr of
the copy. The copy reads from the conversation what it is to be; this process writes there the copy's number and, once
it ended, its status. It ends when the socket does. `tests.kit.started` asks.

A copy must be what a cold process is: it takes over folder, environment, session, streams and signals, runs the module
as `python -m` does, and leaves by the interpreter's own way out.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.kit.started import PRELOADED, same_interpreter

Conversations = dict[int, socket.socket]  # with whom to speak of a copy, by the copy's process number


def main() -> None:
    """Serve; in a copy: be what was asked for."""
    control = socket.socket(fileno=int(sys.argv[1]))
    preload()
    if request := serve(control):
        become(request)
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)


def preload() -> None:
    """Import what most runs need; nothing of it may start a thread or Twisted's reactor."""
    for module in PRELOADED:
        importlib.import_module(module)
    if threading.active_count() > 1 or "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("what was imported cannot be copied")
    gc.collect()
    gc.freeze()  # so that copies share it


def serve(control: socket.socket) -> dict[str, Any] | None:
    """Start copies until nobody asks any more; return in a copy what was asked for, in the server nothing."""
    conversations: Conversations = {}
    wakes, woken = socket.socketpair()
    for each in (wakes, woken):
        each.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    while descriptors := _next(control, wakes, conversations):
        sys.stdout.flush()
        sys.stderr.flush()
        conversation, *streams = descriptors
        if pid := os.fork():
            for stream in streams:
                os.close(stream)
            conversations[pid] = socket.socket(fileno=conversation)
            _say(conversations[pid], pid)
            continue
        for ours in (control, wakes, woken, *conversations.values()):
            ours.close()
        return _read(conversation, streams)
    return None


def _next(control: socket.socket, wakes: socket.socket, conversations: Conversations) -> list[int]:
    """Wait for the next request, telling meanwhile which copies ended; nothing: there is no more."""
    while True:
        ready, _, _ = select.select([control, wakes], [], [])
        if wakes in ready:
            wakes.recv(4096)
            _bury(conversations)
        if control in ready:
            return socket.recv_fds(control, 1, 4)[1]


def _bury(conversations: Conversations) -> None:
    """Tell the status of the copies that ended."""
    for pid in list(conversations):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with conversations.pop(pid) as conversation:
                _say(conversation, os.waitstatus_to_exitcode(status))


def _say(conversation: socket.socket, number: int) -> None:
    with suppress(BrokenPipeError):  # who asked has gone
        conversation.sendall(b"%d\n" % number)


def _read(conversation: int, streams: list[int]) -> dict[str, Any]:
    """In a copy: take over the streams and read what to be."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with socket.socket(fileno=conversation) as asked, asked.makefile("rb") as text:
        request: dict[str, Any] = json.loads(text.read())
    return request


def become(request: dict[str, Any]) -> None:
    """In a copy: leave nothing of the server in force. Raises `ValueError` for what only a cold process can be."""
    if request["session"]:
        os.setsid()
    if not same_interpreter(dict(os.environ), request["environment"]):
        raise ValueError("another interpreter is asked for than the preloaded one")
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    tempfile.tempdir = None
    os.chdir(request["folder"])
    sys.path[0] = str(Path.cwd())
    sys.argv = [request["module"], *request["arguments"]]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=stream is sys.stderr or stream.isatty())


if __name__ == "__main__":
    main()
