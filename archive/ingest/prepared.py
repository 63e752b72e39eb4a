"""A reading made ready to be kept: JSON, gist, and the columns of its row. Pure; done where the page was read.

Readers' comments stay only in the raw page: unless the outlet says otherwise, what is kept of them is one digest,
enough to tell that nothing else changed.
"""

import hashlib
from dataclasses import dataclass, replace

from archive import ids
from archive.derive import gist as gists
from archive.models import Content, Reading, Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is kept of a reading."""

    text: str  # JSON, as conversion records hold it
    gist: str  # JSON
    reader: str
    rejection: str | None  # None when it is an article
    headline: str | None  # None when it is none
    canonical_url: str | None

    @property
    def reading_id(self) -> int:
        return ids.derived_id("reading", self.text)


def prepare(reading: Reading, *, keep_comments: bool = False) -> Prepared:
    """Make a reading ready to be kept."""
    from archive.extract import serial  # the reader is slow to import, and only readings need it

    kept = reading if keep_comments or isinstance(reading, Rejection) else _without_comments(reading)
    text = serial.dumps(kept)
    if (storable := text.encode("utf-8", "replace").decode()) != text:  # half surrogate pairs, from a page's JSON
        text, kept = storable, serial.loads(storable)
    return _described(text, kept)


def stored(text: str) -> Prepared:
    """Return a reading from the JSON of its conversion record, ready to be put into the database again.

    Raises `BadInput` when it is none.
    """
    from archive.extract import serial  # likewise

    return _described(text, serial.loads(text))


def _described(text: str, kept: Reading) -> Prepared:
    content = kept if isinstance(kept, Content) else None
    return Prepared(
        text=text,
        gist=gists.dumps(gists.gist(kept)),
        reader=kept.reader,
        rejection=kept.reason if isinstance(kept, Rejection) else None,
        headline=content.headline if content else None,
        canonical_url=content.canonical_url if content else None,
    )


def _without_comments(content: Content) -> Content:
    if not content.comments:
        return content
    digest = hashlib.sha256("\0".join(content.comments).encode("utf-8", "surrogatepass")).hexdigest()
    return replace(content, comments=(f"sha256:{digest}",))
