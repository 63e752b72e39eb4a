"""Lists of outlets, as people hand them on: addresses one a line, `name, url`, and OPML of feed readers. Pure.

An entry that cannot be taken is a value with its line and the reason; the others are taken.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive import BadInput, parse_url
from crawler.outlet import NAME, Outlet

_MOST: Final = 20_000_000  # characters of a list
_OPML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<opml\b", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One outlet of a list; `wrong` says why it cannot be taken, "" when it can."""

    line: int
    url: str
    name: str | None = None  # None: what its host is called
    title: str = ""
    wrong: str = ""


def read_list(text: str) -> list[Entry]:
    """Return the entries of a list in its order. Raises `BadInput` for OPML that is no XML, and for too long a list."""
    if len(text) > _MOST:
        raise BadInput(f"the list has more than {_MOST:,} characters", cure="Cut it into several")
    found = _opml(text) if _OPML.match(text) else _lines(text)
    first: dict[str, int] = {}
    return [_once(entry, first) for entry in found]


def write_opml(outlets: Iterable[Outlet]) -> str:
    """Return outlets as OPML 2.0: each with its first feed, its home and its name."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Outlets of rowback"
    body = etree.SubElement(root, "body")
    for outlet in outlets:
        feeds = [source.url for source in outlet.sources if source.kind == "feed"]
        given = {"text": outlet.display, "title": outlet.display, "htmlUrl": outlet.home, "rowbackName": outlet.name}
        etree.SubElement(body, "outline", given | ({"type": "rss", "xmlUrl": feeds[0]} if feeds else {}))
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _lines(text: str) -> list[Entry]:
    """Read `url`, or `name, url`; empty lines and `#` comments are left out."""
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [_line(number, line) for number, line in numbered if line and not line.startswith("#")]


def _line(number: int, line: str) -> Entry:
    cells = [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    cells = [cell for cell in cells if cell]
    if len(cells) == 2 and "://" not in cells[0]:
        return _entry(number, cells[1], name=cells[0])
    return _entry(number, line if len(cells) != 1 else cells[0])


def _opml(text: str) -> list[Entry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.lstrip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"is no XML ({error})", cure="Export it again, or give addresses one a line") from None
    return [entry for outline in root.iter("outline") for entry in _outline(outline)]


def _outline(outline: etree._Element) -> Sequence[Entry]:
    """Read one outline; a folder is none. A feed reader's entry has `xmlUrl`, and `htmlUrl` at best."""
    given = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
    url = given.get("xmlurl") or given.get("htmlurl") or given.get("url") or ""
    line = int(str(outline.sourceline or 0))
    if not url:
        folder = len(outline) > 0
        named = given.get("text") or given.get("title") or "without a name"
        return () if folder else (Entry(line, named, wrong="gives no address (xmlUrl or htmlUrl)"),)
    return (_entry(line, url, name=given.get("rowbackname"), title=given.get("title") or given.get("text") or ""),)


def _entry(line: int, url: str, *, name: str | None = None, title: str = "") -> Entry:
    if name is not None and not NAME.fullmatch(name):
        cure = "use small letters, digits, dot, dash, underscore"
        return Entry(line, url, wrong=f"{name!r} cannot be an outlet's name: {cure}")
    try:
        parse_url(url)
    except BadInput as error:
        return Entry(line, url, wrong=error.message)
    return Entry(line, url, name=name, title=" ".join(title.split()))


def _once(entry: Entry, first: dict[str, int]) -> Entry:
    """Return an entry, marked when one before it has its address; `first` holds the line of each address so far."""
    line = entry.line if entry.wrong else first.setdefault(entry.url, entry.line)
    return entry if line == entry.line else Entry(entry.line, entry.url, wrong=f"stands in line {line}, too")
