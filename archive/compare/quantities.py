"""Numbers and dates in a sentence: the value, the unit, and what is counted. Only for languages with a lexicon."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import regex

from archive.digests import normalise

from .lexicon import Lexicon

_CURRENCY = "$€£¥₽₹₺₩"
_NUMBER = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = regex.compile(
    rf"(?P<iso>\b\d{{4}}-\d\d-\d\d\b)|(?P<slashed>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b)|(?P<clock>\b\d{{1,2}}:\d\d(?::\d\d)?\b)"
    rf"|(?P<score>\b\d+-\d+\b)|(?P<number>(?<![\p{{L}}\d])(?:{_NUMBER}))(?P<suffix>st|nd|rd|th|er|e|º|ª|°)?(?![\p{{L}}\d])"
    rf"|(?P<money>[{_CURRENCY}])|(?P<percent>%)|(?P<word>[\p{{L}}\p{{M}}][\p{{L}}\p{{M}}'\-]*)|(?P<glued>[\p{{L}}\d]+)|(?P<mark>[^\s])"
)
_PERCENT = frozenset(
    {"percent", "per cent", "prozent", "pour cent", "por ciento", "per cento", "por cento", "процентов"}
)
_YEAR = regex.compile(r"(?:1[6-9]|20)\d\d$")
_COUNTED = 2  # content words after a number that say what it counts


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it counts something."""

    value: Decimal
    unit: str  # "%", a currency sign, or ""
    counted: tuple[str, ...]  # the words after it, in lower case
    text: str  # as written, with what it counts

    @property
    def same_as(self) -> tuple[Decimal, str]:
        """What two spellings of one number share."""
        return (self.value, self.unit)


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


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def low(self) -> str:
        return self.text.lower()


def measured(sentence: str, lexicon: Lexicon) -> tuple[tuple[Quantity, ...], tuple[Date, ...]]:
    """Return the quantities and the dates of a sentence, in order."""
    tokens = [_Token(_kind(match), match[0]) for match in _TOKEN.finditer(normalise(sentence))]
    quantities: list[Quantity] = []
    dates: list[Date] = []
    at = 0
    while at < len(tokens):
        date, used = _date(tokens, at, lexicon)
        if date is not None:
            dates.append(date)
            at += used
            continue
        quantity, used = _quantity(tokens, at, lexicon)
        if quantity is not None:
            quantities.append(quantity)
        at += max(used, 1)
    return tuple(quantities), tuple(dates)


def _kind(match: "regex.Match[str]") -> str:
    kind = match.lastgroup or "mark"
    return "number" if kind == "suffix" else kind


def _date(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Date | None, int]:
    token = tokens[at]
    if token.kind == "iso":
        year, month, day = map(int, token.text.split("-"))
        return Date(year, month, day, None, token.text), 1
    if token.kind == "slashed":
        return Date(None, None, None, None, token.text), 1
    if token.kind == "word" and token.low in lexicon.weekdays and _capital(token, lexicon):
        return Date(None, None, None, lexicon.weekdays[token.low], token.text), 1
    return _calendar(tokens, at, lexicon)


def _capital(token: _Token, lexicon: Lexicon) -> bool:
    """Tell whether a word that is also another one is written as a name: English and German write days so."""
    return token.text[:1].isupper() or not any(day in lexicon.weekdays for day in ("monday", "montag"))


def _calendar(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Date | None, int]:
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
        elif (token.text in (".", ",") or token.low in ("de", "of", "del")) and offset:
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
    return Date(year, month, day, None, _spelled(window[:used])), used


def _bare_year(tokens: list[_Token], at: int, lexicon: Lexicon) -> bool:
    """Tell `in 2016` from `2016 people`: a year follows a little word or a mark, or counts nothing."""
    leads = at > 0 and (tokens[at - 1].low in lexicon.little or tokens[at - 1].kind == "mark")
    return leads or not _counted(tokens, at + 1, lexicon)


def _spelled(tokens: list[_Token]) -> str:
    return regex.sub(r" (?=[.,])", "", " ".join(token.text for token in tokens))


def _day(text: str) -> int | None:
    digits = regex.match(r"\d{1,2}(?=\D*$)", text)
    return int(digits[0]) if digits and 1 <= int(digits[0]) <= 31 else None


def _sure_month(token: _Token, tokens: list[_Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a month alone is one: `May` and `March` are words too."""
    if token.low in lexicon.months and len(token.text) > 3 and token.low != "march":
        return _capital(token, lexicon)
    lead = tokens[at - 1].low if at else ""
    return token.text[:1].isupper() and lead in (
        "in",
        "since",
        "last",
        "by",
        "until",
        "of",
        "this",
        "next",
        "im",
        "seit",
    )


def _quantity(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Quantity | None, int]:
    token, unit, start = tokens[at], "", at
    if token.kind == "money" and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        unit, start = token.text, at + 1
        token = tokens[start]
    if token.kind in ("clock", "score"):
        return Quantity(Decimal(-1), token.text, (), token.text), 1
    value = _value(token, lexicon)
    if value is None or (token.kind == "word" and not _counts(tokens, start, lexicon)):
        return None, 1
    end = start + 1
    while end < len(tokens) and tokens[end].low in lexicon.magnitudes:
        value *= lexicon.magnitudes[tokens[end].low]
        end += 1
    if end < len(tokens) and (tokens[end].kind in ("percent", "money") or tokens[end].low in _PERCENT):
        unit = "%" if tokens[end].kind != "money" else tokens[end].text
        end += 1
    counted = _counted(tokens, end, lexicon)
    text = " ".join([*(token.text for token in tokens[at:end]), *counted])
    text = regex.sub(rf"([{_CURRENCY}]) (?=\d)", r"\1", regex.sub(r"(?<=\d) %", "%", text))
    return Quantity(value, unit, tuple(map(str.lower, counted)), text), end - at


def _counts(tokens: list[_Token], at: int, lexicon: Lexicon) -> bool:
    """Tell a numeral that counts from one that does not: `one` alone is no number."""
    low = tokens[at].low
    small = lexicon.numerals.get(low) == 1
    return not small or (bool(_counted(tokens, at + 1, lexicon)) and tokens[at + 1].kind == "word")


def _value(token: _Token, lexicon: Lexicon) -> Decimal | None:
    if token.kind == "number":
        return _decimal(regex.sub(r"[^\d.,' ]", "", token.text), decimal_comma=lexicon.decimal_comma)
    parts = token.low.split("-")
    if token.kind == "word" and all(part in lexicon.numerals for part in parts):
        return Decimal(sum(lexicon.numerals[part] for part in parts))
    return None


def _decimal(text: str, *, decimal_comma: bool) -> Decimal | None:
    """Read a number by the language's marks; groups of three behind the other mark are thousands."""
    bare = text.replace(" ", "").replace("'", "")
    point, group = (",", ".") if decimal_comma else (".", ",")
    if regex.fullmatch(rf"\d{{1,3}}(?:{regex.escape(group)}\d{{3}})+(?:{regex.escape(point)}\d+)?", bare):
        bare = bare.replace(group, "")
    bare = bare.replace(point, ".") if bare.count(point) == 1 else bare.replace(point, "")
    bare = bare.replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def _counted(tokens: list[_Token], at: int, lexicon: Lexicon) -> list[str]:
    """Return the content words after a number: up to the next little word or mark."""
    out: list[str] = []
    for token in tokens[at : at + _COUNTED + 2]:
        bare = token.low in lexicon.little or token.low in lexicon.speech
        dated = token.low in lexicon.weekdays or token.low in lexicon.months
        if token.kind != "word" or bare or dated or len(out) == _COUNTED:
            break
        out.append(token.text)
    return out
