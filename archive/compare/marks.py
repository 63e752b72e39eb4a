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
_MOST_PIECES = 40  # paragraphs of one passage
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
    if opening not in _CLOSING or opening in _SINGLE or len(held.pieces) >= _MOST_PIECES:
        found.append(held)
        return None, 0
    end = _Closings(paragraph).of(0)
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
    position, closings = begin, _Closings(paragraph)
    while (mark := _OPENING.search(paragraph, position)) is not None:
        position = mark.start()
        if not _opens(paragraph, position):
            position += 1
            continue
        end = closings.of(position)
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


class _Closings:
    """Where the passages of one paragraph close; each kind of mark is gone through once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: dict[tuple[str, str], dict[int, int]] = {}

    def of(self, at: int) -> int | None:
        """Return where the passage that opens at `at` closes, None when the paragraph ends first.

        Curly and straight marks are sometimes mixed: the other kind closes only where the right one is missing.
        """
        mark = self._text[at]
        right = self._closed_by(mark, _CLOSING[mark]).get(at)
        if right is None and mark in _MIXED:
            right = self._closed_by(mark, _MIXED[mark]).get(at)
        return None if mark in _SINGLE and right is not None and right - at >= _LONGEST_SINGLE else right

    def _closed_by(self, mark: str, closing: str) -> dict[int, int]:
        """Match each opening mark with what closes it, marks of the same kind within it counted."""
        if (mark, closing) not in self._pairs:
            self._pairs[mark, closing] = _matched(self._text, mark, closing)
        return self._pairs[mark, closing]


def _matched(text: str, mark: str, closing: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for found in regex.finditer(f"[{mark}{closing}]", text):
        at = found.start()
        closes = found[0] in closing and _closes(text, at, mark)
        if closes and mark in closing:  # one mark for both: whatever opened before closes here
            pairs |= dict.fromkeys(waiting, at)
            waiting = []
        elif closes and waiting:
            pairs[waiting.pop()] = at
        if found[0] == mark:
            waiting.append(at)
    return pairs


def _closes(text: str, at: int, opening: str) -> bool:
    following = text[at + 1 : at + 2]
    if opening in _SINGLE:  # an apostrophe looks the same: only after a mark of punctuation
        return text[at - 1] in ",.!?" and not following.isalnum()
    if opening in '"”':
        return not following.isalnum() or text[at - 1] in ",.!?"
    return True


def masked(paragraphs: Sequence[str], passages: Sequence[Quoted]) -> list[str]:
    """Return the paragraphs with each passage replaced by one sign, and by a full stop where it ended a sentence."""
    parts: list[list[str]] = [[] for _ in paragraphs]
    reached = [0] * len(paragraphs)
    for passage in sorted(passages, key=lambda passage: (passage.paragraph, passage.start)):
        for number in range(passage.paragraph, passage.last_paragraph + 1):
            start = passage.start if number == passage.paragraph else 0
            full = "." if passage.pieces[number - passage.paragraph][-1:] in ENDINGS else ""
            parts[number] += [paragraphs[number][reached[number] : start], MASK, full]
            reached[number] = passage.end if number == passage.last_paragraph else len(paragraphs[number])
    return ["".join([*mine, text[at:]]) for mine, text, at in zip(parts, paragraphs, reached, strict=True)]
