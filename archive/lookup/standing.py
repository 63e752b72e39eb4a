"""What stood at a time, and how surely: between two looks nobody knows. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Certainty = Literal["bracketed", "changed_between", "after_last_look", "before_first_look"]


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """One time that the page was looked at, with an answer."""

    at: dt.datetime
    version: int | None  # the id of the version it showed; None: the article was not there
    capture: int | None = None  # None when only the change says so


@dataclass(frozen=True, slots=True)
class Standing:
    """The looks on both sides of a time."""

    certainty: Certainty
    before: Look | None  # None before the first look
    after: Look | None  # None after the last


def standing(looks: Iterable[Look], moment: dt.datetime) -> Standing:
    """Say what the looks prove about a moment.

    Seen the same on both sides is `bracketed`; two different answers are `changed_between`.
    """
    ordered = sorted(looks, key=lambda look: look.at)
    before = next((look for look in reversed(ordered) if look.at <= moment), None)
    after = next((look for look in ordered if look.at >= moment), None)
    if before is None:
        return Standing("before_first_look", None, after)
    if after is None:
        return Standing("after_last_look", before, None)
    return Standing("bracketed" if before.version == after.version else "changed_between", before, after)
