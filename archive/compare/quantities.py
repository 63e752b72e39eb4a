"""Numbers and dates in a sentence: the value, the unit, and what is counted. Only for languages with a lexicon."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import regex

from archive.digests import normalise

from .lexicon import Lexicon
from .units import GLUED, MONEY, PERCENT, SIGNS, same_measure

_NUMBER = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = regex.compile(
    rf"(?P<iso>\b\d{{4}}-\d\d-\d\d\b)|(?P<slashed>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b)"
    rf"|(?P<clock>\b\d{{1,2}}(?::\d\d(?::\d\d)?|[hH]\d\d)(?=[ap]m\b|\b))|(?P<score>\b\d+-\d+\b)"
    rf"|(?P<number>(?<![\p{{L}}\d])(?:{_NUMBER}))(?:(?P<suffix>st|nd|rd|th|er|e|º|ª|°)(?![\p{{L}}\d])|(?=(?i:{GLUED})(?![\p{{L}}\d]))|(?![\p{{L}}\d]))"
    rf"|(?P<money>[{SIGNS}])|(?P<percent>%)|(?P<word>[\p{{L}}\p{{M}}][\p{{L}}\p{{M}}'\-]*)|(?P<glued>[\p{{L}}\d]+)|(?P<mark>[^\s])"
)
_HALF_OF_DAY = regex.compile(r"(?<=\d ?)([ap])\.\s?m\b\.?", regex.IGNORECASE)
_YEAR = regex.compile(r"(?:1[6-9]|20)\d\d$")
CLOCK, SCORE = "clock", "score"
_HALF_DAY = 720  # minutes
_ABBREVIATED = 4  # letters: `2 Mio. Euro`
_MONTH_LEADS = frozenset({"in", "since", "last", "by", "until", "of", "this", "next", "im", "seit"})
_HOUR = regex.compile(r"(\d{1,2})(?:[:.hH](\d\d)(?::\d\d)?)?")
_HUNDRED = 100
_AND = frozenset({"and", "et", "y", "e"})
_HALF_PAST = frozenset({("y", "media"), ("et", "demie"), ("e", "mezza"), ("e", "mezzo"), ("e", "meia")})
_COUNTED = 2  # content words after a number that say what it counts


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it counts something."""

    value: Decimal
    unit: str  # "%", a currency sign, CLOCK, SCORE, or ""
    counted: tuple[str, ...]  # the words after it, in lower case
    text: str  # as written, with what it counts
    half_known: bool = True  # False for a time of day that may be of the morning or the afternoon

    @property
    def amount(self) -> bool:
        """Whether it counts or measures: a time of day and a score do not."""
        return self.unit not in (CLOCK, SCORE)

    def same(self, other: "Quantity") -> bool:
        """Tell whether two notations give one number: a unit that only one side writes is no difference."""
        if self.unit == other.unit == SCORE:
            return self.text == other.text
        if self.unit == other.unit == CLOCK:
            unsure = not (self.half_known and other.half_known)
            return self.value == other.value or (unsure and abs(self.value - other.value) == _HALF_DAY)
        if not (self.amount and other.amount):
            return False
        if self.value == other.value and (self.unit == other.unit or "" in (self.unit, other.unit)):
            return True
        return self.unit == other.unit == "" and same_measure(self.value, self.counted, other.value, other.counted)

    def comparable(self, other: "Quantity") -> bool:
        """Tell whether one may stand where the other stood: five hours are no time of day."""
        return self.amount == other.amount and (self.amount or self.unit == other.unit)


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
    lead: str  # the space before it, as written

    @property
    def low(self) -> str:
        return self.text.lower()


def measured(sentence: str, lexicon: Lexicon) -> tuple[tuple[Quantity, ...], tuple[Date, ...]]:
    """Return the quantities and the dates of a sentence, in order."""
    text = _HALF_OF_DAY.sub(r"\1m", normalise(sentence))
    tokens = [
        _Token(_kind(match), match[0], text[match.start() - 1 : match.start()]) for match in _TOKEN.finditer(text)
    ]
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
    return "".join((" " if token.lead.isspace() and at else "") + token.text for at, token in enumerate(tokens))


def _day(text: str) -> int | None:
    digits = regex.match(r"\d{1,2}(?=\D*$)", text)
    return int(digits[0]) if digits and 1 <= int(digits[0]) <= 31 else None


def _sure_month(token: _Token, tokens: list[_Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a month alone is one: `May` and `March` are words too."""
    if token.low in lexicon.months and len(token.text) > 3 and token.low != "march":
        return _capital(token, lexicon)
    lead = tokens[at - 1].low if at else ""
    return token.text[:1].isupper() and lead in _MONTH_LEADS


def _quantity(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Quantity | None, int]:
    if tokens[at].kind == "score":
        return Quantity(Decimal(-1), SCORE, (), tokens[at].text), 1
    clock, used = _clock(tokens, at, lexicon)
    if clock is not None:
        return clock, used
    unit, start = "", at
    if tokens[at].kind == "money" and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        unit, start = tokens[at].text, at + 1
    value, end = _number(tokens, start, lexicon)
    if value is None:
        return None, 1
    value, end = _magnified(tokens, end - 1, value, lexicon, money=bool(unit))
    written, used = _unit(tokens, end, lexicon)
    end += used
    counted = _counted(tokens, end, lexicon)
    text = " ".join([_spelled(tokens[at:end]), *counted])
    return Quantity(value, unit or written, tuple(map(str.lower, counted)), text), end - at


def _number(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Decimal | None, int]:
    """Read a number in digits or in words, and where it ends."""
    if tokens[at].kind != "word":
        return _value(tokens[at], lexicon), at + 1
    value, end = _value(tokens[at], lexicon), at + 1
    hundred = tokens[at].low in lexicon.magnitudes and lexicon.magnitudes[tokens[at].low] == _HUNDRED
    if hundred and end < len(tokens) and tokens[end].low in lexicon.numerals:
        value = Decimal(_HUNDRED)  # `cent quarante`
    if value is None or not _counts(tokens, at, lexicon):
        return None, end
    while end < len(tokens):
        follows = end + 1 if tokens[end].low in _AND and end + 1 < len(tokens) else end
        more = _value(tokens[follows], lexicon) if tokens[follows].kind == "word" else None
        if more is None or not 0 < more < (10 if value % _HUNDRED else _HUNDRED) or value % 10:
            break
        value, end = value + more, follows + 1  # `treinta y cuatro`
    return value, end


def _magnified(tokens: list[_Token], at: int, value: Decimal, lexicon: Lexicon, *, money: bool) -> tuple[Decimal, int]:
    """Multiply a number by the magnitudes behind it; a single letter is one only of money, or before a noun."""
    end = at + 1
    while end < len(tokens) and tokens[end].low in lexicon.magnitudes:
        paid = money or (end + 1 < len(tokens) and tokens[end + 1].kind == "money")
        if tokens[end].low == "m" and not paid and not _counted(tokens, end + 1, lexicon):
            break
        value *= lexicon.magnitudes[tokens[end].low]
        stopped = end + 2 < len(tokens) and tokens[end + 1].text == "." and len(tokens[end].text) <= _ABBREVIATED
        end += 2 if stopped and _unit(tokens, end + 2, lexicon)[1] else 1
    return value, end


def _unit(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[str, int]:
    """Read the unit behind a number, and of how many words it is: `%`, `per cent`, `€`, `million of euros`."""
    if at >= len(tokens):
        return "", 0
    if tokens[at].kind in ("percent", "money"):
        return tokens[at].text, 1
    low = tuple(token.low for token in tokens[at : at + 2])
    for size in (2, 1):
        if low[:size] in PERCENT:
            return "%", size
    skip = 1 if len(low) == 2 and low[0] in ("de", "di", "d") else 0
    if tokens[at].kind == "word" and low[skip:] and low[skip].removeprefix("d'") in MONEY:
        return MONEY[low[skip].removeprefix("d'")], skip + 1
    return "", 0


def _clock(tokens: list[_Token], at: int, lexicon: Lexicon) -> tuple[Quantity | None, int]:
    """Read a time of day: `17:30`, `5.30pm`, `17.30 Uhr`, `à 19 heures`, `a las diez`."""
    token = tokens[at]
    found = _HOUR.fullmatch(token.text) if token.kind in ("clock", "number") else None
    small = lexicon.numerals.get(token.low, 0) if token.kind == "word" else 0
    if not (found or small):
        return None, 0
    before = tokens[at - 1].low if at else ""
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    led = before in lexicon.clock_before and not _counted(tokens, at + 1, lexicon)
    named = behind in lexicon.clock_after and (before in lexicon.clock_leads or not lexicon.clock_leads)
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (small, 0)
    if not (token.kind == "clock" or led or named) or hours > 24 or minutes > 59:
        return None, 0
    half = behind if behind in ("am", "pm") else ""
    hours = hours % 12 + (12 if half == "pm" else 0) if half else hours
    used = 2 if named or half else 1
    more, words = _minutes(tokens, at + used, named=named)
    minutes, used = minutes + more, used + words
    known = bool(half) or hours > 12
    return Quantity(Decimal(60 * hours + minutes), CLOCK, (), _spelled(tokens[at : at + used]), known), used


def _minutes(tokens: list[_Token], at: int, *, named: bool) -> tuple[int, int]:
    """Read the minutes behind an hour, and of how many words they are: `17 h 30`, `las cinco y media`."""
    behind = tokens[at : at + 2]
    if named and behind and regex.fullmatch(r"[0-5]\d", behind[0].text):
        return int(behind[0].text), 1
    return (30, 2) if tuple(token.low for token in behind) in _HALF_PAST else (0, 0)


def _counts(tokens: list[_Token], at: int, lexicon: Lexicon) -> bool:
    """Tell a numeral that counts from one that does not: `one` alone is no number."""
    low = tokens[at].low
    if low in lexicon.magnitudes:
        return True
    small = lexicon.numerals.get(low) == 1
    return not small or (bool(_counted(tokens, at + 1, lexicon)) and tokens[at + 1].kind == "word")


def _value(token: _Token, lexicon: Lexicon) -> Decimal | None:
    if token.kind == "number":
        return _decimal(regex.sub(r"[^\d.,' ]", "", token.text), decimal_comma=lexicon.decimal_comma)
    if token.kind == "word" and token.low in lexicon.numerals:
        return Decimal(lexicon.numerals[token.low])
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
