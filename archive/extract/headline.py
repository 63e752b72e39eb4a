"""The headline: the page's own heading when it agrees with what the page says of itself elsewhere."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from . import lexicon, names
from .piece import Piece, clean, words
from .structured import Structured

_JOINTS = re.compile(r"\s+[|–—\-•·:»«/~›]{1,2}\s+|\s*[|»]\s*|\s+::\s+|:\s+|[_＿](?=\S+$)")
_WORD = re.compile(r"\w")
_MAX = 400
_BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LINE = 4  # words of a heading from which it is no section's name
_HEADS = {"h1": 0, "h2": 1, "h3": 2}
_LONG = 60  # characters without spaces: longer than headlines mostly are, shorter than paragraphs


@lru_cache(maxsize=1024)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(words(text))


def alike(text: str, headline: str) -> bool:
    """Tell whether a text says what a headline says; one much shorter or longer cannot."""
    return 2 * len(headline) + 20 > len(text) > len(headline) / 2 - 20 and overlap(text, headline) >= 0.85


def overlap(one: str, other: str) -> float:
    """Return the share of words that two texts have in common (F1 of their sets)."""
    first, second = _vocabulary(one), _vocabulary(other)
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
    if len(claims) < 2 and (best is None or len(words(best.text)) < _LINE):
        best = _above(best, pieces, claims, outlet) or best
    if best:
        said = _without_kicker(best.text, claims)
        return (_told_alike(said, structured, claims) or said)[:_MAX]
    if claims:
        return claims[0][:_MAX]
    return heads[0].text[:_MAX] if heads else ""


def _told_alike(head: str, structured: Structured, claims: Sequence[str]) -> str:
    """Return what JSON-LD calls the article when others do so too, and the page's heading is called by none of them.

    What search engines and social networks are told alike is the outlet's own name for it, whatever the heading says.
    """
    bare = [_bare(claim) for claim in claims]
    if not claims or not structured.ld("headline") or _bare(head) == bare[0]:
        return ""
    social = structured.meta("og:title") and bare[1:2] == bare[:1]
    return claims[0] if social or (_bare(head) not in bare and bare[0] in bare[1:]) else ""


def _claims(structured: Structured, outlet: Sequence[str]) -> list[str]:
    """Return what the page's head calls the article, without the outlet's name."""
    title = clean(" ".join(structured.tree.xpath("(//title[not(ancestor::svg)])[1]//text()")))
    found = (structured.ld("headline"), structured.meta("og:title"), structured.meta("twitter:title"), title)
    claims = [clean(without_outlet(clean(claim), outlet)) for claim in found if claim]
    return [claim for claim in claims if _WORD.search(claim)]


@dataclass(frozen=True)
class _Heading:
    text: str
    rank: int  # 0 for h1 and what microdata calls headline, 1 for h2, 2 for h3
    near: bool  # stands shortly before the text


def _headings(tree: HtmlElement, pieces: Sequence[Piece]) -> list[_Heading]:
    """Return the page's visible headings, those of the highest rank first; navigation has none."""
    body = next((piece.index for piece in pieces if piece.kept and len(piece.key) > _LONG), len(pieces))
    places: dict[HtmlElement, int] = {}
    for piece in pieces:
        if not piece.hidden and not piece.marked("chrome", "comments"):
            for element in (piece.element, *piece.element.iterancestors(*_HEADS)):
                places.setdefault(element, piece.index)
    found = []
    for element in (*tree.iter(*_HEADS), *tree.xpath(".//*[@itemprop='headline']")):
        text, place = _said(element), _place(element, places)
        if text and len(text) <= _MAX and place is not None and not lexicon.only_time(text):
            found.append(_Heading(text, _HEADS.get(element.tag, 0), body - 30 <= place <= body + 1))
    return sorted(found, key=lambda heading: heading.rank)


def _said(heading: HtmlElement) -> str:
    """Return a heading's text without a part before it that its name calls a kicker, nor what is set for no reader."""
    whole = _text(heading)
    for part in list(heading)[:3]:
        name = f"{part.get('class') or ''} {part.get('id') or ''}"
        rest = clean(" ".join([part.tail or "", *(text for after in part.itersiblings() for text in after.itertext())]))
        if names.hints(name, "kicker") and len(words(rest)) >= 3 and whole.startswith(clean(part.text_content())):
            return rest.lstrip("-–—:|/• ")
    return whole


def _text(heading: HtmlElement) -> str:
    """Return a heading's words, on one line, without the marks that say where a word may break."""
    text = heading.text_content()
    if heading.find(".//br") is not None:
        walk = etree.iterwalk(heading, events=("start", "end"))
        runs = ((" " if each.tag == "br" else "") + (each.text or "") if event == "start" else each.tail or ""
                for event, each in walk)  # fmt: skip
        text = "".join(runs).removesuffix(heading.tail or "")
    return clean(_BREAKS.sub("", text))


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
    """Return the short block before the text that says what the page's title says, or that is called a headline."""
    body = next((piece.index for piece in pieces if piece.kept and len(piece.key) > _LONG), 0)
    near = [piece for piece in reversed(pieces[max(0, body - 12) : body]) if _may_head(piece, outlet)]
    parts = [part for claim in claims for part in (claim, *_JOINTS.split(claim)) if len(words(part)) >= 3]
    lines = [(_first_line(piece), piece.index == body) for piece in (*near, *pieces[body : body + 1])]
    for line, whole in lines:
        for part in parts:
            if line == part or (line.startswith(part) and not whole):
                return _Heading(line if len(words(line)) <= 2 * len(words(part)) else part, 1, near=True)
    titled = (piece for piece in near if _is_titled(piece) and piece.words <= 30 and piece.density < 0.5)
    return next((_Heading(_first_line(piece), 1, near=True) for piece in titled), None)


def _above(
    best: _Heading | None, pieces: Sequence[Piece], claims: Sequence[str], outlet: Sequence[str]
) -> _Heading | None:
    """Return the line above the text, when title and heading are a section's or the site's and the text is of the line.

    Old pages have one title for all articles, and headlines that only a font tells from the text.
    """
    body = next((piece.index for piece in pieces if piece.kept and len(piece.key) > 1.5 * _LONG), 0)
    text = set(words(" ".join(piece.text for piece in pieces[body:] if piece.kept)))
    if any(_taken_up(line, text) > 0.3 for line in (*claims, best.text if best else "")):
        return None
    near = (piece for piece in reversed(pieces[max(0, body - 6) : body]) if _may_head(piece, outlet))
    told = (_first_line(piece) for piece in near if piece.density < 0.5 and not piece.marked("byline", "stamp"))
    lines = (
        line
        for line in told
        if _LINE <= len(words(line)) <= 20 and not line.endswith(".") and not lexicon.BY_OPENS.match(line)
    )
    return next((_Heading(line, 1, near=True) for line in lines if _taken_up(line, text) >= 0.5), None)


def _taken_up(line: str, text: Collection[str]) -> float:
    """Return the share of a line's longer words that a text has."""
    longer = [word for word in words(line) if len(word) > 3]
    return sum(word in text for word in longer) / len(longer) if longer else 0.0


def _may_head(piece: Piece, outlet: Sequence[str]) -> bool:
    line = _first_line(piece)
    return (
        len(words(line)) >= 3
        and len(line) <= _MAX
        and not piece.hidden
        and not piece.marked("share", "signup", "related", "comments", "chrome", "form")
        and not lexicon.only_time(line)
        and not is_outlet(line, outlet)
    )


def _is_titled(piece: Piece) -> bool:
    if piece.role == "heading":
        return True
    return names.hints(f"{piece.element.get('class') or ''} {piece.element.get('id') or ''}", "headline")


def _first_line(piece: Piece) -> str:
    """Return a block's text up to its first line break: some pages set the date below the headline."""
    if len(piece.text) > _MAX or piece.element.find(".//br") is None:
        return piece.text
    said = []
    for event, element in etree.iterwalk(piece.element, events=("start", "end")):
        if element.tag == "br":
            break
        said.append((element.text if event == "start" else element.tail) or "")
    line = clean("".join(said))
    return line if line and piece.text.startswith(line) else piece.text


def _without_kicker(head: str, claims: Sequence[str]) -> str:
    """Return a heading without the kicker that some outlets set within it, when the page itself leaves it out."""
    for claim in claims:
        if claim != head and head.endswith(claim) and len(words(claim)) >= max(3, len(words(head)) / 3):
            return claim
    apart = (claim for claim in claims if _bare(claim) == _bare(head) and len(words(claim)) > len(words(head)))
    return next(apart, head)  # only the style keeps the heading's parts apart


def without_outlet(title: str, outlet: Sequence[str]) -> str:
    """Return a title without the outlet's name at its end or beginning, nor the sections named beside it."""
    named = False
    for _ in range(4):
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title
        first, last = joints[0], joints[-1]
        if _ends_in_outlet(title[last.end() :], outlet) or (named and _is_section(title, last)):
            title, named = title[: last.start()], True
        elif is_outlet(title[: first.start()], outlet) and (
            ":" not in first[0] or _is_name(title[: first.start()], outlet)
        ):
            title = title[first.end() :]
        else:
            return title
    return title


def _ends_in_outlet(text: str, outlet: Sequence[str]) -> bool:
    """Tell whether a title's last part is the outlet: there its name may be cut, or have more words around it."""
    bare = _bare(text)
    near = (name for name in map(_bare, outlet) if len(name) > 3 and 3 < len(bare) < 40)
    return is_outlet(text, outlet) or any(name in bare or bare in name for name in near)


def _is_section(title: str, joint: re.Match[str]) -> bool:
    """Tell whether a title's last part, the outlet's name taken off, is only a section's name or a date."""
    short = 1 <= len(words(title[joint.end() :])) <= 2 and ":" not in joint[0]
    return (short and len(words(title[: joint.start()])) >= 4) or lexicon.only_time(title[joint.end() :])


def is_outlet(text: str, outlet: Sequence[str]) -> bool:
    """Tell whether a text is the outlet's name, or so near to it that it can only be meant."""
    if _is_name(text, outlet):
        return True
    bare = _bare(text)
    return any(_is_almost(text, bare, label, _bare(label)) for label in outlet if len(bare) > 3)


def _is_almost(text: str, bare: str, label: str, name: str) -> bool:
    """Tell whether a text is an outlet's name with a word more, or a fair part of it."""
    if len(name) > 3 and name in bare:
        return len(bare) - len(name) <= max(len(name), 10)
    part = name.startswith(bare) or name.endswith(bare)
    return _vocabulary(text) <= _vocabulary(label) or (part and len(bare) >= 0.6 * len(name))


def _is_name(text: str, outlet: Sequence[str]) -> bool:
    bare = _bare(text)
    return bool(bare) and any(bare == _bare(label) for label in outlet)


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    text = re.sub(r"^https?://(?:www\.)?", "", text.lower())
    return re.sub(r"\W+|^the(?=\s)", "", text)
