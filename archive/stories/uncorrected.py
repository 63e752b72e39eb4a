"""What an outlet took back and another still prints, as far as the last looks tell. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that several outlets said - a sentence, or a number of something - in one article."""

    what: int | str  # the same for the same thing
    said: str  # as it stood there
    article_id: int
    outlet_id: int
    said_by: dt.datetime
    gone_by: dt.datetime | None  # None while it stands
    last_look_at: dt.datetime  # at the article
    key: int | str  # the same for the very same words or number
    story_id: int | None = None  # that the article tells; None when it is in none


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A change by which an article took something back."""

    change_id: int
    article_id: int
    changed_before: dt.datetime
    kind: str  # correction_noted, fact_changed_unnoted, withdrawn
    wrong: tuple[str, ...]  # what its facts were before; empty when it took sentences out


@dataclass(frozen=True, slots=True)
class Uncorrected:
    """What one article took back, and another still has."""

    change: TakenBack
    taken: Held
    stands: Held


def uncorrected(changes: Iterable[TakenBack], held: Iterable[Held]) -> list[Uncorrected]:
    """Return what still stands elsewhere, one a change and article, newest first.

    The other must have been looked at after the change, and must have had it before: one that came later took it from
    somewhere else, and is told all the same. An article that still has it elsewhere in its text took nothing back.
    """
    by_article: dict[int, list[Held]] = defaultdict(list)
    by_thing: dict[int | str, list[Held]] = defaultdict(list)
    for each in held:
        by_article[each.article_id].append(each)
        by_thing[each.what].append(each)
    found: dict[tuple[int, int], Uncorrected] = {}
    for change in changes:
        for taken in by_article[change.article_id]:
            if _took(change, taken, by_article[change.article_id]):
                for stands in by_thing[taken.what]:
                    if _still(change, taken, stands):
                        found.setdefault((change.change_id, stands.article_id), Uncorrected(change, taken, stands))
    return sorted(found.values(), key=lambda each: (each.change.changed_before, each.stands.article_id), reverse=True)


def _took(change: TakenBack, taken: Held, own: Sequence[Held]) -> bool:
    if taken.gone_by != change.changed_before:
        return False
    return change.kind == "withdrawn" or not any(each.key == taken.key and each.gone_by is None for each in own)


def _still(change: TakenBack, taken: Held, stands: Held) -> bool:
    """Tell whether another outlet's article has the same, and had it when it was last looked at."""
    if stands.outlet_id == taken.outlet_id or stands.gone_by is not None:
        return False
    if stands.last_look_at < change.changed_before:
        return False
    if stands.key == taken.key:
        return change.kind == "withdrawn" or not change.wrong or any(_says(taken.said, each) for each in change.wrong)
    one_event = taken.story_id is not None and taken.story_id == stands.story_id  # outlets write alike of other events
    return one_event and any(_says(taken.said, each) and _says(stands.said, each) for each in change.wrong)


def _says(text: str, words: str) -> bool:
    return words.casefold() in text.casefold()
