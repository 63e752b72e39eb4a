"""The words of a whole text, to be asked many times whether and where it has some of them. Each answer has a bound."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain, pairwise

import regex

from .endings import stem

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_MOST = 200  # places of one word that are looked at


class Held:
    """One text's words and their places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cut: dict[frozenset[str], frozenset[str]] = {}

    def says(self, phrase: str) -> bool:
        """Tell whether the words of a phrase stand there in a row, whatever their case."""
        wanted = [word.casefold() for word in _WORD.findall(phrase)]
        starts = self._places.get(wanted[0], ()) if wanted else ()
        return any(self._words[at : at + len(wanted)] == wanted for at in starts[:_MOST])

    def has(self, word: str, endings: frozenset[str] = frozenset()) -> bool:
        """Tell whether a word stands there as it is written, or with another ending; of one with hyphens all parts."""
        parts = _WORD.findall(word)
        if all(part in self._written for part in parts):
            return True
        return bool(endings) and all(stem(part, endings) in self._stems(endings) for part in parts)

    def _stems(self, endings: frozenset[str]) -> frozenset[str]:
        if endings not in self._cut:
            self._cut[endings] = frozenset(stem(word, endings) for word in self._written)
        return self._cut[endings]

    def near(self, one: str, other: str, distance: int) -> bool:
        """Tell whether two words stand within so many characters, in either order, whatever their case."""
        here, there = (self._spots(word) for word in (one, other))
        marked = sorted(chain(((at, 0) for at in here), ((at, 1) for at in there)))
        return any(side != after and end - at <= distance for (at, side), (end, after) in pairwise(marked))

    def _spots(self, word: str) -> list[int]:
        parts = _WORD.findall(word.casefold())
        return [self._starts[at] for at in self._places.get(parts[-1], ())[:_MOST]] if parts else []

    @cached_property
    def _found(self) -> Sequence["regex.Match[str]"]:
        return tuple(_WORD.finditer(self._text))

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(match[0] for match in self._found)

    @cached_property
    def _words(self) -> list[str]:
        return [match[0].casefold() for match in self._found]

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in self._found]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            places[word].append(at)
        return dict(places)
