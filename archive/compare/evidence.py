"""All that the rules for kinds look at: two versions, what happened to their sentences, and what it amounts to.

Decides no kind.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import regex

from archive.languages import Lexicon
from archive.languages.patterns import either, escaped
from archive.models import Content, Fact

from .difference import altered
from .held import Held
from .names import names_in
from .notes import Note
from .novelty import Told, restated, told
from .operations import Operation
from .sentences import count_words, words
from .spelling import respelled
from .stance import background, fresh
from .statements import attribution
from .structure import beside

_CLAUSE = 3  # new words in a row within a sentence that say something of their own
_BLAND = 9  # words of a note that only says that there is something new


@cache
def _flag(lexicon: Lexicon | None) -> "regex.Pattern[str]":
    """Compile a word before a headline that is no part of it."""
    words = either(escaped(lexicon.flags)) if lexicon else either(())
    return regex.compile(rf"^\W*{words}\b\W+", regex.IGNORECASE)


@dataclass(frozen=True)
class Evidence:
    """Two versions and their differences."""

    before: Content
    after: Content
    operations: tuple[Operation, ...]
    facts: tuple[Fact, ...]
    material: tuple[Fact, ...]  # the facts that an existing sentence states differently now
    note: Note | None
    lexicon: Lexicon | None
    language: str | None
    earlier_headlines: tuple[str, ...]

    @cached_property
    def added(self) -> tuple[Operation, ...]:
        """New sentences; a note and lines beside the telling left out."""
        paragraphs = self.after.paragraphs
        return tuple(op for op in self.of("added") if not self._is_note(op) and not beside(op, paragraphs))

    def _is_note(self, operation: Operation) -> bool:
        """Tell a sentence of the note; what an update says at length is part of the telling."""
        note = self.note
        if note is None or operation.text_after not in note.text:
            return False
        return note.kind == "correction" or len(words(note.text)) <= _BLAND

    @cached_property
    def removed(self) -> tuple[Operation, ...]:
        """Sentences that are gone; lines beside the telling left out."""
        paragraphs = self.before.paragraphs
        return tuple(op for op in self.of("removed") if not beside(op, paragraphs))

    @cached_property
    def reworded(self) -> tuple[Operation, ...]:
        """Sentences that stand there still, in other words."""
        return tuple(op for op in altered(self.operations, "text") if op.before and op.after and op.altered)

    @cached_property
    def come(self) -> Told:
        """What the altered and new sentences say that the earlier version did not."""
        return told([op.text_after for op in (*self.reworded, *self.added)], self.before, self.lexicon)

    @cached_property
    def gone(self) -> Told:
        """What the altered and removed sentences said that the later version does not."""
        return told([op.text_before for op in (*self.reworded, *self.removed)], self.after, self.lexicon)

    @cached_property
    def restated(self) -> bool:
        """Whether the text says what it said, in other words or another order."""
        return restated(self.come, self.gone, self.lexicon)

    @cached_property
    def headline_moved(self) -> bool:
        """Whether the headline says something else: capitals, spelling and a flag in front do not count."""
        old, new = (_flag(self.lexicon).sub("", content.headline) for content in (self.before, self.after))
        return self.changed("headline") and not respelled(old, new, self.lexicon, opens=True)

    @cached_property
    def standfirst_moved(self) -> bool:
        """Whether the standfirst says something else."""
        old, new = self.before.standfirst or "", self.after.standfirst or ""
        return self.changed("standfirst") and not respelled(old, new, self.lexicon, opens=True)

    @property
    def year(self) -> int | None:
        """The year of publication, None when the page does not say."""
        stamp = self.after.published or self.before.published
        return int(stamp.value[:4]) if stamp is not None and stamp.value[:4].isdecimal() else None

    def history(self, kind: str) -> bool:
        """Whether all that was added (or removed) tells what was before or how things are."""
        whole = self.added if kind == "added" else self.removed
        clauses = [span.text for op in self.reworded for span in op.spans if span.kind == kind]
        parts = [op.text_after or op.text_before for op in whole]
        parts += [text for text in clauses if len(words(text)) >= _CLAUSE]
        return background(parts, self.lexicon, self.year)

    @cached_property
    def news(self) -> bool:
        """Whether the new sentences do more than tell what was before."""
        return bool(self.added) and not background([op.text_after for op in self.added], self.lexicon, self.year)

    @cached_property
    def later(self) -> bool:
        """Whether an altered sentence got words that tell of something later."""
        return bool(self.freshened)

    @cached_property
    def freshened(self) -> frozenset[str]:
        """The altered sentences that got words that tell of something later."""
        return frozenset(
            op.text_after
            for op in self.reworded
            if any(fresh(span.text, self.lexicon, self.year) for span in op.spans if span.kind == "added")
        )

    @cached_property
    def retimed(self) -> frozenset[str]:
        """The altered sentences that give a later time, and on whose word."""
        lexicon = self.lexicon
        return frozenset(
            text for text in self.freshened if lexicon is not None and attribution(text, lexicon) is not None
        )

    @cached_property
    def lost_names(self) -> bool:
        """Whether removed sentences name somebody, or some body, whom the article names no more, or deny something."""
        if self.lexicon is None:
            return False
        left, lexicon = Held(self.after.text), self.lexicon
        denials = lexicon.speech & lexicon.negations
        if any(word in denials for op in self.removed for word in words(op.text_before.lower())):
            return True
        return any(
            len(name) > 1 and not any(left.has(word, lexicon.name_endings) for word in name if word[:1].isupper())
            for op in self.removed
            for name in names_in(op.text_before, lexicon)
        )

    def of(self, kind: str) -> tuple[Operation, ...]:
        """Return the operations of one kind on the text's sentences."""
        return tuple(operation for operation in self.operations if operation.where == "text" and operation.kind == kind)

    def changed(self, *where: str) -> bool:
        """Whether one of these fields changed."""
        return any(operation.where in where for operation in altered(self.operations))

    @cached_property
    def kept_words(self) -> float:
        """The share of the text's words that stand on both sides, 0 to 1."""
        spans = [span for op in self.operations if op.where == "text" for span in op.spans]
        kept = count_words(span.text for span in spans if span.kind == "kept")
        other = count_words(span.text for span in spans if span.kind != "kept")
        return 2 * kept / (2 * kept + other) if kept + other else 1.0
