"""The ledger: which facts a change altered, each with the sentences it stands in.

A fact is claimed only within sentences that are one another's successors, and only for languages with a lexicon. The
order of a pair is kept; `None` on a side means that the sentence no longer, or not yet, says it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from archive.models import Content, Fact

from .difference import language_of
from .lexicon import LEXICONS, Lexicon
from .names import Name, known_names, names_in, same_name
from .operations import Operation
from .quantities import Date, Quantity, measured
from .quoted_facts import quotation_facts, spoken
from .sentences import is_word, tokens
from .statements import attribution, hedges, negations

ALIKE = 0.55  # share of a pair's words that must be kept before a difference of wording is read as one of fact
_FIELDS = {"headline": "headline", "standfirst": "standfirst", "byline": "byline", "image": "image", "link": "link"}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that are one another's successors."""

    before: str
    after: str
    kept: float  # share of words kept


def facts_of(before: Content, after: Content, operations: Sequence[Operation]) -> tuple[Fact, ...]:
    """List all facts that differ, those of the text first; for a language without a lexicon only fields and links."""
    lexicon = LEXICONS.get(language_of(after) or "")
    found: list[Fact] = []
    if lexicon is not None:
        known = known_names([before.text, after.text], lexicon)
        for pair in pairs(operations):
            found += _numbers(pair, lexicon)
            found += _dates(pair, lexicon)
            if pair.kept >= ALIKE:
                found += _names(pair, lexicon, known)
                found += _wording(pair, lexicon)
        found += quotation_facts(before, after, language_of(after))
    found += _fields(operations)
    return tuple(dict.fromkeys(found))


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


def _kept_words(operation: Operation) -> float:
    sizes: Counter[str] = Counter()
    for span in operation.spans:
        sizes[span.kind] += sum(map(is_word, tokens(span.text)))
    total = 2 * sizes["kept"] + sizes["added"] + sizes["removed"]
    return 2 * sizes["kept"] / total if total else 1.0


def _fact(kind: str, before: str | None, after: str | None, pair: Pair) -> Fact:
    return Fact(kind=kind, before=before, after=after, sentence_before=pair.before, sentence_after=pair.after)


def _numbers(pair: Pair, lexicon: Lexicon) -> list[Fact]:
    old, new = _unmatched(measured(pair.before, lexicon)[0], measured(pair.after, lexicon)[0], _same_number)
    facts = []
    for one, other in _partners(old, new, _like_numbers, sure=pair.kept >= ALIKE):
        facts.append(_fact("number", one.text if one else None, other.text if other else None, pair))
    return facts


def _same_number(one: Quantity, other: Quantity) -> bool:
    return one.same_as == other.same_as


def _like_numbers(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers count the same: a common word behind them, or the same unit."""
    if one.counted and other.counted:
        return bool(set(one.counted) & set(other.counted)) or one.unit == other.unit != ""
    return one.unit == other.unit


def _dates(pair: Pair, lexicon: Lexicon) -> list[Fact]:
    old, new = _unmatched(measured(pair.before, lexicon)[1], measured(pair.after, lexicon)[1], _same_date)
    facts = []
    for one, other in _partners(old, new, Date.comparable, sure=False):
        if (one is not None and other is not None) or not (old and new):
            facts.append(_fact("date", one.text if one else None, other.text if other else None, pair))
    return facts


def _same_date(one: Date, other: Date) -> bool:
    return one.text == other.text or one.agrees(other)


def _names(pair: Pair, lexicon: Lexicon, known: frozenset[str]) -> list[Fact]:
    old, new = _unmatched(names_in(pair.before, lexicon, known), names_in(pair.after, lexicon, known), same_name)
    return [
        _fact("name", " ".join(one) if one else None, " ".join(other) if other else None, pair)
        for one, other in _partners(old, new, _any_names, sure=True)
    ]


def _any_names(one: Name, other: Name) -> bool:
    return bool(one and other)


def _wording(pair: Pair, lexicon: Lexicon) -> list[Fact]:
    facts = []
    for kind, reader in (("negation", negations), ("hedge", hedges)):
        old, new = reader(pair.before, lexicon), reader(pair.after, lexicon)
        if old.total() != new.total():
            facts.append(_fact(kind, _listed(old - new), _listed(new - old), pair))
    said, says = attribution(pair.before, lexicon), attribution(pair.after, lexicon)
    same = said == says or (said and says and same_name(tuple(said.split()), tuple(says.split())))
    if not same and spoken(pair.before) != spoken(pair.after):  # marks alone give words to nobody else
        facts.append(_fact("attribution", said, says, pair))
    return facts


def _listed(found: Counter[str]) -> str | None:
    return ", ".join(sorted(found.elements())) or None


def _fields(operations: Iterable[Operation]) -> list[Fact]:
    return [
        Fact(kind=_FIELDS[operation.where], before=operation.text_before or None, after=operation.text_after or None)
        for operation in operations
        if operation.where in _FIELDS and operation.altered
    ]


def _unmatched(before: Sequence[T], after: Sequence[T], same: Callable[[T, T], bool]) -> tuple[list[T], list[T]]:
    """Take away what both sides have."""
    rest = list(after)
    left = []
    for one in before:
        match = next((other for other in rest if same(one, other)), None)
        if match is None:
            left.append(one)
        else:
            rest.remove(match)
    return left, rest


def _partners(
    before: Sequence[T], after: Sequence[T], like: Callable[[T, T], bool], *, sure: bool
) -> list[tuple[T | None, T | None]]:
    """Pair what differs: first by likeness, then, when the sentences are alike enough, in order; the rest is alone."""
    rest = list(after)
    made: list[tuple[T | None, T | None]] = []
    waiting = []
    for one in before:
        match = next((other for other in rest if like(one, other)), None)
        if match is None:
            waiting.append(one)
            continue
        rest.remove(match)
        made.append((one, match))
    while sure and waiting and rest:
        made.append((waiting.pop(0), rest.pop(0)))
    return [*made, *((one, None) for one in waiting), *((None, other) for other in rest)]
