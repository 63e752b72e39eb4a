"""Words in a page that are no part of its sentences: struck out, for screen readers only, on controls, drawn.

They are taken out of the tree before anybody reads it, and noted on the element where they stood, so that every opinion
reads the same page and none of them is lost. Done once a page; linear in it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from archive.models import LeftOut

WORDS: Final = "data-rowback-words"  # attribute that holds what stood in an element
NAME: Final = "data-rowback-name"  # and what it is
_MOST: Final = 2_000  # characters: more is no slip of words, but a tag that nobody closed
_STRUCK: Final = ("del", "s", "strike")
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "em", "font", "i", "label", "mark", "small", "span", "strong", "sub", "sup"}
)
_TO_SCREEN_READERS: Final = re.compile(
    r"(?:^|[\s_-])(?:sr-?only|(?:visually|screen-?reader)-?hidden|hidden-?visually|screen-?reader(?:-(?:text|only))?"
    r"|a11y-(?:only|hidden|text)|assistive-text)(?:$|[\s_-])",
    re.I,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


_NAMES: Final[dict[str, LeftOut]] = {"struck": "struck", "hidden": "hidden", "control": "control", "other": "other"}


class Unread(NamedTuple):
    """Words that were taken out."""

    text: str
    name: LeftOut


def set_aside(tree: HtmlElement) -> None:
    """Take such words out of a tree, each noted on its element."""
    for element, name in list(_found(tree)):
        parts = element.itertext("text") if element.tag == "svg" else element.itertext()
        text = " ".join("".join(parts).split())
        if text and len(text) <= _MOST:
            element.clear(keep_tail=True)
            element.set(WORDS, text)
            element.set(NAME, name)


def noted(element: HtmlElement) -> Unread | None:
    """Return what was taken out of an element; None when nothing was."""
    text, name = element.get(WORDS), element.get(NAME)
    return Unread(text, _NAMES[name]) if text and name in _NAMES else None


def _found(tree: HtmlElement) -> Iterator[tuple[HtmlElement, LeftOut]]:
    yield from ((element, "struck") for element in tree.iter(*_STRUCK))
    yield from ((element, "control") for element in tree.iter("button", "select"))
    yield from ((element, "other") for element in tree.iter("svg"))
    yield from ((element, "hidden") for element in tree.xpath(".//*[@class or @style or @hidden]") if _unseen(element))


def _unseen(element: HtmlElement) -> bool:
    named = _TO_SCREEN_READERS.search(element.get("class") or "")
    style = element.get("style")
    hidden = element.get("hidden") is not None or (style and _HIDDEN.search(style))
    if element.tag in ("h1", "time") or not (named or (hidden and element.tag in _INLINE)):
        return False
    return not next(element.iterfind(".//*[@itemprop]"), element).get("itemprop")  # what it says to machines is wanted
