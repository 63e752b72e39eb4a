"""The entries of an XML source, one at a time, from a parser that trusts nothing. Pure.

No entity is expanded, nothing is loaded from elsewhere, no entry stays in memory after the next one is asked for.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal
from urllib.parse import urljoin

from lxml import etree

from crawler.errors import SourceError

Shape = Literal["feed", "sitemap", "sitemap_index", "html"]

_SHAPES: dict[str, Shape] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap_index",
    "html": "html",
}
_ENTRIES = {"feed": ("{*}item", "{*}entry"), "sitemap": ("{*}url",), "sitemap_index": ("{*}sitemap",)}
_ROOT = re.compile(rf"<((?:[\w.-]+:)?({'|'.join(_SHAPES)}))(?=[\s>/])|<!doctype\s+(html)\b", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
_ENTITY = re.compile(r"<!ENTITY\s+[^%\s]")
SNIFFED = 16_384  # characters within which a source must say what it is
_TAIL = 4_096  # characters at the end within which the root is closed
_LONGEST_TEXT = 4_000
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,8}|#x[\da-fA-F]{1,6});)")
_LONGEST_ENTITY = 11  # characters
_LONGEST_MARK = 40  # likewise
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


@dataclass(frozen=True, slots=True)
class Document:
    """An XML source, opened: its shape, and its entries to be iterated once."""

    shape: Shape
    entries: Iterator["Entry"]
    begun: "Begun"  # how many entries begin in the text that was read so far


@dataclass(frozen=True, slots=True)
class Entry:
    """One item, entry, url or sitemap."""

    element: etree._Element

    def texts(self, *names: str) -> list[str]:
        """Return what the direct children of these local names say, entities resolved, white space folded."""
        return [text for child in self.children(*names) if (text := said(child))]

    def children(self, *names: str) -> list[etree._Element]:
        """Return the direct children of these local names, whatever their namespace."""
        return [child for child in self.element if local(child) in names]

    def first(self) -> dict[str, str]:
        """Return what the first direct child of each local name says; one pass, for entries that come by thousands."""
        return {local(child): said(child) for child in reversed(self.element)}

    @property
    def base(self) -> str:
        """Return `xml:base` as it holds for this entry; empty when there is none."""
        return self.element.base or ""


def local(element: etree._Element) -> str:
    """Return an element's name in lower case without its namespace; empty for comments and the like."""
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
    return name.rpartition(":")[2]  # a prefix that nobody declared stays in the name


def joined(base: str, link: str) -> str:
    """Return a link of an entry, absolute; as it stands where it is no address (`https://[slug]/`)."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def said(element: etree._Element) -> str:
    """Return an element's text, entities resolved, white space folded, bounded."""
    text = "".join(map(str, element.itertext()))[:_LONGEST_TEXT]
    return " ".join(html.unescape(text).split())


def sniff(text: str) -> Shape | None:
    """Tell from a source's first characters what it is; None when it is nothing that announces articles."""
    found = _ROOT.search(_COMMENT.sub("", text[:SNIFFED]))
    return _SHAPES[(found[2] or found[3]).lower()] if found else None


def open_document(pieces: Iterable[str], *, url: str) -> Document:
    """Open a source. Raises `SourceError` when it is no feed and no sitemap, here or (cut off) while iterating."""
    pieces = iter(pieces)
    head = ""
    try:
        for piece in pieces:
            head += piece
            if len(head) >= SNIFFED:
                break
    except SourceError as error:  # what came before is good
        if sniff(head) is None:
            raise
        pieces = _broken(error)
    shape = sniff(head)
    if shape is None or shape == "html":
        raise _no_source(head, shape, url)
    if _ENTITY.search(head):
        cure = "No feed needs that: write to the outlet, or name another source"
        raise SourceError("declares entities of its own, as attacks do", subject=url, cure=cure)
    root = _ROOT.search(_COMMENT.sub("", head[:SNIFFED]))
    start = head.find("<?xml", 0, root.start()) if root and not head.startswith("<?xml") else -1
    text = chain([head[start if start > 0 else head.find("<") :]], pieces)
    begun = Begun(_ENTRIES[shape])
    return Document(shape, _entries(text, begun, _ENTRIES[shape], root[1] if root else "", url), begun)


def _broken(error: SourceError) -> Iterator[str]:
    raise error
    yield


def _no_source(head: str, shape: Shape | None, url: str) -> SourceError:
    if shape == "html":
        cure = "Mend the address: rowback check shows which sources answer. A page of links is a section"
        return SourceError("an HTML page where a feed or sitemap was expected", subject=url, cure=cure)
    what = "is empty" if not head.strip() else f"is no feed and no sitemap (begins {head.strip()[:40]!r})"
    return SourceError(what, subject=url, cure="Mend the address: rowback check shows which sources answer")


def _entries(text: Iterable[str], begun: "Begun", tags: tuple[str, ...], root: str, url: str) -> Iterator[Entry]:
    parser = etree.XMLPullParser(
        events=("end",), tag=tags, encoding="utf-8", recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, base_url=url,
    )  # fmt: skip
    tail, read = "", 0
    for piece in _escaped(text):
        begun.add(piece)
        tail = (tail + piece)[-_TAIL:]
        parser.feed(piece.encode("utf-8", errors="replace"))
        for entry in _finished(parser):
            read += 1
            yield entry
    if not re.search(rf"</\s*{re.escape(root)}\s*>|<{re.escape(root)}[^<>]*/>", tail):
        raise SourceError(f"breaks off after {read:,} entries", subject=url, cure="The next look may have it whole")
    parser.close()
    yield from _finished(parser)


class Begun:
    """Counts the entries that begin in a source's text, outside comments and CDATA, however it is cut."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        names = "|".join(tag.rpartition("}")[2] for tag in tags)
        self._mark = re.compile(rf"<!\[CDATA\[|\]\]>|<!--|-->|<(?:[\w.-]{{1,20}}:)?(?:{names})(?=[\s>/])")
        self._rest, self._inside, self._count = "", "", 0

    def add(self, piece: str) -> None:
        """Count what begins in a further piece; its end waits for the next, as a mark may go on there."""
        whole = self._rest + piece
        self._rest = whole[self._look(whole, len(whole) - _LONGEST_MARK) :]

    def count(self) -> int:
        """Return how many entries began, at the text's end."""
        self._look(self._rest, len(self._rest))
        self._rest = ""
        return self._count

    def _look(self, text: str, limit: int) -> int:
        done = max(0, limit)
        for mark in self._mark.finditer(text):
            if mark.start() >= limit:
                break
            done = max(done, mark.end())
            if self._inside:
                self._inside = "" if mark[0] == self._inside else self._inside
            elif mark[0] in _ENDS:
                self._inside = _ENDS[mark[0]]
            elif mark[0][0] == "<":
                self._count += 1
        return done


def _escaped(text: Iterable[str]) -> Iterator[str]:
    """Escape each `&` that begins none of XML's own entities: a parser would drop it, and with it part of a link."""
    rest = ""
    for piece in text:
        whole = rest + piece
        cut = whole.rfind("&", max(0, len(whole) - _LONGEST_ENTITY))  # it may go on in the next piece
        rest = whole[cut:] if cut >= 0 else ""
        yield _BARE.sub("&amp;", whole[:cut] if cut >= 0 else whole)
    yield _BARE.sub("&amp;", rest)


def _finished(parser: etree.XMLPullParser) -> Iterator[Entry]:
    """Return the entries read so far, and forget each when the next is asked for."""
    for _, element in parser.read_events():
        if not isinstance(element, etree._Element):
            continue  # a namespace, which nobody asked for
        yield Entry(element)
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
