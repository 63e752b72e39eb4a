"""Reading a whole corpus with both readers, in a few processes of low priority."""

import os
from collections.abc import Sequence
from functools import partial
from multiprocessing import get_context

from . import sides
from .corpus import Page
from .figures import Outcome


def run(pages: Sequence[Page], processes: int) -> dict[str, list[Outcome]]:
    """Read every page with both readers, side by side in one run, at low priority."""
    found: dict[str, list[Outcome]] = {}
    with get_context("spawn").Pool(processes, partial(os.nice, 10)) as pool:
        for outcome in pool.imap(outcome_of, pages, chunksize=4):
            found.setdefault(outcome.page.set, []).append(outcome)
    return found


def outcome_of(page: Page) -> Outcome:
    """Read one page with both readers."""
    return Outcome(page, sides.rowback(page), sides.default(page))
