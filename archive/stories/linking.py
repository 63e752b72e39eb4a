"""Average link: which nodes are so alike, on the average of all their pairs, that they are one. Pure.

Two groups whose average reaches the threshold hold a pair that reaches it; so nothing is lost when only what such pairs
connect is grouped together. The result does not depend on the order of the nodes: ties are broken by their ids.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

Pair = tuple[int, int]  # ids, the smaller one first
Like = Callable[[int, int], int]

_MOST: Final = 400  # nodes that are compared all with all
_STEP: Final = 1.25  # by which the threshold of a larger component rises


def components(nodes: Iterable[int], pairs: Iterable[Pair]) -> list[list[int]]:
    """Return what pairs connect, each sorted, in order of the smallest id; single nodes are left out."""
    near: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    seen: set[int] = set()
    found = []
    for node in sorted(nodes):
        if node in seen or node not in near:
            continue
        reached, waiting = {node}, [node]
        while waiting:
            for each in near[waiting.pop()]:
                if each not in reached:
                    reached.add(each)
                    waiting.append(each)
        seen |= reached
        found.append(sorted(reached))
    return found


def grouped(
    strong: Mapping[Pair, int], like: Like, sizes: Mapping[int, int], fixed: frozenset[int], threshold: float
) -> list[list[int]]:
    """Group nodes by average link; only groups of two nodes and more, each sorted.

    `strong` holds the pairs that reach the threshold, `like` the likeness of any two nodes summed over their members,
    `sizes` how many members a node has where it has several. Of `fixed` nodes no two are put together.
    """
    found: list[list[int]] = []
    for component in components({node for pair in strong for node in pair}, strong):
        if len(component) > _MOST:
            inside = set(component)
            higher = {
                pair: held
                for pair, held in strong.items()
                if pair[0] in inside and held >= _STEP * threshold * sizes.get(pair[0], 1) * sizes.get(pair[1], 1)
            }
            found += grouped(higher, like, sizes, fixed, _STEP * threshold)
        else:
            found += _Linking(component, like, sizes, fixed, threshold).groups()
    return sorted(found)


class _Linking:
    """One component while its nodes are put together, the likest groups first."""

    def __init__(
        self, nodes: Sequence[int], like: Like, sizes: Mapping[int, int], fixed: frozenset[int], threshold: float
    ) -> None:
        self._threshold = threshold
        self._members = {node: [node] for node in nodes}
        self._sizes = {node: sizes.get(node, 1) for node in nodes}
        self._fixed = set(fixed.intersection(nodes))
        self._sums: dict[int, dict[int, int]] = {node: {} for node in nodes}
        for at, one in enumerate(nodes):
            for other in nodes[at + 1 :]:
                self._sums[one][other] = self._sums[other][one] = like(one, other)
        self._heap: list[tuple[float, int, int]] = []
        for one, row in self._sums.items():
            for other in row:
                if one < other:
                    self._offer(one, other)
        heapq.heapify(self._heap)

    def groups(self) -> list[list[int]]:
        while self._heap:
            average, one, other = heapq.heappop(self._heap)
            if one in self._members and other in self._members and -average == self._average(one, other):
                self._join(one, other)
        return [sorted(members) for members in self._members.values() if len(members) > 1]

    def _average(self, one: int, other: int) -> float:
        return self._sums[one][other] / (self._sizes[one] * self._sizes[other])

    def _offer(self, one: int, other: int) -> None:
        average = self._average(one, other)
        if average >= self._threshold and not (one in self._fixed and other in self._fixed):
            heapq.heappush(self._heap, (-average, min(one, other), max(one, other)))

    def _join(self, one: int, other: int) -> None:
        """Put the group of the larger id into that of the smaller."""
        gone = self._sums.pop(other)
        self._members[one] += self._members.pop(other)
        self._sizes[one] += self._sizes.pop(other)
        if other in self._fixed:
            self._fixed.add(one)
        del self._sums[one][other]
        for third in self._sums[one]:
            del self._sums[third][other]
            self._sums[one][third] = self._sums[third][one] = self._sums[one][third] + gone[third]
            self._offer(one, third)
