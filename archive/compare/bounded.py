"""Comparing within bounds: what is too large is told as such, and what is large is compared in a process of its own.

Work on a text is linear in its length. So size decides first, the same on every machine; the deadline is for what
nobody foresaw. Whoever writes to the database waits no longer than that.
"""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import TimeoutError as DeadlineExceeded
from functools import cache
from multiprocessing.context import ForkServerContext
from typing import Final

from archive.digests import normalise
from archive.models import Change, Content

from .kinds import compare
from .sentences import count_words
from .weights import base

MOST: Final = 400_000  # characters of both versions: a book of 70,000 words
AT_ONCE: Final = 40_000  # characters up to which no process of its own is worth its start
SECONDS: Final = 8.0  # a crawl that is told to stop ends within ten
_EVIDENCE: Final = "too large to compare"


def compare_bounded(before: Content, after: Content, *, earlier_headlines: Sequence[str] = ()) -> Change:
    """Compare two versions as `compare` does, within bounds of size and time.

    What is beyond them is an `update` whose evidence begins with "too large to compare". Blocks up to `SECONDS`.
    """
    size = _extent(before) + _extent(after)
    if size > MOST:
        return too_large(before, after, f"{size:,} characters")
    if size <= AT_ONCE:
        return compare(before, after, earlier_headlines=earlier_headlines)
    return _apart(before, after, tuple(earlier_headlines))


def too_large(before: Content, after: Content, why: str) -> Change:
    """Return the change of two versions that were not compared; only their lengths are told."""
    old, new = (count_words(content.paragraphs) for content in (before, after))
    return Change(
        kind="update",
        weight=base("update"),
        headline_changed=normalise(before.headline) != normalise(after.headline),
        words_added=max(0, new - old),
        words_removed=max(0, old - new),
        note_added=None,
        evidence=f"{_EVIDENCE} ({why})",
    )


def _extent(content: Content) -> int:
    """Return how many characters of a reading are compared, all blocks and addresses included."""
    blocks = sum(len(block.text) + sum(len(link.url) for link in block.links) for block in content.blocks)
    return len(content.headline) + len(content.standfirst or "") + sum(map(len, content.authors)) + blocks


def _apart(before: Content, after: Content, earlier_headlines: tuple[str, ...]) -> Change:
    from pebble import ProcessExpired, concurrent  # only large texts need it

    work = concurrent.process(timeout=SECONDS, mp_context=_context())(_compare)
    try:
        found: Change = work(before, after, earlier_headlines).result()
    except DeadlineExceeded:
        return too_large(before, after, f"no answer within {SECONDS:g} s")
    except ProcessExpired as error:
        return too_large(before, after, f"the process ended with {error.exitcode}")
    return found


def _compare(before: Content, after: Content, earlier_headlines: tuple[str, ...]) -> Change:
    return compare(before, after, earlier_headlines=earlier_headlines)


@cache
def _context() -> ForkServerContext:
    """Start processes as copies of one that has imported this module, and holds nothing else of ours."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context
