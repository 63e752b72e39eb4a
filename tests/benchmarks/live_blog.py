"""What a look costs at an article that has many versions: `python -m tests.benchmarks.live_blog [--versions 110]`.

A running report of two paragraphs an hour and more, each look a new version. Prints processor milliseconds of single
looks, and the whole.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.keeping import at, content, exchange, opened


def paragraphs(count: int) -> list[str]:
    """Return the entries of a running report, oldest first."""
    drawn = random.Random(1)
    return [
        f"{8 + n // 30:02}:{n % 30 * 2:02} Ward {drawn.randrange(99)}: {drawn.randrange(2, 999)} people came, {n}."
        for n in range(count)
    ]


def main() -> None:
    """Play it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=110)
    many = parser.parse_args().versions
    entries = paragraphs(many + 3)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as archive:
        for number in range(many):
            (capture,) = archive.keep([exchange(body=b"%d" % number, minute=number * 10)])
            start = time.process_time()
            archive.keep_reading(capture.id, content("Live: the storm", *entries[number + 3 :: -1]), at(number * 10))
            if number in (9, many // 2, many - 1):
                print(f"look {number + 1}: {(time.process_time() - start) * 1000:.0f} ms")
        (versions,) = archive.connection.execute("SELECT count(*) FROM versions").fetchone()
    print(f"{versions} versions: {time.process_time() - began:.1f} s")


if __name__ == "__main__":
    main()
