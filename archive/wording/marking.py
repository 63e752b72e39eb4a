"""Word diffs as `rich` text: colour where there is colour, `[-old-]{+new+}` where there is none.

The operations come from archive.compare; nothing is compared here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

from archive.compare.operations import Operation, Span
from archive.wording.text import clean

from . import phrases

_STYLES = {"kept": "", "removed": "red strike", "added": "green underline"}
_MARKS = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


@dataclass
class Passage:
    """A paragraph's operations in reading order."""

    operations: list[Operation]

    @property
    def altered(self) -> bool:
        return any(operation.kind != "kept" for operation in self.operations)

    def takes(self, operation: Operation) -> bool:
        """Tell whether a sentence reads on in this paragraph."""
        last = self.operations[-1]
        if operation.paragraph_after is None or last.paragraph_after is None:
            return operation.paragraph_before == last.paragraph_before
        return operation.paragraph_after == last.paragraph_after


def words(spans: Sequence[Span], *, colour: bool) -> Text:
    """Write one operation's words."""
    text = Text()
    for span in spans:
        before, after = ("", "") if colour else _MARKS[span.kind]
        text.append(f"{before}{clean(span.text)}{after}", _STYLES[span.kind] if colour else "")
    return text


def passages(operations: Iterable[Operation]) -> list[Passage]:
    """Gather the sentences of the text into the paragraphs that they stand in."""
    found: list[Passage] = []
    for operation in operations:
        if operation.where == "text":
            if found and found[-1].takes(operation):
                found[-1].operations.append(operation)
            else:
                found.append(Passage([operation]))
    return found


def difference(operations: Sequence[Operation], *, colour: bool, whole: bool = False) -> Iterator[Text | str]:
    """Yield what differs, a blank line before each part: fields, then paragraphs; unchanged ones are counted."""
    for operation in operations:
        if operation.where != "text" and operation.kind != "kept":
            yield ""
            yield Text.assemble((f"{operation.where}: ", "bold"), words(operation.spans, colour=colour))
    for altered, run in groupby(passages(operations), key=lambda passage: passage.altered or whole):
        together = list(run)
        if not altered:
            yield ""
            yield Text(f"… {phrases.count(len(together), 'paragraph')} unchanged …", style="dim")
            continue
        for passage in together:
            yield ""
            yield _paragraph(passage, colour=colour)


def _paragraph(passage: Passage, *, colour: bool) -> Text:
    return Text(" ").join(_sentence(operation, colour=colour) for operation in passage.operations)


def _sentence(operation: Operation, *, colour: bool) -> Text:
    """Write a sentence; a moved one says so."""
    said = words(operation.spans, colour=colour)
    if operation.kind != "moved":
        return said
    return Text.assemble(("moved here: ", "cyan"), said) if colour else Text.assemble("{>", said, "<}")
