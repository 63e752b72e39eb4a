"""The rows that a derived article stands in: ids, labels, texts to search. Pure."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import starmap
from typing import Final
from zoneinfo import ZoneInfo

from archive import ids
from archive.compare.sentences import count_words
from archive.fulltext import search_column
from archive.models import Change, Content, Finding, State
from archive.times import UTC, parse_iso

from .findings import Noticed
from .identity import Address
from .looks import Look
from .versions import Decided
from .whole import Derived, DerivedChange, DerivedVersion

_NOTHING: Final = Decided(None)

ContentOf = Callable[[Look], Content]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A row of `versions` with its text."""

    id: int
    number: int
    capture_id: int
    label: str
    headline: str
    byline: str | None
    published_at: str | None
    content_digest: str
    text_id: int
    text: str
    search: str
    words: int
    appeared_after: dt.datetime | None
    first_captured_at: dt.datetime
    last_captured_at: dt.datetime
    gone_by: dt.datetime | None
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A row of `changes`."""

    id: int
    from_version_id: int | None
    to_version_id: int | None
    changed_after: dt.datetime
    changed_before: dt.datetime
    finding: Finding
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """What a capture's row gets from its article."""

    capture_id: int
    article_id: int | None  # None when it belongs to none
    version_id: int | None
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDifferenceRow:
    """A row of `look_differences`."""

    id: int
    capture_id: int
    found_at: dt.datetime
    reason: str
    place: str
    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRows:
    """All rows of one article."""

    id: int
    outlet_id: int
    url: str
    headline: str
    state: State
    state_since: dt.datetime
    first_captured_at: dt.datetime
    last_captured_at: dt.datetime
    published_at: str | None
    published_on: str | None
    addresses: tuple[Address, ...]
    versions: tuple[VersionRow, ...]
    changes: tuple[ChangeRow, ...]
    looks: tuple[LookRow, ...]
    differences: tuple[LookDifferenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The outlet that an article belongs to; `timezone` None when it is not known."""

    name: str
    timezone: ZoneInfo | None = None
    language: str | None = None  # of pages that do not say


def article_rows(derived: Derived, home: Home, content_of: ContentOf) -> ArticleRows:
    """Return the rows of a derived article; `content_of` gives what was read in a look."""
    group = derived.group
    article = ids.article_id(home.name, group.first_url, group.reused_by)
    versions = tuple(_version(version, article, content_of(version.look)) for version in derived.versions)
    by_number = {version.number: version.id for version in versions}
    published = next((version.published_at for version in versions if version.published_at), None)
    return ArticleRows(
        id=article,
        outlet_id=ids.outlet_id(home.name),
        url=derived.url,
        headline=versions[-1].headline,
        state=derived.state,
        state_since=derived.state_since,
        first_captured_at=versions[0].first_captured_at,
        last_captured_at=group.looks[-1].captured_at,
        published_at=published,
        published_on=_day(published, home.timezone),
        addresses=group.addresses,
        versions=versions,
        changes=tuple(_change(change, by_number) for change in derived.changes),
        looks=tuple(_look(look, article, by_number, derived.decisions) for look in group.looks),
        differences=tuple(starmap(_difference, enumerate(derived.noticed))),
    )


def loose_rows(looks: Iterable[Look]) -> tuple[LookRow, ...]:
    """Return the rows of looks that belong to no article."""
    return tuple(
        LookRow(
            capture_id=look.capture_id,
            article_id=None,
            version_id=None,
            decided=Decided(None, look.gist.rejection) if look.gist is not None else _NOTHING,
        )
        for look in looks
    )


def _version(version: DerivedVersion, article: int, content: Content) -> VersionRow:
    look = version.look
    text = "\n".join(filter(None, (content.standfirst, *content.paragraphs)))
    return VersionRow(
        id=ids.version_id(article, look.record_id),
        number=version.number,
        capture_id=look.capture_id,
        label=f"v{version.number} · {look.captured_at.astimezone(UTC):%Y-%m-%d %H:%M}",
        headline=content.headline,
        byline=content.byline,
        published_at=content.published.value if content.published else None,
        content_digest=look.gist.strict if look.gist else "",
        text_id=ids.derived_id("text", content.headline, text),
        text=text,
        search=search_column(content.headline, text),
        words=_words(look, content),
        appeared_after=version.appeared_after,
        first_captured_at=look.captured_at,
        last_captured_at=version.last_captured_at,
        gone_by=version.gone_by,
        reader=content.reader,
    )


def _words(look: Look, content: Content) -> int:
    """Return how many words a version has, counted when it was read."""
    known = look.gist.words if look.gist is not None else -1
    return known if known >= 0 else count_words(content.paragraphs)


def _change(change: DerivedChange, by_number: dict[int, int]) -> ChangeRow:
    before = by_number[change.from_number] if change.from_number else None
    after = by_number[change.to_number] if change.to_number else None
    named = f"{change.change.kind} {change.first_record}" if change.first_record else ""
    return ChangeRow(
        id=ids.change_id(before, after, named),
        from_version_id=before,
        to_version_id=after,
        changed_after=change.changed_after,
        changed_before=change.changed_before,
        finding=change.finding,
        change=change.change,
    )


def _difference(number: int, noticed: Noticed) -> LookDifferenceRow:
    return LookDifferenceRow(
        id=ids.derived_id("difference", noticed.look.record_id, number),
        capture_id=noticed.look.capture_id,
        found_at=noticed.look.captured_at,
        reason=noticed.reason,
        place=noticed.place,
        path=noticed.path,
        before=noticed.before,
        after=noticed.after,
    )


def _look(look: Look, article: int, by_number: dict[int, int], decisions: dict[int, Decided]) -> LookRow:
    decided = decisions[look.capture_id]
    version = by_number[decided.number] if decided.number else None
    return LookRow(capture_id=look.capture_id, article_id=article, version_id=version, decided=decided)


def _day(published: str | None, timezone: ZoneInfo | None) -> str | None:
    """Return the day of publication in the outlet's zone, in UTC when that is not known."""
    if published is None or "T" not in published:
        return published
    try:
        return parse_iso(published).astimezone(timezone or UTC).date().isoformat()
    except ValueError:
        return None
