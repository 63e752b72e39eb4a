"""What differs beside an article's text, within its extent: which of it explains itself. Pure.

Clocks, counters and readers' comments do, and lists of other pages that are exchanged: title and address at once. One
word of a teaser that still leads to the same page is no exchange, and is told.
"""

from collections.abc import Sequence
from typing import Final

import regex

from archive.models import Block, LeftOut

from .clock import is_clock_or_counter

_CLOCKS: Final[frozenset[LeftOut]] = frozenset({"clock", "counter", "comment"})
_LEADING: Final[frozenset[LeftOut]] = frozenset({"related", "teaser", "promo", "navigation", "share", "template"})
_COUNTED: Final[frozenset[LeftOut]] = frozenset({"share", "control", "navigation"})
_FIELDS: Final[frozenset[LeftOut]] = frozenset({"headline", "standfirst", "byline"})
_BARE = regex.compile(r"\P{N}?\p{N}+(?:[.,]\p{N}+)?\P{N}?")
_DIGITS = regex.compile(r"\p{N}+")


def noises(pairs: Sequence[tuple[Block | None, Block | None]], language: str | None) -> list[str]:
    """Return for each pair of blocks that stand in each other's place what explains the difference; "" for nothing."""
    found = [_noise(one, other, language) for one, other in pairs]
    if "related" not in found:
        return found
    return [noise or ("related" if _names(pair) <= _LEADING else "") for noise, pair in zip(found, pairs, strict=True)]


def _names(pair: tuple[Block | None, Block | None]) -> set[LeftOut]:
    return {block.left_out for block in pair if block is not None}


def _noise(one: Block | None, other: Block | None, language: str | None) -> str:
    names = _names((one, other))
    texts = [block.text for block in (one, other) if block is not None]
    if names == {"hidden"}:
        return "hidden"
    if names == {"template"}:
        return "related"
    if names <= _FIELDS and len(names) == 1:
        return next(iter(names))  # told as the field, where that differs
    if names == {"clock"} and any(map(_BARE.fullmatch, texts)):
        return ""  # a toll, a score, a cell: no time
    if names <= _CLOCKS or all(is_clock_or_counter(text, language) for text in texts):
        return "clock"
    if names <= _COUNTED and len({_DIGITS.sub("0", text) for text in texts}) == 1:
        return "clock"
    return "related" if names <= _LEADING and _leads_elsewhere(one, other) else ""


def _leads_elsewhere(one: Block | None, other: Block | None) -> bool:
    """Tell whether what leads to other pages came, went, or leads to others now."""
    if one is None or other is None:
        return True
    return {link.url for link in one.links} != {link.url for link in other.links}
