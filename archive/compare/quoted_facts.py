"""Quotations that were altered, given to another speaker, added or removed between two versions."""

from collections.abc import Sequence
from functools import cache

from archive.digests import normalise
from archive.models import Content, Fact

from .names import same_name
from .pairing import one_to_one
from .quotations import Quotation, quotations
from .sentences import words
from .words import similarity

_MOST = 200  # quotations of one text that are compared
_MOST_ALIKE = 12  # quotations within the same words that one is held against
_LONGEST = 200  # words of a quotation that are compared
_LONGEST_AROUND = 4000  # characters of a paragraph whose other words tell that a quotation is the one that stood there
VERBATIM = 6  # words; from here on a part of a quotation is recognised
SOME_OF_IT = 0.3  # likewise, when all that stands around the quotation is the same
ONE_QUOTATION = 0.6  # share of words in order that two wordings of one quotation have in common


def quotations_of(content: Content, language: str | None) -> tuple[Quotation, ...]:
    """List an article's quotations; block quotes count without marks."""
    blocks = [block for block in content.blocks if block.kept and block.role != "caption"]
    return quotations(blocks, language)


def spoken(text: str) -> tuple[str, ...]:
    """Return the words of a quotation, case and marks folded."""
    return tuple(word.casefold() for word in words(normalise(text)))


def quotation_facts(before: Content, after: Content, language: str | None) -> list[Fact]:
    """List what happened to quotations: text altered, speaker altered, removed, added."""
    old, new = list(quotations_of(before, language)), list(quotations_of(after, language))
    matched = _matched(old, new)
    said, says = _Paragraphs(before.paragraphs), _Paragraphs(after.paragraphs)
    matched += _reworded(said, _others(old, matched, 0), says, _others(new, matched, 1))
    altered = [(one, other) for one, other in matched if _differ(one, other)]
    facts = [_fact(one, other) for one, other in altered if not _stands_alike(said, one, says, other)]
    facts += [_fact(one, None) for one in _others(old, matched, 0)]
    facts += [_fact(None, other) for other in _others(new, matched, 1)]
    return facts


def _matched(old: Sequence[Quotation], new: Sequence[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Pair the quotations of both versions: the same words first, in order, then the likest of the others."""
    waiting: dict[tuple[str, ...], list[Quotation]] = {}
    for other in new:
        waiting.setdefault(spoken(other.text), []).append(other)
    made, rest = [], []
    for one in old:
        same = waiting.get(spoken(one.text))
        if same:
            made.append((one, same.pop(0)))
        else:
            rest.append(one)
    return made + liked(rest, [other for others in waiting.values() for other in others])


def _others(listed: Sequence[Quotation], matched: Sequence[tuple[Quotation, Quotation]], side: int) -> list[Quotation]:
    held = frozenset(id(pair[side]) for pair in matched)
    return [one for one in listed if id(one) not in held]


def _reworded(
    before: "_Paragraphs", old: Sequence[Quotation], after: "_Paragraphs", new: Sequence[Quotation]
) -> list[tuple[Quotation, Quotation]]:
    """Pair quotations that share some words and stand in the same words of the article: the rest was put otherwise."""
    waiting: dict[tuple[str, ...], list[Quotation]] = {}
    for other in new:
        waiting.setdefault(after.around(other), []).append(other)
    made = []
    for one in old:
        around = before.around(one)
        rest = waiting.get(around, [])[:_MOST_ALIKE] if around else []
        same = next((other for other in rest if _shares(one, other)), None)
        if same is not None:
            waiting[around].remove(same)
            made.append((one, same))
    return made


class _Paragraphs:
    """The paragraphs that quotations stand in."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.spoken = cache(lambda number: spoken(texts[number]))

    def around(self, quotation: Quotation) -> tuple[str, ...]:
        """Return the words of a quotation's paragraph without its own; none of a very long one."""
        paragraph = self._texts[quotation.paragraph]
        return spoken(paragraph.replace(quotation.text, " ", 1)) if len(paragraph) <= _LONGEST_AROUND else ()


def _shares(one: Quotation, other: Quotation) -> bool:
    return likeness(spoken(one.text), spoken(other.text)) >= SOME_OF_IT


def liked(old: Sequence[Quotation], new: Sequence[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Pair quotations that are one in two wordings, the likest first; of very many only the first are looked at."""
    left, right = old[:_MOST], new[:_MOST]
    said, says = [spoken(one.text)[:_LONGEST] for one in left], [spoken(other.text)[:_LONGEST] for other in right]
    scored = [(likeness(a, b), i, j) for i, a in enumerate(said) for j, b in enumerate(says)]
    return [(left[i], right[j]) for _, i, j in one_to_one(entry for entry in scored if entry[0] >= ONE_QUOTATION)]


def likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return how much of two quotations is the same words in order, or in a row; a trimmed one counts nearly whole."""
    if not a or not b:
        return 0.0
    least = min(len(a), len(b))
    same = similarity(a, b)
    contained = 0.95 * same * (len(a) + len(b)) / (2 * least) if least >= VERBATIM else 0.0
    return max(same, contained)


def same_speaker(one: str | None, other: str | None) -> bool:
    """Tell whether two speakers may be one; a speaker that only one text names is no contradiction."""
    return one is None or other is None or same_name(tuple(one.split()), tuple(other.split()))


def _differ(one: Quotation, other: Quotation) -> bool:
    return spoken(one.text) != spoken(other.text) or not same_speaker(one.speaker, other.speaker)


def _stands_alike(before: _Paragraphs, one: Quotation, after: _Paragraphs, other: Quotation) -> bool:
    """Tell whether a quotation's paragraph says the same: then nobody gave it to another speaker.

    How its speaker is read depends on marks, and on what stands in other paragraphs.
    """
    same: bool = before.spoken(one.paragraph) == after.spoken(other.paragraph)
    return same


def _fact(one: Quotation | None, other: Quotation | None) -> Fact:
    return Fact(kind="quotation", before=_written(one), after=_written(other))


def _written(quotation: Quotation | None) -> str | None:
    if quotation is None:
        return None
    return f"“{quotation.text}”" + (f" ({quotation.speaker})" if quotation.speaker else "")
