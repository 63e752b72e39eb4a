"""Numbers in languages that rowback has no words for: digits, and the numerals of Chinese and Japanese.

Knows values only, neither units nor what is counted.
"""

import regex

from archive.digests import normalise

_ONES = ("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")
_HAN = {mark: value for value, marks in enumerate(_ONES) for mark in marks}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_MARKS = "".join((*_HAN, *_TENS, *_GROUPS))
_NUMBER = regex.compile(rf"\p{{Nd}}+(?:[.,:٫٬]\p{{Nd}}+)*[{''.join(_GROUPS)}]?|[{_MARKS}]+")


def numbers(sentence: str) -> tuple[str, ...]:
    """List the numbers of a sentence in a form in which two notations of one are the same."""
    return tuple(map(_plain, _NUMBER.findall(normalise(sentence))))


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
