"""Which kind a change is, how much it matters, and why: the documented rules, in their order.

A note that admits a mistake decides first, then what is live or walled. Then facts: an existing sentence now states
another number, date, name, negation, certainty, source or quotation, unless the article itself tells that the story
went on. Then what was taken out and named somebody; then what the text says anew, background when all of it tells what
was before or how things are; then the headline; last style, which is also the same said otherwise, a byline, a caption.
Words stay neutral: a rule knows what differs, not why.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from rapidfuzz.distance import Indel

from archive import languages
from archive.digests import normalise
from archive.models import Change, ChangeKind, Content, Fact

from .campaigns import edits_of
from .difference import altered, language_of, operations
from .evidence import Evidence
from .facts import digits_differ, facts_of
from .material import STATED, material
from .notes import Note, read_note
from .once import told
from .operations import Operation
from .sentences import count_words, is_word, tokens
from .stance import about_a_number, day_later, growing, tally
from .structure import running, walled
from .weights import weigh

_REWRITTEN = 0.35  # share of words kept below which a text is another text
_REWORDED = 4  # new content words, beyond those that went, from which a change is more than style
_UNSPELLED = frozenset({"name", "quotation", "attribution"})  # may be a person
_MANY = 3  # sentences with another number, beside another headline, that a later telling has
_ONE_SENTENCE = 0.8  # share of its letters that a sentence keeps when it only denies what it said
_TOLD = 3  # facts that the evidence spells out
_NO_WORDS = frozenset({"image", "link", "paywalled"})
_MOST_NOTES = 8  # new ones that are looked into
_SAME_NOTE = 0.8  # share of its letters that a note keeps when it is only put better
_PASSAGE = "a passage that names somebody, or a denial, was removed"


def compare(before: Content, after: Content, *, earlier_headlines: Sequence[str] = ()) -> Change:
    """Compare two versions of an article.

    `earlier_headlines` are those of the versions before `before`: a headline that comes back is being tested.
    """
    found = operations(before, after)
    language = language_of(after)
    lexicon = languages.lexicon(language)
    facts = told(facts_of(before, after, found), before)
    evidence = Evidence(
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
    kind, why = _decide(evidence)
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


def _decide(evidence: Evidence) -> tuple[ChangeKind, str]:
    before, after, note = evidence.before, evidence.after, evidence.note
    if note is not None and note.kind == "correction":
        return "correction_noted", f"a note was added: {_short(note.text)}"
    if "live" in (before.kind, after.kind):
        return "live", "a live page: entries come and go"
    if running(before, after):
        return "live", "paragraphs that begin with a time came on: entries of a page that runs on"
    if after.paywalled and not before.paywalled:
        return "paywalled", "the article went behind a paywall"
    if walled(evidence.operations):
        return "paywalled", "only the beginning is left, and a line that asks to subscribe or log in"
    return _of_facts(evidence) if evidence.material else _of_text(evidence)


def _of_facts(evidence: Evidence) -> tuple[ChangeKind, str]:
    """Decide where facts changed in place and no note of correction was found."""
    told, lexicon = _told(evidence.material), evidence.lexicon
    facts = [fact for fact in evidence.material if not (lexicon and about_a_number(fact, lexicon))]
    counts = [fact for fact in facts if not day_later(fact, lexicon)]
    grew = bool(counts) and all(growing(fact, lexicon) for fact in counts)
    numbers = [fact for fact in counts if fact.kind not in ("name", "attribution")]  # a new toll has a new source
    grew_elsewhere = bool(numbers) and all(growing(fact, lexicon) for fact in numbers) and evidence.news
    if evidence.note is not None and grew:
        return "update", f"{told}; an update is announced: {_short(evidence.note.text)}"
    if (
        grew_elsewhere
        or _renewed(numbers, evidence)
        or (evidence.later and bool(counts) and all(tally(fact, lexicon) for fact in counts))
    ):
        return "update", f"a count went up as the story went on; {told}"
    if _retold(evidence):
        return "update", f"the text tells what it said before; {told}"
    many = len({fact.sentence_after for fact in numbers if fact.kind == "number"}) >= _MANY
    went_on = (evidence.news or evidence.later) and not any(_turned_back(fact, evidence) for fact in facts)
    if evidence.headline_moved and (went_on or many):
        return "update", f"the story went on, headline and text; {told}"
    if evidence.kept_words < _REWRITTEN and evidence.added:
        return "update", f"most of the text is another; {told}"
    return "fact_changed_unnoted", f"{told}; no note that we could find"


def _turned_back(fact: Fact, evidence: Evidence) -> bool:
    """Tell whether a sentence that tells of nothing later denies what it said, or gives a lower count of people."""
    if fact.sentence_after in evidence.freshened:
        return False
    alike = Indel.normalized_similarity(fact.sentence_before or "", fact.sentence_after or "")
    if fact.kind == "negation" and alike >= _ONE_SENTENCE:
        return True
    return tally(replace(fact, before=fact.after, after=fact.before), evidence.lexicon)


def _renewed(numbers: Sequence[Fact], evidence: Evidence) -> bool:
    """Tell whether a count grew in a sentence that now gives a later time and a source; others there may fall."""
    grew = [fact for fact in numbers if growing(fact, evidence.lexicon)]
    told = {fact.sentence_after for fact in grew} & evidence.retimed
    fell = [fact for fact in numbers if fact not in grew]
    return bool(told) and all(fact.kind == "number" and fact.sentence_after in told for fact in fell)


def _retold(evidence: Evidence) -> bool:
    """Tell whether a new sentence gives the number that stood there before: the article tells of the change itself."""
    gone = [fact.before.split()[0] for fact in evidence.material if fact.kind == "number" and fact.before]
    said = frozenset(text for op in evidence.added for text in tokens(op.text_after))
    return any(number in said for number in gone if number[:1].isdigit())


def _of_text(evidence: Evidence) -> tuple[ChangeKind, str]:
    """Decide where no fact was changed in place."""
    only_gone = evidence.removed and not evidence.added and not evidence.restated
    if only_gone and evidence.lost_names and not evidence.history("removed"):
        return "fact_changed_unnoted", f"{_PASSAGE}; no note that we could find"
    if not evidence.added and not evidence.removed and _person_gone(evidence):
        return "fact_changed_unnoted", "a name was removed; no note that we could find"
    if evidence.lexicon is None and (told := digits_differ(evidence.operations)):
        return "update", f"digits differ: {told}"
    kind, why = _of_words(evidence)
    if kind == "update" or (kind == "background" and not evidence.headline_moved):
        return kind, why
    if evidence.headline_moved:
        if normalise(evidence.after.headline) in map(normalise, evidence.earlier_headlines):
            return "headline_test", "a headline came back that stood there before"
        if evidence.news:
            return "update", f"the story went on, headline and text; {_summary(evidence)}"
        return "headline", "the headline changed"
    if evidence.changed("image") or evidence.standfirst_moved:
        return "update", f"{'image' if evidence.changed('image') else 'standfirst'} changed"
    return kind, why


def _of_words(evidence: Evidence) -> tuple[ChangeKind, str]:
    """Decide by the text alone: background, an update, or style."""
    stated = [fact for fact in evidence.facts if fact.kind in STATED and not _beside(fact)]
    come, gone = len(evidence.come.novel), len(evidence.gone.novel)
    size = abs(come - gone)
    grown = evidence.added or evidence.removed
    if grown and evidence.restated:
        return "style", "the same was said in other words or another place"
    if grown or size >= _REWORDED or (stated and not evidence.restated):
        sides = [side for side, there in (("added", come), ("removed", gone)) if there]
        if sides and all(map(evidence.history, sides)) and (evidence.added or evidence.removed or len(sides) == 1):
            return "background", f"{_summary(evidence)}: all of what was before, or how things are"
        return "update", _told(stated) if stated and not grown else _summary(evidence)
    links = [fact for fact in evidence.facts if fact.kind == "link"]
    return "style", _told(links) if links else "wording or marks only"


def _beside(fact: Fact) -> bool:
    """Tell whether a fact is only that marks make a quotation, or a source, readable."""
    return fact.kind == "attribution" and fact.before is None


def _person_gone(evidence: Evidence) -> bool:
    gone = [fact for fact in evidence.facts if fact.kind == "name" and fact.after is None and fact.before]
    return any(len(fact.before.split()) > 1 for fact in gone if fact.before)


def _unread(evidence: Evidence) -> str:
    if evidence.lexicon is not None:
        return ""
    known = "only digits were compared" if evidence.material else "facts not analysed"
    return f"; {known} ({evidence.language or 'language unknown'})"


def _summary(evidence: Evidence) -> str:
    parts = [
        f"{_sentences(ops)} {verb}" for ops, verb in ((evidence.added, "added"), (evidence.removed, "removed")) if ops
    ]
    come, gone = len(evidence.come.novel), len(evidence.gone.novel)
    return ", ".join(parts) or f"reworded with {come} new words, {gone} are gone"


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
