"""Which looks at an article show a version, and why the others do not. Pure; a function of all looks so far.

A look that differs from the version before is a new version unless what differs moves by itself, its reading is suspect
and no later look agrees, or the article has begun to flap between texts. What waits is decided anew with every further
look.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from archive.models import Decision, HeldBack

from .gist import Gist
from .kinship import foreign, suspect
from .looks import Look, Read, Shown, together
from .moves import Move
from .volatile import Step, Widget, by_itself, chains, widgets

SETTLED_RETURN: Final = dt.timedelta(hours=24)  # a text that came back again is a version once it stood this long
SETTLED_LOOKS: Final = 3  # and was seen this often

Differ = Callable[[Read, Read], tuple[Move, ...]]  # all that differs between two readings by one reader


@dataclass(frozen=True, slots=True)
class Decided:
    """What a look was taken for."""

    decision: Decision | None  # None when the look shows no article
    reason: str = ""  # why held back or unread
    number: int | None = None  # of the version it shows; None when it shows none


@dataclass(slots=True, kw_only=True)
class Standing:
    """A version while the looks are gone through."""

    number: int
    look: Look  # the first that showed it
    appeared_after: dt.datetime | None
    last: Look
    gone_by: dt.datetime | None = None


@dataclass(slots=True)
class Telling:
    """The versions told so far, and every look's decision by capture id."""

    differ: Differ
    widgets: frozenset[Widget] = frozenset()  # what moves by itself on this article
    versions: list[Standing] = field(default_factory=list)
    decisions: dict[int, Decided] = field(default_factory=dict)
    accepted: list[Look] = field(default_factory=list)  # looks that showed a version, in order
    apart: list[tuple[Look, Look]] = field(default_factory=list)  # to be compared, and no reader has read both
    since: dict[int, tuple[Move, ...]] = field(default_factory=dict)  # what moved since the last look that showed one
    last: Look | None = None  # the last look that showed a text
    waiting: set[int] = field(default_factory=set)  # looks that the next one decides on

    @property
    def current(self) -> Standing | None:
        return self.versions[-1] if self.versions else None

    def against(self, look: Look) -> tuple[Read, Read] | None:
        """Return the current version and a look as one reader read them: in any look that showed this version."""
        current = self.current
        if current is None:
            return None
        showed = (seen for seen in reversed(self.accepted) if self._shows(seen, current))
        return next((found for basis in (current.look, *showed) if (found := together(basis, look))), None)

    def by_itself(self, move: Move) -> bool:
        """Tell whether a move is nothing that a newsroom did."""
        return by_itself(move, self.widgets)

    def between(self, one: Look, other: Look) -> tuple[Move, ...]:
        """Return what differs between two looks, one reader having read both; nothing when none did."""
        found = together(one, other)
        return moves_between(found, self.differ) if found is not None else ()

    def step(self, one: Look, other: Look) -> Step:
        """Return what differs between two looks as a step from one to the other."""
        found = together(one, other)
        stamped = found is not None and found[0].gist.modified != found[1].gist.modified
        return Step(one, other, self.between(one, other), stamped)

    def _shows(self, look: Look, version: Standing) -> bool:
        return self.decisions[look.capture_id].number == version.number


def moves_between(found: tuple[Read, Read], differ: Differ) -> tuple[Move, ...]:
    """Return what differs between two readings; not worked out where their gists say that nothing does."""
    old, new = found[0].gist, found[1].gist
    beside = bool(old.beside and new.beside) and old.beside != new.beside
    return differ(*found) if beside or old.strict != new.strict else ()


def tell(looks: Sequence[Look], shown: Sequence[Shown], differ: Differ) -> Telling:
    """Go through an article's looks in order and decide what each is."""
    articles = [look for look, what in zip(looks, shown, strict=True) if what == "article"]
    telling = Telling(differ, widgets(list(_steps(articles, differ))))
    position = 0
    away: Look | None = None  # the last look that found the article gone
    for look, what in zip(looks, shown, strict=True):
        if look.article is not None and what == "article":
            position += 1
            _article(telling, look, articles[position:], away)
        else:
            away = look if what in ("gone", "sent_away") else away
            telling.decisions[look.capture_id] = _no_article(look, what, telling)
    return telling


def _steps(articles: Sequence[Look], differ: Differ) -> Iterator[Step]:
    for before, after in pairwise(articles):
        if (found := together(before, after)) is not None:
            stamped = found[0].gist.modified != found[1].gist.modified
            yield Step(before, after, moves_between(found, differ), stamped)


def _no_article(look: Look, what: Shown, telling: Telling) -> Decided:
    if what == "truncated":
        return _held("truncated")
    if what == "wall" and telling.versions:
        return _held("wall")
    return Decided(None, look.gist.rejection if look.gist is not None else "")


def _held(reason: HeldBack, number: int | None = None) -> Decided:
    return Decided("held_back", reason, number)


def _article(telling: Telling, look: Look, later: Sequence[Look], away: Look | None) -> None:
    if telling.accepted:
        telling.since[look.capture_id] = telling.between(telling.accepted[-1], look)
    decided = _decide(telling, look, later)
    if decided.decision in ("new", "changed"):
        _begin(telling, look, away)
    current = telling.current
    if current is not None and decided.number == current.number:
        current.last = look
    if decided.number is not None:
        telling.accepted.append(look)
    telling.decisions[look.capture_id] = decided
    telling.last = look


def _begin(telling: Telling, look: Look, away: Look | None) -> None:
    since: dt.datetime | None = None
    if telling.accepted and telling.current is not None:
        since = max(each.captured_at for each in (telling.accepted[-1], away) if each is not None)
        telling.current.gone_by = look.captured_at
    number = len(telling.versions) + 1
    telling.versions.append(Standing(number=number, look=look, appeared_after=since, last=look))


def _decide(telling: Telling, look: Look, later: Sequence[Look]) -> Decided:
    current = telling.current
    if current is None:
        return Decided("new", number=1)
    found = telling.against(look)
    if found is None:
        telling.apart.append((current.look, look))
        return _held("suspect_reading", current.number)  # nobody can say that it changed
    old, new = found[0].gist, found[1].gist
    if new.strict == old.strict:
        return _same(telling, look, current.number)
    if (noise := _noise(new, old)) is not None:
        return _held(noise, current.number)
    differing = [move for move in telling.differ(*found) if move.is_text]
    left = [move for move in differing if not telling.by_itself(move)]
    if not left:
        moved = any(move.noise != "reading" for move in differing)
        return _held("volatile", current.number) if moved else _same(telling, look, current.number)
    if all(move.place == "link" and move.small for move in left) and not _stands(telling, look, left, later):
        return _held("volatile", current.number)
    if suspect(new, old) and not _second_look_agrees(telling, look, found, later):
        return _held("suspect_reading")
    earlier = next((each for each in reversed(telling.versions) if _alike(each.look, look)), None)
    if earlier is not None and _returns(telling) >= 1 and not _settles(look, later):
        return _held("flapping", earlier.number)
    return Decided("changed", number=current.number + 1)


def _noise(new: Gist, old: Gist) -> HeldBack | None:
    """Say why a text that differs is no version: by clocks alone, or by what the template shows around it as well."""
    if new.sober == old.sober:
        return "clock_only"
    return "template" if new.body == old.body else None


def _stands(telling: Telling, look: Look, left: Sequence[Move], later: Sequence[Look]) -> bool:
    """Tell whether what differs in addresses was found again by the next look; tokens never are."""
    following = next((each for each in later if together(look, each) is not None), None)
    if following is None:
        telling.waiting.add(look.capture_id)
        return False
    return not any(chains(left, telling.between(look, following)))


def _same(telling: Telling, look: Look, number: int) -> Decided:
    """Say what moved beside the article, when the article itself did not."""
    found = together(telling.accepted[-1], look) or (None, None)
    old, new = (each.gist if each is not None else look.gist or Gist() for each in found)
    beside = [move for move in telling.since[look.capture_id] if not move.is_text]
    if any(not telling.by_itself(move) for move in beside):
        return _held("beside_text", number)
    if new.modified != old.modified or new.published != old.published:
        return _held("stamp_only", number)
    if any(not move.noise for move in beside):
        return _held("volatile", number)
    if new.around_sober != old.around_sober:
        return Decided("same", number=number)
    if new.comments != old.comments:
        return _held("comments_only", number)
    return _held("clock_only", number) if new.around != old.around else Decided("same", number=number)


def _second_look_agrees(telling: Telling, look: Look, found: tuple[Read, Read], later: Sequence[Look]) -> bool:
    """Tell whether the next look found this text again, or one near to it, rather than the old one.

    A text of another article is never agreed to: it becomes that article's when identity has settled it.
    """
    if not later or foreign(found[1].gist, found[0].gist):
        return False
    again = later[0].read_by(found[1].reader)
    if again is None:
        both = together(look, later[0])
        if both is None:
            telling.apart.append((look, later[0]))
        return both is not None and both[0].gist.strict == both[1].gist.strict
    old, new, then = (read.under(later[0].state).gist for read in (*found, again))
    return then.strict == new.strict or (suspect(then, old) and not suspect(then, new))


def _alike(one: Look, other: Look) -> bool:
    """Tell whether one reader read the same text in both."""
    found = together(one, other)
    return found is not None and found[0].gist.strict == found[1].gist.strict


def _returns(telling: Telling) -> int:
    """Count how often the article came back to a text that it had left."""
    looks = [version.look for version in telling.versions]
    return sum(any(_alike(before, look) for before in looks[:index]) for index, look in enumerate(looks))


def _settles(look: Look, later: Sequence[Look]) -> bool:
    """Tell whether a text that came back stood long enough to be more than one more swing."""
    run = [look]
    for each in later:
        if not _alike(look, each):
            break
        run.append(each)
    return len(run) >= SETTLED_LOOKS and run[-1].captured_at - run[0].captured_at >= SETTLED_RETURN
