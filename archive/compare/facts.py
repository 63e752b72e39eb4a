"""The ledger: which facts a change altered, each with the sentences it stands in.

A fact is claimed only within sentences that are one another's successors, and only for languages with a lexicon; of
others only digits are told apart. The order of a pair is kept; `None` on a side means that the sentence no longer, or
not yet, says it. One quantity, day or name in another notation is no difference.
"""

import operator
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from archive import languages
from archive.digests import normalise
from archive.languages import Lexicon
from archive.models import Content, Fact

from .calendar import Date
from .difference import language_of
from .digits import numbers, same_sign, spelled
from .held import Held
from .names import Name, elsewhere, known_names, names_in, same_name
from .notes import known as notes_known
from .operations import Operation
from .quantities import Quantity, measured
from .quoted_facts import quotation_facts
from .sentences import is_word, tokens, words
from .sources import attributions
from .statements import certainty, negations
from .units import SIGNS, same_size, size

_SAME_WORDS = 0.8  # share of the words in common from which a sentence is only put in another order
_IN_ORDER = 0.75  # share of the words kept in order from which one word's contrary turns a sentence round
_MOST = 60  # numbers, days or names of one sentence that are told apart; what has more is a list
ALIKE = 0.55  # share of a pair's words that must be kept before a difference of wording is read as one of fact
_FIELDS = {"headline": "headline", "standfirst": "standfirst", "byline": "byline", "image": "image", "link": "link"}


T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that are one another's successors."""

    before: str
    after: str
    kept: float  # share of words kept


@dataclass(frozen=True, slots=True)
class _Texts:
    """All that the two versions say, to tell what is new in a sentence from what is new in the article."""

    before: Held
    after: Held
    both: Held
    known: frozenset[str]  # words that are names


def facts_of(before: Content, after: Content, operations: Sequence[Operation]) -> tuple[Fact, ...]:
    """List all facts that differ, those of the text first; for a language without a lexicon digits and fields."""
    language = language_of(after) or ""
    lexicon = languages.lexicon(language)
    found: list[Fact] = []
    if lexicon is not None:
        old, new = whole_text(before), whole_text(after)
        names = known_names([before.text, after.text], lexicon)
        texts = _Texts(Held(old), Held(new), Held(f"{old}\n{new}"), names)
        for pair in pairs(operations):
            (numbers_old, days_old), (numbers_new, days_new) = (
                measured(text, lexicon) for text in (pair.before, pair.after)
            )
            found += _numbers(pair, numbers_old, numbers_new, lexicon)
            found += _dates(pair, days_old, days_new, lexicon)
            if pair.kept >= ALIKE:
                found += _names(pair, lexicon, texts)
                found += _sources(pair, lexicon, texts)
            if pair.kept >= ALIKE or _in_common(pair) >= _SAME_WORDS:
                found += _wording(pair, lexicon)
            if pair.kept >= _IN_ORDER:  # who sold is who bought, when a sentence is told from its other end
                found += _turned(pair, lexicon.opposites)
        found += quotation_facts(before, after, language_of(after))
    elif notes_known(language):  # where no note could be found, no number is said to have changed without one
        for pair in pairs(operations):
            found += _digits(pair)
    found += _fields(operations)
    return tuple(dict.fromkeys(found))


def whole_text(content: Content) -> str:
    """Return all that an article says, headline and standfirst too."""
    return "\n".join((content.headline, content.standfirst or "", content.text))


def pairs(operations: Iterable[Operation]) -> tuple[Pair, ...]:
    """List the altered sentences that have a successor."""
    return tuple(
        Pair(operation.text_before, operation.text_after, _kept_words(operation))
        for operation in operations
        if operation.where in ("text", "standfirst", "caption")
        and operation.altered
        and operation.before
        and operation.after
    )


def _bags(pair: Pair) -> tuple[Counter[str], Counter[str]]:
    """Count the words of both sentences, case folded."""
    one, other = (Counter(words(normalise(text).casefold())) for text in (pair.before, pair.after))
    return one, other


def _in_common(pair: Pair) -> float:
    """Return the share of the words that both sentences have, in whatever order."""
    one, other = _bags(pair)
    return 2 * (one & other).total() / max((one + other).total(), 1)


def _kept_words(operation: Operation) -> float:
    sizes: Counter[str] = Counter()
    for span in operation.spans:
        sizes[span.kind] += sum(map(is_word, tokens(span.text)))
    total = 2 * sizes["kept"] + sizes["added"] + sizes["removed"]
    return 2 * sizes["kept"] / total if total else 1.0


def _fact(kind: str, before: str | None, after: str | None, pair: Pair) -> Fact:
    return Fact(kind=kind, before=before, after=after, sentence_before=pair.before, sentence_after=pair.after)


def _numbers(pair: Pair, all_old: Sequence[Quantity], all_new: Sequence[Quantity], lexicon: Lexicon) -> list[Fact]:
    old, new = _unmatched(*_unmatched(all_old, all_new, operator.eq), Quantity.same)
    old, new = _unconverted(old, all_old), _unconverted(new, all_new)
    fits = Quantity.comparable if pair.kept >= ALIKE else None
    facts = []
    for one, other in _partners(old, new, _like_numbers, fits):
        lone = one if other is None else other if one is None else None
        if lone is None or not (
            lone.rough
            or _said_twice(lone, (all_old if other is None else all_new)[:_MOST])
            or _said_bare(lone, pair.after if other is None else pair.before, lexicon)
        ):
            facts.append(_fact("number", one.text if one else None, other.text if other else None, pair))
    return facts


def _unconverted(lone: Sequence[Quantity], all_of_it: Sequence[Quantity]) -> list[Quantity]:
    """Leave out the numbers that only say in another unit what a number beside them says that is on both sides."""
    alone = frozenset(map(id, lone))
    both = [quantity for quantity in all_of_it if id(quantity) not in alone][:_MOST]
    return [quantity for quantity in lone if not _said_twice(quantity, both)]


def _like_numbers(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers count the same: a common word behind them, or the same unit."""
    if not one.comparable(other):
        return False
    if one.counted and other.counted:
        return bool(set(one.counted) & set(other.counted)) or one.unit == other.unit != ""
    return one.unit == other.unit


def _said_twice(lone: Quantity, others: Sequence[Quantity]) -> bool:
    """Tell whether a number only says in another unit or currency what stands beside it."""
    return any(
        other is not lone
        and (lone.converts(other) or (lone.unit != other.unit and lone.unit in [*SIGNS] and other.unit in [*SIGNS]))
        for other in others
    )


def _said_bare(lone: Quantity, sentence: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence names as a unit what a number measures: the past 12 months are the past year."""
    return any(same_size(lone.value, lone.one, Decimal(1), size((word,), lexicon)) for word in words(sentence.lower()))


def _dates(pair: Pair, days_old: Sequence[Date], days_new: Sequence[Date], lexicon: Lexicon) -> list[Fact]:
    old, new = _unmatched(days_old, days_new, _same_date)
    if old or new:
        gone, come = _unmatched(_relative(pair.before, lexicon), _relative(pair.after, lexicon), str.__eq__)
        old, new = old[len(come) :], new[len(gone) :]  # "today" became the day's name, or the other way round
    facts = []
    for one, other in _partners(old, new, Date.comparable, None):
        if (one is not None and other is not None) or not (old and new):
            facts.append(_fact("date", one.text if one else None, other.text if other else None, pair))
    return facts


def _same_date(one: Date, other: Date) -> bool:
    return one.text == other.text or one.agrees(other)


def _relative(sentence: str, lexicon: Lexicon) -> list[str]:
    """List the words that tell a day from the day of publication."""
    plain = (word.removeprefix("d'") for word in words(normalise(sentence).casefold()))
    flat = f" {' '.join(plain)} "
    return [phrase for phrase in sorted(lexicon.relative) if f" {phrase} " in flat]


def _names(pair: Pair, lexicon: Lexicon, texts: _Texts) -> list[Fact]:
    """List names that differ; one that is only new in this sentence, or stands in a dateline, is none."""
    one_text, other_text = (names_in(text, lexicon, texts.known) for text in (pair.before, pair.after))
    old, new = _unmatched(one_text, other_text, partial(same_name, lexicon=lexicon))
    facts = []
    for one, other in _partners(old, new, _any_names, _any_names):
        lone = one if other is None else other if one is None else None
        sentence, text = (pair.after, texts.before) if one is None else (pair.before, texts.after)
        if lone is None or not elsewhere(lone, sentence, text, lexicon):
            facts.append(_fact("name", " ".join(one) if one else None, " ".join(other) if other else None, pair))
    return facts


def _any_names(one: Name, other: Name) -> bool:
    return bool(one and other)


def _wording(pair: Pair, lexicon: Lexicon) -> list[Fact]:
    facts = []
    denied = tuple(negations(text, lexicon) for text in (pair.before, pair.after))
    for kind, (old, new) in (("negation", denied), ("hedge", certainty(pair.before, pair.after, lexicon))):
        if old.total() != new.total():
            facts.append(_fact(kind, _listed(old - new), _listed(new - old), pair))
    return facts


def _turned(pair: Pair, opposites: AbstractSet[tuple[str, str]]) -> list[Fact]:
    """List the words for which their contrary was put, where nothing else says so on the other side."""
    old, new = _bags(pair)
    return [
        _fact("negation", one, other, pair)
        for one in sorted(old - new)
        for other in sorted(new - old)
        if (one, other) in opposites and one not in new and other not in old
    ]


def _listed(found: Counter[str]) -> str | None:
    return ", ".join(sorted(found.elements())) or None


def _sources(pair: Pair, lexicon: Lexicon, texts: _Texts) -> list[Fact]:
    found = attributions(pair.before, pair.after, lexicon, texts.both)
    return [_fact("attribution", said, says, pair) for said, says in found]


def _digits(pair: Pair) -> list[Fact]:
    """Pair the numbers that differ in sentences that are otherwise alike, where both have as many."""
    old, new = _unmatched(numbers(pair.before), numbers(pair.after), str.__eq__)
    sure = pair.kept >= ALIKE and len(old) == len(new)
    sure = sure and all(same_sign(one, pair.before, other, pair.after) for one, other in zip(old, new, strict=False))
    return [_fact("number", one, other, pair) for one, other in zip(old, new, strict=True)] if sure else []


def digits_differ(operations: Iterable[Operation]) -> str:
    """Say which digits differ in sentences that stand there still, whatever the language; "" when none do."""
    for pair in pairs(operations):
        old, new = _unmatched(numbers(pair.before), numbers(pair.after), str.__eq__)
        said, says = spelled(pair.before), spelled(pair.after)
        old = [number for number in old if number not in says]
        new = [number for number in new if number not in said]
        if old or new:
            return f"{', '.join(old)} → {', '.join(new)}"
    return ""


def _fields(operations: Iterable[Operation]) -> list[Fact]:
    return [
        Fact(kind=_FIELDS[operation.where], before=operation.text_before or None, after=operation.text_after or None)
        for operation in operations
        if operation.where in _FIELDS and operation.altered
    ]


def _unmatched(before: Sequence[T], after: Sequence[T], same: Callable[[T, T], bool]) -> tuple[list[T], list[T]]:
    """Take away what both sides have; of very many that differ only the first are told apart."""
    rest, left = _others(after, before)[:_MOST], []
    for one in _others(before, after)[:_MOST]:
        match = next((other for other in rest if same(one, other)), None)
        if match is None:
            left.append(one)
        else:
            rest.remove(match)
    return left, rest


def _others(listed: Sequence[T], other: Sequence[T]) -> list[T]:
    """Leave out as many of each as the other side has."""
    there = Counter(other)
    kept = []
    for each in listed:
        there[each] -= 1
        if there[each] < 0:
            kept.append(each)
    return kept


def _partners(
    before: Sequence[T], after: Sequence[T], like: Callable[[T, T], bool], fits: Callable[[T, T], bool] | None
) -> list[tuple[T | None, T | None]]:
    """Pair what differs: first by likeness, then in order what fits, when the sentences are alike enough to say so."""
    rest = list(after)
    made: list[tuple[T | None, T | None]] = []
    waiting = list(before)
    for test in filter(None, (like, fits)):
        for one in list(waiting):
            match = next((other for other in rest if test(one, other)), None)
            if match is not None:
                waiting.remove(one)
                rest.remove(match)
                made.append((one, match))
    return [*made, *((one, None) for one in waiting), *((None, other) for other in rest)]
