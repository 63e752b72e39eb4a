"""How well rowback finds what one outlet took back and another still prints, in a made-up month.

    python -m tests.quality.uncorrected [--stories N] [--seed N]

Each story is an event at three outlets, one sentence of which all have from a wire: with a number, a name or neither.
In half of the stories the first outlet takes it back: by another number with a note, in silence, or by withdrawing the
article. Of the others one may follow, and one may not be looked at again. The rest of the stories change without taking
anything back: new sentences come, sentences are cut, a toll rises.
"""

import argparse
import random
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.telling import tell_stories
from archive.lookup.stories import still_standing
from archive.store.connection import connect_reader, connect_writer
from tests.morgues import Look, Story, build, content
from tests.quality.passages import SYLLABLES

OUTLETS = ("courier", "herald", "mirror")
WAYS = ("noted", "silent", "withdrawn", "added", "cut", "toll rises")
TAKES_BACK = frozenset(WAYS[:3])


@dataclass(frozen=True, slots=True)
class Made:
    """A story with what still stands: pairs of addresses, of the one that took it back and the other."""

    articles: list[Story]
    still: set[tuple[str, str]]


def made(at: int, way: str, seed: random.Random) -> Made:
    """Make a story."""
    name, place, ship = (("".join(seed.choices(SYLLABLES, k=3))).capitalize() for _ in range(3))
    dead, right = seed.sample(range(11, 99), 2)
    if way == "toll rises":
        dead, right = sorted((dead, right))
    day = f"2026-11-{1 + at % 28:02d}"
    next_day = f"2026-11-{2 + at % 28:02d}"
    told, where, why = ("".join(seed.choices(SYLLABLES, k=3)) for _ in range(3))  # no two stories by one template
    wire = f"Inspector {name} {told} that {{}} people died on the {ship} {where} the {why} docks of {place}."
    urls = [f"https://{outlet}.example/{at}" for outlet in OUTLETS]
    follows, unseen = seed.random() < 0.4, seed.random() < 0.3
    articles = []
    for n, (outlet, url) in enumerate(zip(OUTLETS, urls, strict=True)):
        own = [_own(seed, name, place, ship) for _ in range(6)]
        first = content(f"{ship} burns in {place}: {seed.choice(('fire', 'blaze', 'flames'))} in the docks",
                        *own[:3], wire.format(dead), *own[3:])  # fmt: skip
        looks = [Look(f"{day} {8 + n:02d}:00", first)]
        if n == 0 or (n == 1 and follows):
            looks += _later(way, first, own, wire, (dead, right), next_day, 10 + n)
        elif not (n == 2 and unseen):
            looks.append(Look(f"{next_day} 20:00", first))
        articles.append(Story(outlet, url, looks))
    still = set()
    if way in TAKES_BACK:
        still |= set() if follows else {(urls[0], urls[1])}
        still |= set() if unseen else {(urls[0], urls[2])}
        still |= {(urls[1], urls[2])} if follows and not unseen else set()
    return Made(articles, still)


def _own(seed: random.Random, name: str, place: str, ship: str) -> str:
    words = [("".join(seed.choices(SYLLABLES, k=seed.choice((2, 3))))) for _ in range(7)]
    return (f"In {place} the {words[0]} {words[1]} of the {ship} {words[2]} a {words[3]} {words[4]},"
            f" and {name} {words[5]} the {words[6]} before dawn.")  # fmt: skip


def _later(way, first, own, wire, numbers, day, hour):
    dead, right = numbers
    headline = first.headline
    if way == "withdrawn":
        return [Look(f"{day} {hour:02d}:00", None, status=410), Look(f"{day} {hour + 8:02d}:00", None, status=410)]
    said = {
        "noted": [*own[:3], wire.format(right), *own[3:],
                  f"Correction: an earlier version of this article gave a wrong number of dead; it is {right}."],
        "silent": [*own[:3], wire.format(right), *own[3:]],
        "added": [*own[:3], wire.format(dead), *own[3:], "On Friday the harbour office opened a hall for families."],
        "cut": [*own[:3], wire.format(dead), *own[3:5]],
        "toll rises": [*own[:3], wire.format(right), *own[3:],
                       "The number of dead rose on Friday when two of the injured died in hospital, doctors said."],
    }[way]  # fmt: skip
    later = content(headline, *said)
    return [Look(f"{day} {hour:02d}:00", later), Look(f"{day} {hour + 3:02d}:00", later)]


def measure(folder: Path, *, stories: int, seed: int) -> tuple[float, float, list[str]]:
    """Return precision, recall and what went wrong."""
    chance = random.Random(seed)
    month = [made(at, WAYS[at % len(WAYS)], chance) for at in range(stories)]
    morgue = build(folder, [article for each in month for article in each.articles])
    with closing(connect_writer(morgue)) as connection:
        tell_stories(connection)
    with closing(connect_reader(morgue)) as connection:
        urls = dict(connection.execute("SELECT id, url FROM articles"))
        found = still_standing(connection)
    said = {(urls[each.taken.article_id], urls[each.stands.article_id]) for each in found}
    true = set().union(*(each.still for each in month))
    wrong = [f"{pair} {'missed' if pair in true else 'wrong'}" for pair in sorted(said ^ true)]
    return len(said & true) / max(1, len(said)), len(said & true) / len(true), wrong


def main() -> int:
    """Measure and print; 1 below precision .95 or recall .9."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        precision, recall, wrong = measure(Path(folder) / "m", stories=options.stories, seed=options.seed)
    print(*wrong[:20], sep="\n")
    print(f"{options.stories} stories: precision {precision:.3f} (at least 0.95), recall {recall:.3f} (at least 0.9)")
    return 0 if precision >= 0.95 and recall >= 0.9 else 1


if __name__ == "__main__":
    raise SystemExit(main())
