"""What the made-up outlets write: stories, the edits that later editions make, and how a story stands in an edition.

Pure values and text work; nothing here knows HTML or a server. Because every edition is made from these values, what
was published is known by construction.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Edition = Literal[1, 2, 3]
EDITIONS: tuple[Edition, ...] = (1, 2, 3)
Markup = Literal["json-ld", "microdata", "dateline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an edition changes in a story, and keeps in the editions after it."""

    edition: Edition
    replaced: tuple[tuple[str, str], ...] = ()  # every place in headline, standfirst, caption and text
    added: tuple[str, ...] = ()  # paragraphs at the end
    note: str | None = None  # a correction note, below the text
    headline: str | None = None
    slug: str | None = None  # a new address; the old one leads to it
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as it is first published, and what becomes of it."""

    section: str
    slug: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    age: dt.timedelta  # how long before the paper's `now` it was published
    authors: tuple[str, ...] = ()
    agency: str | None = None
    picture: tuple[str, str] | None = None  # caption, credit
    first: Edition = 1  # the edition that publishes it
    edits: tuple[Edit, ...] = ()
    markup: Markup = "json-ld"
    note: str | None = None
    validators: bool = False  # sends ETag and Last-Modified, and answers 304
    packed: bool = False  # sent gzipped and chunked


@dataclass(frozen=True, slots=True)
class Standing:
    """A story as it stands in an edition; `altered` is the edition that last changed it."""

    story: Story
    altered: Edition


def standing(story: Story, edition: Edition) -> Standing | None:
    """Return the story as an edition has it, None before its publication and after its withdrawal."""
    if edition < story.first:
        return None
    altered = story.first
    for edit in _due(story, edition):
        if edit.withdrawn:
            return None
        story, altered = edited(story, edit), edit.edition
    return Standing(story, altered)


def withdrawn(story: Story, edition: Edition) -> bool:
    """Tell whether an edition has taken the story back."""
    return any(edit.withdrawn for edit in _due(story, edition))


def paths(story: Story, edition: Edition) -> tuple[str, ...]:
    """Return the paths that a story has had up to an edition, the oldest first."""
    slugs = [story.slug, *(edit.slug for edit in _due(story, edition) if edit.slug)]
    return tuple(f"/{story.section}/{slug}" for slug in slugs)


def edited(story: Story, edit: Edit) -> Story:
    """Apply one edit.

    Raises `ValueError` when something to be replaced is not there: the edition would not say what it claims to say.
    """
    for old, new in edit.replaced:
        story = _replaced(story, old, new)
    return replace(
        story,
        headline=edit.headline or story.headline,
        slug=edit.slug or story.slug,
        note=edit.note or story.note,
        paragraphs=story.paragraphs + edit.added,
    )


def _due(story: Story, edition: Edition) -> Sequence[Edit]:
    return sorted((edit for edit in story.edits if edit.edition <= edition), key=lambda edit: edit.edition)


def _replaced(story: Story, old: str, new: str) -> Story:
    caption, credit = story.picture or ("", "")
    texts = (story.headline, story.standfirst, caption, *story.paragraphs)
    if not any(old in text for text in texts):
        raise ValueError(f"{story.slug}: no such words to replace: {old!r}")
    headline, standfirst, caption, *paragraphs = (text.replace(old, new) for text in texts)
    return replace(
        story,
        headline=headline,
        standfirst=standfirst,
        picture=(caption, credit) if story.picture else None,
        paragraphs=tuple(paragraphs),
    )
