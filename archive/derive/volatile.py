"""What moves by itself on a page: known by how it moves from look to look, never by its words. Pure.

A value that moved, and moved again at the next look to a third state without the rest of the text or the time of
modification moving, belongs to a widget; a whole number in a sentence that only grows, or only falls, as a toll does,
must have moved four times in a row. So does a token in an address, and what fills a place of its own. The place is
known from then on, for all looks at the article: before it was known and after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.digests import normalise

from . import tokens
from .looks import Look
from .moves import Move, Place, unlike
from .tokens import Frame

_MAY_MOVE: Final = frozenset({"", "teaser"})  # what explains a move and does not hinder that it is a widget's
_SHORT: Final = 12  # words and marks of a block that is nothing but a widget
_SENTENCE: Final = 5  # words and marks; what is longer may be a sentence with a toll
_RUN: Final = 4  # moves in a row of a number that only grows, or only falls


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbouring looks that showed the article, and what differs between them."""

    before: Look
    after: Look
    moves: tuple[Move, ...]
    stamped: bool  # the page gives another time of its last change

    @property
    def rest(self) -> bool:
        """Whether more than values moved in the article, or the newsroom's stamp did."""
        return self.stamped or any(move.is_text and not move.small and not move.noise for move in self.moves)


@dataclass(frozen=True, slots=True)
class Widget:
    """A place that moves by itself; `frame` None: whatever stands there."""

    place: Place
    path: str
    frame: Frame | None
    behind: str = ""  # whatever stands there behind these words; "" for a place that is known by its path alone

    def moves(self, move: Move) -> bool:
        """Tell whether a move is this widget's."""
        if (_region(move.place), move.path) != (_region(self.place), self.path):
            return False
        if self.frame is None:
            return move.behind == self.behind if self.behind else move.lone
        return all(self.frame.fits(text) for text in (move.before, move.after) if text)


def widgets(steps: Sequence[Step]) -> frozenset[Widget]:
    """Return the places that move by themselves, by all steps from look to look."""
    runs = {steps[at].after.capture_id: _runs(steps[max(0, at + 1 - _RUN) : at + 1]) for at in range(len(steps))}
    return frozenset(
        found
        for first, second in pairwise(steps)
        if first.after.capture_id == second.before.capture_id and not second.rest
        for one, other in chains(first.moves, second.moves)
        if one.small and other.small and not _alike(one.before, other.after)
        if not _counts(one, other) or (one.place, one.path) in runs[second.after.capture_id]
        for found in _places(one, other)
    )


def _runs(steps: Sequence[Step]) -> frozenset[tuple[Place, str]]:
    """Return the places at which something short moved in each of the last steps, and nothing else did in any."""
    if len(steps) < _RUN or any(step.rest for step in steps[1:]):
        return frozenset()
    places = ({(move.place, move.path) for move in step.moves if move.small} for step in steps)
    return frozenset.intersection(*map(frozenset, places))


def _counts(one: Move, other: Move) -> bool:
    """Tell whether two moves in a row may be a toll's in a sentence."""
    states = one.before, one.after, other.after
    return len(tokens.words(one.after)) > _SENTENCE and tokens.counts(*states)


def chains(first: Iterable[Move], second: Iterable[Move]) -> Iterator[tuple[Move, Move]]:
    """Yield the moves that went on where others had ended: the same words of the same block moved again."""
    ends = [move for move in first if move.noise in _MAY_MOVE]
    for other in second:
        for one in ends if other.noise in _MAY_MOVE else ():
            alike = (_region(one.place), one.path) == (_region(other.place), other.path)
            if alike and _meet(one, other):
                yield one, other


def by_itself(move: Move, known: Iterable[Widget]) -> bool:
    """Tell whether a move is noise, or a known widget's."""
    return bool(move.noise) or any(widget.moves(move) for widget in known)


def _meet(one: Move, other: Move) -> bool:
    if not _alike(one.after, other.before):
        return False
    if not one.after:
        return one.lone and other.lone
    return tokens.touch(*_spans(one, other))


def _spans(one: Move, other: Move) -> tuple[list[tokens.Span], list[tokens.Span]]:
    middle = tokens.words(one.after)
    come = [run[1] for run in tokens.moved(tokens.words(one.before), middle)]
    gone = [run[0] for run in tokens.moved(middle, tokens.words(other.after))]
    return come, gone


def _places(one: Move, other: Move) -> Iterator[Widget]:
    middle = tokens.words(one.after)
    exchanged = unlike(one) and unlike(other)
    if one.lone and other.lone and (len(middle) <= _SHORT or exchanged):
        yield Widget(one.place, one.path, None)
    if exchanged and one.behind and one.behind == other.behind:
        yield Widget(one.place, one.path, None, one.behind)
    frame = tokens.frame(middle, (span for spans in _spans(one, other) for span in spans)) if middle else None
    if frame is not None and frame.tells:
        yield Widget(one.place, one.path, frame)


def _region(place: Place) -> str:
    """Return where a move is, whatever the reader took its block for."""
    return "text" if place == "beside" else place


def _alike(one: str, other: str) -> bool:
    return normalise(one) == normalise(other)
