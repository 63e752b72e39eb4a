"""The remaining fields: section, tags, language, lead image, canonical URL, paywall, kind of page."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from archive.models import Image

from . import jsonld, lexicon, names
from .piece import Piece, absolute, clean, words
from .structured import Structured

_LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|[-_])", re.I)
_KINDS = (
    ("live", re.compile(r"LiveBlog", re.I)),
    ("opinion", re.compile(r"^(?:Opinion|Analysis)\w*Article$", re.I)),
    ("video", re.compile(r"^VideoObject$", re.I)),
    ("gallery", re.compile(r"^(?:ImageGallery|MediaGallery)$", re.I)),
)


def section(structured: Structured) -> str | None:
    """Return the section that the page names."""
    found = structured.ld("articleSection") or structured.meta("article:section") or structured.item("articleSection")
    return found or structured.meta(
        "section", "sailthru.section", "dc.subject.section", "cxenseparse:section", "category"
    )


def tags(structured: Structured, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the article's tags: declared to machines, else those it shows."""
    found = structured.metas.get("article:tag") or tuple(jsonld.strings(structured.article.get("keywords")))
    if not found:
        found = _shown_tags(pieces) or tuple(
            filter(None, [structured.meta("news_keywords", "keywords", "parsely-tags")])
        )
    split = (part.strip() for value in found for part in re.split(r"[,;、，]\s*", value))
    return tuple(dict.fromkeys(part for part in split if part and len(part) <= 80))


def _shown_tags(pieces: Sequence[Piece]) -> tuple[str, ...]:
    shown = (piece for piece in pieces if piece.marked("tags") and not piece.hidden and piece.density > 0.6)
    return tuple(link.text for piece in shown for link in piece.links if len(words(link.text)) <= 6)


def language(structured: Structured, tree: HtmlElement) -> str | None:
    """Return the page's language as its primary subtag."""
    for claim in language_tags(structured, tree):
        match = _LANGUAGE.match(claim.strip())
        if match:
            return match[0].lower()
    return None


def language_tags(structured: Structured, tree: HtmlElement) -> list[str]:
    """Return the page's language tags as it gives them, the surest first."""
    claims = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        structured.ld("inLanguage"),
        structured.meta("og:locale"),
        structured.meta("content-language", "dc.language", "language"),
    )
    return [claim for claim in claims if claim]


def canonical(structured: Structured, tree: HtmlElement, url: str) -> str | None:
    """Return the address that the page calls its own."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(url, link.get("href"))
    return absolute(url, structured.meta("og:url"))


def paywalled(structured: Structured) -> bool | None:
    """Return what `isAccessibleForFree` says; None when it says nothing."""
    values = [structured.article.get("isAccessibleForFree")]
    values += [thing.get("isAccessibleForFree") for thing in structured.things]
    for value in values:
        if isinstance(value, bool):
            return not value
        if isinstance(value, str) and value.strip().lower().rsplit("/", 1)[-1] in ("true", "false"):
            return value.strip().lower().endswith("false")
    return None


def kind(structured: Structured) -> str:
    """Return what kind of article the page calls itself."""
    types = jsonld.types(structured.article)
    for name, pattern in _KINDS:
        if any(pattern.search(each) for each in types):
            return name
    declared = (structured.meta("og:type") or "").lower()
    return "video" if declared.startswith("video") else "article"


def image(structured: Structured, pieces: Sequence[Piece], url: str, headline_at: int, body_at: int) -> Image | None:
    """Return the lead image with the caption and the credit that stand with it."""
    source = structured.ld("image", key="url") or structured.meta("og:image", "og:image:url", "twitter:image")
    near = [p for p in pieces[max(0, headline_at - 8) : body_at + 8] if _beside_image(p)]
    source = absolute(url, source) or next(filter(None, (_pictured(p, url) for p in near if p.role == "caption")), None)
    if not source:
        return None
    credit = next((p for p in near if _is_credit(p)), None)
    caption = next((p.text for p in near if p is not credit and p.role == "caption"), None)
    return Image(source, caption, clean(credit.text) if credit else None)


def _pictured(caption: Piece, url: str) -> str | None:
    """Return the picture of the figure that a caption stands in."""
    figure = next(caption.element.iterancestors("figure"), None)
    picture = figure.find(".//img") if figure is not None else None
    return absolute(url, picture.get("src") or picture.get("data-src")) if picture is not None else None


def _beside_image(piece: Piece) -> bool:
    timed = piece.element.find(".//time") is not None
    return not (
        piece.hidden or timed or len(piece.text) > 500 or piece.marked("comments", "related", "chrome", "stamp")
    )


def _is_credit(piece: Piece) -> bool:
    """Tell whether a short block names whose picture it is: by its words, or by its own name if it is a caption."""
    if len(piece.text) > 120:
        return False
    if lexicon.CREDIT.match(piece.text):
        return True
    return piece.role == "caption" and names.hints(piece.element.get("class") or "", "credit")
