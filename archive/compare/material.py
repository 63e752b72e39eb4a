"""Which facts of the ledger an article now states otherwise: changed in place, and not only spelled in another way."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from archive.languages import Lexicon
from archive.models import Content, Fact

from .digits import renumbered as redigited
from .held import Held
from .quantities import renumbered
from .sentences import words
from .spelling import respelled

IN_PLACE = frozenset({"number", "date", "name", "quotation", "attribution"})
STATED = IN_PLACE | {"negation", "hedge"}
_WORDED = frozenset({"name", "quotation", "attribution"})


def material(facts: Iterable[Fact], before: Content, after: Content, lexicon: Lexicon | None) -> tuple[Fact, ...]:
    """Pick the facts that an existing sentence states differently now."""
    listed, held = list(facts), Held(after.text)
    known = frozenset(words(before.text)) if any(fact.kind in _WORDED for fact in listed) else frozenset()
    return tuple(
        fact
        for fact in listed
        if (in_place(fact) and not _only_spelled(fact, lexicon, known)) or _source_gone(fact, held, lexicon)
    )


def in_place(fact: Fact) -> bool:
    """Tell whether a fact was changed, not added or taken away."""
    if fact.kind in ("negation", "hedge"):
        return True
    return fact.kind in IN_PLACE and fact.before is not None and fact.after is not None


def _only_spelled(fact: Fact, lexicon: Lexicon | None, known: AbstractSet[str]) -> bool:
    if fact.kind not in _WORDED or fact.before is None or fact.after is None:
        return False
    if fact.kind != "quotation":
        return respelled(fact.before, fact.after, lexicon, known)
    (one, speaker), (other, other_speaker) = _quoted(fact.before), _quoted(fact.after)
    speakers = not (speaker and other_speaker) or respelled(speaker, other_speaker, lexicon, known)
    return speakers and (respelled(one, other, lexicon, known) or _renumbered(one, other, lexicon))


def _quoted(text: str) -> tuple[str, str]:
    """Part `“words” (speaker)`; without a speaker "" stands for it."""
    said, between, speaker = text.rpartition("” (")
    return (said, speaker.removesuffix(")")) if between else (text, "")


def _renumbered(one: str, other: str, lexicon: Lexicon | None) -> bool:
    return renumbered(one, other, lexicon) if lexicon is not None else redigited(one, other)


def _source_gone(fact: Fact, after: Held, lexicon: Lexicon | None) -> bool:
    """Tell whether a sentence is told on nobody's word any more, as when a hedge goes.

    A name that went is no such thing: that is often a decision about privacy.
    """
    if fact.kind != "attribution" or fact.before is None or fact.after is not None or not fact.before.islower():
        return False
    pronoun = lexicon is not None and fact.before in lexicon.pronouns
    return not pronoun and not after.says(fact.before)
