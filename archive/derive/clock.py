"""Lines that are a clock or a counter and nothing else: "Updated 5 minutes ago", "1,204 shares".

Judged word by word: a line with one word that belongs to neither, "12 dead", is text. Names of months and days and the
phrases for "ago" come from CLDR, for the language of the page and English; those of counters from `archive.languages`.
"""

import datetime as dt
from functools import lru_cache
from typing import Final

import regex
from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta

from archive.languages import words_on_pages

_LONGEST: Final = 80  # characters; what is longer is a sentence
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_DIGITS = regex.compile(r"\p{Nd}+")
_CLOCK = regex.compile(r"\p{Nd}{1,2}[:.h]\p{Nd}{2}|\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,4}")
_ONLY = regex.compile(r"[\p{L}\p{M}\p{Nd}\s.,:;/|•·()'’+–—-]*")
_ZONES: Final = frozenset(
    _WORD.findall("am pm a p m h utc gmt est edt cst cdt mst mdt pst pdt cet cest msk ist jst z t uhr")
)


def is_clock_or_counter(line: str, language: str | None) -> bool:
    """Tell whether a line holds a time or a count with their own words only."""
    if len(line) > _LONGEST or not _DIGITS.search(line) or not _ONLY.fullmatch(line):
        return False
    counters, around = words_on_pages("counters"), words_on_pages("clock_around")
    words = {word.casefold() for word in _WORD.findall(line)}
    times = _time_words(language) | _time_words("en")
    if words & counters and words <= counters | around:
        return True
    tells_time = bool(words & times) or _CLOCK.search(line) is not None
    return tells_time and words <= times | _ZONES | around


@lru_cache(maxsize=64)
def _time_words(language: str | None) -> frozenset[str]:
    """Return the words of a language's dates and of its phrases for a time ago."""
    locale = _locale(language)
    if locale is None:
        return frozenset()
    names = [
        name
        for calendar in (locale.months, locale.days)
        for widths in calendar.values()
        for width in ("wide", "abbreviated")
        for name in widths.get(width, {}).values()
    ]
    return frozenset(word.casefold() for phrase in [*names, *_phrases(locale)] for word in _WORD.findall(phrase))


def _phrases(locale: Locale) -> list[str]:
    spans = [
        dt.timedelta(seconds=seconds * count) for seconds in (1, 60, 3600, 86_400, 604_800) for count in (1, 2, 3, 5)
    ]
    return [
        format_timedelta(-span, threshold=99, add_direction=True, locale=locale, format=width)
        for span in spans
        for width in ("long", "short")
    ]


def _locale(language: str | None) -> Locale | None:
    try:
        return Locale.parse((language or "").partition("-")[0])
    except (ValueError, TypeError, UnknownLocaleError):
        return None
