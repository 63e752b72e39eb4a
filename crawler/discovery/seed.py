"""What an address given by a person is: an outlet's front or section page, a source, or one article. Pure."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from lxml import html

from archive import urls
from crawler.errors import NotAnOutlet

from . import articles, section, tree

Seed = Literal["page", "source", "article"]

ENOUGH = 4  # points that make a page one article
_LONG = 80  # characters; a paragraph of text, not a teaser's
_MUCH = 900  # characters of such paragraphs
_ARTICLE_TYPE = re.compile(r"\w*(?:Article|BlogPosting|Reportage|LiveBlogPosting)$")
_LIST_TYPE = re.compile(r"(?:CollectionPage|ItemList|SearchResultsPage|ProfilePage)$")
_LONGEST_DATA = 500_000


def kind(url: str, body: bytes, *, charset: str | None = None) -> Seed:
    """Tell what a page is that a person named. `SourceError` when it cannot be read at all."""
    if tree.sniff(body[: tree.SNIFFED].decode("utf-8", errors="replace")) in ("feed", "sitemap", "sitemap_index"):
        return "source"
    if urls.is_front(url):
        return "page"
    page = section.parse(body, url=url, charset=charset)
    return "article" if weigh(page, url=url) >= ENOUGH else "page"


def refuse_article(url: str) -> NotAnOutlet:
    """Return the error for one article where an outlet is wanted."""
    return NotAnOutlet("reads as one article, not as an outlet", subject=url, cure=f"Keep just it: rowback keep {url}")


def weigh(page: html.HtmlElement, *, url: str) -> int:
    """Weigh what speaks for one article, against what speaks for a page of links."""
    return _address(url) + _metadata(page) + _data(page) + _text(page, url)


def _address(url: str) -> int:
    points = articles.points(url)
    return 2 if points >= articles.ENOUGH + 2 else 1 if points >= articles.ENOUGH else 0 if points > 0 else -1


def _metadata(page: html.HtmlElement) -> int:
    said = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in page.iter("meta")
    }
    marked = page.xpath("//*[@itemprop='articleBody'] | //*[contains(@itemtype, 'schema.org/NewsArticle')]")
    times = {"article:published_time", "datepublished", "parsely-pub-date", "cxenseparse:recs:publishtime"}
    alone = len(list(page.iter("h1"))) == 1
    return (
        {"article": 2 + alone, "website": -1}.get(said.get("og:type", "").lower(), 0)
        + (2 if times & said.keys() else 0)
        + (2 if len(marked) in (1, 2) else 0)
    )


def _data(page: html.HtmlElement) -> int:
    types = set(_types(page))
    listed = any(_LIST_TYPE.match(name) for name in types)
    return 2 * any(_ARTICLE_TYPE.match(name) for name in types) - 2 * listed


def _types(page: html.HtmlElement) -> Iterator[str]:
    """Yield the schema.org types of a page's own top-level objects."""
    for script in page.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads((script.text or "")[:_LONGEST_DATA], strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(found):
            named = thing.get("@type")
            yield from (name for name in (named if isinstance(named, list) else [named]) if isinstance(name, str))


def _things(found: Any) -> Iterator[dict[str, Any]]:
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, dict):
            yield thing
            yield from (each for each in thing.get("@graph") or () if isinstance(each, dict))


def _text(page: html.HtmlElement, url: str) -> int:
    """Weigh running text, paragraphs side by side in one place, against teasers: links that say a headline."""
    beside: Counter[html.HtmlElement] = Counter()
    running: Counter[html.HtmlElement] = Counter()
    for paragraph in page.iter("p"):
        length, parent = _own(paragraph), paragraph.getparent()
        if length >= _LONG and parent is not None and not any(above.tag == "a" for above in paragraph.iterancestors()):
            beside[parent] += 1
            running[parent] += length
    much = any(count >= 3 and running[parent] >= _MUCH for parent, count in beside.items())
    if much:
        return 3 + (len(list(page.iter("h1"))) == 1)
    anchors = section.anchors(page, url=url)
    teasers = sum(len(anchor.text.split()) > 4 and articles.likely(anchor.url, anchor.text) for anchor in anchors)
    return -2 if teasers > 20 else 0


def _own(paragraph: html.HtmlElement) -> int:
    """Count the characters of a paragraph that stand in no link."""
    linked = sum(len(str(link.text_content())) for link in paragraph.iter("a"))
    return len(str(paragraph.text_content()).strip()) - linked
