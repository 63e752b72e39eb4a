"""rowback as people run it: a process of its own, its exit code, what it printed, the memory of its process tree."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.kit.started import Started, start

Run = Callable[..., tuple[int, str, str]]  # the arguments of a command to its exit code, what it printed, what it noted
_LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Finished:
    """A run that ended."""

    code: int
    out: str
    err: str
    peak: int  # bytes of all its processes together, shared pages counted once; 0 where /proc is missing

    def __str__(self) -> str:
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def rowback(folder: Path, *arguments: str, limit: float = 300) -> Finished:
    """Run `rowback` in a folder that is its home and its current folder; no configuration but what lies there."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    with start(folder, *arguments, environment={"HOME": str(home)}) as run:
        peak = _watch(run, limit)
    return Finished(run.wait(), run.out, run.err, peak)


def _watch(run: Started, limit: float) -> int:
    peak, waited = 0, 0.0
    while True:
        try:
            run.wait(_LOOK)
        except TimeoutError:
            peak, waited = max(peak, _memory(run.pid)), waited + _LOOK
        else:
            return peak
        if waited > limit:
            run.kill_group()  # its reader processes, too
            run.wait()
            raise TimeoutError(f"rowback ran longer than {limit:.0f} s: {run.err}")


def _memory(root: int) -> int:
    """Return the bytes in memory of a process and everything below it, each page that several share counted once."""
    children, waiting, total = defaultdict(list), [root], 0
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):  # it ended meanwhile
            children[int((entry / "stat").read_text().rpartition(")")[2].split()[1])].append(int(entry.name))
    while waiting:
        pid = waiting.pop()
        waiting += children[pid]
        with suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += 1024 * sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total
