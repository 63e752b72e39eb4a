"""How much memory a watch or a crawl takes: of its own process, of the crawl, of the readers. Looked up in /proc."""

import contextlib
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident bytes; pages that processes share are counted in each."""

    watch: int  # 0 when cron starts the crawls
    crawl: int  # 0 while none runs
    readers: int  # all of them


def of(root: int) -> Memory:
    """Return what a watch and the processes below it take."""
    children, resident = _processes()
    crawls = children[root]
    below = [pid for crawl in crawls for pid in _all_below(crawl, children)]
    return Memory(
        resident.get(root, 0), sum(resident.get(pid, 0) for pid in crawls), sum(resident.get(pid, 0) for pid in below)
    )


def most(root: int) -> Memory:
    """Return the most that a crawl without a watch and the processes below it ever took, each at its own time."""
    return Memory(0, _high_water(root), sum(map(_high_water, below(root))))


def _high_water(pid: int) -> int:
    with contextlib.suppress(OSError):  # it ended meanwhile
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    return 0


def below(root: int) -> list[int]:
    """Return every process below one."""
    return _all_below(root, _processes()[0])


def _all_below(root: int, children: dict[int, list[int]]) -> list[int]:
    found = list(children[root])
    for pid in found:
        found += children[pid]
    return found


def _processes() -> tuple[dict[int, list[int]], dict[int, int]]:
    children, resident = defaultdict[int, list[int]](list), dict[int, int]()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):  # it ended meanwhile
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            resident[int(entry.name)] = int(fields[21]) * _PAGE
            children[int(fields[1])].append(int(entry.name))
    return children, resident


def highest(seen: Sequence[Memory]) -> Memory:
    """Return the most of each part."""
    return Memory(max(m.watch for m in seen), max(m.crawl for m in seen), max(m.readers for m in seen))


class Days:
    """The most memory of each day."""

    def __init__(self) -> None:
        self.days: dict[int, list[Memory]] = defaultdict(list)

    def note(self, day: int, memory: Memory) -> None:
        """Add what was seen."""
        self.days[day].append(memory)

    def most(self, day: int) -> Memory:
        """Return the most of a day."""
        return highest(self.days[day])

    def slopes(self) -> Memory:
        """Return by how many bytes a day each day's most grows, by least squares; the first day is left out."""
        days = sorted(self.days)[1:]
        return Memory(*(_slope(days, [getattr(self.most(d), part) for d in days]) for part in Memory.__slots__))


def _slope(xs: list[int], ys: list[int]) -> int:
    if len(xs) < 2:
        return 0
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return round(sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs))


def mb(size: float) -> str:
    """Write bytes as megabytes."""
    return f"{size / _MB:,.1f}"
