"""Whether an address is an article's, told from the address and the words that link to it. Pure.

A definition's own `article` regex is better wherever there is one; this is for outlets that nobody has described.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote

from archive import urls

from . import stamps

ENOUGH = 4  # points
_WHOLE_DATE = 3  # points
_NO_PAGES = re.compile(
    r"jpe?g|png|gif|webp|svg|avif|ico|bmp|css|js|json|xml|rss|atom|txt|csv|ics|pdf|docx?|xlsx?|pptx?|epub|mobi|zip|gz|rar|"
    r"mp[34]|m4[av]|mov|avi|webm|wav|ogg|m3u8|apk|exe|woff2?|ttf",
    re.I,
)
_PAGE_ENDINGS = re.compile(r"[sx]?html?|php\d?|aspx?|jspx?|cfm|story|stm|ece", re.I)
_ELSEWHERE = re.compile(
    r"""about(?:-us)?|account|advertis(?:e|ing)|authors?|autor(?:en|es)?|bio|bookmarks|cart|categor(?:y|ies|ia|ias|ie|ies)|
    kategorien?|checkout|columnists?|comments|contacts?(?:-us)?|contributors?|cookies?|donate|downloads?|epaper|faqs?|
    feeds?|imprint|impressum|keywords?|schlagwort|label|log(?:in|out)|masthead|membership|newsletters?|page|preferences|
    privacy(?:-policy)?|profiles?|register|rss|search|suche|buscar|recherche|sign(?:in|up)|sitemaps?|staff|subscri(?:be|ptions?)|
    tags?|temas?|themen?|terms(?:-of-(?:use|service))?|topics?|users?|wp-(?:admin|content|includes|json|login)""",
    re.I | re.X,
)
_LONG_NUMBER = re.compile(r"\d{6,}")
_NUMBER = re.compile(r"\d{5,}")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.I)
_CODE = re.compile(r"(?=\w*\d)(?=\w*[a-z])[0-9a-z]{10,}", re.I)
_YEAR = re.compile(r"(?:^|/)(?:19[89]|20[0-4])\d(?=/|$)")
_MONTH = re.compile(r"(?:^|/)(?:19[89]|20[0-4])\d[/-](?:0?[1-9]|1[0-2])(?=[/-]|$)")
_WORD_BREAK = re.compile(r"[-_+.,\s]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ID_NAMES = re.compile(r"(?:\w*(?:art(?:icle)?|news|story)_?)?(?:id|no|num|idx(?:no)?)|p|article", re.I)


@dataclass(frozen=True, slots=True)
class _Address:
    """What an address consists of."""

    path: str
    segments: tuple[str, ...]
    slug: str  # the last segment without its ending
    ending: str  # empty without
    words: tuple[str, ...]  # of the slug, those with letters
    query: tuple[tuple[str, str], ...]


def likely(url: str, text: str = "") -> bool:
    """Tell whether an address looks like an article's; `text` is what a link to it says."""
    return points(url, text) >= ENOUGH


def points(url: str, text: str = "") -> int:
    """Weigh what in an address speaks for an article; below zero what rules it out. `BadInput` for what is no URL."""
    parts = urls.parse(url)
    address = _take_apart(parts)
    if urls.is_front(url) or _NO_PAGES.fullmatch(address.ending):
        return -1
    date = _of_date(address)
    elsewhere = any(_ELSEWHERE.fullmatch(segment) for segment in address.segments)
    if elsewhere and not (date == _WHOLE_DATE and len(address.words) > 2):
        return -1
    return date + _of_number(address) + _of_slug(address) + _of_text(text)


def _take_apart(parts: SplitResult) -> _Address:
    path = unquote(parts.path)
    segments = tuple(segment for segment in path.split("/") if segment)
    last = segments[-1] if segments else ""
    stem, dot, ending = last.rpartition(".")
    has_ending = bool(dot) and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{1,4}", ending) is not None
    slug = stem if has_ending else last
    if has_ending and slug.lower() in ("index", "default", "story", "article") and len(segments) > 1:
        slug = segments[-2]
    words = tuple(word for word in _WORD_BREAK.split(slug) if re.search(r"[^\W\d_]{2}", word))
    query = tuple(parse_qsl(parts.query))
    return _Address(path, segments, slug, ending if has_ending else "", words, query)


def _of_date(address: _Address) -> int:
    if stamps.in_path(address.path):
        return _WHOLE_DATE
    return 2 if _MONTH.search(address.path) else int(_YEAR.search(address.path) is not None)


def _of_number(address: _Address) -> int:
    if any(_ID_NAMES.fullmatch(name) and re.fullmatch(r"[\w-]*\d{2,}", value) for name, value in address.query):
        return 4 if address.ending or not address.segments else 3
    if _LONG_NUMBER.search(address.slug) or _UUID.fullmatch(address.slug):
        return 3 + (address.slug.isdigit() and len(address.segments) > 1)
    tail = "/".join(address.segments[-2:])
    if _NUMBER.search(tail) or _CODE.search(tail):
        return 2
    return int(_SHORT_NUMBER.search(address.slug) is not None and len(address.words) > 0)


def _of_slug(address: _Address) -> int:
    unspaced = len(_UNSPACED.findall(address.slug))
    count = len(address.words) + unspaced // 3
    by_words = min(count, 1) if count < 2 else min(count - 1, 4)
    return (
        by_words
        + int(_PAGE_ENDINGS.fullmatch(address.ending) is not None)
        + int(len(address.segments) > 1 and count > 1)
    )


def _of_text(text: str) -> int:
    count = len(text.split()) + len(_UNSPACED.findall(text)) // 3
    return 0 if count < 5 else 1 if count < 9 else 2
