"""The archive's terms in words for people. JSON and SQL keep the terms themselves."""

import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Final

from archive import terms
from archive.lookup import ArticleRow, CampaignRow, CaptureRow, ChangeRow, LookDifferenceRow, MissRow, Zone
from archive.times import parse_iso

_TIME: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z")
_SHOWN: Final = 120  # characters of a text that are quoted
_AROUND: Final = 60  # of these before what differs
_STAMPS: Final = {"published": "the date of publication", "modified": "the time of modification"}
_TOLD = 60  # characters of a note by which it is known again
_STATES: Final = {
    "live": "live",
    "gone_once": "gone since {since}, not yet confirmed",
    "gone": "gone since {since}",
    "redirected": "redirects elsewhere since {since}",
    "replaced": "another article stands there since {since}",
    "refused": "the outlet refuses to show it since {since}",
}


def state(article: ArticleRow, since: str) -> str:
    """Say how an article stands; `since` is the time for people."""
    return _STATES.get(article.state, article.state).format(since=since)


def kind(name: str) -> str:
    """Say what kind of change it is."""
    return terms.words(terms.KINDS, name)


def change(row: ChangeRow) -> str:
    """Say what kind of change it is, and whether it waits for a second look."""
    said = kind(row.kind)
    if row.finding != "observed":
        return said
    return f"{said}, {'not yet confirmed' if row.to_version_id is None else 'seen at one look so far'}"


def difference(row: LookDifferenceRow, zone: Zone) -> str:
    """Say what differed at a look and made no version, in its words."""
    if row.reason == "stamp_only":
        before, after = (stamp(value, zone) if value else "none" for value in (row.before, row.after))
        return f"{_STAMPS.get(row.place, row.place)} moved: {before} → {after}"
    where = "beside the text" if row.place == "beside" else "the text"
    what = where if row.reason == "beside_text" else f"moves by itself, {where}"
    return f"{what}: {_both(row.before, row.after)}"


def _both(before: str, after: str) -> str:
    """Quote two states of one text around what differs."""
    if not before or not after:
        return f"“{_cut(after or before, 0)}” {'came' if after else 'went'}"
    at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return f"“{_cut(before, at)}” → “{_cut(after, at)}”"


def _cut(text: str, at: int) -> str:
    start = 0 if at < _AROUND or len(text) <= _SHOWN else text.rfind(" ", 0, at - _AROUND // 2) + 1
    shown = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + _SHOWN < len(text) else ''}"


def act(row: CampaignRow) -> str:
    """Say what a campaign took out and put in; what may be a name is not spelled out."""
    place = "" if row.place == "text" else f"{row.place}: "
    if row.before and row.after:
        return f"{place}{row.before} → {row.after}"
    if row.after:
        return f"{place}{row.after} was put in"
    return f"{place}{row.before} was taken out" if row.before else f"{place}a name was taken out"


def note(row: ChangeRow) -> str:
    """Return the note of correction that was added; "" when the evidence gives it already."""
    return "" if row.note_added is None or row.note_added[:_TOLD] in row.evidence else row.note_added


def evidence(row: ChangeRow, when: Callable[[str], str]) -> str:
    """Return why a change has its kind; `when` writes its times for people."""
    return _TIME.sub(lambda found: when(found[0]), row.evidence)


def words(row: ChangeRow) -> str:
    """Say how many words came and went: `+12 −3 words`."""
    return f"+{row.words_added} −{row.words_removed} words" if row.words_added or row.words_removed else ""


def capture(row: CaptureRow, number: int | None) -> str:
    """Say what a capture brought; `number` is the version that it shows."""
    shows = f"version {number}" if number else ""
    if row.decision == "held_back":
        return f"held back: {terms.words(terms.HELD_BACK, row.reason or 'no reason given')}"
    if row.decision == "same":
        return f"unchanged, {shows}" if shows else "unchanged"
    if shows:
        return shows
    if row.status in (404, 410):
        return "not there"
    if row.location:
        return f"redirects to {row.location}"
    return f"not read: {unread(row.reason)}" if row.reason else "not read"


def unread(reason: str) -> str:
    """Say why a page shows no article."""
    return terms.words(terms.UNREAD, reason).replace("_", " ") or "not read yet"


def miss(row: MissRow) -> str:
    """Say why a page was not had."""
    return missed(row.reason) + (f" ({row.detail})" if row.detail else "")


def missed(reason: str) -> str:
    """Say why a page was not had, without what was said of that page."""
    return terms.words(terms.MISSES, reason)


def stamp(value: str, zone: Zone) -> str:
    """Write a time that a page gives: in the reader's zone, or the bare day when that is all it gives."""
    return zone.show(parse_iso(value)) if "T" in value else value


def crowded(times: Iterable[str | None]) -> bool:
    """Tell whether different times (as SQL has them) would read the same without their seconds."""
    known = {time for time in times if time}
    return len({time[:16] for time in known}) < len(known)


def count(number: int, one: str) -> str:
    """Write a count of things: `1 look`, `3 looks`."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
