"""Which kind a change is, how much it matters, and why: the documented rules, in their order.

A note of correction decides first. Then a fact changed in place: an existing sentence now states another number, date,
name, negation, certainty, source or quotation. A count that only grew beside new text is the story going on, and so is
a text most of which was written anew. Then a headline alone, new sentences (background when all of them tell what was
before), and last style. Words stay neutral: a rule knows what differs, not why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from archive.digests import normalise
from archive.models import Change, ChangeKind, Content, Fact

from .campaigns import edits_of
from .difference import altered, language_of, operations
from .facts import facts_of
from .lexicon import LEXICONS, Lexicon
from .notes import Note, note_lexicon
from .operations import Operation
from .sentences import count_words, is_word, tokens, words
from .stance import about_a_number, background, growing
from .weights import weigh

_REWRITTEN = 0.5  # share of sentences kept below which a text counts as written anew
_REWORDED = 4  # new content words in altered sentences from which a change is more than style
_IN_PLACE = frozenset({"number", "date", "name", "quotation", "attribution"})
_STATED = _IN_PLACE | {"negation", "hedge"}
_UNSPELLED = frozenset({"name", "quotation", "attribution"})  # may be a person
_TOLD = 3  # facts that the evidence spells out
_NO_WORDS = frozenset({"image", "link", "paywalled"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a rule may look at."""

    before: Content
    after: Content
    operations: tuple[Operation, ...]
    facts: tuple[Fact, ...]
    note: Note | None
    lexicon: Lexicon | None
    earlier_headlines: tuple[str, ...]

    @property
    def material(self) -> tuple[Fact, ...]:
        """The facts that an existing sentence states differently now."""
        return tuple(fact for fact in self.facts if in_place(fact))

    @property
    def added(self) -> tuple[Operation, ...]:
        """New sentences, a note left out."""
        return tuple(op for op in self.of("added") if self.note is None or op.text_after not in self.note.text)

    @property
    def removed(self) -> tuple[Operation, ...]:
        """Sentences that are gone."""
        return self.of("removed")

    def of(self, kind: str) -> tuple[Operation, ...]:
        """Return the operations of one kind on the text's sentences."""
        return tuple(operation for operation in self.operations if operation.where == "text" and operation.kind == kind)

    def changed(self, *where: str) -> bool:
        """Whether one of these fields changed."""
        return any(operation.where in where for operation in altered(self.operations))


def in_place(fact: Fact) -> bool:
    """Tell whether a fact was changed, not added or taken away."""
    if fact.kind in ("negation", "hedge"):
        return True
    return fact.kind in _IN_PLACE and fact.before is not None and fact.after is not None


def compare(before: Content, after: Content, *, earlier_headlines: Sequence[str] = ()) -> Change:
    """Compare two versions of an article.

    `earlier_headlines` are those of the versions before `before`: a headline that comes back is being tested.
    """
    found = operations(before, after)
    language = language_of(after)
    evidence = Evidence(
        before=before,
        after=after,
        operations=found,
        facts=facts_of(before, after, found),
        note=new_note(before, after, language),
        lexicon=LEXICONS.get(language or ""),
        earlier_headlines=tuple(earlier_headlines),
    )
    kind, why = _decide(evidence)
    return Change(
        kind=kind,
        weight=weigh(kind, evidence.facts, evidence.material, _share(evidence), marks_only=_marks_only(found)),
        headline_changed=evidence.changed("headline"),
        words_added=_counted(found, "added"),
        words_removed=_counted(found, "removed"),
        note_added=evidence.note.text if evidence.note else None,
        evidence=why,
        facts=evidence.facts,
        edits=edits_of(found),
    )


def new_note(before: Content, after: Content, language: str | None) -> Note | None:
    """Find a note that the earlier version did not have, anywhere on the page; a correction before an update."""
    known = {" ".join(text.split()) for text in _notable(before)}
    notes = [note_lexicon(text, language) for text in _notable(after) if " ".join(text.split()) not in known]
    found = [note for note in notes if note is not None]
    return min(found, key=lambda note: note.kind != "correction", default=None)


def _notable(content: Content) -> tuple[str, ...]:
    return (content.standfirst or "", *(block.text for block in content.blocks))


def _decide(evidence: Evidence) -> tuple[ChangeKind, str]:
    note = evidence.note
    if note is not None and note.kind == "correction":
        return "correction_noted", f"a note was added: {_short(note.text)}"
    if "live" in (evidence.before.kind, evidence.after.kind):
        return "live", "a live page: entries come and go"
    if evidence.after.paywalled and not evidence.before.paywalled:
        return "paywalled", "the article went behind a paywall"
    if evidence.material:
        return _of_facts(evidence)
    return _of_text(evidence)


def _of_facts(evidence: Evidence) -> tuple[ChangeKind, str]:
    """Decide where facts changed in place and no note of correction was found."""
    told = _told(evidence.material)
    if evidence.note is not None:
        return "update", f"{told}; an update is announced: {_short(evidence.note.text)}"
    if _kept_share(evidence) < _REWRITTEN:
        return "update", f"most of the text was written anew; {told}"
    lexicon = evidence.lexicon
    facts = [fact for fact in evidence.material if not (lexicon and about_a_number(fact, lexicon))]
    grew = lexicon is not None and bool(facts) and all(growing(fact, lexicon) for fact in facts)
    if grew and evidence.added:
        return "update", f"a count went up as the story went on; {told}"
    return "fact_changed_unnoted", f"{told}; no note that we could find"


def _of_text(evidence: Evidence) -> tuple[ChangeKind, str]:
    unread = "" if evidence.lexicon else f"; facts not analysed ({language_of(evidence.after) or 'language unknown'})"
    news = _content_words(evidence)
    grown = evidence.added or evidence.removed or evidence.changed("image", "caption", "byline", "standfirst")
    if evidence.changed("headline") and not grown and news < _REWORDED:
        if normalise(evidence.after.headline) in map(normalise, evidence.earlier_headlines):
            return "headline_test", "a headline came back that stood there before"
        return "headline", f"the headline changed{unread}"
    if evidence.added and background(evidence.added, evidence.lexicon) and not evidence.removed and news < _REWORDED:
        return "background", f"{_sentences(evidence.added)} added, all of what was before{unread}"
    stated = [fact for fact in evidence.facts if fact.kind in _STATED]
    if stated and not grown:
        return "update", _told(stated)
    if grown or news >= _REWORDED or (not evidence.lexicon and _digits_differ(evidence.operations)):
        return "update", f"{_summary(evidence, news)}{unread}"
    return "style", f"wording or marks only{unread}"


def _summary(evidence: Evidence, news: int) -> str:
    parts = [
        f"{_sentences(ops)} {verb}" for ops, verb in ((evidence.added, "added"), (evidence.removed, "removed")) if ops
    ]
    parts += [f"{where} changed" for where in ("standfirst", "byline", "image", "caption") if evidence.changed(where)]
    return ", ".join(parts) or f"reworded with {news} new words"


def _sentences(operations: Sequence[Operation]) -> str:
    return f"{len(operations)} sentence{'s' if len(operations) != 1 else ''}"


def _told(facts: Sequence[Fact]) -> str:
    """Say what changed; names are never spelled out here, their removal is often a privacy decision."""
    parts = list(dict.fromkeys(map(_tell, facts)))
    more = len(parts) - _TOLD
    return ", ".join(parts[:_TOLD]) + (f" and {more} more" if more > 0 else "")


def _tell(fact: Fact) -> str:
    verb = "removed" if fact.after is None else "added" if fact.before is None else "changed"
    if fact.kind in _UNSPELLED:
        return f"{fact.kind} {verb}"
    return f"{fact.kind} {verb}: " + " → ".join(filter(None, (fact.before, fact.after)))


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:119].rstrip() + "…"


def _kept_share(evidence: Evidence) -> float:
    mine = [operation for operation in evidence.operations if operation.where == "text"]
    kept = sum(not operation.altered for operation in mine)
    return kept / len(mine) if len(mine) > 3 else 1.0


def _share(evidence: Evidence) -> float:
    """Return the share of the words that changed, 0 to 1."""
    size = count_words(evidence.before.paragraphs) + count_words(evidence.after.paragraphs)
    moved = _counted(evidence.operations, "added") + _counted(evidence.operations, "removed")
    return min(1.0, moved / size) if size else 1.0


def _counted(operations: Sequence[Operation], kind: str) -> int:
    texts = (span.text for op in operations if op.where not in _NO_WORDS for span in op.spans if span.kind == kind)
    return count_words(texts)


def _content_words(evidence: Evidence) -> int:
    """Count the new words that carry content in altered sentences; another form of a removed word is not new."""
    little = evidence.lexicon.little if evidence.lexicon else frozenset()
    new = 0
    for operation in altered(evidence.operations, "text"):
        if not (operation.before and operation.after):
            continue
        gone = {word.casefold() for span in operation.spans if span.kind == "removed" for word in words(span.text)}
        come = [word.casefold() for span in operation.spans if span.kind == "added" for word in words(span.text)]
        new += sum(word not in little and not any(_akin(word, old) for old in gone) for word in come)
    return new


def _akin(one: str, other: str) -> bool:
    return one == other or (len(one) > 3 and len(other) > 3 and one[:4] == other[:4])


def _marks_only(operations: Sequence[Operation]) -> bool:
    """Tell whether no word differs but in case: only marks, spaces and capitals."""
    return not any(_bare(operation.text_before) != _bare(operation.text_after) for operation in altered(operations))


def _bare(text: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in tokens(text) if is_word(token))


def _digits_differ(operations: Sequence[Operation]) -> bool:
    return any(
        regex.search(r"\d", span.text) is not None
        for operation in altered(operations, "text")
        for span in operation.spans
        if span.kind != "kept"
    )
