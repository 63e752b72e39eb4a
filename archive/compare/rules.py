"""The documented rules for kinds, in their order: which kind a change is by what differs, and why.

A note that admits a mistake decides first, then what is live or walled. Then facts: an existing sentence now states
another number, date, name, negation, certainty, source or quotation, unless the article itself tells that the story
went on. Then what was taken out and named somebody; then what the text says anew, background when all of it tells what
was before or how things are; then the headline; last style, which is also the same said otherwise, a byline, a caption.
Words stay neutral: a rule knows what differs, not why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import ChangeKind, Fact

from .evidence import Evidence
from .facts import digits_differ
from .features import (
    background,
    came_back,
    counts,
    fell,
    many,
    numbers,
    passage_gone,
    person_gone,
    renewed,
    retold,
    stated,
)
from .operations import Operation
from .stance import growing, tally
from .structure import running, walled

NO_NOTE = "no note that we could find"

_REWRITTEN = 0.35  # share of words kept below which a text is another text
_REWORDED = 4  # new content words, beyond those that went, from which a change is more than style
_UNSPELLED = frozenset({"name", "quotation", "attribution"})  # may be a person
_TOLD = 3  # facts that the evidence spells out
_PASSAGE = "a passage that names somebody, or a denial, was removed"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says."""

    kind: ChangeKind
    why: str
    sure: bool = False  # whether it leaves no room for what was learned


def by_rules(evidence: Evidence) -> Ruling:
    """Return the kind that the rules give, their reason, and whether it leaves no room."""
    before, after, note = evidence.before, evidence.after, evidence.note
    if note is not None and note.kind == "correction":
        return Ruling("correction_noted", f"a note was added: {short(note.text)}", sure=True)
    if "live" in (before.kind, after.kind):
        return Ruling("live", "a live page: entries come and go", sure=True)
    if running(before, after):
        return Ruling("live", "paragraphs that begin with a time came on: entries of a page that runs on", sure=True)
    if after.paywalled and not before.paywalled:
        return Ruling("paywalled", "the article went behind a paywall", sure=True)
    if walled(evidence.operations):
        return Ruling("paywalled", "only the beginning is left, and a line that asks to subscribe or log in", sure=True)
    return _of_facts(evidence) if evidence.material else _of_text(evidence)


def _of_facts(evidence: Evidence) -> Ruling:
    """Decide where facts changed in place and no note of correction was found."""
    told, lexicon = told_facts(evidence.material), evidence.lexicon
    grew = bool(counts(evidence)) and all(growing(fact, lexicon) for fact in counts(evidence))
    listed = numbers(evidence)
    grew_elsewhere = bool(listed) and all(growing(fact, lexicon) for fact in listed) and evidence.news
    if evidence.note is not None and grew:
        return Ruling("update", f"{told}; an update is announced: {short(evidence.note.text)}", sure=True)
    if (
        grew_elsewhere
        or renewed(evidence)
        or (evidence.later and bool(counts(evidence)) and all(tally(fact, lexicon) for fact in counts(evidence)))
    ):
        return Ruling("update", f"a count went up as the story went on; {told}", sure=True)
    if retold(evidence):
        return Ruling("update", f"the text tells what it said before; {told}", sure=True)
    went_on = (evidence.news or evidence.later) and not fell(evidence)
    if evidence.headline_moved and (went_on or many(evidence)):
        return Ruling("update", f"the story went on, headline and text; {told}", sure=many(evidence))
    if evidence.kept_words < _REWRITTEN and evidence.added:
        return Ruling("update", f"most of the text is another; {told}")
    return Ruling("fact_changed_unnoted", f"{told}; {NO_NOTE}", sure=fell(evidence))


def _of_text(evidence: Evidence) -> Ruling:
    """Decide where no fact was changed in place."""
    if passage_gone(evidence):
        return Ruling("fact_changed_unnoted", f"{_PASSAGE}; {NO_NOTE}", sure=True)
    if person_gone(evidence):
        return Ruling("fact_changed_unnoted", f"a name was removed; {NO_NOTE}", sure=True)
    if evidence.lexicon is None and (told := digits_differ(evidence.operations)):
        return Ruling("update", f"digits differ: {told}", sure=True)
    ruling = _of_words(evidence)
    if ruling.kind == "update" or (ruling.kind == "background" and not evidence.headline_moved):
        return ruling
    if evidence.headline_moved:
        if came_back(evidence):
            return Ruling("headline_test", "a headline came back that stood there before", sure=True)
        if evidence.news:
            return Ruling("update", f"the story went on, headline and text; {summary(evidence)}")
        return Ruling("headline", "the headline changed")
    if evidence.changed("image") or evidence.standfirst_moved:
        return Ruling("update", f"{'image' if evidence.changed('image') else 'standfirst'} changed", sure=True)
    return ruling


def _of_words(evidence: Evidence) -> Ruling:
    """Decide by the text alone: background, an update, or style."""
    said = stated(evidence)
    come, gone = len(evidence.come.novel), len(evidence.gone.novel)
    size = abs(come - gone)
    grown = evidence.added or evidence.removed
    if grown and evidence.restated:
        return Ruling("style", "the same was said in other words or another place")
    if grown or size >= _REWORDED or (said and not evidence.restated):
        if background(evidence):
            return Ruling("background", f"{summary(evidence)}: all of what was before, or how things are")
        return Ruling(
            "update",
            told_facts(said) if said and not grown else summary(evidence),
            sure=bool(evidence.removed) and not evidence.added,
        )
    links = [fact for fact in evidence.facts if fact.kind == "link"]
    return Ruling("style", told_facts(links) if links else "wording or marks only")


def summary(evidence: Evidence) -> str:
    """Say how many sentences came and went."""
    parts = [
        f"{_sentences(ops)} {verb}" for ops, verb in ((evidence.added, "added"), (evidence.removed, "removed")) if ops
    ]
    come, gone = len(evidence.come.novel), len(evidence.gone.novel)
    return ", ".join(parts) or f"reworded with {come} new words, {gone} are gone"


def _sentences(operations: Sequence[Operation]) -> str:
    return f"{len(operations)} sentence{'s' if len(operations) != 1 else ''}"


def told_facts(facts: Sequence[Fact]) -> str:
    """Say what changed; names are never spelled out here, their removal is often a privacy decision."""
    parts = list(dict.fromkeys(map(_tell, facts)))
    more = len(parts) - _TOLD
    return ", ".join(parts[:_TOLD]) + (f" and {more} more" if more > 0 else "")


def _tell(fact: Fact) -> str:
    verb = "removed" if fact.after is None else "added" if fact.before is None else "changed"
    if fact.kind in _UNSPELLED:
        return f"{fact.kind} {verb}"
    return f"{fact.kind} {verb}: " + " → ".join(filter(None, (fact.before, fact.after)))


def short(text: str) -> str:
    """Cut a note that is long."""
    return text if len(text) <= 120 else text[:119].rstrip() + "…"
