"""Two articles of different outlets on one event, side by side: what both say, what one says alone, where they differ.

Says which numbers and quotations differ, not which are right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from archive import languages
from archive.digests import normalise
from archive.languages import Lexicon
from archive.models import Content

from .contradictions import Contradiction, agree, contradictions
from .difference import language_of, sentences_of
from .pairing import Scored, one_to_one, rarity
from .quotations import Quotation
from .quoted_facts import VERBATIM, liked, quotations_of, same_speaker, spoken
from .sentences import words
from .tallies import NumberDiffers, differing_numbers
from .words import similarity

_NEAR = 0.6  # words in order that two sentences share to count as one
_RARE = 0.5  # share of the rarer words' weight of the shorter sentence that the other must hold
_COMMON = 60  # a word in more sentences than this finds no partners
_LEAST_RARE = 3  # so many content words must be shared at least


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence that both have, near enough."""

    a: str
    b: str
    likeness: float  # 1 for the same words


@dataclass(frozen=True, slots=True)
class QuotedTwice:
    """A quotation that both carry."""

    text_a: str
    text_b: str
    speaker_a: str | None
    speaker_b: str | None
    same_words: bool
    same_speaker: bool | None  # None when a text names no speaker that we could find


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles side by side."""

    headline_a: str
    headline_b: str
    contradictions: tuple[Contradiction, ...]
    shared: tuple[Shared, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    numbers: tuple[NumberDiffers, ...]
    quoted_by_both: tuple[QuotedTwice, ...]
    quoted_only_a: tuple[Quotation, ...]
    quoted_only_b: tuple[Quotation, ...]
    analysed: bool  # whether both languages have a lexicon, so that numbers were compared at all

    @property
    def other_numbers(self) -> tuple[NumberDiffers, ...]:
        """The numbers that differ, without those that stand among the contradictions."""
        told = {(each.sentence_a, each.sentence_b) for each in self.contradictions if each.aspect == "number"}
        return tuple(number for number in self.numbers if (number.sentence_a, number.sentence_b) not in told)

    def as_dict(self) -> dict[str, object]:
        """Return JSON-able values."""
        return asdict(self)


def side_by_side(a: Content, b: Content) -> Comparison:
    """Compare two articles of different outlets that tell one event."""
    said_a, said_b = [s.text for s in sentences_of(a)], [s.text for s in sentences_of(b)]
    lexicon_a, lexicon_b = languages.lexicon(language_of(a)), languages.lexicon(language_of(b))
    alike = _shared(said_a, said_b, lexicon_a)
    shared = [each for each in alike if _agree(said_a[each[1]], said_b[each[2]], lexicon_a, lexicon_b)]
    opposed = contradictions(said_a, said_b, lexicon_a, lexicon_b) if lexicon_a and lexicon_b else ()
    both, only_a, only_b = _quoted(quotations_of(a, language_of(a)), quotations_of(b, language_of(b)))
    return Comparison(
        headline_a=a.headline,
        headline_b=b.headline,
        contradictions=opposed,
        shared=tuple(Shared(said_a[i], said_b[j], round(score, 2)) for score, i, j in shared),
        only_a=_but(said_a, [said_a[i] for _, i, _ in shared], [each.sentence_a for each in opposed]),
        only_b=_but(said_b, [said_b[j] for _, _, j in shared], [each.sentence_b for each in opposed]),
        numbers=differing_numbers((said_a, lexicon_a), (said_b, lexicon_b), [(i, j) for _, i, j in alike]),
        quoted_by_both=both,
        quoted_only_a=only_a,
        quoted_only_b=only_b,
        analysed=lexicon_a is not None and lexicon_b is not None,
    )


def _agree(one: str, other: str, lexicon_a: Lexicon | None, lexicon_b: Lexicon | None) -> bool:
    """Tell whether two sentences that are alike agree; where a language is not known, only when they are the same."""
    if normalise(one) == normalise(other):
        return True
    return lexicon_a is not None and lexicon_b is not None and agree(one, other, lexicon_a, lexicon_b)


def _but(said: Sequence[str], *held: Sequence[str]) -> tuple[str, ...]:
    """Leave out the sentences that stand elsewhere in the comparison."""
    elsewhere = frozenset(text for listed in held for text in listed)
    return tuple(text for text in said if text not in elsewhere)


def _shared(said_a: Sequence[str], said_b: Sequence[str], lexicon: Lexicon | None) -> list[Scored]:
    """Pair sentences that say the same, one to one, the likest first; in the order of the first article."""
    bags_a, bags_b = [_bag(text) for text in said_a], [_bag(text) for text in said_b]
    weights = rarity([*bags_a, *bags_b])
    little = lexicon.little if lexicon else frozenset()
    scored = [
        (score, i, j)
        for i, j in _candidates(bags_a, bags_b, little)
        if (score := _alike(bags_a[i], bags_b[j], weights, little)) is not None
    ]
    return one_to_one(scored)


def _bag(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(text))


def _candidates(
    bags_a: Sequence[Sequence[str]], bags_b: Sequence[Sequence[str]], little: frozenset[str]
) -> Iterable[tuple[int, int]]:
    """List the pairs that share at least three words of content."""
    index: dict[str, set[int]] = defaultdict(set)
    for j, bag in enumerate(bags_b):
        for word in set(bag) - little:
            index[word].add(j)
    telling = {word: found for word, found in index.items() if len(found) <= _COMMON}
    for i, bag in enumerate(bags_a):
        counted = Counter(j for word in set(bag) - little for j in telling.get(word, ()))
        yield from ((i, j) for j, count in counted.items() if count >= min(_LEAST_RARE, len(bag)))


def _alike(
    one: tuple[str, ...], other: tuple[str, ...], weights: Mapping[str, float], little: frozenset[str]
) -> float | None:
    """Return how alike two sentences are, None when not enough: by order, by rare words, or by words in a row."""
    near = similarity(one, other)
    if near >= _NEAR or _in_a_row(one) & _in_a_row(other):
        return max(near, 0.5)
    a, b = set(one) - little, set(other) - little
    common = sum(weights[word] for word in a & b)
    least = min(sum(weights[word] for word in a), sum(weights[word] for word in b))
    return max(near, 0.4) if least and common >= _RARE * least and len(a & b) > _LEAST_RARE else None


def _in_a_row(bag: Sequence[str]) -> set[tuple[str, ...]]:
    """List the rows of words from which a part of a sentence is recognised."""
    return {tuple(bag[at : at + VERBATIM]) for at in range(len(bag) - VERBATIM + 1)}


def _quoted(
    a: Sequence[Quotation], b: Sequence[Quotation]
) -> tuple[tuple[QuotedTwice, ...], tuple[Quotation, ...], tuple[Quotation, ...]]:
    """Pair the quotations that both carry; the rest is carried by one alone."""
    pairs = liked(a, b)
    both = tuple(
        QuotedTwice(
            one.text,
            other.text,
            one.speaker,
            other.speaker,
            same_words=spoken(one.text) == spoken(other.text),
            same_speaker=same_speaker(one.speaker, other.speaker) if one.speaker and other.speaker else None,
        )
        for one, other in pairs
    )
    held = frozenset(id(each) for pair in pairs for each in pair)
    only_a, only_b = (tuple(each for each in listed if id(each) not in held) for listed in (a, b))
    return both, only_a, only_b
