"""What a telling is known by: its words and its names, counted. Pure.

A telling is an article's first version, so that later edits never move it from one story to another.
"""

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import regex

from archive.compare.sentences import guess_language, primary_subtag
from archive.languages import lexicon as lexicon_of

_TOKEN: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[.,'’][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]|\n")
_SPACELESS: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_OPENING: Final = frozenset(".!?:;…\"'“”„«»‘’‹›()[]\n—–-•·¿¡。！？")
SENTENCE_END: Final = regex.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*$")
_LONGEST: Final = 60_000  # characters read of a text; what lies behind is no news story any more
_NAME: Final = "\x00"  # before a name, so that it is another term than the word
_FEWEST_WORDS: Final = 20  # in running text
_LINE: Final = 6  # words of a line of running text


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article's first version, as far as stories ask."""

    article_id: int
    outlet_id: int
    captured_at: dt.datetime
    language: str  # "" when nothing tells
    words: Mapping[int, int]  # term to how often
    names: Mapping[int, int]  # likewise; empty where capitals make no names


def term(word: str) -> int:
    """Return what a word is known by: 32 bits."""
    return zlib.crc32(word.encode())


def language_of(text: str, said: str | None) -> str:
    """Return the language of a text: what the page says, else a guess; "" when nothing tells."""
    return primary_subtag(said) or guess_language(text) or ""


def count_terms(text: str, language: str) -> tuple[Counter[int], Counter[int]]:
    """Count the words and the names of a text, one paragraph a line.

    A name is a word with a capital that no sentence begins with. Words that carry no content are left out where the
    language has a lexicon; elsewhere their weight tells (archive/stories/weights.py).
    """
    lexicon = lexicon_of(language)
    little = lexicon.little if lexicon else frozenset[str]()
    naming = not (lexicon and lexicon.nouns_capitalised)
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    before = "\n"
    for token in _TOKEN.findall(text[:_LONGEST]):
        low = token.casefold()
        if token[:1].isalnum() and low not in little:
            for piece in _pieces(low):
                words[piece] += 1
            if naming and token[:1].isupper() and before not in _OPENING:
                names[low] += 1
        before = token
    return Counter({term(word): count for word, count in words.items()}), Counter(
        {term(_NAME + name): count for name, count in names.items()}
    )


def _pieces(low: str) -> list[str]:
    """Return a word, or the pairs of characters of one in a script without spaces; single letters tell nothing."""
    if not _SPACELESS.search(low):
        return [low] if len(low) > 1 else []
    return [low[at : at + 2] for at in range(max(1, len(low) - 1))]


def tells_something(text: str) -> bool:
    """Tell running text from a list: links, scores and tables have no sentences, and belong to no story."""
    running = sum(
        len(line) if _SPACELESS.search(line) else len(line.split())
        for line in text.splitlines()
        if SENTENCE_END.search(line) and (len(line.split()) >= _LINE or _SPACELESS.search(line))
    )
    return running >= _FEWEST_WORDS
