"""A page's visible text as blocks in page order, each with its place. Decides nothing about what the article is."""

import re
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from . import names
from .piece import BAR, Mark, Piece, Role, clean, squeeze
from .refusal import Refused
from .unread import Unread, noted

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

_DIGITS = re.compile(r"\d+")
_WORDS_ONLY = re.compile(r"[a-z]+(?:[-_][a-z]+)*")
_ONE_BLOCK = names.listed("p li h1 h2 h3 h4 h5 h6 blockquote dd dt")
_LINES = re.compile(r"(?:[ \t\r\f\v\u00a0]*\n){2,}")


_BREAK = "\n"
_CELL = 300  # characters from which a cell holds a text, and its table lays out the page


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
