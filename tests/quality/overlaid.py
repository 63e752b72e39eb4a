"""How surely edits are seen through the reader, and noise is not: pages of a corpus, each looked at twice.

Used by `python -m tests.quality.changes`; the smallest edits, edits whose kind is known, and looks without an edit.
"""

import datetime as dt
import os
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from archive.compare import compare
from archive.digests import normalise
from archive.extract import read
from archive.models import Content
from crawler.newspaper import EDITIONS, Newspaper
from tests.newspaper import NOW, fetch
from tests.overlay import MINIMAL, Made, look, minimal_edits, parse, serialise, spots, told_edits

from . import corpus
from .moving import derived
from .sides import url_of

OWN = Path(__file__).parents[1] / "pages"
SMALLEST = (*(edit.__name__ for edit in MINIMAL), "link")
START = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
QUIET_LOOKS = 3


@dataclass(frozen=True)
class Sheet:
    """A page to lay edits over."""

    name: str
    html: str
    url: str


@dataclass
class Seen:
    """What came of the looks at one page."""

    name: str
    quiet: list[str] = field(default_factory=list)  # decisions of looks without an edit
    edits: list[tuple[str, str, bool, bool]] = field(default_factory=list)  # kind, how, is a version, has the words
    kinds: list[tuple[str, str, str]] = field(default_factory=list)  # wanted, told, how


def measure_sheet(sheet: Sheet) -> Seen | None:
    """Look at a page again and again; None when the reader makes no article of it, or has no text node whole."""
    rng = random.Random(zlib.crc32(sheet.name.encode()))
    bare = _read(sheet.html, sheet.url)
    if not isinstance(bare, Content) or len(spots(parse(sheet.html), bare)) < 3:
        return None
    before = _read(look(sheet.html, bare, rng), sheet.url)
    if not isinstance(before, Content):
        return None
    seen = Seen(sheet.name)
    for _ in range(QUIET_LOOKS):
        seen.quiet.append(_decision(before, _read(look(sheet.html, bare, rng), sheet.url)))
    for made in (*minimal_edits(sheet.html, bare, rng), *told_edits(sheet.html, bare, rng)):
        _judge(seen, before, made, _read(made.html, sheet.url))
    return seen


def _judge(seen: Seen, before: Content, made: Made, after: object) -> None:
    if made.how == "link" or isinstance(after, Content):
        version = _decision(before, after) == "changed"
        whole = isinstance(after, Content) and all(_has(after, text) for text in made.new)
        seen.edits.append((made.kind, made.how, version, whole))
        if made.kind and isinstance(after, Content) and after.language == "en":
            told = compare(before, after).kind if version else "none"
            seen.kinds.append((made.kind, told, made.how))
    else:
        seen.edits.append((made.kind, made.how, False, False))


def _has(content: Content, text: str) -> bool:
    everything = normalise(" ".join((content.headline, content.standfirst or "", *content.paragraphs)))
    return normalise(text) in everything


def _read(page: str, url: str) -> object:
    return read(page.encode("utf-8", "replace"), url=url, captured_at=START, charset="utf-8")


def _decision(before: Content, after: object) -> str:
    """Return what derivation decides of the second of two looks."""
    if not isinstance(after, Content):
        return "unread"
    decided = derived((before, after)).decisions[2]
    return decided.reason or decided.decision or "none"


def measure_sheets(sheets: Sequence[Sheet], processes: int = 2) -> list[Seen]:
    """Look at all pages, in a few processes of low priority."""
    if processes < 2:
        return [seen for sheet in sheets if (seen := measure_sheet(sheet)) is not None]
    with get_context("spawn").Pool(processes, partial(os.nice, 10)) as pool:
        return [seen for seen in pool.imap_unordered(measure_sheet, sheets, chunksize=2) if seen is not None]


def own_sheets() -> list[Sheet]:
    """Return the pages that are ours: one a trap, and the made-up newspapers'."""
    sheets = [
        Sheet(case.parent.name, case.read_text("utf-8", "replace"), corpus.load(case.parent, "pages").url)
        for case in sorted(OWN.glob("*/page.html"))
    ]
    sheets += [_linked(sheet) for sheet in sheets if sheet.name in ("english-jsonld", "french", "spanish")]
    with Newspaper(NOW) as paper:
        paper.edition = EDITIONS[0]
        published = [version for version in paper.published() if version.edition == EDITIONS[0]]
        sheets += [Sheet(each.url.rpartition("/")[2], fetch(each.url).body.decode(), each.url) for each in published]
    return sheets


def _linked(sheet: Sheet) -> Sheet:
    """Put a link around some words of the longest paragraph, as our pages have none in their text."""
    tree = parse(sheet.html)
    paragraph = max(tree.iter("p"), key=lambda each: len(each.text or ""))
    words = (paragraph.text or "").split()
    link = paragraph.makeelement("a", {"href": "https://source.example/report"})
    paragraph.text, link.text, link.tail = f"{words[0]} ", " ".join(words[1:4]), f" {' '.join(words[4:])}"
    paragraph.insert(0, link)
    return Sheet(f"{sheet.name} linked", serialise(tree), sheet.url)


def corpus_sheets(folder: Path, limit: int) -> list[Sheet]:
    """Return some pages of a corpus, the same in every run."""
    pages = list(corpus.pages(folder)) if folder.is_dir() else []
    chosen = random.Random(3).sample(pages, min(limit, len(pages)))
    return [Sheet(f"{page.set}/{page.name}", page.html().decode("utf-8", "replace"), url_of(page)) for page in chosen]


def figures(seen: Sequence[Seen]) -> dict[str, float]:
    """Return the figures of some pages."""
    kinds = [told for each in seen for told in each.kinds]
    return {
        "page_recall": recall(seen),
        "page_recall_read": recall_read(seen),
        "page_recall_smallest": recall(seen, SMALLEST),
        "page_precision": precision(seen),
        "page_kinds_macro_f1": macro_f1([(wanted, told) for wanted, told, _ in kinds]),
    }


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean of the F1 of every kind that was wanted, over (wanted, told) pairs."""
    wanted = {want for want, _ in pairs}
    both = {kind: sum(want == got == kind for want, got in pairs) for kind in wanted}
    said = {kind: sum((want == kind) + (got == kind) for want, got in pairs) for kind in wanted}
    return sum(2 * both[kind] / said[kind] for kind in wanted) / max(1, len(wanted))


def report(seen: Sequence[Seen]) -> str:
    """Say on which pages noise made a version, and which edits were missed or called otherwise."""
    lines = []
    for each in seen:
        missed = [how for _, how, version, _ in each.edits if not version]
        if missed or "changed" in each.quiet:
            lines.append(f"  {each.name}: looks without an edit {each.quiet}, missed {missed}")
    called = Counter(told for each in seen for told in each.kinds if told[0] != told[1])
    lines += [f"  {n:4} × {how}: {want} was called {got}" for (want, got, how), n in called.most_common(14)]
    return "\n".join(lines)


def recall(seen: Iterable[Seen], hows: Sequence[str] = ()) -> float:
    """Return the share of edits that made a version, of these sorts."""
    edits = [version for each in seen for _, how, version, _ in each.edits if not hows or how in hows]
    return sum(edits) / max(1, len(edits))


def recall_read(seen: Iterable[Seen]) -> float:
    """Return the share of edits that made a version, of those whose sentences the later reading has."""
    edits = [version for each in seen for _, _, version, whole in each.edits if whole]
    return sum(edits) / max(1, len(edits))


def precision(seen: Iterable[Seen]) -> float:
    """Return the share of looks without an edit that made no version."""
    quiet = [decision != "changed" for each in seen for decision in each.quiet]
    return sum(quiet) / max(1, len(quiet))
