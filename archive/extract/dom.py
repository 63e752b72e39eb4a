"""A page's visible text as blocks in page order, each with its place. Decides nothing about what the article is."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.models import LeftOut, Link

from . import names
from .refusal import Refused
from .unread import Unread, noted

Role = Literal["paragraph", "heading", "quote", "list", "caption", "table", "other"]

UNSEEN = names.listed("""
    script style noscript template svg select option optgroup datalist textarea input button canvas iframe
    object embed audio video map head title meta link base param source track area frame frameset noframes
    progress meter dialog amp-analytics
""")
BLOCKS = names.listed("""
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
    tbody td tfoot th thead tr ul
""")
MAX_TEXT = 1_000_000  # characters: ten times the longest article
_CHROME_TAGS = {"nav": "chrome", "footer": "chrome", "aside": "aside", "form": "form", "figcaption": "caption"}
_ROLES: dict[str, Role] = {
    "blockquote": "quote",
    "li": "list",
    "dd": "list",
    "dt": "list",
    "figcaption": "caption",
    "tr": "table",
    "td": "table",
    "th": "table",
    "caption": "table",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_JOINTS = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")  # where a word may break, and where it may not: seen by nobody
_DIGITS = re.compile(r"\d+")
_WORDS_ONLY = re.compile(r"[a-z]+(?:[-_][a-z]+)*")
_ONE_BLOCK = names.listed("p li h1 h2 h3 h4 h5 h6 blockquote dd dt")
_LINES = re.compile(r"(?:[ \t\r\f\v\u00a0]*\n){2,}")
_JOINT = re.compile(r"(?<=\w)\x00(?=\w)")
_WORD = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]+"
)
_BREAK = "\n"
_CELL = 300  # characters from which a cell holds a text, and its table lays out the page
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


def step(element: HtmlElement) -> str:
    """Return an element's part of a path: tag, id and up to two classes, numbers replaced; "" for a bare wrapper."""
    return _step(element.tag, element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=4096)
def _step(tag: str, named: str, name: str) -> str:
    classes = named.split()[:2]
    if tag in _ONE_BLOCK and not _WORDS_ONLY.fullmatch(name):
        name = ""  # it names this one block, not the place where it stands
    if not name and not classes and tag in ("div", "span", "center", "font", "body"):
        return ""
    parts = [f"#{name}"] if name and len(name) <= 60 else []
    parts += [f".{each}" for each in classes if len(each) <= 60]
    return _DIGITS.sub("0", tag + names.without_random("".join(parts)))


class _Frame:
    """An open block element while walking."""

    __slots__ = ("element", "hidden", "marks", "path", "role")

    def __init__(self, element: HtmlElement, above: "_Frame | None") -> None:
        self.element = element
        path = above.path if above else ""
        own = step(element)
        self.path: str = f"{path} {own}" if path and own else path or own
        self.hidden: bool = bool(above and above.hidden) or _is_hidden(element)
        self.marks: tuple[Mark, ...] = (above.marks if above else ()) + marks_of(element)
        self.role: Role = _role(element, self.marks, above.role if above else "other")


def _role(element: HtmlElement, marks: tuple[Mark, ...], above: Role) -> Role:
    own = _ROLES.get(element.tag)
    if own == "table" and above in ("caption",):
        return above
    if own:
        return "caption" if above == "caption" else own
    if element.tag == "p":
        return above if above in ("quote", "list", "caption", "table") else "paragraph"
    if any(mark.kind == "caption" and mark.element is element for mark in marks):
        return "caption"
    return above if above in ("quote", "list", "caption", "table") else "other"


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) or element.get("hidden") is not None


def marks_of(element: HtmlElement) -> tuple[Mark, ...]:
    """Return what an element's own tag, class, id, role and type hint at."""
    if element.tag not in _CHROME_TAGS and not element.keys():
        return ()
    name = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    found = list(names.telling(name)) if name else []
    if any(kind == "caption" for kind, _ in found) and next(element.iter("h1"), None) is not None:
        found = [each for each in found if each[0] != "caption"]  # it names something of the page whose title it holds
    kinds = [_CHROME_TAGS[element.tag]] if element.tag in _CHROME_TAGS else []
    if element.get("role") in ("navigation", "complementary", "contentinfo", "search", "dialog"):
        kinds.append("chrome")
    if element.get("itemprop") == "articleBody":
        kinds.append("body")
    if "Comment" in (element.get("itemtype") or ""):
        kinds.append("comments")
    return (*(Mark(kind, element, those) for kind, those in found), *(Mark(kind, element) for kind in kinds))


def _data_tables(tree: HtmlElement) -> frozenset[HtmlElement]:
    """Return the tables that hold values rather than lay out the page: rows of several short cells, no table within."""
    return frozenset(table for table in tree.iter("table") if _holds_values(table))


def _holds_values(table: HtmlElement) -> bool:
    if next(table.iterdescendants("table", "form", "h1"), None) is not None:
        return False
    rows = [row for row in table.iter("tr") if sum(cell.tag in ("td", "th") for cell in row) >= 2]
    return len(rows) >= 2 and all(len(cell.text_content()) <= _CELL for row in rows for cell in row)


class _Walker:
    """Gathers inline text between block boundaries; a row of values is one block, with bars between its cells."""

    def __init__(self, tree: HtmlElement, base: str) -> None:
        self.base = base
        self.tables = _data_tables(tree)
        self.row: HtmlElement | None = None
        self.unread: list[tuple[HtmlElement, Unread]] = []
        self.pieces: list[Piece] = []
        self.frames: list[_Frame] = []
        self.runs: list[tuple[str, HtmlElement | None]] = []
        self.link: HtmlElement | None = None

    def text(self, value: str | None) -> None:
        if value and (self.runs or self.link is not None or not value.isspace()):
            self.runs.append((value.replace("\n", " "), self.link))

    def flush(self) -> None:
        """End a block; what was set aside within it follows it, each a block of its own."""
        self._flush()
        aside, self.unread = self.unread, []
        if self.frames:
            frame = self.frames[-1]
            for element, told in aside:
                path = f"{frame.path} {step(element) or element.tag}".strip()
                piece = Piece(len(self.pieces), clean(told.text), path, frame.role, element, frame.marks, hidden=True)
                piece.reason, piece.left_out = f"set aside: {told.name}", told.name
                self.pieces.append(piece)

    def _flush(self) -> None:
        runs, self.runs = self.runs, []
        if not runs or not self.frames or not any(text.strip() for text, _ in runs):
            return
        start, breaks = 0, 0
        for at, (text, _) in enumerate(runs):
            if text == _BREAK:
                breaks += 1
                if breaks >= 2:
                    self._piece(runs[start:at])
                    start = at
            elif text.strip():
                breaks = 0
        self._piece(runs[start:])

    def _piece(self, runs: list[tuple[str, HtmlElement | None]]) -> None:
        text = clean("".join(run for run, _ in runs))
        if not text:
            return
        frame = self.frames[-1]
        anchors = tuple((run, link) for run, link in runs if link is not None)
        self.pieces.append(
            Piece(
                len(self.pieces),
                text,
                frame.path,
                frame.role,
                frame.element,
                frame.marks,
                sum(len(squeeze(run)) for run, _ in anchors),
                anchors,
                self.base,
                frame.hidden,
            )
        )

    def start(self, element: HtmlElement) -> bool:
        """Enter an element; False when nothing in it is seen."""
        tag = element.tag
        if (told := noted(element)) is not None:
            if tag in BLOCKS and self.row is None:
                self.flush()
            self.unread.append((element, told))
            return False
        if tag in UNSEEN:
            return False
        if self.row is not None:
            return self._within_row(element)
        if tag in BLOCKS or "-" in tag:
            self.flush()
            self.frames.append(_Frame(element, self.frames[-1] if self.frames else None))
            if tag == "tr" and next(element.iterancestors("table"), None) in self.tables:
                self.row = element
        elif tag == "br":
            self.runs.append((_BREAK, None))
        else:
            if _is_hidden(element):
                return False
            if tag == "a" and element.get("href"):
                self.link = element
        self.text(element.text)
        return True

    def _within_row(self, element: HtmlElement) -> bool:
        """Enter an element of a row: its cells stand side by side, whatever stands in them."""
        if _is_hidden(element):
            return False
        if element.tag in ("td", "th"):
            if element.getprevious() is not None:
                self.runs.append((BAR, None))
        elif element.tag in BLOCKS or element.tag == "br":
            self.runs.append((" ", None))
        if element.tag == "a" and element.get("href"):
            self.link = element
        self.text(element.text)
        return True

    def end(self, element: HtmlElement) -> None:
        """Leave an element and take the text after it."""
        if self.row is not None and element is not self.row:
            if element.tag in BLOCKS:
                self.runs.append((" ", None))
            if element is self.link:
                self.link = None
            return
        self.row = None
        if element.tag in BLOCKS or "-" in element.tag:
            self.flush()
            self.frames.pop()
        elif element is self.link:
            self.link = None


def pieces(tree: HtmlElement, base: str) -> list[Piece]:
    """Return the page's blocks in order, hidden ones marked as such."""
    walker = _Walker(tree, base)
    skipped: HtmlElement | None = None
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not walker.start(element):
                walk.skip_subtree()
                skipped = element
        else:
            if element is skipped:
                skipped = None
            else:
                walker.end(element)
            if walker.frames:
                walker.text(element.tail)
    if sum(len(piece.text) for piece in walker.pieces) > MAX_TEXT:
        raise Refused("extractor_error", f"more than the {MAX_TEXT} characters of text that are read")
    return walker.pieces


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
