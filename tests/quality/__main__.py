"""How well rowback reads, beside trafilatura's default, on a corpus of pages with what should come out.

    python -m tests.quality [FOLDER] [--sets fundus,aeb] [--half odd] [--every] [--worst 20] [--limit N] [--update]

FOLDER holds sets of pages, or is one set; by default ../shared/corpus. `--worst` lists the pages that lie farthest
below the first opinion. `--every` takes the pages of skip.json too. Outlets are split in two: rules are made on the
even half, the odd one is only measured.

Exit code 1 when a figure fell below its floor. A floor only rises: `--update` lowers one only with `--allow-regression`
and a sentence that says why.
"""

import argparse
import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import corpus
from .corpus import Page
from .figures import Outcome, below, figures
from .measure import run
from .scores import f1

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
FLOORS = HERE / "floors.json"
SKIP = HERE / "skip.json"
FAR = 0.05  # F1 below the first opinion that needs a reason
FLOORED = (
    "f1",
    "headline_exact",
    "headline_near",
    "date",
    "authors",
    "standfirst",
    "comments_leaked",
    "related_leaked",
)


def main() -> int:
    """Measure, print, compare with the floors."""
    options = _options()
    pages = _pages(options.corpus, tuple(filter(None, options.sets.split(","))), options.limit, every=options.every)
    if options.half:
        pages = [page for page in pages if half(page) == options.half]
    if not pages:
        print(f"no pages in {options.corpus}", file=sys.stderr)
        return 2
    outcomes = run(pages, options.processes)
    found = {name: figures(each) for name, each in outcomes.items()}
    print(table(found))
    print("\n".join(distances(outcomes, options.worst)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    if options.limit or options.every or options.half or options.corpus != CORPUS:
        return 0  # floors are those of the whole corpus without the skipped pages
    floors = json.loads(FLOORS.read_text("utf-8"))["sets"]
    fallen = below(found, floors)
    if options.update:
        return _update(found, fallen, options.allow_regression)
    print("\n".join(fallen), file=sys.stderr)
    return int(bool(fallen))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--sets", default="", help="only these, with commas between")
    parser.add_argument("--limit", type=int, default=0, help="only the first pages of each set")
    parser.add_argument("--half", choices=("even", "odd"), help="half of the outlets: rules are made on the even half")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages, the farthest below the opinion first")
    parser.add_argument("--every", action="store_true", help="the pages and fields of skip.json too")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--update", action="store_true", help="raise the floors to these figures")
    parser.add_argument("--allow-regression", default="", metavar="SENTENCE", help="let floors fall, and say why")
    return parser.parse_args()


def half(page: Page) -> str:
    """Return which half of the outlets a page belongs to."""
    return "odd" if hashlib.sha256(page.outlet.encode()).digest()[-1] % 2 else "even"


def _pages(root: Path, sets: tuple[str, ...], limit: int, *, every: bool) -> list[Page]:
    wrong, fields = (frozenset[str](), {}) if every else skipped()
    count: dict[str, int] = {}
    pages = []
    for page in corpus.pages(root, sets) if root.is_dir() else ():
        name = f"{page.set}/{page.name}"
        if name in wrong or (limit and count.get(page.set, 0) >= limit):
            continue
        count[page.set] = count.get(page.set, 0) + 1
        without = {field: None for field, names in fields.items() if name in names}
        pages.append(dataclasses.replace(page, **without) if without else page)
    return pages


def skipped() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return the pages whose whole truth the page itself proves wrong, and by field those whose truth of it is."""
    told = json.loads(SKIP.read_text("utf-8"))
    fields = {field: _named(reasons) for field, reasons in told["fields"].items()}
    return _named(told["pages"]), fields


def _named(reasons: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(name for names in reasons.values() for name in names)


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Write the figures for people."""
    lines = []
    for name, values in found.items():
        lines.append(f"{name}: F1 {values['f1']:.4f} (trafilatura {values['default_f1']:.4f}), "
                     f"error removed {values['error_removed']:.1%}")  # fmt: skip
        lines += [
            f"  {figure:16} {values[figure]:.4f}  (trafilatura {values[f'default_{figure}']:.4f})"
            for figure in sorted(values)
            if not figure.startswith("default_") and figure not in ("f1", "error_removed")
        ]
    return "\n".join(lines)


def distances(outcomes: Mapping[str, Sequence[Outcome]], worst: int) -> list[str]:
    """Return how many pages of each set lie far below the first opinion, and the farthest of all."""
    far = [(*_distance(outcome), outcome) for each in outcomes.values() for outcome in each]
    far.sort(key=lambda each: each[0])
    lines = []
    for name in outcomes:
        below = [each for each in far if each[2].page.set == name]
        count = sum(each[0] < -FAR for each in below)
        lines.append(
            f"{name}: {count} pages more than {FAR:.0%} below, worst {below[0][2].page.name} {below[0][0]:+.3f}"
        )
    return lines + [
        f"{gap:+.3f} {ours:.3f} {outcome.page.set}/{outcome.page.name} {outcome.ours.rejected[:60]}"
        for gap, ours, outcome in far[:worst]
    ]


def _distance(outcome: Outcome) -> tuple[float, float]:
    ours, theirs = (f1(side.text, outcome.page.text)[2] for side in (outcome.ours, outcome.theirs))
    return ours - theirs, ours


def _update(found: Mapping[str, Mapping[str, float]], fallen: Sequence[str], sentence: str) -> int:
    if fallen and not sentence:
        print("\n".join(fallen), file=sys.stderr)
        print('floors only rise; --allow-regression "why" lowers them', file=sys.stderr)
        return 1
    kept = json.loads(FLOORS.read_text("utf-8"))
    for name, values in found.items():
        kept["sets"][name] = {figure: values[figure] for figure in FLOORED if figure in values}
    if fallen:
        kept["regressions"].append({"why": sentence, "figures": list(fallen)})
    FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
