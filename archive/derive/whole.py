"""An article's whole history from its looks: versions, changes, what was held back and why, and where it is now.

There is no incremental path: whenever a look arrives, from wherever, everything is derived again. Pure.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive import urls
from archive.compare.weights import base
from archive.models import Change, ChangeKind, Finding, State
from archive.times import iso

from .findings import Noticed, finding, is_of_fact, noticed, quiet, second_look
from .identity import Group
from .kinship import foreign
from .looks import Look, all_shown
from .moves import Move
from .versions import Decided, Differ, Standing, Telling, tell
from .withdrawal import SETTLES, Absence, Whereabouts, whereabouts

SECOND_LOOK: Final = dt.timedelta(minutes=15)  # after a suspect reading

Compare = Callable[[Look, Look, Sequence[Look], Sequence[Move]], Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedVersion:
    """A version by the look that brought it."""

    number: int
    look: Look
    appeared_after: dt.datetime | None
    last_captured_at: dt.datetime
    gone_by: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedChange:
    """A change between two versions, or between a version and none."""

    change: Change
    from_number: int | None  # None when the article came back
    to_number: int | None  # None when it went
    changed_after: dt.datetime
    changed_before: dt.datetime
    finding: Finding
    first_record: str = ""  # record id of the look that found the article gone or back; "" between versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """All that is derived of one article."""

    group: Group
    url: str  # the address it stands at now
    versions: tuple[DerivedVersion, ...]
    changes: tuple[DerivedChange, ...]
    decisions: dict[int, Decided]  # by capture id, of every look of the group
    state: State
    state_since: dt.datetime
    look_again_at: dt.datetime | None  # when a further look would settle what waits; None when nothing does
    noticed: tuple[Noticed, ...] = ()  # what differed at looks and made no version
    apart: tuple[tuple[Look, Look], ...] = ()  # looks that could not be compared, as no reader has read both


def derive(group: Group, fronts: frozenset[str], compare: Compare, differ: Differ) -> Derived:
    """Derive an article's history; `compare` is asked for each pair of neighbouring versions, by their looks.

    It also gets the looks that brought the versions before that pair, and what differs and is nobody's doing. `differ`
    is asked what differs between two readings.
    """
    looks = group.looks
    what = all_shown(looks, fronts)
    telling = tell(looks, what, differ)
    accepted = telling.accepted
    places = whereabouts(looks, what, accepted, group.taken_over)
    versions = tuple(_version(standing, places.absences, telling) for standing in telling.versions)
    edits = _edits(telling, compare)
    return Derived(
        group=group,
        url=_address(accepted[-1]),
        versions=versions,
        changes=(*edits, *_absences(places.absences, telling)),
        decisions=telling.decisions,
        state=places.state,
        state_since=places.since,
        look_again_at=_look_again(telling, places, edits),
        noticed=tuple(noticed(telling)),
        apart=tuple(telling.apart),
    )


def _version(standing: Standing, absences: Sequence[Absence], telling: Telling) -> DerivedVersion:
    ends = [standing.gone_by] if standing.gone_by else []
    for absence in absences:
        came_back = absence.restored and telling.decisions[absence.restored.capture_id].number
        if (
            absence.finding != "retracted"
            and came_back != standing.number
            and _stood(telling, absence) == standing.number
        ):
            ends.append(absence.first.captured_at)
    return DerivedVersion(
        number=standing.number,
        look=standing.look,
        appeared_after=standing.appeared_after,
        last_captured_at=standing.last.captured_at,
        gone_by=min(ends, default=None),
    )


def _stood(telling: Telling, absence: Absence) -> int:
    """Return the number of the version that stood before an absence."""
    return max(version.number for version in telling.versions if version.look.order < absence.first.order)


def _edits(telling: Telling, compare: Compare) -> list[DerivedChange]:
    edits: list[DerivedChange] = []
    for before, after in pairwise(telling.versions):
        earlier = [version.look for version in telling.versions[: before.number - 1]]
        change = compare(before.look, after.look, earlier, quiet(telling, before, after))
        last: Finding = edits[-1].finding if edits else "settled"
        edits.append(
            DerivedChange(
                change=change,
                from_number=before.number,
                to_number=after.number,
                changed_after=after.appeared_after or before.last.captured_at,
                changed_before=after.look.captured_at,
                finding=finding(telling, before, after, last) if is_of_fact(change) else "settled",
            )
        )
    return edits


def _absences(absences: Sequence[Absence], telling: Telling) -> list[DerivedChange]:
    changes = []
    for absence in absences:
        last_had = max(look.order for look in telling.accepted if look.order < absence.first.order)[0]
        changes.append(
            DerivedChange(
                change=_about(absence.kind, _evidence(absence)),
                from_number=_stood(telling, absence),
                to_number=None,
                changed_after=last_had,
                changed_before=absence.first.captured_at,
                finding=absence.finding,
                first_record=absence.first.record_id,
            )
        )
        if absence.restored is not None and absence.finding == "settled":
            changes.append(_return(absence, absence.restored, telling))
    return changes


def _return(absence: Absence, found: Look, telling: Telling) -> DerivedChange:
    return DerivedChange(
        change=_about("restored", f"found again {iso(found.captured_at)} after {_evidence(absence)}"),
        from_number=None,
        to_number=telling.decisions[found.capture_id].number,
        changed_after=absence.last.captured_at,
        changed_before=found.captured_at,
        finding="settled",
        first_record=found.record_id,
    )


def _about(kind: ChangeKind, evidence: str) -> Change:
    return Change(
        kind=kind,
        weight=base(kind),
        headline_changed=False,
        words_added=0,
        words_removed=0,
        note_added=None,
        evidence=evidence,
    )


def _evidence(absence: Absence) -> str:
    looks = [absence.first] if absence.looks == 1 else [absence.first, absence.last]
    return " and ".join(f"{_answer(look, absence)} {iso(look.captured_at)}" for look in looks)


def _answer(look: Look, absence: Absence) -> str:
    if absence.kind == "replaced":
        return f"another article at {look.url}"
    if look.location:
        return f"HTTP {look.status} to {look.location}"
    if look.gist is None:
        return f"HTTP {look.status}"
    says = "says it is gone" if look.gist.rejection == "soft_404" else "is no article"
    return f"HTTP {look.status} with a page that {says}"


def _address(look: Look) -> str:
    """Return the address of a look, as the page itself spells it where it names a twin of it."""
    canonical = look.gist.canonical_url if look.gist else ""
    return canonical if canonical and urls.identity_key(canonical) == look.key else look.url


def _look_again(telling: Telling, places: Whereabouts, edits: Sequence[DerivedChange]) -> dt.datetime | None:
    waits = [absence.settles_at for absence in places.absences]
    waits.append(second_look(telling, [edit.finding for edit in edits]))
    last = telling.last
    if last is not None and telling.decisions[last.capture_id].reason == "suspect_reading":
        both = telling.against(last)
        elsewhere = both is not None and foreign(both[1].gist, both[0].gist)
        waits.append(last.captured_at + (SETTLES if elsewhere else SECOND_LOOK))
    return min((moment for moment in waits if moment is not None), default=None)
