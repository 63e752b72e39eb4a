"""Dates in a sentence, as far as it gives them: `March 5, 2017`, `5. März`, a weekday, a year."""

from dataclasses import dataclass

import regex

from archive.languages import Lexicon

from .pieces import Piece, counted, spelled

_YEAR = regex.compile(r"(?:1[6-9]|20)\d\d$")
_DAY = regex.compile(r"\d{1,2}(?=\D*$)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as the text gives it; absent parts are None."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    text: str

    @property
    def parts(self) -> tuple[int | None, int | None, int | None, int | None]:
        """The parts that are compared."""
        return (self.year, self.month, self.day, self.weekday)

    def agrees(self, other: "Date") -> bool:
        """Tell whether no part that both give differs, and both give one."""
        both = [(a, b) for a, b in zip(self.parts, other.parts, strict=True) if a is not None and b is not None]
        return bool(both) and all(a == b for a, b in both)

    def comparable(self, other: "Date") -> bool:
        """Tell whether both give a part of the same kind."""
        return any(a is not None and b is not None for a, b in zip(self.parts, other.parts, strict=True))


def date_at(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[Date | None, int]:
    """Read the date that begins here, and of how many pieces it is; None when none does."""
    token = tokens[at]
    if token.kind == "iso":
        year, month, day = map(int, token.text.split("-"))
        return Date(year, month, day, None, token.text), 1
    if token.kind == "slashed":
        return Date(None, None, None, None, token.text), 1
    if token.kind == "word" and token.low in lexicon.weekdays and _capital(token, lexicon):
        return Date(None, None, None, lexicon.weekdays[token.low], token.text), 1
    return _calendar(tokens, at, lexicon)


def _capital(token: Piece, lexicon: Lexicon) -> bool:
    """Tell whether a word that is also another one is written as a name: English and German write days so."""
    return token.text[:1].isupper() or not lexicon.days_capitalised


def _calendar(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[Date | None, int]:
    """Read `March 5, 2017`, `5. März 2017`, `5 de marzo de 2017`, `March 2017`, a month or a year alone."""
    window = tokens[at : at + 7]
    day = month = year = None
    used = 0
    for offset, token in enumerate(window):
        if token.kind == "word" and token.low in lexicon.months and month is None:
            month = lexicon.months[token.low]
        elif token.kind == "number" and year is None and _YEAR.match(token.text) and (month or offset == 0):
            year = int(token.text)
        elif token.kind == "number" and day is None and year is None and _day(token.text) is not None:
            day = _day(token.text)
        elif (token.text in (".", ",") or token.low in lexicon.date_links) and offset:
            continue
        else:
            break
        used = offset + 1
        if year is not None:
            break
    if month is None:
        return (
            (Date(year, None, None, None, tokens[at].text), 1)
            if year and _bare_year(tokens, at, lexicon)
            else (None, 0)
        )
    if day is None and year is None and not _sure_month(window[0], tokens, at, lexicon):
        return None, 0
    return Date(year, month, day, None, spelled(window[:used])), used


def _bare_year(tokens: list[Piece], at: int, lexicon: Lexicon) -> bool:
    """Tell `in 2016` from `2016 people`: a year follows a little word or a mark, or counts nothing."""
    leads = at > 0 and (tokens[at - 1].low in lexicon.little or tokens[at - 1].kind == "mark")
    return leads or not counted(tokens, at + 1, lexicon)


def _day(text: str) -> int | None:
    digits = _DAY.match(text)
    return int(digits[0]) if digits and 1 <= int(digits[0]) <= 31 else None


def _sure_month(token: Piece, tokens: list[Piece], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a month alone is one: `May` and `March` are words too."""
    if token.low in lexicon.months and len(token.text) > 3 and token.low not in lexicon.doubtful_months:
        return _capital(token, lexicon)
    lead = tokens[at - 1].low if at else ""
    return token.text[:1].isupper() and lead in lexicon.month_leads
