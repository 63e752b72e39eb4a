"""The things that flow through rowback, as frozen values. No behaviour beyond what follows from their own fields.

    Candidate → Exchange → Capture → Reading (Content or Rejection) → Version → Change, all hanging on one Article.

Times are aware UTC `datetime`s in microseconds; where a page gives only a day, a `str` of ISO 8601 (`2017-02-14`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .spool import Spool

Truncated = Literal["length", "time", "disconnect", "unspecified"]
RecordType = Literal["response", "revisit"]
Decision = Literal["new", "same", "changed", "held_back"]
Purpose = Literal["article", "feed", "sitemap", "section", "robots", "other"]
State = Literal["live", "gone_once", "gone", "redirected", "replaced", "refused"]
Finding = Literal["observed", "settled", "retracted"]
Unread = Literal[
    "not_html", "not_article", "empty_text", "extractor_error", "consent", "bot_wall", "soft_404", "paywall"
]
HeldBack = Literal[
    "suspect_reading",
    "comments_only",
    "clock_only",
    "stamp_only",
    "template",
    "wall",
    "truncated",
    "flapping",
    "beside_text",
    "volatile",
]
LeftOut = Literal[
    "",  # text, or outside the article's extent
    "headline",  # says the headline, which is a field of its own
    "standfirst",  # likewise
    "byline",
    "clock",  # only a date or a time
    "counter",  # only a number with what it counts, among what readers do
    "caption",
    "table",
    "aside",  # a box, a list, a note of the article's own element
    "related",  # leads to other pages
    "teaser",  # another page's title with its first words
    "promo",  # advertisement, subscription, a word to readers
    "navigation",
    "share",
    "tags",
    "comment",
    "control",  # buttons and what is chosen from
    "template",  # stands on other articles of the outlet too
    "struck",  # struck out by the page itself
    "hidden",  # not seen as the page stands: folded, or for screen readers only
    "notice",  # whose rights the text is
    "other",
]
MissReason = Literal[
    "robots",
    "refused",
    "rate_limited",
    "wall",
    "gone",
    "server_error",
    "timeout",
    "dns",
    "connection",
    "tls",
    "too_large",
    "truncated",
    "private_address",
    "trap",
    "budget",
    "withheld",
    "fault",
]
ChangeKind = Literal[
    "style",
    "update",
    "background",
    "correction_noted",
    "fact_changed_unnoted",
    "headline",
    "headline_test",
    "live",
    "withdrawn",
    "restored",
    "redirected",
    "replaced",
    "paywalled",
    "template",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why an exchange happened: it goes into the capture's metadata record."""

    outlet: str = ""  # the outlet's name; "" for none
    crawl_id: int = 0
    purpose: Purpose = "other"
    source: str = ""  # URL of the feed, sitemap or section that announced it
    via: str = ""  # URL it was found on, or that redirected here
    hops: str = ""  # hopsFromSeed as Heritrix writes it: "" for a seed, L link, R redirect, P precondition
    robots: str = ""  # the decision and the rule behind it
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as they went over the wire, and how it ended."""

    url: str
    started_at: dt.datetime  # the instant the request began: the WARC-Date of all its records
    finished_at: dt.datetime
    request: bytes  # as sent, but for Proxy-Authorization, which no record ever holds
    response: Spool  # everything received: interim 1xx heads, the final message, surplus bytes
    ip_address: str | None  # None through a proxy
    method: str = "GET"
    tls_version: str | None = None  # "tls/1.3"; None for plain http
    tls_cipher: str | None = None  # IANA name
    truncated: Truncated | None = None  # set by who stopped it; framing adds "disconnect" by itself
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One exchange kept. Named as CDXJ names its fields, so that the CDXJ export is a SELECT."""

    id: int
    record_id: str  # urn:uuid:… without angle brackets
    url: str
    urlkey: str
    timestamp: str  # 14 digits
    captured_at: dt.datetime
    mime: str
    status: int
    digest: str  # sha1:BASE32 of the payload, transfer encoding removed
    filename: str  # below the morgue's warcs/
    offset: int
    length: int
    record_sha256: str  # hex, over the compressed byte range
    record_type: RecordType
    refers_to: str | None = None  # record id of the original; null for a response
    truncated: Truncated | None = None
    location: str | None = None  # absolute redirect target; null unless 3xx with one
    etag: str | None = None
    last_modified: str | None = None
    origin: Literal["crawl", "import"] = "crawl"
    outlet_id: int | None = None
    crawl_id: int | None = None
    purpose: Purpose = "other"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from within the text."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One visible run of text with its place in the page."""

    text: str
    path: str  # tag#id.class chain from the body, stable against numbers
    kept: bool  # part of the article
    role: Literal["paragraph", "heading", "quote", "list", "caption", "table", "other"] = "paragraph"
    link_density: float = 0.0  # share of the characters that stand in links, 0 to 1
    links: tuple[Link, ...] = ()
    reason: str = ""  # why it was dropped, or added; "" for the first opinion's own verdict
    left_out: LeftOut = ""  # what it is instead of text, within the article's extent; "" in readings before reader 3


@dataclass(frozen=True, slots=True)
class Image:
    """The lead image."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that the page gives: `2017-02-14T08:11:00Z`, or `2017-02-14` when only the day is known."""

    value: str
    source: str  # json-ld, meta, microdata, visible, dateline, url
    raw: str = ""  # as written, zone included


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What reading found in one capture. Absent is None or empty, never a guess."""

    headline: str
    blocks: tuple[Block, ...]  # every visible block in page order; within the article's extent the hidden ones too
    standfirst: str | None = None  # one line for each of its blocks
    byline: str | None = None  # as printed
    authors: tuple[str, ...] = ()  # people
    agencies: tuple[str, ...] = ()  # news agencies named in the byline
    published: Stamp | None = None
    modified: Stamp | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None  # BCP 47, lower case primary subtag
    image: Image | None = None
    canonical_url: str | None = None
    paywalled: bool | None = None  # None when the page does not say
    kind: str = "article"  # article, live, video, gallery, opinion
    comments: tuple[str, ...] = ()  # readers' comments, kept apart; never part of text or digest
    conflicts: tuple[str, ...] = ()  # "published: json-ld 2017-02-14, meta 2017-02-15"
    reader: str = ""  # "rowback 3 trafilatura 2.3.1"

    def in_language(self, language: str | None) -> "Content":
        """Return it as of an outlet that writes in a language (BCP 47), where the page itself does not say."""
        if self.language is not None or not language:
            return self
        return replace(self, language=language.replace("_", "-").split("-")[0].lower())

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The article's blocks of text in order, captions left out."""
        return tuple(b.text for b in self.blocks if b.kept and b.role != "caption")

    @property
    def text(self) -> str:
        """The article's text, one paragraph a line, without headline and standfirst."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that gave no article, and why. Kept like a Content, so that it is not met again at every start."""

    reason: Unread
    detail: str = ""
    reader: str = ""


Reading = Content | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A distinct state of an article."""

    id: int
    article_id: int
    number: int  # 1, 2, … for reading; the permanent address is URL + time + record id
    capture_id: int
    content: Content
    content_digest: str
    appeared_after: dt.datetime | None  # last capture without it; None for the first version
    first_captured_at: dt.datetime
    last_captured_at: dt.datetime
    gone_by: dt.datetime | None  # first capture that no longer had it; None while it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that a change altered."""

    kind: str  # number, date, name, negation, hedge, attribution, quotation, link, image
    before: str | None
    after: str | None
    sentence_before: str | None = None
    sentence_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing taken out, put in, or put in another's place, wherever in the text: articles can share it."""

    digest: str  # SHA-256, hex, over the three below as they are compared
    place: str  # headline, standfirst, byline, text, caption, image, link, paywalled
    before: str  # "" when it was put in; a long text is cut
    after: str  # "" when it was taken out; likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two versions of one article compared."""

    kind: ChangeKind
    weight: float  # 0 to 1, orders a front page
    headline_changed: bool
    words_added: int
    words_removed: int
    note_added: str | None  # the correction note's text; None when none was found
    evidence: str  # why this kind, in words
    facts: tuple[Fact, ...] = ()
    edits: tuple[Edit, ...] = ()  # by which articles that were changed alike are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A page that was not had, and why."""

    url: str
    missed_at: dt.datetime
    reason: MissReason
    detail: str = ""
    outlet_id: int | None = None
    article_id: int | None = None
    crawl_id: int | None = None
    retry_at: dt.datetime | None = None
