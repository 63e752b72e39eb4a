"""Front pages and section pages: links → candidates. Pure; lxml reads the page, nothing of it is run or loaded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

from archive import BadInput, one_line, urls
from crawler.errors import SourceError
from crawler.outlet import Outlet

from . import articles, stamps, standing
from .candidate import Candidate

LONGEST = 8_000_000  # bytes of a page that are read
MOST_LINKS = 5_000
_HEADLINE = 500  # characters
_LONGEST_NAME = 100  # likewise
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page: where it leads and what it says, the longest of its texts where there are several."""

    url: str
    text: str
    position: int
    level: int | None = None  # of the heading it stands in or holds, 1 to 6; None without any


def parse(body: bytes, *, url: str, charset: str | None = None) -> html.HtmlElement:
    """Read a page; a charset that nobody knows says nothing. Raises `SourceError` when there is none."""
    try:
        return html.document_fromstring(body[:LONGEST], parser=_parser(charset), base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"no HTML page ({error})", subject=url, cure="Mend the address of the section") from None


def _parser(charset: str | None) -> html.HTMLParser:
    try:
        return html.HTMLParser(encoding=charset, no_network=True, remove_comments=True, remove_pis=True)
    except LookupError:
        return _parser(None)


def site_name(body: bytes, *, url: str, charset: str | None = None) -> str:
    """Return what a page calls its site (og:site_name); "" when it does not say."""
    try:
        page = parse(body, url=url, charset=charset)
    except SourceError:
        return ""
    said = (each.get("content") for each in page.iter("meta") if each.get("property") == "og:site_name")
    return one_line(next(said, None) or "")[:_LONGEST_NAME]


def anchors(page: html.HtmlElement, *, url: str) -> tuple[Anchor, ...]:
    """Return the links of a page in its order, each address once, without fragments."""
    found: dict[str, Anchor] = {}
    for address, element in _links(page, url):
        text = " ".join(" ".join(map(str, element.itertext())).split())
        earlier = found.get(address)
        if earlier is None and len(found) >= MOST_LINKS:
            break
        position = earlier.position if earlier else len(found)
        level = _level(element) or (earlier.level if earlier else None)
        found[address] = Anchor(address, max(earlier.text if earlier else "", text, key=len), position, level)
    return tuple(found.values())


def candidates(
    page: html.HtmlElement, *, url: str, seen_at: dt.datetime, outlet: Outlet | None = None
) -> Iterator[Candidate]:
    """Yield the links of a page that look like articles: by the outlet's own regex, else by `articles`."""
    host = outlet or Outlet(home=url)
    chosen = {anchor.url: anchor for anchor in anchors(page, url=url) if _leads_to_article(anchor, host)}
    links = [(address, element) for address, element in _links(page, url) if address in chosen]
    found = standing.sections(page, [element for _, element in links])
    first = dict(reversed(links))  # where an address stands first is where it stands
    for anchor in chosen.values():
        yield Candidate(
            url=anchor.url,
            source=url,
            seen_at=seen_at,
            lastmod=stamps.in_path(urlsplit(anchor.url).path),
            headline=anchor.text[:_HEADLINE] or None,
            position=anchor.position,
            on_page=True,
            level=anchor.level,
            section=found.get(first[anchor.url]),
        )


def _leads_to_article(anchor: Anchor, outlet: Outlet) -> bool:
    if not outlet.owns(anchor.url):
        return False
    told = outlet.is_article(anchor.url)
    return articles.likely(anchor.url, anchor.text) if told is None else told


def _links(page: html.HtmlElement, url: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield every link that leads somewhere, in the page's order."""
    base = _base(page, url)
    for element in page.iter("a"):
        address = _absolute(base, element.get("href"))
        if address is not None:
            yield address, element


def _level(element: html.HtmlElement) -> int | None:
    """Return the level of the heading around a link, or within it; None when there is none."""
    around = next((each for each in element.iterancestors(*_HEADINGS)), None)
    heading = around if around is not None else next(element.iter(*_HEADINGS), None)
    return None if heading is None else int(heading.tag[1])


def _base(page: html.HtmlElement, url: str) -> str:
    named = [element.get("href") or "" for element in page.iter("base")]
    return _absolute(url, named[0]) or url if named else url


def _absolute(base: str, href: str | None) -> str | None:
    """Return a link's http or https address without its fragment; None when it leads nowhere else."""
    text = (href or "").strip()
    if not text or text.startswith(("#", "javascript:", "mailto:", "data:", "tel:")):
        return None
    try:
        absolute = urldefrag(urljoin(base, text)).url
        urls.parse(absolute)
    except (BadInput, ValueError):
        return None
    return absolute
