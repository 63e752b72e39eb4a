"""Mends a file that a crawl left behind: its torn tail is cut back to the last whole record and kept beside it.

It works on a file that the caller has locked, so it never touches a living crawl's. Damage between whole records is no
torn tail: it is reported, and nothing is cut there.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import WarcError

from .locks import sync_folder
from .members import read_member
from .walk import Damage, pass_over, walk

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was found in a file that was left open."""

    path: Path
    end: int  # where its last whole record ends
    tail: Path | None = None  # what was cut off; None when there was nothing to cut
    cut: int = 0  # bytes cut off
    damage: tuple[Damage, ...] = ()  # between whole records
    lost: int = 0  # bytes that were known to be good and are not there any more

    @property
    def sound(self) -> bool:
        """Every record in it is whole, and all that were known are there."""
        return not self.damage and not self.lost


def recover(path: Path, descriptor: int, *, known_good: int = 0) -> Recovered:
    """Mend a locked file, opened for reading and writing.

    `known_good` is an offset that is known to end a whole record, 0 for none: what lies before is not read again.
    Raises `OSError` when the tail cannot be kept; nothing is cut then.
    """
    with open(descriptor, "r+b", buffering=0, closefd=False) as file:
        size = os.fstat(descriptor).st_size
        lost = max(0, known_good - size)
        end, damage = _look(file, 0 if lost else known_good, size)
        tail = _cut(file, path, end, size)
    return Recovered(path=path, end=end, tail=tail, cut=size - end, damage=damage, lost=lost)


def _look(file: BinaryIO, start: int, size: int) -> tuple[int, tuple[Damage, ...]]:
    """Return where the last whole record ends, and the damage before it."""
    end = start
    damage: list[Damage] = []
    trailing: list[Damage] = []
    for found in walk(file, start, size, pass_over, warcinfo_id=_warcinfo_id(file, size) if start else ""):
        if isinstance(found, Damage):
            trailing.append(found)
            continue
        end = found.member.offset + found.member.length
        damage, trailing = damage + trailing, []
    return end, tuple(damage)


def _warcinfo_id(file: BinaryIO, size: int) -> str:
    try:
        return read_member(file, 0, size, lambda _: None).header("WARC-Record-ID")
    except WarcError:
        return ""


def _cut(file: BinaryIO, path: Path, end: int, size: int) -> Path | None:
    """Keep what lies behind `end` beside the file, durably, before it is cut off."""
    if end == size:
        return None
    tail = _free(path.with_name(f"{path.name}.tail-{end}"))
    with tail.open("xb") as copy:
        file.seek(end)
        shutil.copyfileobj(file, copy, _PIECE)
        copy.flush()
        os.fsync(copy.fileno())
    sync_folder(path.parent)
    file.truncate(end)
    os.fsync(file.fileno())
    return tail


def _free(path: Path) -> Path:
    """Return the path, or with a number behind it when an earlier tail has that name."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free
