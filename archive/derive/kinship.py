"""How near two readings are to each other: the measures that identity and versions decide by. Pure."""

import regex

from .gist import Gist

_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}]+")


def akin(one: Gist, other: Gist) -> bool:
    """Tell whether two texts are one article's: half of the sentences of both, or the headline, are shared."""
    return bool(one.headline and one.headline.casefold() == other.headline.casefold()) or same_text(one, other)


def same_text(one: Gist, other: Gist) -> bool:
    """Tell whether two texts share half of the sentences of both."""
    longer = max(len(one.sentences), len(other.sentences))
    return longer > 0 and 2 * len(one.sentences & other.sentences) >= longer


def foreign(new: Gist, old: Gist) -> bool:
    """Tell whether a text is another article's: under a tenth of its sentences shared, under a new headline."""
    shorter = min(len(new.sentences), len(old.sentences))
    if shorter == 0 or 10 * len(new.sentences & old.sentences) >= shorter:
        return False
    return not _same_words(new.headline, old.headline)


def suspect(new: Gist, old: Gist) -> bool:
    """Tell whether a reading may have gone wrong: under 40 % of the sentences kept, or under half the length."""
    if not old.sentences:
        return False
    kept = len(new.sentences & old.sentences) / len(old.sentences)
    return kept < 0.4 or 2 * new.length < old.length


def _same_words(one: str, other: str) -> bool:
    """Tell whether two headlines share half of their words."""
    a, b = (frozenset(_WORD.findall(headline.casefold())) for headline in (one, other))
    return 2 * len(a & b) >= max(len(a), len(b))
