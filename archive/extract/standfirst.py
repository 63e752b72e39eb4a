"""The standfirst: the lines between headline and text that sum the article up. A block that is seen, never a guess."""

from collections.abc import Sequence

from . import lexicon
from .corrections import BOILERPLATE
from .dom import Piece
from .headline import overlap, words
from .structured import Structured


def find(pieces: Sequence[Piece], structured: Structured, body: tuple[int, int], headline: str) -> Piece | None:
    """Return the block that is the standfirst; None when the page has none."""
    claims = _claims(structured)
    start, follows = _headline_place(pieces, body, headline)
    near = [piece for piece in pieces[start : body[0] + 3] if _may_be(piece, headline)]
    for piece in near:
        if any(_says(piece.text, claim) for claim in claims) and not _in_body(piece, pieces, body):
            return piece
    near = [
        piece
        for piece in near
        if (_is_named(piece) or not piece.marked(*BOILERPLATE)) and not _in_body(piece, pieces, body)
    ]
    named = next((piece for piece in near if piece.marked("standfirst") and piece.index <= body[0]), None)
    if named or not follows:
        return named
    return next(
        (p for p in near if p.role == "heading" and start < p.index < body[0] and len(words(p.text)) >= 8), None
    )


def _claims(structured: Structured) -> list[str]:
    found = (
        structured.ld("description"),
        structured.meta("og:description", "description", "twitter:description"),
        structured.meta("description"),
        structured.ld("alternativeHeadline"),
        structured.item("description"),
        structured.item("alternativeHeadline"),
    )
    return [claim for claim in found if claim and len(words(claim)) >= 4]


def _headline_place(pieces: Sequence[Piece], body: tuple[int, int], headline: str) -> tuple[int, bool]:
    """Return where to begin looking, and whether the headline was seen there."""
    places = [p.index for p in pieces[: body[0] + 3] if p.role == "heading" and overlap(p.text, headline) >= 0.85]
    places = places or [p.index for p in pieces[: body[0] + 3] if overlap(p.text, headline) >= 0.85]
    return (max(places[-1] - 4, 0), True) if places else (max(0, body[0] - 15), False)


def _may_be(piece: Piece, headline: str) -> bool:
    count = len(words(piece.text))
    return (
        not piece.hidden
        and 4 <= count <= 150
        and piece.density < 0.5
        and piece.role not in ("caption", "table")
        and (_is_named(piece) or not piece.marked("caption", "comments", "stamp", "byline"))
        and overlap(piece.text, headline) < 0.85
        and not lexicon.FURNITURE.match(piece.text)
    )


def _is_named(piece: Piece) -> bool:
    """Tell whether the block itself, not what it stands in, is called a standfirst."""
    return any(mark.kind == "standfirst" and mark.element is piece.element for mark in piece.marks)


def _says(text: str, claim: str) -> bool:
    """Tell whether a block says what a description says, which is often cut off."""
    cut = claim.rstrip(" .…")
    return overlap(text, claim) >= 0.8 or (len(cut) > 40 and text.startswith(cut[: max(40, int(len(cut) * 0.8))]))


def _in_body(piece: Piece, pieces: Sequence[Piece], body: tuple[int, int]) -> bool:
    """Tell whether a block is one of the text's own paragraphs: it stands in the same place as the others."""
    same = [p for p in pieces[body[0] : body[1] + 1] if p.kept and p.index != piece.index and p.path == piece.path]
    return (
        piece.kept
        and piece.element.tag in ("p", "td", "div", "span")
        and len(same) >= 1
        and not piece.marked("standfirst")
    )
