"""From a capture's row to what its record holds: the one place where the web side opens WARC files.

A row may come from anywhere (a database that was given to us), so its file's name is believed only below warcs/.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from archive.errors import NotInArchive, PageTooLarge
from archive.lookup import CaptureRow
from archive.lookup.rows import select
from archive.warc.reader import Page, page

from .web import Asked

_LONGEST_RECORD: Final = 64_000_000  # compressed bytes
_HOPS: Final = 3  # revisits of revisits, which no writer should make


def read(asked: Asked, capture: CaptureRow, *, limit: int) -> Page:
    """Return the answer that a capture recorded, that of the original where it only refers to one.

    Raises `NotInArchive`, `PageTooLarge` or a `WarcError` that names the place.
    """
    original = _original(asked, capture)
    if original.length > _LONGEST_RECORD:
        raise PageTooLarge("its record is too large to be shown", subject=capture.record_id)
    path = place(asked.site.morgue.warcs, original.filename)
    found = page(path, original.offset, original.length, limit=limit, sha256=original.record_sha256 or None)
    return replace(found, url=capture.url)


def place(warcs: Path, filename: str) -> Path:
    """Return the path of a WARC file. Raises `NotInArchive` for a name that leads out of the folder."""
    path = warcs / filename
    if "\0" in filename or not path.resolve().is_relative_to(warcs.resolve()):
        raise NotInArchive("its WARC file does not lie in this archive", subject=filename[:200])
    if not path.is_file() and not path.with_name(path.name + ".open").is_file():
        raise NotInArchive("its WARC file is not here", subject=filename[:200], cure="A copy of the database has none")
    return path


def _original(asked: Asked, capture: CaptureRow) -> CaptureRow:
    for _ in range(_HOPS):
        if capture.record_type == "response":
            return capture
        found = select(asked.connection, CaptureRow, "WHERE record_id = ?", (capture.refers_to,))
        if not found:
            break
        capture = found[0]
    raise NotInArchive("the record that it refers to is not here", subject=capture.refers_to or capture.record_id)
