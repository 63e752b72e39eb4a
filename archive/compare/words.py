"""The words that differ between two sentences or texts: spans, not meaning."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from archive.digests import normalise

from .operations import Span, SpanKind
from .sentences import is_word, tokens

MOST_CELLS = 4 * 10**6  # pairs of tokens that are compared in order; beyond it lie no two sentences
_ISLAND = 3  # letters; a shorter run of kept words between two differences reads as part of one difference


def word_spans(before: str, after: str) -> tuple[Span, ...]:
    """Compare two texts word by word; marks and spaces count, typographic variants do not."""
    left, right = tokens(before), tokens(after)
    if len(left) * len(right) > MOST_CELLS:
        return (*whole("removed", before), *whole("added", after))
    spans: list[Span] = []
    for code in Indel.opcodes(_folded(left), _folded(right)):
        old = "".join(left[code.src_start : code.src_end])
        new = "".join(right[code.dest_start : code.dest_end])
        if code.tag == "equal":
            spans.append(Span("kept", new))
        else:
            spans += [*whole("removed", old), *whole("added", new)]
    return _readable(spans)


def whole(kind: SpanKind, text: str) -> tuple[Span, ...]:
    """Return a text as one span."""
    return (Span(kind, text),) if text else ()


def similarity(before: Sequence[str], after: Sequence[str]) -> float:
    """Return how much of two word lists is the same words in the same order, 0 to 1."""
    return float(Indel.normalized_similarity(before, after))


def _folded(pieces: list[str]) -> list[str]:
    """Fold typographic variants; what vanishes altogether keeps its place."""
    return [normalise(piece) or " " for piece in pieces]


def _readable(spans: list[Span]) -> tuple[Span, ...]:
    """Swallow tiny kept islands between differences, so that each change reads as one: removed, then added."""
    out: list[Span] = []
    old = new = ""
    for position, span in enumerate(spans):
        island = span.kind == "kept" and bool(old or new) and position + 1 < len(spans) and _tiny(span.text)
        if span.kind == "kept" and not island:
            out += [*whole("removed", old), *whole("added", new), span]
            old = new = ""
            continue
        old += span.text if span.kind != "added" else ""
        new += span.text if span.kind != "removed" else ""
    return (*out, *whole("removed", old), *whole("added", new))


def _tiny(text: str) -> bool:
    """Tell whether a kept run is only marks and at most one very short word; digits are never tiny."""
    inner = [token for token in tokens(text) if is_word(token)]
    return len(inner) <= 1 and sum(map(len, inner)) <= _ISLAND and not any(map(str.isdigit, "".join(inner)))
