"""The addresses of our pages, the tables that each reads, and whether the public has it."""

from dataclasses import dataclass
from typing import Final

from . import (
    acts,
    article,
    asking,
    difference,
    feed,
    front,
    health,
    outlet,
    record,
    replay,
    searching,
    stories,
    style,
    together,
)
from .web import Handler


@dataclass(frozen=True, slots=True)
class Route:
    """One kind of page."""

    path: str  # a regular expression, below /-/rowback
    handler: Handler
    tables: tuple[str, ...]
    public: bool = True


_TELLING: Final = ("articles", "changes", "facts", "outlets", "versions")
_READING: Final = (*_TELLING, "captures", "contents", "texts")
_FOLLOWING: Final = ("articles", "captures", "changes", "coverage", "misses", "outlets", "sources", "versions")
_STORIES: Final = (*_TELLING, "stories", "story_articles", "story_numbers", "passages", "passage_uses")
_ID: Final = r"/(?P<id>[0-9]{1,18})"

ROUTES: Final = (
    Route("", front.show, (*_TELLING, "campaigns")),
    Route(rf"/campaign{_ID}", acts.show, (*_READING, "campaigns")),
    Route(r"/feed\.atom", feed.archive, _TELLING),
    Route(rf"/article{_ID}", article.show, (*_READING, "headline_changed_while_leading")),
    Route(rf"/article{_ID}/feed\.atom", feed.article, _READING),
    Route(r"/diff", difference.show, _READING),
    Route(r"/outlets", outlet.overview, _TELLING),
    Route(r"/outlet/(?P<name>[^/]{1,400})", outlet.show, (*_READING, "campaigns")),
    Route(r"/outlet/(?P<name>[^/]{1,400})/feed\.atom", feed.outlet, _TELLING),
    Route(r"/health", health.overview, _FOLLOWING, public=False),
    Route(r"/health/(?P<name>[^/]{1,400})", health.ledger, _FOLLOWING, public=False),
    Route(r"/health/(?P<name>[^/]{1,400})/missed", health.missed, _FOLLOWING, public=False),
    Route(r"/stories", stories.overview, _STORIES),
    Route(rf"/story{_ID}", stories.show, _STORIES),
    Route(rf"/story{_ID}/numbers\.csv", stories.table, _STORIES),
    Route(rf"/passage{_ID}", stories.passage, _STORIES),
    Route(r"/uncorrected", stories.uncorrected, _STORIES),
    Route(r"/questions", asking.overview, ()),
    Route(r"/question/(?P<name>[a-z_]{1,60})", asking.show, (*_TELLING, "coverage")),
    Route(r"/compare", together.show, _READING, public=False),
    Route(r"/search", searching.show, _READING),
    Route(rf"/record{_ID}", record.show, _READING, public=False),
    Route(rf"/wacz{_ID}", record.package, _READING, public=False),
    Route(rf"/replay{_ID}", replay.show, _READING, public=False),
    Route(rf"/page{_ID}", replay.page, _READING, public=False),
    Route(rf"/resource{_ID}", replay.resource, _READING, public=False),
    Route(r"/rowback-[0-9a-f]{12}\.css", style.sheet, ()),
)
