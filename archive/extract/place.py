"""Where on the page a text stands: the element that holds its paragraphs, and what lies beyond it.

Everything here is asked of one block and the element around it, so that more or less of anything elsewhere on the page
changes no answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from . import lexicon
from .piece import Piece, squeeze

_PROSE = 15  # words from which a block is a paragraph
_OWN = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_ROW = 3  # paragraphs of one place, each in an element of its own, from which they are a part of the article
_PARTS = _OWN | {"ul", "ol", "dl", "dd", "dt", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "pre"}
_WIDER = 1.5  # times the text of an element from which the one around it holds the body, in pieces
_CAPTION = 40  # words of a caption at most
_NEAR = 5  # elements from a caption to the one that holds its picture as well
_ICON = 60  # pixels of an image to which it is an icon
_TITLE = 3  # words of a link from which it may be another page's title


def holder(piece: Piece) -> HtmlElement:
    """Return the element that holds a block and the blocks beside it: around a paragraph, or the text's own."""
    parent = piece.element.getparent()
    return parent if piece.element.tag in _OWN and parent is not None else piece.element


def around(piece: Piece) -> HtmlElement:
    """Return the element in which a block stands once lists, tables and paragraphs are set aside."""
    element = piece.element
    while element.tag in _PARTS and (parent := element.getparent()) is not None:
        element = parent
    return element


def densest(pieces: Sequence[Piece]) -> HtmlElement | None:
    """Return the element that holds the most text of these blocks; None when there are none."""
    weights: dict[HtmlElement, int] = defaultdict(int)
    for piece in pieces:
        weights[holder(piece)] += len(piece.key)
    return max(weights, key=lambda element: weights[element]) if weights else None


def beyond(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """Yield the kept blocks that stand alone after the text and outside the element that holds it."""
    kept = [piece for piece in pieces if piece.kept and piece.role != "caption"]
    prose = [piece for piece in kept if _is_prose(piece)]
    body = body_of(prose)
    if body is None:
        return
    inside = [piece for piece in kept if is_within(piece.element, body)]
    places = {piece.path for piece in inside}
    last = max(piece.index for piece in kept if piece.path in places)
    held: dict[HtmlElement, int] = defaultdict(int)
    for piece in prose:
        held[holder(piece)] += 1
    rows = Counter(piece.path for piece in prose if piece.index > last)
    for piece in kept:
        alone = piece.index > last and held[holder(piece)] < 2 and not is_within(piece.element, body)
        alone = alone and rows[piece.path] < _ROW
        if alone and not lexicon.CORRECTION.search(piece.text):
            yield piece, "beyond the text"


def body_of(prose: Sequence[Piece]) -> HtmlElement | None:
    """Return the element that holds most paragraphs; where each has one of its own, the one around these."""
    body = densest(prose)
    if body is None:
        return None
    held: dict[HtmlElement, int] = defaultdict(int)
    for piece in prose:
        for element in (piece.element, *piece.element.iterancestors()):
            held[element] += len(piece.key)
    for around in body.iterancestors():
        if around.tag in ("body", "html") or held[body] < held[around] < _WIDER * held[body]:
            break
        body = around if held[around] > held[body] else body
    return body


def teasers(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """Yield titles that link elsewhere and the summaries under them, each pair in an element of its own."""
    pairs: dict[str, list[tuple[Piece, Piece]]] = defaultdict(list)
    for title, text in pairwise(pieces):
        if text.kept and _is_title(title) and text.density < 0.5 and _stand_alone(pieces, title, text):
            pairs[text.path].append((title, text))
    for found in pairs.values():
        if len(found) >= 2:
            yield from ((piece, "teasers") for pair in found for piece in pair)


def is_under_picture(piece: Piece) -> bool:
    """Tell whether a short block is all that an element says that holds a picture: old pages name no caption."""
    if piece.words > _CAPTION or piece.role in ("heading", "list") or piece.density >= 0.5:
        return False
    around: HtmlElement | None = piece.element
    for _ in range(_NEAR):
        if around is None or squeeze(around.text_content()) != piece.key:
            return False
        if any(map(_is_picture, around.iter("img"))):
            return True
        around = around.getparent()
    return False


def _is_picture(image: HtmlElement) -> bool:
    """Tell whether an image is larger than icons and spacers are."""
    sizes = [size for size in (image.get("width"), image.get("height")) if size and size.isdigit()]
    return len(sizes) == 2 and all(int(size) >= _ICON for size in sizes)


def _is_prose(piece: Piece) -> bool:
    return piece.density < 0.35 and piece.words >= _PROSE


def _is_title(piece: Piece) -> bool:
    return piece.density >= 0.85 and piece.words >= _TITLE


def _stand_alone(pieces: Sequence[Piece], title: Piece, text: Piece) -> bool:
    """Tell whether an element holds this title and this text and no paragraph more."""
    around = holder(text)
    if not is_within(title.element, around):
        return False
    near = (*pieces[max(0, title.index - 2) : title.index], *pieces[text.index + 1 : text.index + 3])
    return not any(piece.density < 0.5 and is_within(piece.element, around) for piece in near)


def is_within(element: HtmlElement, around: HtmlElement) -> bool:
    """Tell whether an element is another one, or stands in it."""
    return element is around or any(each is around for each in element.iterancestors())
