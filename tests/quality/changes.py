"""How well changes are told: `python -m tests.quality.changes [FOLDER] [--pages N]` on a corpus of pages.

Prints the F1 of each kind, recall of edits, precision on noise, and alignment beside plain difflib on words; then the
same of edits and noise that are laid over HTML pages and go through the reader. Exit code 1 below a floor.
"""

import argparse
import difflib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.compare import align, compare
from archive.digests import strict_digest
from archive.models import Content
from tests.edits import Edit, Shuffle, article, edits, noise, sentences, shuffle

from .overlaid import corpus_sheets, figures, measure_sheets, own_sheets, report

FLOORS = Path(__file__).with_name("changes.json")
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@dataclass
class Score:
    """True and false answers by kind."""

    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, want: str, got: str, how: str) -> None:
        self.wanted[want] += 1
        self.given[got] += 1
        if want == got:
            self.right[want] += 1
        else:
            self.confused[want, got, how] += 1

    def f1(self, kind: str) -> float:
        return 2 * self.right[kind] / max(1, self.wanted[kind] + self.given[kind])

    @property
    def macro(self) -> float:
        return sum(self.f1(kind) for kind in self.wanted) / max(1, len(self.wanted))


def kinds(made: Iterable[Edit]) -> Score:
    """Classify every edit."""
    score = Score()
    for edit in made:
        earlier = (edit.after.headline,) if edit.kind == "headline_test" else ()
        score.add(edit.kind, compare(edit.before, edit.after, earlier_headlines=earlier).kind, edit.how)
    return score


def seen(made: Sequence[Edit]) -> float:
    """Return the share of edits that make a version; a page that only became live has its entries for one."""
    return sum(strict_digest(edit.before) != strict_digest(edit.after) for edit in made) / max(1, len(made))


def quiet(articles: Sequence[Content], rng: random.Random) -> float:
    """Return the share of noisy looks that make no version."""
    return sum(strict_digest(noise(one, rng)) == strict_digest(one) for one in articles) / max(1, len(articles))


Arcs = frozenset[tuple[int, int]]


def aligned(case: Shuffle) -> Arcs:
    """Align as the library does."""
    return frozenset((i, j) for op in align(case.before, case.after) for i in op.before for j in op.after)


def by_difflib(case: Shuffle) -> Arcs:
    """Align by plain difflib on words: two sentences belong together when half of the shorter one matched."""
    left = [(i, word) for i, text in enumerate(case.before) for word in text.split()]
    right = [(j, word) for j, text in enumerate(case.after) for word in text.split()]
    matcher = difflib.SequenceMatcher(None, [w for _, w in left], [w for _, w in right], autojunk=False)
    shared: Counter[tuple[int, int]] = Counter()
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            shared[left[block.a + step][0], right[block.b + step][0]] += 1
    sizes_left, sizes_right = Counter(i for i, _ in left), Counter(j for j, _ in right)
    return frozenset((i, j) for (i, j), count in shared.items() if 2 * count >= min(sizes_left[i], sizes_right[j]))


def arc_f1(pairs: Iterable[tuple[Arcs, Arcs]]) -> float:
    """Return the F1 of arcs over (found, true) pairs."""
    found = true = both = 0
    for got, want in pairs:
        found, true, both = found + len(got), true + len(want), both + len(got & want)
    return 2 * both / max(1, found + true)


def corpus(folder: Path, limit: int) -> list[Content]:
    """Read texts of a corpus of pages; English ones with some length."""
    out = []
    for path in sorted(folder.glob("*/*/expected.json")):
        truth = json.loads(path.read_text("utf-8"))
        text = truth.get("text") or "\n".join(truth.get("paragraphs") or [])
        paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
        if len(text) > 1200 and sum(text.lower().count(w) for w in (" the ", " and ", " of ")) > len(text) / 100:
            out.append(article(truth.get("headline") or paragraphs[0][:80], paragraphs))
    return random.Random(7).sample(out, min(limit, len(out)))


def measure(articles: Sequence[Content], seed: int = 1) -> dict[str, float]:
    """Measure everything on these articles and print it."""
    rng = random.Random(seed)
    made = [edit for one in articles for edit in edits(one, rng)]
    score = kinds(made)
    for kind in sorted(score.wanted):
        print(f"  {kind:22} F1 {score.f1(kind):.3f} of {score.wanted[kind]}")
    for (want, got, how), count in score.confused.most_common(14):
        print(f"    {count:4} × {how}: {want} was called {got}")
    listed = [[s for p in one.paragraphs for s in sentences(p)] for one in articles]
    cases = [shuffle(one[:60], rng) for one in listed if len(one) > 5]
    figures = {
        "kinds_macro_f1": score.macro,
        "edit_recall": seen([edit for edit in made if edit.kind != "live"]),
        "noise_precision": quiet(articles, rng),
        "alignment_f1": arc_f1((aligned(case), case.arcs) for case in cases),
        "difflib_f1": arc_f1((by_difflib(case), case.arcs) for case in cases),
    }
    for name, value in figures.items():
        print(f"{name:18} {value:.4f}")
    return figures


def below(found: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Say which figures are below their floors."""
    return [f"{name}: {found[name]:.4f} < {floor}" for name, floor in floors.items() if found[name] < floor]


def main() -> int:
    """Measure a corpus, our own pages and pages of the corpus."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.changes", description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--pages", type=int, default=60, help="pages of the corpus to lay edits over")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8"))
    fallen = below(measure(corpus(options.corpus, 120)), floors["texts"]) if options.corpus.is_dir() else []
    for name, sheets in (("own", own_sheets()), ("corpus", corpus_sheets(options.corpus, options.pages))):
        seen = measure_sheets(sheets)
        found = figures(seen)
        print(f"{name}: {len(seen)} pages, {sum(len(s.edits) for s in seen)} edits")
        print("\n".join(f"{figure:22} {value:.4f}" for figure, value in found.items()), report(seen), sep="\n")
        fallen += below(found, floors[name]) if seen else []
    print("\n".join(fallen), file=sys.stderr)
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
