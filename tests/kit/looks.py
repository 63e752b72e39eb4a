"""Looks at an article, as deriving takes them, and what it decides."""

from collections.abc import Sequence

from archive.derive.gist import gist
from archive.derive.looks import Look
from archive.derive.moves import Move
from archive.derive.whole import Derived
from archive.models import Change, Content, Rejection
from tests.histories import SITE
from tests.keeping import at

Shown = Content | Rejection | int | str
READ: dict[int, Content] = {}  # what was read, by what stands for its id


def look(hour: float, shown: Shown, path: str = "/ferry") -> Look:
    """Return a look at a text, a rejection, a status, or a redirect's target."""
    read = shown if isinstance(shown, Content | Rejection) else None
    if isinstance(read, Content):
        READ[hash(read)] = read
    return Look(
        capture_id=int(hour * 100) + 1,
        record_id=f"urn:{hour:07.2f}",
        captured_at=at(60 * hour),
        url=SITE + path,
        key=f"org,example){path}",
        status=shown if isinstance(shown, int) else 301 if isinstance(shown, str) else 200,
        location=shown if isinstance(shown, str) else None,
        reading_id=None if read is None else hash(read),
        gist=None if read is None else gist(read),
    )


def changed(before: Look, after: Look, earlier: Sequence[Look], quiet: Sequence[Move]) -> Change:
    return Change(
        kind="update", weight=0.5, headline_changed=False, words_added=0, words_removed=0, note_added=None,
        evidence=f"{before.record_id} {after.record_id} {len(earlier)}",
    )  # fmt: skip


def told(history: Derived) -> list[str]:
    decisions = [history.decisions[each.capture_id] for each in history.group.looks]
    return [f"{each.reason or each.decision}{each.number or ''}" for each in decisions]
