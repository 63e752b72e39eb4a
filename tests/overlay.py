"""Edits and noise laid over HTML pages, so that what is measured goes through the reader; truth by construction.

A page is dressed anew for every look: its clock, counters, share bars, comments and related links differ each time, its
quotes, spaces and line breaks are set in another way. An edit is made in text that stands once in the page.
"""

import html
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import lxml.html

from archive.models import Content

from .edits import BY_KIND, FACTS, NOTES, WEEK, article, body

SHORTEST = 40  # characters of a text node that is edited
BLOCKS = frozenset({"p", "div", "td", "li", "section", "article", "blockquote", "h2", "h3", "figcaption"})
QUOTES = re.compile(r"[\"“”„«»‘‹]|''|(?<!\\w)'")
WORDS = ("harbour", "council", "ferry", "storm", "budget", "bridge", "railway", "museum", "strike", "flood", "harvest")


@dataclass
class Spot:
    """A text node that the reader has, and nothing else on the page repeats."""

    element: Any
    side: Literal["text", "tail"]
    text: str

    def put(self, text: str) -> None:
        """Set the text between the white space that stood around it, which parts it from what is beside it."""
        old = getattr(self.element, self.side)
        inner = old.strip()
        at = old.index(inner)
        setattr(self.element, self.side, old[:at] + text + old[at + len(inner) :])

    @property
    def block(self) -> Any:
        """The block that the text stands in."""
        element = self.element if self.side == "text" else self.element.getparent()
        while element.tag not in BLOCKS and element.getparent() is not None:
            element = element.getparent()
        return element


@dataclass(frozen=True)
class Made:
    """An edit of a page: its HTML, what kind it is and which words came of it."""

    html: str
    kind: str  # "" where the kind is not told by construction
    how: str
    new: tuple[str, ...]  # texts that the later reading must have


Tree = Any
Minimal = Callable[[str, random.Random], "str | None"]


def plain(text: str) -> str:
    return " ".join(text.split())


def spots(tree: Tree, content: Content) -> list[Spot]:
    """List the text nodes whose whole text stands once in the page and in the reading."""
    nodes: list[Spot] = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            for side in ("text", "tail"):
                text = plain(getattr(element, side) or "")
                inside = element if side == "text" else element.getparent()
                if text and inside is not None and inside.tag not in ("script", "style", "title", "noscript"):
                    nodes.append(Spot(element, side, text))  # type: ignore[arg-type]
    count = Counter(node.text for node in nodes)
    kept = [plain(text) for text in content.paragraphs]
    return [
        node
        for node in nodes
        if len(node.text) >= SHORTEST and count[node.text] == 1 and sum(node.text in text for text in kept) == 1
    ]


def digit(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\d", text))
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def denial(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\b(?:is|was|are|were|will|would|has|have|had|can|could) (?=[a-z])", text))
    if not found:
        return None
    at = rng.choice(found).end()
    return f"{text[:at]}not {text[at:]}"


def number_comma(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=\d)[.,](?=\d)", text))
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + text[at + 1 :]


def letter(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=\w)[^\W\d_](?=\w)", text))
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + text[at + 1 :] if text[at] != text[at + 1] else None


def capital(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\b[a-z]{3,}\b", text))
    if not found:
        return None
    at = rng.choice(found).start()
    return text[:at] + text[at].upper() + text[at + 1 :]


MINIMAL: tuple[Minimal, ...] = (digit, denial, number_comma, letter, capital)


def parse(page: str) -> Tree:
    return lxml.html.document_fromstring(page)


def serialise(tree: Tree) -> str:
    return "<!DOCTYPE html>\n" + lxml.html.tostring(tree, encoding="unicode")


def look(page: str, content: Content, rng: random.Random) -> str:
    """Return the page as another look would find it: dressed in noise, its article untouched."""
    return made(page, content, rng, lambda tree, found: None)


def made(page: str, content: Content, rng: random.Random, change: Callable[[Tree, list[Spot]], object]) -> str:
    """Change a page's article, dress it in noise and return it."""
    tree = parse(page)
    found = spots(tree, content)
    change(tree, found)
    _dress(tree, found, rng)
    return serialise(tree)


def minimal_edits(page: str, content: Content, rng: random.Random) -> list[Made]:
    """Make every smallest edit that the page allows, and one of a link target."""
    out = []
    for edit in MINIMAL:
        places = [(n, new) for n, spot in enumerate(spots(parse(page), content)) if (new := edit(spot.text, rng))]
        if places:
            number, new = rng.choice(places)
            out.append(_edited(page, content, rng, {number: new}, kind="", how=edit.__name__))
    return [*out, *_relinked(page, content, rng)]


def told_edits(page: str, content: Content, rng: random.Random) -> list[Made]:
    """Make one edit of every sort whose kind is known; two facts at once; a fact with a note beside it."""
    texts = [spot.text for spot in spots(parse(page), content)]
    out = _reworded(page, content, rng, texts)
    pseudo = article(content.headline, texts)
    for kind in ("fact_changed_unnoted", "update", "background"):
        for editor in BY_KIND[kind]:
            done = editor(pseudo, rng)
            if done is not None and done[0] != pseudo:
                out += _carried(page, content, rng, texts, body(done[0]), kind, done[1])
    out += _mixed(page, content, rng, texts)
    out += _headline(page, content, rng)
    return out


def _reworded(page: str, content: Content, rng: random.Random, texts: list[str]) -> list[Made]:
    """Make edits of style, outside quotations: another word within one is another quotation."""
    quoting = [plain(paragraph) for paragraph in content.paragraphs if QUOTES.search(paragraph)]
    free = [n for n, text in enumerate(texts) if not any(text in paragraph for paragraph in quoting)]
    out = []
    for editor in BY_KIND["style"]:
        done = editor(article(content.headline, [texts[n] for n in free]), rng)
        if done is not None:
            pairs = zip(free, body(done[0]), strict=True)
            replaced = {n: new for n, new in pairs if new != texts[n]}
            out.append(_edited(page, content, rng, replaced, kind="style", how=done[1]))
    return out


def _mixed(page: str, content: Content, rng: random.Random, texts: list[str]) -> list[Made]:
    """Change a fact and something else; and a fact with a note."""
    for editor in rng.sample(FACTS, len(FACTS)):
        done = editor(article(content.headline, texts), rng)
        if done is None or done[0] == article(content.headline, texts):
            continue
        note = rng.choice(NOTES).format(day=rng.choice(WEEK))
        noted = _carried(page, content, rng, texts, [*body(done[0]), note], "correction_noted", f"{done[1]} noted")
        second = BY_KIND["style"][rng.randrange(3)](done[0], rng)
        if second is None:
            return noted
        both = _carried(page, content, rng, texts, body(second[0]), "fact_changed_unnoted", f"{done[1]} and style")
        return [*noted, *both]
    return []


def _carried(
    page: str, content: Content, rng: random.Random, before: list[str], after: list[str], kind: str, how: str
) -> list[Made]:
    """Carry over to the page what an editor did to its texts: one was changed, or new ones stand between or after."""
    added = [text for text in after if text not in before]
    if len(after) == len(before):
        replaced = {n: new for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
        return [_edited(page, content, rng, replaced, kind=kind, how=how)]
    changed = [text for text in before if text not in after]
    if len(changed) > 1:
        return []
    line_up = [text for text in after if text not in added or (changed and added.index(text) == 0)]
    replaced = {before.index(changed[0]): line_up[before.index(changed[0])]} if changed else {}
    lines = [text for text in added if text not in replaced.values()]

    def change(tree: Tree, found: list[Spot]) -> None:
        for number, new in replaced.items():
            found[number].put(new)
        _insert(found, lines)

    if any(spot.block.tag != "p" for spot in spots(parse(page), content)[-1:]):
        return []  # only where it is plain how the page writes a paragraph
    return [Made(made(page, content, rng, change), kind, how, (*replaced.values(), *lines))]


def _insert(found: list[Spot], lines: Sequence[str]) -> None:
    last = found[-1].block
    for line in reversed(lines):
        paragraph = lxml.html.Element("p", dict(last.attrib))
        paragraph.attrib.pop("id", None)
        paragraph.text = line
        last.addnext(paragraph)


def _edited(page: str, content: Content, rng: random.Random, replaced: dict[int, str], *, kind: str, how: str) -> Made:
    def change(tree: Tree, found: list[Spot]) -> None:
        for number, new in replaced.items():
            _in_scripts(tree, found[number].text, new)
            found[number].put(new)
            found[number].text = new

    return Made(made(page, content, rng, change), kind, how, tuple(replaced.values()))


def _relinked(page: str, content: Content, rng: random.Random) -> list[Made]:
    """Let one link of the text, known by its words, lead elsewhere."""
    blocks = [block for block in content.blocks if block.kept and block.role != "caption"]
    known = {plain(link.text) for block in blocks for link in block.links} - {""}
    words = Counter(plain(anchor.text_content()) for anchor in parse(page).iter("a"))
    once = sorted(text for text in known if words[text] == 1)
    if not once:
        return []
    chosen = rng.choice(once)

    def change(tree: Tree, found: list[Spot]) -> None:
        for anchor in tree.iter("a"):
            if plain(anchor.text_content()) == chosen:
                anchor.set("href", "https://elsewhere.example/another-page")

    return [Made(made(page, content, rng, change), "", "link", ())]


def _headline(page: str, content: Content, rng: random.Random) -> list[Made]:
    words = content.headline.split()
    if len(words) < 4 or len(content.headline) < 20:
        return []
    new = " ".join((*words[:-1], rng.choice(("Quietly", "Again", "Tonight"))))
    dressed = look(page, content, rng)
    for old, put in (
        (content.headline, new),
        (html.escape(content.headline, quote=False), html.escape(new, quote=False)),
        (html.escape(content.headline), html.escape(new)),
        (json.dumps(content.headline)[1:-1], json.dumps(new)[1:-1]),
    ):
        dressed = dressed.replace(old, put)
    return [Made(dressed, "headline", "title", (new,))]


def _in_scripts(tree: Tree, old: str, new: str) -> None:
    """Change what an outlet's metadata repeats, as its editors' system would."""
    for script in tree.iter("script"):
        if script.text and "ld+json" in (script.get("type") or ""):
            for ascii_only in (True, False):
                before, after = (json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in (old, new))
                script.text = script.text.replace(before, after)


def _dress(tree: Tree, found: Sequence[Spot], rng: random.Random) -> None:
    for spot in found:
        text = plain(getattr(spot.element, spot.side))
        spot.put(_set(text, rng))
    page = tree.find("body")
    page.insert(
        0, _piece(f'<div class="site-clock">{rng.choice(WEEK)}, {rng.randint(1, 28)} May 2021 {_time(rng)}</div>')
    )
    page.append(_piece(_comments(rng)))
    page.append(_piece(f'<div class="counter">{rng.randint(1, 9)},{rng.randint(100, 999)} views</div>'))
    if found:
        found[-1].block.addnext(_piece(_related(rng)))
        found[0].block.addprevious(
            _piece(f'<div class="share-bar"><a href="#">Share</a> <span>{rng.randint(2, 900)} shares</span></div>')
        )


def _set(text: str, rng: random.Random) -> str:
    """Set a text in another way: quotes, spaces, hyphens, line breaks."""
    if rng.random() < 0.5:
        text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    elif rng.random() < 0.5:
        text = text.replace("'", "’")
    if rng.random() < 0.5:
        text = re.sub(r"(\d) (?=[a-z])", "\\1\u00a0", text)
    if rng.random() < 0.3:
        text = re.sub(r"\b([a-z]{4})(?=[a-z]{4})", "\\1\u00ad", text)
    if rng.random() < 0.3:
        text = text.replace(", ", ",\n        ")
    return text


def _piece(markup: str) -> Any:
    return lxml.html.fragment_fromstring(markup)


def _time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"


def _comments(rng: random.Random) -> str:
    said = "".join(
        f'<li class="comment"><b>reader{rng.randint(1, 999)}</b><p>I think the {rng.choice(WORDS)} was '
        f"{rng.choice(WORDS)} all along, number {rng.randint(1, 99)}.</p></li>"
        for _ in range(rng.randint(1, 5))
    )
    return f'<section id="comments" class="comments"><h3>Comments</h3><ol class="comment-list">{said}</ol></section>'


def _related(rng: random.Random) -> str:
    links = "".join(
        f'<li><a href="/news/{rng.randint(1000, 9999)}">{" ".join(rng.sample(WORDS, 4)).capitalize()}</a></li>'
        for _ in range(rng.randint(3, 6))
    )
    return f'<aside class="related-articles"><h3>More news</h3><ul>{links}</ul></aside>'
