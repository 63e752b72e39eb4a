"""One page's bytes to one reading. Pure: no clock, no network, no files."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from lxml.html import HtmlElement

from archive.errors import BadInput
from archive.models import Block, Content, Reading, Rejection, Stamp
from archive.urls import host

from . import (
    alarm,
    align,
    bylines,
    comments,
    corrections,
    dates,
    declared,
    extent,
    fields,
    headline,
    opinion,
    people,
    standfirst,
    unread,
    verdict,
)
from .corrections import Page
from .decode import decode
from .dom import pieces
from .page import parse
from .piece import Piece
from .refusal import Refused
from .structured import Structured, gather

READER = f"rowback 3 trafilatura {opinion.TRAFILATURA}"


def read(
    body: bytes, *, url: str, captured_at: dt.datetime, mime: str = "text/html", charset: str | None = None
) -> Reading:
    """Read the article out of a page; a page that gives none is a `Rejection` with its reason.

    `captured_at` bounds the dates that are believed: nothing was published later than the day after.
    """
    try:
        tree = parse(decode(body, mime=mime.partition(";")[0].strip().lower(), charset=charset))
        return _content(tree, url, (captured_at.astimezone(dt.UTC) + dt.timedelta(days=1)).date())
    except Refused as refused:
        return Rejection(refused.reason, refused.detail, READER)
    except Exception as error:  # a page that makes a library fail is kept, with the reason
        return Rejection("extractor_error", f"{type(error).__name__}: {error}"[:500], READER)


def _content(tree: HtmlElement, url: str, latest: dt.date) -> Content:
    structured = gather(tree)
    unread.set_aside(tree)
    blocks = pieces(tree, url)
    _take(opinion.first(tree), blocks)
    other = opinion.thorough
    if alarm.doubtful(blocks) and (lines := opinion.thorough(tree)):
        _take(lines, blocks)
        other = opinion.first
    alarm.restore(blocks)
    corrections.sound_marks(blocks)
    blocks, remarks = comments.take_out(blocks)
    outlet = headline.outlet_names(structured, _host(url))
    title = headline.headline(structured, blocks, outlet)
    corrections.correct(Page(blocks, title, cache(lambda: align.align(other(tree), blocks))))
    declared.add(blocks, structured, tree)
    verdict.judge(blocks, structured, title)
    return _fields(_Read(tree, url, latest, structured, blocks, title, outlet, remarks))


def _take(lines: Sequence[str], blocks: Sequence[Piece]) -> None:
    """Keep the blocks that an opinion's lines were made of."""
    found = align.align(lines, blocks)
    for block in blocks:
        block.kept = block.index in found


class _Read:
    """What is known once the text stands."""

    def __init__(
        self,
        tree: HtmlElement,
        url: str,
        latest: dt.date,
        structured: Structured,
        blocks: list[Piece],
        title: str,
        outlet: tuple[str, ...],
        remarks: tuple[str, ...],
    ) -> None:
        self.tree, self.url, self.latest, self.structured = tree, url, latest, structured
        self.blocks, self.title, self.outlet, self.remarks = blocks, title, outlet, remarks
        self.edges = corrections.body_edges(blocks)


def _fields(page: _Read) -> Content:
    lead = standfirst.find(page.blocks, page.structured, page.edges, page.title)
    for piece in lead:
        piece.kept, piece.reason = False, "standfirst"
    extent.name_blocks(page.blocks, page.title)
    published, modified, clashes = _stamps(page)
    claimed = people.claimed(page.structured)
    place = next((p.index for p in page.blocks if headline.alike(p.text, page.title)), page.edges[0])
    printed = bylines.printed(page.blocks, page.edges, place)
    if page.structured.article.get("author") or claimed:
        printed += bylines.signatures(page.blocks, page.edges)
    else:
        printed += bylines.bare_names(page.blocks, page.edges, place)
    shown = [line.parts for line in printed]
    writers = people.writers(claimed, shown, page.outlet, people.organizations(page.structured))
    return Content(
        headline=page.title,
        blocks=tuple(_block(piece) for piece in page.blocks if piece.kept or piece.left_out or not piece.hidden),
        standfirst="\n".join(piece.text for piece in lead) or None,
        byline=people.byline(claimed, printed, page.outlet, writers.people),
        authors=writers.people,
        agencies=writers.agencies,
        published=published,
        modified=modified,
        section=fields.section(page.structured),
        tags=fields.tags(page.structured, page.blocks),
        language=fields.language(page.structured, page.tree),
        image=fields.image(page.structured, page.blocks, page.url, place, page.edges[0]),
        canonical_url=fields.canonical(page.structured, page.tree, page.url),
        paywalled=fields.paywalled(page.structured),
        kind=fields.kind(page.structured),
        comments=page.remarks,
        conflicts=clashes,
        reader=READER,
    )


def _stamps(page: _Read) -> tuple[Stamp | None, Stamp | None, tuple[str, ...]]:
    texts = [piece.text for piece in page.blocks if not piece.hidden]
    tags = fields.language_tags(page.structured, page.tree)
    known = dates.order(texts, tags, _host(page.url), page.latest)
    published, modified = dates.declared(page.structured, known)
    seen, changed = dates.shown(page.blocks, page.edges, known) if page.blocks else ([], [])
    first = next((piece.text for piece in page.blocks if piece.kept), "")
    seen += [stamp for stamp in (dates.dateline(first, known), dates.in_url(page.url, known)) if stamp]
    published += seen or changed[:1]
    modified = modified or changed
    unsure = any(dates.ambiguous(text, known) for text in texts if len(text) <= 200)
    if not published and not unsure and (guess := dates.guessed(page.tree, known)):
        published = [guess]
    clashes = (*dates.conflicts("published", published), *dates.conflicts("modified", modified))
    return next(iter(published), None), next(iter(modified), None), clashes


def _block(piece: Piece) -> Block:
    links = piece.links if piece.kept or piece.left_out or piece.density < 0.85 else ()
    density = round(piece.density, 3)
    return Block(piece.text, piece.path, piece.kept, piece.role, density, links, piece.reason, piece.left_out)


def _host(url: str) -> str:
    try:
        return host(url)
    except BadInput:
        return ""
