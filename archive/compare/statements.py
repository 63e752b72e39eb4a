"""How a sentence states what it states: negated, hedged, and on whose word."""

from collections import Counter
from collections.abc import Sequence

from archive.digests import normalise

from .lexicon import Lexicon
from .marks import masked, quoted
from .quantities import measured
from .sentences import words
from .speakers import after_quote, before_quote

_LONGEST_PHRASE = 4  # words of a hedge


def negations(sentence: str, lexicon: Lexicon) -> Counter[str]:
    """Count the words that negate; English contractions count as `not`."""
    found: Counter[str] = Counter()
    for word in words(normalise(sentence)):
        low = word.lower()
        if low in lexicon.negations:
            found["not" if low.endswith("n't") or low == "cannot" else low] += 1
    return found


def hedges(sentence: str, lexicon: Lexicon) -> Counter[str]:
    """Count the phrases that take certainty from the sentence; `about` and the like only before a number."""
    listed = words(normalise(sentence))
    low = [word if word[:1].isupper() and at else word.lower() for at, word in enumerate(listed)]
    found: Counter[str] = Counter()
    at = 0
    while at < len(low):
        phrase = _phrase(low, at, lexicon)
        size = len(phrase.split()) if phrase else 1
        if phrase and (phrase not in lexicon.approximators or _number_at(listed, at + size, lexicon)):
            found[phrase] += 1
        at += size
    return found


def _phrase(low: Sequence[str], at: int, lexicon: Lexicon) -> str:
    for size in range(_LONGEST_PHRASE, 0, -1):
        phrase = " ".join(low[at : at + size])
        if phrase in lexicon.hedges:
            return phrase
    return ""


def _number_at(listed: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    return at < len(listed) and bool(measured(" ".join(listed[at : at + 2]), lexicon)[0])


def attribution(sentence: str, lexicon: Lexicon) -> str | None:
    """Return on whose word the sentence states it, quoted passages left out; None when on nobody's."""
    text = masked([sentence], quoted([sentence]))[0]
    trailing = text.rsplit(",", 1)[-1] if "," in text else ""
    mention = (after_quote(trailing, lexicon) if trailing else None) or before_quote(text, lexicon)
    return " ".join(word for word in mention.words if word.lower() not in lexicon.articles) if mention else None
