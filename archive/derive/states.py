"""An article's looks as they read under the states of its outlet: what is the template's is left out of them. Pure.

A look's own state is the one in force at its time. What the template adds to an article is asked of the first look at
it, so that two looks under one state never differ in what was left out of them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .looks import Left, Look, Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A state by the time from which it is in force."""

    id: int
    adopted_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a state leaves out of one reading of an article."""

    reading_id: int
    first_id: int  # the first reading of the article by the same reader
    state: int


LeftOf = Callable[[Asked], Left | None]  # None when it leaves nothing out


def in_force(adopted: Sequence[Adopted], moment: dt.datetime) -> int:
    """Return the state in force at a time, by id; 0 when none was. `adopted` is in order of time."""
    return next((state.id for state in reversed(adopted) if state.adopted_at < moment), 0)


def under_states(looks: Sequence[Look], adopted: Sequence[Adopted], left_of: LeftOf) -> tuple[Look, ...]:
    """Return an article's looks, in order, each with its state and with what states leave out of its readings.

    `left_of` is asked for a look's own state, and for that of a later look when the two are compared.
    """
    states = [in_force(adopted, look.captured_at) for look in looks]
    if not any(states):
        return tuple(looks)
    first: dict[str, int] = {}
    made = []
    for look, state in zip(looks, states, strict=True):
        for read in look.articles:
            first.setdefault(read.reader, read.reading_id)
        made.append(_look(look, state, tuple(_read(read, first.get(read.reader, 0), left_of) for read in look.reads)))
    return tuple(made)


def _read(read: Read, first: int, left_of: LeftOf) -> Read:
    if not first or not read.gist.is_content:
        return read
    return replace(read, left=partial(_left, read, first, left_of))


def _left(read: Read, first: int, left_of: LeftOf, state: int) -> Left:
    found = left_of(Asked(reading_id=read.reading_id, first_id=first, state=state)) if state else None
    return found or Left((), read.gist)


def _look(look: Look, state: int, reads: tuple[Read, ...]) -> Look:
    shown = next((read.under(state) for read in reads if read.reading_id == look.reading_id), None)
    if shown is None:
        return replace(look, state=state, reads=reads)
    return replace(look, state=state, reads=reads, gist=shown.gist, places=shown.places)
