"""The headline: the page's own heading when it agrees with what the page says of itself elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from . import names
from .dom import Piece, clean
from .structured import Structured

_JOINTS = re.compile(r"\s+[|–—\-•·:»«/~›]{1,2}\s+|\s*[|»]\s*|\s+::\s+|:\s+|[_＿](?=\S+$)")
_WORD = re.compile(r"\w")
_MAX = 400
_LONG = 60  # characters without spaces: longer than headlines mostly are, shorter than paragraphs


def words(text: str) -> list[str]:
    """Return a text's words in lower case, CJK by character."""
    return re.findall(
        r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]+",
        text.lower(),
    )


def overlap(one: str, other: str) -> float:
    """Return the share of words that two texts have in common (F1 of their sets)."""
    first, second = set(words(one)), set(words(other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def outlet_names(structured: Structured, host: str) -> tuple[str, ...]:
    """Return what the page's outlet is called: in its own words, and by its host."""
    named = [
        structured.meta("og:site_name"),
        structured.meta("application-name", "apple-mobile-web-app-title"),
        structured.meta("dc.publisher", "publisher"),
        structured.ld("publisher"),
    ]
    labels = [label for label in host.split(".") if len(label) > 3 and label not in ("www", "news")]
    return tuple(name for name in (*named, host, *labels) if name)


def headline(structured: Structured, pieces: Sequence[Piece], outlet: Iterable[str]) -> str:
    """Return the article's headline; "" when the page has none."""
    outlet = tuple(outlet)
    claims = _claims(structured, outlet)
    heads = [head for head in _headings(structured.tree, pieces) if not is_outlet(head.text, outlet)]
    best = _agreeing(heads, claims) or _only(heads) or _named(pieces, claims, outlet)
    if best and (told := _told_alike(best.text, structured, claims)):
        return told[:_MAX]
    if best:
        return _without_kicker(best.text, claims)[:_MAX]
    if claims:
        return claims[0][:_MAX]
    return heads[0].text[:_MAX] if heads else ""


def _told_alike(head: str, structured: Structured, claims: Sequence[str]) -> str:
    """Return what JSON-LD and another source call the article when none of them calls it as this heading does."""
    named = structured.ld("headline")
    agreed = bool(named) and len(claims) > 1 and claims[0] in claims[1:]
    return claims[0] if agreed and head not in claims else ""


def _claims(structured: Structured, outlet: Sequence[str]) -> list[str]:
    """Return what the page's head calls the article, without the outlet's name."""
    title = clean(" ".join(structured.tree.xpath("(//head//title)[1]//text()")))
    found = (structured.ld("headline"), structured.meta("og:title"), structured.meta("twitter:title"), title)
    claims = [clean(without_outlet(clean(claim), outlet)) for claim in found if claim]
    return [claim for claim in claims if _WORD.search(claim)]


@dataclass(frozen=True)
class _Heading:
    text: str
    rank: int  # 0 for h1 and what microdata calls headline, 1 for h2
    near: bool  # stands shortly before the text


def _headings(tree: HtmlElement, pieces: Sequence[Piece]) -> list[_Heading]:
    """Return the page's visible headings, those of the highest rank first; navigation has none."""
    body = next((piece.index for piece in pieces if piece.kept and len(piece.key) > _LONG), len(pieces))
    places: dict[HtmlElement, int] = {}
    for piece in pieces:
        if not piece.hidden and not piece.marked("chrome", "comments"):
            for element in (piece.element, *piece.element.iterancestors("h1", "h2")):
                places.setdefault(element, piece.index)
    found = []
    for element in (*tree.iter("h1", "h2"), *tree.iterfind(".//*[@itemprop='headline']")):
        text, place = _said(element), _place(element, places)
        if text and len(text) <= _MAX and place is not None:
            found.append(_Heading(text, int(element.tag == "h2"), body - 30 <= place <= body + 1))
    return sorted(found, key=lambda heading: heading.rank)


def _said(heading: HtmlElement) -> str:
    """Return a heading's text without a part before it that its name calls a kicker, nor what is set for no reader."""
    whole = clean(heading.text_content())
    for part in list(heading)[:3]:
        name = f"{part.get('class') or ''} {part.get('id') or ''}"
        rest = clean(" ".join([part.tail or "", *(text for after in part.itersiblings() for text in after.itertext())]))
        if names.words(name) & names.KICKER and len(words(rest)) >= 3 and whole.startswith(clean(part.text_content())):
            return rest.lstrip("-–—:|/• ")
    return whole


def _place(element: HtmlElement, places: Mapping[HtmlElement, int]) -> int | None:
    return next((places[each] for each in element.iter() if each in places), None)


def _agreeing(heads: Sequence[_Heading], claims: Sequence[str]) -> _Heading | None:
    """Return the heading that says most nearly what one of the claims says; the earlier one when they are level."""
    best, score = None, 0.0
    for head in heads:
        agreement = max((overlap(head.text, claim) for claim in claims), default=0.0)
        if agreement > score + 1e-9:
            best, score = head, agreement
    return best if score >= 0.6 else None


def _only(heads: Sequence[_Heading]) -> _Heading | None:
    """Return the one h1 before the text: outlets write other titles for search engines and for their own page."""
    first = [head for head in heads if head.rank == 0]
    near = [head for head in first if head.near and len(words(head.text)) >= 4]
    return near[-1] if len({head.text for head in near}) == 1 else None


def _named(pieces: Sequence[Piece], claims: Sequence[str], outlet: Sequence[str]) -> _Heading | None:
    """Return the nearest short block before the text that its class or id calls a headline, or that begins as one."""
    body = next((piece.index for piece in pieces if piece.kept and len(piece.key) > _LONG), 0)
    for piece in reversed(pieces[max(0, body - 12) : body]):
        name = f"{piece.element.get('class') or ''} {piece.element.get('id') or ''}"
        begins = any(len(words(claim)) >= 3 and piece.text.startswith(claim) for claim in claims)
        titled = begins or piece.role == "heading" or bool(names.words(name) & names.HEADLINE)
        if titled and 3 <= len(words(piece.text)) <= 30 and piece.density < 0.5 and not piece.hidden:
            return None if is_outlet(piece.text, outlet) else _Heading(piece.text, 1, near=True)
    return None


def _without_kicker(head: str, claims: Sequence[str]) -> str:
    """Return a heading without the kicker that some outlets set within it, when the page itself leaves it out."""
    for claim in claims:
        if claim != head and head.endswith(claim) and len(words(claim)) >= max(3, len(words(head)) / 3):
            return claim
    return head


def without_outlet(title: str, outlet: Sequence[str]) -> str:
    """Return a title without the outlet's name at its end or beginning."""
    for _ in range(3):
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title
        first, last = joints[0], joints[-1]
        if is_outlet(title[last.end() :], outlet):
            title = title[: last.start()]
        elif is_outlet(title[: first.start()], outlet):
            title = title[first.end() :]
        else:
            return title
    return title


def is_outlet(text: str, outlet: Sequence[str]) -> bool:
    """Tell whether a text is the outlet's name, or so near to it that it can only be meant."""
    bare = _bare(text)
    return bool(bare) and any(
        bare == name or (len(name) > 3 and len(bare) > 3 and (bare in name or name in bare) and len(bare) < 40)
        for name in map(_bare, outlet)
    )


def _bare(text: str) -> str:
    text = re.sub(r"^https?://(?:www\.)?", "", text.lower())
    return re.sub(r"\W+|^the(?=\s)", "", text)
