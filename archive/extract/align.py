"""Finding again in the page what an opinion, which returns bare text, took for the article."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from .piece import Piece, squeeze

_MARKUP = re.compile(r"^(?:[-*•]|\d+\.)\s+|\s*\|\s*")
_LONG = 25  # characters (without spaces) that are found within a longer text only by meaning the same
_EVERYWHERE = 50  # a text that stands in more places is no paragraph of the article


def align(lines: Sequence[str], pieces: Sequence[Piece]) -> set[int]:
    """Return the indices of the pieces that these lines were made of.

    A text that stands in several places is taken where it fits between its neighbours, once for each line.
    """
    known = {piece.key for piece in pieces}
    keys = [key for line in lines for part in _parts(line, known) if (key := squeeze(part))]
    found = _exact(keys, pieces)
    return found | _within(keys, [piece for piece in pieces if piece.index not in found])


def _parts(line: str, known: set[str]) -> list[str]:
    """Split a line that is no block as it stands: list marks and table cells are trafilatura's own."""
    if squeeze(line) in known:
        return [line]
    row = line.replace("|", " ")
    return [row] if squeeze(row) in known else [part for part in _MARKUP.split(line) if part]


def _exact(keys: Sequence[str], pieces: Sequence[Piece]) -> set[int]:
    places: dict[str, list[int]] = defaultdict(list)
    for piece in pieces:
        places[piece.key].append(piece.index)
    anchors = [(n, places[key][0]) for n, key in enumerate(keys) if len(places.get(key, ())) == 1 and len(key) > _LONG]
    found: set[int] = set()
    for n, key in enumerate(keys):
        if not 0 < len(places.get(key, ())) <= _EVERYWHERE:
            continue
        free = [place for place in places[key] if place not in found]
        if free:
            low, high = _between(anchors, n)
            middle = (low + high) / 2
            found.add(min(free, key=lambda place: (not low <= place <= high, abs(place - middle))))
    return found


def _between(anchors: Sequence[tuple[int, int]], n: int) -> tuple[int, int]:
    if not anchors:
        return 0, 0
    at = bisect_left(anchors, (n, -1))
    if at < len(anchors) and anchors[at][0] == n:
        return anchors[at][1], anchors[at][1]
    low = anchors[at - 1][1] if at else anchors[0][1] - 8
    high = anchors[at][1] if at < len(anchors) else anchors[-1][1] + 8
    return low, high


def _within(keys: Sequence[str], pieces: Sequence[Piece]) -> set[int]:
    """Match what the opinion joined, split or shortened: long texts that hold each other."""
    whole = "\n".join(keys)
    joined = "".join(keys)
    found = set()
    for piece in pieces:
        if len(piece.key) < _LONG:
            continue
        if piece.key in joined or (len(piece.key) > 2 * _LONG and _covered(piece, keys, whole)):
            found.add(piece.index)
    return found


def _covered(piece: Piece, keys: Sequence[str], whole: str) -> bool:
    """Tell whether most of a piece stands in the opinion, probing a few places first."""
    probes = [piece.key[at : at + 20] for at in range(0, len(piece.key) - 20, max(20, len(piece.key) // 5))]
    if sum(probe in whole for probe in probes) < len(probes) / 2:
        return False
    held = sum(len(key) for key in set(keys) if len(key) >= 12 and key in piece.key)
    return held >= 0.6 * len(piece.key) or sum(probe in whole for probe in probes) >= 0.8 * len(probes)
