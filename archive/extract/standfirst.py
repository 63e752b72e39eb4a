"""The standfirst: the lines between headline and text that sum the article up. Blocks that are seen, never a guess."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from . import lexicon, names
from .corrections import BOILERPLATE
from .dates import ANY, spelled
from .headline import alike, overlap
from .people import leads
from .piece import Mark, Piece, squeeze, words
from .structured import Structured

_MOST = 6  # blocks of one standfirst: outlets set it as a short list
_FAR = 40  # blocks between a headline and its text, mostly
_LINE = 30  # words of a block that is one of several in a standfirst, not a paragraph
_SENTENCE = 12  # words from which a line says something without a full stop
_LONG = 8  # words that say something
_ENDS = (".", "!", "?", "…", ".”", ".“", ".»", '."', "。")
_DATELINE = re.compile(r".{0,60}?\([A-Z][\w ./-]{1,24}\)\s*(?:[-–—]|$|(?=[A-Z]))")  # PARIS (Agency) — a text begins
_SLOT = 4  # blocks after the headline within which a standfirst that nothing names stands; twice as many for a heading


def find(pieces: Sequence[Piece], structured: Structured, body: tuple[int, int], headline: str) -> tuple[Piece, ...]:
    """Return the blocks that are the standfirst; none when the page has none."""
    claims = _claims(structured)
    start, named_at = _headline_place(pieces, body, headline)
    near = [piece for piece in pieces[start : body[0] + 3] if _may_be(piece, headline)]
    runs = list(_runs(near))
    for run in runs:
        if described := _described(run, claims, pieces, body):
            return described
    runs = [run for run in runs if not _in_body(run, pieces, body) and len(run) <= _MOST]
    found = (
        _highlights(runs, pieces)
        or _named(runs, body, named_at or 0)
        or (_slot(runs, body, named_at) if named_at is not None else ())
    )
    return found or _set_bold([piece for piece in pieces[body[0] : body[1] + 1] if piece.kept])


def _claims(structured: Structured) -> list[str]:
    found = (
        structured.ld("description"),
        structured.meta("og:description", "description", "twitter:description"),
        structured.meta("description"),
        structured.ld("alternativeHeadline"),
        structured.item("description"),
        structured.item("alternativeHeadline"),
    )
    return [claim for claim in found if claim and len(words(claim)) >= 4]


def _headline_place(pieces: Sequence[Piece], body: tuple[int, int], headline: str) -> tuple[int, int | None]:
    """Return where to begin looking, and where the headline was seen."""
    before = [p for p in pieces[: body[0] + 3] if not p.hidden and alike(p.text, headline)]
    before = [p for p in before if not p.marked("chrome", "signup")] or before
    places = [p.index for p in before if p.role == "heading"] or [p.index for p in before]
    if not places:
        return max(0, body[0] - 15), None
    place = next((place for place in places if place >= body[0] - _FAR), places[-1])  # some headers say it twice
    return max(place - 4, 0), place


def _may_be(piece: Piece, headline: str) -> bool:
    count = piece.words
    return (
        not piece.hidden
        and 4 <= count <= 150
        and piece.density < 0.5
        and (_is_named(piece) or piece.role not in ("caption", "table"))
        and (_is_named(piece) or not piece.marked("caption", "comments", "stamp", "byline"))
        and not alike(piece.text, headline)
        and not lexicon.FURNITURE.match(piece.text)
        and not lexicon.only_time(piece.text)
        and (_is_named(piece) or not _DATELINE.match(piece.text))
    )


def _is_named(piece: Piece) -> bool:
    """Tell whether the nearest thing that is named, the block itself or what it stands in, is called a standfirst."""
    nearest = [mark.kind for mark in piece.marks if mark.element is piece.marks[-1].element]
    return "standfirst" in nearest and "caption" not in nearest


def _runs(near: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the blocks, those together that follow each other in one element and look alike."""
    run: list[Piece] = []
    for piece in near:
        last = run[-1] if run else None
        if last and not (last.index + 1 == piece.index and last.path == piece.path and _siblings(last, piece)):
            yield tuple(run)
            run = []
        run.append(piece)
    if run:
        yield tuple(run)


def _siblings(one: Piece, other: Piece) -> bool:
    return one.element is other.element or one.element.getparent() is other.element.getparent()


def _described(
    run: tuple[Piece, ...], claims: Sequence[str], pieces: Sequence[Piece], body: tuple[int, int]
) -> tuple[Piece, ...]:
    """Return those blocks of a run that say what a description says: one of them, or its first ones together."""
    lines = len(list(takewhile(lambda piece: piece.words <= _LINE, run)))
    parts = [(piece,) for piece in run] + [run[:size] for size in range(2, min(lines, _MOST) + 1)]
    texts = {part: " ".join(piece.text for piece in part) for part in parts if not _in_body(part, pieces, body)}
    said = {
        part: max(overlap(text, c) for c in claims)
        for part, text in texts.items()
        if any(_says(text, c) for c in claims)
    }
    if not said:
        return ()
    return run if run[0].marked("standfirst") and len(run) <= _MOST else max(said, key=lambda part: said[part])


def _named(runs: Sequence[tuple[Piece, ...]], body: tuple[int, int], named_at: int) -> tuple[Piece, ...]:
    """Return the first blocks before the text whose place is called a standfirst."""
    for run in runs:
        first = run[0]
        between = named_at <= first.index <= body[0]
        if between and first.marked("standfirst") and (_is_named(first) or not first.marked(*BOILERPLATE)):
            return run
    return ()


def _highlights(runs: Sequence[tuple[Piece, ...]], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the list under a line that calls it the article's main points."""
    listed = (run for run in runs if len(run) > 1 and run[0].role == "list")
    return next((run for run in listed if lexicon.HIGHLIGHTS.fullmatch(pieces[run[0].index - 1].text)), ())


def _slot(runs: Sequence[tuple[Piece, ...]], body: tuple[int, int], named_at: int) -> tuple[Piece, ...]:
    """Return what stands between headline and text, when it is a heading or follows the headline at once."""
    for run in runs:
        first = run[0]
        heads = first.role == "heading"
        at_once = named_at < first.index < body[0] and first.index <= named_at + _SLOT * (1 + heads)
        told = (at_once or (heads and first.index == body[0])) and _is_prose(first.text)
        if told and not any(mark.kind in BOILERPLATE for mark in first.marks if not _is_teaser(mark, first)):
            return run
    return ()


def _is_teaser(mark: Mark, piece: Piece) -> bool:
    """Tell whether a block's own name calls it a teaser: beside another article's title it is one, here it is not."""
    own = mark.element is piece.element and piece.element.tag == "p"
    return own and mark.kind == "related" and "teaser" in names.words(piece.element.get("class") or "")


def _set_bold(text: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the text's first block when it alone is set in bold: that is how outlets without a name for it tell it."""
    if len(text) < 3 or not _is_bold(text[0]) or any(map(_is_bold, text[1:3])):
        return ()
    first = text[0]
    says = first.role in ("paragraph", "other") and (first.words >= _SENTENCE or first.text.endswith(_ENDS))
    return (first,) if says and _may_be(first, "") and not leads(first.text) and first.path == text[1].path else ()


def _is_bold(piece: Piece) -> bool:
    """Tell whether all of a block's words are set in bold by the page itself, not by its style."""
    bold = squeeze("".join(part.text_content() for part in piece.element.iter("b", "strong") if part.text))
    return bool(bold) and bold == piece.key


def _is_prose(text: str) -> bool:
    """Tell whether a block that nothing names says something: no byline, no date, no offer."""
    long = len(words(text)) >= _LONG and len(squeeze(text)) >= 2 * _LONG
    return long and not (leads(text) or lexicon.SIGNUP.match(text) or next(spelled(text, ANY), None))


def _says(text: str, claim: str) -> bool:
    """Tell whether a block says what a description says, which is often cut off."""
    cut = claim.rstrip(" .…")
    return overlap(text, claim) >= 0.8 or (len(cut) > 40 and text.startswith(cut[: max(40, int(len(cut) * 0.8))]))


def _in_body(run: Sequence[Piece], pieces: Sequence[Piece], body: tuple[int, int]) -> bool:
    """Tell whether blocks are the text's own paragraphs: they stand in the same place as the others."""
    first = run[0]
    own = first.role == "heading" or first.element.tag in ("p", "td", "div", "span")
    if not first.kept or not own or first.marked("standfirst"):
        return False
    return any(p.kept and p not in run and p.path == first.path for p in pieces[body[0] : body[1] + 1])
