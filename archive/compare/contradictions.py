"""Where two articles of one event contradict each other, with both sentences. What is not sure is not said.

Sentences are taken to speak of one thing when most of the words that carry content in the shorter stand in the other.
Then they contradict each other in a number of what both count, in a day or an hour, in that one denies or doubts what
the other states, or in who did it or where it was when all else is the same.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Final, Literal

from archive.languages import Lexicon

from .calendar import Date
from .claims import Claim, Count, claim, same_stem
from .names import same_name
from .quantities import CLOCK, measured
from .statements import attribution

Aspect = Literal["number", "negation", "certainty", "who", "when", "where"]
ASPECTS: Final[Mapping[Aspect, str]] = {  # as people are told of them
    "number": "how many",
    "negation": "whether",
    "certainty": "how sure",
    "who": "who",
    "when": "when",
    "where": "where",
}

_COUNTED = 0.4  # the same before two numbers of one noun count one thing
_ONE_THING = 0.5  # share of the content words of both sentences that both have
_ALL_ELSE = 0.66  # the same of what stands besides before it is another who, or another where
_WHOLLY = 0.6  # the same before a denial or a doubt is one of the whole sentence; or so much of the shorter one:
_NEARLY_ALL = 0.75
_LEAST = 2  # words of content that both must have
_COMMON = 60  # a word in more sentences than this finds no partners
_PARTNERS = 4  # sentences of the other article that one is held against
_ROUNDED = Decimal("0.05")  # share by which an approximate number may be off
_MOST = 40  # numbers of a sentence


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sentences that cannot both be right."""

    aspect: Aspect
    a: str  # what the first states: its number, day, name; "" where only the sentence tells
    b: str
    sentence_a: str
    sentence_b: str


def contradictions(
    said_a: Sequence[str], said_b: Sequence[str], lexicon_a: Lexicon, lexicon_b: Lexicon
) -> tuple[Contradiction, ...]:
    """List the contradictions of two articles by their sentences, in the order of the first."""
    a, b = [claim(text, lexicon_a) for text in said_a], [claim(text, lexicon_b) for text in said_b]
    found: dict[tuple[Aspect, str, str], Contradiction] = {}
    for one, other in _tolls(a, b):
        for x, y in _numbers(one, other, sure=True):
            found["number", x, y] = Contradiction("number", x, y, one.text, other.text)
    for share, one, other in _pairs(a, b):
        for each in _between(one, other, share, lexicon_a, lexicon_b):
            found.setdefault((each.aspect, each.a or each.sentence_a, each.b or each.sentence_b), each)
    settled = _given_by_both(a, b)
    return tuple(each for each in found.values() if each.aspect != "number" or (each.a, each.b) not in settled)


def agree(one: str, other: str, lexicon_a: Lexicon, lexicon_b: Lexicon) -> bool:
    """Tell whether two sentences that are alike agree in all that could contradict."""
    a, b = claim(one, lexicon_a), claim(other, lexicon_b)
    if (
        not _one_source(one, other, lexicon_a, lexicon_b)
        or bool(a.negated) != bool(b.negated)
        or a.hedged != b.hedged
        or _opposed(a, b, lexicon_a)
    ):
        return False
    if any(True for _ in _numbers(a, b, sure=False)) or any(True for _ in _days(a, b, lexicon_a, lexicon_b)):
        return False
    return not any(True for _ in _replaced(a, b))


def _one_source(one: str, other: str, lexicon_a: Lexicon, lexicon_b: Lexicon) -> bool:
    """Tell whether two sentences that both name a source name the same."""
    said, says = attribution(one, lexicon_a), attribution(other, lexicon_b)
    return said is None or says is None or same_name(tuple(said.split()), tuple(says.split()), lexicon_a)


def _given_by_both(a: Sequence[Claim], b: Sequence[Claim]) -> frozenset[tuple[str, str]]:
    """List the pairs of numbers of which the other article gives one elsewhere, of the same thing."""
    given_a, given_b = (
        {(count.quantity.value, count.nouns, count.outcomes) for each in side for count in each.counts}
        for side in (a, b)
    )
    both = given_a & given_b
    texts = [
        [count.quantity.text for each in side for count in each.counts
         if (count.quantity.value, count.nouns, count.outcomes) in both]
        for side in (a, b)
    ]  # fmt: skip
    return frozenset((one, other) for one in texts[0][:_MOST] for other in texts[1][:_MOST])


def _tolls(a: Sequence[Claim], b: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield the sentences in which both tell what became of how many people, the first of each outcome."""
    for outcome in sorted({outcome for each in a for count in each.counts for outcome in count.outcomes}):
        first = [
            next(
                (each for each in side if _of_this(each) and any(_toll(count, outcome) for count in each.counts)), None
            )
            for side in (a, b)
        ]
        if first[0] is not None and first[1] is not None:
            yield first[0], first[1]


def _toll(count: Count, outcome: str) -> bool:
    return outcome in count.outcomes and count.quantity.unit == "" and count.quantity.dimension is None


def _of_this(each: Claim) -> bool:
    """Tell whether a sentence gives no year: one that does often tells of another event."""
    return all(date.year is None for date in each.dates)


def _pairs(a: Sequence[Claim], b: Sequence[Claim]) -> Iterator[tuple[float, Claim, Claim]]:
    """Yield the sentences that may speak of one thing, with the share of the words that both have."""
    index: dict[str, list[int]] = defaultdict(list)
    for j, each in enumerate(b):
        for stem in each.bearing:
            index[stem].append(j)
    for one in a:
        shared: Counter[int] = Counter()
        for stem in one.bearing:
            for j in index[stem] if len(index[stem]) <= _COMMON else ():
                shared[j] += 1
        for j, count in shared.most_common(_PARTNERS):
            share = 2 * count / (len(one.bearing) + len(b[j].bearing))
            if _of_this(one) is _of_this(b[j]) and count >= _LEAST:
                yield share, one, b[j]


def _between(one: Claim, other: Claim, share: float, lexicon_a: Lexicon, lexicon_b: Lexicon) -> Iterator[Contradiction]:
    def told(aspect: Aspect, a: str = "", b: str = "") -> Contradiction:
        return Contradiction(aspect, a, b, one.text, other.text)

    for slot in _replaced(one, other):
        yield told(slot)
    for a, b in _numbers(one, other, sure=True) if share >= _COUNTED else ():
        yield told("number", a, b)
    nearly = share >= _ONE_THING and _within(one.bearing, other.bearing) >= _NEARLY_ALL
    wholly = nearly or _alike(one.stems, other.stems) >= _WHOLLY
    if wholly and (_denied(one, other) or _denied(other, one)):
        yield told("negation")
    if share < _ONE_THING:
        return
    for day, another in _days(one, other, lexicon_a, lexicon_b):
        yield told("when", day, another)
    if share < _WHOLLY and not nearly:
        return
    doubted = same_stem(one.doubted, other.stems) or same_stem(other.doubted, one.stems)
    if _opposed(one, other, lexicon_a):
        yield told("negation")
    elif one.hedged != other.hedged and bool(one.negated) == bool(other.negated) and (doubted or share >= _NEARLY_ALL):
        yield told("certainty")


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _within(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _numbers(one: Claim, other: Claim, *, sure: bool) -> Iterator[tuple[str, str]]:
    """Yield the numbers that count one thing and differ; without `sure` all that may."""
    a = [count for count in one.counts[:_MOST] if not any(_equal(count, each) for each in other.counts[:_MOST])]
    b = [count for count in other.counts[:_MOST] if not any(_equal(count, each) for each in one.counts[:_MOST])]
    for count in a:
        besides = any(not stem.startswith("=") for stem in one.bearing & other.bearing - count.nouns)
        match = next((each for each in b if _counts_one_thing(count, each, besides=besides)), None)
        if match is None and not sure:
            match = next((each for each in b if count.quantity.comparable(each.quantity)), None)
        if match is not None:
            yield count.quantity.text, match.quantity.text


def _equal(one: Count, other: Count) -> bool:
    """Tell whether two numbers may be one: the same, rounded, or in another unit."""
    a, b = one.quantity, other.quantity
    if a.value == b.value or a.same(b) or a.converts(b):
        return True
    return (one.about or other.about) and abs(a.value - b.value) <= _ROUNDED * max(a.value, b.value)


def _counts_one_thing(one: Count, other: Count, *, besides: bool) -> bool:
    """Tell whether two numbers count one thing; `besides`: their sentences share a word of content, too."""
    if not one.quantity.comparable(other.quantity) or one.quantity.unit != other.quantity.unit:
        return False
    if one.outcomes and other.outcomes:
        either = one.persons or other.persons if besides else one.persons and other.persons
        kind = either or same_stem(one.nouns, other.nouns)
        return kind and same_stem(one.outcomes, other.outcomes)
    if one.nouns and other.nouns:
        return same_stem(one.nouns, other.nouns)
    return bool(one.quantity.unit)


def _days(one: Claim, other: Claim, lexicon_a: Lexicon, lexicon_b: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the days and hours that stand on one side for other ones."""
    a = [day for day in one.dates if not any(_same_day(day, each) for each in other.dates)]
    b = [day for day in other.dates if not any(_same_day(day, each) for each in one.dates)]
    for day in a[:_MOST]:
        another = next((each for each in b[:_MOST] if day.comparable(each) and not day.agrees(each)), None)
        if another is not None:
            yield day.text, another.text
    hours, others = (
        [each for each in measured(each.text, lexicon)[0] if each.unit == CLOCK]
        for each, lexicon in ((one, lexicon_a), (other, lexicon_b))
    )
    if len(hours) == len(others) == 1 and not hours[0].same(others[0]):
        yield hours[0].text, others[0].text


def _same_day(one: Date, other: Date) -> bool:
    return one.text == other.text or one.agrees(other)


def _denied(one: Claim, other: Claim) -> bool:
    """Tell whether one denies what the other states: words near its negation stand there undenied."""
    return bool(one.negated) and not other.negated and same_stem(one.negated, other.stems)


def _opposed(one: Claim, other: Claim, lexicon: Lexicon) -> bool:
    """Tell whether a word of one has its contrary in the other, and neither has both."""
    a, b = frozenset(one.words), frozenset(other.words)
    return any(x in a and y in b and x not in b and y not in a for x, y in lexicon.opposites)


def _replaced(one: Claim, other: Claim) -> Iterator[Aspect]:
    """Yield "who" or "where" when each side alone gives one there, and nothing of it stands in the other."""
    for slot in ("who", "where"):
        a, b = _alone(one, other, slot), _alone(other, one, slot)
        if len(a) == len(b) == 1 and _rest(one, other, a[0], b[0]) >= _ALL_ELSE:
            yield "who" if slot == "who" else "where"


def _rest(one: Claim, other: Claim, a: Collection[str], b: Collection[str]) -> float:
    """Return how much of what stands besides is the same, 0 when that is one word."""
    rest, others = one.bearing - frozenset(a), other.bearing - frozenset(b)
    both = len(rest & others)
    return 2 * both / (len(rest) + len(others)) if both >= _LEAST else 0.0


def _alone(one: Claim, other: Claim, kind: str) -> list[tuple[str, ...]]:
    """List what stands in one kind of place on one side, up to the first word that the other side has, too.

    At the beginning of a sentence somebody acts only where both go on with the same word.
    """
    runs = []
    for slot in one.slots:
        own = tuple(takewhile(lambda stem: stem not in other.stems, slot.stems))
        goes_on = len(own) < len(slot.stems) or slot.then in other.bearing
        one_name = any(slot.capitals[len(own) : len(own) + 1])  # `Chief Ann Roe` is `Ms. Roe`
        if slot.kind == kind and any(own) and (slot.named or goes_on) and not one_name:
            runs.append(own)
    return runs
