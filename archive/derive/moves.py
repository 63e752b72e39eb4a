"""What differs between two looks at an article, piece by piece: in its text, its fields, and beside its text. Pure.

A move is `small` when it may be something that moves by itself: a value in a sentence that else stands, what fills a
place of its own, a token in an address. Whether it does is told by how it moves from look to look (`volatile`); no word
is known here. What leads elsewhere and is exchanged as a whole is a `teaser`, and no text of the article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from rapidfuzz import fuzz

from archive.digests import body_text, captions, image_identity, link_target, normalise
from archive.models import Block, Content

from . import beside, tokens
from .boxes import exchanged

Place = Literal["headline", "standfirst", "byline", "text", "caption", "image", "link", "paywalled", "beside"]

_LIKE: Final = 50.0  # of 100: from here on two blocks are one block's two states
_SHORT: Final = 12  # words of a line that may be nothing but a widget
_MANY: Final = 300  # blocks of a stretch that are told apart by likeness; more are paired as they come
_NOTHING: Final = Block("", "", kept=False)

Pair = tuple[Block | None, Block | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One piece that differs; one of the two sides is empty where it came or went."""

    place: Place
    path: str  # where in the page; "" for a field
    before: str
    after: str
    small: bool = False  # may be something that moves by itself
    lone: bool = False  # nothing else of the article stands at such a place
    behind: str = (
        ""  # the words before it that stand, and how far behind them, where blocks stand in each other's place
    )
    noise: str = ""  # what explains it by itself; "" for nothing

    @property
    def is_text(self) -> bool:
        """Whether it is the article's own and not beside it."""
        return self.place != "beside"


def moves(before: Content, after: Content) -> tuple[Move, ...]:
    """List all that differs between two readings of one article."""
    found = [*_fields(before, after), *_captions(before, after)]
    fields = {move.place for move in found}
    found += [move for move in _blocks(before, after) if move.noise not in fields]
    return tuple(_as_read(found, in_order=_in_order(before, after)))


def _as_read(found: Sequence[Move], *, in_order: bool) -> Iterator[Move]:
    """Mark what the reader took for text in one look only, or what only seems to have changed its place.

    Its words stand in both looks, and so does the order of all paragraphs that do.
    """
    gone = {move.before for move in found if move.path and not move.after}
    come = {move.after for move in found if move.path and not move.before}
    places: dict[str, set[Place]] = defaultdict(set)
    for move in found:
        places[move.before or move.after].add(move.place)
    for move in found:
        text = move.before or move.after
        again = bool(move.path) and not (move.before and move.after) and text in gone and text in come
        read = again and (places[text] == {"text", "beside"} or (in_order and places[text] == {"text"}))
        yield replace(move, noise="reading") if read else move


def _in_order(before: Content, after: Content) -> bool:
    """Tell whether the paragraphs that stand in both readings stand in one order."""
    old, new = ([normalise(text) for text in content.paragraphs] for content in (before, after))
    both = set(old) & set(new)
    return [text for text in old if text in both] == [text for text in new if text in both]


def _fields(before: Content, after: Content) -> Iterator[Move]:
    pairs: tuple[tuple[Place, str, str], ...] = (
        ("headline", before.headline, after.headline),
        ("standfirst", before.standfirst or "", after.standfirst or ""),
        ("byline", ", ".join(before.authors), ", ".join(after.authors)),
        ("image", image_identity(before.image), image_identity(after.image)),
        ("paywalled", "paywalled" if before.paywalled else "", "paywalled" if after.paywalled else ""),
    )
    for place, one, other in pairs:
        if normalise(one) != normalise(other):
            small = place == "standfirst" and tokens.one_value(one, other)
            yield Move(place=place, path="", before=one, after=other, small=small, lone=True)


def _captions(before: Content, after: Content) -> Iterator[Move]:
    one, other = (tuple(Block(text, "", kept=True) for text in captions(content)) for content in (before, after))
    for olds, news in _stretches(one, other):
        if not _equal(olds, news):
            yield from (_move("caption", pair, frozenset()) for pair in _pairs(olds, news))


def _blocks(before: Content, after: Content) -> Iterator[Move]:
    """Yield what differs in the article's extent: in its text, and beside it."""
    boxes = exchanged(before, after)
    old, new = ([b for b in content.blocks if _counts(b)] for content in (before, after))
    lone, wrapped = _lone(old, new), body_text(before) == body_text(after)
    stands = ""
    for olds, news in _stretches(old, new):
        if _equal(olds, news):
            yield from (link for pair in zip(olds, news, strict=True) for link in _links(*pair))
            stands = normalise(olds[-1].text)
            continue
        pairs = list(_pairs(olds, news))
        placed = all(one and other for one, other in pairs)
        for at, (pair, noise) in enumerate(zip(pairs, beside.noises(pairs, after.language), strict=True)):
            kept = [block.kept for block in pair if block is not None]
            if wrapped and all(kept):
                continue
            noise = "teaser" if _texts(pair) in boxes else "" if any(kept) else noise
            move = _move("text" if any(kept) else "beside", pair, lone)
            behind = f"{at} {stands}" if placed else ""
            small = move.small or not any(kept) or (placed and (unlike(move) or _is_short(move)))
            yield replace(move, small=small, noise=noise, behind=behind)
            if pair[0] and pair[1] and not noise:
                yield from _links(pair[0], pair[1])


def unlike(move: Move) -> bool:
    """Tell whether one text stands in the place of another, and not one text in two states."""
    return bool(move.before and move.after) and tokens.unlike(move.before, move.after)


def _is_short(move: Move) -> bool:
    return all(len(tokens.words(text)) <= _SHORT for text in (move.before, move.after))


def _counts(block: Block) -> bool:
    """Tell whether a block stands in the article's extent; captions that are kept are told apart from it."""
    return block.role != "caption" if block.kept else bool(block.left_out)


def _texts(pair: Pair) -> tuple[str, str]:
    return pair[0].text if pair[0] else "", pair[1].text if pair[1] else ""


def _move(place: Place, pair: Pair, lone: frozenset[str]) -> Move:
    one, other = pair
    path = (one or other or _NOTHING).path
    before, after = one.text if one else "", other.text if other else ""
    small = path in lone or (bool(one and other) and tokens.one_value(before, after))
    return Move(place=place, path=path, before=before, after=after, small=small, lone=path in lone)


def _links(one: Block, other: Block) -> Iterator[Move]:
    """Yield the links of a block that lead elsewhere now."""
    place: Place = "link" if one.kept or other.kept else "beside"
    olds, news = ([link.url for link in block.links] for block in (one, other))
    if len(olds) != len(news):
        olds, news = [" ".join(olds)], [" ".join(news)]
    for url, now in zip(olds, news, strict=True):
        if link_target(url) != link_target(now):
            token = tokens.one_page(url, now)
            noise = "moving" if token and place == "beside" else ""
            yield Move(place=place, path=one.path, before=url, after=now, small=token, noise=noise)


def _lone(old: Sequence[Block], new: Sequence[Block]) -> frozenset[str]:
    """Return the paths at which one block stands at most, in both."""
    counts = [Counter(block.path for block in blocks) for blocks in (old, new)]
    return frozenset(path for path in counts[0] | counts[1] if all(count[path] <= 1 for count in counts))


def _stretches(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Sequence[Block], Sequence[Block]]]:
    """Yield stretches of equal blocks, and of what stands in the place of each other between them."""
    olds, news = ([normalise(block.text) for block in blocks] for blocks in (old, new))
    for _, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        yield old[i1:i2], new[j1:j2]


def _equal(olds: Sequence[Block], news: Sequence[Block]) -> bool:
    return bool(olds and news) and normalise(olds[0].text) == normalise(news[0].text)


def _pairs(olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Pair]:
    """Pair the blocks that stand in each other's place; what has none came or went."""
    if len(olds) == len(news) and all(one.path == other.path for one, other in zip(olds, news, strict=True)):
        yield from zip(olds, news, strict=True)
        return
    at = 0
    for one in olds:
        likes = [(fuzz.ratio(one.text, b.text), -n) for n, b in enumerate(news[at : at + _MANY]) if b.path == one.path]
        best, place = max(likes, default=(0.0, 0))
        if best < _LIKE:
            yield one, None
            continue
        yield from ((None, block) for block in news[at : at - place])
        yield one, news[at - place]
        at += 1 - place
    yield from ((None, block) for block in news[at:])
