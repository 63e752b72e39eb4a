"""How long comparing takes: `python -m tests.benchmarks.compare`. Made-up words; prints milliseconds, best of five."""

import random
import time
from collections.abc import Callable

from archive.compare import align, compare, quotations
from archive.models import Block, Content

WORDS = [
    f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u") for c in ("nd", "rt", "l", "m", "st", "v")
]


def sentences(count: int, rng: random.Random, first: int = 0) -> list[str]:
    """Write sentences of twenty words, common ones more often, as languages do."""
    pool = WORDS[first:] + WORDS[:first]
    picks = [[pool[min(int(rng.paretovariate(0.6)), len(pool)) - 1] for _ in range(20)] for _ in range(count // 20)]
    return [" ".join(words).capitalize() + "." for words in picks]


def best(work: Callable[[], object]) -> float:
    """Return the best of five runs in milliseconds."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


def page(listed: list[str]) -> Content:
    blocks = tuple(Block(" ".join(listed[at : at + 3]), "p", True) for at in range(0, len(listed), 3))
    return Content(headline="Made up", blocks=blocks, language="en")


def main() -> None:
    rng = random.Random(1)
    old = sentences(5000, rng)
    new = [text.replace(" ", " hardly ", 1) if rng.random() < 0.1 else text for text in old]
    far, near = sentences(10_000, rng), sentences(10_000, rng, first=200)
    hostile = ["“" + "a b c d e f " * 40 + "” said X. " * 50] * 40
    print(f"align, 5,000 words, a tenth edited      {best(lambda: align(old, new)):8.1f} ms")
    print(f"align, 10,000 words, unrelated          {best(lambda: align(far, near)):8.1f} ms")
    print(f"compare, 5,000 words, a tenth edited    {best(lambda: compare(page(old), page(new))):8.1f} ms")
    print(f"compare, 10,000 words, unrelated        {best(lambda: compare(page(far), page(near))):8.1f} ms")
    print(f"quotations, 40 paragraphs full of marks {best(lambda: quotations(hostile, 'en')):8.1f} ms")


if __name__ == "__main__":
    main()
