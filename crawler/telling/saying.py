"""The words of a notification. Pure, plain text, neutral: what changed and where to look, never why.

A change that took a person's name away never comes first, and its headline is not repeated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive import KINDS, iso, kind_words, one_line
from archive import FoundChange as Found
from archive import NotedAlarm as Noted
from archive import ToldEntry as Entry

_MOST: Final = 20  # paragraphs of one message
_LONGEST: Final = 300  # characters of what a page says
_MORE: Final = 5  # articles of a campaign that are named


@dataclass(frozen=True, slots=True)
class Message:
    """What a target gets at once, and the entries that are told by it."""

    title: str
    body: str
    entries: tuple[Entry, ...] = ()
    alarms: tuple[Noted, ...] = ()

    @property
    def size(self) -> str:
        """What it holds: `3 findings`, `1 alarm`."""
        many, what = (len(self.alarms), "alarm") if self.alarms else (len(self.entries), "finding")
        return f"{many:,} {what}{'s' * (many != 1)}"


def said(found: Found) -> str:
    """Say one finding in a few lines."""
    kind = kind_words(KINDS, found.kind) + (", not yet confirmed" if found.finding == "observed" else "")
    about = f"{found.outlet} · {kind} · {iso(found.changed_before)}"
    head = [] if found.takes_name else [_short(found.headline)]
    if found.campaign_id is not None:
        return "\n".join((_campaign(found), *head, about, found.url))
    return "\n".join((*head, about, _short(found.evidence), found.url))


def messages(entries: Iterable[Entry]) -> list[Message]:
    """Put what waits for a target into as few messages as are readable, the weightiest first."""
    paragraphs = _paragraphs(sorted(entries, key=lambda e: (e.takes_name, -e.weight, e.outlet, e.text, e.key)))
    return [_message(paragraphs[start : start + _MOST]) for start in range(0, len(paragraphs), _MOST)]


def corrections(entries: Iterable[Entry]) -> list[Message]:
    """Say that findings which were told did not hold."""
    listed = sorted(entries, key=lambda e: (e.takes_name, e.outlet, e.text, e.key))
    return [
        Message(
            title=f"rowback: correction, {_outlets(part)}",
            body="\n\n".join(("A later look did not confirm what was told before:", *(e.text for e in part))),
            entries=tuple(part),
        )
        for part in (listed[start : start + _MOST] for start in range(0, len(listed), _MOST))
    ]


def raised(alarms: Iterable[Noted]) -> list[Message]:
    """Say what is wrong with watching outlets."""
    return _of_alarms(alarms, "something is wrong", "`rowback status` says how each outlet does.")


def over(alarms: Iterable[Noted]) -> list[Message]:
    """Say that what was wrong is over."""
    return _of_alarms(alarms, "well again", "This is over.")


def _of_alarms(alarms: Iterable[Noted], what: str, end: str) -> list[Message]:
    listed = sorted(alarms, key=lambda each: (each.outlet, each.kind))
    parts = (listed[start : start + _MOST] for start in range(0, len(listed), _MOST))
    return [
        Message(
            title=f"rowback: {_outlets(part)}: {what}",
            body="\n\n".join((*(f"{one.outlet}: {one.words}\nsince {iso(one.raised_at)}" for one in part), end)),
            alarms=tuple(part),
        )
        for part in parts
    ]


def _campaign(found: Found) -> str:
    before, after = _short(found.campaign_before or ""), _short(found.campaign_after or "")
    if before and after:
        return f"One change on many articles: {before} → {after}"
    return f"One change on many articles: {f'{after} was put in' if after else f'{before} was taken out'}"


def _paragraphs(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Put the changes of one campaign into one paragraph."""
    paragraphs: dict[object, list[Entry]] = {}
    for entry in entries:
        paragraphs.setdefault(entry.key if entry.campaign_id is None else entry.campaign_id, []).append(entry)
    return list(paragraphs.values())


def _message(paragraphs: list[list[Entry]]) -> Message:
    entries = tuple(entry for paragraph in paragraphs for entry in paragraph)
    one = len(paragraphs) == 1
    what = kind_words(KINDS, entries[0].kind) if one else f"{len(paragraphs)} changes"
    body = "\n\n".join(map(_text, paragraphs))
    return Message(f"rowback: {_outlets(entries)}: {what}", f"{body}\n\nMost changes are innocent.", entries)


def _text(paragraph: list[Entry]) -> str:
    first, *others = paragraph
    if not others:
        return first.text
    named = [entry.text.splitlines()[-1] for entry in others[:_MORE]]
    more = [f"and {len(others) - _MORE:,} more"] if len(others) > _MORE else []
    return "\n".join((first.text, *named, *more))


def _outlets(entries: Iterable[Entry | Noted]) -> str:
    names = sorted({entry.outlet for entry in entries})
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"
