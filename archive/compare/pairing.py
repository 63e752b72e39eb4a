"""What every pairing of texts needs: how telling a word is, and the best partners one to one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

Scored = tuple[float, int, int]  # score, position on the left, position on the right


def rarity(bags: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """Weigh words by how few texts hold them."""
    held = Counter(word for bag in bags for word in set(bag))
    return {word: log(1 + len(bags) / count) for word, count in held.items()}


def one_to_one(scored: Iterable[Scored]) -> list[Scored]:
    """Take the best pairs first, each side once; of equals the one that moved least. In the order of the left side."""
    used_left: set[int] = set()
    used_right: set[int] = set()
    made = []
    for score, i, j in sorted(scored, key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1])):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            made.append((score, i, j))
    return sorted(made, key=lambda entry: entry[1])
