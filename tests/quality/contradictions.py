"""Contradictions of two outlets beside those that are known: `python -m tests.quality.contradictions [--language L]`.

contradictions.txt tells made-up events as sentences that agree and sentences that contradict them. Each pair of
articles takes one sentence of each fact: from the same side, put otherwise, or from the other side. Prints how many
contradictions were found, how many were claimed that are none, and how many stand under "Both say". Exit code 1 below
the floors.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.compare import Comparison, side_by_side
from archive.models import Block, Content

FILE = Path(__file__).with_name("contradictions.txt")
FOUND = 0.85  # of all contradictions; what is not sure is not said, and desks have other words for one thing
CLAIMED_WRONGLY = 0.05  # of what agrees


@dataclass(frozen=True)
class Fact:
    """Something that outlets tell: sentences that say it, and sentences that contradict them."""

    aspect: str
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """One event and its facts."""

    language: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Pair:
    """Two articles of one event; `known` are the sentences that contradict each other, `agreeing` those that do not."""

    language: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    known: tuple[tuple[str, str, str], ...]  # aspect, sentence, sentence
    agreeing: tuple[tuple[str, str], ...]


def events(file: Path = FILE) -> list[Event]:
    """Read the events: each begins with `== language: title`, each fact with its aspect."""
    found = []
    for part in file.read_text("utf-8").split("\n== ")[1:]:
        head, *lines = part.splitlines()
        language, _, title = head.partition(": ")
        found.append(Event(language, title, tuple(_facts([line for line in lines if line.strip()]))))
    return found


def _facts(lines: Sequence[str]) -> Iterator[Fact]:
    begins = [at for at, line in enumerate(lines) if line.islower() and " " not in line]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        bar = lines.index("/", begin)
        yield Fact(lines[begin], tuple(lines[begin + 1 : bar]), tuple(lines[bar + 1 : end]))


def pairs(count: int, seed: int, language: str = "") -> list[Pair]:
    """Make pairs of articles: of each event in turn, of each fact what two desks would write of it, in any order."""
    rng = random.Random(seed)
    listed = [event for event in events() if language in ("", event.language)]
    return [_pair(listed[at % len(listed)], rng) for at in range(count)]


def _pair(event: Event, rng: random.Random) -> Pair:
    a, b, known, agreeing = [], [], [], []
    for fact in event.facts:
        if rng.random() < 0.5:
            one, other = rng.choice(fact.one), rng.choice(fact.other)
            known.append((fact.aspect, one, other))
        else:
            one, other = rng.sample(fact.one, 2) if len(fact.one) > 1 else (fact.one[0], fact.one[0])
            agreeing.append((one, other))
        a.append(one)
        b.append(other)
    rng.shuffle(b)
    return Pair(event.language, tuple(a), tuple(b), tuple(known), tuple(agreeing))


def compared(pair: Pair) -> Comparison:
    """Compare the two articles of a pair, a sentence a paragraph."""
    one, other = (
        Content(
            headline="",
            blocks=tuple(Block(sentence, "p", kept=True) for sentence in side),
            language=pair.language,
        )
        for side in (pair.a, pair.b)
    )
    return side_by_side(one, other)


def measure(listed: Sequence[Pair]) -> tuple[dict[str, float], list[str]]:
    """Return the figures over the pairs, and what went wrong, line by line."""
    known: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong = agreeing = both = 0
    told = []
    for pair in listed:
        found = compared(pair)
        claims = {(each.sentence_a, each.sentence_b): each.aspect for each in found.contradictions}
        claimed = set(claims)
        shared = {(each.a, each.b) for each in found.shared}
        for aspect, one, other in pair.known:
            known[aspect] += 1
            right[aspect] += (one, other) in claimed
            both += (one, other) in shared
            told += [] if (one, other) in claimed else [f"missed {aspect}: {one} | {other}"]
            told += [f"BOTH SAY {aspect}: {one} | {other}"] if (one, other) in shared else []
        wrong += len(claimed - {(one, other) for _, one, other in pair.known})
        agreeing += len(pair.agreeing)
        told += [
            f"wrongly {claims[one, other]}: {one} | {other}"
            for one, other in claimed - {(x, y) for _, x, y in pair.known}
        ]
    figures = {f"found, {aspect}": right[aspect] / known[aspect] for aspect in sorted(known)}
    figures |= {"found": right.total() / max(1, known.total()), "both say": float(both)}
    return figures | {"claimed wrongly": wrong / max(1, agreeing)}, list(dict.fromkeys(told))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.contradictions", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    options = parser.parse_args()
    figures, told = measure(pairs(options.count, options.seed, options.language))
    print("\n".join(f"{name:20} {value:.3f}" for name, value in figures.items()))
    if not options.quiet:
        print("\n".join(told))
    good = figures["found"] >= FOUND and not figures["both say"] and figures["claimed wrongly"] <= CLAIMED_WRONGLY
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
