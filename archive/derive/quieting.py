"""Two readings without what moves by itself, so that what is told of a change is the newsroom's. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from archive.models import Block, Content

from .moves import Move


def quieted(before: Content, after: Content, moves: Iterable[Move]) -> tuple[Content, Content]:
    """Return two readings as if some moves had not been made: the earlier one says what the later one does."""
    for move in moves:
        if move.place == "standfirst":
            before = replace(before, standfirst=after.standfirst)
        elif move.place == "link" or (move.before and move.after):
            before = replace(before, blocks=tuple(_now(block, move) for block in before.blocks))
        else:
            before, after = _without(before, move, move.before), _without(after, move, move.after)
    return before, after


def _now(block: Block, move: Move) -> Block:
    """Return a block as it is after a move, when it is the one that moved."""
    if not block.kept or (block.path != move.path and move.path):
        return block
    if move.place == "link":
        links = tuple(replace(link, url=move.after) if link.url == move.before else link for link in block.links)
        return replace(block, links=links)
    return replace(block, text=move.after) if block.text == move.before else block


def _without(content: Content, move: Move, text: str) -> Content:
    """Return a content without a block that came or went."""
    gone = (
        replace(block, kept=False) if text and (block.text, block.path) == (text, move.path) else block
        for block in content.blocks
    )
    return replace(content, blocks=tuple(gone))
