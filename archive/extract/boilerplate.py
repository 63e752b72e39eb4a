"""What an outlet's pages repeat from article to article is its template. Learned from readings; drops, never adds.

Pure: pages in, a state out; a content and a state in, a content out. Keeps nothing, and knows no outlet.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.compare import note_lexicon
from archive.errors import BadInput
from archive.models import Block, Content

from .headline import words

OTHERS = 2  # other articles that must show a block before it is the template's
_ENOUGH = 4  # articles named for a block: more tell nothing new
_SAME = 0.3  # share of five-word runs in common from which two pages are one article
_SHORT = 3  # words: shorter blocks are too often alike by chance to be told by

Key = tuple[str, str]  # text and path of a block


@dataclass(frozen=True, slots=True)
class State:
    """What was learned of one outlet: blocks that stand on several of its articles, and which articles those are."""

    blocks: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)  # article to the article whose near-duplicate it is
    articles: int = 0


def learn(pages: Iterable[tuple[str, Sequence[Block]]]) -> State:
    """Return what repeats across articles; each page is an article's key and the blocks of one reading of it.

    Readings of one article, and articles that are nearly the same text, count once. The order does not matter.
    """
    listed = sorted(((key, tuple(blocks)) for key, blocks in pages), key=lambda page: (page[0], repr(page[1])))
    same = _near_duplicates(listed)
    shown: dict[Key, set[str]] = defaultdict(set)
    for article, blocks in listed:
        for block in blocks:
            shown[block.text, block.path].add(same.get(article, article))
    repeated = {key: tuple(sorted(where)[:_ENOUGH]) for key, where in sorted(shown.items()) if len(where) >= OTHERS}
    return State(repeated, same, len({same.get(article, article) for article, _ in listed}))


def _near_duplicates(pages: Sequence[tuple[str, Sequence[Block]]]) -> dict[str, str]:
    """Return, for each article that repeats an earlier one's text, that earlier one."""
    runs: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for article, blocks in pages:
        told = words(" ".join(block.text for block in blocks if block.kept))
        runs[article] |= set(zip(*(told[n:] for n in range(5)), strict=False))
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    same: dict[str, str] = {}
    for article, own in runs.items():
        shared: dict[str, int] = defaultdict(int)
        for run in own:
            for other in holders[run]:
                shared[other] += 1
            if len(holders[run]) < _ENOUGH:
                holders[run].append(article)
        for other in sorted(shared):
            if shared[other] > _SAME * min(len(own), len(runs[other])):
                same[article] = same.get(other, other)
                break
    return same


def apply(content: Content, state: State, *, article: str, earlier: Content | None = None) -> Content:
    """Return a content without the blocks that its outlet's other articles show too, each with its reason.

    `earlier` is the article's reading before this one: what newly appears on it is news, whatever it repeats.
    """
    known = {block.text for block in earlier.blocks} if earlier else None
    found = [_of_template(block, state, article) for block in content.blocks]
    safe = _longest_run(content.blocks, found)
    blocks = []
    for at, block in enumerate(content.blocks):
        new = known is not None and block.text not in known
        drop = found[at] and at not in safe and not new and note_lexicon(block.text, content.language) is None
        blocks.append(replace(block, kept=False, reason="on other articles of the outlet") if drop else block)
    return replace(content, blocks=tuple(blocks)) if any(b.kept for b in blocks) else content


def _of_template(block: Block, state: State, article: str) -> bool:
    if not block.kept or len(words(block.text)) < _SHORT:
        return False
    own = state.same.get(article, article)
    return sum(each != own for each in state.blocks.get((block.text, block.path), ())) >= OTHERS


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


def dumps(state: State) -> str:
    """Write a state as canonical JSON."""
    value = {
        "articles": state.articles,
        "blocks": [[text, path, list(where)] for (text, path), where in sorted(state.blocks.items())],
        "same": dict(state.same),
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def loads(text: str) -> State:
    """Read what `dumps` wrote.

    Raises `BadInput` for anything else.
    """
    try:
        value = json.loads(text)
        blocks = {(str(block), str(path)): tuple(map(str, where)) for block, path, where in value["blocks"]}
        return State(blocks, {str(a): str(b) for a, b in value["same"].items()}, int(value["articles"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"not a state ({error})", subject=text[:60], cure="It was not written by rowback") from None
