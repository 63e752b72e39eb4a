"""Numbers and dates in a sentence: the value, the unit, and what is counted. Only for languages with a lexicon."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import regex

from archive.languages import Lexicon

from .calendar import Date, date_at
from .clock import time_of_day
from .pieces import Piece, counted, pieces, said_of, spelled
from .units import Size, same_heat, same_size, scale, size, whole

CLOCK, SCORE = "clock", "score"
_REMEMBERED = 4096  # sentences: one is asked for its numbers several times while two texts are compared
_SILENT = frozenset({"mark", "glued"})  # pieces with which no number and no date begins
_HALF_DAY = 720  # minutes
_MOST_MAGNITUDES = 6  # words of them: `two hundred thousand million`
_ABBREVIATED = 4  # letters: `2 Mio. Euro`
_HUNDRED, _THOUSAND = 100, 1000
_TENS = 20
_NO_DIGIT = regex.compile(r"[^\d.,' ]")
_GROUPED = {  # by the mark between groups of three
    ",": regex.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ".": regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
_CENTS = regex.compile(r"\d\d")
_POINT = 1  # percentage point by which a share in words may be off


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it counts something."""

    value: Decimal
    unit: str  # "%", a currency sign, CLOCK, SCORE, or ""
    counted: tuple[str, ...]  # the words after it, in lower case
    text: str  # as written, with what it counts
    half_known: bool = True  # False for a time of day that may be of the morning or the afternoon
    rough: bool = False  # a share written in words: "a third" may be 33 per cent
    one: Size | None = field(default=None, compare=False)  # what its unit measures, and how large one is
    degrees: str = field(default="", compare=False)  # "c" or "f" for a temperature
    said: str = field(default="", compare=False)  # the verb behind all this: `injured` of "41 were injured"

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
            return not self._in_another_unit(other)
        if self.unit == other.unit == "%" and (self.rough or other.rough):
            return abs(self.value - other.value) < _POINT and self.rough != other.rough
        return self.unit == other.unit == "" and self.converts(other)

    def comparable(self, other: "Quantity") -> bool:
        """Tell whether one may stand where the other stood: five hours are no time of day, and no share of people."""
        if not (self.amount and other.amount):
            return self.unit == other.unit
        if self.counted and other.counted and self.dimension != other.dimension:
            return False
        return (self.unit == "%") == (other.unit == "%") or not (self._says_what and other._says_what)

    @property
    def dimension(self) -> str | None:
        """What is measured, None when nothing is."""
        return self.one[0] if self.one else None

    def converts(self, other: "Quantity") -> bool:
        """Tell whether both measure the same in different units, rounding allowed."""
        if {self.degrees, other.degrees} == {"c", "f"}:
            celsius, fahrenheit = (self, other) if self.degrees == "c" else (other, self)
            return same_heat(celsius.value, fahrenheit.value)
        return same_size(self.value, self.one, other.value, other.one)

    def _in_another_unit(self, other: "Quantity") -> bool:
        both = self.one is not None and other.one is not None and self.dimension == other.dimension
        return both and self.one != other.one

    @property
    def _says_what(self) -> bool:
        return bool(self.unit or self.counted)


@lru_cache(maxsize=_REMEMBERED)
def measured(sentence: str, lexicon: Lexicon) -> tuple[tuple[Quantity, ...], tuple[Date, ...]]:
    """Return the quantities and the dates of a sentence, in order."""
    tokens = pieces(sentence, lexicon)
    quantities: list[Quantity] = []
    dates: list[Date] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind in _SILENT:
            at += 1
            continue
        date, used = date_at(tokens, at, lexicon)
        if date is not None:
            dates.append(date)
            at += used
            continue
        quantity, used = _quantity(tokens, at, lexicon)
        if quantity is not None:
            quantities.append(quantity)
        at += max(used, 1)
    return tuple(quantities), tuple(dates)


def all_measured(text: str, lexicon: Lexicon) -> tuple[list[Quantity], list[Date]]:
    """Return the quantities and the dates of a text of several lines, in order."""
    found = [measured(line, lexicon) for line in text.split("\n")]
    return [one for quantities, _ in found for one in quantities], [one for _, dates in found for one in dates]


def _quantity(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[Quantity | None, int]:
    if tokens[at].kind == "score":
        return Quantity(Decimal(-1), SCORE, (), tokens[at].text), 1
    clock = time_of_day(tokens, at, lexicon)
    if clock is not None:
        text = spelled(tokens[at : at + clock.used])
        return Quantity(Decimal(clock.minutes), CLOCK, (), text, clock.half_known), clock.used
    unit, start = "", at
    if at + 1 < len(tokens) and tokens[at + 1].kind == "number" and (sign := _sign_before(tokens[at], lexicon)):
        unit, start = sign, at + 1
    value, end = _number(tokens, start, lexicon)
    if value is None:
        return None, 1
    value, end = _magnified(tokens, end - 1, value, lexicon, money=bool(unit))
    written, used = _unit(tokens, end, lexicon)
    end += used
    cents, used = (
        _cents(tokens, end, lexicon) if written in lexicon.money.values() and value == int(value) else (Decimal(0), 0)
    )
    value, end = value + cents, end + used
    behind = counted(tokens, end, lexicon)
    text = " ".join([spelled(tokens[at:end]), *behind])
    counts = tuple(map(str.lower, behind))
    one = size(counts, lexicon)
    if tokens[at].fraction is not None and 0 < value < 1 and not written and one is None:
        return Quantity(100 * value, "%", counts, text, rough=True), end - at
    said = said_of(tokens, end + len(behind), lexicon)
    found = Quantity(value, unit or written, counts, text, one=one, degrees=scale(counts, lexicon), said=said)
    return found, end - at


def _sign_before(token: Piece, lexicon: Lexicon) -> str:
    """Return the unit that a sign or a word gives to the number behind it: `$5`, `%15`, `yüzde 15`; "" for none."""
    if token.kind in ("money", "percent"):
        return token.text
    return "%" if token.low in lexicon.percent_before else ""


def _cents(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[Decimal, int]:
    """Read the cents behind a currency: `5 Euro 50`."""
    if at < len(tokens) and _CENTS.fullmatch(tokens[at].text) and not counted(tokens, at + 1, lexicon):
        return Decimal(tokens[at].text) / _HUNDRED, 1
    return Decimal(0), 0


def _number(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[Decimal | None, int]:
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
        follows = end + 1 if tokens[end].low in lexicon.joins_numbers and end + 1 < len(tokens) else end
        more = _value(tokens[follows], lexicon) if tokens[follows].kind == "word" else None
        if more is None and follows > end and tokens[follows].low in lexicon.one and value >= _TENS:
            more = Decimal(1)  # `quarante et un`: alone it is an article
        if more is None or not 0 < more < (10 if value % _HUNDRED else _HUNDRED) or value % 10:
            break
        value, end = value + more, follows + 1  # `treinta y cuatro`
    return value, end


def _magnified(tokens: list[Piece], at: int, value: Decimal, lexicon: Lexicon, *, money: bool) -> tuple[Decimal, int]:
    """Multiply a number by the magnitudes behind it; a single letter is one only of money, or before a noun."""
    end, last = at + 1, 1
    if (half := _and_a_half(tokens, end, lexicon)) and tokens[end + half : end + half + 1]:
        end, value = end + half, value + Decimal("0.5")  # `seven and a half million`
    while end < min(len(tokens), at + _MOST_MAGNITUDES) and tokens[end].low in lexicon.magnitudes:
        paid = money or (end + 1 < len(tokens) and tokens[end + 1].kind == "money")
        if tokens[end].low == "m" and not paid and not counted(tokens, end + 1, lexicon):
            break
        last = lexicon.magnitudes[tokens[end].low]
        value *= last
        stopped = end + 2 < len(tokens) and tokens[end + 1].text == "." and len(tokens[end].text) <= _ABBREVIATED
        end += 2 if stopped and (_unit(tokens, end + 2, lexicon)[1] or _goes_on(tokens, end)) else 1
        if lexicon.adds_behind and (more := _below(tokens, end, last, lexicon)) is not None:
            value, end, last = value + more, end + 1, 1  # `2 mln 300 tys.`: what is behind multiplies this alone
            while end < len(tokens) and tokens[end].low in lexicon.magnitudes:
                value += more * (lexicon.magnitudes[tokens[end].low] - 1)
                end += 1
            break
    half = _and_a_half(tokens, end, lexicon)
    return (value + Decimal(last) / 2, end + half) if half else (value, end)


def _goes_on(tokens: list[Piece], at: int) -> bool:
    """Tell whether a sentence goes on behind an abbreviation and its full stop: `300 tys. osób`."""
    return len(tokens[at].text) > 1 and tokens[at + 2].kind == "word" and tokens[at + 2].text.islower()


def _below(tokens: list[Piece], at: int, magnitude: int, lexicon: Lexicon) -> Decimal | None:
    """Read the digits right behind a magnitude that count less than one of it."""
    value = _value(tokens[at], lexicon) if at < len(tokens) and tokens[at].kind == "number" else None
    return value if value is not None and 0 < value < magnitude and magnitude >= _THOUSAND else None


def _and_a_half(tokens: list[Piece], at: int, lexicon: Lexicon) -> int:
    """Return of how many words `and a half` is behind a number or its magnitude, 0 when it is not there."""
    low = [token.low for token in tokens[at : at + 3]]
    return next((size for size in (3, 2) if " ".join(low[:size]) in lexicon.and_a_half), 0)


def _unit(tokens: list[Piece], at: int, lexicon: Lexicon) -> tuple[str, int]:
    """Read the unit behind a number, and of how many words it is: `%`, `per cent`, `€`, `million of euros`."""
    if at >= len(tokens):
        return "", 0
    if tokens[at].kind in ("percent", "money"):
        return tokens[at].text, 1
    low = [token.low for token in tokens[at : at + 2]]
    for many in (2, 1):
        if " ".join(low[:many]) in lexicon.percent:
            return "%", many
    skip = 1 if len(low) == 2 and low[0] in lexicon.unit_links else 0
    if tokens[at].kind == "word" and low[skip:] and (sign := lexicon.money.get(whole(low[skip], lexicon))):
        return sign, skip + 1
    return "", 0


def _counts(tokens: list[Piece], at: int, lexicon: Lexicon) -> bool:
    """Tell a numeral that counts from one that does not: `one` alone is no number."""
    low = tokens[at].low
    if low in lexicon.magnitudes:
        return True
    small = lexicon.numerals.get(low) == 1
    return not small or (bool(counted(tokens, at + 1, lexicon)) and tokens[at + 1].kind == "word")


def _value(token: Piece, lexicon: Lexicon) -> Decimal | None:
    if token.fraction is not None:
        return token.fraction
    if token.kind == "number":
        return _decimal(_NO_DIGIT.sub("", token.text), decimal_comma=lexicon.decimal_comma)
    if token.kind == "word" and token.low in lexicon.numerals:
        return Decimal(lexicon.numerals[token.low])
    if token.kind == "word" and (value := _compound(token.low, lexicon)) is not None:
        return value
    parts = token.low.split("-")
    if token.kind == "word" and all(part in lexicon.numerals for part in parts):
        return Decimal(sum(lexicon.numerals[part] for part in parts))
    return None


def _compound(low: str, lexicon: Lexicon) -> Decimal | None:
    """Read a numeral that is one word with its magnitude: `trentamila`, `zweihundert`."""
    for magnitude, times in lexicon.magnitudes.items():
        stem = low.removesuffix(magnitude)
        if len(magnitude) >= _ABBREVIATED and stem != low and stem in lexicon.numerals:
            return Decimal(lexicon.numerals[stem] * times)
    return None


def _decimal(text: str, *, decimal_comma: bool) -> Decimal | None:
    """Read a number by the language's marks; groups of three behind the other mark are thousands."""
    bare = text.replace(" ", "").replace("'", "")
    point, group = (",", ".") if decimal_comma else (".", ",")
    if _GROUPED[group].fullmatch(bare):
        bare = bare.replace(group, "")
    bare = bare.replace(point, ".") if bare.count(point) == 1 else bare.replace(point, "")
    bare = bare.replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def renumbered(one: str, other: str, lexicon: Lexicon) -> bool:
    """Tell whether two texts differ only in how they write their numbers: `forty minutes`, `40 minutes`."""
    (old, days), (new, others) = measured(one, lexicon), measured(other, lexicon)
    if not old or len(old) != len(new) or [day.parts for day in days] != [day.parts for day in others]:
        return False
    left, right = (
        [piece.low for piece in pieces(text, lexicon) if _bare_word(piece, lexicon)] for text in (one, other)
    )
    return left == right and all(a.same(b) for a, b in zip(old, new, strict=True))


def _bare_word(piece: Piece, lexicon: Lexicon) -> bool:
    """Tell a word that says something besides a number and its unit sign."""
    return piece.kind == "word" and _value(piece, lexicon) is None and piece.low not in lexicon.magnitudes
