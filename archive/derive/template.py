"""What an outlet's pages repeat from article to article is its template. Learned from readings; drops, never adds.

Pure: pages in, a state out; an article's first reading and a state in, the lines out that are not the article's. Which
lines these are is asked of the article's first look alone: what newly appears on it is news, whatever it repeats, and
two looks at it differ in nothing but what the newsroom changed. Keeps nothing, and knows no outlet.

A state names blocks by a digest of text and place, and pages by names that mean nothing elsewhere, so it tells no text
and no address of an article that was erased.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final, TypeVar

from archive.compare import read_note
from archive.digests import normalise
from archive.errors import BadInput
from archive.extract.piece import words
from archive.models import Block, Content

from .places import Moved, moving_places, selected

OTHERS: Final = 2  # other articles that must show a block before it is the template's
REASON: Final = "on other articles of the outlet"
_ENOUGH: Final = 4  # articles named for a block: more tell nothing new
_SAME: Final = 0.3  # share of five-word runs in common from which two pages are one article
_SHORT: Final = 3  # words: shorter blocks are too often alike by chance to be told by
_MOST: Final = 5_000  # blocks that are remembered, the newest

Known = TypeVar("Known")
Page = tuple[str, Sequence[Block]]  # a page's name and what was read in it


@dataclass(frozen=True, slots=True)
class State:
    """What was learned of one outlet: blocks that stand on several of its articles, and which articles those are."""

    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the newest first
    same: dict[str, str] = field(default_factory=dict)  # article to the article whose near-duplicate it is
    articles: int = 0
    moving: tuple[str, ...] = ()  # places that move by themselves, by digest (`moving`)
    drop: tuple[str, ...] = ()  # CSS selectors of what the outlet's definition leaves out


_NOTHING: Final = State()


def learn(pages: Iterable[Page], before: State = _NOTHING, moved: Sequence[Moved] = ()) -> State:
    """Return what repeats across articles; each page is an article's name and the blocks of one reading of it.

    Readings of one article, and articles that are nearly the same text, count once. The order does not matter. What was
    known before is not forgotten, or every article would seem to lose what an outlet took off its pages. Only what was
    taken for text somewhere is worth knowing. `moved` is what moved by itself on the outlet's articles.
    """
    runs: dict[str, set[int]] = defaultdict(set)
    shown: dict[str, set[str]] = defaultdict(set)
    taken: set[str] = set()
    crowded: set[str] = set()
    for article, blocks in pages:
        places = Counter(block.path for block in blocks if block.kept)
        crowded.update(path for path, count in places.items() if count > 1)
        told = words(" ".join(block.text for block in blocks if block.kept))
        runs[article].update(map(hash, zip(*(told[n:] for n in range(5)), strict=False)))
        for block in blocks:
            if len(words(block.text)) >= _SHORT:
                shown[_number(block)].add(article)
                taken.update([_number(block)] if block.kept else ())
    same = _near_duplicates(runs)
    same |= {name: other for name, other in before.same.items() if name not in same}
    found = {key: {same.get(each, each) for each in shown[key]} for key in sorted(taken)}
    repeated = {key: where | set(before.blocks.get(key, ())) for key, where in found.items() if len(where) >= OTHERS}
    new = {key: tuple(sorted(where)[:_ENOUGH]) for key, where in repeated.items()}
    known = new | {key: where for key, where in before.blocks.items() if key not in new}
    moving = dict.fromkeys([*moving_places(moved, crowded), *before.moving])
    articles = len({same.get(article, article) for article in runs})
    return State(_newest(known), _newest(same), articles, tuple(islice(moving, _MOST)), before.drop)


def _newest(known: dict[str, Known]) -> dict[str, Known]:
    return dict(islice(known.items(), _MOST))


def _near_duplicates(runs: Mapping[str, set[int]]) -> dict[str, str]:
    """Return, for each article that repeats the text of one with an earlier name, that one."""
    holders: dict[int, list[str]] = defaultdict(list)
    same: dict[str, str] = {}
    for article in sorted(runs):
        shared: dict[str, int] = defaultdict(int)
        for run in runs[article]:
            for other in holders[run]:
                shared[other] += 1
            if len(holders[run]) < _ENOUGH:
                holders[run].append(article)
        for other in sorted(shared):
            if shared[other] > _SAME * min(len(runs[article]), len(runs[other])):
                same[article] = same.get(other, other)
                break
    return same


def template(first: Content, state: State, names: Collection[str]) -> frozenset[str]:
    """Return the lines, normalised, that are the template's on an article, by its first reading and its pages' names.

    Nothing within the longest run of the text, no note of a correction, and nothing at all rather than everything. What
    the reader dropped there by itself counts as well: it may keep it on another day.
    """
    found = [_of_template(block, state, names) for block in first.blocks]
    safe = _longest_run(first.blocks, found)
    lines = {
        at: _line(block.text)
        for at, block in enumerate(first.blocks)
        if found[at] and at not in safe and read_note(block.text, first.language) is None
    }
    stays = {_line(block.text) for at, block in enumerate(first.blocks) if block.kept and at not in lines}
    return frozenset(lines.values()) - stays if stays else frozenset()


def left_out(content: Content, lines: Collection[str], drop: Sequence[str] = ()) -> tuple[int, ...]:
    """Return the places of the blocks that are lines of the template, or that selectors name; never of all blocks."""
    if not lines and not drop:
        return ()
    kept = [at for at, block in enumerate(content.blocks) if block.kept]
    places = tuple(
        at for at in kept if _line(content.blocks[at].text) in lines or selected(content.blocks[at].path, tuple(drop))
    )
    return places if len(places) < len(kept) else ()


def beside(content: Content, state: State, names: Collection[str], places: Collection[int] = ()) -> tuple[int, ...]:
    """Return the places of blocks that other articles show too and that stand outside the body, `places` left out.

    The body is the deepest container that holds the whole longest run of the text: what changes in it is the article's.
    """
    found = [_of_template(block, state, names) for block in content.blocks]
    if not any(found):
        return ()
    body = _container([content.blocks[at] for at in _longest_run(content.blocks, found)])
    return tuple(
        at
        for at, block in enumerate(content.blocks)
        if found[at]
        and block.kept
        and at not in places
        and tuple(block.path.split(" ")[: len(body)]) != body
        and read_note(block.text, content.language) is None
    )


def without(content: Content, places: Collection[int]) -> Content:
    """Return a content with the blocks at some places dropped, each with the reason."""
    if not places:
        return content
    dropped = frozenset(places)
    blocks = (_as_template(b) if at in dropped else b for at, b in enumerate(content.blocks))
    return replace(content, blocks=tuple(blocks))


def _as_template(block: Block) -> Block:
    return replace(block, kept=False, reason=REASON, left_out="template")


def apply(content: Content, state: State, *, names: Collection[str], first: Content | None = None) -> Content:
    """Return a content without the template's lines; `first` is the article's first reading, None when this one is."""
    return without(content, left_out(content, template(first or content, state, names)))


def _of_template(block: Block, state: State, names: Collection[str]) -> bool:
    """Tell whether enough other articles show a block at its place."""
    where = state.blocks.get(_number(block))
    if where is None:
        return False
    own = {state.same.get(name, name) for name in names}
    return sum(each not in own for each in where) >= OTHERS


def _longest_run(blocks: Sequence[Block], found: Sequence[bool]) -> range:
    """Return the places of the longest run of kept blocks, without the template's at its two ends."""
    best, start = range(0), 0
    sizes = {best: 0}
    for at in range(len(blocks) + 1):
        if at < len(blocks) and blocks[at].kept:
            continue
        low, high = start, at
        while low < high and found[low]:
            low += 1
        while low < high and found[high - 1]:
            high -= 1
        run, start = range(low, high), at + 1
        sizes[run] = sum(len(blocks[place].text) for place in run)
        best = max(best, run, key=lambda each: sizes[each])
    return best


def _container(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the path of the deepest element around all these blocks."""
    above = [block.path.split(" ")[:-1] for block in blocks]
    return tuple(steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, zip(*above, strict=False)))


def _line(text: str) -> str:
    return normalise(text)


@lru_cache(maxsize=20_000)
def _digest(text: str, path: str) -> str:
    return hashlib.blake2b(f"{_line(text)}\0{path}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _number(block: Block) -> str:
    return _digest(block.text, block.path)


def dumps(state: State) -> str:
    """Write a state as canonical JSON."""
    value: dict[str, object] = {
        "articles": state.articles,
        "blocks": [[key, list(where)] for key, where in state.blocks.items()],
        "same": [[name, other] for name, other in state.same.items()],
    }
    value |= {name: list(found) for name, found in (("moving", state.moving), ("drop", state.drop)) if found}
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def loads(text: str) -> State:
    """Read what `dumps` wrote.

    Raises `BadInput` for anything else.
    """
    try:
        value = json.loads(text)
        blocks = {str(block): tuple(map(str, where)) for block, where in value["blocks"]}
        same = {str(name): str(other) for name, other in value["same"]}
        moving, drop = (tuple(map(str, value.get(name, ()))) for name in ("moving", "drop"))
        return State(blocks, same, int(value["articles"]), moving, drop)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"not a state ({error})", subject=text[:60], cure="It was not written by rowback") from None
