"""What the first opinion does not know of news pages. Each rule changes which blocks are kept, and says why.

A rule never decides by a name alone: marks that hold much of the article are void (`sound_marks`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from . import lexicon, place, related, remarks
from . import people as byline
from .headline import overlap
from .piece import Mark, Piece

BOILERPLATE = ("share", "signup", "related", "advert", "chrome", "form", "tags", "stamp", "byline", "bio")

_AN_ARTICLE = 120  # words from which what stands under the headline is the article, and another one is not
_LED_TO = "under a related line"
_PROSE = 20  # words from which a paragraph is no label or notice
_LINKS = 0.3  # share of the text in links from which an element leads elsewhere
_CONTROLS = ("form", "input", "button", "select", "textarea")
_FIFTH = 0.2  # share of an opinion's words from which a rule needs a second witness
_THREE_FIFTHS = 0.6  # and what must be left of it by all rules together
_WITNESSED = frozenset(  # told by where they stand and by what readers' areas alone have, not by one word or name
    {"another article", "readers' comments", "beyond the text", "after the article's body"}
)
_SAID_ELSEWHERE = frozenset({"headline again", "before the headline", "byline", "date line"})
_SENTENCE = 6  # words of a short one
_ENDS = (".", "!", "?", "…", "。", "।", "؟", ".”", ".“", ".»", '."', "။", "។")
_ABOUT = ("byline", "stamp", "bio", "tags")  # names of lines about the article, which are sentences too
VOID = 0.25  # share of the kept text above which a name is no hint


@dataclass(frozen=True)
class Page:
    """What the rules may look at."""

    pieces: Sequence[Piece]
    headline: str
    other: Callable[[], Collection[int]] = tuple  # asks another opinion for the indices of the blocks that it keeps


def sound_marks(pieces: Sequence[Piece]) -> None:
    """Void every mark whose elements hold a fair part of the kept text: it names the article, not furniture."""
    kept = sum(len(piece.key) for piece in pieces if piece.kept)
    held: dict[tuple[str, str, frozenset[str]], int] = defaultdict(int)
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
    """Apply every rule in order; none may take much of an opinion by itself, nor all together, without a witness."""
    opinion = [piece for piece in page.pieces if piece.kept]
    for rule in RULES:
        stood = [piece for piece in opinion if piece.kept]
        rule(page)
        taken = [piece for piece in stood if not piece.kept and piece.reason not in _WITNESSED]
        if _size(taken) > _FIFTH * _size(opinion):
            _give_back(page, taken)
    fair = [piece for piece in opinion if piece.reason not in _WITNESSED and piece.role != "caption"]
    if _size(piece for piece in fair if piece.kept) < _THREE_FIFTHS * _size(fair):
        _give_back(page, fair)


def _size(pieces: Iterable[Piece]) -> int:
    return sum(piece.words for piece in pieces)


def _give_back(page: Page, pieces: Iterable[Piece]) -> None:
    """Keep again what reads as text by its own form, stands where the text does, and another opinion keeps as well."""
    able = [p for p in pieces if not p.kept and p.density < 0.5 and p.reason not in _SAID_ELSEWHERE]
    body = place.body_of([piece for piece in page.pieces if piece.kept and piece.words >= _PROSE])
    able = [piece for piece in able if body is None or place.is_within(piece.element, body)]
    agreed = page.other() if able else ()
    for piece in able:
        if piece.index in agreed:
            piece.kept, piece.reason = True, "an opinion is trimmed, never gutted"


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
        elif piece.words > 40:
            return


def _furniture(page: Page) -> None:
    for piece in page.pieces:
        if not piece.kept or len(piece.text) > 300:
            continue
        count = piece.words
        if piece.density >= 0.85 and count <= 30:
            drop(piece, "link only")
        elif count <= 12 and lexicon.SHARE.match(piece.text):
            drop(piece, "share line")
        elif count <= 12 and lexicon.FURNITURE.match(piece.text):
            drop(piece, "page furniture")
        elif count <= 60 and lexicon.EMBED.match(piece.text):
            drop(piece, "placeholder of an embed")
        elif count <= 40 and lexicon.SIGNUP.match(piece.text) and (piece.density > 0 or count <= 15):
            drop(piece, "subscription line")
        elif count <= 60 and lexicon.CONTACT.match(piece.text):
            drop(piece, "a word to readers")
        elif count <= 30 and lexicon.RELATED.match(piece.text) and (piece.density > 0.3 or count <= 4):
            drop(piece, "related line")


def _led_to(page: Page) -> None:
    """Drop the titles under a line that leads to other pages; a rule after this adds nothing that has a reason."""
    for above, piece in pairwise(page.pieces):
        leads = lexicon.RELATED.fullmatch(above.text) or above.reason == _LED_TO
        if leads and not above.kept and piece.density >= 0.25 and piece.words <= _PROSE:
            piece.kept, piece.reason = False, _LED_TO


def _named(page: Page) -> None:
    """Drop what stands in furniture by its name; a paragraph of prose only where more than the name says so."""
    proven = _proven(page.pieces)
    for piece in page.pieces:
        if piece.kept and piece.marked(*BOILERPLATE) and not lexicon.CORRECTION.search(piece.text):
            marks = [mark for mark in piece.marks if mark.kind in BOILERPLATE and not _of_style(mark, piece)]
            if _tells(piece):
                marks = [mark for mark in marks if mark.element in proven]
            kind = next((mark.kind for mark in marks), "")
            if kind and not (kind in ("byline", "stamp", "bio") and piece.words > 40):
                drop(piece, f"stands in {kind}")


def _of_style(mark: Mark, piece: Piece) -> bool:
    """Tell whether a name that a heading or a paragraph itself bears says how it looks rather than what it is."""
    if mark.element is not piece.element or piece.density >= 0.3:
        return False
    heads = piece.role == "heading" and mark.kind in ("chrome", "share", "advert", "signup")
    return heads or piece.words >= _PROSE or (_is_sentence(piece) and mark.kind not in _ABOUT)


def _is_sentence(piece: Piece) -> bool:
    """Tell whether a short paragraph without links says something, and nothing that furniture says."""
    own = piece.element.tag == "p" and not piece.linked and piece.text.endswith(_ENDS)
    return own and piece.words >= _SENTENCE and not _is_furniture_line(piece)


def _tells(piece: Piece) -> bool:
    return piece.words >= _PROSE and piece.density < 0.3


def _proven(pieces: Sequence[Piece]) -> set[HtmlElement]:
    """Return the elements around prose that are furniture by more than a class name: tag, links, controls, words."""
    asked = {
        mark for piece in pieces if piece.kept and _tells(piece) for mark in piece.marks if mark.kind in BOILERPLATE
    }
    size = {mark.element: [0, 0] for mark in asked}
    proven = {m.element for m in asked if not m.words or next(m.element.iter(*_CONTROLS), None) is not None}
    for piece in pieces if size else ():
        around = {mark.element for mark in piece.marks} & size.keys()
        if around and _is_furniture_line(piece):
            proven |= around
        for element in around:
            size[element][0] += len(piece.key)
            size[element][1] += piece.linked
    return proven | {element for element, (whole, linked) in size.items() if linked >= _LINKS * whole}


def _is_furniture_line(piece: Piece) -> bool:
    if piece.words > 2 * _PROSE:
        return False
    return any(lines.match(piece.text) for lines in (lexicon.SHARE, lexicon.SIGNUP, lexicon.RELATED, lexicon.CONTACT))


def _after_body(page: Page) -> None:
    """Drop what stands after the element that the page itself calls the article's body."""
    body = [piece.index for piece in page.pieces if piece.kept and piece.marked("body")]
    if sum(len(page.pieces[index].key) for index in body) < 400:
        return
    for piece in page.pieces[body[-1] + 1 :]:
        if piece.kept and not piece.marked("body") and not lexicon.CORRECTION.search(piece.text):
            drop(piece, "after the article's body")


def _second_article(page: Page) -> None:
    """Drop another article that the page goes on with: an element of its kind, with a heading of its rank."""
    title = next((p for p in page.pieces if p.role == "heading" and overlap(p.text, page.headline) >= 0.85), None)
    first = _article_around(title.element) if title else None
    if title is None or first is None:
        return
    around = {piece.index: _article_around(piece.element) for piece in page.pieces[title.index :]}
    own = [piece for piece in page.pieces[title.index :] if piece.kept and around[piece.index] is first]
    if sum(piece.words for piece in own) < _AN_ARTICLE:
        return
    others = {
        around[piece.index]
        for piece in page.pieces[title.index + 1 :]
        if piece.element.tag == title.element.tag and around[piece.index] not in (None, first)
    }
    for piece in page.pieces[own[-1].index + 1 :]:
        if around[piece.index] in others:
            drop(piece, "another article")


def _article_around(element: HtmlElement) -> HtmlElement | None:
    return next((each for each in element.iterancestors("article")), None)


def _remarks(page: Page) -> None:
    """Drop what readers wrote under the text."""
    start = remarks.begin(page.pieces)
    if start is not None:
        for piece in page.pieces[start:]:
            drop(piece, "readers' comments")


def _captions(page: Page) -> None:
    own = Counter(piece.path for piece in page.pieces if piece.kept and piece.words >= _PROSE)
    for piece in page.pieces:
        credited = lexicon.CREDIT.match(piece.text) and len(piece.text) <= 100
        if piece.kept and (piece.marked("caption") or credited or _is_under_picture(piece, own)):
            piece.role = "caption"


def _is_under_picture(piece: Piece, own: Counter[str]) -> bool:
    """Tell whether a block is a caption that nothing names; the text's own paragraphs may stand beside pictures."""
    return own[piece.path] < 2 and place.is_under_picture(piece)


def _leads_elsewhere(page: Page) -> None:
    """Drop lists of links to other pages, teasers, and lines that point at one, with the headings above them."""
    for piece, what in [*related.listed(page.pieces), *place.teasers(page.pieces)]:
        drop(piece, what)


def _beyond(page: Page) -> None:
    """Drop what stands by itself after the text, in another element."""
    for piece, what in list(place.beyond(page.pieces)):
        drop(piece, what)


def _same_place(page: Page) -> None:
    """Add what stands where the kept text does: in the same kind of place, or beside it in the same element."""
    kept = [piece for piece in page.pieces if piece.kept and piece.role != "caption" and piece.words >= 12]
    if len(kept) < 2:
        return
    paths = Counter(piece.path for piece in kept)
    holders = Counter(piece.element.getparent() for piece in kept if piece.element.tag == "p")
    first, last = kept[0].index, kept[-1].index
    around = {place.around(piece) for piece in kept if piece.words >= _PROSE}
    for piece in page.pieces:
        if piece.kept or piece.reason or piece.hidden:
            continue
        inside = first < piece.index < last
        if inside and piece.density < 0.3 and place.around(piece) in around and not _is_furniture(piece):
            piece.kept, piece.reason = True, "in the text's own element"
            continue
        if paths[piece.path] >= 2:
            alike = piece.words >= (4 if inside else 15)
        else:
            beside = inside and piece.element.tag == "p" and holders[piece.element.getparent()] >= 2
            alike = beside and piece.words >= _PROSE
        if alike and piece.density < 0.5 and not _is_furniture(piece):
            piece.kept, piece.reason = True, "same place as the text"


def _own_links(page: Page) -> None:
    """Add the lines that link to a document or another site: a link that goes, or leads elsewhere, is news."""
    kept = [piece.index for piece in page.pieces if piece.kept]
    for piece in list(related.own_links(page.pieces)):
        if kept[0] < piece.index <= kept[-1] + 1 and not _is_furniture(piece):
            piece.kept, piece.reason = True, "a link of the article's own"


def _is_furniture(piece: Piece) -> bool:
    telling = (mark.kind for mark in piece.marks if not _of_style(mark, piece))
    return any(kind in (*BOILERPLATE, "comments", "caption") for kind in telling)


def _ragged_edges(page: Page) -> None:
    """Drop short lines of another place before the text's first and after its last paragraph."""
    kept = [piece for piece in page.pieces if piece.kept and piece.role != "caption"]
    strong = [piece for piece in kept if piece.words >= 12 and piece.density < 0.4]
    if not strong:
        return
    own = {piece.path for piece in strong}
    body = place.body_of(strong)
    named = next((p.index for p in page.pieces[: strong[0].index] if overlap(p.text, page.headline) >= 0.85), 0)
    for piece in kept:
        if piece.index < named and piece.words < 12:
            drop(piece, "before the headline")
        elif piece.index < strong[0].index and byline.leads(piece.text):
            drop(piece, "byline")
        outside = piece.index < strong[0].index or piece.index > strong[-1].index
        alone = piece.path not in own and not (body is not None and _belongs(piece, body))
        if outside and alone and piece.words < 12:
            drop(piece, "short line at the edge")


def _belongs(piece: Piece, body: HtmlElement) -> bool:
    """Tell whether a short line stands in the text's own element, leads nowhere, and is called nothing."""
    return not piece.linked and not piece.marked(*BOILERPLATE) and place.is_within(piece.element, body)


def _notices(page: Page) -> None:
    """Drop copyright notices, and lines that hold nothing but a date or a time."""
    for piece in page.pieces:
        if piece.kept and len(piece.text) <= 400:
            if piece.words <= 50 and lexicon.NOTICE.search(piece.text):
                drop(piece, "copyright notice")
            elif len(piece.text) <= 100 and lexicon.is_stamp(piece.text):
                drop(piece, "date line")


RULES: tuple[Callable[[Page], None], ...] = (
    _second_article,
    _headline_again,
    _after_body,
    _remarks,
    _captions,
    _leads_elsewhere,
    _furniture,
    _led_to,
    _notices,
    _named,
    _ragged_edges,
    _beyond,
    _same_place,
    _own_links,
)


def body_edges(pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return the indices of the first and the last kept block; of the whole page when nothing is kept."""
    kept = [piece.index for piece in pieces if piece.kept and piece.role != "caption"]
    return (kept[0], kept[-1]) if kept else (0, max(0, len(pieces) - 1))


__all__ = ["BOILERPLATE", "Page", "body_edges", "correct", "drop", "sound_marks"]
