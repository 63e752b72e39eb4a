"""`python -m tests.kit.ahead DAYS ARGUMENTS…` is `rowback ARGUMENTS…` on a clock that goes so many days ahead."""

import datetime as dt
import sys

from crawler.cli import run
from crawler.clock import Clock, now


def main() -> None:
    """Run it; nothing sleeps."""
    ahead = dt.timedelta(days=float(sys.argv[1]))
    sys.exit(run(sys.argv[2:], Clock(lambda: now() + ahead, lambda seconds: None)))


if __name__ == "__main__":
    main()
