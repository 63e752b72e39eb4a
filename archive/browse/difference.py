"""Two versions of an article compared: word by word in one text, or side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from archive.compare.operations import Operation
from archive.errors import BadInput
from archive.lookup import VersionRow
from archive.lookup.difference import Difference, difference
from archive.wording.marking import Passage, passages

from . import article as articles
from .marked import Piece, excerpts, pieces
from .web import Answer, Asked, page

_MOST_WORDS: Final = 60_000  # of both versions; more are not compared on a page
_EXCERPTS: Final = 12  # sentences that others are shown


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one side or of both."""

    kind: str
    words: list[Piece]


@dataclass(frozen=True, slots=True)
class Fold:
    """Paragraphs in a row, all altered or none."""

    altered: bool
    paragraphs: list[list[Sentence]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph on both sides; a side is empty when the paragraph is not there."""

    altered: bool
    left: list[Sentence]
    right: list[Sentence]


def show(asked: Asked) -> Answer:
    """Show what lies between two versions of one article."""
    article, before = asked.version(asked.id("from"))
    other, after = asked.version(asked.id("to"))
    if other.id != article.id:
        raise BadInput("these versions belong to two articles", cure="Compare two articles on the page Compare")
    if before.number > after.number:
        before, after = after, before
    if before.words + after.words > _MOST_WORDS:
        raise BadInput(
            f"these versions have {before.words + after.words:,} words, too many for a page", cure="rowback diff"
        )
    found = difference(asked.lookup, before, after)
    public = asked.site.public
    side = asked.text("view") == "side" and not public
    return page(
        asked,
        "diff.html",
        title=f"Version {before.number} to {after.number}: {after.headline}",
        article=article,
        outlet=asked.lookup.outlet(article.outlet_id),
        versions=asked.lookup.versions(article),
        found=found,
        facts=[articles.fact(row) for row in found.facts if row.kind != "headline"],
        fields=[
            (one.where, pieces(one.spans)) for one in found.operations if one.where != "text" and one.kind != "kept"
        ],
        language=_language(asked, after),
        excerpts=excerpts(found.operations, most=_EXCERPTS) if public else [],
        folds=[] if public or side else folds(found),
        pairs=pairs(found.operations) if side else [],
        side=side,
        captures={row.id: asked.lookup.capture(row.capture_id) for row in (before, after)},
    )


def _language(asked: Asked, version: VersionRow) -> str:
    return asked.lookup.content(version).language or ""


def folds(found: Difference) -> list[Fold]:
    """Gather paragraphs; those in a row in which nothing changed can be folded away."""
    grouped = groupby(passages(found.operations), key=lambda passage: passage.altered)
    return [Fold(altered, [_paragraph(passage) for passage in together]) for altered, together in grouped]


def _paragraph(passage: Passage) -> list[Sentence]:
    return [Sentence(one.kind, pieces(one.spans)) for one in passage.operations]


def pairs(operations: Sequence[Operation]) -> list[Pair]:
    """Lay the paragraphs of both versions beside each other."""
    return [_pair(passage) for passage in passages(operations)]


def _pair(passage: Passage) -> Pair:
    left = [_half(one, "added") for one in passage.operations if one.before]
    right = [_half(one, "removed") for one in passage.operations if one.after]
    return Pair(passage.altered, left, right)


def _half(operation: Operation, without: str) -> Sentence:
    return Sentence(operation.kind, [piece for piece in pieces(operation.spans) if piece.kind != without])
