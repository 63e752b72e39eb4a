"""All that differs between two versions of an article, field by field, as operations. Judges nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.digests import captions, image_identity, link_targets, normalise, visible
from archive.models import Content

from .align import align
from .operations import Kind, Operation, Where
from .sentences import guess_language, primary_subtag, split_sentences
from .words import whole, word_spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the paragraph it stands in, counted from 0."""

    text: str
    paragraph: int


def language_of(content: Content) -> str | None:
    """Return the language that the page gives, or a guess by its text; None when nothing tells."""
    return primary_subtag(content.language) or guess_language(content.text or content.headline)


def sentences_of(content: Content) -> tuple[Sentence, ...]:
    """List the sentences of the article's body in order."""
    language = language_of(content)
    return tuple(
        Sentence(sentence, number)
        for number, paragraph in enumerate(content.paragraphs)
        for sentence in split_sentences(paragraph, language)
    )


def operations(before: Content, after: Content) -> tuple[Operation, ...]:
    """Compare two versions field by field: what stands above the text, its sentences, what stands beside it."""
    return (
        *_field("headline", before.headline, after.headline),
        *_field("standfirst", before.standfirst, after.standfirst),
        *_field("byline", _people(before), _people(after)),
        *_text(sentences_of(before), sentences_of(after)),
        *_listed("caption", captions(before), captions(after)),
        *_field("image", image_identity(before.image), image_identity(after.image)),
        *_listed("link", link_targets(before), link_targets(after)),
        *_field("paywalled", _wall(before), _wall(after)),
    )


def kept_share(before: Content, after: Content) -> float:
    """Return the share of the earlier version's sentences that the later one still has unaltered, 0 to 1."""
    mine = [operation for operation in _text(sentences_of(before), sentences_of(after)) if operation.before]
    return sum(not operation.altered for operation in mine) / len(mine) if mine else 1.0


def _people(content: Content) -> str:
    return ", ".join(content.authors)


def _wall(content: Content) -> str:
    return "paywalled" if content.paywalled else ""


def _field(where: Where, before: str | None, after: str | None) -> tuple[Operation, ...]:
    old, new = visible(before or ""), visible(after or "")
    if not old and not new:
        return ()
    if normalise(old) == normalise(new):
        return (Operation(kind="kept", before=(0,), after=(0,), spans=whole("kept", new), where=where),)
    one = where in ("image", "link")  # an address reads as one thing
    spans = (*whole("removed", old), *whole("added", new)) if one else word_spans(old, new)
    kind: Kind = "changed" if old and new else "removed" if old else "added"
    return (Operation(kind=kind, before=(0,) if old else (), after=(0,) if new else (), spans=spans, where=where),)


def _text(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[Operation, ...]:
    found = align([sentence.text for sentence in before], [sentence.text for sentence in after])
    return tuple(
        replace(
            operation,
            paragraph_before=before[operation.before[0]].paragraph if operation.before else None,
            paragraph_after=after[operation.after[0]].paragraph if operation.after else None,
        )
        for operation in found
    )


def _listed(where: Where, before: Sequence[str], after: Sequence[str]) -> tuple[Operation, ...]:
    """Compare two short lists entry by entry; addresses are never told apart word by word."""
    if list(before) == list(after):
        return ()
    return tuple(_addressed(replace(operation, where=where)) for operation in align(before, after))


def _addressed(operation: Operation) -> Operation:
    if operation.where != "link" or not operation.altered:
        return operation
    spans = (*whole("removed", operation.text_before), *whole("added", operation.text_after))
    return replace(operation, spans=spans)


def altered(operations: Iterable[Operation], where: Where | None = None) -> tuple[Operation, ...]:
    """Pick the operations that change something: words, or a place in the text."""
    return tuple(operation for operation in operations if operation.kind != "kept" and where in (None, operation.where))
