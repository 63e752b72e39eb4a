"""What a page's makers call its parts: the words in class and id names, and what they tell of an element.

Only hints. A name never decides against the text: a part that holds half of the article is the article, whatever its
name (`dom.Mark` is void then).
"""

import re
from functools import lru_cache
from itertools import pairwise

from archive.languages import class_words

_SPLIT = re.compile(r"[^a-zа-яё\u0600-\u06ff\u3040-\u9fff]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RANDOM = re.compile(  # digits between letters, as in names that programs make: their letters are no words
    r"(?<![^\W_])(?:(?=[a-zA-Z]{0,3}\d+(?!x\d)[a-zA-Z])[a-zA-Z\d]+|(?=[a-f]*\d+[a-f])[a-f\d]{5,}(?![^\W_]))"
)


def listed(text: str) -> frozenset[str]:
    """Return the words of a text as a set; with bars in it, the phrases between them."""
    return frozenset(part.strip() for part in (text.split("|") if "|" in text else text.split()))


# What an element's name may hint at, most telling first.
_HINTS = (
    "comments",
    "share",
    "signup",
    "related",
    "advert",
    "chrome",
    "caption",
    "bio",
    "byline",
    "tags",
    "stamp",
    "standfirst",
)


def without_random(name: str) -> str:
    """Return a name with each part that a program made replaced by a nought."""
    return _RANDOM.sub("0", name)


@lru_cache(maxsize=8192)
def words(name: str) -> frozenset[str]:
    """Return the words of a class or id value: `b-articleRefs__time` gives b, article, refs, time, and joins of two."""
    found: set[str] = set()
    for token in name.split():
        plain = _RANDOM.sub(" ", _CAMEL.sub("-", token))
        parts = [part for part in _SPLIT.split(plain.lower()) if part]
        found.update(parts)
        found.update(first + second for first, second in pairwise(parts))
        found.update(f"{first}-{second}" for first, second in pairwise(parts))
    return frozenset(found)


@lru_cache(maxsize=8192)
def telling(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what the words of a name hint at, most telling first, each with the words that do."""
    present = words(name)
    found = ((hint, present & class_words(hint)) for hint in _HINTS)
    return tuple((hint, those) for hint, those in found if those)


def hints(name: str, *what: str) -> bool:
    """Tell whether the words of a name hint at one of these."""
    return any(words(name) & class_words(each) for each in what)
