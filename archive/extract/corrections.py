"""What the first opinion does not know of news pages. Each rule changes which blocks are kept, and says why.

A rule never decides by a name alone: marks that hold much of the article are void (`sound_marks`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import lexicon
from . import people as byline
from .dom import Piece
from .headline import overlap, words

BOILERPLATE = ("share", "signup", "related", "advert", "chrome", "form", "tags", "stamp", "byline", "bio")

_SAID = 60  # words of text before which no reader answers
_SIGNATURES = 3  # lines of who wrote when, near each other: an article has no more than its own
VOID = 0.25  # share of the kept text above which a name is no hint


@dataclass(frozen=True)
class Page:
    """What the rules may look at."""

    pieces: Sequence[Piece]
    headline: str


def sound_marks(pieces: Sequence[Piece]) -> None:
    """Void every mark whose elements hold a fair part of the kept text: it names the article, not furniture."""
    kept = sum(len(piece.key) for piece in pieces if piece.kept)
    held: dict[tuple[str, str, str], int] = defaultdict(int)
    for piece in pieces:
        if piece.kept:
            for name in {mark.name for mark in piece.marks}:
                held[name] += len(piece.key)
    void = {name for name, size in held.items() if size > VOID * kept and name[0] != "body"}
    for heading in (piece for piece in pieces if piece.element.tag == "h1" and not piece.hidden):
        void |= {mark.name for mark in heading.marks if mark.kind in ("advert", "related", "aside")}
    if void:
        for piece in pieces:
            piece.marks = tuple(mark for mark in piece.marks if mark.name not in void)


def correct(page: Page) -> None:
    """Apply every rule in order."""
    for rule in RULES:
        rule(page)


def drop(piece: Piece, reason: str) -> None:
    """Take a block out of the article."""
    if piece.kept:
        piece.kept, piece.reason = False, reason


def _headline_again(page: Page) -> None:
    for piece in page.pieces:
        if not piece.kept:
            continue
        if overlap(piece.text, page.headline) >= 0.85:
            drop(piece, "headline again")
        elif len(words(piece.text)) > 40:
            return


def _furniture(page: Page) -> None:
    for piece in page.pieces:
        if not piece.kept or len(piece.text) > 300:
            continue
        count = len(words(piece.text))
        if piece.density >= 0.85 and count <= 30:
            drop(piece, "link only")
        elif count <= 12 and lexicon.SHARE.match(piece.text):
            drop(piece, "share line")
        elif count <= 12 and lexicon.FURNITURE.match(piece.text):
            drop(piece, "page furniture")
        elif count <= 40 and lexicon.SIGNUP.match(piece.text) and (piece.density > 0 or count <= 15):
            drop(piece, "subscription line")
        elif count <= 30 and lexicon.RELATED.match(piece.text) and (piece.density > 0.3 or count <= 4):
            drop(piece, "related line")


def _named(page: Page) -> None:
    for piece in page.pieces:
        if piece.kept and not lexicon.CORRECTION.search(piece.text):
            kind = next((mark.kind for mark in piece.marks if mark.kind in BOILERPLATE), None)
            if kind and not (kind in ("byline", "stamp", "bio") and len(words(piece.text)) > 40):
                drop(piece, f"stands in {kind}")


def _after_body(page: Page) -> None:
    """Drop what stands after the element that the page itself calls the article's body."""
    body = [piece.index for piece in page.pieces if piece.kept and piece.marked("body")]
    if sum(len(page.pieces[index].key) for index in body) < 400:
        return
    for piece in page.pieces[body[-1] + 1 :]:
        if not piece.marked("body") and not lexicon.CORRECTION.search(piece.text):
            drop(piece, "after the article's body")


def _remarks(page: Page) -> None:
    """Drop what readers wrote under the text: all after a line that opens their area, or after their signatures."""
    said = 0
    for piece in page.pieces:
        count = len(words(piece.text))
        if said >= _SAID and count <= 25 and _opens_remarks(page, piece):
            for after in page.pieces[piece.index :]:
                drop(after, "readers' comments")
            return
        said += count if piece.kept else 0


def _opens_remarks(page: Page, piece: Piece) -> bool:
    if piece.hidden or len(piece.text) > 160:
        return False
    if lexicon.SIGNED.match(piece.text):
        return sum(1 for p in page.pieces[piece.index : piece.index + 40] if _signed(p)) >= _SIGNATURES
    return piece.density < 0.5 and bool(lexicon.REMARKS.match(piece.text)) and not _goes_on(page, piece.index)


def _goes_on(page: Page, at: int) -> bool:
    """Tell whether most text after a line stands in the same kind of place as the text before it."""
    before, after = Counter[str](), Counter[str]()
    for piece in page.pieces:
        if piece.kept:
            (before if piece.index < at else after)[piece.path] += len(piece.key)
    return bool(before) and after[before.most_common(1)[0][0]] > 0.5 * sum(after.values())


def _signed(piece: Piece) -> bool:
    return len(piece.text) <= 160 and bool(lexicon.SIGNED.match(piece.text))


def _captions(page: Page) -> None:
    for piece in page.pieces:
        if piece.kept and (piece.marked("caption") or (lexicon.CREDIT.match(piece.text) and len(piece.text) <= 100)):
            piece.role = "caption"


def _link_lists(page: Page) -> None:
    """Drop lists of links to other pages, with the heading above them."""
    runs: list[list[Piece]] = []
    for piece in page.pieces:
        if piece.kept and piece.role == "list" and piece.linked and len(words(piece.text)) <= 40:
            same = runs and runs[-1][-1].index == piece.index - 1 and runs[-1][-1].path == piece.path
            runs[-1].append(piece) if same else runs.append([piece])
    for run in runs:
        if sum(piece.linked for piece in run) >= 0.6 * sum(len(piece.key) for piece in run):
            for piece in run:
                drop(piece, "list of links")
            above = page.pieces[run[0].index - 1] if run[0].index else run[0]
            if above.role == "heading" or (above.text.endswith(":") and len(words(above.text)) <= 8):
                drop(above, "heading of a list of links")


def _same_place(page: Page) -> None:
    """Add what stands in the same kind of place as the kept text: bodies that advertising splits."""
    kept = [piece for piece in page.pieces if piece.kept and piece.role != "caption" and len(words(piece.text)) >= 12]
    if len(kept) < 2:
        return
    paths = Counter(piece.path for piece in kept)
    first, last = kept[0].index, kept[-1].index
    for piece in page.pieces:
        if piece.kept or piece.reason or piece.hidden or paths[piece.path] < 2:
            continue
        inside = first < piece.index < last
        long = len(words(piece.text)) >= (4 if inside else 15)
        if long and piece.density < 0.5 and not piece.marked(*BOILERPLATE, "comments", "caption"):
            piece.kept, piece.reason = True, "same place as the text"


def _ragged_edges(page: Page) -> None:
    """Drop short lines of another place before the text's first and after its last paragraph."""
    kept = [piece for piece in page.pieces if piece.kept and piece.role != "caption"]
    strong = [piece for piece in kept if len(words(piece.text)) >= 12 and piece.density < 0.4]
    if not strong:
        return
    own = {piece.path for piece in strong}
    named = next((p.index for p in page.pieces[: strong[0].index] if overlap(p.text, page.headline) >= 0.85), 0)
    for piece in kept:
        if piece.index < named and len(words(piece.text)) < 12:
            drop(piece, "before the headline")
        elif piece.index < strong[0].index and byline.leads(piece.text):
            drop(piece, "byline")
        outside = piece.index < strong[0].index or piece.index > strong[-1].index
        if outside and piece.path not in own and len(words(piece.text)) < 12:
            drop(piece, "short line at the edge")


def _notices(page: Page) -> None:
    """Drop copyright notices, and lines that hold nothing but a date or a time."""
    for piece in page.pieces:
        if piece.kept and len(piece.text) <= 400:
            if lexicon.NOTICE.search(piece.text) and len(words(piece.text)) <= 50:
                drop(piece, "copyright notice")
            elif len(piece.text) <= 100 and lexicon.only_time(piece.text):
                drop(piece, "date line")


RULES: tuple[Callable[[Page], None], ...] = (
    _headline_again,
    _after_body,
    _remarks,
    _captions,
    _link_lists,
    _furniture,
    _notices,
    _named,
    _ragged_edges,
    _same_place,
)


def body_edges(pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return the indices of the first and the last kept block; of the whole page when nothing is kept."""
    kept = [piece.index for piece in pieces if piece.kept and piece.role != "caption"]
    return (kept[0], kept[-1]) if kept else (0, max(0, len(pieces) - 1))


__all__ = ["BOILERPLATE", "Page", "body_edges", "correct", "drop", "sound_marks"]
