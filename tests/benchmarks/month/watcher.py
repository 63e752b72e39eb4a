"""`rowback watch` under a clock that leaps: `python -m tests.benchmarks.month.watcher FILE` in a folder of its own."""

import sys
from pathlib import Path

from crawler.cli import run

from .clock import Leaps


def main() -> None:
    """Watch until a signal asks to stop."""
    sys.exit(run(["watch"], Leaps(Path(sys.argv[1])).clock()))


if __name__ == "__main__":
    main()
