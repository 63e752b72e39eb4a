"""One change between two versions: its kind, its weight, its facts, and why."""

from collections.abc import Sequence
from itertools import islice

from rapidfuzz.distance import Indel

from archive import languages
from archive.models import Change, Content

from .campaigns import edits_of
from .difference import altered, language_of, operations
from .evidence import Evidence
from .facts import facts_of
from .material import material
from .notes import Note, read_note
from .once import told
from .operations import Operation
from .sentences import count_words, is_word, tokens
from .verdict import decide
from .weights import weigh

_NO_WORDS = frozenset({"image", "link", "paywalled"})
_MOST_NOTES = 8  # new ones that are looked into
_SAME_NOTE = 0.8  # share of its letters that a note keeps when it is only put better


def compare(before: Content, after: Content, *, earlier_headlines: Sequence[str] = ()) -> Change:
    """Compare two versions of an article.

    `earlier_headlines` are those of the versions before `before`: a headline that comes back is being tested.
    """
    evidence = evidence_of(before, after, earlier_headlines=earlier_headlines)
    found, facts = evidence.operations, evidence.facts
    kind, why = decide(evidence)
    return Change(
        kind=kind,
        weight=weigh(kind, facts, evidence.material, _share(evidence), marks_only=_marks_only(found)),
        headline_changed=evidence.changed("headline"),
        words_added=_counted(found, "added"),
        words_removed=_counted(found, "removed"),
        note_added=evidence.note.text if evidence.note else None,
        evidence=why + _unread(evidence),
        facts=facts,
        edits=edits_of(found),
    )


def evidence_of(before: Content, after: Content, *, earlier_headlines: Sequence[str] = ()) -> Evidence:
    """Gather all that a kind is decided from."""
    found = operations(before, after)
    language = language_of(after)
    lexicon = languages.lexicon(language)
    facts = told(facts_of(before, after, found), before)
    return Evidence(
        before=before,
        after=after,
        operations=found,
        facts=facts,
        material=material(facts, before, after, lexicon),
        note=new_note(before, after, language),
        lexicon=lexicon,
        language=language,
        earlier_headlines=tuple(earlier_headlines),
    )


def new_note(before: Content, after: Content, language: str | None) -> Note | None:
    """Find a note that the earlier version did not have, anywhere on the page; a correction before an update."""
    known = {" ".join(text.split()) for text in _notable(before)}
    new = (text for text in _notable(after) if " ".join(text.split()) not in known)
    notes = islice((note for text in new if (note := read_note(text, language)) is not None), _MOST_NOTES)
    found = [note for note in notes if not _held(note, known, language)]
    return min(found, key=lambda note: note.kind != "correction", default=None)


def _held(note: Note, known: set[str], language: str | None) -> bool:
    """Tell whether a note stood there before, only put otherwise."""
    near = (text for text in known if len(text) <= 2 * len(note.text))
    alike = (text for text in near if Indel.normalized_similarity(note.text, text) >= _SAME_NOTE)
    return any(read_note(text, language) is not None for text in alike)


def _notable(content: Content) -> tuple[str, ...]:
    return (content.headline, content.standfirst or "", *(b.text for b in content.blocks if b.left_out != "hidden"))


def _unread(evidence: Evidence) -> str:
    if evidence.lexicon is not None:
        return ""
    known = "only digits were compared" if evidence.material else "facts not analysed"
    return f"; {known} ({evidence.language or 'language unknown'})"


def _share(evidence: Evidence) -> float:
    """Return the share of the words that changed, 0 to 1."""
    size = count_words(evidence.before.paragraphs) + count_words(evidence.after.paragraphs)
    moved = _counted(evidence.operations, "added") + _counted(evidence.operations, "removed")
    return min(1.0, moved / size) if size else 1.0


def _counted(operations: Sequence[Operation], kind: str) -> int:
    texts = (span.text for op in operations if op.where not in _NO_WORDS for span in op.spans if span.kind == kind)
    return count_words(texts)


def _marks_only(operations: Sequence[Operation]) -> bool:
    """Tell whether no word differs but in case: only marks, spaces and capitals."""
    return not any(_bare(operation.text_before) != _bare(operation.text_after) for operation in altered(operations))


def _bare(text: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in tokens(text) if is_word(token))
