"""The WARC files of a morgue: those that rowback crawled, closed or still open, and those that were imported."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.warc.members import OPEN


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A WARC file."""

    filename: str  # below warcs/, without `.open`
    size: int
    changed: int  # when it was last written, in nanoseconds
    is_open: bool  # a crawl may continue it


def ours(warcs: Path) -> list[WarcFile]:
    """Return the files that were crawled here, by name. They alone speak for rowback."""
    return _files(warcs, "[0-9]*/[0-9]*/rowback-*.warc.gz*")


def imported(warcs: Path) -> list[WarcFile]:
    """Return the copies of other programs' files, by name."""
    return _files(warcs, "imported/*.warc.gz")


def _files(warcs: Path, pattern: str) -> list[WarcFile]:
    found: dict[str, WarcFile] = {}
    for path in warcs.glob(pattern):
        name = path.relative_to(warcs).as_posix().removesuffix(OPEN)
        if name.endswith(".warc.gz"):
            with suppress(FileNotFoundError):
                state = path.stat()
                found[name] = WarcFile(name, state.st_size, state.st_mtime_ns, path.name.endswith(OPEN))
    return [found[name] for name in sorted(found)]


def mark(files: list[WarcFile], software: str) -> str:
    """Return what a rebuild that was broken off must find unchanged to go on: the files, and the program."""
    text = "\n".join([software, *(f"{file.filename} {file.size} {file.changed}" for file in files)])
    return hashlib.sha256(text.encode()).hexdigest()
