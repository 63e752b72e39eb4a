"""What a change tells that the earlier version did not, and what it no longer tells, by words and numbers.

Order, wording and place do not count: a paragraph that was written anew with the same content tells nothing new.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive.languages import Lexicon
from archive.models import Content

from .digits import numbers, spelled
from .quantities import Quantity, all_measured
from .spelling import variant

_SIGNS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORD = regex.compile(rf"(?V1)[{_SIGNS}]|[[\p{{L}}\p{{N}}\p{{M}}]--[{_SIGNS}]]+")
_MOST_SPELLED = 200  # new words that are compared letter by letter with all others; more are another text
_MOST_NUMBERS = 200  # of one text with which a number of another value is held against
_STEM = 4  # letters that two forms of one word share
_SAME = 0.45  # share of new words in what was written anew, up to which it says the same
_REPEATED = 0.2  # the same for a sentence that only came or only went


@dataclass(frozen=True, slots=True)
class Told:
    """What altered sentences say on one side, and what of it the other version does not say."""

    said: str
    whole: str  # all that the other version says
    stems: frozenset[str]
    novel: frozenset[str]

    @property
    def share(self) -> float:
        """How much of it is new, 0 to 1."""
        return len(self.novel) / len(self.stems) if self.stems else 0.0


def told(texts: Iterable[str], other: Content, lexicon: Lexicon | None) -> Told:
    """Compare sentences of one version with all that the other says."""
    said = "\n".join(texts)
    whole = "\n".join((other.headline, other.standfirst or "", *(block.text for block in other.blocks if block.kept)))
    held = frozenset(_words(whole))
    little = lexicon.little if lexicon else frozenset()
    stems = {word[:_STEM] for word in held}
    found = {word[:_STEM]: word for word in _words(said) if word not in little and _bears(word)}
    novel = {stem: word for stem, word in found.items() if stem not in stems}
    if len(novel) <= _MOST_SPELLED:
        near = _by_letter(held)
        novel = {stem: word for stem, word in novel.items() if not _spelled(word, near.get(word[0], ()))}
    return Told(said, whole, frozenset(found), frozenset(novel))


def _by_letter(held: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Put words that begin alike together, as no slip of the keys changes the first letter."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in held:
        found[word[0]].append(word)
    return found


def _spelled(word: str, others: Sequence[str]) -> bool:
    """Tell whether one of the words is this one, spelled otherwise."""
    near = process.extract_iter(word, others, scorer=OSA.distance, score_cutoff=2)
    return any(variant(word, other) for other, *_ in near)


def restated(come: Told, gone: Told, lexicon: Lexicon | None) -> bool:
    """Tell whether what came says what went, or one side alone only repeats what stands elsewhere."""
    both = bool(come.stems and gone.stems)
    most = max(come.share, gone.share)
    return most <= (_SAME if both else _REPEATED) and not any(_new_number(each, lexicon) for each in (come, gone))


def _words(text: str) -> list[str]:
    """List the words in lower case; faster than by UAX 29, and exact enough for what two texts share."""
    return _WORD.findall(text.casefold())


def _bears(word: str) -> bool:
    """Tell whether a word may carry content: the `s` of a genitive does not."""
    return len(word) > 1 or not word.isascii() or word.isdecimal()


def _new_number(told: Told, lexicon: Lexicon | None) -> bool:
    """Tell whether a number that is told stands nowhere in the other version."""
    if lexicon is None:
        return bool(set(numbers(told.said)) - {*numbers(told.whole), *spelled(told.whole)})
    quantities, dates = all_measured(told.said, lexicon)
    if not quantities and not dates:
        return False
    held, days = all_measured(told.whole, lexicon)
    years = {date.year for date in days} | {int(each.value) for each in held}
    if any(date.year is not None and date.year not in years for date in dates):
        return True
    alike: dict[Decimal, list[Quantity]] = defaultdict(list)
    for each in dict.fromkeys(held):
        alike[each.value].append(each)
    return any(
        _counts(one) and not any(map(one.same, chain(alike[one.value][:_MOST_NUMBERS], held[:_MOST_NUMBERS])))
        for one in dict.fromkeys(quantities)
    )


def _counts(quantity: Quantity) -> bool:
    """Tell whether a number says something: `one` and `first` are often only words."""
    return not quantity.amount or quantity.value > 1
