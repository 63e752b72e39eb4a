"""URLs as the archive compares them: canonical form, urlkey (SURT), and the key that twins share.

Pure text work; nothing is resolved or fetched.
"""

import contextlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

import courlan
import surt

from .errors import BadInput

_TWIN_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|edition-m)\.")
_TWIN_PATH = re.compile(r"(?:/amp|/amp\.html|\.amp|\.amp\.html)/?$|^/amp(?=/)", re.I)
# What servers put into an address to know a visitor again: Java servlets, PHP, ASP, ColdFusion.
_SESSION_PATH = re.compile(r"(?:;|%3B)(?:jsessionid|phpsessid|sid|sessionid)=[^/;?%]*", re.I)
_SESSION_QUERY = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|cfid|cftoken)=", re.I)
_PAGE = re.compile(r"(?:(?<=[^?&])[?&][^=&]{1,20}=|/(?:page/|seite/|p)?|[-_,](?:page-?|p)?)(?:[2-9]|[1-9]\d)/?$", re.I)
_TWIN_QUERY = re.compile(r"(?:^|&)(?:amp|outputType|output)(?:=(?:1|true|amp))?(?=&|$)", re.I)
_SHORTER = 57  # characters of a name that leave room for a port


def parse(url: str) -> SplitResult:
    """Split an absolute http or https URL.

    Raises `BadInput` that names the URL for anything else.
    """
    try:
        url.encode()  # half a surrogate pair is in no address
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput(f"not a URL ({error})", subject=url, cure="Write it as https://host/path") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise BadInput("not an http or https URL", subject=url, cure="Write it as https://host/path")
    return parts


def canonical(url: str) -> str:
    """Return the URL without fragment, default port and tracking parameters, its query sorted."""
    parts = parse(url)
    cleaned = courlan.normalize_url(urlunsplit(parts._replace(fragment="")))
    return cleaned if urlsplit(cleaned).path else urlunsplit(urlsplit(cleaned)._replace(path="/"))


def urlkey(url: str) -> str:
    """Return the SURT of a URL as CDX tools write it (`org,example)/path?query`).

    Raises `BadInput` for what has none.
    """
    return _surt(url, lowercase=True)


def _surt(url: str, *, lowercase: bool) -> str:
    try:
        return str(surt.surt(url, path_lowercase=lowercase, query_lowercase=lowercase, query_alpha_reorder=lowercase))
    except ValueError as error:
        raise BadInput(f"not a URL ({error})", subject=url, cure="Write it as https://host/path") from None


@lru_cache(maxsize=4096)
def identity_key(url: str) -> str:
    """Return the key that all spellings of one address share: scheme, www, AMP and mobile twins, tracking, sessions.

    Capitals stay: `/s/aB3x` and `/s/Ab3X` may be two articles.
    """
    parts = urlsplit(canonical(url))
    host = _TWIN_HOST.sub("", parts.netloc.lower())
    path = _SESSION_PATH.sub("", _TWIN_PATH.sub("", parts.path)) or "/"
    kept = (part for part in _TWIN_QUERY.sub("", parts.query).split("&") if part and not _SESSION_QUERY.match(part))
    query = "&".join(sorted(kept, key=lambda part: part.lower().split("=", 1)))
    return _surt(urlunsplit(("http", host, path, query, "")), lowercase=False)


def is_page_of(key: str, other: str) -> bool:
    """Tell whether an identity key is another one with the number of a page put on: `?page=2`, `/2`, `-2`."""
    return key != other and _PAGE.sub("", key) == other


def folded_key(key: str) -> str:
    """Return an identity key without its capitals: what addresses share that differ by case alone."""
    return key.lower()


def is_address(url: str) -> bool:
    """Tell whether something is a web address that the archive can keep apart from others."""
    try:
        return bool(identity_key(url))
    except BadInput:
        return False


def host(url: str) -> str:
    """Return a URL's host in lower case, without www."""
    return re.sub(r"^www\d?\.", "", (parse(url).hostname or "").lower())


def port(url: str) -> int | None:
    """Return a URL's port; None for the one that its scheme has anyway."""
    parts = parse(url)
    return None if parts.port == {"http": 80, "https": 443}[parts.scheme.lower()] else parts.port


def site(url: str) -> str:
    """Return a URL's host as people are shown it, with a port that is not its scheme's own."""
    return f"{host(url)}:{own}" if (own := port(url)) else host(url)


def outlet_name(url: str) -> str:
    """Return the name of an outlet that nobody has defined: its host, as DNS writes it, with a port of its own."""
    name = host(url)
    with contextlib.suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    name = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:63] or "outlet"
    own = port(url)
    return f"{name[:_SHORTER]}-{own}" if own else name


def is_front(url: str) -> bool:
    """Tell whether a URL is a site's front page."""
    parts = parse(url)
    return re.fullmatch(r"/?(?:index\.\w+|home)?/?", parts.path, re.I) is not None and not parts.query
