"""Which articles of a day tell one event, with each other or with a story that stands already. Pure.

The stories of a day are a function of its articles, the articles of the three days before, and the stories as they
stood the evening before; so days that are worked out in their order give the same stories however articles arrived.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from archive import ids

from .linking import Pair, grouped
from .weights import SQUARE, Vector, likeness

WINDOW: Final = dt.timedelta(days=3)  # between articles that may be one story
LONGEST: Final = dt.timedelta(days=14)  # between a story's first article and its last
THRESHOLD: Final = 0.21  # average likeness of one story; chosen on half of the topics of tests/quality/stories.py


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with the weights of its terms."""

    article_id: int
    captured_at: dt.datetime
    vector: Vector


@dataclass(frozen=True, slots=True)
class Standing:
    """A story as it stood the evening before: its id, when it began, and those of its articles that are recent."""

    story_id: int
    began_at: dt.datetime
    recent: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Articles that a day puts into a story, with how alike each is to the others of it, from 0 to 1."""

    story_id: int
    articles: tuple[tuple[int, float], ...]


def story_id(article_id: int) -> int:
    """Return the id of the story that begins with an article."""
    return ids.derived_id("story", article_id)


def stories_of_day(
    today: Sequence[Placed], alone: Sequence[Placed], standing: Sequence[Standing], threshold: float = THRESHOLD
) -> list[Joined]:
    """Group the articles of a day, all in one language, with what is `alone` and what is `standing` of the days before.

    Returns only stories that gained articles.
    """
    nodes = _Nodes(today, alone, standing)
    strong = nodes.strong(threshold * SQUARE)
    fixed = frozenset(nodes.standing)
    groups = grouped(strong, nodes.like, nodes.sizes, fixed, threshold * SQUARE)
    return [nodes.joined(group) for group in groups]


class _Nodes:
    """What is grouped: articles by their ids, standing stories by theirs."""

    def __init__(self, today: Sequence[Placed], alone: Sequence[Placed], standing: Sequence[Standing]) -> None:
        self._today = {each.article_id for each in today}
        self._placed = {each.article_id: each for each in (*alone, *today)}
        self.standing = {each.story_id: each for each in standing}
        self._weights: dict[int, Mapping[int, int]] = {
            each.article_id: each.vector.weights for each in self._placed.values()
        } | {each.story_id: _summed(each.recent) for each in standing}
        self.sizes = {each.story_id: len(each.recent) for each in standing}
        self._names = {each.article_id: each.vector.names for each in self._placed.values()} | {
            each.story_id: frozenset[int]().union(*(placed.vector.names for placed in each.recent)) for each in standing
        }

    def like(self, one: int, other: int) -> int:
        return likeness(self._weights[one], self._weights[other])

    def strong(self, threshold: float) -> dict[Pair, int]:
        """Return the pairs with an article of the day that reach the threshold."""
        found = {}
        for one, other in self._candidates():
            held = self.like(one, other)
            if held >= threshold * self.sizes.get(one, 1) * self.sizes.get(other, 1):
                found[one, other] = held
        return found

    def joined(self, group: Iterable[int]) -> Joined:
        """Return what a group is as a story."""
        articles = sorted(node for node in group if node in self._placed)
        stories = [node for node in group if node in self.standing]
        first = min(articles, key=lambda each: (self._placed[each].captured_at, each))
        return Joined(
            stories[0] if stories else story_id(first),
            tuple((each, self._likeness_within(each, [*articles, *stories])) for each in articles),
        )

    def _likeness_within(self, article: int, group: Sequence[int]) -> float:
        others = [each for each in group if each != article]
        total = sum(self.like(article, each) for each in others)
        return round(total / SQUARE / sum(self.sizes.get(each, 1) for each in others), 3)

    def _candidates(self) -> set[Pair]:
        """Return the pairs that share one of their heaviest terms, within the time that a story may last."""
        holding: dict[int, list[int]] = defaultdict(list)
        for node, terms in self._heavy():
            for term in terms:
                holding[term].append(node)
        pairs: set[Pair] = set()
        for placed in self._today:
            near = {node for term in self._placed[placed].vector.heavy for node in holding[term]}
            pairs |= {(min(placed, node), max(placed, node)) for node in near if self._may(placed, node)}
        return pairs

    def _heavy(self) -> Iterable[tuple[int, Iterable[int]]]:
        for node, placed in self._placed.items():
            yield node, placed.vector.heavy
        for node, story in self.standing.items():
            yield node, {term for placed in story.recent for term in placed.vector.heavy}

    def _may(self, article: int, node: int) -> bool:
        """Tell whether two nodes may be one story: in time, and with a name that both have, if both have names.

        Two obituaries, two weather columns use the same words of other people and places.
        """
        if node == article or (
            node in self.standing and self._placed[article].captured_at - self.standing[node].began_at > LONGEST
        ):
            return False
        one, other = self._names[article], self._names[node]
        return not one or not other or not one.isdisjoint(other)


def _summed(recent: Iterable[Placed]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for placed in recent:
        for term, weight in placed.vector.weights.items():
            total[term] += weight
    return dict(total)
