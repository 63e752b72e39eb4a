"""Two articles of different outlets side by side: what both say, what one says alone, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.compare import ASPECTS, side_by_side
from archive.errors import BadInput
from archive.lookup import ArticleRow, OutletRow, VersionRow
from archive.models import Content

from .article import named
from .web import Answer, Asked, page

_MOST_WORDS: Final = 40_000


@dataclass(frozen=True, slots=True)
class Told:
    """One outlet's article as it stands."""

    article: ArticleRow
    outlet: OutletRow
    version: VersionRow
    content: Content


def show(asked: Asked) -> Answer:
    """Compare two articles; without two, ask for them."""
    if not (asked.text("a") and asked.text("b")):
        return page(asked, "compare.html", title="Compare two articles", told=[], found=None, names=[])
    told = [_told(asked, "a"), _told(asked, "b")]
    if told[0].article.id == told[1].article.id:
        raise BadInput("this is one article, not two", cure="Its versions are compared on its own page")
    if sum(one.version.words for one in told) > _MOST_WORDS:
        raise BadInput("these articles are too long for a page", cure="rowback compare URL URL")
    found = side_by_side(told[0].content, told[1].content)
    return page(asked, "compare.html", title="Compared", told=told, found=found, names=_names(told), aspects=ASPECTS)


def _told(asked: Asked, name: str) -> Told:
    article = named(asked, name)
    version = asked.lookup.version(article, article.version_count)
    return Told(article, asked.lookup.outlet(article.outlet_id), version, asked.lookup.content(version))


def _names(told: Sequence[Told]) -> list[str]:
    """Name each side by its outlet; an outlet with itself by the place, too."""
    titles = [one.outlet.title for one in told]
    return titles if titles[0] != titles[1] else [f"{title} ({side})" for title, side in zip(titles, "AB", strict=True)]
