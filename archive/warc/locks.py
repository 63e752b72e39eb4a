"""Who writes which WARC file: `flock` on the file, and one on the folder while files are created or looked for.

A crawl that dies lets go of its locks by itself. An `.open` file that nobody holds is left over, never in the making.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER_LOCK = ".lock"


@contextmanager
def folder_lock(warcs: Path) -> Iterator[None]:
    """Hold the folder of all WARC files for a moment; it is made in the morgue's, never that one with it."""
    warcs.mkdir(exist_ok=True)
    descriptor = os.open(warcs / _FOLDER_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def lock_file(descriptor: int) -> bool:
    """Lock an open file; False when another process, or another part of this one, holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
