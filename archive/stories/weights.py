"""How much each word of a telling weighs: by how few of the articles of the last thirty days have it. Pure.

Weights are whole numbers, so that all machines agree and sums do not depend on their order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Final

from .features import Telling

UNIT: Final = 10_000  # length of a vector
SQUARE: Final = UNIT * UNIT  # likeness of a telling with itself
HEAVIEST: Final = 30  # terms by which candidates are found
_NAMES: Final = 0.3  # share of the likeness that names decide
_ASSUMED: Final = 1_000  # articles that say nothing, so that a young archive's few do not decide what is rare
_ENOUGH: Final = 200  # articles from which on a word that one alone has says nothing
_COMMON: Final = 0.2  # share of the articles; a term in more of them finds no candidates


@dataclass(slots=True)
class Counts:
    """In how many articles of some days each term stands."""

    articles: int = 0
    terms: Counter[int] = field(default_factory=Counter)

    def add(self, telling: Telling) -> None:
        """Count one more article."""
        self.articles += 1
        self.terms.update(telling.words.keys())
        self.terms.update(telling.names.keys())


@dataclass(frozen=True, slots=True)
class Vector:
    """A telling's terms with their weights; `heavy` finds those that may tell the same, which share one of `names`."""

    weights: Mapping[int, int]
    heavy: tuple[int, ...]
    names: frozenset[int] = frozenset()  # empty where capitals make no names


def weigh(telling: Telling, counts: Counts) -> Vector:
    """Weigh a telling's terms by the counts of its day and the thirty before."""
    both = bool(telling.words and telling.names)
    words = _scaled(telling.words, counts, sqrt(1 - _NAMES) if both else 1.0)
    names = _scaled(telling.names, counts, sqrt(_NAMES) if both else 1.0)
    weights = words | names
    most = _COMMON * max(counts.articles, _ENOUGH)
    finding = {term for term in weights if counts.terms[term] <= most}
    heavy = sorted(finding, key=lambda each: (-weights[each], each))[:HEAVIEST]
    return Vector(weights, tuple(heavy), frozenset(finding & names.keys()))


def likeness(one: Mapping[int, int], other: Mapping[int, int]) -> int:
    """Return the likeness of two vectors, from 0 to SQUARE."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def rarity(term: int, counts: Counts) -> float:
    """Return how rare a term is: the logarithm of how many articles come on one that has it."""
    whole = counts.articles + (0 if counts.articles >= _ENOUGH else _ASSUMED) + 1
    return log(whole / max(counts.terms[term], 1))


def _scaled(counted: Mapping[int, int], counts: Counts, share: float) -> dict[int, int]:
    known = counts.articles >= _ENOUGH
    raw = {
        term: sqrt(often) * rarity(term, counts)
        for term, often in sorted(counted.items())
        if counts.terms[term] > 1 or not known
    }
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {term: round(share * UNIT * weight / length) for term, weight in raw.items()} if length else {}


def merged(parts: Iterable[Counts]) -> Counts:
    """Add up the counts of several days."""
    whole = Counts()
    for part in parts:
        whole.articles += part.articles
        whole.terms.update(part.terms)
    return whole
