"""Writes a file that appears under its name only when it is whole."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import ArchiveError, BadInput, DiskFull


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a place to write to, and move what was written there to `path` when all went well.

    Raises `BadInput` when nothing can be written there, `DiskFull`.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
        os.close(descriptor)
    except OSError as error:
        raise failure(error, path) from error
    made = Path(name)
    try:
        yield made
        made.chmod(0o644)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(path)
    except OSError as error:
        raise failure(error, path) from error
    finally:
        with suppress(FileNotFoundError):
            made.unlink()


def failure(error: OSError, path: Path) -> ArchiveError:
    """Return an error of the disk by its name here."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("no room to write", subject=str(path), cure="Make room and start again")
    said = error.strerror or str(error)
    return BadInput(f"cannot be written ({said})", subject=str(path), cure="Name another file with -o")
