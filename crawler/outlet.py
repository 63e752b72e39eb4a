"""An outlet as data: where it announces articles, and what is known about its pages.

One frozen value an outlet, written in `spiders/` or in `rowback.toml`; both take these fields and no others. Whether
an outlet is crawled is no field of it: an outlet that stands in `rowback.toml` is, a built-in one alone is not.
"""

import datetime as dt
import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import ClassVar, Literal, Self, get_args
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import cssselect

from archive import BadInput, SourceKind, urls

from .errors import ConfigError

Comments = Literal["drop", "keep"]
Assets = Literal["none", "page"]

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SECRET_PARAMETER = re.compile(
    r"(?:^|[_-])(?:api_?key|access_?key|auth|authorization|passw(?:or)?d|secret|sig(?:nature)?|token|jwt|session_?id)$",
    re.I,
)
_LONGEST_DELAY = dt.timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Source:
    """A place where an outlet announces articles; what it really holds is told by its bytes."""

    url: str
    kind: ClassVar[SourceKind] = "feed"


class Feed(Source):
    """An RSS or Atom feed."""

    __slots__ = ()
    kind: ClassVar[SourceKind] = "feed"


class Sitemap(Source):
    """A sitemap, or an index of sitemaps."""

    __slots__ = ()
    kind: ClassVar[SourceKind] = "sitemap"


class NewsSitemap(Source):
    """A Google News sitemap: the last two days, with headlines."""

    __slots__ = ()
    kind: ClassVar[SourceKind] = "news_sitemap"


class Section(Source):
    """A page of links to articles."""

    __slots__ = ()
    kind: ClassVar[SourceKind] = "section"


class Front(Source):
    """The front page."""

    __slots__ = ()
    kind: ClassVar[SourceKind] = "front"


SOURCES: Mapping[str, type[Source]] = {kind.kind: kind for kind in (Feed, Sitemap, NewsSitemap, Section, Front)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news organisation's site. Only `home` must be given; a definition that cannot be raises `ConfigError`."""

    home: str  # its front page
    name: str = ""  # short, for the command line; a spider's own name when it stands in spiders/
    title: str = ""  # what readers call it; the host when empty
    language: str | None = None  # BCP 47; None: what the pages say
    timezone: str | None = None  # IANA name, for days and for times that a page gives without a zone
    sources: tuple[Source, ...] = ()  # none: they are discovered
    hosts: tuple[str, ...] = ()  # further hosts of the same outlet: its former name, its mobile site
    article: str | None = None  # regex, found anywhere in the URL of an article and of nothing else
    article_id: str | None = None  # regex with one group: the number that survives a change of slug
    drop: tuple[str, ...] = ()  # CSS selectors of what is never part of an article
    delay: float = 0.0  # seconds between request starts; raises the floor, never lowers it
    max_pages: int | None = None  # a crawl; None: as configured; 0: no limit
    looks_per_day: int | None = None  # None: as configured
    bytes_per_day: int | None = None  # likewise
    comments: Comments = "drop"  # readers' comments
    assets: Assets = "none"  # "page": stylesheets and lead images are captured too
    allow_addresses: tuple[str, ...] = ()  # private networks it may be reached at: "10.0.0.0/8"
    paused: bool = False  # known and enabled, but not looked at
    examples: Mapping[str, str] = field(default_factory=dict, hash=False)  # an article's URL: what its text must hold

    def __post_init__(self) -> None:
        """Refuse what cannot be, naming the field."""
        for check in (_check_name, _check_urls, _check_patterns, _check_numbers, _check_words, _check_networks):
            check(self)

    def named(self, name: str) -> Self:
        """Return the outlet with this name."""
        return self if self.name == name else replace(self, name=name)

    @property
    def host(self) -> str:
        """The home's host without www."""
        return _host(self.home)

    @property
    def display(self) -> str:
        """What people are shown: the title, else the host, with a port that is not the scheme's own."""
        return self.title or urls.site(self.home)

    def owns(self, url: str) -> bool:
        """Tell whether a URL is on one of the outlet's hosts, or below one, at the port that was named with it.

        A port that is not the scheme's own is another outlet's, unless the home or an entry of `hosts` has it; such an
        entry without a port means any.
        """
        try:
            host, port = urls.host(url), urls.port(url)
        except BadInput:
            return False
        if _below(host, _host(self.home)) and port == _port(self.home):
            return True
        further = (each.partition(":") for each in self.hosts)
        return any(_below(host, own) and named in ("", str(port)) for own, _, named in further)

    def is_article(self, url: str) -> bool | None:
        """Tell whether the definition takes a URL for an article's; None when it does not say."""
        return None if self.article is None else pattern(self.article).search(url) is not None

    def id_of(self, url: str) -> str | None:
        """Return the outlet's own number of an article, or None when the URL has none."""
        found = pattern(self.article_id).search(url) if self.article_id else None
        return found[1] if found else None


@lru_cache(maxsize=512)
def _host(home: str) -> str:
    return urls.host(home)


@lru_cache(maxsize=512)
def _port(home: str) -> int | None:
    return urls.port(home)


def _below(host: str, own: str) -> bool:
    return host == own or host.endswith("." + own)


@lru_cache(maxsize=512)
def pattern(text: str) -> re.Pattern[str]:
    """Compile a definition's regex, once."""
    return re.compile(text)


def check_url(url: str) -> str:
    """Return an http or https URL that holds no credentials; else raise `BadInput` without repeating the secret."""
    parts = urls.parse(url)
    cure = "Definitions hold no passwords or keys: use an address that needs none"
    if parts.username is not None or parts.password is not None:
        raise BadInput("the address holds a user name or password", subject=parts.hostname or "", cure=cure)
    for name, _ in parse_qsl(parts.query):
        if _SECRET_PARAMETER.search(name):
            raise BadInput(f"the address holds a secret ({name})", subject=parts.hostname or "", cure=cure)
    return url


def _wrong(outlet: Outlet, key: str, message: str, cure: str) -> ConfigError:
    name = outlet.name or urlsplit(outlet.home).hostname or "without a name"
    return ConfigError(f"{key}: {message}", subject=f"outlet {name}", cure=cure)


def _check_name(outlet: Outlet) -> None:
    if outlet.name and not NAME.fullmatch(outlet.name):
        cure = "Use small letters, digits, dot, dash, underscore"
        raise _wrong(outlet, "name", f"{outlet.name!r} cannot be one", cure)


def _check_urls(outlet: Outlet) -> None:
    named = [("home", outlet.home), *(("sources", source.url) for source in outlet.sources)]
    for key, url in [*named, *(("examples", url) for url in outlet.examples)]:
        try:
            check_url(url)
        except BadInput as error:
            raise _wrong(outlet, key, f"{error.subject}: {error.message}", error.cure) from None
    for host in outlet.hosts:
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*(?::\d+)?", host) or host.startswith("www."):
            raise _wrong(outlet, "hosts", f"{host!r} is no host", "Write hosts like example.org, without www")


def _check_patterns(outlet: Outlet) -> None:
    for key, text in (("article", outlet.article), ("article_id", outlet.article_id)):
        try:
            groups = pattern(text).groups if text is not None else 1
        except re.error as error:
            raise _wrong(outlet, key, f"{text!r} is no regular expression ({error})", "Mend it") from None
        if key == "article_id" and groups != 1:
            raise _wrong(outlet, key, f"has {groups} groups", "Put exactly one group around the number: -(\\d+)\\.html")
    for selector in outlet.drop:
        try:
            cssselect.parse(selector)
        except cssselect.SelectorError as error:
            raise _wrong(outlet, "drop", f"{selector!r} is no CSS selector ({error})", "Mend it") from None


def _check_numbers(outlet: Outlet) -> None:
    if not (math.isfinite(outlet.delay) and 0 <= outlet.delay <= _LONGEST_DELAY):
        raise _wrong(outlet, "delay", f"{outlet.delay} is no number of seconds", "Give 0 to 86400")
    for key in ("max_pages", "looks_per_day", "bytes_per_day"):
        value: int | None = getattr(outlet, key)
        if value is not None and value < 0:
            raise _wrong(outlet, key, f"{value} is below zero", "Give 0 or more; 0 lifts the limit")


def _check_words(outlet: Outlet) -> None:
    if outlet.language is not None and not _LANGUAGE.fullmatch(outlet.language):
        raise _wrong(outlet, "language", f"{outlet.language!r} is no language tag", "Write it like en, de or pt-BR")
    if outlet.timezone is not None:
        try:
            ZoneInfo(outlet.timezone)
        except (KeyError, ValueError, OSError):
            cure = "Names look like Europe/Paris or UTC"
            raise _wrong(outlet, "timezone", f"{outlet.timezone!r} is no time zone", cure) from None
    for key, allowed in (("comments", get_args(Comments)), ("assets", get_args(Assets))):
        if getattr(outlet, key) not in allowed:
            raise _wrong(outlet, key, f"{getattr(outlet, key)!r} is unknown", f"It is one of: {', '.join(allowed)}")


def _check_networks(outlet: Outlet) -> None:
    for network in outlet.allow_addresses:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise _wrong(outlet, "allow_addresses", str(error), 'Write networks like "127.0.0.0/8"') from None
