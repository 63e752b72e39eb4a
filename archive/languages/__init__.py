"""The words of the languages that rowback reads and compares: one data file a language, read when it is needed.

Holds no rules. A language without a file is read and compared all the same, but no fact is claimed for it.
"""

from functools import cache

from .loading import FOLDER, load
from .model import Admission, Digits, Language, Lexicon, Names, Notes, Page, Patterns, Quoting


@cache
def codes() -> tuple[str, ...]:
    """Return the languages that have a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def language(code: str) -> Language | None:
    """Return what is known of a language by its primary subtag, None when it has no file.

    Raises `BadInput` when its file is not what it should be.
    """
    return load(FOLDER / f"{code}.toml") if code in codes() else None


def languages() -> tuple[Language, ...]:
    """Return all languages."""
    return tuple(found for code in codes() if (found := language(code)))


def lexicon(code: str | None) -> Lexicon | None:
    """Return the words that comparing needs, None when there are none."""
    found = language(code or "")
    return found.lexicon if found else None


@cache
def page(key: str) -> Patterns:
    """Return the patterns of all languages under a key of `Page`: a page shows lines of several."""
    found = (getattr(each.page, key) for each in languages() if each.page)
    return tuple(dict.fromkeys(pattern for patterns in found for pattern in patterns))


@cache
def words_on_pages(key: str) -> frozenset[str]:
    """Return the words of all languages under a key of `Page`."""
    return frozenset(page(key))


@cache
def class_words(key: str) -> frozenset[str]:
    """Return the words of all languages under a key of `Names`."""
    return frozenset(word for each in languages() if each.names for word in getattr(each.names, key))


__all__ = [
    "Admission",
    "Digits",
    "Language",
    "Lexicon",
    "Names",
    "Notes",
    "Page",
    "Quoting",
    "class_words",
    "codes",
    "language",
    "languages",
    "lexicon",
    "page",
    "words_on_pages",
]
