"""The facts of a change as they are told: each once, wherever it stands, and no name by a roundabout way. Pure.

A number that differs in headline, standfirst and text alike is one fact. Where a name was taken out, the words that it
had spoken are not altered, nor is their source.
"""

from collections.abc import Iterable, Iterator

import regex

from archive.digests import normalise
from archive.models import Content, Fact

from .weights import names_removed

_QUOTED = regex.compile(r"“(.*)”(?: \((.*)\))?", regex.DOTALL)
_SPOKEN = frozenset({"quotation", "attribution"})


def told(facts: Iterable[Fact], before: Content) -> tuple[Fact, ...]:
    """Return the facts without those that say again what another one says."""
    listed = list(facts)
    names = {normalise(fact.before) for fact in listed if names_removed(fact) and fact.before}
    return tuple(_once([fact for fact in listed if not _only_unnamed(fact, names)], before))


def _only_unnamed(fact: Fact, names: set[str]) -> bool:
    """Tell whether a quotation or a source differs by nothing but that a name was taken out."""
    if fact.kind not in _SPOKEN or fact.before is None or not names:
        return False
    one, other = _QUOTED.fullmatch(fact.before), _QUOTED.fullmatch(fact.after or "")
    if fact.kind == "quotation" and (one is None or other is None or normalise(one[1]) != normalise(other[1])):
        return False
    speaker = normalise(one[2] or "" if one is not None else fact.before)
    return any(name and (name in speaker or speaker in name) for name in names) if speaker else False


def _once(facts: list[Fact], before: Content) -> Iterator[Fact]:
    above = {normalise(line) for line in (before.headline, *(before.standfirst or "").split("\n")) if line}
    within = {_gist(fact) for fact in facts if not _stands_in(fact, above)}
    known: set[tuple[str | None, ...]] = set()
    for fact in facts:
        key = (fact.kind, fact.before, fact.after)
        again = _stands_in(fact, above) and _gist(fact) in within
        if key not in known and not again:
            known.add(key)
            yield fact


def _stands_in(fact: Fact, lines: set[str]) -> bool:
    return bool(fact.sentence_before) and any(normalise(fact.sentence_before or "") in line for line in lines)


def _gist(fact: Fact) -> tuple[str, str, str]:
    """Return what a fact says without what it counts: that differs from place to place."""
    sides = ((fact.before or "").casefold(), (fact.after or "").casefold())
    if fact.kind == "number":
        sides = (sides[0].partition(" ")[0], sides[1].partition(" ")[0])
    return (fact.kind, *sides)
