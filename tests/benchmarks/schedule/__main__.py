"""`python -m tests.benchmarks.schedule`: how many versions each schedule sees, and what its looks cost."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from crawler.schedule.habits import Habits

from . import measure, picture
from .generator import Truth, generate
from .ours import family, learned, ours
from .policies import Policy, baselines, families
from .recorded import recorded


def main() -> None:
    """Print the table, and draw the curve when asked."""
    asked = _arguments()
    articles = recorded(asked.archive) if asked.archive else generate(asked.articles, asked.seed, slower=asked.slower)
    habits = learned(generate(1500, asked.seed + 1_000_000, at_least=60), noise=asked.noise)  # others, never stretched
    table([*baselines(articles), *ours(habits)], articles, noise=asked.noise)
    if asked.picture:
        asked.picture.write_text(curve(articles, habits, noise=asked.noise), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.schedule", description=__doc__)
    parser.add_argument("--articles", type=int, default=4000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slower", type=float, default=1.0, help="factor on the true ages of edits")
    parser.add_argument("--noise", type=float, default=0.0, help="share of looks that see a change where none was")
    parser.add_argument("--archive", type=Path, metavar="FILE.db", help="articles that an archive recorded")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg")
    return parser.parse_args()


def table(policies: Sequence[Policy], articles: Sequence[Truth], *, noise: float) -> None:
    """Print a line of figures for each schedule."""
    width = 44
    for number, policy in enumerate(policies):
        row = measure.score(policy, articles, noise=noise).row()
        if number == 0:
            print(" " * width + "".join(f"{name:>14}" for name in row))
        print(f"{policy.name:<{width}}" + "".join(f"{value:>14.3f}" for value in row.values()), flush=True)


def curve(articles: Sequence[Truth], habits: Mapping[str, Habits], *, noise: float) -> str:
    """Return the curve as a picture."""
    members = {
        "rowback": family(habits),
        "rowback, sources not believed": family(habits, stamps=False),
        **families(articles),
    }
    scored = {name: [measure.score(policy, articles, noise=noise) for policy in each] for name, each in members.items()}
    lines = {name: [(each.cost, each.recall) for each in scores] for name, scores in scored.items()}
    points = [measure.score(policy, articles, noise=noise) for policy in baselines(articles)]
    return picture.drawn(
        "Versions seen, against what looking costs", lines, {each.name: (each.cost, each.recall) for each in points}
    )


if __name__ == "__main__":
    main()
