"""The lines of a page that name who wrote it, as printed. Whether what they name is a person is asked elsewhere."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml.html import HtmlElement

from archive.languages import words_on_pages

from . import lexicon, names
from .dates import ANY, spelled
from .people import ACCOUNT, LETTERS, bare, is_caseless, leads, opens_heading, reads_as_name
from .piece import Piece, apart, clean

_LENGTH = 160  # characters of a line that names somebody
_BEFORE, _AFTER = 25, 4  # blocks around the text where such lines stand
_NEAR = 3  # blocks between a bare name and the date that stands with it
_SPLIT = re.compile(r"\s*[|•·/&,:：、]\s*")


class Line(NamedTuple):
    """A line that names somebody."""

    text: str  # as printed
    parts: str  # with bars where only the style keeps words apart, and around names that are links


def printed(pieces: Sequence[Piece], around: tuple[int, int], headed: int) -> list[Line]:
    """Return the lines that say who wrote the article, which `around` holds and whose headline is at `headed`.

    The surest first: what is called a byline, what begins as one, and links to pages about their authors.
    """
    low, high = around
    short = [p for p in pieces[max(0, low - _BEFORE) : high + _AFTER] if _is_short(p)]
    near = [p for p in short if not (_is_foreign(p) or _by_account(p))]
    leading = [
        p for p in short if p.density < 1 and p.role != "heading" and leads(_unwrapped(p.text)) and not _by_account(p)
    ]
    lines = [*_called(near), *(_line(p) for p in leading if p.index <= low + _NEAR)]
    linked = (p for p in near if p.index > headed and p.role != "caption" and not p.kept and _links_to_author(p))
    lines += [_line(p) for p in linked]
    after = (p for p in leading if 0 <= p.index - high <= 2 and not _is_foreign(p))
    return lines + [line for p in after if _has_name(line := _line(p))]


def signatures(pieces: Sequence[Piece], around: tuple[int, int]) -> list[Line]:
    """Return the first and last paragraphs that are only names: so outlets sign whose pages declare none but them."""
    low, high = around
    edges = [*pieces[low : low + _NEAR + 1], *pieces[max(high, low + _NEAR + 1) : high + 1]]
    signed = (p for p in edges if p.kept and p.role == "paragraph" and not _by_account(p))
    return [_line(p) for p in signed if _is_signature(p.text)]


def bare_names(pieces: Sequence[Piece], around: tuple[int, int], headed: int) -> list[Line]:
    """Return the lines between headline and text that are only a name beside a date: a guess, for want of a byline."""
    between = pieces[headed + 1 : around[0] + _NEAR + 1]
    named = {piece.text for piece in pieces[:headed]}  # what the page's menus name is a section
    return [_line(p) for p in between if _is_short(p) and p.text not in named and _is_bare_name(p, pieces)]


def _is_short(piece: Piece) -> bool:
    return not piece.hidden and len(piece.text) <= _LENGTH and not lexicon.CREDIT.match(piece.text)


def _is_foreign(piece: Piece) -> bool:
    """Tell whether a line stands among teasers, comments or furniture, and is not itself called a byline."""
    own = {mark.element for mark in piece.marks if mark.kind == "byline"}
    return any(mark.kind in ("related", "comments", "chrome") and mark.element not in own for mark in piece.marks)


def _by_account(piece: Piece) -> bool:
    return any(ACCOUNT.search(link.get("href") or "") for link in _links(piece))


def _called(near: Sequence[Piece]) -> Iterator[Line]:
    """Yield the lines called bylines; those side by side in one kind of place make one line."""
    named = (piece for piece in near if piece.marked("byline"))
    for _, group in groupby(enumerate(named), key=lambda each: (each[1].index - each[0], each[1].path)):
        lines = [line for _, piece in group if LETTERS.search((line := _line(piece)).text)]
        yield Line(", ".join(dict.fromkeys(line.text for line in lines)), " | ".join(line.parts for line in lines))


def _line(piece: Piece) -> Line:
    parts = apart(piece)
    for link in piece.links:
        if reads_as_name(link.text):
            parts = parts.replace(link.text, f" | {link.text} | ", 1)
    return Line(piece.text, clean(parts))


def _unwrapped(text: str) -> str:
    return text.strip("()（）[] ")


def _has_name(line: Line) -> bool:
    """Tell whether a line after the text names a person: there it may as well give a source."""
    return any(reads_as_name(bare(part)) or is_caseless(part) for part in _SPLIT.split(_unwrapped(line.parts)))


def _links_to_author(piece: Piece) -> bool:
    if piece.marked("tags"):
        return False
    links = [link for run, link in piece.anchors if reads_as_name(clean(run)) or is_caseless(clean(run))]
    return any(link.get("rel") == "author" or lexicon.AUTHOR_PATH.search(link.get("href") or "") for link in links)


def _is_bare_name(piece: Piece, pieces: Sequence[Piece]) -> bool:
    if piece.kept or piece.role in ("list", "heading", "caption") or piece.marked("tags", "share", "signup", "form"):
        return False
    if _is_foreign(piece) or _by_account(piece) or any(_is_rubric(each) for each in (piece.element, *_links(piece))):
        return False
    found = [part for part in map(bare, _SPLIT.split(_line(piece).parts)) if _is_surely_name(part)]
    around = pieces[max(0, piece.index - _NEAR) : piece.index + _NEAR + 1]
    return len(found) == 1 and any(each.marked("stamp") or _is_dated(each.text) for each in around)


def _links(piece: Piece) -> list[HtmlElement]:
    return [link for _, link in piece.anchors]


def _is_rubric(element: HtmlElement) -> bool:
    return names.hints(f"{element.get('class') or ''} {element.get('id') or ''}", "kicker", "tags", "section")


def _is_surely_name(text: str) -> bool:
    """Tell whether words can hardly be anything but a name: short headings have capitals too."""
    first, *rest = text.split() or [""]
    capitals = all(word[:1].isupper() or word in words_on_pages("within_names") for word in rest)
    return reads_as_name(text) and capitals and not opens_heading(first.lower())


def _is_dated(text: str) -> bool:
    if len(text) > _LENGTH:
        return False
    return (
        bool(lexicon.CLOCK_OR_AGO.search(text)) or lexicon.only_time(text) or next(spelled(text, ANY), None) is not None
    )


def _is_signature(text: str) -> bool:
    """Tell whether a paragraph of the text is only a name, or several: some outlets sign within the text."""
    return all(reads_as_name(part) for part in _SPLIT.split(text.strip(" .()")))
