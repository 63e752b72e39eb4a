"""Text to a tree that is safe to walk: bounded in depth and size, whatever the page nests."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from selectolax.lexbor import LexborHTMLParser

from .refusal import Refused

MAX_DEPTH = 200  # wrappers below are taken out: what walks trees after us does so by recursion
MAX_NESTING = 2_000  # libxml2 stops reading at 2048; no page that people read comes near
MAX_ELEMENTS = 100_000
MAX_LINKS = 20_000  # more is a list of addresses, whatever stands between them
MAX_ATTRIBUTE = 1_000_000

# One class for all elements: lxml.html's own lookup asks Python anew for every element it touches.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
_HUGE_ATTRIBUTE = re.compile(rf"=\s*(?:\"[^\"<>]{{{MAX_ATTRIBUTE},}}\"|'[^'<>]{{{MAX_ATTRIBUTE},}}')")
_NOT_SHOWN = ["noscript", "template"]  # what browsers that run scripts do not lay out


def parse(text: str) -> HtmlElement:
    """Return the page's tree, comments and processing instructions left out.

    Raises `Refused` when there is no element to read, or more than any article has.
    """
    if len(text) > MAX_ATTRIBUTE:
        text = _HUGE_ATTRIBUTE.sub('=""', text)
    tree = _tree(_as_browsers_build_it(text))
    count, depth = _measure(tree)
    if count > MAX_ELEMENTS:
        raise Refused("extractor_error", f"{count} elements, more than the {MAX_ELEMENTS} that are read")
    if depth > MAX_NESTING:
        raise Refused("extractor_error", f"elements nested deeper than the {MAX_NESTING} levels that are read")
    if (links := sum(1 for _ in tree.iter("a"))) > MAX_LINKS:
        raise Refused("not_article", f"{links} links, more than the {MAX_LINKS} that any article has")
    if depth > MAX_DEPTH:
        for element in _deep_wrappers(tree):
            element.drop_tag()
    return tree


def _as_browsers_build_it(text: str) -> str:
    """Return a page with every element where HTML5 puts it: tags left out, nested wrongly, twice, or never closed."""
    parser = LexborHTMLParser(text, scripting=True)
    parser.strip_tags(_NOT_SHOWN)
    return parser.html or ""


def _tree(text: str) -> HtmlElement:
    parser = HTMLParser(  # type: ignore[call-arg]  # the stubs do not know default_doctype
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,  # without it a page stops at 256 levels, and silently
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("empty_text", f"no element in the page ({error})") from None


def _measure(tree: HtmlElement) -> tuple[int, int]:
    """Return how many elements there are and how deep they nest."""
    count = depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            count += 1
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return count, deepest


def _deep_wrappers(tree: HtmlElement) -> list[HtmlElement]:
    """List the elements with children beyond the limit, outermost first: each then hands up only its own children."""
    depth, found = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > MAX_DEPTH and len(element):
            found.append(element)
    return found
