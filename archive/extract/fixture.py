"""A page and what reading must make of it, as a folder: `page.html` and `expected.json`.

`rowback check NAME --save FOLDER` writes them for an outlet; a test reads all that are there.
"""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.models import Content, Reading, Rejection

PAGE: Final = "page.html"
EXPECTED: Final = "expected.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page as it was sent, and what was read in it."""

    url: str
    captured_at: dt.datetime
    charset: str | None  # of the Content-Type header
    body: bytes
    reading: Reading


def save(folder: Path, page: SavedPage) -> None:
    """Write a page and its reading into a folder, made if there is none. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_bytes(page.body)
    known = {"url": page.url, "captured_at": page.captured_at.isoformat(), "charset": page.charset}
    text = json.dumps(known | described(page.reading), ensure_ascii=False, indent=2)
    (folder / EXPECTED).write_text(text + "\n", "utf-8")


def described(reading: Reading) -> dict[str, object]:
    """Return what a reading says, in the words of `expected.json`."""
    if isinstance(reading, Rejection):
        return {"rejection": reading.reason}
    return {
        "headline": reading.headline,
        "standfirst": reading.standfirst,
        "published_at": reading.published.value if reading.published else None,
        "authors": list(reading.authors),
        "agencies": list(reading.agencies),
        "section": reading.section,
        "tags": list(reading.tags),
        "language": reading.language,
        "paywalled": reading.paywalled,
        "paragraphs": list(reading.paragraphs),
        "comments": list(reading.comments),
        "kind": reading.kind,
    }


def lacking(reading: Reading | None, words: str) -> bool:
    """Tell whether an example's words are missing in what was read."""
    return not isinstance(reading, Content) or " ".join(words.split()) not in " ".join(reading.text.split())
