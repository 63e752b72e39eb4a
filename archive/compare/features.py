"""What speaks for one kind of change or another: the evidence as named numbers, from 0 to 1. Decides nothing.

Each is computed without a word of any language beyond what the evidence already knows. `kinds.toml` weighs them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import log
from typing import Final

from rapidfuzz.distance import Indel

from archive.digests import normalise
from archive.models import Fact

from .evidence import Evidence
from .facts import digits_differ
from .material import STATED
from .operations import Operation
from .sentences import tokens, words
from .stance import about_a_number, day_later, growing, tally
from .structure import running, walled

Feature = Callable[[Evidence], float]

_MANY = 3  # sentences with another number that a later telling has
_ONE_SENTENCE = 0.8  # share of its letters that a sentence keeps when it only denies what it said
_MOST_WORDS = 60  # new words, from which more are no stronger sign
_FEW_SENTENCES = 6  # likewise of sentences


def features(evidence: Evidence) -> dict[str, float]:
    """Return every feature by its name."""
    return {name: float(feature(evidence)) for name, feature in FEATURES.items()}


def stated(evidence: Evidence) -> list[Fact]:
    return [fact for fact in evidence.facts if fact.kind in STATED and not _beside(fact)]


def _beside(fact: Fact) -> bool:
    """Tell whether a fact is only that marks make a quotation, or a source, readable."""
    return fact.kind == "attribution" and fact.before is None


def counts(evidence: Evidence) -> list[Fact]:
    """List the facts that changed in place but for hedges of a number and days that went on."""
    lexicon = evidence.lexicon
    facts = [fact for fact in evidence.material if not (lexicon and about_a_number(fact, lexicon))]
    return [fact for fact in facts if not day_later(fact, lexicon)]


def numbers(evidence: Evidence) -> list[Fact]:
    return [fact for fact in counts(evidence) if fact.kind not in ("name", "attribution")]  # a new toll: a new source


def _all(facts: Sequence[Fact], test: Callable[[Fact], bool]) -> bool:
    return bool(facts) and all(map(test, facts))


def _changed(kind: str) -> Feature:
    return lambda evidence: any(fact.kind == kind for fact in evidence.material)


def _loose(kind: str) -> Feature:
    """Tell whether such a fact came or went without another in its place."""
    return lambda evidence: any(fact.kind == kind and fact not in evidence.material for fact in evidence.facts)


def _grown(evidence: Evidence) -> bool:
    return _all(numbers(evidence), lambda fact: growing(fact, evidence.lexicon))


def fell(evidence: Evidence) -> bool:
    """Tell whether a sentence that tells of nothing later denies what it said, or gives a lower count of people."""
    return any(_turned_back(fact, evidence) for fact in evidence.material)


def _turned_back(fact: Fact, evidence: Evidence) -> bool:
    if fact.sentence_after in evidence.freshened:
        return False
    alike = Indel.normalized_similarity(fact.sentence_before or "", fact.sentence_after or "")
    if fact.kind == "negation" and alike >= _ONE_SENTENCE:
        return True
    return tally(replace(fact, before=fact.after, after=fact.before), evidence.lexicon)


def renewed(evidence: Evidence) -> bool:
    """Tell whether a count grew in a sentence that now gives a later time and a source; others there may fall."""
    listed = numbers(evidence)
    grew = [fact for fact in listed if growing(fact, evidence.lexicon)]
    told = {fact.sentence_after for fact in grew} & evidence.retimed
    fell = [fact for fact in listed if fact not in grew]
    return bool(told) and all(fact.kind == "number" and fact.sentence_after in told for fact in fell)


def retold(evidence: Evidence) -> bool:
    """Tell whether a new sentence gives the number that stood there before: the article tells of the change itself."""
    gone = [fact.before.split()[0] for fact in evidence.material if fact.kind == "number" and fact.before]
    said = frozenset(text for op in evidence.added for text in tokens(op.text_after))
    return any(number in said for number in gone if number[:1].isdigit())


def many(evidence: Evidence) -> bool:
    return len({fact.sentence_after for fact in numbers(evidence) if fact.kind == "number"}) >= _MANY


def _fresh_facts(evidence: Evidence) -> float:
    """Return the share of the changed facts that stand in sentences that now tell of something later."""
    facts = evidence.material
    return sum(fact.sentence_after in evidence.freshened for fact in facts) / len(facts) if facts else 0.0


def person_gone(evidence: Evidence) -> bool:
    gone = [fact.before for fact in evidence.facts if fact.kind == "name" and fact.after is None and fact.before]
    return any(len(name.split()) > 1 for name in gone) and not (evidence.added or evidence.removed)


def passage_gone(evidence: Evidence) -> bool:
    only = evidence.removed and not evidence.added and not evidence.restated
    return bool(only) and evidence.lost_names and not evidence.history("removed")


def came_back(evidence: Evidence) -> bool:
    return normalise(evidence.after.headline) in map(normalise, evidence.earlier_headlines)


def background(evidence: Evidence) -> bool:
    """Tell whether all that came or went tells what was before, or how things are."""
    come, gone = evidence.come.novel, evidence.gone.novel
    sides = [side for side, there in (("added", come), ("removed", gone)) if there]
    whole = evidence.added or evidence.removed or len(sides) == 1
    return bool(sides and whole) and all(map(evidence.history, sides))


def _reworded(evidence: Evidence) -> float:
    return _size(abs(len(evidence.come.novel) - len(evidence.gone.novel)))


def _size(count: int) -> float:
    return min(1.0, log(1 + count) / log(1 + _MOST_WORDS))


def _some(listed: Sequence[Operation]) -> float:
    return min(1.0, len(listed) / _FEW_SENTENCES)


def _one_fact(evidence: Evidence) -> bool:
    """Tell whether one sentence alone differs, and in a fact."""
    places = {fact.sentence_after for fact in evidence.material}
    return len(places) == 1 and not (evidence.added or evidence.removed) and len(evidence.reworded) == 1


def _little_else(evidence: Evidence) -> bool:
    """Tell whether facts changed where nothing else says anything new."""
    return bool(evidence.material) and not evidence.added and not evidence.later and not evidence.headline_moved


def _short_words(evidence: Evidence) -> bool:
    """Tell whether few words differ in each altered sentence."""
    moved = [words(span.text) for op in evidence.reworded for span in op.spans if span.kind != "kept"]
    return bool(evidence.reworded) and sum(map(len, moved)) <= 4 * len(evidence.reworded)


FEATURES: Final[Mapping[str, Feature]] = {
    "correction note": lambda e: e.note is not None and e.note.kind == "correction",
    "update note": lambda e: e.note is not None and e.note.kind == "update",
    "live page": lambda e: "live" in (e.before.kind, e.after.kind) or running(e.before, e.after),
    "paywall": lambda e: bool(e.after.paywalled and not e.before.paywalled) or walled(e.operations),
    "fact changed": lambda e: bool(e.material),
    "number changed": _changed("number"),
    "date changed": _changed("date"),
    "name changed": _changed("name"),
    "quotation changed": _changed("quotation"),
    "source changed": _changed("attribution"),
    "negation changed": _changed("negation"),
    "certainty changed": _changed("hedge"),
    "number came or went": _loose("number"),
    "date came or went": _loose("date"),
    "name came or went": _loose("name"),
    "quotation came or went": _loose("quotation"),
    "source came or went": lambda e: any(
        fact.kind == "attribution" and not _beside(fact) and fact not in e.material for fact in e.facts
    ),
    "counts only grew": _grown,
    "counts grew, and there is news": lambda e: _grown(e) and e.news,
    "tally only grew": lambda e: _all(counts(e), lambda fact: tally(fact, e.lexicon)),
    "count grew in a sentence of later": renewed,
    "turned back": fell,
    "tells of the change": retold,
    "many numbers changed": many,
    "changed facts are later ones": _fresh_facts,
    "one fact alone": _one_fact,
    "facts, and little else": _little_else,
    "digits differ": lambda e: e.lexicon is None and bool(digits_differ(e.operations)),
    "news": lambda e: e.news,
    "later": lambda e: e.later,
    "facts and news": lambda e: bool(e.material) and (e.news or e.later),
    "sentences added": lambda e: bool(e.added),
    "sentences removed": lambda e: bool(e.removed),
    "how many added": lambda e: _some(e.added),
    "how many removed": lambda e: _some(e.removed),
    "only removed": lambda e: bool(e.removed) and not e.added,
    "restated": lambda e: e.restated,
    "restated, with sentences": lambda e: e.restated and bool(e.added or e.removed),
    "background": background,
    "background, no fact": lambda e: background(e) and not e.material,
    "something stated": lambda e: bool(stated(e)),
    "new words": lambda e: _size(len(e.come.novel)),
    "words gone": lambda e: _size(len(e.gone.novel)),
    "more new than gone": _reworded,
    "few words each": _short_words,
    "headline says another": lambda e: e.headline_moved,
    "headline alone": lambda e: e.headline_moved and not (e.added or e.removed or e.material),
    "headline and news": lambda e: e.headline_moved and (e.news or e.later),
    "headline came back": lambda e: e.headline_moved and came_back(e),
    "standfirst says another": lambda e: e.standfirst_moved,
    "picture changed": lambda e: e.changed("image"),
    "byline changed": lambda e: e.changed("byline"),
    "caption changed": lambda e: e.changed("caption"),
    "link changed": lambda e: e.changed("link"),
    "rewritten": lambda e: 1 - e.kept_words,
    "named passage gone": passage_gone,
    "person gone": person_gone,
    "no lexicon": lambda e: e.lexicon is None,
}
