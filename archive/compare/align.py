"""Which sentence of one version is which of the next: kept, changed, added, removed, moved, merged, split.

Equal sentences in order are found first, then equal ones that moved, then similar ones by the words they share, rare
words first. Of all pairs the heaviest set in order stays in place; the others moved. Last, a leftover neighbour whose
words stand in an aligned sentence was merged into it, or split from it.

A classical port of what the NewsEdits aligner does with a language model (Spangher et al., NAACL 2022), bounded so that
unrelated texts cost little.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from .operations import Kind, Operation, joined
from .pairing import Scored, one_to_one, rarity
from .sentences import key, words
from .words import MOST_CELLS, similarity, whole, word_spans

Pair = tuple[int, int]

SIMILAR = 0.5  # shared words in order, of both sentences' words: from here on a sentence is the other one, changed
SIMILAR_ELSEWHERE = 0.62  # the same for a sentence that also moved
MERGED = 0.45  # share of a leftover sentence's words, by weight, that must stand in the sentence it went into
_CANDIDATES = 4  # best partners by shared rare words that are compared in order
_COMMON = 40  # a word in more sentences than this finds no partners
_MOST_JOINED = 8  # sentences that became one, or came from one
_SHORTEST_MOVE = 4  # words; shorter sentences are no evidence of a move unless equal


@dataclass(frozen=True)
class _Side:
    """One version's sentences, with what comparing needs of each."""

    texts: tuple[str, ...]
    keys: tuple[str, ...]
    bags: tuple[tuple[str, ...], ...]


def align(before: Sequence[str], after: Sequence[str]) -> tuple[Operation, ...]:
    """Align two versions' sentences; the operations stand in reading order of the right side.

    Removed sentences stand where they were on the left.
    """
    old, new = _side(before), _side(after)
    exact = _equal(old.keys, new.keys)
    pairs = exact | _similar(old, new, exact)
    pairs |= _same_place(old, new, pairs)
    staying = _in_order(pairs, old, new)
    groups = _absorbed(old, new, staying, pairs)
    taken_left = {i for left, _ in groups for i in left}
    taken_right = {j for _, right in groups for j in right}
    made = [_operation(left, right, old, new, moved=not staying & _arcs(left, right)) for left, right in groups]
    made += [_alone("removed", (i,), (), old.texts[i]) for i in range(len(before)) if i not in taken_left]
    made += [_alone("added", (), (j,), new.texts[j]) for j in range(len(after)) if j not in taken_right]
    return _in_reading_order(made)


def _side(texts: Sequence[str]) -> _Side:
    keys = tuple(map(key, texts))
    return _Side(tuple(texts), keys, tuple(tuple(words(text.casefold())) for text in keys))


def _equal(before: Sequence[str], after: Sequence[str]) -> set[Pair]:
    """Pair equal sentences: those in common order first, then the ones left over, in order."""
    pairs: set[Pair] = set()
    small = len(before) * len(after) <= MOST_CELLS
    for code in Indel.opcodes(before, after) if small else ():
        if code.tag == "equal":
            pairs |= set(zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True))
    used_left, used_right = {i for i, _ in pairs}, {j for _, j in pairs}
    waiting: dict[str, list[int]] = defaultdict(list)
    for j in range(len(after) - 1, -1, -1):
        if j not in used_right:
            waiting[after[j]].append(j)
    for i, text in enumerate(before):
        if i not in used_left and waiting[text]:
            pairs.add((i, waiting[text].pop()))
    return pairs


def _similar(old: _Side, new: _Side, exact: set[Pair]) -> set[Pair]:
    """Pair what is left one to one, the most similar first; near its old place a little likeness is enough."""
    rest_left = sorted(set(range(len(old.texts))) - {i for i, _ in exact})
    rest_right = sorted(set(range(len(new.texts))) - {j for _, j in exact})
    scored = _scored(old, new, rest_left, rest_right, _Places(exact))
    return {(i, j) for _, i, j in one_to_one(scored)}


class _Places:
    """Tells whether a pair lies between the same fixed pairs on both sides."""

    def __init__(self, fixed: Iterable[Pair]) -> None:
        chain = _increasing(sorted(fixed), lambda _: 1.0)
        self._left = [i for i, _ in chain]
        self._right = [j for _, j in chain]

    def agree(self, i: int, j: int) -> bool:
        return bisect_left(self._left, i) == bisect_left(self._right, j)


def _scored(
    old: _Side, new: _Side, rest_left: Sequence[int], rest_right: Sequence[int], places: _Places
) -> list[Scored]:
    weights = rarity([old.bags[i] for i in rest_left] + [new.bags[j] for j in rest_right])
    index: dict[str, list[int]] = defaultdict(list)
    for j in rest_right:
        for word in set(new.bags[j]):
            index[word].append(j)
    out = []
    for i in rest_left:
        shared: Counter[int] = Counter()
        for word in set(old.bags[i]):
            if len(index.get(word, ())) <= _COMMON:
                for j in index.get(word, ()):
                    shared[j] += weights[word]  # type: ignore[assignment]
        for j, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            score = _likeness(old.bags[i], new.bags[j])
            here = places.agree(i, j)
            if score >= (SIMILAR if here else SIMILAR_ELSEWHERE) and (here or len(old.bags[i]) >= _SHORTEST_MOVE):
                out.append((score + (0.1 if here else 0.0), i, j))
    return out


def _likeness(before: tuple[str, ...], after: tuple[str, ...]) -> float:
    return similarity(before, after) if before and after else 0.0


def _same_place(old: _Side, new: _Side, pairs: set[Pair]) -> set[Pair]:
    """Pair two lone leftovers between the same neighbours when they share anything like a third of their words."""
    used_left, used_right = {i for i, _ in pairs}, {j for _, j in pairs}
    places = dict(sorted(pairs))
    found: set[Pair] = set()
    for i in range(len(old.texts)):
        if i in used_left:
            continue
        j = 0 if i == 0 else places.get(i - 1, -2) + 1
        last = i + 1 == len(old.texts)
        following = len(new.texts) if last else places.get(i + 1, -1)
        fits = 0 <= j < len(new.texts) and j not in used_right and following == j + 1
        if fits and _likeness(old.bags[i], new.bags[j]) >= SIMILAR * 0.6:
            found.add((i, j))
    return found


def _in_order(pairs: set[Pair], old: _Side, new: _Side) -> set[Pair]:
    """Return the pairs that stay: the set in order that holds most words, equal ones preferred."""

    def weight(pair: Pair) -> float:
        i, j = pair
        return 1 + len(old.bags[i]) + len(new.bags[j]) + (1 if old.keys[i] == new.keys[j] else 0)

    return set(_increasing(sorted(pairs), weight))


def _increasing(pairs: Sequence[Pair], weight: Callable[[Pair], float]) -> list[Pair]:
    """Return the heaviest subsequence whose right side increases too, in O(n log n) by a Fenwick tree of maxima."""
    ranks = {j: rank for rank, j in enumerate(sorted({j for _, j in pairs}), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    previous: list[int] = []
    for position, pair in enumerate(pairs):
        rank, best = ranks[pair[1]] - 1, (0.0, -1)
        while rank > 0:
            best = max(best, tree[rank], key=lambda entry: entry[0])
            rank -= rank & -rank
        previous.append(best[1])
        entry, rank = (best[0] + weight(pair), position), ranks[pair[1]]
        while rank < len(tree):
            tree[rank] = max(tree[rank], entry, key=lambda held: held[0])
            rank += rank & -rank
    at = max(tree, key=lambda entry: entry[0])[1]
    chain = []
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _absorbed(
    old: _Side, new: _Side, staying: set[Pair], pairs: set[Pair]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Join leftovers to the neighbours they were merged into or split from."""
    lefts = {j: [i] for i, j in pairs}
    rights = {i: [j] for i, j in pairs}
    weights = rarity([*old.bags, *new.bags])
    changed = {(i, j) for i, j in staying if old.keys[i] != new.keys[j]}
    free_left = set(range(len(old.texts))) - set(rights)
    free_right = set(range(len(new.texts))) - set(lefts)
    for i, j in sorted(changed):
        _grow(lefts[j], free_left, old.bags, new.bags[j], weights)
        if len(lefts[j]) == 1:
            _grow(rights[i], free_right, new.bags, old.bags[i], weights)
    return [(tuple(lefts[j]), tuple(rights[i])) for i, j in sorted(pairs)]


def _grow(
    group: list[int],
    free: set[int],
    bags: Sequence[tuple[str, ...]],
    target: tuple[str, ...],
    weights: Mapping[str, float],
) -> None:
    """Add free neighbours on either side of the group while their words stand in what the group leaves uncovered."""
    for step in (1, -1):
        while True:
            neighbour = group[-1] + 1 if step == 1 else group[0] - 1
            full = len(group) >= _MOST_JOINED
            if (
                full
                or neighbour not in free
                or not _stands_in(bags[neighbour], target, [bags[i] for i in group], weights)
            ):
                break
            free.discard(neighbour)
            group.insert(len(group) if step == 1 else 0, neighbour)


def _stands_in(
    bag: tuple[str, ...], target: tuple[str, ...], held: Sequence[tuple[str, ...]], weights: Mapping[str, float]
) -> bool:
    """Tell whether a leftover's words fill what the group leaves open, and the whole is liker to the target for it."""
    open_words = Counter(target) - Counter(word for other in held for word in other)
    wanted = Counter(bag)
    total = sum(weights[word] * count for word, count in wanted.items())
    shared = sum(weights[word] * count for word, count in (wanted & open_words).items())
    if len(bag) < 2 or shared < MERGED * total:
        return False
    alone = tuple(word for other in held for word in other)
    return max(_likeness(bag + alone, target), _likeness(alone + bag, target)) > _likeness(alone, target)


def _arcs(left: Sequence[int], right: Sequence[int]) -> set[Pair]:
    return {(i, j) for i in left for j in right}


def _operation(left: tuple[int, ...], right: tuple[int, ...], old: _Side, new: _Side, *, moved: bool) -> Operation:
    before = joined([old.texts[i] for i in left])
    after = joined([new.texts[j] for j in right])
    same = len(left) == len(right) == 1 and old.keys[left[0]] == new.keys[right[0]]
    kind: Kind = "changed"
    if len(left) > 1:
        kind = "merged"
    elif len(right) > 1:
        kind = "split"
    elif moved:
        kind = "moved"
    elif same:
        kind = "kept"
    spans = whole("kept", after) if same else word_spans(before, after)
    return Operation(kind=kind, before=left, after=right, spans=spans)


def _alone(kind: Kind, before: tuple[int, ...], after: tuple[int, ...], text: str) -> Operation:
    spans = whole("removed" if kind == "removed" else "added", text)
    return Operation(kind=kind, before=before, after=after, spans=spans)


def _in_reading_order(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Order by the right side; a removed sentence follows what stood before it on the left."""
    made = list(operations)
    anchors = {
        i: operation.after[0]
        for operation in made
        if operation.after and operation.kind != "moved"
        for i in operation.before
    }
    place: dict[int, int] = {}
    last = -1
    for i in range(max((operation.before[-1] for operation in made if operation.before), default=-1) + 1):
        last = anchors.get(i, last)
        place[i] = last

    def rank(operation: Operation) -> tuple[int, int, int]:
        if operation.after:
            return (operation.after[0], 0, 0)
        return (place[operation.before[0]], 1, operation.before[0])

    return tuple(sorted(made, key=rank))
