"""Which kind a change is: what the rules say, weighed against what labelled pairs have taught.

Where a rule is sure it decides: a note of correction, a live page, a wall, a count that grew, a toll that fell. Of all
else each kind gets points for each feature, by the weights of kinds.toml, and some more when the rules name it; most
points decide. The
weights are learned by `python -m tests.training.kinds` and read here only.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast

from archive.models import ChangeKind

from .evidence import Evidence
from .features import features
from .rules import NO_NOTE, by_rules

FILE: Final = Path(__file__).with_name("kinds.toml")
LEARNED: Final[tuple[ChangeKind, ...]] = ("style", "update", "background", "fact_changed_unnoted", "headline")
_REASONS = 3  # features that are named


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned."""

    rules: float  # points for the kind that the rules name
    start: Mapping[str, float]  # points of each kind before anything is seen
    points: Mapping[str, Mapping[str, float]]  # by kind and feature


def decide(evidence: Evidence) -> tuple[ChangeKind, str]:
    """Return the kind of a change and the reason for it."""
    ruling = by_rules(evidence)
    if ruling.sure:
        return ruling.kind, ruling.why
    seen = features(evidence)
    best = weighed(seen, ruling.kind, learned())
    return best, ruling.why if best == ruling.kind else _because(best, ruling.kind, seen)


def weighed(seen: Mapping[str, float], by_rule: str, weights: Weights) -> ChangeKind:
    """Return the kind with most points; of equals the one that the rules name, else the first."""
    points = {kind: _points(kind, seen, weights) + weights.rules * (kind == by_rule) for kind in LEARNED}
    return max(LEARNED, key=lambda kind: (points[kind], kind == by_rule))


def _points(kind: str, seen: Mapping[str, float], weights: Weights) -> float:
    of = weights.points.get(kind, {})
    return weights.start.get(kind, 0.0) + sum(of[name] * value for name, value in seen.items() if name in of)


def _because(best: str, other: str, seen: Mapping[str, float]) -> str:
    """Name the features that speak most for one kind rather than the other; names of people are in none of them."""
    weights = learned()
    mine, theirs = weights.points.get(best, {}), weights.points.get(other, {})
    gain = {name: value * (mine.get(name, 0.0) - theirs.get(name, 0.0)) for name, value in seen.items() if value}
    most = sorted((name for name in gain if gain[name] > 0), key=lambda name: -gain[name])[:_REASONS]
    end = f"; {NO_NOTE}" if best == "fact_changed_unnoted" else ""
    return f"because: {', '.join(most) or 'most changes like it are'}{end}"


@cache
def learned() -> Weights:
    """Read the weights."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    points = cast("dict[str, dict[str, float]]", data["kinds"])
    start = {kind: row.get("start", 0.0) for kind, row in points.items()}
    return Weights(float(data["rules"]), start, points)
