"""Regular expressions from the data of languages."""

import regex

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Arabic}]")


def joined(patterns: tuple[str, ...]) -> "regex.Pattern[str]":
    """Compile patterns as alternatives; none of them match nothing."""
    return regex.compile("|".join(patterns) or r"(?!)", regex.IGNORECASE)


def bounded(patterns: tuple[str, ...]) -> "regex.Pattern[str]":
    """Compile patterns as alternatives that begin and end with a word; scripts without spaces have no such bounds."""
    return joined(tuple(f"{_bound(each[:1])}(?:{each}){_bound(each[-1:])}" for each in patterns))


def _bound(letter: str) -> str:
    return "" if _UNSPACED.match(letter) else r"\b"
