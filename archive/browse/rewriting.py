"""Makes an archived page showable: no scripts, no frames, no forms, and only addresses that lie in the archive.

What keeps a page from running or reaching out is the policy that `replay` sends with it; this is for the looks, and so
that nobody clicks from the archive into the living web unawares. Pure: which address lies where is passed in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from archive.errors import NotInArchive

Where = Callable[[str], str]  # an absolute address → ours; "" when it is not in the archive

_RUNNING: Final = """script iframe frame frameset object embed applet portal base template set animate animatetransform
    animatemotion discard video audio track"""
_LEADING: Final = """srcdoc ping integrity target action formaction method crossorigin nonce background manifest data
    codebase classid lowsrc dynsrc longdesc cite profile archive usemap autofocus http-equiv is slot popovertarget"""
_VOID: Final = frozenset({"embed", "base", "track"})
_DROPPED: Final = frozenset(_RUNNING.split())
_DROPPED_ATTRIBUTES: Final = frozenset(_LEADING.split())
_KEPT_META: Final = frozenset({"viewport"})
_URL: Final = re.compile(r"""url\(\s*(?:"([^"\\]*)"|'([^'\\]*)'|([^"'()\\\s]*))\s*\)""", re.I)
_IMPORT: Final = re.compile(r"""@import\s+(?:"([^"\\]*)"|'([^'\\]*)')""", re.I)
_SET: Final = re.compile(r"""(image-set\()((?:[^()"']|\([^()]*\)|"[^"\\]*"|'[^'\\]*')*)""", re.I)
_IN_SET: Final = re.compile(r"""\([^()]*\)|"([^"\\]*)"|'([^'\\]*)'""")  # what stands in brackets is no bare address
_LONGEST_DATA: Final = 200_000
_EMPTY: Final = "data:,"


@dataclass
class Tally:
    """What a page asks for beside itself, and how much of it is in the archive."""

    images: int = 0
    images_missing: int = 0
    styles: int = 0
    styles_missing: int = 0

    def image(self, found: bool) -> None:
        self.images += 1
        self.images_missing += not found

    def style(self, found: bool) -> None:
        self.styles += 1
        self.styles_missing += not found


def addresses(html: bytes, base: str) -> list[str]:
    """Return every address that a page mentions, absolute, each once: what the archive is asked for."""
    root = _parsed(html)
    found: dict[str, None] = {}
    here = _base(root, base)
    for element in root.iter(etree.Element):
        if element.tag == "base":
            continue
        for name in ("href", "src"):
            _note(found, here, element.get(name))
        for candidate, _ in _candidates(element.get("srcset")):
            _note(found, here, candidate)
        for css in (element.get("style"), element.text if element.tag == "style" else None):
            for address in css_addresses(css or ""):
                _note(found, here, address)
    return list(found)


def _note(found: dict[str, None], base: str, value: str | None) -> None:
    if value and (url := absolute(base, value)):
        found[url] = None


def page(html: bytes, base: str, pages: Where, resources: Where) -> tuple[bytes, Tally]:
    """Return a page that can be shown, in UTF-8, and what it lacks."""
    root = _parsed(html)
    here = _base(root, base)
    tally = Tally()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)  # comments, processing instructions
        elif (tag := element.tag.rpartition("}")[2].lower()) in _VOID:
            element.drop_tag()  # what libxml2 took for its content stands beside it in HTML
        elif tag in _DROPPED:
            _remove(element)
        else:
            _rewrite(element, here, pages, resources, tally)
    return b"<!DOCTYPE html>\n" + lxml.html.tostring(root, encoding="utf-8"), tally


def _parsed(html: bytes) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(html, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotInArchive("the page is empty") from error
    return root


def _base(root: lxml.html.HtmlElement, url: str) -> str:
    for element in root.iter("base"):
        return absolute(url, element.get("href") or "") or url
    return url


def absolute(base: str, value: str) -> str:
    """Return the http(s) address that a value means on a page, without its fragment; "" for anything else."""
    try:
        url = urljoin(base, value.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and parts.hostname else ""


def _remove(element: lxml.html.HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _rewrite(element: lxml.html.HtmlElement, base: str, pages: Where, resources: Where, tally: Tally) -> None:
    tag = element.tag.lower()
    if tag == "meta":
        if (element.get("name") or "").lower() not in _KEPT_META:
            _remove(element)
        return
    if tag == "link":
        _stylesheet(element, base, resources, tally)
        return
    if tag == "style":
        element.text = css(element.text or "", base, resources)
    href = element.get("href")
    if tag in ("img", "source", "input") and (element.get("src") or element.get("srcset")):
        _image(element, base, resources, tally)
    else:
        element.attrib.pop("src", None)
        element.attrib.pop("srcset", None)
    _clean(element, base, resources)
    if href and href.strip().startswith("#"):
        element.set("href", href.strip())
    elif href and tag in ("a", "area"):
        _link(element, href, base, pages)


def _clean(element: lxml.html.HtmlElement, base: str, resources: Where) -> None:
    """Take away every attribute that runs, sends or leads anywhere."""
    for name in list(element.attrib):
        low = name.rpartition("}")[2].lower()
        if low.startswith("on") or low in _DROPPED_ATTRIBUTES or low.endswith("href") or low == "poster":
            del element.attrib[name]
        elif low == "style":
            element.set(name, css(element.get(name) or "", base, resources))


def _link(element: lxml.html.HtmlElement, href: str, base: str, pages: Where) -> None:
    url = absolute(base, href)
    if url and (ours := pages(url)):
        element.set("href", ours)
        element.set("target", "_blank")
        element.set("rel", "noopener noreferrer")
    elif url:
        element.set("title", f"not in this archive: {url[:300]}")


def _stylesheet(element: lxml.html.HtmlElement, base: str, resources: Where, tally: Tally) -> None:
    if "stylesheet" not in (element.get("rel") or "").lower().split():
        _remove(element)
        return
    url = absolute(base, element.get("href") or "")
    ours = resources(url) if url else ""
    tally.style(bool(ours))
    if not ours:
        _remove(element)
        return
    media = element.get("media")
    element.attrib.clear()
    element.set("rel", "stylesheet")
    element.set("href", ours)
    if media:
        element.set("media", media)


def _image(element: lxml.html.HtmlElement, base: str, resources: Where, tally: Tally) -> None:
    """Point an image at the archive: its own address, else any of its sizes."""
    own = _shown(element.get("src") or "", base, resources)
    sizes = [
        f"{ours} {size}".strip()
        for url, size in _candidates(element.get("srcset"))
        if (whole := absolute(base, url)) and (ours := resources(whole))
    ]
    for name in ("src", "srcset"):
        element.attrib.pop(name, None)
    if element.tag == "img":
        tally.image(bool(own or sizes))
    if own:
        element.set("src", own)
    if sizes:
        element.set("srcset", ", ".join(sizes))


def _shown(value: str, base: str, resources: Where) -> str:
    value = value.strip()
    if re.match(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", value, re.I) and len(value) <= _LONGEST_DATA:
        return value
    url = absolute(base, value) if value else ""
    return resources(url) if url else ""


def _candidates(srcset: str | None) -> Iterator[tuple[str, str]]:
    for part in re.split(r",\s+", srcset or "")[:20]:
        url, _, size = part.strip().partition(" ")
        if url:
            yield url, size.strip() if re.fullmatch(r"\s*[\d.]+[wx]\s*", size) else ""


def css_addresses(text: str) -> Iterator[str]:
    """Yield the addresses that a stylesheet mentions."""
    for pattern in (_URL, _IMPORT):
        for match in pattern.finditer(text):
            yield _said(match)
    for images in _SET.finditer(text):
        yield from (_said(match) for match in _IN_SET.finditer(images[2]) if not match[0].startswith("("))


def _said(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group is not None), "")


def css(text: str, base: str, resources: Where) -> str:
    """Point a stylesheet's addresses at the archive; those that are not there become empty ones."""

    def ours(match: re.Match[str]) -> str:
        value = _said(match).strip()
        if value.startswith("#"):
            return value
        if re.match(r"data:(?:image|font)/", value, re.I) and len(value) <= _LONGEST_DATA:
            return value
        url = absolute(base, value)
        return (resources(url) if url else "") or _EMPTY

    def bare(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith("(") else f'"{ours(match)}"'

    replaced = _SET.sub(lambda match: match[1] + _IN_SET.sub(bare, match[2]), text)
    replaced = _IMPORT.sub(lambda match: f'@import "{ours(match)}"', replaced)
    return _URL.sub(lambda match: f'url("{ours(match)}")', replaced)
