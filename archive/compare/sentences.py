"""Sentences and words of a text, in any language. Knows nothing of versions.

Sentence boundaries come from sentencex, mended where news writes what it does not expect: a dateline that ends in an
initial ("(EIRNS)—U.S. …"), "5 p.m. Tuesday", German ordinals, a speech verb after a closing quote. Words follow UAX 29;
scripts that put no spaces between words (Chinese, Japanese, Thai) fall apart into characters.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import regex
import sentencex

from archive import languages
from archive.digests import normalise, visible

_WORD = regex.compile(r"(?V1w)\b")
_COUNTED = regex.compile(r"[\p{L}\p{N}]")
_SCRIPTS = (
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("ko", regex.compile(r"\p{Hangul}")),
    ("zh", regex.compile(r"\p{Han}")),
    ("ar", regex.compile(r"\p{Arabic}")),
    ("he", regex.compile(r"\p{Hebrew}")),
    ("el", regex.compile(r"\p{Greek}")),
    ("th", regex.compile(r"\p{Thai}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
    ("ru", regex.compile(r"\p{Cyrillic}")),
)
_INITIAL = regex.compile(r"(?<![\p{L}\p{N} ])\p{Lu}\.$")
_LONE_INITIAL = regex.compile(r"^\p{Lu}[.]$")
_TIME_OF_DAY = regex.compile(r"\b[ap]\.m\.$")
_ORDINAL = regex.compile(r"(?<!\d)\d{1,2}\.$")
_CONTINUES = regex.compile(r"^[\"'”’»)\]]*\s*(?:\p{Ll}(?!\p{Lu})|[—–-]\s)")
_LONGEST_GUESS = 4000  # characters looked at to guess a language
LONGEST = 2000  # characters of a sentence; what goes on longer without an end is cut, so that work on one has a bound
_WINDOW = 4000  # characters of a paragraph that are split at once: sentencex takes quadratic time over marks
_TAIL = 80  # characters at the end of a piece that tell whether the sentence goes on
_END = regex.compile(r"(?r)(?<=[.!?。！？…]['\"”’»)\]]?)\s|(?<=[。！？])")


def split_sentences(paragraph: str, language: str | None = None) -> tuple[str, ...]:
    """Split one paragraph into its sentences, without the white space between them.

    `language` is a BCP 47 tag; without one it is guessed.
    """
    flat = visible(paragraph)
    primary = primary_subtag(language) or guess_language(flat) or "en"
    out: list[str] = []
    for window in windows(flat, _WINDOW):
        for piece in sentencex.segment(primary, window):
            goes_on = bool(out) and (not _COUNTED.search(piece) or _belongs(out[-1][-_TAIL:], piece, primary))
            if goes_on and len(out[-1]) + len(piece) <= LONGEST:
                out[-1] += piece
            else:
                out += windows(piece, LONGEST)
    return tuple(stripped for piece in out if (stripped := piece.strip()))


def windows(text: str, size: int) -> list[str]:
    """Cut a text into runs of at most `size` characters: behind the end of a sentence, else at a space, else anywhere.

    Joined, they give the text again.
    """
    cut = []
    begin = 0
    while len(text) - begin > size:
        found = _END.search(text, begin + size // 2, begin + size)
        space = text.rfind(" ", begin, begin + size)
        end = found.end() if found else space + 1 if space > begin else begin + size
        cut.append(text[begin:end])
        begin = end
    return [*cut, text[begin:]]


def _belongs(before: str, piece: str, language: str) -> bool:
    if before[-1:] != " " and _INITIAL.search(before):
        return True
    held = before.rstrip()
    if _LONE_INITIAL.match(held) or held.rsplit(" ", 1)[-1].lower() in _stopped(language):
        return True
    if _TIME_OF_DAY.search(held) and len(piece.split()) <= 2:
        return True
    if _ORDINAL.search(held) and _ordinals_stop(language):
        return True
    return _CONTINUES.match(piece) is not None and not held.endswith(":")


@cache
def _ordinals_stop(language: str) -> bool:
    """Tell whether a full stop behind a number makes it an ordinal: `3. März`."""
    found = languages.language(language)
    return found is not None and found.ordinal_stop


@cache
def _stopped(language: str) -> frozenset[str]:
    """List the words before a name whose full stop ends no sentence."""
    lexicon = languages.lexicon(language)
    return frozenset(word for word in lexicon.honorifics if word.endswith(".")) if lexicon else frozenset()


def primary_subtag(language: str | None) -> str | None:
    """Return `en` for `en-GB`; None for none."""
    return language.replace("_", "-").split("-")[0].lower() or None if language else None


def guess_language(text: str) -> str | None:
    """Guess a text's language from its script, or for Latin script from the little words; None when nothing tells."""
    head = text[:_LONGEST_GUESS]
    letters = sum(map(str.isalpha, head))
    for language, script in _SCRIPTS:
        if letters and len(script.findall(head)) > 0.3 * letters * (0.3 if language == "ja" else 1):
            return language
    counted = Counter(regex.findall(r"\p{L}+", head.lower()))
    scores = {code: sum(counted[word] for word in counted.keys() & little) for code, little in _little().items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] > 0 else None


@cache
def _little() -> Mapping[str, frozenset[str]]:
    return {each.code: each.lexicon.little for each in languages.languages() if each.lexicon}


def tokens(text: str) -> list[str]:
    """Cut a text at every word boundary, spaces and marks included: joined, they give the text again."""
    return [token for token in _WORD.split(text) if token]


def is_word(token: str) -> bool:
    """Tell whether a token holds a letter or a digit."""
    return token[:1].isalnum() or (len(token) > 1 and _COUNTED.search(token) is not None)


def words(text: str) -> list[str]:
    """List the words of a text as they are written."""
    return [token for token in tokens(text) if is_word(token)]


def count_words(texts: Iterable[str]) -> int:
    """Count the words of several texts."""
    return sum(len(words(text)) for text in texts)


def key(text: str) -> str:
    """Return what two sentences must share to be one: the normal form."""
    return normalise(text)
