"""Puts tombstones in place of records: in a copy, which takes the file's place once every byte of it was checked.

Tombstones are as long as what they replace, so no other record moves, and no citation of one breaks.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.errors import CaptureFailed, WarcError
from archive.warc import tombstone
from archive.warc.file import failure
from archive.warc.locks import sync_folder
from archive.warc.members import OPEN
from archive.warc.reader import read_record
from archive.warc.tombstone import Tombstone

_PIECE: Final = 1 << 20
_COPY: Final = ".erasing"


@dataclass(frozen=True, slots=True)
class Doomed:
    """A record that is to go."""

    offset: int
    length: int
    record_id: str


@dataclass(frozen=True, slots=True)
class Run:
    """Doomed records without another between them."""

    start: int
    end: int
    records: tuple[str, ...]


def runs(doomed: Iterable[Doomed]) -> list[Run]:
    """Join records that lie side by side."""
    found: list[Run] = []
    for each in sorted(doomed, key=lambda each: each.offset):
        if found and found[-1].end == each.offset:
            last = found.pop()
            found.append(Run(last.start, each.offset + each.length, (*last.records, each.record_id)))
        else:
            found.append(Run(each.offset, each.offset + each.length, (each.record_id,)))
    return found


def real(path: Path) -> Path:
    """Return where a WARC file lies now, `.open` or not."""
    left_open = path.with_name(path.name + OPEN)
    return left_open if left_open.exists() else path


def clean_up(warcs: Path) -> None:
    """Remove copies that an erasure which was killed left behind; the files themselves are whole."""
    for path in warcs.rglob(f"*{_COPY}"):
        path.unlink(missing_ok=True)


def replace(
    path: Path,
    found: Iterable[Run],
    *,
    warcinfo_id: str | None,
    new_id: Callable[[], str],
    say: Callable[[Run], Tombstone],
) -> None:
    """Put tombstones in place of runs of records in a file; the old one stays until the new one was checked.

    Raises `DiskFull`, `CaptureFailed`; the file is then as it was.
    """
    place = real(path)
    graves = {
        run: tombstone.make(say(run), run.end - run.start, record_id=new_id(), warcinfo_id=warcinfo_id) for run in found
    }
    copy = place.with_name(place.name + _COPY)
    try:
        with place.open("rb") as old, copy.open("w+b") as new:
            _write(old, new, graves)
            new.flush()
            os.fsync(new.fileno())
            _check(old, new, graves)
        for run in graves:
            _check_grave(copy, run)
        copy.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise failure(error, place) from error
    finally:
        copy.unlink(missing_ok=True)


def _write(old: BinaryIO, new: BinaryIO, graves: dict[Run, bytes]) -> None:
    at = 0
    for run, grave in graves.items():
        for piece in _pieces(old, at, run.start):
            new.write(piece)
        new.write(grave)
        at = run.end
    for piece in _pieces(old, at, old.seek(0, os.SEEK_END)):
        new.write(piece)


def _check(old: BinaryIO, new: BinaryIO, graves: dict[Run, bytes]) -> None:
    """Compare the copy with the file: equal but for the tombstones."""
    end = old.seek(0, os.SEEK_END)
    same = new.seek(0, os.SEEK_END) == end
    at = 0
    for run, grave in [*graves.items(), (Run(end, end, ()), b"")]:
        pairs = zip(_pieces(old, at, run.start), _pieces(new, at, run.start), strict=True)
        same = same and all(before == after for before, after in pairs)
        same = same and b"".join(_pieces(new, run.start, run.end)) == grave
        at = run.end
    if not same:
        raise CaptureFailed("the rewritten file is not what it should be; the old one was kept", cure="Check the disk")


def _check_grave(copy: Path, run: Run) -> None:
    try:
        with read_record(copy, run.start, run.end - run.start) as record:
            tombstone.read(record.block.read())
    except WarcError as error:
        raise CaptureFailed(f"a tombstone cannot be read back ({error.message}); the old file was kept") from error


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        file.seek(start)
        piece = file.read(min(_PIECE, end - start))
        if not piece:
            return
        start += len(piece)
        yield piece
