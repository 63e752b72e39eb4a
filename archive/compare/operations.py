"""What happened to the sentences between two versions, as data. Decides nothing about meaning.

An operation names sentences of both sides by position and carries the words: the spans that are kept or removed give
the left text again, those kept or added the right one (in normal form: a curly quote is no difference).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kept", "changed", "added", "removed", "moved", "merged", "split"]
SpanKind = Literal["kept", "added", "removed"]
Where = Literal["headline", "standfirst", "byline", "text", "caption", "image", "link", "paywalled"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words on one side or both."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What happened to one sentence, or to those that became one."""

    kind: Kind
    before: tuple[int, ...]  # positions on the left; empty for an added sentence
    after: tuple[int, ...]  # positions on the right; empty for a removed one
    spans: tuple[Span, ...]
    where: Where = "text"
    paragraph_before: int | None = None
    paragraph_after: int | None = None

    @property
    def text_before(self) -> str:
        """The left text."""
        return "".join(span.text for span in self.spans if span.kind != "added")

    @property
    def text_after(self) -> str:
        """The right text."""
        return "".join(span.text for span in self.spans if span.kind != "removed")

    @property
    def altered(self) -> bool:
        """Whether any word differs: a sentence can be moved and stay the same."""
        return any(span.kind != "kept" for span in self.spans)


def left(operations: Iterable[Operation], where: Where = "text") -> tuple[str, ...]:
    """Give back the left texts in their order: one for each operation that has a left side."""
    mine = (operation for operation in operations if operation.where == where and operation.before)
    return tuple(operation.text_before for operation in sorted(mine, key=lambda operation: operation.before))


def right(operations: Iterable[Operation], where: Where = "text") -> tuple[str, ...]:
    """Give back the right texts in their order."""
    mine = (operation for operation in operations if operation.where == where and operation.after)
    return tuple(operation.text_after for operation in sorted(mine, key=lambda operation: operation.after))


def joined(sentences: Sequence[str]) -> str:
    """Join sentences that were merged or split."""
    return " ".join(sentences)
