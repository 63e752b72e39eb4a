"""Readers' comments, taken out of the page before anything else looks at it."""

from collections.abc import Sequence

from .piece import Piece

_NOT_TEXT = ("form", "stamp", "byline", "share", "advert")


def take_out(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """Return the page without its comment area, and the comments in it, one text each."""
    rest = [piece for piece in pieces if not piece.marked("comments")]
    area = [piece for piece in pieces if piece.marked("comments") and not piece.hidden]
    typed = [piece for piece in area if _is_typed(piece)]
    for number, piece in enumerate(rest):
        piece.index = number
    return rest, tuple(piece.text for piece in (typed or area) if typed or _is_comment(piece))


def _is_typed(piece: Piece) -> bool:
    """Tell whether microdata calls this the text of a comment."""
    element = piece.element
    own = (element, *list(element.iterancestors())[:3])
    return any(each.get("itemprop") in ("text", "commentText") for each in own)


def _is_comment(piece: Piece) -> bool:
    own = [mark for mark in piece.marks if mark.kind in _NOT_TEXT]
    return not own and piece.role != "heading" and piece.density < 0.5 and piece.words >= 3
