"""Places of an outlet's pages: those that move by themselves on its articles, and those that its definition leaves out.

A place is a path of the page with what stands still in it, as a digest: it tells no text of an article. Pure.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import regex
from cssselect import HTMLTranslator
from lxml import etree

from archive.digests import normalise

from .moves import Move

OTHERS: Final = 2  # articles on which all that stands at a place must have moved before the place itself is known
_DIGITS = regex.compile(r"\p{N}+")
_STEP = regex.compile(r"(?P<tag>[\w-]+)(?:#(?P<id>[^.]+))?(?:\.(?P<classes>.+))?")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved by itself on an article."""

    article_id: int
    path: str
    before: str
    after: str


def moving_places(moved: Iterable[Moved], crowded: Collection[str]) -> list[str]:
    """Return the places that are known to move, by digest; `crowded` are paths at which an article has many blocks."""
    framed: dict[str, None] = {}
    whole: dict[str, set[int]] = defaultdict(set)
    for each in moved:
        if (frame := _frame(each.path, each.before, each.after)) is not None:
            framed[frame] = None
        elif each.path not in crowded:
            whole[_digest(each.path, "")].add(each.article_id)
    return [*framed, *(place for place, articles in whole.items() if len(articles) >= OTHERS)]


def known_to_move(moves: Sequence[Move], places: Collection[str]) -> Iterator[Move]:
    """Yield moves, those at places that are known to move marked as such."""
    for move in moves:
        frame = _frame(move.path, move.before, move.after)
        known = frame in places or (move.lone and move.small and _digest(move.path, "") in places)
        yield replace(move, noise="moving") if known and move.path and not move.noise else move


def _frame(path: str, before: str, after: str) -> str | None:
    """Return the place of a block of which only figures moved; None when words did, or there are none."""
    one, other = (_DIGITS.sub("0", normalise(text)) for text in (before, after))
    return _digest(path, one) if one == other and regex.search(r"\p{L}", one) else None


def _digest(path: str, frame: str) -> str:
    return hashlib.blake2b(f"{frame}\0{path}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@lru_cache(maxsize=20_000)
def selected(path: str, selectors: tuple[str, ...]) -> bool:
    """Tell whether CSS selectors name a place, or an element around it: by tags, ids and classes.

    A path knows neither siblings nor attributes, only the first two classes of an element, and of numbers that there
    are some: `h2` is every heading.
    """
    if not selectors:
        return False
    root = element = etree.Element("html")
    for step in path.split():
        found = _STEP.fullmatch(step)
        if found is not None and step != "html":
            element = etree.SubElement(element, found["tag"])
            element.set("id", found["id"] or "")
            element.set("class", (found["classes"] or "").replace(".", " "))
    return any(root.xpath(_xpath(selector)) for selector in selectors)


@lru_cache(maxsize=512)
def _xpath(selector: str) -> str:
    return str(HTMLTranslator().css_to_xpath(_DIGITS.sub("0", selector)))
