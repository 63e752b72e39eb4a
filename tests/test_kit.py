"""A run that starts from the preloaded process is what a cold one is."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.started import start, surroundings

PROBE = """
import json, os, signal, sys, threading, warnings
twisted = __import__("re").compile("twisted", 0)  # Scrapy does not listen to its deprecations
filters = [str(each) for each in warnings.filters if each[2].__module__ == "builtins" and each[3] != twisted]
print(json.dumps({
    "name": __name__, "argv": sys.argv[1:], "folder": os.getcwd(), "path": sys.path, "umask": os.umask(0),
    "environment": dict(os.environ), "leads": os.getsid(0) == os.getpid(), "stdin": sys.stdin.read(),
    "signals": [str(signal.getsignal(number)) for number in sorted(signal.valid_signals() - {32, 33})],
    "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), "warnings": filters,
    "encodings": [(each.encoding, each.errors, each.line_buffering) for each in (sys.stdin, sys.stdout, sys.stderr)],
    "threads": threading.active_count(), "files": sorted(os.listdir("/proc/self/fd")),
    "main": sys.modules["__main__"].__spec__.name,
}))
sys.stderr.write("one line beside it")
sys.exit(3)
"""


def module(folder: Path, text: str) -> Path:
    (folder / "probe.py").write_text(text, "utf-8")
    return folder


def cold(folder: Path, *arguments: str, name: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", name, *arguments],
        cwd=folder, env=surroundings(folder), capture_output=True, text=True, stdin=subprocess.DEVNULL,
        start_new_session=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("nonsense",), ("log", "http://127.0.0.1:1/"), ("status", "--json")]
)
def test_rowback_says_and_returns_the_same(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with start(tmp_path, *arguments) as run:
        warm = run.ended(60)
    assert warm == cold(tmp_path, *arguments, name="crawler")


def test_a_module_finds_itself_in_the_same_place(tmp_path: Path) -> None:
    with start(module(tmp_path, PROBE), "one", "two words", module="probe") as run:
        warm = run.ended(60)
    expected = cold(tmp_path, "one", "two words", name="probe")
    assert json.loads(warm[1]) == json.loads(expected[1])
    assert (warm[0], warm[2]) == (expected[0], expected[2]) == (3, "one line beside it")


def test_an_error_that_nobody_caught_ends_it_with_a_traceback(tmp_path: Path) -> None:
    with start(module(tmp_path, "raise LookupError('nothing there')"), module="probe") as run:
        code, out, err = run.ended(60)
    assert (code, out, err.splitlines()[-1]) == (1, "", "LookupError: nothing there")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_as_it_ends_any_process(tmp_path: Path, number: signal.Signals) -> None:
    waits = "import threading; print('here', flush=True); threading.Event().wait(60)"
    with start(module(tmp_path, waits), module="probe") as run:
        while not run.out:
            assert run.poll() is None
        with pytest.raises(TimeoutError):
            run.wait(0.01)
        run.send_signal(number)
        assert run.wait(60) == -number
        run.kill()  # of what ended is nothing
        assert run.out == "here\n"


def test_runs_stand_beside_each_other_and_are_gone_when_they_ended(tmp_path: Path) -> None:
    waits = "import pathlib, threading\nwhile not pathlib.Path('go').exists(): threading.Event().wait(0.01)"
    with start(module(tmp_path, waits), module="probe") as one, start(tmp_path, module="probe") as other:
        assert one.pid != other.pid
        other.kill()
        assert other.wait(60) == -signal.SIGKILL
        assert one.poll() is None
        (tmp_path / "go").touch()
        assert one.wait(60) == 0
    for run in (one, other):
        with pytest.raises(ProcessLookupError):
            os.kill(run.pid, 0)


def test_what_python_reads_when_it_starts_cannot_be_asked_for(tmp_path: Path) -> None:
    with start(tmp_path, "--version", environment={"PYTHONHASHSEED": "1"}) as run:
        code, _, err = run.ended(60)
    assert code == 1
    assert "another interpreter" in err
