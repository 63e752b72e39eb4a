"""One visible block of a page while it is being judged, and its text in the ways that are asked for."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.models import LeftOut, Link

Role = Literal["paragraph", "heading", "quote", "list", "caption", "table", "other"]

_JOINTS = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")  # where a word may break, and where it may not: seen by nobody
_JOINT = re.compile(r"(?<=\w)\x00(?=\w)")
_WORD = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]+"
)
BAR = " | "  # between the cells of a row


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """An element whose name, tag or type says something of all that stands in it."""

    kind: str
    element: HtmlElement
    words: frozenset[str] = frozenset()  # of its name; none when its tag, role or type says it

    @property
    def name(self) -> tuple[str, str, frozenset[str]]:
        """What all elements share that the page's makers marked alike."""
        return self.kind, "" if self.words else self.element.tag, self.words


@dataclass(slots=True, eq=False)
class Piece:
    """One visible block while it is being judged."""

    index: int
    text: str
    path: str
    role: Role
    element: HtmlElement  # the nearest block element around the text
    marks: tuple[Mark, ...] = ()
    linked: int = 0  # characters in links, spaces left out
    anchors: tuple[tuple[str, HtmlElement], ...] = ()  # the runs of text that stand in links, and those links
    base: str = ""  # what their addresses are relative to
    hidden: bool = False
    kept: bool = False
    reason: str = ""
    left_out: LeftOut = ""
    key: str = field(default="", init=False)  # the text without spaces, for comparing
    _words: int = field(default=-1, init=False, repr=False)

    def __post_init__(self) -> None:
        self.key = squeeze(self.text.replace(BAR, " ") if self.role == "table" else self.text)

    @property
    def words(self) -> int:
        """The number of the text's words; counted once, for nearly every rule asks."""
        if self._words < 0:
            self._words = len(words(self.text))
        return self._words

    @property
    def links(self) -> tuple[Link, ...]:
        """The links within the text, with their words."""
        words: dict[HtmlElement, list[str]] = {}
        for run, link in self.anchors:
            words.setdefault(link, []).append(run)
        found = ((target(self.base, link.get("href")), clean("".join(parts))) for link, parts in words.items())
        return tuple(Link(url, text) for url, text in found if url and text)

    @property
    def density(self) -> float:
        """Share of the characters that stand in links."""
        return min(1.0, self.linked / len(self.key)) if self.key else 0.0

    def marked(self, *kinds: str) -> bool:
        """Tell whether the block stands in something marked as one of these."""
        return bool(self.marks) and any(mark.kind in kinds for mark in self.marks)


def squeeze(text: str) -> str:
    """Return a text without spaces and marks that are not seen, which opinions hand on or not."""
    bare = "".join(text.split())
    return bare if bare.isprintable() else "".join(filter(str.isprintable, bare))


def clean(text: str) -> str:
    """Return a text on one line with single spaces, without the marks of where a word may break."""
    return " ".join((text if text.isascii() else _JOINTS.sub("", text)).split())


def words(text: str) -> list[str]:
    """Return a text's words in lower case, CJK by character."""
    return _WORD.findall(text.lower())


def apart(piece: Piece) -> str:
    """Return a block's text with bars where nothing but the style keeps the words of two elements apart."""
    if squeeze(piece.element.text_content()) != piece.key:
        return piece.text
    return clean(_JOINT.sub(" | ", "\x00".join(piece.element.itertext())).replace("\x00", ""))


def absolute(base: str, href: str | None) -> str | None:
    """Return a link's absolute http or https address without its fragment; None for anything else."""
    url = target(base, href)
    return url.partition("#")[0] if url else None


def target(base: str, href: str | None) -> str | None:
    """Return where a link leads, to the place in the page; None for what is no http or https address."""
    if not href or len(href) > 4096:
        return None
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
