"""The pieces of a sentence from which numbers are read; a fraction written in words is one piece.

Knows neither units' meaning nor what a number counts beyond the words behind it.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import regex

from archive.digests import normalise
from archive.languages import Lexicon
from archive.languages.patterns import either, escaped

from .units import SIGNS, SYMBOLS, measures

_NUMBER = r"\d{1,3}(?:[ .,']\d{3}){1,6}(?:[.,]\d{1,20})?|\d{1,20}(?:[.,]\d{1,20})?"  # no more digits count anything
_HALF_OF_DAY = regex.compile(r"(?<=\d ?)([ap])\.\s?m\b\.?", regex.IGNORECASE)
_HALF = Decimal("0.5")
_LONGEST_FRACTION = 4  # words
_LEAST_UNIT = 3  # letters of a unit behind a half
_MOST_PARTS = 10  # of more one counts, and tells no share
_COUNTED = 2  # content words after a number that say what it counts
_LEADING = 3  # little words between these and the verb that says what became of them


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a number or a mark."""

    kind: str
    text: str
    lead: str  # the space before it, as written
    fraction: Decimal | None = None  # what a fraction written in words is
    low: str = field(init=False)  # the text in lower case

    def __post_init__(self) -> None:
        """Fold the text once."""
        object.__setattr__(self, "low", self.text.lower())


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How one language writes numbers."""

    piece: "regex.Pattern[str]"
    hyphened: "regex.Pattern[str]"  # `38m-crown`
    half: "regex.Pattern[str]"  # `half-year`, `demi-heure`, `mezz'ora`
    suffix: "regex.Pattern[str]"  # `15'i`, `2024'te`


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    glued = either([*escaped(lexicon.glued), SYMBOLS])
    ordinal = either([*escaped(lexicon.ordinal_endings), "[º°ª]"])
    piece = (
        r"(?P<iso>\b\d{4}-\d\d-\d\d\b)|(?P<slashed>\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b)"
        r"|(?P<clock>\b\d{1,2}(?::\d\d(?::\d\d)?|[hH]\d\d)(?=[ap]m\b|\b))|(?P<score>\b\d{1,4}-\d{1,4}\b)"
        rf"|(?P<number>(?<![\p{{L}}\d])(?:{_NUMBER}))"
        rf"(?:(?P<suffix>{ordinal})(?![\p{{L}}\d])|(?=(?i:{glued})(?![\p{{L}}\d]))|(?![\p{{L}}\d]))"
        rf"|(?P<money>[{SIGNS}])|(?P<percent>%)|(?P<word>[\p{{L}}\p{{M}}][\p{{L}}\p{{M}}'\-]*)|(?P<glued>[\p{{L}}\d]+)"
        r"|(?P<mark>[^\s])"
    )
    return _Patterns(
        regex.compile(piece),
        regex.compile(rf"(?<=\d)({glued})-(?=\p{{L}}{{3}})", regex.IGNORECASE),
        regex.compile(either(escaped(lexicon.half_prefixes)), regex.IGNORECASE),
        regex.compile(either(lexicon.suffix_marks)),
    )


def pieces(sentence: str, lexicon: Lexicon) -> list[Piece]:
    """Cut a sentence."""
    by = _patterns(lexicon)
    text = by.hyphened.sub(r"\1 ", _HALF_OF_DAY.sub(r"\1m", by.suffix.sub("", normalise(sentence))))
    cut = [Piece(_kind(match), match[0], text[match.start() - 1 : match.start()]) for match in by.piece.finditer(text)]
    whole = [part for piece in cut for part in _halved(piece, lexicon)]
    made: list[Piece] = []
    at = 0
    while at < len(whole):
        value, size = _fraction(whole, at, lexicon)
        made.append(
            whole[at] if value is None else Piece("number", spelled(whole[at : at + size]), whole[at].lead, value)
        )
        at += size
    return made


def spelled(run: list[Piece]) -> str:
    """Put pieces together again."""
    return "".join((" " if piece.lead.isspace() and at else "") + piece.text for at, piece in enumerate(run))


def counted(run: list[Piece], at: int, lexicon: Lexicon) -> list[str]:
    """Return the content words after a number: up to the next little word or mark."""
    out: list[str] = []
    for piece in run[at : at + _COUNTED + 2]:
        bare = piece.low in lexicon.little or piece.low in lexicon.speech
        dated = piece.low in lexicon.weekdays or piece.low in lexicon.months
        if piece.kind != "word" or bare or dated or len(out) == _COUNTED:
            break
        out.append(piece.text)
    return out


def said_of(run: list[Piece], at: int, lexicon: Lexicon) -> str:
    """Return the word behind an auxiliary that begins here: `injured` of `41 people were injured`; "" for none."""
    end = at
    while end < min(len(run), at + _LEADING) and run[end].low in lexicon.auxiliaries:
        end += 1
    found = counted(run, end, lexicon) if end > at else []
    return found[0].lower() if found else ""


def _kind(match: "regex.Match[str]") -> str:
    kind = match.lastgroup or "mark"
    return "number" if kind == "suffix" else kind


def _halved(piece: Piece, lexicon: Lexicon) -> tuple[Piece, ...]:
    """Part `half-year` into a half and what it is of."""
    found = _patterns(lexicon).half.match(piece.text) if piece.kind == "word" else None
    if found is None or not measures(piece.low[found.end() :], lexicon):
        return (piece,)
    half = Piece("number", found[0].rstrip("-"), piece.lead, _HALF)
    return half, Piece("word", piece.text[found.end() :], " " if found[0].endswith("-") else "")


def _fraction(run: list[Piece], at: int, lexicon: Lexicon) -> tuple[Decimal | None, int]:
    """Read a fraction in words, and of how many pieces it is."""
    if run[at].kind not in ("word", "number") or run[at].fraction is not None:
        return None, 1
    if at and run[at - 1].low in lexicon.numerals:
        return None, 1  # the first half of a match
    opens, tails = _openers(lexicon)
    follows = run[at + 1].low if at + 1 < len(run) else ""
    if run[at].low not in opens and follows not in tails and not run[at].low.endswith(tuple(lexicon.half_suffixes)):
        return None, 1
    low = [piece.low for piece in run[at : at + _LONGEST_FRACTION]]
    for size in range(len(low), 0, -1):
        phrase = " ".join(low[:size])
        behind = run[at + size] if at + size < len(run) else None
        if phrase in lexicon.fractions:
            return Decimal(lexicon.fractions[phrase]), size
        if behind is not None and phrase in lexicon.halves and _of_unit(behind, lexicon):
            return _HALF, size
        some = _some(low[:size], lexicon) if behind is not None else 0
        if some and some < (parts := _parts(run, at + size, lexicon)):
            return Decimal(some) / parts, size + 1
    for suffix in lexicon.half_suffixes:
        stem = low[0].removesuffix(suffix)
        if stem != low[0] and stem in lexicon.numerals:
            return lexicon.numerals[stem] + _HALF, 1
    return None, 1


@cache
def _openers(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """List the words with which a fraction begins, and those behind a number that make it one."""
    phrases = [*lexicon.fractions, *lexicon.halves, *lexicon.shares]
    behind = (phrase.split()[1:2] for phrase in lexicon.shares)
    return frozenset(phrase.split()[0] for phrase in phrases), frozenset(word for each in behind for word in each)


def _of_unit(piece: Piece, lexicon: Lexicon) -> bool:
    return piece.low in lexicon.magnitudes or (len(piece.text) >= _LEAST_UNIT and measures(piece.low, lexicon))


def _some(low: list[str], lexicon: Lexicon) -> int:
    """Read the `one in` of `one in four`, its number in words or digits; 0 when it is none."""
    if (whole := lexicon.shares.get(" ".join(low), 0)) or low[1:] == []:
        return whole
    first = int(low[0]) if low[0].isdecimal() else lexicon.numerals.get(low[0], 0)
    return first if first > 1 and any(phrase.split()[1:] == low[1:] for phrase in lexicon.shares) else 0


def _parts(run: list[Piece], at: int, lexicon: Lexicon) -> int:
    """Read the `four` of `one in four`, 0 when it is of hours or days."""
    piece = run[at]
    whole = int(piece.text) if piece.kind == "number" and piece.text.isdecimal() else lexicon.numerals.get(piece.low, 0)
    timed = at + 1 < len(run) and measures(run[at + 1].low, lexicon)
    return whole if 1 < whole <= _MOST_PARTS and not timed else 0
