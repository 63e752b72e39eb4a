"""Is this an article at all? Names what it is instead: a front, a wall, an error, nothing."""

from collections.abc import Sequence

from . import lexicon
from .jsonld import is_article, is_media
from .piece import Piece, words
from .refusal import Refused
from .structured import Structured

_SHORT_PAGE = 400  # words: walls and errors say little
_BROKEN = 0.02  # share of undecodable characters above which bytes are no text
_NAMELESS = 25  # different words under which a page without a headline says nothing
_TEASERS = 5  # headings that are links, among the text
_TITLE = 5  # words of a link from which it reads as the title of another page
_RUN = 60  # words on end, from which a text is more than a teaser


def judge(pieces: Sequence[Piece], structured: Structured, title: str) -> None:
    """Let an article pass.

    Raises `Refused` with the reason for what is none.
    """
    kept = [piece for piece in pieces if piece.kept and piece.role != "caption"]
    size = sum(piece.words for piece in kept)
    if not title:
        _refuse_nameless(" ".join(piece.text for piece in kept))
    seen = " ".join(piece.text for piece in pieces if not piece.hidden)[:3000]
    if size < 120 and len(words(seen)) < _SHORT_PAGE:
        _refuse_walls(title, seen)
    told = [piece for piece in pieces if piece.role != "caption" and _tells(piece)]
    if told and _is_front(pieces, told, structured):
        raise Refused("not_article", "headings that link elsewhere, and no text of its own between them")
    if not kept:
        raise Refused("empty_text", "no text that could be an article" if seen else "no visible text")


def _refuse_nameless(text: str) -> None:
    """Refuse a page without a headline that has no words either: leftover templates, bytes that are no text."""
    distinct = len(set(words(text)))
    if distinct < _NAMELESS or text.count("\ufffd") > _BROKEN * len(text):
        raise Refused("empty_text", f"no headline, and {distinct} different words")


def _refuse_walls(title: str, seen: str) -> None:
    if lexicon.WALL.search(title) or lexicon.WALL.search(seen[:600]):
        raise Refused("bot_wall", title[:200])
    if lexicon.GONE.search(title) or lexicon.GONE.search(seen[:300]):
        raise Refused("soft_404", title[:200])
    if lexicon.CONSENT.search(title) or lexicon.CONSENT.search(seen[:600]):
        raise Refused("consent", title[:200])
    if lexicon.LOGIN.search(title):
        raise Refused("paywall", title[:200])


def _tells(piece: Piece) -> bool:
    """Tell whether a block is text, be it only the summary under another page's title: fronts consist of these."""
    return piece.kept or piece.reason == "teasers"


def _is_front(pieces: Sequence[Piece], kept: Sequence[Piece], structured: Structured) -> bool:
    """Tell whether the text is only what stands under headings that lead to other pages."""
    if any(is_article(thing) or is_media(thing) for thing in structured.things):
        return False
    if structured.meta("og:type") == "article" or structured.meta("article:published_time"):
        return False
    between = pieces[kept[0].index : kept[-1].index + 1]
    teasers, longest, run = 0, 0, 0
    for piece in between:
        if piece.density >= 0.8 and (piece.role == "heading" or piece.words >= _TITLE):
            teasers, run = teasers + 1, 0
        elif _tells(piece):
            run += piece.words
            longest = max(longest, run)
    return teasers >= _TEASERS - 1 and longest < _RUN
