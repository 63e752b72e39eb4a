"""Whether sentences tell what is new or what was before, and whether a count is one that grows as a story goes on.

Cues are weighed, sentence by sentence, outside quotation marks: years, "ago", "founded", "usually" speak for
background; days, "this morning", a speaker speak for news. Without a lexicon only years are read.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from archive.digests import normalise
from archive.languages import Lexicon
from archive.languages.patterns import either, escaped
from archive.models import Fact

from .digits import numbers
from .marks import masked, quoted
from .quantities import CLOCK, measured
from .sentences import words
from .statements import attribution

_STRONG, _WEAK = 1.0, 0.5
_MOST = 40  # texts; so much at once is more than background
_YEAR = regex.compile(r"(?<![\d.,])(?:1[5-9]\d\d|20\d\d)(?![\d%]|[.,]\d)")


def background(texts: Sequence[str], lexicon: Lexicon | None, now: int | None = None) -> bool:
    """Tell whether these texts tell what was before or how things are, and none tells what is new.

    `now` is the year of publication: a year in the text counts only when it is older.
    """
    if not texts or len(texts) > _MOST:
        return False
    if lexicon is None:
        return any(_years(text, now, None) for text in texts) and not any(quoted([text]) for text in texts)
    weighed = [_weighed(text, lexicon, now) for text in texts]
    new = any(news >= _STRONG > past for past, news in weighed)
    total = sum(past for past, _ in weighed)
    return not new and total >= max(_WEAK, sum(news for _, news in weighed))


def fresh(text: str, lexicon: Lexicon | None, now: int | None = None) -> bool:
    """Tell whether a text tells what is new, by its cues alone; never without a lexicon."""
    past, news = _weighed(text, lexicon, now) if lexicon is not None else (0.0, 0.0)
    return news > past


def _years(text: str, now: int | None, lexicon: Lexicon | None) -> bool:
    old = any(now is None or int(year) < now for year in _YEAR.findall(text))
    return old or (lexicon is not None and _decade(lexicon).search(text) is not None)


@cache
def _decade(lexicon: Lexicon) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<!\d)(?:1[6-9]\d|20[0-2])0{either(escaped(lexicon.decade_endings))}")


def _weighed(text: str, lexicon: Lexicon, now: int | None) -> tuple[float, float]:
    """Weigh one text: for background, and for news."""
    marks = quoted([text])
    own = masked([text], marks)[0]
    flat = f" {' '.join(words(normalise(own).casefold()))} "
    if _has(flat, lexicon.knowing):  # `had known since May`: that somebody knew is what is told
        return 0.0, _STRONG
    past = _STRONG * (_years(own, now, lexicon) or _has(flat, lexicon.past))
    past += _WEAK * (_has(flat, lexicon.explaining) or (text.rstrip().endswith("?") and not marks))
    quantities, dates = measured(own, lexicon)
    speaker = attribution(text, lexicon) is not None
    day = any(date.weekday is not None for date in dates) or _has(flat, lexicon.relative)
    news = _STRONG * (day or (bool(marks) and speaker))
    clock = any(quantity.unit == CLOCK for quantity in quantities)
    news += _WEAK * ((not day and _has(flat, lexicon.present)) or clock or (not marks and speaker))
    return past, news


def _has(flat: str, phrases: Iterable[str]) -> bool:
    """Tell whether a text, its words between single spaces, holds one of the phrases."""
    return any(f" {phrase} " in flat for phrase in phrases)


def growing(fact: Fact, lexicon: Lexicon | None) -> bool:
    """Tell whether a fact is a count that went up."""
    if fact.kind != "number" or fact.before is None or fact.after is None:
        return False
    if lexicon is None:
        return _value(fact.before) < _value(fact.after)
    before, after = measured(fact.before, lexicon)[0], measured(fact.after, lexicon)[0]
    counts = bool(before and after) and before[0].amount and before[0].unit == after[0].unit
    return counts and before[0].value < after[0].value


def tally(fact: Fact, lexicon: Lexicon | None) -> bool:
    """Tell whether a count that went up counts people or things: a sentence or a price that went up was another one."""
    if not growing(fact, lexicon) or lexicon is None or fact.after is None:
        return growing(fact, lexicon)
    quantity = measured(fact.after, lexicon)[0][0]
    return quantity.unit == "" and quantity.dimension is None


def _value(text: str) -> float:
    found = numbers(text)
    return float(found[0]) if found and found[0].replace(".", "", 1).isdecimal() else 0.0


def day_later(fact: Fact, lexicon: Lexicon | None) -> bool:
    """Tell whether a fact is only that a weekday went on by a day or two, as reporting does."""
    if lexicon is None or fact.kind != "date":
        return False
    one, other = (lexicon.weekdays.get((text or "").lower()) for text in (fact.before, fact.after))
    return one is not None and other is not None and (other - one) % 7 in (1, 2)


def about_a_number(fact: Fact, lexicon: Lexicon) -> bool:
    """Tell whether a hedge is only `at least` and the like: it belongs to the number behind it."""
    phrases = ", ".join(filter(None, (fact.before, fact.after))).split(", ")
    return fact.kind == "hedge" and all(phrase in lexicon.approximators for phrase in phrases)
