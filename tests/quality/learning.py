"""What learning an outlet's template adds to reading its pages one by one, on outlets with five pages or more.

Run it as `python -m tests.quality.learning [CORPUS]`. Twice, side by side: over our own reading of a page, and over the
first opinion alone, to which no rule of ours was applied. Pages whose truth is skipped are left out, so what a reading
falls short of 1 is all that learning could still add.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

from archive.derive.template import apply, learn
from archive.extract import align, opinion, read
from archive.extract.decode import decode
from archive.extract.dom import pieces
from archive.extract.page import parse
from archive.models import Block, Content

from . import corpus, scores, sides
from .__main__ import CORPUS, skipped
from .corpus import Page

PAGES = 5
SETS = ("big9", "l3s", "cpe")


def main() -> int:
    """Measure and print."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    wrong, _ = skipped()
    outlets: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in corpus.pages(root, SETS):
        if f"{page.set}/{page.name}" not in wrong:
            outlets[page.set, page.outlet].append(page)
    chosen = [pages for pages in outlets.values() if len(pages) >= PAGES]
    with get_context("spawn").Pool(2) as pool:
        for what, read_one in (("our own reading", reading), ("the first opinion alone", first_opinion)):
            gains = [gain for pages in chosen for gain in of_outlet(pages, pool.map(read_one, pages))]
            print(f"over {what}")
            for name in SETS:
                told([(before, after) for set_name, before, after in gains if set_name == name], name)
            told([(before, after) for _, before, after in gains], "all")
    return 0


def reading(page: Page) -> Content | None:
    """Read one page by itself."""
    found = read(page.html(), url=sides.url_of(page), captured_at=sides.captured_at(page), charset="utf-8")
    return found if isinstance(found, Content) else None


def first_opinion(page: Page) -> Content | None:
    """Read one page by the library's opinion, its lines found among the page's blocks, and nothing else."""
    own = reading(page)
    tree = parse(decode(page.html(), mime="text/html", charset="utf-8"))
    blocks = pieces(tree, sides.url_of(page))
    kept = align.align(opinion.first(tree), blocks)
    found = tuple(Block(piece.text, piece.path, piece.index in kept) for piece in blocks if not piece.hidden)
    return Content(headline=own.headline, blocks=found, language=own.language) if own else None


def of_outlet(pages: Sequence[Page], readings: Sequence[Content | None]) -> Iterator[tuple[str, float, float]]:
    """Yield each page's F1 before and after what the outlet's pages taught."""
    found = [(page, content) for page, content in zip(pages, readings, strict=True) if content]
    state = learn((page.name, content.blocks) for page, content in found)
    for page, content in found:
        learned = apply(content, state, names=[page.name])
        yield page.set, score(page, content), score(page, learned)


def score(page: Page, content: Content) -> float:
    """Return the F1 of headline, standfirst and text, as these sets count it."""
    return scores.f1("\n".join((content.headline, content.standfirst or "", content.text)), page.text)[2]


def told(pairs: Sequence[tuple[float, float]], name: str) -> None:
    """Print what changed on some pages."""
    if pairs:
        before, after = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
        better = sum(b > a + 1e-9 for a, b in pairs)
        worse = sum(b < a - 1e-9 for a, b in pairs)
        print(f"  {name}: {len(pairs)} pages, F1 {before:.4f} to {after:.4f}, {better} better, {worse} worse")


if __name__ == "__main__":
    raise SystemExit(main())
