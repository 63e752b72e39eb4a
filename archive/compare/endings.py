"""Words without the endings that case and number give them, by a language's lists. Knows no word."""

from collections.abc import Collection
from functools import cache

import regex

from archive.languages import Lexicon
from archive.languages.patterns import either

_SHORTEST = 3  # letters that stay


def stem(word: str, endings: Collection[str]) -> str:
    """Return a word without the longest of the endings that leaves enough of it."""
    fits = (ending for ending in endings if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST)
    longest = max(fits, key=len, default="")
    return word[: len(word) - len(longest)]


def unmarked(word: str, lexicon: Lexicon) -> str:
    """Return a name without an ending that a mark parts from it: `Ankara'da`, `Smith's`."""
    return _marks(lexicon).sub("", word)


@cache
def _marks(lexicon: Lexicon) -> "regex.Pattern[str]":
    return regex.compile(f"{either(lexicon.name_marks)}$")
