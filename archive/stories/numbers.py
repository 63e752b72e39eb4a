"""What the articles of a story count, and what number each gave from when to when. Says not which is right. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.compare.tallies import Counted, counts_in
from archive.languages import lexicon as lexicon_of

from .sayings import Saying

_MOST: Final = 400  # sentences of an article that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A number that an article gives of something."""

    counted: str  # what is counted, with its unit
    value: str  # in digits
    written: str  # as it stands there
    sentence: str
    article_id: int
    outlet_id: int
    version_id: int  # the first that has it
    said_after: dt.datetime | None  # last look without it; None when the first look had it
    said_by: dt.datetime
    gone_by: dt.datetime | None  # None while it stands


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story with what it said."""

    article_id: int
    outlet_id: int
    said: tuple[Saying, ...]


def numbers(tellings: Iterable[Telling], language: str) -> tuple[Given, ...]:
    """List the numbers of what several outlets count, or one counted anew; without a lexicon of the language, none."""
    lexicon = lexicon_of(language)
    if lexicon is None:
        return ()
    found = [
        (telling, saying, counted)
        for telling in tellings
        for saying in telling.said[:_MOST]
        if any(character.isdigit() for character in saying.text) or lexicon.numerals
        for counted in counts_in(saying.text, lexicon)
        if counted.quantity.counted or counted.unit
    ]
    alone = {counted.noun for _, _, counted in found if not counted.verb}
    merged: dict[tuple[int, str, str], Given] = {}
    for telling, saying, counted in found:
        given = _given(telling, saying, counted, alone)
        if not given.counted:  # nobody can say of what
            continue
        key = given.article_id, given.counted, given.value
        merged[key] = _joined(merged[key], given) if key in merged else given
    kept = _compared(merged.values())
    return tuple(sorted(kept, key=lambda each: (each.counted, each.said_by, each.article_id, each.value)))


def _given(telling: Telling, saying: Saying, counted: Counted, alone: set[str]) -> Given:
    return Given(
        counted=_label(counted, alone),
        value=f"{counted.quantity.value.normalize():f}",
        written=counted.quantity.text,
        sentence=saying.text,
        article_id=telling.article_id,
        outlet_id=telling.outlet_id,
        version_id=saying.version_id,
        said_after=saying.said_after,
        said_by=saying.said_by,
        gone_by=saying.gone_by,
    )


def _label(counted: Counted, alone: set[str]) -> str:
    """Return what is counted: of `41 people were injured` the same as of `41 injured`, when the story has both."""
    what = counted.verb if counted.verb in alone else f"{counted.noun} {counted.verb}".strip()
    return f"{counted.unit} {what}".strip()


def _joined(one: Given, other: Given) -> Given:
    """Join the times of one number that an article gives in two sentences, or in one that was written anew."""
    first = min((one, other), key=lambda each: (each.said_by, each.sentence))
    gone = None if one.gone_by is None or other.gone_by is None else max(one.gone_by, other.gone_by)
    return replace(first, gone_by=gone)


def _compared(given: Iterable[Given]) -> list[Given]:
    """Keep what several outlets count, or one gave two numbers of."""
    by: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        by[each.counted].append(each)
    return [each for listed in by.values() if _tells(listed) for each in listed]


def _tells(listed: Sequence[Given]) -> bool:
    outlets = {each.outlet_id for each in listed}
    changed = {(each.article_id, each.gone_by is None) for each in listed}
    return len(outlets) > 1 or len(changed) > len({article for article, _ in changed})
