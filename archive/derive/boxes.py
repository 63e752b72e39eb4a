"""Boxes within an article's extent that lead elsewhere, exchanged as a whole: title, first words, target. Pure.

They are known by that, not by what they are called: a block that is a link to another page now leads to yet another
one, and what stands with it says something else altogether.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from archive.digests import normalise
from archive.models import Block, Content

from . import tokens

_LEADS: Final = 0.6  # share of its characters that stand in links, from which a block only leads elsewhere

Pair = tuple[Block, Block]


def exchanged(before: Content, after: Content) -> frozenset[tuple[str, str]]:
    """Return the texts, before and after, of the blocks of boxes that were exchanged."""
    old, new = ([block for block in content.blocks if block.kept or block.left_out] for content in (before, after))
    body = _parent_of_text(old)
    found = (pair for stretch in _stretches(old, new) for pair in _boxes(stretch, body))
    return frozenset((one.text, other.text) for one, other in found)


def _stretches(old: Sequence[Block], new: Sequence[Block]) -> Iterator[list[Pair]]:
    """Yield runs of blocks that stand in each other's place, at the same places of the page."""
    olds, news = ([normalise(block.text) for block in blocks] for blocks in (old, new))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind == "replace" and [b.path for b in old[i1:i2]] == [b.path for b in new[j1:j2]]:
            yield list(zip(old[i1:i2], new[j1:j2], strict=True))


def _boxes(stretch: Sequence[Pair], body: str) -> Iterator[Pair]:
    for at, pair in enumerate(stretch):
        if not _leads_to_another(pair):
            continue
        yield pair
        parent = _parent(pair[0])
        if parent == body and pair[0].role != "heading":
            continue
        following = stretch[at + 1 : at + 2] if parent == body else stretch[at + 1 :]
        for run in (following, stretch[:at][::-1] if parent != body else ()):
            yield from _with(run, parent)


def _with(run: Sequence[Pair], parent: str) -> Iterator[Pair]:
    """Yield what stands in a box with its title and was exchanged together with it."""
    for pair in run:
        if not _below(pair[0].path, parent) or not _unlike(pair):
            return
        yield pair


def _leads_to_another(pair: Pair) -> bool:
    targets = [{link.url for link in block.links} for block in pair]
    leads = all(block.link_density >= _LEADS for block in pair)
    return leads and all(targets) and not targets[0] & targets[1] and _unlike(pair)


def _unlike(pair: Pair) -> bool:
    return tokens.unlike(pair[0].text, pair[1].text)


def _parent(block: Block) -> str:
    return block.path.rpartition(" ")[0]


def _below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent} ")


def _parent_of_text(blocks: Sequence[Block]) -> str:
    """Return where most of the text stands."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        if block.kept:
            sizes[_parent(block)] += len(block.text)
    return max(sizes, key=lambda path: sizes[path], default="")
