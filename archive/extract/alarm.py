"""A second opinion as a loss alarm: where the page's text is gathered most densely, seen from the blocks alone.

It speaks up only when the first opinion misses most of that place.
"""

from collections.abc import Sequence

from . import place
from .piece import Piece

_WORDS = 15
_TOO_LITTLE = 300  # characters (spaces left out): less is no article that an opinion could have lost
_LINKS = 0.3  # share of the text in links from which it is a list rather than an article
_MISSED = 0.25  # share of all that reads as text under which an opinion is doubted
_MANY = 5_000  # blocks beyond which a page is read once and no more
_FURNITURE = ("share", "signup", "related", "advert", "chrome", "form", "comments", "caption")


def doubtful(pieces: Sequence[Piece]) -> bool:
    """Tell whether a first opinion looks as if it took the wrong place: links, a table, or not the densest text."""
    if len(pieces) > _MANY:
        return False
    kept = [piece for piece in pieces if piece.kept]
    size = sum(len(piece.key) for piece in kept)
    if sum(piece.linked for piece in kept) >= _LINKS * size:
        return True
    if sum(len(piece.key) for piece in kept if piece.role == "table") >= 0.5 * size:
        return True
    around = _place(pieces)
    if sum(len(p.key) for p in around if p.kept) < 0.5 * sum(len(p.key) for p in around):
        return True
    told = [piece for piece in pieces if _may_tell(piece)]
    return sum(len(p.key) for p in told if p.kept) < _MISSED * sum(len(p.key) for p in told)


def restore(pieces: Sequence[Piece]) -> None:
    """Keep the page's densest text instead, when the first opinion kept less than half of it."""
    around = _place(pieces)
    size = sum(len(piece.key) for piece in around)
    had = sum(len(piece.key) for piece in around if piece.kept)
    kept = sum(len(piece.key) for piece in pieces if piece.kept)
    if size < _TOO_LITTLE or had >= 0.5 * size or kept - had > size:
        return
    inside = {piece.index for piece in around}
    for piece in pieces:
        if piece.kept and piece.index not in inside:
            piece.kept, piece.reason = False, "second opinion"
        elif not piece.kept and piece.index in inside:
            piece.kept, piece.reason = True, "second opinion"


def _place(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the paragraphs of the container that holds the most text, and of containers like it around it."""
    telling = [piece for piece in pieces if _telling(piece)]
    best = place.densest(telling)
    return [piece for piece in telling if place.holder(piece) is best]


def _telling(piece: Piece) -> bool:
    return _may_tell(piece) and not piece.marked(*_FURNITURE)


def _may_tell(piece: Piece) -> bool:
    """Tell whether a block reads as text, whatever its place is called."""
    return piece.words >= _WORDS and piece.density < 0.35 and not piece.hidden and not piece.marked("comments")
