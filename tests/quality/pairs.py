"""Pairs of pages that people labelled: `python -m tests.quality.pairs [FOLDER]`. Real changes must outrank noise.

A pair is `NAME-a.html` and `NAME-b.html`; NAME begins with `truepos` or `falsepos`. With `--export FILE` it writes
pairs of versions of a morgue for labelling by hand instead, without what rowback called them.
"""

import argparse
import csv
import datetime as dt
import random
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.compare import compare
from archive.digests import strict_digest
from archive.extract import read
from archive.lookup import Lookup
from archive.models import Content
from archive.morgue import find
from archive.store.connection import connect_reader

PAIRS = Path(__file__).parents[3] / "shared" / "pairs"
READ_AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
LABELS = "style update background correction_noted fact_changed_unnoted headline live paywalled"


@dataclass(frozen=True)
class Ranked:
    """A pair with what rowback makes of it."""

    name: str
    real: bool
    weight: float  # 0 when it is no version
    told: str


def ranked(folder: Path) -> list[Ranked]:
    """Rank the pairs of a folder, weightiest first."""
    found = [_ranked(path.name.removesuffix("-a.html"), path) for path in sorted(folder.glob("*-a.html"))]
    return sorted(found, key=lambda pair: -pair.weight)


def _ranked(name: str, path: Path) -> Ranked:
    before, after = (
        read(each.read_bytes(), url="https://agency.example/page", captured_at=READ_AT)
        for each in (path, path.with_name(f"{name}-b.html"))
    )
    real = name.startswith("truepos")
    if not isinstance(before, Content) or not isinstance(after, Content):
        unread = next(each for each in (before, after) if not isinstance(each, Content))
        return Ranked(name, real, 0.0, f"not read: {unread}")
    if strict_digest(before) == strict_digest(after):
        return Ranked(name, real, 0.0, "no version")
    change = compare(before, after)
    return Ranked(name, real, change.weight, f"{change.kind}: {change.evidence}")


def in_order(pairs: list[Ranked]) -> bool:
    """Tell whether every real pair outranks every pair of noise."""
    real, noise = ([pair.weight for pair in pairs if pair.real is wanted] for wanted in (True, False))
    return bool(real) and bool(noise) and min(real) > max(noise)


def export(morgue: Path, target: Path, *, count: int, seed: int) -> int:
    """Write pairs of versions to label by hand, in an order that tells nothing; return how many."""
    with closing(connect_reader(find(morgue))) as connection, target.open("w", encoding="utf-8", newline="") as file:
        lookup = Lookup(connection)
        changes = [row[0] for row in connection.execute("SELECT id FROM changes WHERE from_version_id IS NOT NULL "
                                                        "AND to_version_id IS NOT NULL ORDER BY id")]  # fmt: skip
        chosen = random.Random(seed).sample(changes, min(count, len(changes)))
        sheet = csv.writer(file)
        sheet.writerow(
            ["change_id", "url", "headline_before", "text_before", "headline_after", "text_after", "label", "note"]
        )
        for change in chosen:
            sides = connection.execute(
                "SELECT from_version_id, to_version_id FROM changes WHERE id = ?", (change,)
            ).fetchone()
            versions = [lookup.version_by_id(side) for side in sides]
            texts = [lookup.content(version) for version in versions]
            url = lookup.article(versions[0].article_id).url
            cells = [
                cell
                for text in texts
                for cell in (text.headline, "\n\n".join(filter(None, (text.standfirst, text.text))))
            ]
            sheet.writerow([change, url, *cells, "", ""])
    return len(chosen)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.pairs", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PAIRS, help="pairs of pages, or a morgue with --export")
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="write pairs of a morgue's versions, to be labelled"
    )
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.export:
        count = export(options.folder, options.export, count=options.count, seed=options.seed)
        print(f"{count} pairs in {options.export}; write into the column label one of: {LABELS}")
        return 0
    pairs = ranked(options.folder)
    for pair in pairs:
        print(f"{pair.weight:.3f}  {'real ' if pair.real else 'noise'}  {pair.name}: {pair.told}")
    return int(not in_order(pairs))


if __name__ == "__main__":
    sys.exit(main())
