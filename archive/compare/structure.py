"""What a page's build says when its marks do not: a running report, a wall, a line between paragraphs.

Looks at places and beginnings of paragraphs, not at what an article tells.
"""

from collections.abc import Sequence
from functools import cache

import regex

from archive.digests import normalise
from archive.languages import page
from archive.languages.patterns import either
from archive.models import Content

from .marks import quoted
from .operations import Operation
from .sentences import count_words, words

_LEAST_ENTRIES = 2
_LONGEST_WALL = 45  # words of the line that asks to log in
_CUT = 0.7  # share of the sentences left at most
_HEAD_WORDS = 9
_LONGEST_ASIDE = 14
_LONGEST_OPENING = 200  # characters in which an entry says its time
_LONGEST_LINE = 600  # characters; no longer paragraph is looked into
_LONGEST_INVITATION = 35  # words of such a paragraph
_ENDINGS = frozenset('.!?…:;,。！？»”"')
_MINUTES = r"\d{1,3}(?:\+\d{1,2})?(?: ?min(?:ute)?s?\b|\. ?min\w*|[’'′](?!\p{L})|['’]? ?[:–—-] )"  # `45+2'`, `38 min`


@cache
def _entry() -> "regex.Pattern[str]":
    """Compile how an entry of a page that runs on begins: with an hour, or a minute of play."""
    hour = rf"\d{{1,2}}[:.hH]\d\d\b|\d{{1,2}} ?{either(page('hour'))}(?!\p{{L}})"
    return _compiled(rf"^\W*(?:{either(page('entry_label'))}\W+)?(?:{hour}|{_MINUTES})")


@cache
def _wall() -> "regex.Pattern[str]":
    return _compiled(either(page("wall_line")))


@cache
def _aside() -> "regex.Pattern[str]":
    return _compiled(rf"^\W*{either(page('aside'))}")


@cache
def _asks() -> "regex.Pattern[str]":
    """Compile how a paragraph speaks that turns to the reader and asks for something."""
    return _compiled(rf"(?:^|[.!?:] ){either(page('asks'))}(?!\p{{L}})")


def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE)


def running(before: Content, after: Content) -> bool:
    """Tell whether a page runs on under the clock: several paragraphs begin with a time, and such ones came on."""
    old, new = _entries(before.paragraphs), _entries(after.paragraphs)
    come = set(new) - set(old)
    return bool(come) and len(new) >= _LEAST_ENTRIES and (bool(old) or len(new) > _LEAST_ENTRIES)


def _entries(paragraphs: Sequence[str]) -> list[str]:
    return [text for text in paragraphs if _entry().match(text[:_LONGEST_OPENING])]


def walled(operations: Sequence[Operation]) -> bool:
    """Tell whether only the beginning of the text is left, and a line that asks to subscribe or log in."""
    mine = [operation for operation in operations if operation.where == "text"]
    asked = [op.text_after for op in mine if op.kind == "added"]
    kept = [op for op in mine if op.before and op.kind != "removed"]
    gone = [op for op in mine if op.kind == "removed"]
    if not gone or not any(map(_wall().search, asked)) or count_words(asked) > _LONGEST_WALL:
        return False
    first = min(op.before[0] for op in gone)
    return all(op.before[0] < first for op in kept) and len(kept) <= _CUT * (len(kept) + len(gone))


def beside(operation: Operation, paragraphs: Sequence[str]) -> bool:
    """Tell whether a sentence is no part of the telling: a line between paragraphs, or one that points elsewhere."""
    text = operation.text_after or operation.text_before
    size = len(words(text))
    if size <= _LONGEST_ASIDE and _aside().match(text):
        return True
    number = operation.paragraph_after if operation.after else operation.paragraph_before
    paragraph = paragraphs[number] if number is not None and number < len(paragraphs) else ""
    alone = 0 < len(paragraph) <= _LONGEST_LINE and normalise(paragraph) == normalise(text)
    if paragraph and _invites(paragraph):
        return True
    return alone and size <= _HEAD_WORDS and (text.rstrip()[-1:] not in _ENDINGS or text.rstrip().endswith("?"))


def _invites(paragraph: str) -> bool:
    """Tell a paragraph of the makers' own in which they ask their readers to write or to sign up."""
    short = len(paragraph) <= _LONGEST_LINE and len(words(paragraph)) <= _LONGEST_INVITATION
    return short and bool(_asks().search(paragraph)) and not quoted([paragraph])
