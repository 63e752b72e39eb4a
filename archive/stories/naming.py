"""Who is named where a passage stands: other outlets, agencies, the one whose words it gives. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from archive.compare.quotations import quotations
from archive.digests import normalise
from archive.extract.people import shown_names
from archive.languages import lexicon as lexicon_of

from .features import SENTENCE_END

_WORD: Final = regex.compile(r"[\p{L}\p{N}]+")
_IN_BRACKETS: Final = regex.compile(r"[(（]([^()（）]{2,40})[)）]")
_REACH: Final = 200  # characters: about a sentence before and behind
_SHORT: Final = 4  # letters; a shorter name is looked for with its capitals


@dataclass(frozen=True, slots=True)
class Outlets:
    """The names by which outlets are known, as runs of words."""

    names: tuple[tuple[int, tuple[str, ...]], ...]


def outlets(rows: Iterable[tuple[int, str, str]], language: str) -> Outlets:
    """Gather the names of outlets, given as id, name and title; a title also without its `The` and `News`."""
    lexicon = lexicon_of(language)
    left_out = (lexicon.organisation | lexicon.articles) if lexicon else frozenset()
    found: dict[tuple[int, tuple[str, ...]], None] = {}
    for outlet, name, title in rows:
        host = name.split(".")[0]
        for text in (title, host, title.replace("-", "")):
            whole = tuple(word.casefold() for word in _WORD.findall(normalise(text)))
            core = tuple(word for word in whole if word not in left_out)
            for words in (whole, core):
                if sum(map(len, words)) >= _SHORT:
                    found[outlet, words] = None
    return Outlets(tuple(found))


def named(text: str, known: Outlets) -> frozenset[int]:
    """Return the outlets that a text names, with a capital where the script has any."""
    tokens = _WORD.findall(normalise(text))
    low = [token.casefold() for token in tokens]
    return frozenset(
        outlet
        for outlet, words in known.names
        for at in range(len(low) - len(words) + 1)
        if tuple(low[at : at + len(words)]) == words and not tokens[at].islower()
    )


def agencies(byline: str | None, text: str) -> tuple[str, ...]:
    """Return the news agencies that a byline names, or a text between brackets: `(Reuters)`."""
    said = [*([byline] if byline else []), *_IN_BRACKETS.findall(text)]
    return tuple(dict.fromkeys(agency for part in said for agency in shown_names(part, ()).agencies))


@lru_cache(maxsize=200)
def _quotations(text: str, language: str) -> tuple[tuple[int, str, str | None], ...]:
    return tuple((each.paragraph, each.text, each.speaker) for each in quotations(text.splitlines(), language))


def speaker(text: str, language: str, line: int, sentence: str) -> str | None:
    """Return whose words a sentence of a text gives; None when it quotes nobody that we could find."""
    for paragraph, quoted, who in _quotations(text, language):
        if abs(paragraph - line) <= 1 and who and (quoted[:40] in sentence or sentence.strip('“”"«»„ ')[:40] in quoted):
            return who
    return None


def around(lines: Sequence[str], line: int, start: int, length: int) -> str:
    """Return the text around a sentence in which somebody may be named: its neighbours, a line that leads on to it."""
    here = lines[line] if line < len(lines) else ""
    before = lines[line - 1][-2 * _REACH :] if line and start == 0 else ""
    leads_on = bool(before) and not SENTENCE_END.search(before)  # else it speaks of something else
    return f"{before if leads_on else ''}\n{here[max(0, start - _REACH) : start + length + _REACH]}"
