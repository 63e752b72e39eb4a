"""Other pages' titles among an article's text: lists of links, teasers, and lines that lead to one.

Each is told by how its own links lie in it, so that what else stands on the page plays no part. And what is none of
these: a line by itself that links to a document, or to somebody else's site, right under a paragraph.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from archive.models import Link

from . import lexicon, place
from .piece import Piece, clean, words

_TITLE = 3  # words of a link from which it may be another page's title
_LEAD = 6  # words that lead to a link at most
_PROSE = 12  # words of a paragraph that tells something
_POINTS_ON = re.compile(r"[:|»>→►▶•]\s*$")
_OWN = range(2, 7)  # words of a link to a document, on a line of its own
_DOCUMENT = re.compile(r"\.(?:pdf|csv|tsv|xlsx?|docx?|odt|ods|pptx?|zip|json|xml|epub|kml|geojson)$", re.I)
_NETWORKS = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|youtu|tiktok|linkedin|pinterest|reddit|whatsapp|wa|telegram|t|"
    r"threads|bsky|google|apple|spotify|addthis|amazon|amzn|ebay|doubleclick|taboola|outbrain)\.[a-z.]{2,6}$"
)  # where outlets ask readers to follow, share, listen and buy
_ADDRESS = re.compile(r"^\W*https?://\S+\W*$", re.I)


def listed(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """Yield what is no article but leads to others, and what it is."""
    for run in _runs(pieces, _in_list):
        if sum(piece.linked for piece in run) >= 0.6 * sum(len(piece.key) for piece in run):
            yield from _with_heading(pieces, run, "list of links")
    main = _main_place(pieces)
    for run in _runs(pieces, _is_teaser):
        if len(run) >= 2 and run[0].path != main:
            yield from _with_heading(pieces, run, "teasers")
    for piece in pieces:
        if piece.kept and len(piece.text) <= 300 and (_leads_on(piece) or _ADDRESS.match(piece.text)):
            yield piece, "leads elsewhere"


def own_links(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the lines that only link to a document, or to another site, and stand in an element with a paragraph."""
    last: Piece | None = None
    for piece in pieces:
        if piece.kept:
            last = piece if piece.role in ("paragraph", "other", "quote") and piece.words >= _PROSE else last
        elif last is not None and not piece.reason and piece.index - last.index <= 2 and _is_own_link(piece, last):
            yield piece


def _is_own_link(piece: Piece, paragraph: Piece) -> bool:
    if piece.hidden or piece.density < 0.85 or piece.words not in _OWN or piece.role not in ("paragraph", "other"):
        return False
    if re.search(r"[\d@]", piece.text) or not _leads_out(piece.links, piece.base):  # prices change every day
        return False
    if any(lines.match(piece.text) for lines in (lexicon.RELATED, lexicon.SIGNUP, lexicon.SHARE, lexicon.FURNITURE)):
        return False
    around = place.holder(paragraph)
    above = around.getparent()
    return place.is_within(piece.element, around if above is None else above)


def _leads_out(links: Sequence[Link], base: str) -> bool:
    """Tell whether there is one link, to a document or to another site that is no network or shop."""
    if len(links) != 1:
        return False
    there, here = urlsplit(links[0].url), urlsplit(base)
    host = there.hostname or ""
    away = host.removeprefix("www.") != (here.hostname or "").removeprefix("www.") and not _NETWORKS.search(host)
    return away or bool(_DOCUMENT.search(there.path))


def _runs(pieces: Sequence[Piece], wanted: Callable[[Piece], bool]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if piece.kept and wanted(piece):
            same = runs and runs[-1][-1].index == piece.index - 1 and runs[-1][-1].path == piece.path
            runs[-1].append(piece) if same else runs.append([piece])
    return runs


def _in_list(piece: Piece) -> bool:
    return piece.role == "list" and bool(piece.linked) and piece.words <= 40


def _with_heading(pieces: Sequence[Piece], run: Sequence[Piece], what: str) -> Iterator[tuple[Piece, str]]:
    yield from ((piece, what) for piece in run)
    above = pieces[run[0].index - 1] if run[0].index else run[0]
    if above.role == "heading" or (above.text.endswith(":") and above.words <= 8):
        yield above, f"heading of {what}" if what == "teasers" else f"heading of a {what}"


def _is_teaser(piece: Piece) -> bool:
    """Tell whether a block is a title that links elsewhere with the first words of what is there."""
    if not piece.anchors or not 0 < piece.density < 0.85:
        return False
    title = _link_texts(piece)[0]
    return (
        len(words(title)) >= _TITLE
        and piece.text.startswith(title)
        and piece.words - len(words(title)) >= _PROSE / 2
        and piece.text[len(title) :].strip()[:1].isupper()
    )


def _leads_on(piece: Piece) -> bool:
    """Tell whether a block is a few words that point at another page's title: after them, or before a time."""
    if not 0.3 <= piece.density < 1:
        return False
    title = _link_texts(piece)[-1]
    if len(words(title)) < _TITLE:
        return False
    head, _, tail = piece.text.rpartition(title)
    if not re.search(r"\w", tail):
        return len(words(head)) <= _LEAD and (bool(_POINTS_ON.search(head)) or lexicon.only_time(head))
    return not head.strip() and lexicon.only_time(tail)


def _link_texts(piece: Piece) -> list[str]:
    runs: dict[object, list[str]] = {}
    for run, link in piece.anchors:
        runs.setdefault(link, []).append(run)
    return [clean("".join(parts)) for parts in runs.values()]


def _main_place(pieces: Sequence[Piece]) -> str:
    weights = Counter[str]()
    for piece in pieces:
        if piece.kept and piece.density < 0.3 and piece.words >= _PROSE and not _is_teaser(piece):
            weights[piece.path] += len(piece.key)
    return weights.most_common(1)[0][0] if weights else ""
