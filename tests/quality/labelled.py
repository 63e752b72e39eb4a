"""Kinds beside labels given by hand: `python -m tests.quality.labelled [FILE | --later | --third] [--strict]`.

labelled.jsonl holds 150 pairs of versions, invented and labelled by somebody who had not read the classifier;
labelled_later.jsonl 80 longer ones, by somebody who had read neither the classifier nor the first pairs;
labelled_third.jsonl 132 harder ones, by a third person. Of these only every other pair, from the first on, was looked
at when rules were mended: `--third --unseen` tells of the rest how well the rules hold elsewhere.
labelled_fourth-c.jsonl holds 60 by a fourth person, in three languages: nothing is learned from it. `label` is
what a reader should be told of first, `also` what one could fairly say, `why` the reason. How they were labelled:

- the article itself tells of something later (a new toll with its source, an answer, an outcome): update;
- a stated fact differs, and nothing says why: fact_changed_unnoted, also when "This story has been updated" stands
  there, when a hedge or a claim about somebody goes, when another source or speaker stands by the same words;
- the outlet admits it, anywhere and in any words: correction_noted, whatever else was done;
- an office that revises its own number in the text is news, not a correction of the outlet's: update;
- earlier history, figures or explanation come or go: background;
- the same said otherwise, captions, bylines, addresses of the same link, paragraphs moved: style;
- an answer counts as right when it is the label, or one of `also` unless `--strict`.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.compare import compare
from archive.models import Block, Content, Image, Link

FILE = Path(__file__).with_name("labelled.jsonl")
FLOORS = Path(__file__).with_name("changes.json")
LATER = Path(__file__).with_name("labelled_later.jsonl")
THIRD = Path(__file__).with_name("labelled_third.jsonl")


@dataclass(frozen=True)
class Judged:
    """A labelled pair and what rowback called it."""

    id: str
    language: str
    label: str
    also: tuple[str, ...]
    told: str
    evidence: str

    def answer(self, *, strict: bool) -> str:
        """Return what was told, or the label when what was told is fair as well."""
        return self.label if not strict and self.told in self.also else self.told


def judged(file: Path) -> list[Judged]:
    """Compare the two versions of each pair."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        pair = json.loads(line)
        change = compare(*(content(pair[side], pair["language"]) for side in ("before", "after")))
        found.append(
            Judged(pair["id"], pair["language"], pair["label"], tuple(pair["also"]), change.kind, change.evidence)
        )
    return found


def content(side: Mapping[str, Any], language: str) -> Content:
    """Make a version of one side of a pair."""
    links = [Link(each["url"], each["text"]) for each in side.get("links", ())]
    blocks = [
        Block(text, "main/article/p", kept=True, links=tuple(link for link in links if link.text in text))
        for text in side["paragraphs"]
    ]
    caption = side.get("caption")
    if caption:
        blocks.insert(0, Block(caption, "main/article/figure/figcaption", kept=True, role="caption"))
    return Content(
        headline=side["headline"],
        blocks=tuple(blocks),
        standfirst=side["standfirst"],
        byline=", ".join(side["byline"]) or None,
        authors=tuple(side["byline"]),
        language=language,
        image=Image("https://courier.example/lead.jpg", caption) if caption else None,
        paywalled=side.get("paywalled"),
        kind=side.get("kind", "article"),
    )


def scores(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float, float, int]]:
    """Return precision, recall, F1 and how many there are, by kind, of (label, answer)."""
    found = {}
    for kind in sorted({kind for pair in pairs for kind in pair}):
        right = sum(label == answer == kind for label, answer in pairs)
        told, true = (sum(pair[place] == kind for pair in pairs) for place in (1, 0))
        found[kind] = (right / told if told else 0.0, right / true if true else 0.0, 2 * right / (told + true), true)
    return found


def figures(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return the mean F1 over the kinds that are labels, and the share of right answers."""
    listed = [f1 for *_, f1, true in scores(pairs).values() if true]
    right = sum(label == answer for label, answer in pairs)
    return {"macro_f1": sum(listed) / len(listed), "accuracy": right / len(pairs)}


def below_floors(file: Path = FILE) -> list[str]:
    """Say which figures of the first pairs are below their floors."""
    found = figures([(pair.label, pair.answer(strict=False)) for pair in judged(file)])
    floors = json.loads(FLOORS.read_text("utf-8"))["labelled"]
    return [f"{name}: {found[name]:.3f} < {floor}" for name, floor in floors.items() if found[name] < floor]


def table(pairs: Sequence[tuple[str, str]]) -> str:
    """Write the figures of each kind and the confusions for people."""
    found = scores(pairs)
    labels = [kind for kind in found if found[kind][3]]
    lines = [f"{'':22} precision  recall  F1      pairs"]
    lines += [f"{kind:22} {p:<9.3f}  {r:<6.3f}  {f:<6.3f}  {n}" for kind, (p, r, f, n) in found.items()]
    right = sum(label == answer for label, answer in pairs)
    lines += [
        "",
        f"macro-F1 {figures(pairs)['macro_f1']:.3f} over {len(labels)} kinds, "
        f"{right} of {len(pairs)} right ({right / len(pairs):.1%})",
    ]
    counts = Counter(pairs)
    lines += ["", "label \\ told".ljust(22) + "".join(f"{kind[:10]:>11}" for kind in found)]
    lines += [f"{kind:22}" + "".join(f"{counts[kind, told] or '.':>11}" for told in found) for kind in labels]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.labelled", description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--later", action="store_true", help="the 80 pairs made later")
    parser.add_argument("--third", action="store_true", help="the 132 harder pairs made last")
    parser.add_argument("--unseen", action="store_true", help="every other pair, from the second on")
    parser.add_argument("--strict", action="store_true", help="only the label is right, not what is fair as well")
    options = parser.parse_args()
    file = options.file or (LATER if options.later else THIRD if options.third else FILE)
    pairs = judged(file)[1::2] if options.unseen else judged(file)
    answers = [(pair, pair.answer(strict=options.strict)) for pair in pairs]
    print(table([(pair.label, answer) for pair, answer in answers]))
    for pair, answer in answers:
        if answer != pair.label:
            print(f"\n{pair.id}: label {pair.label}, told {pair.told}\n  {pair.evidence}")
    fallen = below_floors() if file == FILE and not options.unseen else []
    print("\n".join(fallen), file=sys.stderr)
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
