"""What learning an outlet's template costs: `python -m tests.benchmarks.learning [--pages 400]`.

Made-up articles of 400 to 500 words between 150 lines that the outlet prints on many of them, as long as a news page
is. Prints seconds, the bytes that a state takes, and memory.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import ids
from archive.derive import template
from archive.extract import READER
from archive.ingest import learning
from archive.ingest.archive import Archive
from archive.models import Block, Content
from archive.store.connection import connect_reader
from tests.keeping import INFO, PAGE, at, exchange
from tests.prose import prose

OUTLET = "example.org"
FURNITURE = 150  # lines around each text
LINES = [prose(10_000 + number, paragraphs=1).paragraphs[0][:90] for number in range(400)]


def page(number: int) -> Content:
    """Return what is read in an article's page."""
    drawn = random.Random(number)
    around = [
        Block(line, "div.page ul.more li a", kept=drawn.random() < 0.01) for line in drawn.sample(LINES, FURNITURE)
    ]
    text = [Block(line, "div.page article p", kept=True) for line in prose(number, paragraphs=9).paragraphs]
    return Content(headline=f"Article {number}", blocks=(*text, *around), language="en", reader=READER)


def fill(archive: Archive, pages: int) -> None:
    """Keep these pages, each read once."""
    for number in range(pages):
        (capture,) = archive.keep([exchange(f"https://{OUTLET}/{number}", PAGE + b"%d" % number, minute=number)])
        archive.keep_reading(capture.id, page(number), at(number))


def timed(archive: Archive) -> Iterator[str]:
    """Learn, and tell what it took."""
    before, began = _memory(), time.perf_counter()
    with closing(connect_reader(archive.morgue)) as connection:
        state = learning.learn(connection, ids.outlet_id(OUTLET), READER)
    yield f"learned in {time.perf_counter() - began:.1f} s, {_memory() - before:.0f} MB more memory"
    if state is not None:
        yield f"{len(state.blocks)} blocks known, a state of {len(template.dumps(state)):,} bytes"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=learning.MOST)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, Archive.open(Path(folder), INFO, now=at(0)) as archive:
        fill(archive, asked.pages)
        for line in timed(archive):
            print(line)


if __name__ == "__main__":
    main()
