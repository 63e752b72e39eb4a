"""Notes in which a newsroom says that it changed an article, in several languages. Light: imports no aligner.

A correction note admits a mistake or names an earlier version; an update note only says that there is something new.
An admission is recognised by its parts (`languages.Admission`): the newsroom or the article itself, with a mistake, an
earlier state, a change or a regret. What stands in quotation marks is somebody else's admission.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from archive import languages
from archive.languages.patterns import bounded, either

from .marks import quoted

NoteKind = Literal["correction", "update"]
_KINDS: tuple[NoteKind, ...] = ("correction", "update")

_LONGEST = 700  # characters; a longer paragraph is an article that mentions a correction

# Parts of which each row makes an admission; what is rarest stands first.
_ADMITS = (
    ("regret",),
    ("owned",),
    ("wrong", "us", "earlier"),
    ("wrong", "us", "changed"),
    ("wrong", "us", "stated"),
    ("wrong", "this", "stated"),
    ("wrong", "this", "earlier"),
    ("wrong", "this", "changed"),
    ("corrected", "us"),
    ("corrected", "this"),
    ("changed", "us", "this"),
    ("changed", "us", "earlier"),
    ("earlier", "this", "stated"),
)
_DATED = r"(?:\W+(?:\p{L}+\W+){0,2}\d[\p{L}\d.,:/ -]{0,25})?\W*$"  # what may stand behind the word that heads a note


@dataclass(frozen=True, slots=True)
class Note:
    """A newsroom's own word on a change."""

    text: str
    kind: NoteKind


def known(language: str) -> bool:
    """Tell whether notes in a language are recognised."""
    found = languages.language(language)
    return found is not None and (found.notes is not None or found.admission is not None)


def read_note(text: str, language: str | None = None) -> Note | None:
    """Read one paragraph as a note, None when it is none.

    Without a language, or with one that has no patterns, those of all languages are tried.
    """
    flat = " ".join(text.split())
    if not flat or len(flat) > _LONGEST:
        return None
    primary = (language or "").split("-")[0].lower()
    for kind in _KINDS:
        tried = [primary] if _has(kind, primary) else languages.codes()
        admitted = kind == "correction" and (_labelled(flat, primary) or _admits(flat, primary))
        if admitted or any(_pattern(kind, each).search(flat) for each in tried):
            return Note(flat, kind)
    return None


@cache
def _has(name: str, code: str) -> bool:
    found = languages.language(code)
    return found is not None and found.notes is not None and bool(getattr(found.notes, name))


@cache  # when it is needed: all of them take a tenth of a second, and most starts of `rowback` compare nothing
def _pattern(name: str, code: str) -> "regex.Pattern[str]":
    found = languages.language(code)
    return _compiled(either(getattr(found.notes, name) if found and found.notes else ()))


@cache
def _label(code: str) -> "regex.Pattern[str]":
    """Compile a word that heads a note, alone in its paragraph or with a date."""
    return _compiled(rf"^\W*{_pattern('label', code).pattern}{_DATED}")


def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE)


def _labelled(text: str, language: str) -> bool:
    tried = [language] if _has("label", language) else languages.codes()
    return any(_label(code).match(text) for code in tried)


@cache
def _part(language: str, name: str) -> "regex.Pattern[str]":
    found = languages.language(language)
    return _compiled(bounded(getattr(found.admission, name) if found and found.admission else ()))


@cache
def _invites(language: str) -> "regex.Pattern[str]":
    found = languages.language(language)
    return _compiled(bounded(found.notes.invites if found and found.notes else ()))


def _admits(text: str, language: str) -> bool:
    """Tell whether the parts of an admission stand in the newsroom's own words; only for a language that is known."""
    of = languages.language(language)
    if of is None or of.admission is None or _invites(language).search(text):
        return False
    own = text
    for passage in reversed(quoted([text])):
        own = f"{own[: passage.start]} {own[passage.end :]}"
    found = cache(lambda name: _part(language, name).search(own) is not None)
    return any(all(map(found, row)) for row in _ADMITS)
