"""The lines of a page that name who wrote it, as printed. Whether what they name is a person is asked elsewhere."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from . import lexicon
from .dates import spelled
from .dom import Piece, apart, clean
from .names import listed
from .people import ACCOUNT, bare, is_caseless, leads, reads_as_name

_LENGTH = 160  # characters of a line that names somebody
_BEFORE, _AFTER = 25, 4  # blocks around the text where such lines stand
_NEAR = 3  # blocks between a bare name and the date that stands with it
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d+ (?:min\w*|hours?|days?|weeks?|months?|years?) (?:ago|read)\b", re.I)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_OPENERS = listed("""
    the a an in on at by for from with after how why what when who where is are der die das ein eine im am nach vor mit
    für von zum zur aus bei le la les un une des en dans el los las una il lo gli nel het een op o os as um uma no na
""")
_WITHIN = listed("van von de da di del dos el al bin ben ter")
_SPLIT = re.compile(r"\s*[|•·/&,:：、]\s*")
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:a|e|es|en|i|zy)?|auteurs?|autrici|profiles?|profil|people|journalists?|journalistes?|"
    r"contributors?|reporters?|columnists?|correspondents?|writers?|staff|by|bio|firmas?|redactor(?:es)?|redaktion|"
    r"redakteure?|journalisten|forfatter|skribent(?:er)?|yazar(?:lar)?|penulis|avtor)(?:[/=.-]|$)",
    re.I,
)


class Line(NamedTuple):
    """A line that names somebody."""

    text: str  # as printed
    parts: str  # with bars where only the style keeps words apart, and around names that are links


def printed(pieces: Sequence[Piece], around: tuple[int, int], headed: int) -> list[Line]:
    """Return the lines that say who wrote the article, which `around` holds and whose headline is at `headed`.

    The surest first: what is called a byline, what begins as one, links to pages about their authors, bare names
    beside a date, and paragraphs that are only a name.
    """
    low, high = around
    short = [p for p in pieces[max(0, low - _BEFORE) : high + _AFTER] if _is_short(p)]
    near = [p for p in short if not (_is_foreign(p) or _by_account(p))]
    above = [p for p in near if headed < p.index <= low + _NEAR and p.role not in ("heading", "caption")]
    leading = [p for p in short if p.role != "heading" and leads(_unwrapped(p.text)) and not _by_account(p)]
    lines = [*_called(near), *(_line(p) for p in leading if p.index <= low + _NEAR)]
    linked = (p for p in near if p.index > headed and p.role != "caption" and not p.kept and _links_to_author(p))
    lines += [_line(p) for p in linked]
    lines += [_line(p) for p in above if not p.kept and _is_bare_name(p, pieces)]
    edges = (p for p in near if p.kept and p.role == "paragraph" and not low + _NEAR < p.index < high)
    lines += [_line(p) for p in edges if _is_signature(p.text)]
    after = (p for p in leading if 0 <= p.index - high <= 2 and not _is_foreign(p))
    return lines + [line for p in after if _has_name(line := _line(p))]


def _is_short(piece: Piece) -> bool:
    return not piece.hidden and len(piece.text) <= _LENGTH and not lexicon.CREDIT.match(piece.text)


def _is_foreign(piece: Piece) -> bool:
    """Tell whether a line stands among teasers, comments or furniture, and is not itself called a byline."""
    own = {mark.element for mark in piece.marks if mark.kind == "byline"}
    return any(mark.kind in ("related", "comments", "chrome") and mark.element not in own for mark in piece.marks)


def _by_account(piece: Piece) -> bool:
    return any(ACCOUNT.search(link.get("href") or "") for _, link in piece.anchors)


def _called(near: Sequence[Piece]) -> Iterator[Line]:
    """Yield the lines called bylines; those side by side in one kind of place make one line."""
    named = (piece for piece in near if piece.marked("byline"))
    for _, group in groupby(enumerate(named), key=lambda each: (each[1].index - each[0], each[1].path)):
        lines = [line for _, piece in group if _LETTERS.search((line := _line(piece)).text)]
        yield Line(", ".join(line.text for line in lines), " | ".join(line.parts for line in lines))


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
    links = {link for run, link in piece.anchors if reads_as_name(clean(run)) or is_caseless(clean(run))}
    return any(link.get("rel") == "author" or _AUTHOR_PAGE.search(link.get("href") or "") for link in links)


def _is_bare_name(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Tell whether a line is a name and no more, and stands beside a date, or is one with it."""
    if piece.role == "list" or piece.marked("tags", "share", "signup", "form"):
        return False
    names = [part for part in map(bare, _SPLIT.split(_line(piece).parts)) if _is_surely_name(part)]
    around = pieces[max(0, piece.index - _NEAR) : piece.index + _NEAR + 1]
    return len(names) == 1 and any(each.marked("stamp") or _is_dated(each.text) for each in around)


def _is_surely_name(text: str) -> bool:
    """Tell whether words can hardly be anything but a name: short headings have capitals too."""
    first, *rest = text.split() or [""]
    capitals = all(word[:1].isupper() or word in _WITHIN for word in rest)
    return reads_as_name(text) and capitals and first.lower() not in _OPENERS


def _is_dated(text: str) -> bool:
    if len(text) > _LENGTH:
        return False
    return bool(_TIME.search(text)) or lexicon.only_time(text) or next(spelled(text, dt.date.max), None) is not None


def _is_signature(text: str) -> bool:
    """Tell whether a paragraph of the text is only a name, or several: some outlets sign within the text."""
    return all(reads_as_name(part) for part in _SPLIT.split(text.strip(" .()")))
