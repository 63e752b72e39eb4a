"""Numbers that two articles give of one thing and that differ.

Says which numbers differ, not which are right. What is counted is the noun behind a number and the verb behind that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.languages import Lexicon

from .endings import stem
from .pairing import one_to_one
from .quantities import Quantity, measured

Side = tuple[Sequence[str], Lexicon | None]  # the sentences of an article and the words of its language
_MOST = 60  # numbers of one sentence


@dataclass(frozen=True, slots=True)
class NumberDiffers:
    """Both count the same thing and give another number."""

    counted: str
    a: str
    b: str
    sentence_a: str
    sentence_b: str
    said: str = ""  # what is said of them, in both: "died"; "" when that is not the same

    @property
    def of(self) -> str:
        """What is counted, with what is said of it."""
        return f"{self.counted} {self.said}".strip()


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts, and where."""

    quantity: Quantity
    sentence: str
    noun: str  # "died" of "23 died", too
    verb: str  # what is said of them; "" for nothing

    @property
    def unit(self) -> str:
        return self.quantity.unit


def differing_numbers(a: Side, b: Side, shared: Iterable[tuple[int, int]]) -> tuple[NumberDiffers, ...]:
    """List what both count and number differently: in shared sentences first, then anywhere in the articles.

    `shared` are the places of sentences that say the same. Without a lexicon of both languages nothing is found.
    """
    (said_a, lexicon_a), (said_b, lexicon_b) = a, b
    if lexicon_a is None or lexicon_b is None:
        return ()
    all_a, all_b = (
        [counts_in(text, lexicon) for text in said] for said, lexicon in ((said_a, lexicon_a), (said_b, lexicon_b))
    )
    found = [differs for i, j in shared for differs in _within(all_a[i], all_b[j])]
    named_a, named_b = ([one for each in whole for one in each if _names_what(one)] for whole in (all_a, all_b))
    for key in (_with_verb, _plain):
        seen = {(differs.counted, differs.said) for differs in found} | {(differs.counted, "") for differs in found}
        conflicts = _conflicts(named_a, named_b, key)
        found += [each for each in conflicts if (each.counted, "" if key is _plain else each.said) not in seen]
    return tuple(dict.fromkeys(found))


def counts_in(sentence: str, lexicon: Lexicon) -> list[Counted]:
    """List the numbers of a sentence that count something."""
    found = []
    for quantity in measured(sentence, lexicon)[0]:
        words = [stem(word, lexicon.noun_endings) for word in quantity.counted if word not in lexicon.units]
        words += [stem(quantity.said, lexicon.noun_endings)] if quantity.said else []
        noun, verb, *_ = [*words, "", ""]
        if quantity.amount and (noun or quantity.unit):
            found.append(Counted(quantity, sentence, noun, verb))
    return found


def _within(a: Sequence[Counted], b: Sequence[Counted]) -> Iterator[NumberDiffers]:
    """Pair the numbers of two sentences that say the same, and yield the pairs that differ."""
    scored = [(_fits(one, other), i, j) for i, one in enumerate(a[:_MOST]) for j, other in enumerate(b[:_MOST])]
    for _, i, j in one_to_one(entry for entry in scored if entry[0]):
        if a[i].quantity.value != b[j].quantity.value:
            yield _differs(a[i], b[j])


def _fits(one: Counted, other: Counted) -> float:
    """Return how surely two numbers count one thing, 0 for not at all."""
    crossed = (one.noun and one.noun == other.verb) or (one.verb and one.verb == other.noun)
    if one.unit != other.unit or (one.noun != other.noun and not crossed):
        return 0
    return 1 + (one.verb == other.verb) + (one.quantity.value == other.quantity.value) / 2


def _names_what(one: Counted) -> bool:
    """Tell whether a number says what it counts by itself: of `41 were taken` only its sentence knows."""
    return bool(one.quantity.counted or one.unit)


def _plain(one: Counted) -> str:
    return f"{one.unit} {one.noun}".strip()


def _with_verb(one: Counted) -> str:
    return f"{_plain(one)} {one.verb}" if one.verb else ""


def _conflicts(a: Sequence[Counted], b: Sequence[Counted], key: Callable[[Counted], str]) -> list[NumberDiffers]:
    """List what is counted on both sides with no number in common."""
    listed_a, listed_b = _by(a, key), _by(b, key)
    out = []
    for counted in sorted(filter(None, listed_a.keys() & listed_b.keys())):
        values_a, values_b = ({one.quantity.value for one in listed[counted]} for listed in (listed_a, listed_b))
        if not values_a & values_b:
            out.append(_differs(listed_a[counted][0], listed_b[counted][0]))
    return out


def _by(counts: Sequence[Counted], key: Callable[[Counted], str]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for one in counts:
        found[key(one)].append(one)
    return found


def _differs(one: Counted, other: Counted) -> NumberDiffers:
    noun, verb = {one.noun, one.verb} & {other.noun, other.verb} - {""}, ""
    if one.noun == other.noun:
        noun, verb = {one.noun}, one.verb if one.verb == other.verb else ""
    counted = f"{one.unit} {min(noun)}".strip()
    return NumberDiffers(counted, one.quantity.text, other.quantity.text, one.sentence, other.sentence, verb)
