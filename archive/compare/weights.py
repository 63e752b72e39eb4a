"""How much a change matters, from 0 to 1: unnoted changes of fact first, commas last."""

from collections.abc import Sequence
from math import sqrt

from archive.models import ChangeKind, Fact
from archive.terms import KINDS

_FACTS = {
    "quotation": 0.12,
    "negation": 0.12,
    "number": 0.08,
    "date": 0.05,
    "name": 0.05,
    "attribution": 0.04,
    "hedge": 0.04,
}
_MARKS = 0.01  # only commas, quotes, capitals
NAME_GONE = 0.2  # a removed name never leads a page
PASSAGE_GONE = 0.45  # nor does a removed passage that names somebody, which may be a person's wish


def base(kind: ChangeKind) -> float:
    """Return the weight of a kind before its facts are counted."""
    return KINDS[kind].weight


def weigh(
    kind: ChangeKind, facts: Sequence[Fact], material: Sequence[Fact], share: float, *, marks_only: bool
) -> float:
    """Weigh a change by its kind, its facts and the share of the words that changed.

    A change that takes a name away never leads, whatever else it touches: that is often a privacy decision.
    """
    if marks_only and kind in ("style", "headline"):
        return _MARKS
    weight = KINDS[kind].weight + KINDS[kind].grows * sqrt(share)
    if kind == "fact_changed_unnoted":
        weight += sum(_FACTS.get(fact.kind, 0.0) for fact in material[:3])
    if kind == "fact_changed_unnoted" and not material:
        weight = PASSAGE_GONE
    if any(names_removed(fact) for fact in facts):
        weight = min(weight, NAME_GONE)
    return round(min(1.0, weight), 3)


def names_removed(fact: Fact) -> bool:
    """Tell whether a fact is that a name was taken away."""
    return fact.kind in ("name", "byline") and fact.before is not None and fact.after is None
