"""Whether an article was taken away, sent elsewhere or replaced, and whether it came back. Pure.

Seen once it is *observed*; a second look at least six hours later *settles* it; a look that finds the article again
before that *retracts* it. A server that answers 410 says itself that it is gone for good.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from archive import urls
from archive.models import Finding, State

from .looks import PERMANENT, Look, Shown

SETTLES: Final = dt.timedelta(hours=6)

Kind = Literal["withdrawn", "redirected", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A stretch in which the article did not stand at its address."""

    kind: Kind
    first: Look
    last: Look
    looks: int = 1
    restored: Look | None = None  # the look that found it again; None while it is away

    @property
    def finding(self) -> Finding:
        if (
            self.kind == "replaced"
            or 410 in (self.first.status, self.last.status)
            or self.last.captured_at - self.first.captured_at >= SETTLES
        ):
            return "settled"
        return "observed" if self.restored is None else "retracted"

    @property
    def settles_at(self) -> dt.datetime | None:
        """When a second look would settle it; None when nothing waits."""
        return self.first.captured_at + SETTLES if self.finding == "observed" else None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What became of an article's address."""

    absences: tuple[Absence, ...]
    state: State
    since: dt.datetime


def whereabouts(
    looks: Sequence[Look], shown: Sequence[Shown], accepted: Sequence[Look], taken_over: Sequence[Look]
) -> Whereabouts:
    """Follow the article's address through all looks.

    `accepted` are the looks that show a version, at least one; `taken_over` the first looks at another article where
    this one stood.
    """
    follow = _Follow(frozenset(look.capture_id for look in accepted), accepted[0].captured_at)
    events: list[tuple[tuple[dt.datetime, str], Look, Shown | None]] = [
        (look.order, look, what) for look, what in zip(looks, shown, strict=True)
    ]
    events += [(look.order, look, None) for look in taken_over]
    for _, look, what in sorted(events, key=lambda event: event[0]):
        follow.look(look, what)
    return follow.result()


class _Follow:
    def __init__(self, accepted: frozenset[int], live_since: dt.datetime) -> None:
        self._accepted = accepted
        self._standing: set[str] = set()  # where the article would be found: its last address and where that led
        self._absences: list[Absence] = []
        self._refusals: list[Look] = []
        self._live_since = live_since

    def look(self, look: Look, what: Shown | None) -> None:
        """Take in one look; `what` None for another article's that took the address over."""
        if look.capture_id in self._accepted:
            self._found(look)
        elif look.key not in self._standing:
            return
        elif what is None:
            self._missed(look, "replaced")
        elif what == "gone":
            self._missed(look, "withdrawn")
        elif what == "sent_away":
            self._missed(look, "redirected")
        elif what == "refused":
            self._refusals.append(look)
        elif look.location and what == "nothing":
            self._moved(look, look.location)

    def _found(self, look: Look) -> None:
        if self._absences and self._absences[-1].restored is None:
            self._absences[-1] = replace(self._absences[-1], restored=look)
            if self._absences[-1].finding == "settled":
                self._live_since = look.captured_at
        self._refusals = []
        self._standing = {look.key}

    def _moved(self, look: Look, target: str) -> None:
        """Wait for the article at a redirect's target too; its old address may die once it moved for good."""
        if look.status in PERMANENT:
            self._standing.discard(look.key)
        self._standing.add(urls.identity_key(target))

    def _missed(self, look: Look, kind: Kind) -> None:
        away = self._absences[-1] if self._absences and self._absences[-1].restored is None else None
        if away is None:
            self._absences.append(Absence(kind=kind, first=look, last=look))
        elif away.kind != "replaced":
            self._absences[-1] = replace(away, kind=kind, last=look, looks=away.looks + 1)

    def result(self) -> Whereabouts:
        away = self._absences[-1] if self._absences and self._absences[-1].restored is None else None
        if away is not None:
            return Whereabouts(tuple(self._absences), _state(away), away.first.captured_at)
        if self._refusals and self._refusals[-1].captured_at - self._refusals[0].captured_at >= SETTLES:
            return Whereabouts(tuple(self._absences), "refused", self._refusals[0].captured_at)
        return Whereabouts(tuple(self._absences), "live", self._live_since)


def _state(away: Absence) -> State:
    if away.finding != "settled":
        return "gone_once"
    states: dict[Kind, State] = {"withdrawn": "gone", "redirected": "redirected", "replaced": "replaced"}
    return states[away.kind]
