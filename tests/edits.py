"""Edits laid over articles, with the truth known by construction.

Shares no word list, code or pattern with the library.

Each editor takes an article and a random generator and returns the edited article with what was done, or None when the
article has nothing to edit that way.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive.models import Block, Content, Link, Stamp

SHORTEST = 4  # words
ENDS = re.compile(r"(?<=[a-z]{3}[.!?])\s+(?=[A-Z])")  # cautious on purpose: only ends nobody doubts


@dataclass(frozen=True)
class Edit:
    """An article before and after one edit."""

    before: Content
    after: Content
    kind: str  # the kind of change it must be called
    how: str  # which editor made it


Editor = Callable[[Content, random.Random], "tuple[Content, str] | None"]

SYNONYMS = {
    "big": "large", "large": "big", "began": "started", "started": "began", "house": "home", "quickly": "fast",
    "near": "close to", "buy": "purchase", "children": "kids", "help": "assist", "helped": "assisted",
    "often": "frequently", "important": "significant", "people": "persons", "while": "as", "many": "numerous",
    "begin": "start", "get": "obtain", "got": "obtained", "show": "display", "use": "employ", "used": "employed",
}  # fmt: skip
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
YEAR = ("January", "February", "April", "June", "July", "August", "September", "October", "November", "December")
AUXILIARIES = ("is", "are", "was", "were", "will", "would", "could", "has", "have")
DOUBTS = ("allegedly", "reportedly", "apparently", "possibly")
PEOPLE = ("Marta Quill", "Odd Renner", "Jonas Vex", "Petra Lund", "Samir Holt", "Ingrid Pell")
NEWS = (
    "Crews returned to the site this morning and found the road closed again.",
    "A second meeting has been called for tonight, the organisers told reporters on Thursday.",
    "Another {n} families left their homes on Friday as the water kept rising.",
    "The council said today that it would publish all its letters within the week.",
    "By late afternoon two more boats had reached the pier, a witness said.",
    "Prosecutors opened an inquiry on Wednesday and asked for the company's books.",
)
HISTORY = (
    "The company was founded in 19{n} and has changed hands twice since then.",
    "A similar accident happened in 20{m}, when a storm broke the same wall.",
    "For decades the town had lived from fishing before the cannery closed in 19{n}.",
    "The first bridge was built in 18{n} and stood until a flood took it away.",
    "Years earlier, in 20{m}, voters turned down nearly the same plan.",
)
NOTES = (
    "Correction: A previous version of this article gave a wrong figure. It has been changed.",
    "This story was corrected on {day} because of an error in the third paragraph.",
    "An earlier version of this report misspelled a name and misstated a date.",
    "Clarification: the article has been changed to say more exactly what happened.",
    "Editor's note: We have corrected an error in an earlier version of this story.",
)


def sentences(text: str) -> list[str]:
    return ENDS.split(text)


def body(content: Content) -> list[str]:
    return [block.text for block in content.blocks if block.kept]


def with_body(content: Content, paragraphs: Sequence[str]) -> Content:
    return replace(content, blocks=tuple(Block(text, "article/p", True) for text in paragraphs))


def article(headline: str, paragraphs: Sequence[str], language: str = "en") -> Content:
    return with_body(Content(headline=headline, blocks=(), language=language), paragraphs)


def _spot(content: Content, pattern: str, rng: random.Random) -> tuple[int, "re.Match[str]"] | None:
    """Choose one match of a pattern outside quotation marks."""
    found = [
        (number, match)
        for number, text in enumerate(body(content))
        for match in re.finditer(pattern, text)
        if not _in_quotes(text, match.start())
    ]
    return rng.choice(found) if found else None


def _in_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _put(content: Content, number: int, start: int, end: int, new: str) -> Content:
    paragraphs = body(content)
    paragraphs[number] = paragraphs[number][:start] + new + paragraphs[number][end:]
    return with_body(content, paragraphs)


def number(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, r"(?<![\w$€£.,:/-])\d{1,3}(?:,\d{3})*(?= [a-z]{3,})", rng)
    if spot is None:
        return None
    at, match = spot
    digits = str(int(match[0].replace(",", "")) + rng.choice((1, 2, 7, 30)) * rng.choice((-1, 1)))
    return (_put(content, at, *match.span(), digits.lstrip("-")), "number") if digits != "0" else None


def weekday(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    return _swap(content, WEEK, "weekday", rng)


def month(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    return _swap(content, YEAR, "month", rng)


def _swap(content: Content, choices: Sequence[str], how: str, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, rf"\b(?:{'|'.join(choices)})\b", rng)
    if spot is None:
        return None
    at, match = spot
    return _put(content, at, *match.span(), rng.choice([word for word in choices if word != match[0]])), how


def denial(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, rf"\b(?:{'|'.join(AUXILIARIES)})\b(?= [a-z]+\b)(?! not)", rng)
    return (_put(content, spot[0], spot[1].end(), spot[1].end(), " not"), "denial") if spot else None


def doubt(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, r"\b(?:was|were|had) (?=[a-z]+ed\b)", rng)
    return (_put(content, spot[0], spot[1].end(), spot[1].end(), rng.choice(DOUBTS) + " "), "doubt") if spot else None


def person(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, r"(?<=[a-z] )[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b(?! [A-Z])", rng)
    if spot is None:
        return None
    at, match = spot
    return _put(content, at, *match.span(), rng.choice([name for name in PEOPLE if name != match[0]])), "person"


def quoted_word(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    found = [(at, match) for at, text in enumerate(body(content)) for match in re.finditer(r"“([^“”]{40,400})”", text)]
    if not found:
        return None
    at, match = rng.choice(found)
    inner = list(re.finditer(r"\b[a-z]{4,}\b", match[1]))
    if not inner:
        return None
    word = rng.choice(inner)
    start = match.start(1) + word.start()
    return _put(
        content, at, start, start + len(word[0]), rng.choice(("barely", "always", "harbour", "secret"))
    ), "quoted_word"


def synonym(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, rf"\b(?:{'|'.join(SYNONYMS)})\b", rng)
    return (_put(content, spot[0], *spot[1].span(), SYNONYMS[spot[1][0]]), "synonym") if spot else None


def comma(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, r"(?<=[a-z]),(?= [a-z])", rng)
    return (_put(content, spot[0], *spot[1].span(), ""), "comma") if spot else None


def typo(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    spot = _spot(content, r"\b[a-z]{7,}\b", rng)
    if spot is None:
        return None
    at, match = spot
    cut = match.start() + 4
    text = body(content)[at]
    if text[cut] == text[cut + 1]:
        return None
    return _put(content, at, cut, cut + 2, text[cut + 1] + text[cut]), "typo"


def news(content: Content, rng: random.Random) -> tuple[Content, str]:
    lines = [line.format(n=rng.randint(3, 90)) for line in rng.sample(NEWS, rng.randint(1, 3))]
    paragraphs = body(content)
    at = rng.randint(0, len(paragraphs))
    return with_body(content, [*paragraphs[:at], *lines, *paragraphs[at:]]), "news"


def history(content: Content, rng: random.Random) -> tuple[Content, str]:
    lines = [
        line.format(n=rng.randint(20, 79), m=rng.randint(10, 19)) for line in rng.sample(HISTORY, rng.randint(1, 2))
    ]
    return with_body(content, [*body(content), *lines]), "history"


def title(content: Content, rng: random.Random) -> tuple[Content, str] | None:
    words = content.headline.split()
    if len(words) < 4:
        return None
    words[rng.randrange(len(words))] = rng.choice(("Quiet", "Sudden", "Final", "Troubled"))
    return replace(content, headline=" ".join(words)), "title"


def wall(content: Content, rng: random.Random) -> tuple[Content, str]:
    return with_body(replace(content, paywalled=True), body(content)[: rng.randint(1, 2)]), "wall"


def live(content: Content, rng: random.Random) -> tuple[Content, str]:
    return with_body(
        replace(content, kind="live"), [news(content, rng)[0].blocks[-1].text, *body(content), NEWS[0]]
    ), "live"


FACTS: tuple[Editor, ...] = (number, weekday, month, denial, doubt, person, quoted_word)
STYLE: tuple[Editor, ...] = (synonym, comma, typo)
BY_KIND: dict[str, tuple[Editor, ...]] = {
    "fact_changed_unnoted": FACTS,
    "style": STYLE,
    "update": (news,),
    "background": (history,),
    "headline": (title,),
    "paywalled": (wall,),
}


def edits(content: Content, rng: random.Random) -> list[Edit]:
    """Make one edit of every sort that the article allows."""
    made = [
        Edit(content, done[0], kind, done[1])
        for kind, editors in BY_KIND.items()
        for editor in editors
        if (done := editor(content, rng)) is not None and done[0] != content
    ]
    for editor in rng.sample(FACTS, len(FACTS)):
        done = editor(content, rng)
        if done is not None and done[0] != content:
            note = rng.choice(NOTES).format(day=rng.choice(WEEK))
            noted = with_body(done[0], rng.choice(([note, *body(done[0])], [*body(done[0]), note])))
            made.append(Edit(content, noted, "correction_noted", f"{done[1]} with a note"))
            break
    base = replace(content, kind="live")
    made.append(Edit(base, live(content, rng)[0], "live", "live"))
    made.append(Edit(replace(content, headline="Another Title For A While"), content, "headline_test", "title back"))
    return made


def noise(content: Content, rng: random.Random) -> Content:
    """Change what no reader would call a change: typography, wrapping, stamps, comments, tracking."""
    paragraphs = []
    for text in body(content):
        text = text.replace("'", "’") if rng.random() < 0.5 else text.replace("’", "'")
        text = re.sub(r"(\d) ([a-z])", "\\1\u00a0\\2", text) if rng.random() < 0.5 else text
        text = re.sub(r"([a-z]{4})([a-z]{4})", "\\1\u00ad\\2", text) if rng.random() < 0.3 else text
        text = text.replace(", ", ",\n    ") if rng.random() < 0.3 else text
        text = text.replace(" – ", " — ") if rng.random() < 0.5 else text
        paragraphs.append(text)
    if rng.random() < 0.3 and len(paragraphs) > 1:
        paragraphs[:2] = [" ".join(paragraphs[:2])]
    stamped = replace(content, modified=Stamp(f"2026-01-{rng.randint(10, 28)}T00:00:00Z", "json-ld"))
    return with_body(replace(stamped, comments=(f"comment {rng.random()}",), tags=("x",)), paragraphs)


def relink(content: Content, url: str) -> Content:
    first, *rest = content.blocks
    return replace(content, blocks=(replace(first, links=(Link(url, "here"),)), *rest))


@dataclass(frozen=True)
class Shuffle:
    """Sentences before and after, and which became which."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    arcs: frozenset[tuple[int, int]]


def shuffle(listed: Sequence[str], rng: random.Random) -> Shuffle:
    """Delete, insert, reword, merge, split and move sentences; remember every arc.

    Repeated sentences and mere fragments are left out first: nobody could say which became which.
    """
    listed = [text for text in dict.fromkeys(listed) if len(text.split()) >= SHORTEST]
    groups: list[tuple[tuple[int, ...], str]] = []
    at = 0
    while at < len(listed):
        roll, text = rng.random(), listed[at]
        if roll < 0.08:
            pass
        elif roll < 0.16 and at + 1 < len(listed):
            groups.append(((at, at + 1), f"{text.rstrip('.!?')}, and {listed[at + 1][:1].lower()}{listed[at + 1][1:]}"))
            at += 1
        elif roll < 0.24 and len(text.split()) >= 14:
            words = text.split()
            middle = len(words) // 2
            groups += [((at,), " ".join(words[:middle]) + "."), ((at,), " ".join(words[middle:]).capitalize())]
        elif roll < 0.44:
            groups.append(((at,), _reword(text, rng)))
        else:
            groups.append(((at,), text))
        at += 1
    for _ in range(rng.randint(0, 2)):
        if len(groups) > 4:
            groups.insert(rng.randrange(len(groups)), groups.pop(rng.randrange(len(groups))))
    for line in rng.sample(NEWS + HISTORY, rng.randint(0, 3)):
        groups.insert(rng.randint(0, len(groups)), ((), line.format(n=44, m=12)))
    arcs = frozenset((i, j) for j, (origins, _) in enumerate(groups) for i in origins)
    return Shuffle(tuple(listed), tuple(text for _, text in groups), arcs)


def _reword(text: str, rng: random.Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 8)):
        words[rng.randrange(len(words))] = rng.choice(("harbour", "again", "seventeen", "quietly", "Renner", "old"))
    return " ".join(words)
