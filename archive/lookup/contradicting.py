"""Where the articles of a story contradict each other, as they stood last. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from archive.compare import side_by_side
from archive.compare.contradictions import Contradiction
from archive.errors import NotInArchive
from archive.models import Content

from . import Lookup
from .rows import ArticleRow
from .stories import Telling

_OUTLETS: Final = 4  # of which an article each is compared, with all others: six comparisons


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Two articles that state something differently."""

    article_a: ArticleRow
    article_b: ArticleRow
    found: Contradiction


def contradictions(lookup: Lookup, tellings: Sequence[Telling]) -> list[Contradicted]:
    """Compare the first article of each of the first outlets with those of the others."""
    first: dict[int, tuple[Telling, Content]] = {}
    for telling in tellings:
        outlet = telling.article.outlet_id
        if outlet not in first and len(first) < _OUTLETS and (read := _content(lookup, telling)) is not None:
            first[outlet] = telling, read
    return [
        Contradicted(one.article, other.article, each)
        for (one, a), (other, b) in combinations(first.values(), 2)
        for each in side_by_side(a, b).contradictions
    ]


def _content(lookup: Lookup, telling: Telling) -> Content | None:
    try:
        return lookup.content(telling.versions[-1]) if telling.versions else None
    except NotInArchive:  # a copy that was given away holds no readings
        return None
