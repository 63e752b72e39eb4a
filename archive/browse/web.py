"""Questions and answers of the web side: what was asked, what is sent, with the headers that keep it harmless.

Pages are functions from `Asked` to `Answer`; they run in threads, so the event loop never waits for a diff or a file.
"""

import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from archive.errors import ArchiveError, BadInput, MorgueError, NotInArchive, PageTooLarge, WarcError
from archive.lookup import ArticleRow, Lookup, OutletRow, VersionRow
from archive.store.sources import outlets_heard_of

from . import layout
from .site import Site

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 2000  # characters of one parameter that are read
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_SAFE: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, noarchive",
    "x-dns-prefetch-control": "off",
}
_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (NotInArchive, 404),
    (BadInput, 400),
    (PageTooLarge, 413),
    (WarcError, 502),
    (MorgueError, 503),
    (sqlite3.Error, 503),
)


@dataclass(frozen=True)
class Asked:
    """One request, with the open archive."""

    site: Site
    connection: sqlite3.Connection
    now: dt.datetime
    named: Mapping[str, str] = field(default_factory=dict)  # parts of the path
    query: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""  # scheme://host that it came to, for feeds, which need whole addresses

    @property
    def lookup(self) -> Lookup:
        return Lookup(self.connection)

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Articles that this reader may not see."""
        return self.site.hidden()

    def text(self, name: str) -> str:
        """Return a parameter; "" when it was not given."""
        return self.query.get(name, "")[:_LONGEST].replace("\0", "").strip()

    def number(self, name: str, default: int, *, most: int) -> int:
        """Return a parameter that is a whole number from 1 to `most`. Raises `BadInput` for what is none."""
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
            raise BadInput("not a whole number", subject=f"{name}={text[:40]}", cure="Write 1 or more")
        return min(int(text), most)

    def id(self, name: str) -> int:
        """Return the id in a parameter or in the path. Raises `BadInput`."""
        text = self.named.get(name) or self.text(name)
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise BadInput(
                "not an id", subject=f"{name}={text[:40]}", cure="Follow a link, or paste the page's address"
            )
        return int(text)

    def article(self, id: int) -> ArticleRow:
        """Return an article that this reader may see. Raises `NotInArchive`, for one that is withheld likewise."""
        if id in self.hidden:
            raise NotInArchive("no article has this id", subject=str(id))
        try:
            return self.lookup.article(id)
        except NotInArchive as error:
            raise self.site.taken_down(id) or error from None

    def version(self, id: int) -> tuple[ArticleRow, VersionRow]:
        """Return a version with its article, as `article` does."""
        row = self.lookup.version_by_id(id)
        return self.article(row.article_id), row

    def outlets(self) -> dict[int, OutletRow]:
        """Return every outlet of which anything is known by its id, in the order of their titles."""
        found = outlets_heard_of(self.connection)
        return {id: OutletRow(id, o.name, o.title, o.home, o.language, o.timezone) for id, o in found}

    def at(self, path: str, **query: object) -> str:
        """Return the address of a page of ours; parameters that are empty are left out."""
        return address(self.site.root + path, query)

    def again(self, **query: object) -> str:
        """Return this page's parameters with some of them replaced, as a link on the page."""
        return address("", {**self.query, **query}) or "?"


def address(path: str, query: Mapping[str, object]) -> str:
    """Join a path and the parameters that say something."""
    said = {name: value for name, value in query.items() if value not in ("", None, False)}
    return f"{path}?{urlencode(said)}" if said else path


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    body: bytes
    status: int = 200
    mime: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    policy: str = _POLICY

    def all_headers(self) -> dict[str, str]:
        """Return every header: nothing that is sent lacks a content security policy."""
        kept = {"cache-control": "no-cache, private", "content-security-policy": self.policy}
        return {**kept, **_SAFE, **self.headers}


Handler = Callable[[Asked], Answer]


def page(asked: Asked, template: str, *, title: str, status: int = 200, **values: object) -> Answer:
    """Draw one of our pages."""
    made = layout.render(template, asked, title=title, status=status, **values)
    return Answer(made.encode("utf-8", "replace"), status)


def answered(handler: Handler, asked: Asked) -> Answer:
    """Run a page; an error with a name becomes a page that says so."""
    try:
        return handler(asked)
    except (ArchiveError, sqlite3.Error) as error:
        return _refusal(asked, error)


def _refusal(asked: Asked, error: Exception) -> Answer:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    said = str(error)
    if isinstance(error, sqlite3.Error):
        _LOG.error("The database refused a page: %s", error)
        said = "The archive is busy, or this question is too large for it. Try again, or ask for less."
    elif asked.site.public and status >= 500:
        said = "The archive cannot answer this."  # paths of files are nobody's business
    return page(asked, "refusal.html", title=f"{status}", status=status, said=said)
