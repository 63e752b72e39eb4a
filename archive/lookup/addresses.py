"""Which article a pasted address is: any spelling of it, what led to it, and what is known when it is not here.

Reads only. What counts as one spelling is decided in archive.urls, as one article in archive.derive.identity.
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from rapidfuzz import fuzz, process

from archive.errors import BadInput, NotInArchive
from archive.urls import canonical, folded_key, identity_key, parse, urlkey

_HOPS = 10  # redirects that are followed
_NEAREST = 3
_COMPARED = 20_000  # addresses that the nearest are chosen from
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#].*)?")
_WRAPPED = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/amp/(?P<amp>s/)?|[\w-]+\.cdn\.ampproject\.org/[a-z]/(?P<cdn>s/)?"
    r"|web\.archive\.org/web/\d+[a-z_]*/|archive\.(?:org|ph|today|is)/(?:wayback/)?\d+/)(?P<rest>.+)",
    re.I,
)


def tidy(pasted: str) -> str:
    """Return the http(s) URL that a person meant: quotes and brackets off, a missing scheme added, wrappers undone.

    Raises `BadInput` for what is no address.
    """
    url = _bare(pasted)
    url = f"https://{url}" if _BARE.fullmatch(url) else url
    if wrapped := _WRAPPED.fullmatch(url):
        rest = wrapped["rest"]
        url = rest if "://" in rest else f"https://{unquote(rest)}"
    parse(url)
    return url


def is_address(text: str) -> bool:
    """Tell whether what somebody typed is meant as a web address: one word, with a scheme, or a host and a path."""
    word = _bare(text)
    return not re.search(r"\s", word) and ("://" in word or (_BARE.fullmatch(word) is not None and "/" in word))


def embedded(url: str) -> Iterator[str]:
    """Yield the web addresses that stand inside another: in its path, or as the value of a parameter.

    That is how search engines, web archives, mail programs and social networks wrap what they link to.
    """
    parts = urlsplit(url)
    inner = parts.path + (f"?{parts.query}" if parts.query else "")
    if (at := re.search(r"https?:/+", inner, re.I)) is not None:
        yield re.sub(r"^(https?):/+", r"\1://", inner[at.start() :], flags=re.I)
    for _, value in parse_qsl(parts.query):
        if re.match(r"https?://", value, re.I):
            yield value


def _bare(pasted: str) -> str:
    """Return what was pasted without the quotes, brackets and points that stood around it."""
    text = pasted.strip()
    while (less := text.strip("<>\"'“”„«»‘’`").rstrip(".,;:!?)]").strip()) != text and less:
        if text.endswith(")") and "(" in less:  # a bracket that the address opened itself
            break
        text = less
    return re.sub(r"^(?:url:\s*)+", "", text, flags=re.I)


def article_ids(connection: sqlite3.Connection, url: str) -> list[int]:
    """Return the articles that stand or stood at an address, the one seen there last first; empty when there is none.

    Redirects that were ever seen are followed, so a short link finds what it led to.
    """
    seen: set[str] = set()
    waiting = [url]
    for _ in range(_HOPS):
        keys = {key for one in waiting for key in _identities(one)} - seen
        if not keys:
            break
        if found := _at_keys(connection, keys):
            return found
        seen |= keys
        waiting = _led_to(connection, keys)
    return []


def spelled_otherwise(connection: sqlite3.Connection, url: str) -> list[int]:
    """Return the article at the known address that a pasted one is but for parameters, or capitals.

    Of several it is the one with the most of the parameters; none where only capitals tell two of them apart.
    """
    asked, _, query = folded_key(identity_key(url)).partition("?")
    given = set(query.split("&"))
    fitting: dict[int, set[str]] = {}
    for known in _of_host(connection, asked):
        path, _, parameters = folded_key(known).partition("?")
        needed = set(filter(None, parameters.split("&")))
        if path == asked and needed <= given:
            fitting.setdefault(len(needed), set()).add(known)
    closest = fitting.get(max(fitting, default=0), set())
    found = _at_keys(connection, closest) if closest else []
    return found if len(closest) == 1 or len(found) == 1 else []


def _of_host(connection: sqlite3.Connection, key: str) -> list[str]:
    """Return the identity keys of all addresses on a key's host."""
    host = key.partition(")")[0]
    rows = connection.execute(
        "SELECT DISTINCT urlkey FROM article_urls WHERE urlkey >= ? AND urlkey < ?", (f"{host})", f"{host}*")
    )
    return [row[0] for row in rows]


def _identities(url: str) -> Iterator[str]:
    with contextlib.suppress(BadInput):  # a redirect's target is the server's to write
        yield identity_key(url)


def _marks(values: set[str]) -> str:
    return ", ".join("?" * len(values))


def _at_keys(connection: sqlite3.Connection, keys: set[str]) -> list[int]:
    statement = f"""
        SELECT a.id FROM article_urls u JOIN articles a ON a.id = u.article_id WHERE u.urlkey IN ({_marks(keys)})
         GROUP BY a.id ORDER BY a.last_captured_at DESC, max(u.first_seen_at) DESC, a.id"""  # noqa: S608 (marks only)
    return [row[0] for row in connection.execute(statement, sorted(keys))]


def _led_to(connection: sqlite3.Connection, keys: set[str]) -> list[str]:
    """Return where captures of these addresses redirected; the empty outlet covers links that belong to none."""
    statement = f"""
        SELECT DISTINCT location FROM captures
         WHERE outlet_id IN (SELECT id FROM outlets) AND identity IN ({_marks(keys)}) AND location IS NOT NULL
         UNION SELECT location FROM captures
         WHERE outlet_id IS NULL AND identity IN ({_marks(keys)}) AND location IS NOT NULL
         LIMIT 50"""  # noqa: S608 (marks only)
    return [row[0] for row in connection.execute(statement, [*sorted(keys), *sorted(keys)])]


def absent(connection: sqlite3.Connection, url: str) -> NotInArchive:
    """Return the error that tells what is known of an address that is no article here."""
    for explain in (_unread, _missed, _announced):
        if found := explain(connection, url):
            message, cure = found
            return NotInArchive(message, subject=url, cure=cure)
    near = nearest(connection, url)
    listed = "".join(f"\n  {known}" for known in near)
    cure = f"The nearest known addresses:{listed}" if near else f"Nothing of its host is here: rowback keep {url}"
    return NotInArchive("never kept", subject=url, cure=cure)


def _unread(connection: sqlite3.Connection, url: str) -> tuple[str, str] | None:
    row = connection.execute(
        """SELECT p.captured_at, p.status, coalesce(c.rejection, p.reason) FROM captures p
             LEFT JOIN contents c ON c.capture_id = p.id
            WHERE p.urlkey IN (?, ?) ORDER BY p.captured_at DESC LIMIT 1""",
        (urlkey(url), urlkey(canonical(url))),
    ).fetchone()
    if row is None:
        return None
    at, status, reason = row
    why = f"not read as an article: {reason}" if reason else f"the server answered {status}; not read as an article"
    return f"kept on {at[:16].replace('T', ' ')} UTC, but {why}", "Its bytes are in the WARC file"


def _missed(connection: sqlite3.Connection, url: str) -> tuple[str, str] | None:
    swapped = re.sub(r"^http(s?)", lambda m: "http" if m[1] else "https", url)
    row = connection.execute(
        "SELECT missed_at, reason, detail, retry_at FROM misses WHERE url IN (?, ?, ?) ORDER BY missed_at DESC LIMIT 1",
        (url, canonical(url), swapped),
    ).fetchone()
    if row is None:
        return None
    at, reason, detail, retry_at = row
    cure = f"The next try is due after {retry_at[:16].replace('T', ' ')} UTC" if retry_at else f"rowback keep {url}"
    cure = "rowback obeys robots.txt" if reason == "robots" else cure
    return f"tried on {at[:16].replace('T', ' ')} UTC and not had: {reason}{f' ({detail})' if detail else ''}", cure


def _announced(connection: sqlite3.Connection, url: str) -> tuple[str, str] | None:
    row = connection.execute(
        """SELECT seen_at, source FROM _candidates
            WHERE outlet_id IN (SELECT id FROM outlets) AND identity = ? LIMIT 1""",
        (identity_key(url),),
    ).fetchone()
    if row is None:
        return None
    return f"announced by {row[1]} on {row[0][:16].replace('T', ' ')} UTC, not fetched yet", f"rowback keep {url}"


def nearest(connection: sqlite3.Connection, url: str) -> list[str]:
    """Return the known addresses of its host that are most like this one; none of others, which say nothing of it."""
    key = identity_key(url)
    host = key.partition(")")[0]
    same_host = "SELECT url FROM article_urls WHERE urlkey >= ? AND urlkey < ? LIMIT ?"
    known = [row[0] for row in connection.execute(same_host, (f"{host})", f"{host}*", _COMPARED))]
    wanted = _comparable(url)
    spelled = {one: _comparable(one) for one in known}
    best = process.extract(wanted, spelled, scorer=fuzz.ratio, limit=_NEAREST)
    return [address for _, _, address in best]


def _comparable(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query} {parts.netloc}".lower()
