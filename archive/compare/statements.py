"""How a sentence states what it states: negated, hedged, and on whose word."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from archive.digests import normalise
from archive.languages import Lexicon

from .marks import MASK, masked, quoted
from .quantities import measured
from .sentences import words
from .speakers import after_quote, before_quote, cut

_LONGEST_PHRASE = 4  # words of a hedge
_REACH = 5  # words before a modal in which its clause opens
_LONGEST_SOURCE = 6  # words that say who said it
_MARKS = frozenset('"“”')
_ENDS = frozenset(".,;:!?()—–-")


def negations(sentence: str, lexicon: Lexicon) -> Counter[str]:
    """Count the words that negate, each form of a negation as that negation."""
    found: Counter[str] = Counter()
    for word in words(normalise(sentence)):
        low = word.lower()
        if low in lexicon.negations:
            found[lexicon.negation_forms.get(low, low)] += 1
        elif low.endswith(tuple(lexicon.negative_endings)):
            found["not"] += 1
    return found


def hedges(sentence: str, lexicon: Lexicon) -> Counter[str]:
    """Count the phrases that take certainty from the sentence; `about` and the like only before a number."""
    listed = words(normalise(sentence))
    low = [word if word[:1].isupper() and at else word.lower() for at, word in enumerate(listed)]
    found: Counter[str] = Counter()
    at = 0
    while at < len(low):
        phrase = _phrase(low, at, lexicon)
        size = len(words(phrase)) if phrase else 1
        if phrase and (phrase not in lexicon.approximators or _number_at(listed, at + size, lexicon)):
            found[phrase] += 1
        at += size
    return found


def certainty(before: str, after: str, lexicon: Lexicon) -> tuple[Counter[str], Counter[str]]:
    """Count the hedges of two wordings of a sentence, without modals that take no certainty from it.

    What the other wording calls possible in another way is as certain; so is what nobody could do, and what is asked.
    """
    old, new = hedges(before, lexicon), hedges(after, lexicon)
    return old - _idle(old - new, before, after, lexicon), new - _idle(new - old, after, before, lexicon)


def _idle(lone: Counter[str], sentence: str, other: str, lexicon: Lexicon) -> Counter[str]:
    """Pick the modals of one wording alone that hedge nothing."""
    possible = _holds(words(normalise(other).lower()), lexicon.able)
    low = words(normalise(sentence).lower())
    return Counter(
        {
            modal: count
            for modal, count in lone.items()
            if modal in lexicon.modals and (possible or _holds(low[: low.index(modal)][-_REACH:], lexicon.unasserted))
        }
    )


def _holds(low: Sequence[str], phrases: frozenset[str]) -> bool:
    flat = f" {' '.join(low)} "
    return any(f" {phrase} " in flat for phrase in phrases)


def _phrase(low: Sequence[str], at: int, lexicon: Lexicon) -> str:
    for size in range(_LONGEST_PHRASE, 0, -1):
        phrase = " ".join(low[at : at + size])
        if phrase in _spaced(lexicon):
            return _spaced(lexicon)[phrase]
    return ""


@cache
def _spaced(lexicon: Lexicon) -> Mapping[str, str]:
    """List the hedges as the words of a sentence are cut: `peut-être` is two."""
    return {" ".join(words(phrase)): phrase for phrase in lexicon.hedges}


def _number_at(listed: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    return at < len(listed) and bool(measured(" ".join(listed[at : at + 3]), lexicon)[0])


def attribution(sentence: str, lexicon: Lexicon) -> str | None:
    """Return on whose word the sentence states it, quoted passages left out; None when on nobody's."""
    text = masked([sentence], quoted([sentence]))[0]
    trailing = text.rsplit(",", 1)[-1] if "," in text else ""
    mention = (after_quote(trailing, lexicon) if trailing else None) or before_quote(text, lexicon)
    return " ".join(word for word in mention.words if word.lower() not in lexicon.articles) if mention else None


def plain_source(sentence: str, lexicon: Lexicon) -> str | None:
    """Return the words that stand where a source stands, whatever they are: `, organisers said`.

    Only where the place leaves no doubt: behind "according to", in a closing clause, or before `said that`.
    """
    flat = f" {' '.join(words(sentence.lower()))} "
    spoken = not lexicon.speech.isdisjoint(flat.split())
    if not spoken and not any(f" {phrase} " in flat for phrase in lexicon.according | lexicon.according_behind):
        return None
    tokens = [piece for piece in cut(masked([sentence], quoted([sentence]))[0], lexicon) if piece not in _MARKS]
    low = [token.lower() for token in tokens]
    for at in range(len(tokens) - 1, -1, -1):
        for phrase in lexicon.according:
            size = len(phrase.split())
            if " ".join(low[at : at + size]) == phrase:
                return _run(tokens[at + size :], lexicon)
    ends = [at for at, token in enumerate(tokens[:-1]) if token in _ENDS or token == MASK]
    clause = ends[-1] + 1 if ends else len(tokens)  # the last one; a sentence of one clause has none
    for at, word in enumerate(low):
        if word not in lexicon.speech:
            continue
        if low[at + 1 : at + 2] and low[at + 1] in lexicon.said_that:
            return _run(tokens[:at], lexicon)
        if clause <= at and len(tokens) - clause <= _LONGEST_SOURCE + 2:
            return _run(tokens[clause:at], lexicon) or _run(tokens[at + 1 :], lexicon)
    return None


def _run(tokens: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the content words that a phrase begins with, None when there are none or too many."""
    kept: list[str] = []
    for token in tokens:
        low = token.lower()
        between = low in lexicon.articles or low in lexicon.weekdays or (kept and low in lexicon.connectors)
        if between or (not kept and (token in _ENDS or low in lexicon.little)):
            continue
        if token in _ENDS or low in lexicon.little or low in lexicon.speech:
            break
        kept.append(token)
    return " ".join(kept) if 0 < len(kept) <= _LONGEST_SOURCE else None
