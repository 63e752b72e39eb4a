"""What readers wrote under a text that no markup calls comments: told by the line above it, or by its signatures.

Only hints of one sort decide: a line that opens the readers' area, and lines that only readers' areas have (who posted
when, what to answer or report). How long the article is, or what else stands on the page, plays no part.
"""

from collections import Counter
from collections.abc import Sequence

from . import lexicon
from .piece import Piece

_SAID = 60  # words of text before which no reader answers
_NEAR = 40  # blocks within which the signatures of an area begin to repeat
_SIGNATURES = 3  # lines of who wrote when, near each other: an article has no more than its own
_UNDER_HEADING = 2  # the same, under a line that opens the area


def begin(pieces: Sequence[Piece]) -> int | None:
    """Return the index of the block from which on only readers speak; None where none do."""
    said = 0
    for piece in pieces:
        if said >= _SAID and not piece.hidden and _opens(pieces, piece):
            return piece.index
        said += piece.words if piece.kept else 0
    return None


def _opens(pieces: Sequence[Piece], piece: Piece) -> bool:
    if len(piece.text) <= 160 and piece.density < 0.5 and lexicon.REMARKS.match(piece.text):
        return _signatures(pieces, piece) >= _UNDER_HEADING or not goes_on(pieces, piece.index)
    if signed(piece):
        return _signatures(pieces, piece) >= _SIGNATURES and not (_loosely(piece) and goes_on(pieces, piece.index))
    return False


def _signatures(pieces: Sequence[Piece], piece: Piece) -> int:
    return sum(1 for each in pieces[piece.index : piece.index + _NEAR] if signed(each))


def signed(piece: Piece) -> bool:
    """Tell whether a block says who wrote it and when, or how to answer it."""
    text = piece.text
    if len(text) <= 60 and lexicon.ANSWER.match(text):
        return True
    if len(text) <= 160 and (lexicon.SIGNED.match(text) or lexicon.QUOTED.match(text)):
        return True
    return bool(lexicon.SIGNED_LAST.search(text[-160:]))


def _loosely(piece: Piece) -> bool:
    """Tell whether a block is signed in a way in which articles too introduce what somebody said."""
    return len(piece.text) > 160 or not lexicon.SIGNED.match(piece.text)


def goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether most text after a block stands in the same kind of place as the text before it."""
    before, after = Counter[str](), Counter[str]()
    for piece in pieces:
        if piece.kept:
            (before if piece.index < at else after)[piece.path] += len(piece.key)
    return bool(before) and after[before.most_common(1)[0][0]] > 0.5 * sum(after.values())
