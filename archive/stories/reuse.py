"""Which sentences share their words: marks find those that may, an alignment tells whether they do. Pure.

Marks are winnowed (Schleimer, Wilkerson and Aiken 2003): of each few neighbouring runs of words the one with the least
digest, so that any longer run that two sentences share leaves the same mark in both. Words that were replaced, put in
or left out are seen through; what is said in other words is not.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex
from rapidfuzz.distance import Indel

from archive.compare.marks import quoted
from archive.compare.sentences import words
from archive.digests import normalise
from archive.languages import lexicon as lexicon_of

from .features import term
from .weights import Counts, rarity

RUN: Final = 4  # words of a mark
_WINDOW: Final = 3  # runs of which one is kept: a shared run of 6 words is always found
LONG: Final = 9  # words in a row that nobody writes twice by chance when they are half of a sentence
VERY_LONG: Final = 13  # words in a row, wherever
QUOTED: Final = 6  # words in a row of a quotation, likewise
_ONE_MARK: Final = 14  # words of a sentence that may be known by one mark
COMMON: Final = 100  # sentences of the days before; a mark that more of them have finds none
SHORTEST: Final = 6  # words of a sentence that can be a passage
_MOST: Final = 0.6  # share of the shorter sentence that must be the same words in the same order
_FEWEST: Final = 8  # words, then
_CONTENT: Final = 3  # of them that carry content
_LONGEST: Final = 400  # words read of a sentence; no writer's has more
_CHARACTERS: Final = 2  # characters of a script without spaces that count as a word
_TELLING: Final = 8.0  # by the natural logarithm: two or three rare words, or eight that every third article has
_SPACELESS: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as it is compared."""

    said: tuple[str, ...]  # folded
    scale: int  # tokens that count as a word: characters where a script has no spaces
    quotes: tuple[tuple[str, ...], ...]  # what stands in quotation marks

    @property
    def count(self) -> int:
        return len(self.said) // self.scale


@dataclass(frozen=True, slots=True)
class Common:
    """What two sentences share."""

    words: int
    longest: int  # words in a row
    quotation: bool  # the longest run stands in quotation marks in one of them
    content: tuple[int, ...]  # terms of the shared words that carry content


@lru_cache(maxsize=20_000)
def prepared(sentence: str) -> Words:
    """Fold a sentence's words for comparing."""
    said = folded(sentence)
    spaceless = sum(1 for word in said if _SPACELESS.match(word)) * 2 > len(said)
    quotes = tuple(folded(each.text) for each in quoted([sentence]))
    return Words(said, _CHARACTERS if spaceless else 1, quotes)


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text without case and typography."""
    return tuple(word.casefold() for word in words(normalise(text)))[:_LONGEST]


def marks(sentence: Words) -> frozenset[int]:
    """Return the marks of a sentence, 32 bits each."""
    run = RUN * sentence.scale
    said = sentence.said
    digests = [zlib.crc32(" ".join(said[at : at + run]).encode()) for at in range(len(said) - run + 1)]
    last = max(1, len(digests) - _WINDOW + 1)
    return frozenset(min(digests[at : at + _WINDOW]) for at in range(last)) if digests else frozenset()


def common(one: Words, other: Words, little: frozenset[str] = frozenset()) -> Common | None:
    """Return what two sentences share when it is too much for chance, else None.

    `little` are the words of the language that carry no content.
    """
    if one.scale != other.scale:
        return None
    blocks = [
        one.said[code.src_start : code.src_end]
        for code in Indel.opcodes(one.said, other.said)
        if code.tag == "equal" and code.src_end - code.src_start > one.scale  # one word alone is met by chance
    ]
    longest = max(blocks, key=len, default=())
    held = Common(
        sum(map(len, blocks)) // one.scale,
        len(longest) // one.scale,
        _in_quotes(longest, one, other),
        tuple(sorted({term(word) for block in blocks for word in block if word not in little})),
    )
    return held if len(held.content) >= _CONTENT * one.scale and _suffices(held, one, other) else None


def shared(one: Words, other: Words, marks: int, language: str) -> Common | None:
    """Return what two sentences of a language share, as `common`, when they share so many marks; 0 for the same words.

    One mark alone is not looked into between longer sentences: what they share is longer, and leaves more.
    """
    if marks == 1 and min(one.count, other.count) > _ONE_MARK:
        return None
    lexicon = lexicon_of(language)
    return common(one, other, lexicon.little if lexicon else frozenset())


def is_telling(content: Sequence[int], counts: Counts) -> bool:
    """Tell whether shared words are rare enough, together, by how few articles have each: a stock phrase's are not."""
    return sum(rarity(each, counts) for each in content) >= _TELLING


def _suffices(held: Common, one: Words, other: Words) -> bool:
    """Tell whether so much is shared by no chance.

    A stock phrase is long, but mostly little of its sentence.
    """
    least = min(one.count, other.count)
    whole = held.words == least == max(one.count, other.count) >= SHORTEST
    alike = held.words >= max(_FEWEST, _MOST * least) and held.longest >= RUN
    run = held.longest >= max(LONG, least / 2) or held.longest >= VERY_LONG
    return whole or alike or run or (held.quotation and held.longest >= QUOTED)


def _in_quotes(run: Sequence[str], one: Words, other: Words) -> bool:
    """Tell whether a run of words is most of a quotation in one of the sentences."""
    return any(2 * len(run) > len(quote) and _within(run, quote) for quote in (*one.quotes, *other.quotes))


def _within(run: Sequence[str], quote: Sequence[str]) -> bool:
    """Tell whether a run, but for a word at each end, stands in a quotation."""
    for left, right in ((0, 0), (1, 0), (0, 1), (1, 1)):
        part = tuple(run[left : len(run) - right])
        if len(part) >= RUN and any(tuple(quote[at : at + len(part)]) == part for at in range(len(quote))):
            return True
    return False
