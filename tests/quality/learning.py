"""What learning an outlet's template adds to reading its pages one by one, on outlets with five pages or more.

Run it as `python -m tests.quality.learning [CORPUS]`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

from archive.extract import read
from archive.extract.boilerplate import apply, learn
from archive.models import Content

from . import corpus, scores, sides
from .__main__ import CORPUS
from .corpus import Page

PAGES = 5
SETS = ("big9", "l3s", "cpe")


def main() -> int:
    """Measure and print."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    outlets: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in corpus.pages(root, SETS):
        outlets[page.set, page.outlet].append(page)
    chosen = [page for pages in outlets.values() if len(pages) >= PAGES for page in pages]
    with get_context("spawn").Pool(2) as pool:
        readings = dict(zip(((p.set, p.name) for p in chosen), pool.map(reading, chosen, 4), strict=True))
    gains = [gain for pages in outlets.values() if len(pages) >= PAGES for gain in of_outlet(pages, readings)]
    for name in SETS:
        told([(before, after) for set_name, before, after in gains if set_name == name], name)
    told([(before, after) for _, before, after in gains], "all")
    return 0


def reading(page: Page) -> Content | None:
    """Read one page by itself."""
    found = read(page.html(), url=sides.url_of(page), captured_at=sides.captured_at(page), charset="utf-8")
    return found if isinstance(found, Content) else None


def of_outlet(
    pages: Sequence[Page], readings: dict[tuple[str, str], Content | None]
) -> Iterator[tuple[str, float, float]]:
    """Yield each page's F1 before and after what the outlet's pages taught."""
    found = [(page, content) for page in pages if (content := readings[page.set, page.name])]
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
        print(f"{name}: {len(pairs)} pages, F1 {before:.4f} to {after:.4f}, {better} better, {worse} worse")


if __name__ == "__main__":
    raise SystemExit(main())
