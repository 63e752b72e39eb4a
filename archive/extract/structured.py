"""What a page says of itself in a form for machines: JSON-LD, meta elements, microdata. Gathers; does not judge."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from . import jsonld
from .jsonld import Json, Thing
from .piece import clean

_REFERENCE = {"@id", "@type"}  # what an object holds that stands for another
_META = ("name", "property", "itemprop", "http-equiv")
PER_NAME = 20  # elements of one itemprop that are looked at: no article has more authors or dates
_INTO = (
    "comment",
    "usercomments",
    "person",
    "organization",
    "imageobject",
    "videoobject",
    "rating",
    "offer",
    "wpsidebar",
)


@dataclass(frozen=True)
class Item:
    """An element with an itemprop, outside of comments and nested things."""

    name: str
    value: str
    element: HtmlElement


@dataclass(frozen=True)
class Structured:
    """A page's own account of itself."""

    things: tuple[Thing, ...]
    metas: Mapping[str, tuple[str, ...]]  # by lower-case name, in page order
    items: tuple[Item, ...]
    tree: HtmlElement

    @cached_property
    def article(self) -> Thing:
        """The object that describes this page's article; empty when there is none."""
        articles = [thing for thing in self.things if jsonld.is_article(thing)]
        if len(articles) > 1:
            title = _bare(self.title)
            named = [
                thing for thing in articles if (name := _bare(jsonld.string(thing.get("headline")))) and name in title
            ]
            rich = [thing for thing in articles if "datePublished" in thing]
            articles = [thing for thing in named if thing in rich] or named or rich or articles
        if articles:
            return articles[0]
        return next((thing for thing in self.things if jsonld.is_media(thing)), {})

    @cached_property
    def title(self) -> str:
        """The page's titles, all in one, for looking a name up."""
        head = next((each for each in self.tree.iter("title") if each.getparent().tag in ("head", "body")), None)
        own = head.text_content() if head is not None else ""
        heads = " ".join(clean(h.text_content()) for h in self.tree.iter("h1"))
        return " ".join((own, heads, *self.metas.get("og:title", ())))

    def meta(self, *names: str) -> str | None:
        """Return the first value of the first of these names that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def item(self, *names: str) -> str | None:
        """Return the first microdata value of the first of these names that has one."""
        return next((each.value for name in names for each in self.items if each.name == name and each.value), None)

    def ld(self, name: str, *, key: str = "name") -> str | None:
        """Return a text of the article's JSON-LD object."""
        return jsonld.string(self.referred(name), key=key)

    def referred(self, name: str) -> Json:
        """Return a value of the article's JSON-LD object; what it only names by `@id` is looked up on the page."""
        value = self.article.get(name)
        return [self._looked_up(one) for one in (value if isinstance(value, list) else [value])]

    def _looked_up(self, value: Json) -> Json:
        if isinstance(value, dict) and "@id" in value and set(value) <= _REFERENCE:
            return dict(self._by_id.get(str(value["@id"]), value))
        return value

    @cached_property
    def _by_id(self) -> Mapping[str, Thing]:
        told = (thing for thing in reversed(self.things) if "@id" in thing and not set(thing) <= _REFERENCE)
        return {str(thing["@id"]): thing for thing in told}


def _bare(text: str | None) -> str:
    return re.sub(r"\W+", "", (text or "").lower())


def gather(tree: HtmlElement) -> Structured:
    """Return what a page says of itself."""
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = html.unescape(element.get("content") or "").strip()
        for attribute in _META:
            name = element.get(attribute)
            if name and value:
                metas.setdefault(name.strip().lower(), []).append(value)
    return Structured(
        tuple(jsonld.things(tree)), {name: tuple(values) for name, values in metas.items()}, tuple(_items(tree)), tree
    )


def _items(tree: HtmlElement) -> Iterable[Item]:
    count: Counter[str] = Counter()
    for element in tree.xpath(".//*[@itemprop]"):
        if element.tag == "meta" and element.getparent() is not None and element.getparent().tag == "head":
            continue
        fresh = [name for name in element.get("itemprop", "").split()[:8] if count[name] < PER_NAME]
        if not fresh or _foreign(element):
            continue
        count.update(fresh)
        value = (
            element.get("content") or element.get("datetime") or (element.get("src") if element.tag == "img" else None)
        )
        text = value if value is not None else element.text_content()[:2000]
        for name in fresh:
            yield Item(name, clean(html.unescape(text)), element)


def _foreign(element: HtmlElement) -> bool:
    """Tell whether an element tells of something within the page, such as a reader's comment, not of the article."""
    for above in element.iterancestors():
        kind = (above.get("itemtype") or "").rsplit("/", 1)[-1].lower()
        if kind in _INTO:
            return True
        if kind:
            return False
    return False
