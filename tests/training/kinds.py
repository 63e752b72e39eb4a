"""Learns the weights of kinds from labelled pairs: `python -m tests.training.kinds [--write] [FILE …]`.

Prints how well each maker's pairs are told when none of them was learned from, beside the rules alone; `--write` then
learns from all and writes archive/compare/kinds.toml. Multinomial logistic regression by gradient descent, with a pull
of all weights to nought; the same on every machine. A maker is a file `labelled*.jsonl` below tests/quality.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from archive.compare.features import features
from archive.compare.kinds import evidence_of
from archive.compare.rules import Ruling, by_rules
from archive.compare.verdict import FILE, LEARNED, Weights, weighed
from tests.quality.labelled import content, figures

QUALITY = Path(__file__).parents[1] / "quality"
UNSEEN = "fourth-c"  # measured once, at the end; never learned from
RULES = 0.6  # points for what the rules say: they were made on some of these pairs, and are too right there
PULL, STEPS, RATE, MOMENTUM = 0.003, 300, 0.5, 0.9
SHARED = 0.25  # of a pair's weight, for what one could fairly say as well
LEAST = 0.05  # weights below it are left out


@dataclass(frozen=True)
class Example:
    """A labelled pair as it is learned from."""

    label: str
    also: tuple[str, ...]
    seen: Mapping[str, float]
    ruling: Ruling

    def told(self, weights: Weights | None) -> str:
        """Return what is told of it, by the rules alone without weights; the label when that is fair as well."""
        answer = self.ruling.kind
        if weights is not None and not self.ruling.sure:
            answer = weighed(self.seen, answer, weights)
        return self.label if answer in self.also else answer


def examples(file: Path) -> list[Example]:
    """Read a maker's pairs."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        pair = json.loads(line)
        evidence = evidence_of(*(content(pair[side], pair["language"]) for side in ("before", "after")))
        found.append(Example(pair["label"], tuple(pair["also"]), features(evidence), by_rules(evidence)))
    return found


def learn(listed: Sequence[Example]) -> Weights:
    """Learn from the pairs whose kind is open to learning; rare kinds count for more."""
    mine = [each for each in listed if each.label in LEARNED and not each.ruling.sure]
    names = sorted({name for each in mine for name, value in each.seen.items() if value})
    at = {name: place for place, name in enumerate(names)}
    rows = [[(at[name], value) for name, value in each.seen.items() if value] for each in mine]
    goals = [_goal(each) for each in mine]
    often = Counter(each.label for each in mine)
    counts = [(len(mine) / len(LEARNED) / often[each.label]) ** 0.5 / len(mine) for each in mine]
    weights = [[0.0] * (len(names) + 1) for _ in LEARNED]
    speed = [[0.0] * (len(names) + 1) for _ in LEARNED]
    for _ in range(STEPS):
        _step(weights, speed, _slope(weights, rows, goals, counts))
    points: dict[str, dict[str, float]] = {
        kind: {name: round(row[at[name]], 2) for name in names} for kind, row in zip(LEARNED, weights, strict=True)
    }
    return Weights(RULES, {kind: round(row[-1], 2) for kind, row in zip(LEARNED, weights, strict=True)}, points)


def _goal(each: Example) -> list[float]:
    also = [kind for kind in each.also if kind in LEARNED]
    main = 1 - SHARED if also else 1.0
    return [main * (kind == each.label) + (SHARED / len(also) if kind in also else 0.0) for kind in LEARNED]


def _slope(
    weights: Sequence[Sequence[float]],
    rows: Sequence[Sequence[tuple[int, float]]],
    goals: Sequence[Sequence[float]],
    counts: Sequence[float],
) -> list[list[float]]:
    """Return how the error grows with each weight, the pull to nought included."""
    slope = [[PULL * weight for weight in row[:-1]] + [0.0] for row in weights]
    for row, goal, count in zip(rows, goals, counts, strict=True):
        for of, share, wanted in zip(slope, _shares(weights, row), goal, strict=True):
            gap = count * (share - wanted)
            of[-1] += gap
            for place, value in row:
                of[place] += gap * value
    return slope


def _shares(weights: Sequence[Sequence[float]], row: Sequence[tuple[int, float]]) -> list[float]:
    """Return what share of certainty each kind gets."""
    scores = [of[-1] + sum(of[place] * value for place, value in row) for of in weights]
    grown = [exp(score - max(scores)) for score in scores]
    return [each / sum(grown) for each in grown]


def _step(weights: Sequence[list[float]], speed: Sequence[list[float]], slope: Sequence[Sequence[float]]) -> None:
    for of, moving, steep in zip(weights, speed, slope, strict=True):
        for place, step in enumerate(steep):
            moving[place] = MOMENTUM * moving[place] - RATE * step
            of[place] += moving[place]


def written(weights: Weights, learned_from: Mapping[str, int]) -> str:
    """Write weights as the file that the library reads; what weighs next to nothing is left out."""
    lines = [
        "# Learned by `python -m tests.training.kinds --write`; not to be edited by hand.",
        "# Points that each kind gets for each feature (features.py), times the feature's value of 0 to 1.",
        f"rules = {weights.rules} # for the kind that the rules name",
        f"pairs = {{ {', '.join(f'{name} = {count}' for name, count in learned_from.items())} }}",
    ]
    for kind in LEARNED:
        lines += ["", f"[kinds.{kind}]", f"start = {weights.start[kind]}"]
        named = sorted(weights.points[kind].items(), key=lambda item: (-abs(item[1]), item[0]))
        lines += [f'"{name}" = {value}' for name, value in named if abs(value) >= LEAST]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.training.kinds", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="labelled pairs; without any those of tests/quality")
    parser.add_argument("--write", action="store_true", help="learn from all, and write the weights")
    options = parser.parse_args()
    files = options.files or sorted(each for each in QUALITY.rglob("labelled*.jsonl") if UNSEEN not in each.name)
    makers = {file.stem: examples(file) for file in files}
    print(f"{'maker left out':20} {'learned':>16} {'rules alone':>16}   (macro-F1, share right)")
    for name, held in makers.items():
        weights = learn([each for other, listed in makers.items() if other != name for each in listed])
        told = [figures([(each.label, each.told(by)) for each in held]) for by in (weights, None)]
        print(f"{name:20}" + "".join(f"{each['macro_f1']:10.3f} {each['accuracy']:.3f} " for each in told))
    if options.write:
        everything = learn([each for listed in makers.values() for each in listed])
        FILE.write_text(written(everything, {name: len(listed) for name, listed in makers.items()}), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
