"""Whether a change of fact stood at two looks, and what a look noticed that made no version. Pure.

Seen once it is *observed*; a second look that shows the same *settles* it; one that shows the old words again
*retracts* it. A newsroom that changed the same words once more, with its stamp or with other words, did so twice.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.compare.material import in_place
from archive.models import Change, Finding

from .looks import Look, together
from .moves import Move
from .versions import Standing, Telling
from .volatile import chains

SECOND_LOOK: Final = dt.timedelta(minutes=10)  # after a change of fact: soon, but not at once
_AT_ONCE: Final = frozenset({"correction_noted", "paywalled", "live"})  # the page itself says what happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What differed at a look and made no version, in its words."""

    look: Look
    place: str  # where: as a move says, or published, modified
    path: str
    reason: str  # beside_text, volatile, stamp_only
    before: str
    after: str


def is_of_fact(change: Change) -> bool:
    """Tell whether a change says that a fact was changed."""
    if change.kind in _AT_ONCE:
        return False
    return change.kind == "fact_changed_unnoted" or any(map(in_place, change.facts))


def finding(telling: Telling, before: Standing, after: Standing, earlier: Finding) -> Finding:
    """Say whether a change of fact stood; `earlier` is what was found of the change before it."""
    brought = telling.between(before.look, after.look)
    if earlier == "retracted" and _back(telling, before, after):
        return "retracted"
    following = next((look for look in telling.accepted if look.order > after.look.order), None)
    if following is None:
        return "observed"
    if telling.decisions[following.capture_id].number == after.number:
        return "settled"
    step = telling.step(after.look, following)
    again = list(chains(brought, step.moves))
    returned = [one for one, other in again if one.before == other.after]
    if again and len(returned) == len(again):
        return "retracted"
    return "observed" if again and not step.rest else "settled"


def _back(telling: Telling, before: Standing, after: Standing) -> bool:
    """Tell whether a version is the text that stood before the one before it."""
    older = telling.versions[before.number - 2]
    moves = telling.between(older.look, after.look)
    return all(telling.by_itself(move) or not move.is_text for move in moves)


def noticed(telling: Telling) -> Iterator[Noticed]:
    """List what looks noticed beside the versions, in order."""
    last: Look | None = None
    for look in telling.accepted:
        if last is not None:
            yield from _stamps(last, look)
            yield from _moved(telling, look)
        last = look


def _moved(telling: Telling, look: Look) -> Iterator[Noticed]:
    held = telling.decisions[look.capture_id].reason == "volatile"
    for move in telling.since.get(look.capture_id, ()):
        if reason := _reason(telling, move, held=held):
            yield Noticed(
                look=look, place=move.place, path=move.path, reason=reason, before=move.before, after=move.after
            )


def _reason(telling: Telling, move: Move, *, held: bool) -> str:
    if move.noise and move.noise != "teaser":
        return ""
    if telling.by_itself(move):
        return "volatile"
    return "beside_text" if not move.is_text else "volatile" if held else ""


def _stamps(before: Look, after: Look) -> Iterator[Noticed]:
    found = together(before, after)
    if found is None:
        return
    old, new = found[0].gist, found[1].gist
    pairs = (("published", old.published, new.published), ("modified", old.modified, new.modified))
    for place, one, other in pairs:
        if one != other:
            yield Noticed(look=after, place=place, path="", reason="stamp_only", before=one, after=other)


def quiet(telling: Telling, before: Standing, after: Standing) -> tuple[Move, ...]:
    """Return what differs between two versions and is nobody's doing."""
    return tuple(move for move in telling.between(before.look, after.look) if move.is_text and telling.by_itself(move))


def second_look(telling: Telling, findings: Sequence[Finding]) -> dt.datetime | None:
    """Say when to look again for what waits for a second look; None when nothing does."""
    last = telling.accepted[-1]
    waits = last.capture_id in telling.waiting or (bool(findings) and findings[-1] == "observed")
    return last.captured_at + SECOND_LOOK if waits else None
