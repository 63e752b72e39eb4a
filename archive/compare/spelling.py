"""Whether two wordings are the same words spelled otherwise: British and American, an accent, a slip of the keys.

Says nothing of meaning. A figure, a magnitude, a day or a word that negates is never only spelled otherwise.
"""

import unicodedata
from collections.abc import Collection

from rapidfuzz.distance import OSA

from archive.languages import Lexicon

from .sentences import words

_SHORTEST = 4  # letters of a common word that may be misspelled
_LONG = 8  # letters; from here on two letters may differ


def respelled(
    one: str, other: str, lexicon: Lexicon | None, known: Collection[str] = (), *, opens: bool = False
) -> bool:
    """Tell whether two texts are the same words, each spelled the same or nearly so.

    A word with a capital may be a name: it counts only when two letters changed places, or when the new spelling is
    one of `known`, the words that stood elsewhere before. The first word of a text that `opens` has a capital anyway.
    """
    old, new = words(one), words(other)
    if "".join(old).casefold() == "".join(new).casefold():
        return True
    if opens:
        old[:1], new[:1] = [word.lower() for word in old[:1]], [word.lower() for word in new[:1]]
    return len(old) == len(new) and all(_one_word(a, b, lexicon, known) for a, b in zip(old, new, strict=True))


def _one_word(old: str, new: str, lexicon: Lexicon | None, known: Collection[str]) -> bool:
    a, b = old.casefold(), new.casefold()
    if a == b:
        return True
    if any(map(str.isdigit, a + b)) or (lexicon is not None and (_weighty(a, lexicon) or _weighty(b, lexicon))):
        return False
    if _bare(a) == _bare(b):
        return True
    name = old[:1].isupper() and new[:1].isupper() and not (lexicon is not None and lexicon.nouns_capitalised)
    return variant(a, b) and (not name or new in known or swapped(a, b))


def variant(one: str, other: str) -> bool:
    """Tell whether two words in lower case are near enough to be one, spelled twice."""
    if min(len(one), len(other)) < _SHORTEST or one[0] != other[0]:
        return False
    return OSA.distance(one, other) <= (2 if max(len(one), len(other)) >= _LONG else 1)


def swapped(one: str, other: str) -> bool:
    """Tell whether two neighbouring letters changed places."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one != other and one == other[:at] + other[at : at + 2][::-1] + other[at + 2 :]


def _weighty(word: str, lexicon: Lexicon) -> bool:
    return (
        word in lexicon.negations
        or word in lexicon.numerals
        or word in lexicon.magnitudes
        or word in lexicon.months
        or word in lexicon.weekdays
    )


def _bare(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
