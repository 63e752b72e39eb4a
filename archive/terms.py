"""The terms that stand in many places, each in one ordered table: kinds of change, and reasons.

schema.sql's checks, the words for people, the filters of commands and pages, weights and the READMEs are written from
these. `archive.models` holds their types; a test keeps both the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from .models import ChangeKind, HeldBack, MissReason, Unread


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change."""

    name: ChangeKind
    words: str  # for people
    weight: float  # from 0 to 1, before its facts are counted
    when: str  # the rule, for the README
    grows: float = 0.0  # weight added when all words changed
    alone: bool = False  # of one article, each is an entry of its own in a list


@dataclass(frozen=True, slots=True)
class Miss:
    """A reason why a page was not had."""

    name: MissReason
    words: str
    refused: bool = False  # by the outlet or by us: nothing failed
    wall: str = ""  # how the health alarm calls it, when many of them are one


@dataclass(frozen=True, slots=True)
class NoArticle:
    """A reason why a page that came shows no article."""

    name: Unread
    words: str
    wall: str = ""


@dataclass(frozen=True, slots=True)
class NoVersion:
    """A reason why a look that differs made no version."""

    name: HeldBack
    words: str


Named = TypeVar("Named", Kind, Miss, NoArticle, NoVersion)


def _table(*rows: Named) -> Mapping[str, Named]:
    return {row.name: row for row in rows}


# In the order in which they are decided; the last six are decided by what became of the article's page.
KINDS: Final = _table(
    Kind(
        "correction_noted", "corrected, with a note", 0.65,
        "a new note admits a mistake, in whatever words: the newsroom or the article itself, with a mistake, an "
        "earlier state, what was taken out, or an apology",
        grows=0.05, alone=True,
    ),
    Kind(
        "live", "live coverage went on", 0.12,
        "the page says that it is live, or paragraphs that begin with a time come on",
    ),
    Kind(
        "paywalled", "behind a paywall", 0.3,
        "the page says so, or only the beginning is left with a line that asks to subscribe or log in",
    ),
    Kind(
        "fact_changed_unnoted", "a fact changed without a note that we could find", 0.75,
        "a sentence that stands there still states another number, date, name, negation, certainty, source or "
        "quotation, or the contrary (guilty, innocent; rose, fell), and there is no note that we could find, whatever "
        "else was told anew; also a passage or a full name that was taken out of a text that is otherwise the same. "
        '"This story has been updated" covers only a count that went up. The same quantity, day or name in another '
        "notation is no other fact",
        alone=True,
    ),
    Kind(
        "update", "updated", 0.25,
        "the article tells something later: new sentences, a count that grew beside them or in a sentence that gives a "
        "later time and its source, an earlier number that the text itself explains; another headline beside new "
        "sentences or three other figures, but for a toll that fell and a denial; another picture or standfirst",
        grows=0.25,
    ),
    Kind(
        "background", "background added", 0.15,
        'what came or went tells what was before or how things are: years, "founded", "usually"',
        grows=0.1,
    ),
    Kind("headline", "another headline", 0.45, "the headline, with or without its standfirst"),
    Kind("headline_test", "headlines being tried out", 0.2, "a headline came back that stood there before"),
    Kind(
        "style", "wording or spelling", 0.05,
        "the rest: the same said otherwise or elsewhere, spelling, capitals, subheadings, a byline, a caption, an "
        "address under the same words",
        grows=0.05,
    ),
    Kind("withdrawn", "gone", 0.7, "the page was gone at two looks"),
    Kind("restored", "back again", 0.4, "the article is back at its address"),
    Kind("redirected", "redirects elsewhere", 0.3, "the address leads to another page"),
    Kind("replaced", "another article stands there", 0.6, "another article stands at the address"),
    Kind(
        "template", "the outlet's template changed, not the article", 0.02,
        "what differs stands on other articles of the outlet too",
    ),
)  # fmt: skip

MISSES: Final = _table(
    Miss("robots", "robots.txt forbids it", refused=True),
    Miss("refused", "refused", refused=True, wall="refused (401, 403)"),
    Miss("rate_limited", "asked to come back later", refused=True, wall="asked to wait (429, 503)"),
    Miss("wall", "a wall stood in front of it", refused=True, wall="to be paid for (402)"),
    Miss("gone", "not there"),
    Miss("server_error", "the server failed"),
    Miss("timeout", "no answer in time"),
    Miss("dns", "its host has no address"),
    Miss("connection", "no connection"),
    Miss("tls", "no secure connection"),
    Miss("too_large", "too large", refused=True),
    Miss("truncated", "cut off on the way"),
    Miss("private_address", "a private address", refused=True),
    Miss("trap", "an endless run of addresses", refused=True),
    Miss("budget", "the crawl's limit came first", refused=True),
    Miss("withheld", "withheld here"),
    Miss("fault", "a fault of rowback's own"),
)

UNREAD: Final = _table(
    NoArticle("not_html", "not a web page"),
    NoArticle("not_article", "not an article"),
    NoArticle("empty_text", "no text in it"),
    NoArticle("extractor_error", "the reader failed on it"),
    NoArticle("consent", "a consent page", wall="a consent page"),
    NoArticle("bot_wall", "a wall against robots", wall="a check for robots"),
    NoArticle("soft_404", "a page that says it is not there"),
    NoArticle("paywall", "a paywall", wall="a paywall without a text"),
)

HELD_BACK: Final = _table(
    NoVersion("suspect_reading", "the reading looks incomplete"),
    NoVersion("comments_only", "only readers' comments changed"),
    NoVersion("clock_only", "only a clock changed"),
    NoVersion("stamp_only", "the time of modification moved, the text did not"),
    NoVersion("template", "the template changed, not the article"),
    NoVersion("wall", "a wall stood in front of the text"),
    NoVersion("truncated", "cut off on the way"),
    NoVersion("flapping", "it alternates between two texts"),
    NoVersion("beside_text", "what stands beside the text changed, the text did not"),
    NoVersion("volatile", "what moves by itself moved, the article did not change"),
)


def words(table: Mapping[str, Named], name: str) -> str:
    """Return a term in words for people; itself when no table has it."""
    return table[name].words if name in table else name


def in_sql(names: Iterable[str]) -> str:
    """Write names as SQL strings with commas between them."""
    return ", ".join(f"'{name}'" for name in names)


def kinds_as_markdown() -> str:
    """Write the kinds of change as a table for a README."""
    rows = (f"| `{kind.name}` | {kind.words} | {kind.when} |" for kind in KINDS.values())
    return "\n".join(("| kind | in words | when |", "|---|---|---|", *rows))


def reasons_as_markdown() -> str:
    """Write all reasons as a table for a README."""
    tables = (("not had", MISSES.values()), ("no article", UNREAD.values()), ("no version", HELD_BACK.values()))
    rows = (f"| {what} | `{row.name}` | {row.words} |" for what, table in tables for row in table)
    return "\n".join(("| what | reason | in words |", "|---|---|---|", *rows))
