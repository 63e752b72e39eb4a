"""Short lines that stand on news pages and belong to no article: the words come from `archive.languages`.

Each pattern is for a whole line of at most a few words; a paragraph that merely mentions a newsletter is not meant. A
page shows lines of several languages, so the words of all are tried. A pattern is compiled when it is first asked for.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from archive.languages import page
from archive.languages.patterns import begun, bounded, either, ended, parted

from .months import MONTHS

_NETWORKS = ("facebook", "twitter", "x", "whatsapp", "linkedin", "reddit", "telegram", "pinterest", "e-?mail")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:am|pm|uhr|gmt|est|et|utc|cet|msk)\b.*)?"
_DATE = r"\(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [ap]m)?\)\W*$"
_BETWEEN_NAMES = r"\s*(?:,|;|\||/|&|·|•|\n|\s[-–—]\s|<[^<>]{{1,40}}>|\s{joins}\s|、|，)\s*"
_FORM = re.compile(
    r"[^\W\d_]|(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d)"
    r"|(?<!\d)(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d)(?!\d)"
)
_MEASURE = re.compile(r"[%‰°$€£¥₹₽₩+×=<>]")
_LETTER = r"[^\W\d_]"
_NUMBERS = (r"\d{1,2}[:.h]\d{2}(?::\d{2})?", r"\d{1,4}(?:st|nd|rd|th)?")
_ZONES = ("[ecmp][sd]?t", "gmt", "utc", "bst", "msk")


def _share() -> str:
    on = rf"(?:\s*{either([*page('share_on'), *_NETWORKS, '[:!|·,.]'])})*"
    line = f"{either(page('share'))}{on}"
    return rf"^\W*{line}\W*(?:{line}\W*)*$"


def _furniture() -> str:
    minutes = rf"\d+ (?:min(?:ute)?s?|min\.) {either(page('reading_time'))}"
    return rf"^\W*{either([*page('furniture'), minutes, _CLOCK])}\W*$"


def _signed_last() -> str:
    return either(
        [rf"{bounded(page('posted_by'))}.{{2,70}}\d.{{0,30}}$", _DATE, rf"{bounded(page('report_last'))}\W*$"]
    )


def _contact() -> str:
    behind = rf".{{0,120}}{bounded(page('newsletter_behind'))}.{{0,80}}newsletters?\b"
    before = rf".{{0,120}}newsletters?\b.{{0,80}}{bounded(page('newsletter_before'))}"
    return rf"^\W*{either([*page('contact'), behind, before])}"


def _credit() -> str:
    return rf"^\W*(?:©|\(c\)|{either(page('photo'))}s?\s*(?:{ended(page('photo_by'))}|:|：|/|©))"


def _byline() -> str:
    """Begin a byline: `Reported by`, `By:`, and as scripts without spaces write it."""
    spaced, unspaced = parted(page("by"))
    by = rf"{either(page('byline_verbs'))}?\s*{either(spaced)}\b\s*:?"
    return rf"^\s*{either([by, *unspaced])}\s*"


def _time_words() -> str:
    """Match a word of a date or a time, whole; scripts without spaces have no whole words."""
    spaced, unspaced = parted(page("time_words"))
    return either([*_NUMBERS, rf"(?<!{_LETTER}){either([*_ZONES, *spaced])}(?!{_LETTER})", *unspaced])


_FRAMES: Final[Mapping[str, Callable[[], str]]] = {
    "SHARE": _share,
    "SIGNUP": lambda: rf"^\W*{ended(page('signup'))}",
    "RELATED": lambda: rf"^\W*{ended(page('related'))}\W*",
    "FURNITURE": _furniture,
    "REMARKS": lambda: rf"^\W*(?:\d+\s+)?{either(page('remarks'))}(?:\s*\(?\d+\)?)?\W*$",
    "SIGNED": lambda: rf"^\W*{ended(page('posted'))}.{{2,90}}\d",
    "QUOTED": lambda: rf"^.{{2,60}}{bounded(page('wrote'))}.{{0,30}}(?::|\d)\W*(?:[ap]m)?$",
    "SIGNED_LAST": _signed_last,
    "ANSWER": lambda: rf"^\W*(?:{ended(page('answer'))}[\s\d|·•,/()+-]*)+$",
    "NOTICE": lambda: either([r"^\W*(?:©|\(c\)|copyright)\s*(?:\d{4}|\w+)", *page("notice")]),
    "CONTACT": _contact,
    "HIGHLIGHTS": lambda: rf"\W*{either(page('highlights'))}\W*",
    "EMBED": lambda: rf"^\W*{either(page('embed'))}",
    "WALL": lambda: either(page("wall")),
    "CONSENT": lambda: either(page("consent")),
    "GONE": lambda: either([r"\b404\b", *page("gone")]),
    "LOGIN": lambda: rf"^\W*{ended(page('login'))}",
    "CREDIT": _credit,
    "CORRECTION": lambda: begun(page("correction_hint")),
    "UPDATED": lambda: either(page("updated")),
    "UPDATED_BEHIND": lambda: rf"[\s\d:：時时分秒日月/.-]*{either(page('updated_behind'))}",
    "AUTHOR_PATH": lambda: rf"/{either(page('author_path'))}(?:[/=.-]|$)",
    "CLOCK_OR_AGO": lambda: rf"\b\d{{1,2}}[:.]\d{{2}}\b|\b\d+ {ended(page('ago'))}",
    "AGENCY": lambda: bounded(page("agency")),
    "BYLINE": _byline,
    "BYLINE_SPLIT": lambda: _BETWEEN_NAMES.format(joins=either(page("joins"))),
    "BYLINE_NOISE": lambda: rf"@\S+|https?:\S+|\S+@\S+|\([^)]*\)|{bounded(page('byline_noise'))}.*$",
    "NAME_BEFORE": lambda: either(page("name_before")),
    "DATED_NAMES": lambda: either(page("dated_names")),
    "AFTER_NAME": lambda: rf"\s*{either(page('after_name'))}|\s+\d",
    "AND_FIRST": lambda: rf"^{either(page('joins'))}\s+",
    "AND_AGENCIES": lambda: rf"\s+{either(page('joins'))}\s+(?:the\s+)?(?:news\s+)?{either(page('agencies'))}$",
    "FOR_OUTLET": lambda: rf"\s+{either(page('for_outlet'))}\s+(?=(?-i:[^\W\d_a-z])).*$",
    "DESK": lambda: bounded(page("desk")),
    "ROLE": lambda: bounded(page("role")),
    "BY_OPENS": lambda: ended(page("by_opens")),
    "TIME_WORDS": _time_words,
}


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(_FRAMES[name](), re.I)


def __getattr__(name: str) -> re.Pattern[str]:
    if name not in _FRAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _compiled(name)


def only_time(text: str) -> bool:
    """Tell whether a line holds nothing but dates, times and the words around them."""
    if not re.search(r"\d", text):
        return False
    return all(word.casefold() in MONTHS for word in re.findall(r"\w+", _compiled("TIME_WORDS").sub(" ", text)))


def is_stamp(text: str) -> bool:
    """Tell whether a line is a date or a time, not merely figures: it has a word of time, or the form of either."""
    return only_time(text) and bool(_FORM.search(text)) and not _MEASURE.search(text)
