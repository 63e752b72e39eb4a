"""The WARC files that lie in a folder, open or closed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from .members import OPEN

_SUFFIXES: Final = (".warc.gz", ".warc")


def on_disk(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield every WARC file below a folder with its size, under its final name."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix().removesuffix(OPEN)
        if name.endswith(_SUFFIXES) and not name.rpartition("/")[2].startswith("."):
            with suppress(FileNotFoundError):  # it got its final name just now, and is met under that
                if path.is_file():
                    yield name, path.stat().st_size


def size_of(folder: Path) -> int:
    """Return how many bytes of WARC files lie below a folder."""
    return sum(size for _, size in on_disk(folder))
