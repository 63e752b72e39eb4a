"""Finds what stands in quotation marks, whatever the language's marks, also over several paragraphs.

Says nothing of who speaks, nor whether it is speech: a title stands in the same marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

# Opening mark → marks that close it. „German“ “English” «French» »Danish« ”Swedish” 「Japanese」
_CLOSING = {
    "“": "”",
    "„": '“”"',
    "«": "»",
    "»": "«»",
    "”": "”",
    "‹": "›",
    "「": "」",
    "『": "』",
    "〝": "〟",
    '"': '"',
    "‘": "’",
    "'": "'",
}
_OPENING = regex.compile(f"[{''.join(_CLOSING)}]")
_MIXED = {"“": '"', '"': "”"}
_SINGLE = frozenset("‘'")
_LONGEST_SINGLE = 1000  # characters between single marks; an apostrophe must not search the whole text
MASK = "\ufffc"  # stands for one quoted passage in a masked paragraph
ENDINGS = frozenset(".!?。！？…")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between one pair of marks; a passage over paragraphs has a piece in each."""

    pieces: tuple[str, ...]
    paragraph: int  # of the first piece
    start: int  # of the opening mark in that paragraph
    last_paragraph: int
    end: int  # behind the closing mark in the last paragraph

    @property
    def text(self) -> str:
        """The words without marks."""
        return " ".join(piece for piece in self.pieces if piece)


def quoted(paragraphs: Sequence[str]) -> tuple[Quoted, ...]:
    """List what stands in quotation marks; a passage that goes on in the next paragraph is one."""
    found: list[Quoted] = []
    unclosed: Quoted | None = None
    for number, paragraph in enumerate(paragraphs):
        begin = 0
        if unclosed is not None:
            unclosed, begin = _continued(unclosed, paragraph, number, found)
        if unclosed is None:
            unclosed = _within(paragraph, number, begin, found)
    if unclosed is not None:
        found.append(unclosed)
    return tuple(found)


def _continued(held: Quoted, paragraph: str, number: int, found: list[Quoted]) -> tuple[Quoted | None, int]:
    """Go on with a passage whose marks were not closed; only a paragraph that opens them again continues it."""
    opening = paragraph[:1]
    if opening not in _CLOSING or opening in _SINGLE:
        found.append(held)
        return None, 0
    end = _end(paragraph, 0)
    stop = len(paragraph) if end is None else end
    grown = Quoted(
        (*held.pieces, paragraph[1:stop].strip()), held.paragraph, held.start, number, min(stop + 1, len(paragraph))
    )
    if end is None:
        return grown, 0
    found.append(grown)
    return None, stop + 1


def _within(paragraph: str, number: int, begin: int, found: list[Quoted]) -> Quoted | None:
    """Add the passages of one paragraph; return one that is still open at its end."""
    position = begin
    while (mark := _OPENING.search(paragraph, position)) is not None:
        position = mark.start()
        if not _opens(paragraph, position):
            position += 1
            continue
        end = _end(paragraph, position)
        if end is None:
            if paragraph[position] in _SINGLE:
                position += 1
                continue
            return Quoted((paragraph[position + 1 :].strip(),), number, position, number, len(paragraph))
        if end > position + 1:
            found.append(Quoted((paragraph[position + 1 : end].strip(),), number, position, number, end + 1))
        position = end + 1
    return None


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark not in _CLOSING:
        return False
    before, following = text[at - 1 : at], text[at + 1 : at + 2]
    free = not before or before.isspace() or before in "([{—–-:/" or (not before.isalnum() and mark in "“„「『«")
    if mark in "“„「『〝«":
        return mark != "“" or not before.isalnum()
    if mark in _SINGLE:
        return free and following.isupper()
    return free and bool(following) and (not following.isspace() or mark == "»")


def _end(text: str, at: int) -> int | None:
    """Return where the passage that opens at `at` closes, None when the paragraph ends first.

    Curly and straight marks are sometimes mixed: the other kind closes only where the right one is missing.
    """
    mark = text[at]
    right = _closed_by(text, at, _CLOSING[mark])
    return right if right is not None or mark not in _MIXED else _closed_by(text, at, _MIXED[mark])


def _closed_by(text: str, at: int, closing: str) -> int | None:
    mark, depth = text[at], 0
    stop = min(len(text), at + _LONGEST_SINGLE) if mark in _SINGLE else len(text)
    for position in range(at + 1, stop):
        char = text[position]
        if char == mark and mark not in closing:
            depth += 1
        elif char in closing and _closes(text, position, mark):
            if depth == 0:
                return position
            depth -= 1
    return None


def _closes(text: str, at: int, opening: str) -> bool:
    following = text[at + 1 : at + 2]
    if opening in _SINGLE:  # an apostrophe looks the same: only after a mark of punctuation
        return text[at - 1] in ",.!?" and not following.isalnum()
    if opening in '"”':
        return not following.isalnum() or text[at - 1] in ",.!?"
    return True


def masked(paragraphs: Sequence[str], passages: Sequence[Quoted]) -> list[str]:
    """Return the paragraphs with each passage replaced by one sign, and by a full stop where it ended a sentence."""
    out = list(paragraphs)
    for passage in sorted(passages, key=lambda passage: (passage.last_paragraph, passage.end), reverse=True):
        for number in range(passage.last_paragraph, passage.paragraph - 1, -1):
            text = out[number]
            start = passage.start if number == passage.paragraph else 0
            end = passage.end if number == passage.last_paragraph else len(text)
            full = "." if passage.pieces[number - passage.paragraph][-1:] in ENDINGS else ""
            out[number] = text[:start] + MASK + full + text[end:]
    return out
