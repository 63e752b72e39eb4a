"""robots.txt: what an origin's file says of one address (RFC 9309), read with Protego. Pure; nothing is fetched here.

A file is a value: `Fetched` is a row of `_robots`, handed in and out. `judge` turns it into `Robots`, which answers.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import SplitResult, urljoin, urlunsplit

from protego import Protego

from archive import urls

TOKEN = "rowback"  # noqa: S105  (RFC 9309 calls it a product token)
KEPT = dt.timedelta(hours=24)  # RFC 9309, 2.4
TRIED_AGAIN = dt.timedelta(minutes=30)  # a file that could not be had
STALE = dt.timedelta(days=30)  # how long an older copy holds while the file cannot be had
LIMIT = 500 * 1024  # bytes that are read (2.5); the rest is ignored
REDIRECTS = 5  # followed, also to other hosts (2.3.1.2)

_RULE = re.compile(r"^(\s*)(allow|d\w*al+[ao]\w+)\s*(?::|\s)\s*(\S[^#]*)", re.I)
_LOOSE = re.compile(r"[^A-Za-z0-9/._?=&-]")
_MOST_NEAR = 200  # rules tried when looking for the one that decided
_AGENT = re.compile(r"^\s*user-?\s?agent\s*(?::|\s)\s*([A-Za-z_-]+)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking an origin for its robots.txt."""

    origin: str  # scheme://host[:port]
    fetched_at: dt.datetime
    status: int  # 0 when no answer came
    body: bytes = b""

    @property
    def unreachable(self) -> bool:
        """No answer, a server error, or too many requests: nothing is known, so nothing may be fetched (2.3.1.4)."""
        return self.status == 0 or self.status >= 500 or self.status == 429

    @property
    def until(self) -> dt.datetime:
        """When the origin is asked anew."""
        return self.fetched_at + (TRIED_AGAIN if self.unreachable else KEPT)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an address may be fetched, and the rule behind it in words."""

    allowed: bool
    why: str  # "robots forbids /private/ (line 12)"
    line: int | None = None  # of robots.txt, from 1; None when no line decides


@dataclass(frozen=True, slots=True)
class _Lines:
    """The Disallow lines of a file, the longest pattern first, as the longest match decides.

    Which of them are meant for us is asked of Protego: in `probe` each line forbids a path of its own in place of its
    pattern, so that a line is ours when its path is forbidden to us.
    """

    rules: tuple[tuple[int, str], ...]  # line, pattern
    probe: Protego

    def forbidding(self, url: str) -> int | None:
        """Return the line that forbids an address; None when it cannot be told."""
        path = _path(urls.parse(url))
        near = (rule for rule in self.rules if path.startswith(_fixed_start(rule[1])))
        for line, pattern in itertools.islice(near, _MOST_NEAR):
            alone = Protego.parse(f"User-agent: *\nDisallow: {pattern}")
            if not alone.can_fetch(url, TOKEN) and not self.probe.can_fetch(_probe_url(line), TOKEN):
                return line
        return None


@dataclass(frozen=True, slots=True)
class Robots:
    """One origin's rules for us."""

    crawl_delay: float | None = None  # seconds
    sitemaps: tuple[str, ...] = ()
    verdict: Decision | None = None  # the same for every address; None: the rules decide
    until: dt.datetime | None = field(default=None, compare=False)  # when the file is read anew
    _rules: Protego | None = field(default=None, repr=False, compare=False)
    _lines: "_Lines | None" = field(default=None, repr=False, compare=False)

    def decide(self, url: str) -> Decision:
        """Tell whether an address of this origin may be fetched. robots.txt itself always may (2.2.2)."""
        path = _path(urls.parse(url))
        if path == "/robots.txt":
            return Decision(True, "robots.txt itself")
        if self.verdict is not None:
            return self.verdict
        if self._rules is None or self._rules.can_fetch(url, TOKEN):
            return Decision(True, "allowed")
        line = self._lines.forbidding(url) if self._lines else None
        return Decision(False, f"robots forbids {path}" + (f" (line {line})" if line else ""), line)

    @classmethod
    def same_for_all(cls, allowed: bool, why: str, /) -> Self:
        """Make the answer for an origin without rules."""
        return cls(verdict=Decision(allowed, why))


def origin(url: str) -> str:
    """Return the scheme, host and port that one robots.txt speaks for."""
    parts = urls.parse(url)
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in (None, default) else f":{parts.port}"
    return f"{parts.scheme.lower()}://{host}{port}"


def address(url: str) -> str:
    """Return where the robots.txt stands that speaks for an address."""
    return origin(url) + "/robots.txt"


def is_fresh(fetched: Fetched, now: dt.datetime) -> bool:
    """Tell whether a row is young enough to go by without asking again."""
    return fetched.fetched_at <= now < fetched.until


def follow(answered_by: str, status: int, location: str | None, *, redirects: int) -> str | None:
    """Return where a redirected robots.txt is to be had; None when it ends here (after five: as if there were none)."""
    if status not in (301, 302, 303, 307, 308) or not location or redirects >= REDIRECTS:
        return None
    return _joined(answered_by, location)


def settle(fetched: Fetched, earlier: Fetched | None) -> Fetched:
    """Return the row to keep and to go by: the new answer, or the earlier file while the new one cannot be had."""
    if earlier is None or earlier.unreachable or not fetched.unreachable:
        return fetched
    return earlier if fetched.fetched_at - earlier.fetched_at < STALE else fetched


def judge(fetched: Fetched) -> Robots:
    """Return what an answer means: rules (2xx), all allowed (4xx, 3xx without end), none allowed (no answer, 5xx).

    None allowed either where a file makes its reader stumble.
    """
    try:
        judged = _judged(fetched)
    except Exception as error:  # whatever it was, nothing is known of the rules
        told = f"robots.txt made rowback stumble ({type(error).__name__}: {error}); nothing is fetched"
        judged = Robots.same_for_all(False, told)
    return replace(judged, until=fetched.until)


def _judged(fetched: Fetched) -> Robots:
    if fetched.unreachable:
        what = f"answered {fetched.status}" if fetched.status else "could not be had"
        return Robots.same_for_all(False, f"robots.txt {what}; nothing is fetched until it can be read")
    if not 200 <= fetched.status < 300:
        return Robots.same_for_all(True, f"no robots.txt ({fetched.status})")
    return _read(fetched)


def said(fetched: Fetched | None, url: str) -> str:
    """Say for people what came of asking for robots.txt, and what follows from it for an address (RFC 9309, 2.3.1)."""
    if fetched is None:
        return "was not asked for"
    if fetched.unreachable:
        what = f"answered {fetched.status}" if fetched.status else "could not be had"
        return f"{what}: nothing may be fetched until it can be read"
    if 300 <= fetched.status < 400:
        return f"redirects without end ({fetched.status}), which forbids nothing"
    if fetched.status in (404, 410):
        return f"there is none ({fetched.status})"
    if fetched.status >= 400:
        return f"is not shown to us ({fetched.status}), which forbids nothing"
    decision = judge(fetched).decide(url)
    return "lets us in" if decision.allowed else decision.why


def _read(fetched: Fetched) -> Robots:
    lines = [_our_name(line) for line in _text(fetched.body).splitlines()]
    rules = Protego.parse("\n".join(lines))
    rate = rules.request_rate(TOKEN)
    delays = [rules.crawl_delay(TOKEN), rate.seconds / rate.requests if rate else None]
    base = fetched.origin + "/robots.txt"
    return Robots(
        crawl_delay=max((each for each in delays if each is not None), default=None),
        sitemaps=_sitemaps(base, rules.sitemaps),
        _rules=rules,
        _lines=_lines(lines),
    )


def _text(body: bytes) -> str:
    """Decode a file: UTF-8, cut to the limit at a line's end, so that half a rule is never taken for a whole one."""
    if len(body) > LIMIT:
        body = body[: body.rfind(b"\n", 0, LIMIT) + 1]
    return body.decode("utf-8-sig", errors="replace")


def _our_name(line: str) -> str:
    """Rewrite a user-agent line so that only our own token is ours: not `row`, but also `rowback/1.0`."""
    found = _AGENT.match(line)
    if not found:
        return line
    name = found[1].lower()
    if name == TOKEN:
        return f"User-agent: {TOKEN}"
    return f"User-agent: not-{name}" if TOKEN.startswith(name) else line


def _lines(lines: list[str]) -> _Lines:
    found = {number: rule for number, line in enumerate(lines, 1) if (rule := _RULE.match(line))}
    probes = [f"Disallow: /{number}/" if number in found else line for number, line in enumerate(lines, 1)]
    disallows = [(number, rule[3].strip()) for number, rule in found.items() if rule[2].lower() != "allow"]
    disallows.sort(key=lambda rule: (-len(rule[1]), rule[0]))
    return _Lines(tuple(disallows), Protego.parse("\n".join(probes)))


def _probe_url(line: int) -> str:
    return f"https://probe.invalid/{line}/"


def _fixed_start(pattern: str) -> str:
    """Return what an address must begin with; characters that may be written in two ways end it."""
    return _LOOSE.split(pattern, maxsplit=1)[0]


def _path(parts: SplitResult) -> str:
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _sitemaps(base: str, named: Iterable[str]) -> tuple[str, ...]:
    """Return the sitemaps that the file names, absolute, each once, in its order."""
    absolute = (_joined(base, each) for each in named)
    return tuple(dict.fromkeys(each for each in absolute if each))


def _joined(base: str, named: str) -> str | None:
    """Return an address that a file or an answer names, absolute; None when it is none that can be asked for."""
    try:
        return urls.parse(urljoin(base, named)).geturl()
    except ValueError:  # BadInput is one
        return None
