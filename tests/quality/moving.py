"""What moves by itself makes no version and accuses nobody: pages on which it does, look after look.

    python -m tests.quality.moving [CORPUS] [--sets fundus,aeb] [--pages N] [--looks N] [--seed N] [--show]

Into each page of a corpus, read at run time, some widgets are put at places of its text that chance chooses, and all of
them move at every look; the article itself stays. Knows no rule of ours. Prints false versions per look, and how many
accusations stand at the end.
"""

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html

from archive.compare import compare
from archive.derive.gist import gist
from archive.derive.identity import Group
from archive.derive.looks import Look, Read
from archive.derive.moves import Move, moves
from archive.derive.quieting import quieted
from archive.derive.whole import Derived, derive
from archive.extract.reading import read
from archive.models import Change, Content

from .corpus import Page, pages
from .widgets import Widget, picture, widgets

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
START = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
FEWEST, MOST = 3, 6  # widgets of a page


@dataclass
class Counted:
    """What came of all pages."""

    pages: int = 0
    looks: int = 0  # beyond each page's first
    false_versions: int = 0
    accusations: int = 0  # settled
    waiting: int = 0  # seen at one look so far
    by_kind: Counter[str] = field(default_factory=Counter)


def looks_at(page: Page, rng: random.Random, count: int) -> tuple[list[Content], list[Widget]]:
    """Return what is read of a page on which widgets move; nothing when it gives no article."""
    chosen = rng.sample(made := widgets(rng), rng.randint(FEWEST, min(MOST, len(made))))
    image = picture(rng, f"photo-{rng.randrange(10**6)}-orn")
    tree = html.document_fromstring(page.html(), parser=html.HTMLParser(encoding="utf-8"))
    places = [(widget, rng.random()) for widget in chosen]
    found = []
    for look in range(count):
        shown = _with(tree, places, look, image(look))
        content = read(shown, url=page.url, captured_at=START)
        if not isinstance(content, Content):
            return [], chosen
        found.append(content)
    return found, chosen


def _with(tree: html.HtmlElement, places: Sequence[tuple[Widget, float]], look: int, image: str) -> bytes:
    copy = html.fromstring(html.tostring(tree))
    body = _text_of(copy)
    paragraphs = [child for child in body if child.tag == "p" and len(child.text_content()) > 60]
    for widget, place in places:
        if not paragraphs:
            break
        at = paragraphs[int(place * len(paragraphs))]
        fragments = html.fragments_fromstring(widget.show(look))
        _put(at, fragments, within=widget.within)
    for meta in copy.xpath("//meta[@property='og:image']"):
        meta.set("content", image)
    return bytes(html.tostring(copy, encoding="utf-8"))


def _put(at: html.HtmlElement, fragments: Sequence[html.HtmlElement | str], *, within: bool) -> None:
    last = at[-1] if within and len(at) else None
    parent, index = (at, len(at)) if within else (at.getparent(), at.getparent().index(at) + 1)
    for fragment in fragments:
        if not isinstance(fragment, str):
            parent.insert(index, fragment)
            last, index = fragment, index + 1
        elif last is not None:
            last.tail = (last.tail or "") + fragment
        else:
            at.text = (at.text or "") + fragment
    if not within and len(fragments) and last is not None:
        last.tail, at.tail = (last.tail or "") + (at.tail or ""), None


def _text_of(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the element among whose children most of the prose stands."""
    sizes: Counter[html.HtmlElement] = Counter()
    for paragraph in tree.iter("p"):
        sizes[paragraph.getparent()] += len(paragraph.text_content())
    return max(sizes, key=lambda element: sizes[element]) if sizes else tree


def derived(contents: Sequence[Content]) -> Derived:
    """Derive the history of looks that are ten minutes apart."""
    read_by = dict(enumerate(contents, 1))

    def differ(one: Read, other: Read) -> tuple[Move, ...]:
        return moves(read_by[one.reading_id], read_by[other.reading_id])

    def change(before: Look, after: Look, earlier: Sequence[Look], quiet: Sequence[Move]) -> Change:
        return compare(*quieted(read_by[before.reading_id or 0], read_by[after.reading_id or 0], quiet))

    looks = tuple(_look(number, content) for number, content in read_by.items())
    return derive(Group(looks=looks, addresses=(), first_url="https://a.example/x"), frozenset(), change, differ)


def _look(number: int, content: Content) -> Look:
    read_as = Read("reader", number, gist(content))
    return Look(
        capture_id=number, record_id=f"urn:{number:03}", captured_at=START + dt.timedelta(minutes=10 * number),
        url="https://a.example/x", key="example,a)/x", status=200, reading_id=number, gist=read_as.gist,
        reads=(read_as,),
    )  # fmt: skip


def measure(chosen: Sequence[Page], seed: int, count: int) -> Iterator[tuple[Page, Derived, list[Widget]]]:
    """Yield what is derived of each page that gives an article."""
    for page in chosen:
        contents, put = looks_at(page, random.Random(f"{seed} {page.set} {page.name}"), count)
        if contents:
            yield page, derived(contents), put


def add(counted: Counted, history: Derived, put: Sequence[Widget]) -> bool:
    """Count one page; return whether something is wrong with it."""
    false = len(history.versions) - 1
    accused = [each for each in history.changes if each.change.kind == "fact_changed_unnoted"]
    counted.pages += 1
    counted.looks += len(history.group.looks) - 1
    counted.false_versions += false
    counted.accusations += sum(each.finding == "settled" for each in accused)
    counted.waiting += sum(each.finding == "observed" for each in accused)
    counted.by_kind.update(widget.kind for widget in put if false)
    return bool(false)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--sets", default="")
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--looks", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    known = list(pages(options.corpus, tuple(filter(None, options.sets.split(",")))))
    chosen = random.Random(options.seed).sample(known, min(options.pages, len(known)))
    counted = Counted()
    for page, history, put in measure(chosen, options.seed, options.looks):
        if add(counted, history, put) and options.show:
            _show(page, history)
    share = counted.false_versions / max(counted.looks, 1)
    print(f"{counted.pages} pages, {counted.looks} looks: {counted.false_versions} false versions ({share:.2%})")
    print(f"accusations at the end: {counted.accusations} settled, {counted.waiting} seen at one look so far")
    print("widgets on pages with false versions:", dict(counted.by_kind.most_common()))
    return int(bool(counted.accusations))


def _show(page: Page, history: Derived) -> None:
    print(page.set, page.name, [history.decisions[look.capture_id] for look in history.group.looks])
    for change in history.changes:
        print("   ", change.change.kind, change.finding, change.change.evidence)


if __name__ == "__main__":
    sys.exit(main())
