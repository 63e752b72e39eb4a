"""Passages: what several outlets said in the same words; who said it first, as far as the looks prove it. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from archive import ids

from .reuse import prepared

FirstKnown = Literal["looks", "dates", "unknown"]
Kind = Literal["by_name", "common_source"]
BOILERPLATE: Final = 20  # articles of one outlet; what stands in more of them is its template


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A sentence in an article, with what a passage asks of it."""

    article_id: int
    outlet_id: int
    key: int
    text: str
    version_id: int
    line: int
    start: int
    said_after: dt.datetime | None
    said_by: dt.datetime
    gone_by: dt.datetime | None
    published_at: dt.datetime | None  # as the page says with an hour; None when it does not
    names: frozenset[int] = frozenset()  # outlets that the sentence or its neighbours name
    agencies: tuple[str, ...] = ()  # likewise, or the byline


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What several outlets said in the same words."""

    id: int
    text: str  # as it was seen first
    words: int
    kind: Kind  # by_name: one names another that has it; common_source: nobody does
    first: Use | None  # None when it is not known which was first
    first_known: FirstKnown  # looks prove it; what the others say of their own dates; unknown
    agency: str | None  # None when no page names one
    outlet_count: int
    uses: tuple[Use, ...] = field(repr=False)  # one an article and sentence, in order of time


def passage(uses: Iterable[Use]) -> Passage | None:
    """Make a passage of uses of the same words; None when fewer than two outlets are left without boilerplate."""
    ordered = sorted(_without_boilerplate(list(uses)), key=lambda use: (use.said_by, use.article_id, use.key))
    outlets = {use.outlet_id for use in ordered}
    if len(outlets) < 2:
        return None
    first, known = first_of(ordered)
    agencies = sorted({agency for use in ordered for agency in use.agencies})
    return Passage(
        id=ids.derived_id("passage", ordered[0].key),
        text=ordered[0].text,
        words=prepared(ordered[0].text).count,
        kind="by_name" if any(use.names & (outlets - {use.outlet_id}) for use in ordered) else "common_source",
        first=first,
        first_known=known,
        agency=agencies[0] if agencies else None,
        outlet_count=len(outlets),
        uses=tuple(ordered),
    )


def first_of(uses: Sequence[Use]) -> tuple[Use | None, FirstKnown]:
    """Return which outlet's use was first, when that is proved.

    By looks: every other outlet's article was seen without it at a time when the first one had it. By dates: those that
    were never seen without it say themselves that they came out later. Otherwise it is not known which was first.
    """
    first = min(uses, key=lambda use: (use.said_by, use.article_id))
    others = [use for use in uses if use.outlet_id != first.outlet_id]
    if all(use.said_after is not None and use.said_after >= first.said_by for use in others):
        return first, "looks"
    unseen = [use for use in others if use.said_after is None or use.said_after < first.said_by]
    if all(use.said_after is None and use.published_at and use.published_at > first.said_by for use in unseen):
        return first, "dates"
    return None, "unknown"


def _without_boilerplate(uses: Sequence[Use]) -> list[Use]:
    """Leave out the outlets that have it in so many articles that it is their template."""
    articles: dict[int, set[int]] = {}
    for use in uses:
        articles.setdefault(use.outlet_id, set()).add(use.article_id)
    return [use for use in uses if len(articles[use.outlet_id]) <= BOILERPLATE]
