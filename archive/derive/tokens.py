"""Two states of one short text: which of its words moved, and the frame that stood still around them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

import regex
from rapidfuzz import fuzz

_WORD = regex.compile(r"\p{N}+(?:[.,:'’]\p{N}+)*|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\S")
_ADDRESS = regex.compile(r"[^/?&=;#\s]+|[/?&=;#]")
_DIGITS = regex.compile(r"[-+\u2212]?\p{N}+(?:[.,:]\p{N}+)*")
_TELLS = regex.compile(r"[\p{L}\p{N}]")
_MOST: Final = 600  # words of a text that are compared; what is longer counts as one word
_LONGEST_GAP: Final = 24  # words that may stand in the place of what moves

_UNLIKE: Final = 55.0  # of 100 letters in common: below this two texts are two
_LIKE: Final = 75.0  # from here on they are one
_RUN: Final = 0.3  # share of its words that a text between these keeps in one run when it is edited
_STANDS: Final = 0.5  # share of a text's words that stand around one value
_SHORT: Final = 8  # words of a value
_WHOLE = regex.compile(r"\p{Nd}{1,3}(?:[.,'’\s]\p{Nd}{3})+|\p{Nd}+")
_OPAQUE = regex.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w~+.%-]{6,}|[0-9A-Fa-f]{12,}|\d{9,}")

Span = tuple[int, int]
Words = tuple[str, ...]


def words(text: str) -> Words:
    """Cut a text into words, numbers and marks; an address at its delimiters."""
    if "://" in text and " " not in text:
        return tuple(_ADDRESS.findall(text))
    found = tuple(_WORD.findall(text))
    return found if len(found) <= _MOST else (text,)


def moved(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Span, Span], ...]:
    """Return the runs of words that differ, in both; runs with a single word or mark between them are one."""
    runs: list[tuple[Span, Span]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if runs and i1 - runs[-1][0][1] <= 1:
            (start, _), (begin, _) = runs.pop()
            runs.append(((start, i2), (begin, j2)))
        else:
            runs.append(((i1, i2), (j1, j2)))
    return tuple(runs)


def touch(ones: Iterable[Span], others: Iterable[Span]) -> bool:
    """Tell whether two lists of runs in one text have a place in common."""
    listed = list(others)
    return any(one[0] <= other[1] and other[0] <= one[1] for one in ones for other in listed)


def counts(*states: str) -> bool:
    """Tell whether all that moves through some states of a text is one whole number that only grows, or only falls.

    So newsrooms tell a toll, look after look; a price wavers, or has a fraction.
    """
    numbers: list[int] = []
    for before, after in pairwise(states):
        one, other = words(before), words(after)
        runs = moved(one, other)
        pair = [texts[start:end] for texts, (start, end) in zip((one, other), runs[0], strict=True)] if runs else []
        if len(runs) != 1 or not all(len(run) == 1 and _WHOLE.fullmatch(run[0]) for run in pair):
            return False
        numbers += [int(regex.sub(r"\D", "", run[0])) for run in pair]
    rises = [one <= other for one, other in pairwise(numbers)]
    falls = [one >= other for one, other in pairwise(numbers)]
    return all(rises) or all(falls)


def unlike(before: str, after: str) -> bool:
    """Tell whether one text stands in the place of another: they are no two states of one text.

    An edited paragraph keeps a long run of its words, or most of its letters; two of one house share but phrases.
    """
    likeness = fuzz.ratio(before, after)
    if likeness < _UNLIKE or likeness >= _LIKE:
        return likeness < _UNLIKE
    one, other = words(before), words(after)
    longest = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return longest.size < _RUN * min(len(one), len(other))


def one_value(before: str, after: str) -> bool:
    """Tell whether two texts are one but for figures, or for something short: prices, a count, "two hours"."""
    if before and _DIGITS.sub("0", before) == _DIGITS.sub("0", after):
        return True
    one, other = words(before), words(after)
    runs = moved(one, other)
    size = max((sum(run[side][1] - run[side][0] for run in runs) for side in (0, 1)), default=0)
    return size <= _SHORT and size <= (1 - _STANDS) * max(len(one), len(other))


def one_page(url: str, other: str) -> bool:
    """Tell whether two addresses may be one page's: they differ in parameters, or in parts that nobody can read."""
    one, two = (_segments(address) for address in (url, other))
    if len(one) != len(two) or one[:1] != two[:1]:
        return False
    return all(a == b or (_OPAQUE.fullmatch(a) and _OPAQUE.fullmatch(b)) for a, b in zip(one, two, strict=True))


def _segments(url: str) -> list[str]:
    """Return host and path segments of an address, without its parameters."""
    plain = url.strip().partition("#")[0].partition("?")[0].partition("://")[2] or url
    return [segment.partition(";")[0] for segment in plain.split("/")]


@dataclass(frozen=True, slots=True)
class Frame:
    """The words that stand still around what moves: runs with a gap between each two, perhaps empty at the ends."""

    runs: tuple[Words, ...]

    @property
    def tells(self) -> bool:
        """Whether a word or a number stands in it, so that it is known again."""
        return any(_TELLS.search(word) for run in self.runs for word in run)

    def fits(self, text: str) -> bool:
        """Tell whether a text is this frame with something short in each gap."""
        all_of = words(text)
        first, *inner, last = self.runs
        end = len(all_of) - len(last)
        at = len(first)
        if at > end or all_of[:at] != first or all_of[end:] != last:
            return False
        for run in inner:
            reach = min(end - len(run), at + _LONGEST_GAP)
            found = next((place for place in range(at, reach + 1) if all_of[place : place + len(run)] == run), None)
            if found is None:
                return False
            at = found + len(run)
        return end - at <= _LONGEST_GAP


def frame(text: Sequence[str], spans: Iterable[Span]) -> Frame:
    """Return what stands around some runs of a text's words."""
    runs: list[Words] = []
    at = 0
    for start, end in sorted(spans):
        if start > at or not runs:
            runs.append(tuple(text[at:start]) if start > at else ())
        at = max(at, end)
    return Frame((*runs, tuple(text[at:])))
