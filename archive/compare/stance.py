"""Whether sentences tell what is new or what was before, and whether a count is one that grows as a story goes on."""

from collections.abc import Iterable, Sequence

from archive.models import Fact

from .lexicon import Lexicon
from .operations import Operation
from .quantities import measured
from .sentences import words


def background(operations: Sequence[Operation], lexicon: Lexicon | None) -> bool:
    """Tell whether all these new sentences tell what was before, and none what is new; never without a lexicon."""
    if lexicon is None or not operations:
        return False
    texts = [operation.text_after for operation in operations]
    past = [_past(text, lexicon) for text in texts]
    return sum(past) * 2 >= len(past) and not any(_has(text, lexicon.present) for text in texts)


def growing(fact: Fact, lexicon: Lexicon) -> bool:
    """Tell whether a fact is a count that went up."""
    if fact.kind != "number" or fact.before is None or fact.after is None:
        return False
    before, after = measured(fact.before, lexicon)[0], measured(fact.after, lexicon)[0]
    return bool(before and after) and before[0].unit == after[0].unit and before[0].value < after[0].value


def about_a_number(fact: Fact, lexicon: Lexicon) -> bool:
    """Tell whether a hedge is only `at least` and the like: it belongs to the number behind it."""
    phrases = ", ".join(filter(None, (fact.before, fact.after))).split(", ")
    return fact.kind == "hedge" and all(phrase in lexicon.approximators for phrase in phrases)


def _past(text: str, lexicon: Lexicon) -> bool:
    years = [date.year for date in measured(text, lexicon)[1] if date.year is not None]
    return bool(years) or _has(text, lexicon.past)


def _has(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether a text holds one of the phrases as whole words."""
    flat = f" {' '.join(words(text.casefold()))} "
    return any(f" {phrase} " in flat for phrase in phrases)
