"""Marks what differs between two texts: values for templates, which escape them. Draws nothing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from archive.compare.operations import Operation, Span
from archive.compare.words import word_spans
from archive.wording.text import clean

_LIKE: Final = 0.3  # share that stayed, below which words are not marked one by one
_CUT: Final = "…"
_LONGEST: Final = 5000  # characters of a headline or sentence that are compared for a list


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, added or removed."""

    kind: str
    text: str


def pieces(spans: Iterable[Span]) -> list[Piece]:
    """Return spans as pieces that hold no control characters."""
    return [Piece(span.kind, clean(span.text)) for span in spans if span.text]


def differing(before: str, after: str) -> list[Piece]:
    """Mark the words that differ between two short texts."""
    found = pieces(word_spans(before[:_LONGEST], after[:_LONGEST]))
    kept = sum(len(piece.text) for piece in found if piece.kind == "kept")
    if kept >= _LIKE * max(len(before), len(after)) or not (before and after):
        return found
    return [Piece("removed", clean(before)), Piece("added", clean(after))]  # as good as another text


def around(found: Sequence[Piece], *, reach: int = 90, longest: int = 400) -> list[Piece]:
    """Cut what stayed the same down to what lies around the differences, at words."""
    last = len(found) - 1
    out = []
    for place, piece in enumerate(found):
        text = piece.text
        if piece.kind != "kept":
            text = text if len(text) <= longest else _head(text, longest) + _CUT
        elif len(text) > (reach if place in (0, last) else 2 * reach):
            head = "" if place == 0 else _head(text, reach)
            tail = "" if place == last else _tail(text, reach)
            text = f"{head}{_CUT}{tail}"
        out.append(Piece(piece.kind, text))
    return out


def _head(text: str, reach: int) -> str:
    return re.sub(r"\s*\S*$", "", text[:reach]) or text[:reach]


def _tail(text: str, reach: int) -> str:
    return re.sub(r"^\S*\s*", "", text[-reach:]) or text[-reach:]


def excerpts(operations: Sequence[Operation], *, most: int) -> list[list[Piece]]:
    """Return the sentences of the text that changed, shortened, in reading order."""
    changed = [one for one in operations if one.where in ("text", "standfirst") and one.kind != "kept" and one.altered]
    return [around(pieces(one.spans)) for one in changed[:most]]
