"""A body that a page shows nowhere and tells machines: JSON-LD's `articleBody`, read as such.

Only what the page does not show is taken, and only when that is much of it: a page whose text stands in its elements
is read from these.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from lxml.html import HtmlElement

from . import jsonld
from .page import parse
from .piece import Piece, clean, words
from .structured import Structured

REASON: Final = "stands only in JSON-LD"
_LEAST: Final = 50  # words from which it is a body
_MOST: Final = 200_000  # characters: more is no article's
_MISSING: Final = 0.5  # share of it that the page must not show
_SENTENCE: Final = re.compile(r"(?<=[.!?…।։؟])\s+|(?<=[。！？])")
_NO_LETTER: Final = re.compile(r"\W+")
_MARKUP: Final = re.compile(r"<(?:p|div|br|h[1-6]|li)\b", re.I)


def add(pieces: list[Piece], structured: Structured, tree: HtmlElement) -> None:
    """Put what of the declared body the page does not show behind the kept text, as text."""
    lines = [part for line in _lines(structured) for part in _SENTENCE.split(line) if part.strip()]
    whole = sum(len(words(line)) for line in lines)
    if whole < _LEAST or sum(piece.words for piece in pieces if piece.kept) >= _MISSING * whole:
        return
    shown = "".join(_bare(piece.text) for piece in pieces)
    missing = [_bare(line) not in shown for line in lines]
    size = sum(len(words(line)) for line, absent in zip(lines, missing, strict=True) if absent)
    if size < max(_LEAST, _MISSING * whole):
        return
    body = tree.find("body")
    for absent, run in groupby(zip(missing, lines, strict=True), key=lambda each: each[0]):
        if absent:
            text = clean(" ".join(line for _, line in run))
            element = tree if body is None else body
            pieces.append(
                Piece(len(pieces), text, "script articleBody", "paragraph", element, kept=True, reason=REASON)
            )


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text).lower()


def _lines(structured: Structured) -> Sequence[str]:
    """Return the declared body's paragraphs; some outlets declare it as markup."""
    value = structured.article.get("articleBody")
    text = "\n".join(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
    if len(text) > _MOST:
        return ()
    if _MARKUP.search(text):
        return [" ".join(each.itertext()) for each in parse(text).iter("p", "li", "h2", "h3")]
    return "\n".join(jsonld.strings(text)).split("\n")
