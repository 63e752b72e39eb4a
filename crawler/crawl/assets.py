"""What a page needs to look as it looked: its stylesheets and the pictures of its article. Pure.

Only for outlets that say `assets = "page"`. Scripts, frames, videos and tracking pixels are never asked for.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from archive import BadInput, urls

MOST = 16  # of one page
_LARGEST = 5 << 20  # bytes of a page that is looked through


def of_page(body: bytes, url: str) -> tuple[str, ...]:
    """Return the addresses of a page's stylesheets and of its lead images, each once, stylesheets first."""
    try:
        page = html.document_fromstring(body[:_LARGEST])
    except (etree.ParserError, ValueError):
        return ()
    base = urljoin(url, next((each.get("href") or "" for each in page.iter("base")), ""))
    found = dict.fromkeys(urljoin(base, address.strip()) for address in _named(page) if address and address.strip())
    return tuple(address for address in found if _is_web(address))[:MOST]


def _named(page: html.HtmlElement) -> Iterator[str | None]:
    for link in page.iter("link"):
        if "stylesheet" in (link.get("rel") or "").lower().split():
            yield link.get("href")
    for meta in page.iter("meta"):
        if (meta.get("property") or meta.get("name")) in ("og:image", "twitter:image"):
            yield meta.get("content")
    for holder in page.xpath("//article//figure | //main//figure | //*[@itemprop='articleBody']//figure"):
        for image in holder.iter("img"):
            yield image.get("src")


def _is_web(address: str) -> bool:
    try:
        urls.parse(address)
    except BadInput:
        return False
    return True
