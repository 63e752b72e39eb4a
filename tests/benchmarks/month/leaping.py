"""`rowback` under a clock that leaps: `python -m tests.benchmarks.month.leaping FILE watch` in a folder of its own."""

import sys
from pathlib import Path

from crawler.cli import run

from .clock import Leaps


def main() -> None:
    """Run the command that stands behind the file of the leaps."""
    sys.exit(run(sys.argv[2:], Leaps(Path(sys.argv[1])).clock()))


if __name__ == "__main__":
    main()
