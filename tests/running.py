"""rowback as people run it: a process of its own, its exit code, what it printed, the memory of its process tree."""

import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]  # the arguments of a command to its exit code, what it printed, what it noted
_LOOK = 0.1  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Finished:
    """A run that ended."""

    code: int
    out: str
    err: str
    peak: int  # bytes of all its processes together, shared pages counted in each; 0 where /proc is missing

    def __str__(self) -> str:
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def rowback(folder: Path, *arguments: str, limit: float = 300) -> Finished:
    """Run `rowback` in a folder that is its home and its current folder; no configuration but what lies there."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROWBACK_")}
    environment |= {"HOME": str(home), "NO_COLOR": "1", "COLUMNS": "100", "PYTHONWARNINGS": "default"}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        peak = _watch(process, limit)
    said, complained = ((folder / name).read_text("utf-8", "replace") for name in ("stdout", "stderr"))
    return Finished(process.returncode, said, complained, peak)


def _watch(process: "subprocess.Popen[bytes]", limit: float) -> int:
    peak, waited = 0, 0.0
    while True:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            peak, waited = max(peak, _memory(process.pid)), waited + _LOOK
        else:
            return peak
        if waited > limit:
            os.killpg(process.pid, signal.SIGKILL)  # its reader processes, too
            process.wait()
            raise TimeoutError(f"rowback ran longer than {limit:.0f} s")


def _memory(root: int) -> int:
    """Return the resident bytes of a process and everything below it."""
    children, resident = defaultdict(list), {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            resident[int(entry.name)] = int(fields[21]) * _PAGE
            children[int(fields[1])].append(int(entry.name))
        except (OSError, IndexError):
            continue  # it ended meanwhile
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += resident.get(pid, 0)
        waiting += children[pid]
    return total
