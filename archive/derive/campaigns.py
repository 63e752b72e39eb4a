"""Campaigns: one change made on many articles of an outlet, like a disclaimer on fifty. Pure.

Every article keeps its own version and its own change; a campaign only says that they are one act. It is a function of
the set of changes, in whatever order they came. Two changes belong together when they share an edit: the very same
words taken out, put in, or put in the place of the same others. A lone comma or number is no such edit, as articles
share those by chance; nor is one that an outlet makes again after a month, that is another campaign.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import Final

import regex

from archive import ids
from archive.compare.campaigns import MOST_EDITS
from archive.models import ChangeKind, Edit

FEWEST: Final = 3  # articles of a campaign
PAUSE: Final = dt.timedelta(days=30)  # without the edit, after which it is another campaign
_PLACES: Final = frozenset({"headline", "standfirst", "byline", "text", "caption"})
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]{3,}|[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{2,}")
_GROWS: Final = 0.1  # of the weight with every tenfold of articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A change that may belong to a campaign."""

    change_id: int
    article_id: int
    changed_before: dt.datetime
    kind: ChangeKind
    weight: float
    takes_name: bool  # a person's name was taken away
    edits: tuple[Edit, ...]

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(edit.digest for edit in self.edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """An edit that was made on at least three articles, and the changes that made it."""

    id: int
    diff_digest: str
    kind: ChangeKind
    weight: float
    place: str
    before: str | None  # None when nothing was taken out, or when it may be a person's name
    after: str | None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    article_count: int
    alone: tuple[int, ...]  # changes that are nothing but this campaign
    beside: tuple[int, ...]  # changes that hold other edits as well


@dataclass(frozen=True, slots=True)
class _Run:
    """Changes that share an edit, without a long pause between them."""

    edit: Edit
    number: int  # 0 for the first time that the outlet made it
    members: tuple[Member, ...]


def tells(edit: Edit) -> bool:
    """Tell whether articles that share an edit were changed in one act: it stands in the text and holds a word."""
    return edit.place in _PLACES and any(_WORD.search(text) for text in (edit.before, edit.after))


def campaigns(outlet_id: int, members: Iterable[Member]) -> tuple[Campaign, ...]:
    """Group an outlet's changes into campaigns; a change belongs to one at most, that with the most articles."""
    runs = _runs(members)
    taken: set[int] = set()
    found = []
    while runs:
        runs = [run for run in (_without(run, taken) for run in runs) if _articles(run.members) >= FEWEST]
        if not runs:
            break
        widest = min(runs, key=lambda run: (-_articles(run.members), run.edit.digest, run.number))
        taken |= {member.change_id for member in widest.members}
        found.append(_campaign(outlet_id, widest))
    return tuple(sorted(found, key=lambda campaign: campaign.id))


def _runs(members: Iterable[Member]) -> list[_Run]:
    sharing: dict[str, list[tuple[Member, Edit]]] = defaultdict(list)
    for member in sorted(members, key=lambda each: (each.changed_before, each.change_id)):
        for edit in member.edits:
            if tells(edit):
                sharing[edit.digest].append((member, edit))
    return [
        _Run(shared[0][1], number, tuple(run))
        for shared in sharing.values()
        for number, run in enumerate(_between_pauses([member for member, _ in shared]))
    ]


def _between_pauses(members: Sequence[Member]) -> list[list[Member]]:
    runs = [[members[0]]]
    for before, after in pairwise(members):
        if after.changed_before - before.changed_before > PAUSE:
            runs.append([])
        runs[-1].append(after)
    return runs


def _without(run: _Run, taken: set[int]) -> _Run:
    return _Run(run.edit, run.number, tuple(each for each in run.members if each.change_id not in taken))


def _articles(members: Iterable[Member]) -> int:
    return len({member.article_id for member in members})


def _campaign(outlet_id: int, run: _Run) -> Campaign:
    members, edit = run.members, run.edit
    shared = _shared(members)
    alone = [each for each in members if each.digests <= shared and len(each.edits) < MOST_EDITS]
    beside = _without(run, {each.change_id for each in alone}).members
    names = any(each.takes_name for each in alone or members)
    kinds = Counter(each.kind for each in alone or members)
    return Campaign(
        id=ids.derived_id("campaign", outlet_id, edit.digest, run.number),
        diff_digest=edit.digest,
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        weight=_weight(members, alone, names=names),
        place=edit.place,
        before=None if names else edit.before or None,
        after=edit.after or None,
        first_seen_at=members[0].changed_before,
        last_seen_at=members[-1].changed_before,
        article_count=_articles(members),
        alone=tuple(each.change_id for each in alone),
        beside=tuple(each.change_id for each in beside),
    )


def _shared(members: Sequence[Member]) -> frozenset[str]:
    """Return the edits that enough of these articles share: a disclaimer may be two sentences and a link."""
    by_edit: dict[str, set[int]] = defaultdict(set)
    for member in members:
        for digest in member.digests:
            by_edit[digest].add(member.article_id)
    return frozenset(digest for digest, articles in by_edit.items() if len(articles) >= FEWEST)


def _weight(members: Sequence[Member], alone: Sequence[Member], *, names: bool) -> float:
    """Weigh a campaign no lighter than its changes, the more articles the more; taking names away never leads."""
    heaviest = max(member.weight for member in members)
    if names:
        return heaviest
    grown = max((member.weight for member in alone), default=0.0) + _GROWS * log10(_articles(members))
    return round(min(1.0, max(heaviest, grown)), 3)
