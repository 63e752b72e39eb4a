"""Replay: a page as it was captured, from its WARC record, with scripts off and nothing from anywhere else.

Every answer with archived bytes carries a policy that sandboxes it into an origin of its own: measured, a hostile page
served as it is makes no request and runs nothing under it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from archive.errors import BadInput, NotInArchive
from archive.extract.decode import decode
from archive.extract.refusal import Refused
from archive.lookup import CaptureRow
from archive.lookup.rows import select
from archive.urls import urlkey
from archive.warc.reader import Page

from . import rewriting, warcs
from .web import Answer, Asked
from .web import page as drawn

_LARGEST_PAGE: Final = 12_000_000  # bytes, unpacked
_LARGEST_RESOURCE: Final = 12_000_000
_MOST_ADDRESSES: Final = 4000  # of one page that are looked for
_HTML: Final = frozenset({"text/html", "application/xhtml+xml", ""})
_IMAGES: Final = frozenset(
    f"image/{kind}"
    for kind in ("png", "jpeg", "jpg", "gif", "webp", "avif", "svg+xml", "x-icon", "bmp", "vnd.microsoft.icon")
)
_FONTS: Final = frozenset(
    {"font/woff", "font/woff2", "font/ttf", "font/otf", "application/font-woff", "application/font-woff2"}
)
SANDBOX: Final = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A page made showable, and what it lacks."""

    html: bytes
    tally: rewriting.Tally
    status: int
    problem: str


def show(asked: Asked) -> Answer:
    """Show a capture in a frame, below a bar that says what it is and what is missing."""
    capture = _capture(asked)
    article = asked.article(capture.article_id) if capture.article_id is not None else None
    others = asked.lookup.captures(article) if article else [capture]
    shown = [row for row in others if _replayable(row)]
    place = next((at for at, row in enumerate(shown) if row.id == capture.id), 0)
    return drawn(
        asked,
        "replay.html",
        title=f"As captured: {article.headline if article else capture.url}",
        capture=capture,
        article=article,
        outlet=asked.lookup.outlet(article.outlet_id) if article else None,
        replayed=_replayed(asked, capture),
        earlier=shown[place - 1] if place else None,
        later=shown[place + 1] if place + 1 < len(shown) else None,
    )


def page(asked: Asked) -> Answer:
    """Send an archived page for the frame, or for whoever opens it alone: it is harmless either way."""
    found = _replayed(asked, _capture(asked))
    return Answer(found.html, mime="text/html; charset=utf-8", policy=SANDBOX)


def resource(asked: Asked) -> Answer:
    """Send an archived image, stylesheet or font."""
    capture = _capture(asked)
    found = warcs.read(asked, capture, limit=_LARGEST_RESOURCE)
    headers = {"cache-control": "private, max-age=3600"}
    if found.status != 200:
        raise NotInArchive("what was captured here is no image, stylesheet or font", subject=capture.url)
    if found.mime == "text/css":
        return Answer(_sheet(asked, capture, found), mime="text/css; charset=utf-8", headers=headers, policy=SANDBOX)
    if found.mime in _FONTS:  # the sandbox has no origin, and fonts alone are refused to such
        return Answer(
            found.body, mime=found.mime, headers={**headers, "access-control-allow-origin": "null"}, policy=SANDBOX
        )
    if found.mime in _IMAGES:
        return Answer(found.body, mime=found.mime, headers=headers, policy=SANDBOX)
    raise NotInArchive("what was captured here is no image, stylesheet or font", subject=capture.url)


def parts(asked: Asked, capture: CaptureRow) -> set[int]:
    """Return the captures of the images and stylesheets that a page is shown with; none for what is no page."""
    if not _replayable(capture):
        return set()
    html = _text(warcs.read(asked, capture, limit=_LARGEST_PAGE)).encode("utf-8", "replace")
    near = _nearest(asked, rewriting.addresses(html, capture.url)[:_MOST_ADDRESSES], capture)
    found = {next((row.id for row in rows if _is_resource(row)), 0) for rows in near.values()}
    return found - {0}


def _capture(asked: Asked) -> CaptureRow:
    capture = asked.lookup.capture(asked.id("id"))
    if capture.article_id is not None:
        asked.article(capture.article_id)
    return capture


def _replayable(capture: CaptureRow) -> bool:
    return capture.status in (200, 304) and capture.mime in _HTML


def _replayed(asked: Asked, capture: CaptureRow) -> Replayed:
    found = warcs.read(asked, capture, limit=_LARGEST_PAGE)
    if found.mime not in _HTML:
        raise BadInput(f"this is {found.mime}, no page", subject=capture.url, cure="Its record holds it byte for byte")
    html = _text(found).encode("utf-8", "replace")
    wanted = rewriting.addresses(html, capture.url)[:_MOST_ADDRESSES]
    near = _nearest(asked, wanted, capture)
    pages = partial(_ours, asked, near, "replay", _replayable)
    resources = partial(_ours, asked, near, "resource", _is_resource)
    made, tally = rewriting.page(html, capture.url, pages, resources)
    return Replayed(made, tally, found.status, found.problem)


def _text(found: Page) -> str:
    try:
        return decode(found.body, mime=found.mime, charset=found.charset)
    except Refused as refused:
        raise NotInArchive(
            f"no page to show: {refused}", subject=found.url, cure="Its record holds the bytes"
        ) from None


def _sheet(asked: Asked, capture: CaptureRow, found: Page) -> bytes:
    text = found.body.decode(found.charset or "utf-8", "replace")
    wanted = [url for value in rewriting.css_addresses(text) if (url := rewriting.absolute(capture.url, value))]
    near = _nearest(asked, wanted[:_MOST_ADDRESSES], capture)
    resources = partial(_ours, asked, near, "resource", _is_resource)
    return rewriting.css(text, capture.url, resources).encode("utf-8", "replace")


def _is_resource(capture: CaptureRow) -> bool:
    return capture.status in (200, 304) and (capture.mime in _IMAGES | _FONTS or capture.mime == "text/css")


def _ours(
    asked: Asked, near: dict[str, list[CaptureRow]], kind: str, fits: Callable[[CaptureRow], bool], url: str
) -> str:
    """Return where the archive shows an address; "" when it holds nothing of this kind there."""
    found = next((row for row in near.get(_key(url), []) if fits(row)), None) if url else None
    return asked.at(f"/{kind}/{found.id}") if found else ""


def _key(url: str) -> str:
    try:
        return urlkey(url)
    except BadInput:
        return ""


def _nearest(asked: Asked, urls: Iterable[str], capture: CaptureRow) -> dict[str, list[CaptureRow]]:
    """Return the captures of some addresses by their key, those nearest in time first."""
    keys = sorted({key for url in urls if (key := _key(url))})
    rows = select(
        asked.connection,
        CaptureRow,
        """WHERE urlkey IN (SELECT value FROM json_each(?)) AND status IN (200, 304)
            ORDER BY abs(julianday(captured_at) - julianday(?)), id LIMIT 20000""",
        (json.dumps(keys), capture.captured_at),
    )
    found: dict[str, list[CaptureRow]] = {}
    for row in rows:
        if row.article_id not in asked.hidden:
            found.setdefault(row.urlkey, []).append(row)
    return found
