"""What a sentence states, taken apart: of what it speaks, and the figures, days, people and places that it gives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

import regex

from archive.digests import normalise
from archive.languages import Lexicon

from .calendar import Date
from .marks import masked, quoted
from .quantities import Quantity, measured
from .sentences import is_word, tokens, words
from .statements import hedges, negations, plain_source

_STEM = 4  # letters that the forms of one word share
_JOINED = 2  # letters of a small word before an apostrophe
_REACH = 3  # words behind one that negates, or else before it, of which the first with content is negated
_LONGEST = 5  # words of a name or a place
_CLAUSE = regex.compile(r"[,;:()–—.]")  # what parts clauses
_NEAR_SAYING = 2  # words from a day to the verb of speech that it belongs to
_NEAR = 4  # words from a number to what became of those it counts


@dataclass(frozen=True, slots=True)
class Slot:
    """A noun phrase in the place where a sentence says who or where."""

    kind: str  # "who" or "where"
    stems: tuple[str, ...]
    then: str  # the stem of the first word of content behind it; "" for none near
    capitals: tuple[bool, ...]  # of the same words, whether they are written with one
    named: bool  # whether a word before it says what it is: "by", "in"


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts and what became of it."""

    quantity: Quantity
    nouns: frozenset[str]
    outcomes: frozenset[str]  # "dead" of "nine died"; empty when nothing is said
    persons: bool  # whether it counts people, or nothing that is named
    about: bool  # whether the text calls it approximate, or a bound


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence."""

    text: str
    bearing: frozenset[str]  # stems of the words that carry content; outcomes by their name
    stems: frozenset[str]  # the same with those of figures, doubts and verbs of speech
    counts: tuple[Count, ...]
    dates: tuple[Date, ...]
    negated: frozenset[str]  # stems of the words near one that negates
    hedged: bool
    doubted: frozenset[str]  # stems of the words before which a doubt stands
    words: tuple[str, ...]  # in lower case, in order
    slots: tuple[Slot, ...]


def claim(sentence: str, lexicon: Lexicon) -> Claim:
    """Take a sentence apart."""
    listed = [word for word in tokens(normalise(sentence)) if is_word(word)]
    low = tuple(word.lower() for word in listed)
    own = frozenset(_source(sentence, lexicon))
    quantities, dates = measured(sentence, lexicon)
    figures = _figures(quantities, dates)
    doubt, denial = hedges(sentence, lexicon), negations(sentence, lexicon)
    idle = own | figures | {word for phrase in doubt for word in phrase.split()}
    stems = [_stem(word, lexicon) if _bears(word, lexicon) and word not in own else "" for word in low]
    carried = ["" if word in lexicon.speech else stem for word, stem in zip(low, stems, strict=True)]
    bearing = ["" if word in idle else stem for word, stem in zip(low, carried, strict=True)]
    return Claim(
        text=sentence,
        bearing=frozenset(filter(None, bearing)),
        stems=frozenset(filter(None, stems)),
        counts=tuple(_count(each, sentence, lexicon) for each in quantities if _tells(each, sentence, lexicon)),
        dates=tuple(date for date in dates if not _of_saying(date, low, lexicon)),
        negated=_negated(low, stems, lexicon) if denial else frozenset(),
        hedged=bool(_ends(doubt, low, lexicon)),
        doubted=_near(_ends(doubt, low, lexicon), bearing),
        words=low,
        slots=tuple(_slots(listed, carried, lexicon)),
    )


def same_stem(one: Collection[str], other: Collection[str]) -> bool:
    """Tell whether two sets of stems share one."""
    return not frozenset(one).isdisjoint(other)


def _source(sentence: str, lexicon: Lexicon) -> list[str]:
    """List the words that say on whose word a sentence states it: they are no part of what it states."""
    plain = masked([sentence], quoted([sentence]))[0]
    found = plain_source(plain, lexicon)
    named = found.split() if found else []
    if lexicon.nouns_capitalised:  # a verb is the first word without a capital
        named = list(takewhile(lambda word: word[:1].isupper(), named))
    return [word.lower() for word in named]


def _tells(quantity: Quantity, sentence: str, lexicon: Lexicon) -> bool:
    """Tell whether a number counts or measures something: no place in a row, no age between commas."""
    if not quantity.amount or quantity.text.split()[0].lower().endswith(tuple(lexicon.ordinal_endings)):
        return False
    behind = normalise(sentence).partition(quantity.text)[2].lstrip()[:1]
    return bool(quantity.counted or quantity.unit or behind not in (",", ";", ")"))


def _ends(doubt: Collection[str], low: Sequence[str], lexicon: Lexicon) -> list[int]:
    """List where the phrases end that doubt; one before a number is about that number."""
    found = []
    for phrase in doubt:
        parts = [word.lower() for word in words(phrase)]
        ends = [at + len(parts) for at in range(len(low)) if list(low[at : at + len(parts)]) == parts]
        idle = phrase in lexicon.approximators
        found += [end for end in ends if not idle and not any(map(str.isdecimal, "".join(low[end : end + 1])))]
    return found


def _near(ends: Sequence[int], stems: Sequence[str]) -> frozenset[str]:
    """Return the first word of content behind each of these places, or else the last before it."""
    near = ([*stems[end : end + _REACH], *stems[max(0, end - 1 - _REACH) : end][::-1]] for end in ends)
    return frozenset(filter(None, (next(filter(None, each), "") for each in near)))


def _of_saying(date: Date, low: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a day is the one on which somebody said it."""
    at = next((at for at, word in enumerate(low) if date.text.lower().startswith(word)), -1)
    return at >= 0 and any(word in lexicon.speech for word in low[max(0, at - _NEAR_SAYING) : at + _NEAR_SAYING + 1])


def _figures(quantities: Sequence[Quantity], dates: Sequence[Date]) -> frozenset[str]:
    """List the words of which numbers and dates are made, without what the numbers count."""
    found: set[str] = set()
    for each in quantities:
        found |= set(each.text.lower().split()) - set(each.counted)
    for date in dates:
        found |= set(date.text.lower().replace(".", " ").split())
    return frozenset(found)


def _bears(word: str, lexicon: Lexicon) -> bool:
    idle = (
        lexicon.little, lexicon.articles, lexicon.negations, lexicon.approximators, lexicon.pronouns,
        lexicon.auxiliaries, lexicon.places, lexicon.agents, lexicon.weekdays, lexicon.months, lexicon.honorifics,
    )  # fmt: skip
    bare = _bare(word)
    return len(bare) > 1 and not bare[0].isdecimal() and not any(word in held or bare in held for held in idle)


def _stem(word: str, lexicon: Lexicon) -> str:
    bare = _bare(word)
    return f"={lexicon.outcomes[bare]}" if bare in lexicon.outcomes else bare[:_STEM]


def _bare(word: str) -> str:
    """Return a word without the small one that an apostrophe joins to its beginning: `l'usine`."""
    lead, mark, rest = word.partition("'")
    return rest if mark and len(lead) <= _JOINED and len(rest) > 1 else word


def _count(quantity: Quantity, sentence: str, lexicon: Lexicon) -> Count:
    """Tell what a number counts by the words behind it, and what became of it by the nearest of its clause."""
    before, _, after = normalise(sentence).partition(quantity.text)
    lead = [word.lower() for word in words(_CLAUSE.split(before)[-1])]
    tail = [word.lower() for word in words(_CLAUSE.split(after)[0])]
    near = [*(word.lower() for word in quantity.counted), *tail[:_NEAR], *lead[-_NEAR:][::-1]]
    outcomes = [lexicon.outcomes[word] for word in near if word in lexicon.outcomes]
    listed = [word for word in quantity.counted if word not in lexicon.units and word not in lexicon.outcomes]
    of = tail[1:2] if tail and tail[0] in lexicon.connectors else []
    phrase = f" {' '.join(lead[-3:])} "
    return Count(
        quantity,
        nouns=frozenset(_stem(word, lexicon) for word in [*listed, *of] if _bears(word, lexicon)),
        outcomes=frozenset(outcomes[:1]),
        persons=not listed or any(word in lexicon.persons for word in listed),
        about=any(phrase.endswith(f" {each} ") for each in lexicon.approximators),
    )


def _negated(low: Sequence[str], stems: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    denies = lexicon.negations - lexicon.speech
    return _near([at + 1 for at, word in enumerate(low) if word in denies or word.endswith("n't")], stems)


def _slots(listed: Sequence[str], bearing: Sequence[str], lexicon: Lexicon) -> list[Slot]:
    """List the noun phrases that say who or where: behind a word of place, behind "by", at the beginning."""
    found, low = [], [word.lower() for word in listed]
    for at in range(len(low)):
        lead = low[at - 1] if at else ""
        slot = "where" if lead in lexicon.places else "who" if lead in lexicon.agents or at == 0 else ""
        begin = at
        while begin < len(low) and low[begin] in lexicon.articles:
            begin += 1
        run = _run(begin, low, bearing, lexicon) if slot else ()
        if run:
            end = begin + len(run)
            behind = (stem for word, stem in zip(low[end:], bearing[end:], strict=True)
                      if word not in lexicon.auxiliaries)  # fmt: skip
            capitals = tuple(word[:1].isupper() for word in listed[begin:end])
            found.append(Slot(slot, run, next(behind, ""), capitals, named=bool(at)))
    return found


def _run(begin: int, low: Sequence[str], bearing: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return a noun phrase word by word, "" for the small words within it: `atelier de peinture`."""
    end = begin
    while end < min(len(low), begin + _LONGEST) and not low[end][0].isdecimal():
        small = low[end] in lexicon.connectors and low[end] not in lexicon.articles
        joins = end > begin and small and any(bearing[end + 1 : end + 2])
        if not (bearing[end] or joins):
            break
        end += 1
    return tuple(bearing[begin:end])
