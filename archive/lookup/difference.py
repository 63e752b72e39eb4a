"""Two versions of one article and what differs: as the archive recorded it, else compared now."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.compare import compare_bounded
from archive.compare.difference import operations
from archive.compare.operations import Operation
from archive.models import Content

from . import Lookup
from .rows import ChangeRow, FactRow, VersionRow


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and all that is known of what lies between them."""

    before: VersionRow
    after: VersionRow
    change: ChangeRow
    facts: Sequence[FactRow]
    operations: Sequence[Operation]


def difference(lookup: Lookup, before: VersionRow, after: VersionRow) -> Difference:
    """Compare two versions; what the archive recorded of them is taken from there."""
    old, new = lookup.contents(before, after)
    recorded = lookup.change(before, after)
    facts = lookup.facts(recorded) if recorded else []
    change, facts = (recorded, facts) if recorded else _compared(before, after, old, new)
    return Difference(before, after, change, facts, operations(old, new))


def _compared(before: VersionRow, after: VersionRow, old: Content, new: Content) -> tuple[ChangeRow, list[FactRow]]:
    """Compare versions that are no neighbours, so that no row holds their change."""
    change = compare_bounded(old, new)
    row = ChangeRow(
        id=None,
        article_id=after.article_id,
        from_version_id=before.id,
        to_version_id=after.id,
        changed_after=before.last_captured_at,
        changed_before=after.first_captured_at,
        kind=change.kind,
        weight=change.weight,
        headline_changed=int(change.headline_changed),
        words_added=change.words_added,
        words_removed=change.words_removed,
        note_added=change.note_added,
        evidence=change.evidence,
        finding=None,
        campaign_id=None,
        beside_campaign=0,
    )
    facts = [
        FactRow(None, None, fact.kind, fact.before, fact.after, fact.sentence_before, fact.sentence_after)
        for fact in change.facts
    ]
    return row, facts
