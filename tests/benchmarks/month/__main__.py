"""`python -m tests.benchmarks.month`: a month of `rowback watch`, or of cron, held against what was published.

    python -m tests.benchmarks.month --articles 1000 --days 30 --seed 1
    python -m tests.benchmarks.month --articles 1000 --days 30 --seed 1 --kills 60
    python -m tests.benchmarks.month --articles 300 --days 30 --seed 1 --cron 10

The time leaps to when something is due, so a month takes minutes; with `--cron 10` to the next ten minutes, at which a
`rowback crawl` starts afresh, and a month takes hours. A newspaper on loopback publishes articles, edits them as the
schedule's generator says, withdraws some, forbids some, and has an outage. What counts is printed, and the exit code is
1 when anything is not as it must be.
"""

import argparse
import datetime as dt
import math
import sys
import tempfile
from pathlib import Path

from . import cron, cronproof, proof, run
from .memory import mb
from .stage import Month


def main() -> None:
    """Play, prove, print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        month = _play(folder, asked)
        found = cronproof.prove(month) if asked.cron else proof.prove(month)
        _print(month, found)
    sys.exit(bool(found.wrong))


def _play(folder: Path, asked: argparse.Namespace) -> Month:
    seconds = asked.minutes * 60 if asked.minutes else math.inf
    if asked.cron:
        every = dt.timedelta(minutes=asked.cron)
        return cron.play(
            folder, articles=asked.articles, days=asked.days, seed=asked.seed, every=every, seconds=seconds
        )
    return run.play(
        folder, articles=asked.articles, days=asked.days, seed=asked.seed, kills=asked.kills, seconds=seconds
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.month", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--days", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--kills", type=int, default=0, metavar="N", help="SIGKILLs at random moments")
    how.add_argument("--cron", type=float, metavar="MINUTES", help="between two crawls of cron, in place of a watch")
    parser.add_argument("--minutes", type=float, help="of real time; what could be played in it counts")
    parser.add_argument("--folder", type=Path, help="keep everything here [default: it is removed]")
    return parser.parse_args()


def _print(month: Month, found: proof.Proof) -> None:
    print(f"\n{'day':>4}{'watch MB':>10}{'crawl MB':>10}{'readers MB':>12}")
    for day in sorted(month.memory.days):
        most = month.memory.most(day)
        print(f"{day + 1:>4}{mb(most.watch):>10}{mb(most.crawl):>10}{mb(most.readers):>12}")
    slopes = month.memory.slopes()
    print(f"MB/d{mb(slopes.watch):>10}{mb(slopes.crawl):>10}{mb(slopes.readers):>12}\n")
    for name, figure in found.figures.items():
        print(f"{name:<12}{figure}")
    print(f"{'took':<12}{month.seconds:,.0f} s, {month.processor_seconds:,.0f} s of it rowback's on a processor")
    if not month.every:
        print(f"{'watch said':<12}{month.said.strip() or 'nothing'}\n{'ended with':<12}{month.codes}")
    for wrong in found.wrong:
        print(f"WRONG: {wrong}")


if __name__ == "__main__":
    main()
