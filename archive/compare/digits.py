"""Numbers in languages that rowback has no words for: digits, and the numerals of Chinese, Japanese and Arabic.

Knows values only, neither units nor what is counted.
"""

from collections.abc import Mapping
from functools import cache

import regex

from archive.digests import normalise
from archive.languages import Digits, languages
from archive.languages.patterns import either

_ONES = ("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")
_HAN = {mark: value for value, marks in enumerate(_ONES) for mark in marks}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_MARKS = "".join((*_HAN, *_TENS, *_GROUPS))
_WRITTEN = rf"(?:\p{{Nd}}{{1,20}}(?:[.,:٫٬]\p{{Nd}}{{1,20}}){{0,6}}[{''.join(_GROUPS)}]?|[{_MARKS}]{{1,20}})"
_NUMBER = regex.compile(_WRITTEN)
_YEARS_AND_A_HALF = regex.compile(rf"({_WRITTEN})年半")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WORD = regex.compile(r"[\p{L}\p{M}]+")


def numbers(sentence: str) -> tuple[str, ...]:
    """List the numbers of a sentence in a form in which two notations of one are the same."""
    return tuple(map(_plain, _NUMBER.findall(_spoken(sentence))))


def spelled(sentence: str) -> frozenset[str]:
    """List the numbers that a sentence writes in words, in the form of `numbers`."""
    found: set[str] = set()
    total = section = 0
    for word in [*_WORD.findall(normalise(sentence)), ""]:
        bare = next((word.removeprefix(joint) for joint in _joined() if word.startswith(joint)), word)
        if bare in _numerals():
            section += _numerals()[bare]
        elif bare in _magnitudes():
            total, section = total + (section or 1) * _magnitudes()[bare], 0
        else:
            found |= {str(total + section)} if total + section else set()
            total = section = 0
    return frozenset(found)


def _digits() -> list[Digits]:
    return [each.digits for each in languages() if each.digits]


@cache
def _numerals() -> Mapping[str, int]:
    return {word: value for each in _digits() for word, value in each.numerals.items()}


@cache
def _magnitudes() -> Mapping[str, int]:
    return {word: value for each in _digits() for word, value in each.magnitudes.items()}


@cache
def _joined() -> frozenset[str]:
    return frozenset(word for each in _digits() for word in each.joined)


@cache
def _afternoon() -> "regex.Pattern[str]":
    words = either([word for each in _digits() for word in each.afternoon])
    return regex.compile(rf"{words}\s?({_WRITTEN})(?=\s?[点點时時시])")


def same_sign(one: str, sentence: str, other: str, other_sentence: str) -> bool:
    """Tell whether two numbers may count the same, by the sign behind them; only signs of East Asia tell."""
    signs, others = _signs(one, sentence), _signs(other, other_sentence)
    return not signs or not others or not signs.isdisjoint(others)


def renumbered(one: str, other: str) -> bool:
    """Tell whether two texts differ only in how they write their numbers."""
    bare, rest = (_NUMBER.sub("#", _spoken(text)).replace(" ", "") for text in (one, other))
    return bare == rest and numbers(one) == numbers(other)


def _signs(number: str, sentence: str) -> set[str]:
    text = _spoken(sentence)
    ends = [match.end() for match in _NUMBER.finditer(text) if _plain(match[0]) == number]
    behind = (text[end:].lstrip()[:1] for end in ends)
    return {sign for sign in behind if _CJK.match(sign)}


def _spoken(sentence: str) -> str:
    """Write spans and hours that are told in halves as plain numbers: `一年半`, `晚上九点`."""
    text = _YEARS_AND_A_HALF.sub(lambda found: _more(found[1], times=12, plus=6) + "个月", normalise(sentence))
    return _afternoon().sub(lambda found: _more(found[1], plus=12, below=12), text)


def _more(written: str, *, times: int = 1, plus: int = 0, below: int = 10**9) -> str:
    plain = _plain(written)
    return str(times * int(plain) + plus) if plain.isdecimal() and int(plain) < below else plain


def _plain(written: str) -> str:
    if not any(map(str.isdecimal, written)):
        return str(_han(written))
    magnitude = _GROUPS.get(written[-1], 1)
    text = "".join(str(int(char)) if char.isdecimal() else char for char in written.rstrip("".join(_GROUPS)))
    whole = regex.sub(r"[.,٬](?=\d{3}(?!\d))", "", text).replace("٫", ".").replace(",", ".")
    return str(int(whole) * magnitude) if whole.isdecimal() else whole


def _han(written: str) -> int:
    total = section = digit = 0
    for mark in written:
        if mark in _HAN:
            digit = 10 * digit + _HAN[mark]
        elif mark in _TENS:
            section, digit = section + (digit or 1) * _TENS[mark], 0
        else:
            total, section, digit = total + ((section + digit) or 1) * _GROUPS[mark], 0, 0
    return total + section + digit
