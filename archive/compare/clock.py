"""Times of day, however they are written: `17:30`, `5.30pm`, `17.30 Uhr`, `à 19 heures`, `tres de la tarde`."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from archive.languages import Lexicon

from .pieces import Piece, counted

_HOUR = regex.compile(r"(\d{1,2})(?:[:.hH](\d\d)(?::\d\d)?)?")
_MINUTES = regex.compile(r"[0-5]\d")
_LONGEST = 3  # words that say of which part of the day an hour is


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day and how many pieces it takes."""

    minutes: int  # since midnight
    half_known: bool  # False when it may be of the morning or the afternoon
    used: int


def time_of_day(run: list[Piece], at: int, lexicon: Lexicon, *, opens: bool = True) -> TimeOfDay | None:
    """Read the time of day that begins here, None when none does; only one that `opens` may begin a range."""
    piece = run[at]
    found = _HOUR.fullmatch(piece.text) if piece.kind in ("clock", "number") else None
    small = lexicon.numerals.get(piece.low, 0) if piece.kind == "word" else 0
    if not (found or small):
        return None
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (small, 0)
    low = [each.low for each in run[at + 1 : at + 2 + _LONGEST]]
    before = _before(run, at)
    exact = bool(found and found[2])
    named = low[:1] != [] and low[0] in lexicon.clock_after
    named = named and (exact or before in lexicon.clock_leads or not lexicon.clock_leads)
    led = before in lexicon.clock_before and (exact or not counted(run, at + 1, lexicon))
    half, words = _half(low, lexicon)
    if hours > 24 or minutes > 59 or (half is not None and hours > 12 and not named):
        return None
    ranged = not (piece.kind == "clock" or led or named or half is not None)
    if ranged and not (opens and _range(run, at, lexicon)):
        return None
    hours = hours % 12 + half if half is not None and hours <= 12 else hours
    used = 1 + max(words, int(named))
    more, words = (0, 0) if ranged else _minutes(low[used - 1 :], lexicon, bare=named or (led and used == 1))
    return TimeOfDay(60 * hours + minutes + more, half is not None or hours > 12, used + words)


def _before(run: list[Piece], at: int) -> str:
    """Return the word before a piece, the full stop of an abbreviation left out: `godz. 17.30`."""
    end = at - 1 if at > 1 and run[at - 1].text == "." else at
    return run[end - 1].low if end else ""


def _half(low: Sequence[str], lexicon: Lexicon) -> tuple[int | None, int]:
    """Read of which half of the day an hour is, and of how many words that is."""
    for skip in (0, 1):
        if skip and low[:1] and low[0] not in lexicon.clock_after:
            break
        for size in range(_LONGEST, 0, -1):
            phrase = " ".join(low[skip : skip + size])
            if phrase in lexicon.day_halves:
                return lexicon.day_halves[phrase], skip + size
    return None, 0


def _range(run: list[Piece], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a time of day ends what begins here: `7 bis 21 Uhr`."""
    leads = at + 2 < len(run) and run[at + 1].low in lexicon.through
    if not leads:
        return False
    end = time_of_day(run, at + 2, lexicon, opens=False)
    return end is not None and run[at + 2].low.isascii()


def _minutes(behind: Sequence[str], lexicon: Lexicon, *, bare: bool) -> tuple[int, int]:
    """Read the minutes behind an hour, and of how many words they are: `17 h 30`, `alle 8 e 30`, `y media`."""
    if bare and behind and _MINUTES.fullmatch(behind[0]):
        return int(behind[0]), 1
    if bare and len(behind) > 1 and behind[0] in lexicon.joins_minutes and _MINUTES.fullmatch(behind[1]):
        return int(behind[1]), 2
    return (30, 2) if " ".join(behind[:2]) in lexicon.half_past else (0, 0)
