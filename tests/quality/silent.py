"""Does anything visible change in silence? One word, digit, sign, link target or block of a page is changed at a time.

    python -m tests.quality.silent [FOLDER] [--edits 300] [--sets fundus,aeb] [--half odd] [--seed 1] [--show]

Knows no rule of the reader's: where an article reaches is told by the truth beside the page, what is visible by HTML.
A change is silent when neither the text nor a named block differs. Exit code 1 when one is.
"""

import argparse
import datetime as dt
import json
import os
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from lxml import html
from selectolax.lexbor import LexborHTMLParser

from archive.extract import read
from archive.models import Content

from . import corpus, scores
from .__main__ import CORPUS, half, skipped

OWN = Path(__file__).parents[1] / "pages"
CAPTURED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
UNSEEN_TAGS = """
    script style noscript template head title meta option textarea iframe object embed audio video canvas math
    map datalist progress meter dialog rp desc
"""
UNSEEN = frozenset(UNSEEN_TAGS.split())
LONG = 40  # characters of a text that is surely the truth's
FAR = 2  # times the text that an element of its own may hold
HOLDS = 0.9  # share of the truth's lines that the article's element holds
KINDS = ("word", "digit", "sign", "link", "put in", "taken out")


@dataclass(frozen=True)
class Sheet:
    """A page with the lines that are its text."""

    name: str
    html: str
    url: str
    headline: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What came of one edit."""

    page: str
    kind: str
    where: str
    true: bool  # the place is in the truth's text
    told: str  # text, named, silent


def sheets(root: Path, sets: tuple[str, ...], wanted: str) -> Iterator[Sheet]:
    """Yield the pages of a corpus and our own, of which the truth is known."""
    wrong, _ = skipped()
    for page in corpus.pages(root, sets) if root.is_dir() else ():
        if f"{page.set}/{page.name}" not in wrong and (not wanted or half(page) == wanted):
            lines = tuple(filter(None, map(scores.plain, page.text.split("\n"))))
            yield Sheet(
                f"{page.set}/{page.name}", page.html().decode("utf-8", "replace"), page.url, page.headline or "", lines
            )
    for case in sorted(OWN.glob("*/expected.json")) if not sets else ():
        told = json.loads(case.read_text("utf-8"))
        if told.get("paragraphs"):
            text = (case.parent / "page.html").read_text("utf-8")
            yield Sheet(
                f"own/{case.parent.name}",
                text,
                told["url"],
                told.get("headline") or "",
                tuple(map(scores.plain, told["paragraphs"])),
            )


def measure(sheet: Sheet, edits: int, seed: int) -> list[Seen]:
    """Return what came of some edits of a page, each made by itself."""
    rng = random.Random(zlib.crc32(f"{sheet.name} {seed}".encode()))
    tree = html.document_fromstring(
        (LexborHTMLParser(sheet.html, scripting=True).html or "<p>").encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    before = _read(tree, sheet.url)
    places = list(_places(tree, sheet)) if before is not None else []
    found = []
    for _ in range(edits if places else 0):
        kind = rng.choice(KINDS)
        able = [each for each in places[kind == "put in" :] if _can(kind, each)]
        if not able:
            continue
        element, side = rng.choice(able)
        text = scores.plain(getattr(element, side))
        truth = "\n".join(sheet.lines)
        undo = _edit(kind, element, side, rng)
        after = _read(tree, sheet.url)
        undo()
        told = _told(before, after)
        where = "/".join(each.tag for each in reversed([element, *element.iterancestors()][:4]))
        found.append(Seen(sheet.name, kind, f"{where}: {text[:70]}", _is_true(text, truth), told))
    return found


def _is_true(text: str, truth: str) -> bool:
    return len(text) >= 20 and text in truth


def _read(tree: Any, url: str) -> Content | None:
    body = html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>").encode("utf-8", "replace")
    found = read(body, url=url, captured_at=CAPTURED, charset="utf-8")
    return found if isinstance(found, Content) else None


def _told(before: Content | None, after: Content | None) -> str:
    if before is None or after is None:
        return "text"  # the article is gone: a look that says so
    if _text(before) != _text(after):
        return "text"
    return "named" if _named(before) != _named(after) else "silent"


def _text(content: Content) -> object:
    kept = [(block.text, block.links) for block in content.blocks if block.kept]
    return content.headline, content.standfirst, content.byline, content.authors, content.image, kept


def _named(content: Content) -> object:
    named = [(block.text, block.links, block.left_out) for block in content.blocks if block.left_out]
    return named, content.comments, content.published, content.modified


def _places(tree: Any, sheet: Sheet) -> Iterator[tuple[Any, str]]:
    """Yield the visible text nodes from the headline to the end of the element that holds the truth's text."""
    nodes = [node for node in _nodes(tree) if scores.plain(getattr(*node))]
    truth, title = "\n".join(sheet.lines), scores.plain(sheet.headline)
    texts = [scores.plain(getattr(*node)) for node in nodes]
    true = [n for n, text in enumerate(texts) if len(text) >= LONG and text != title and text in truth]
    around = _around([nodes[number] for number in true])
    if around is None:
        return
    inside = set(around.iter())
    held = [number for number, node in enumerate(nodes) if _owner(node) in inside]
    size = sum(len(texts[number]) for number in held)
    whole = size > FAR * len(truth)  # then it is no element of the text's own
    last = true[-1] if whole else held[-1]
    heads = [number for number in range(true[0]) if title and texts[number] == title]
    yield from nodes[heads[-1] if heads else true[0] : last + 1]


def _owner(node: tuple[Any, str]) -> Any:
    return node[0] if node[1] == "text" else node[0].getparent()


def _around(nodes: Sequence[tuple[Any, str]]) -> Any:
    """Return the innermost element that holds nearly all of these."""
    held: Counter[Any] = Counter()
    for node in nodes:
        owner = _owner(node)
        for element in (owner, *owner.iterancestors()):
            held[element] += len(getattr(*node))
    most = HOLDS * sum(len(getattr(*node)) for node in nodes)
    able = [element for element, size in held.items() if size >= most]
    return max(able, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _nodes(tree: Any) -> Iterator[tuple[Any, str]]:
    body = tree.find("body")
    for element in body.iter() if body is not None else ():
        if isinstance(element.tag, str):
            if element.text and _visible(element):
                yield element, "text"
            if element.tail and element is not body and _visible(element.getparent()):
                yield element, "tail"


def _visible(element: Any) -> bool:
    for each in (element, *element.iterancestors()):
        style = (each.get("style") or "").replace(" ", "").lower()
        if (
            each.tag in UNSEEN
            or each.get("hidden") is not None
            or "display:none" in style
            or "visibility:hidden" in style
        ):
            return False
        if each.tag == "svg":
            return any(one.tag == "text" for one in (element, *element.iterancestors()))
    return True


def _can(kind: str, node: tuple[Any, str]) -> bool:
    text = getattr(*node)
    if kind == "link":
        return node[1] == "text" and node[0].tag == "a" and (node[0].get("href") or "").startswith(("http", "/"))
    if kind == "digit":
        return any(each.isdecimal() and each.isascii() for each in text)
    if kind == "word":
        return any(len(word) > 2 and word.isalpha() for word in text.split())
    return (
        len(text.split()) > 2
        if kind == "sign"
        else node[0].tag in ("p", "li", "div", "h2", "h3", "blockquote") and node[1] == "text"
    )


def _edit(kind: str, element: Any, side: str, rng: random.Random) -> Any:
    """Make an edit; the function returned takes it back."""
    text = getattr(element, side)
    if kind == "link":
        href = element.get("href")
        element.set("href", href.partition("?")[0].rstrip("/") + "-other")
        return partial(element.set, "href", href)
    if kind == "put in":
        made = html.Element("li" if element.tag == "li" else "p")
        made.text = f"Nothing of this kind stood on the page before number {rng.randrange(100, 999)} was put in here."
        element.addprevious(made)
        return partial(_remove, made)
    if kind == "taken out":
        return _take_out(element)
    setattr(element, side, {"word": _other_word, "digit": _other_digit, "sign": _other_sign}[kind](text, rng))
    return partial(setattr, element, side, text)


def _remove(element: Any) -> None:
    element.drop_tree()


def _take_out(element: Any) -> Any:
    held = html.Element("span")
    element.addprevious(held)
    parent, tail = element.getparent(), element.tail
    element.tail = None
    parent.remove(element)
    held.tail = tail

    def undo() -> None:
        held.tail = None
        held.addprevious(element)
        element.tail = tail
        parent.remove(held)

    return undo


def _other_word(text: str, rng: random.Random) -> str:
    words = [word for word in text.split() if len(word) > 2 and word.isalpha()]
    word = rng.choice(words)
    return text.replace(word, word[1:] + word[0] if len(set(word)) > 1 else word + word[0], 1)


def _other_digit(text: str, rng: random.Random) -> str:
    at = rng.choice([place for place, each in enumerate(text) if each.isdecimal() and each.isascii()])
    return f"{text[:at]}{(int(text[at]) + rng.randrange(1, 10)) % 10}{text[at + 1 :]}"


def _other_sign(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    at = rng.choice(
        [place for place, (one, other) in enumerate(pairwise(words)) if one.strip() and other.strip()] or [0]
    )
    return " ".join((*words[:at], words[at] + rng.choice("?!;:"), *words[at + 1 :]))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.silent", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--edits", type=int, default=300)
    parser.add_argument("--sets", default="")
    parser.add_argument("--half", choices=("even", "odd"), default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="name what was silent, and what was true and no text")
    options = parser.parse_args()
    pages = list(sheets(options.folder, tuple(filter(None, options.sets.split(","))), options.half))
    random.Random(options.seed).shuffle(pages)
    each = max(1, -(-options.edits // max(1, len(pages))))
    chosen = pages[: -(-options.edits // each)]
    with get_context("spawn").Pool(min(2, os.cpu_count() or 1), partial(os.nice, 10)) as pool:
        seen = [one for found in pool.imap(partial(measure, edits=each, seed=options.seed), chosen) for one in found]
    return report(seen, show=options.show)


def report(seen: Sequence[Seen], *, show: bool) -> int:
    """Print the figures; 1 when something was silent."""
    for kind in KINDS:
        told = Counter(one.told for one in seen if one.kind == kind)
        print(f"{kind:10} {sum(told.values()):5}  text {told['text']}  named {told['named']}  silent {told['silent']}")
    silent = [one for one in seen if one.told == "silent"]
    true = [one for one in seen if one.true]
    text = sum(one.told == "text" for one in true)
    print(f"silent {len(silent)} of {len(seen)}; of those in the truth's text {text} of {len(true)} as text")
    if show:
        for one in (*silent, *(each for each in true if each.told == "named")):
            print(f"  {one.told:6} {one.kind:9} {one.page}  {one.where}")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
