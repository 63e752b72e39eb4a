"""How far an article reaches in its page, and what each block within is: text, or left out for a named reason.

The extent goes from the headline to the end of the element that holds the text. Nothing in it is passed over: what no
rule names is `aside` or `other`. A name that is told of what moves by itself (`related`, `clock`, `promo` …) needs the
block's own form as evidence, never a class name alone: such names let a change pass.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from archive.models import LeftOut

from . import declared, lexicon
from .headline import alike
from .piece import Piece
from .place import is_within

_MOST: Final = 0.97  # share of the text that an element must hold to be the text's own
_PROSE: Final = 20  # words from which a block tells something, whatever its class is called
_FEW: Final = 6  # words of a counter
_LINKS: Final = 0.5  # share of the characters in links from which a block leads elsewhere
_BY_REASON: Final[dict[str, LeftOut]] = {
    "headline again": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "link only": "related",
    "related line": "related",
    "under a related line": "related",
    "list of links": "related",
    "heading of a list of links": "related",
    "leads elsewhere": "related",
    "teasers": "teaser",
    "heading of teasers": "teaser",
    "share line": "share",
    "page furniture": "navigation",
    "placeholder of an embed": "promo",
    "subscription line": "promo",
    "a word to readers": "promo",
    "readers' comments": "comment",
    "copyright notice": "notice",
    "date line": "clock",
}
_BY_MARK: Final[dict[str, LeftOut]] = {
    "comments": "comment",
    "byline": "byline",
    "bio": "byline",
    "tags": "tags",
    "caption": "caption",
    "form": "control",
    "aside": "aside",
}
_FURNITURE: Final[dict[str, LeftOut]] = {
    "share": "share",
    "chrome": "navigation",
    "related": "related",
    "advert": "promo",
    "signup": "promo",
}
_BY_ROLE: Final[dict[str, LeftOut]] = {"caption": "caption", "table": "table"}


def name_blocks(pieces: Sequence[Piece], headline: str) -> None:
    """Give each block of the article's extent that is no text the name of what it is instead."""
    within = _extent(pieces, headline)
    for piece in (*pieces[: within[0].index], *pieces[within[-1].index + 1 :]) if within else pieces:
        piece.left_out = ""
    for piece in within:
        if not piece.kept:
            heads = piece.index <= within[0].index and alike(piece.text, headline)
            piece.left_out = piece.left_out or ("headline" if heads else _name(piece))


def _extent(pieces: Sequence[Piece], headline: str) -> Sequence[Piece]:
    """Return the blocks from the headline to the end of the element that holds the text; none without text."""
    told = [piece for piece in pieces if piece.kept and piece.role != "caption"]
    kept = [piece for piece in told if piece.reason != declared.REASON] or told
    if not kept:
        return ()
    body = _body(kept)
    first = next(piece.index for piece in pieces if piece.kept or is_within(piece.element, body))
    last = next(piece.index for piece in reversed(pieces) if piece.kept or is_within(piece.element, body))
    before = [piece for piece in pieces[: kept[0].index] if not piece.hidden]
    named = [piece for piece in before if alike(piece.text, headline)]
    titles = [p for p in named if p.role == "heading"] or [p for p in before if p.element.tag == "h1"] or named
    return pieces[titles[-1].index if titles else min(first, kept[0].index) : last + 1]


def _body(kept: Sequence[Piece]) -> HtmlElement:
    """Return the innermost element that holds nearly all of the text."""
    held: dict[HtmlElement, int] = defaultdict(int)
    for piece in kept:
        for element in (piece.element, *piece.element.iterancestors()):
            held[element] += len(piece.key)
    most = _MOST * sum(len(piece.key) for piece in kept)
    return min((element for element, size in held.items() if size >= most), key=lambda element: held[element])


def _name(piece: Piece) -> LeftOut:
    if piece.hidden:
        return "hidden"
    if piece.reason in _BY_REASON:
        return _BY_REASON[piece.reason]
    if len(piece.text) <= 100 and lexicon.is_stamp(piece.text):
        return "clock"
    kinds = [mark.kind for mark in piece.marks]
    furniture = next((kind for kind in kinds if kind in _FURNITURE), "")
    if furniture and piece.density >= _LINKS:
        return _FURNITURE[furniture]
    if furniture == "share" and piece.words <= _FEW:
        return "counter" if any(map(str.isdigit, piece.text)) else "share"
    return next((_BY_MARK[kind] for kind in kinds if kind in _BY_MARK), None) or _by_form(piece)


def _by_form(piece: Piece) -> LeftOut:
    if piece.role in _BY_ROLE:
        return _BY_ROLE[piece.role]
    if piece.density >= _LINKS:
        return "related"
    return "aside" if piece.words >= _PROSE else "other"
