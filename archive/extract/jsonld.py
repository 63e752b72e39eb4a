"""JSON-LD as outlets write it: broken in known ways, nested in known ways, of any type. Never raises on a page."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Thing = Mapping[str, Json]

_MAX = 2_000_000  # characters of one script
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlog|Report)$|^(?:Article|NewsArticle|Review|AnalysisNews\w*)", re.I)
_MEDIA = re.compile(r"^(?:VideoObject|PodcastEpisode|AudioObject|ImageGallery|MediaGallery)$", re.I)
_CDATA = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_TRAILING = re.compile(r",(\s*[}\]])")
_MISSING = re.compile(r'("|\]|\}|\d|true|false|null)(\s*\n\s*")(?=[A-Za-z@]+"\s*:)')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_TAG = re.compile(r"</?(?:a|abbr|b|br|cite|div|em|font|i|mark|p|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.I)
_BETWEEN = re.compile(r"[\s,;]+")


def things(tree: HtmlElement) -> list[Thing]:
    """Return every JSON-LD object of a page, those within graphs and main entities too, in page order."""
    found: list[Thing] = []
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        text = script.text or ""
        if "ld+json" in kind and text and len(text) <= _MAX:
            for value in parse(text):
                found.extend(_flat(value, 0))
    return found


def parse(text: str) -> list[Json]:
    """Return the JSON values of a script, mended where outlets are known to break them; empty beyond that."""
    text = _CDATA.sub("", text).strip().rstrip(";")
    repairs = (
        lambda t: t,
        lambda t: _TRAILING.sub(r"\1", t),
        lambda t: _BAD_ESCAPE.sub(r"\\\\", _MISSING.sub(r"\1,\2", _TRAILING.sub(r"\1", t))),
        lambda t: _TRAILING.sub(r"\1", html.unescape(t)),
    )
    for repair in repairs:
        try:
            return list(_values(repair(text)))
        except (ValueError, RecursionError):
            continue
    return []


def _values(text: str) -> Iterator[Json]:
    """Read one value after the other: some pages write objects side by side without a list around them."""
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at


def _flat(value: Json, depth: int) -> Iterator[Thing]:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(value.get(name), depth + 1)


def types(thing: Thing) -> tuple[str, ...]:
    """Return an object's types without their namespace."""
    return tuple(kind.rsplit("/", 1)[-1] for kind in strings(thing.get("@type")))


def is_article(thing: Thing) -> bool:
    """Tell whether an object describes an article."""
    return any(_ARTICLE.search(kind) for kind in types(thing))


def is_media(thing: Thing) -> bool:
    """Tell whether an object describes a video, a sound or a gallery."""
    return any(_MEDIA.search(kind) for kind in types(thing))


def strings(value: Json, *, key: str = "name") -> list[str]:
    """Return the text in a value: itself, or the named key of an object, or of each in a list."""
    if isinstance(value, str):
        text = _TAG.sub("", html.unescape(value).replace("<br", " <br")).strip()
        return [text] if text else []
    if isinstance(value, list):
        return [text for each in value[:200] for text in strings(each, key=key)]
    if isinstance(value, dict) and key in value:
        return strings(value[key], key=key)
    return []


def string(value: Json, *, key: str = "name") -> str | None:
    """Return the first text in a value."""
    found = strings(value, key=key)
    return found[0] if found else None
