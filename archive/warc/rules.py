"""Which named fields a record of each type must, may and must not have (WARC 1.1, section 5, and what we add to it).

A table and its lookup; what a block holds is checked by `coherence`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, get_args

from archive.models import Truncated

from .fields import CONTENT_TYPE as FIELDS
from .members import Member
from .records import HTTP_REQUEST, HTTP_RESPONSE, IDENTICAL_PAYLOAD, NOT_MODIFIED, OURS

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\d(?:\.\d{1,9})?Z")
_ID = re.compile(r"<urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}>")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-;=?-~]+")  # printable ASCII without space and angle brackets
_DIGEST = re.compile(r"sha1:[A-Z2-7]{32}")
_EVERYWHERE: Final = frozenset({"WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Block-Digest", "Content-Type"})
_SHAPES: Final = {
    "WARC-Date": _DATE,
    "WARC-Refers-To-Date": _DATE,
    "WARC-Record-ID": _ID,
    "WARC-Warcinfo-ID": _ID,
    "WARC-Concurrent-To": _ID,
    "WARC-Refers-To": _ID,
    "WARC-Target-URI": _URI,
    "WARC-Refers-To-Target-URI": _URI,
    "WARC-Block-Digest": _DIGEST,
    "WARC-Payload-Digest": _DIGEST,
    "WARC-Truncated": re.compile("|".join(get_args(Truncated))),
    "WARC-Profile": re.compile("|".join(re.escape(profile) for profile in (IDENTICAL_PAYLOAD, NOT_MODIFIED))),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    must: frozenset[str]
    may: frozenset[str] = frozenset()
    content_type: str = ""  # "" for any

    @property
    def known(self) -> frozenset[str]:
        return self.must | self.may


def _rule(must: str, may: str = "", content_type: str = "") -> _Rule:
    return _Rule(
        _EVERYWHERE | {f"WARC-{name}" for name in must.split()},
        frozenset(f"WARC-{name}" for name in may.split()) | {"Content-Length"},
        content_type,
    )


_RULES: Final = {
    "warcinfo": _rule("Filename", content_type=FIELDS),
    "response": _rule("Warcinfo-ID Target-URI", "IP-Address Truncated Payload-Digest Concurrent-To", HTTP_RESPONSE),
    "revisit": _rule(
        "Warcinfo-ID Target-URI Profile Refers-To Refers-To-Target-URI Refers-To-Date Payload-Digest",
        "IP-Address Truncated Concurrent-To",
        HTTP_RESPONSE,
    ),
    "request": _rule("Warcinfo-ID Target-URI Concurrent-To", "IP-Address", HTTP_REQUEST),
    "metadata": _rule("Warcinfo-ID", "Target-URI IP-Address Concurrent-To Refers-To", FIELDS),
    "conversion": _rule("Warcinfo-ID Target-URI Refers-To Payload-Digest"),
    "resource": _rule("Warcinfo-ID Target-URI Payload-Digest", "Concurrent-To IP-Address"),
}


def check_fields(member: Member) -> Iterator[str]:
    """Yield what is wrong with a record's version and named fields."""
    if member.version != "WARC/1.1":
        yield f"the version is {member.version}, not WARC/1.1"
    kind = member.header("WARC-Type")
    rule = _RULES.get(kind)
    if rule is None:
        yield f"no record of ours has the type {kind or 'none'}"
        return
    names = [name for name, _ in member.headers]
    yield from (f"{name} is missing on {kind}" for name in sorted(rule.must - set(names)))
    yield from (f"{name} may not stand on {kind}" for name in names if name not in rule.known)
    twice = {name for name in names if names.count(name) > 1} - {"WARC-Concurrent-To"}
    yield from (f"{name} stands there twice" for name in sorted(twice))
    yield from _shapes(member)
    if kind in ("conversion", "resource") and not member.header("WARC-Target-URI").startswith(OURS):
        yield f"a {kind} under a page's address, where replay tools would take it for the page"
    if rule.content_type and member.header("Content-Type") != rule.content_type:
        yield f"Content-Type is {member.header('Content-Type')!r} on {kind}, not {rule.content_type}"


def _shapes(member: Member) -> Iterator[str]:
    for name, value in member.headers:
        if name in _SHAPES and not _SHAPES[name].fullmatch(value):
            yield f"{name} is written wrongly: {value[:80]!r}"
