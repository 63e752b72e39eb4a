"""What an article said, sentence by sentence, and from when to when, as far as the looks at it tell. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive import ids
from archive.compare.sentences import split_sentences

from .reuse import SHORTEST, prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A version of an article, as passages ask."""

    version_id: int
    text: str  # standfirst and paragraphs, one a line
    appeared_after: dt.datetime | None  # last look without it; None for the first version
    first_captured_at: dt.datetime
    gone_by: dt.datetime | None  # first look without it; None while it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A sentence of an article, from the first version that has it to the last."""

    key: int  # the same for the same words
    text: str
    version_id: int  # the first that has it
    line: int  # of the version's text, counted from 0
    start: int  # in that line
    said_after: dt.datetime | None  # last look without it; None when the first look had it
    said_by: dt.datetime  # first look with it
    gone_by: dt.datetime | None  # first look without it afterwards; None while it stands


def key_of(sentence: str) -> int:
    """Return what a sentence is known by: its words, without case and typography."""
    return ids.derived_id("sentence", *prepared(sentence).said)


def sayings(versions: Sequence[Stood], language: str | None, over_at: dt.datetime | None) -> tuple[Saying, ...]:
    """List the sentences of an article's versions, given in order; `over_at` when a look found it withdrawn."""
    found: dict[int, Saying] = {}
    for version in versions:
        until = version.gone_by or over_at
        for line, start, sentence in sentences(version.text, language):
            key = key_of(sentence)
            first = found.get(key)
            found[key] = Saying(
                key=key,
                text=first.text if first else sentence,
                version_id=first.version_id if first else version.version_id,
                line=first.line if first else line,
                start=first.start if first else start,
                said_after=first.said_after if first else version.appeared_after,
                said_by=first.said_by if first else version.first_captured_at,
                gone_by=until,
            )
    return tuple(found.values())


def sentences(text: str, language: str | None) -> Iterable[tuple[int, int, str]]:
    """Yield the sentences of a text that are long enough to be known again: line, place in it, sentence."""
    for number, line in enumerate(text.splitlines()):
        at = 0
        for sentence in _split(line, language):
            at = max(at, line.find(sentence[:20], at))
            if prepared(sentence).count >= SHORTEST:
                yield number, at, sentence


@lru_cache(maxsize=5_000)
def _split(line: str, language: str | None) -> tuple[str, ...]:
    return split_sentences(line, language)
