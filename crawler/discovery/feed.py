"""RSS 0.9x, 1.0 and 2.0, and Atom: entries → candidates. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator

from .candidate import Candidate
from .stamps import when
from .tree import Entry, joined, said

MOST = 5_000  # entries; what a longer feed holds further down is old
_TIMES = ("pubdate", "published", "updated", "modified", "date", "issued", "created")
_HEADLINE = 500  # characters


def candidates(
    entries: Iterable[Entry], *, url: str, seen_at: dt.datetime, zone: dt.tzinfo = dt.UTC
) -> Iterator[Candidate]:
    """Yield what a feed's entries announce; an entry without a date is as old as the look at it."""
    for position, entry in enumerate(entries):
        if position >= MOST:
            return
        if link := _link(entry):
            times = [time for text in entry.texts(*_TIMES) if (time := when(text, zone))]
            yield Candidate(
                url=joined(entry.base or url, link),
                source=url,
                seen_at=seen_at,
                lastmod=max(times, default=None),
                headline=next((text[:_HEADLINE] for text in entry.texts("title")), None),
                position=position,
            )


def _link(entry: Entry) -> str | None:
    """Return an entry's address: where FeedBurner hid it, Atom's alternate, RSS's link, or a guid that is one."""
    for text in entry.texts("origlink"):
        return text
    for link in entry.children("link"):
        target = link.get("href") if link.get("rel", "alternate") == "alternate" else None
        if found := (target or said(link)).strip():
            return found
    for guid in entry.children("guid", "id"):
        text = said(guid)
        if guid.get("isPermaLink", "true").lower() != "false" and text.lower().startswith(("http://", "https://")):
            return text
    about = [value for name, value in entry.element.attrib.items() if str(name).endswith("}about")]
    return str(about[0]) if about else None
