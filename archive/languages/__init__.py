"""The words of the languages that rowback reads and compares: one data file a language, read when it is needed.

Holds no rules. A language without a file is read and compared all the same, but no fact is claimed for it.
"""

from functools import cache

from .loading import FOLDER, load
from .model import Admission, Language, Lexicon, Notes


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


__all__ = ["Admission", "Language", "Lexicon", "Notes", "codes", "language", "languages", "lexicon"]
