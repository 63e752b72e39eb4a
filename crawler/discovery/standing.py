"""Under which heading of its page a link stands: "Politics", "Most read". Pure.

A heading that leads to an article is that article's own. Any other one names what comes after it, as far as the
element reaches in which both stand; an element may also say its name itself (`aria-label`).
"""

from bisect import bisect_left
from collections.abc import Collection

from lxml import html

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")  # h1 names the page
_LONGEST = 80  # characters; more is no name
_SEEN_ABOVE = 40  # elements around a link that are looked at

Named = dict[html.HtmlElement, list[tuple[int, str]]]  # in the order of the page, each with its place there


def sections(page: html.HtmlElement, links: Collection[html.HtmlElement]) -> dict[html.HtmlElement, str]:
    """Return the name of the section that each of these links stands in; those that stand in none are left out."""
    order = {element: place for place, element in enumerate(page.iter())}
    around = {each for link in links for each in link.iterancestors()}
    own = {each for link in links for each in (*link.iterancestors(*_HEADINGS), *link.iter(*_HEADINGS))}
    named: Named = {}
    for element, place in order.items():
        if element in around and (label := _short(element.get("aria-label"))):
            named.setdefault(element, []).append((place, label))
        if element.tag in _HEADINGS and element not in own and (label := _short(str(element.text_content()))):
            reach = next((each for each in element.iterancestors() if each in around), None)
            if reach is not None:
                named.setdefault(reach, []).append((place, label))
    found = ((link, _above(link, order[link], named)) for link in links)
    return {link: name for link, name in found if name}


def _above(link: html.HtmlElement, place: int, named: Named) -> str:
    """Return the last name before a link in the closest element around it that has one."""
    for _, element in zip(range(_SEEN_ABOVE), link.iterancestors(), strict=False):
        before = bisect_left(named.get(element, []), (place, ""))
        if before:
            return named[element][before - 1][1]
    return ""


def _short(text: str | None) -> str:
    said = " ".join((text or "").split())
    return said if len(said) <= _LONGEST else ""
