"""Regular expressions from the data of languages, as text: who uses them compiles them, by `re` or `regex`.

A word is bounded on the sides where the pattern begins or ends with one; scripts without spaces have no such bounds.
"""

from collections.abc import Iterable, Sequence

import regex

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")
_NOTHING = r"(?!)"


def either(patterns: Sequence[str]) -> str:
    """Return alternatives as one group; of none a pattern that matches nothing."""
    return f"(?:{'|'.join(patterns)})" if patterns else _NOTHING


def bounded(patterns: Iterable[str]) -> str:
    """Return alternatives that begin and end with a word."""
    return either([f"{_bound(each[:1])}(?:{each}){_bound(each[-1:])}" for each in patterns])


def begun(patterns: Iterable[str]) -> str:
    """Return alternatives that begin with a word."""
    return either([f"{_bound(each[:1])}(?:{each})" for each in patterns])


def ended(patterns: Iterable[str]) -> str:
    """Return alternatives that end with a word."""
    return either([f"(?:{each}){_bound(each[-1:])}" for each in patterns])


def escaped(words: Iterable[str]) -> list[str]:
    """Return words as patterns, the longest first."""
    return [regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]


def parted(patterns: Iterable[str]) -> tuple[list[str], list[str]]:
    """Part patterns by whether they begin in a script with spaces between words, or without."""
    parts: tuple[list[str], list[str]] = ([], [])
    for each in patterns:
        parts[_UNSPACED.match(each.lstrip("(?:[")) is not None].append(each)
    return parts


def _bound(letter: str) -> str:
    return "" if _UNSPACED.match(letter) else r"\b"
