"""How well rowback finds the articles of one event, on texts of which people said which event they tell.

    python -m tests.quality.stories [FILE.jsonl.gz] [--half 1|2|all] [--threshold T] [--curve]

Each line: id, topic, event, sentences. A topic holds two events that look alike. The threshold was chosen on the first
half of the topics (every second one in order of their numbers); the second half, printed by default, was not looked at
for it. Measures: B³ (Bagga and Baldwin 1998) and the F1 of pairs.
"""

import argparse
import datetime as dt
import gzip
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from archive.stories.features import Telling, count_terms, language_of
from archive.stories.grouping import THRESHOLD, Placed, stories_of_day
from archive.stories.weights import Counts, weigh

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "stories" / "ecbplus.jsonl.gz"
_NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the event that people say it tells."""

    topic: int
    event: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """What a grouping came to."""

    precision: float  # B³
    recall: float
    pairs_f1: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        return f"B³ P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} · pairs F1 {self.pairs_f1:.3f}"


def read(path: Path) -> list[Text]:
    """Read a collection."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Text(int(row["topic"]), row["event"], "\n".join(row["sentences"])) for row in rows]


def halves(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """Divide a collection by its topics: every second one was looked at."""
    first = set(sorted({text.topic for text in texts})[::2])
    return [text for text in texts if text.topic in first], [text for text in texts if text.topic not in first]


def placed(texts: Sequence[Text]) -> list[Placed]:
    """Weigh texts as articles of one day; their ids are their places."""
    tellings = []
    for at, text in enumerate(texts):
        language = language_of(text.text, None)
        words, names = count_terms(text.text, language)
        tellings.append(
            Telling(article_id=at, outlet_id=at, captured_at=_NOON, language=language, words=words, names=names)
        )
    counts = Counts()
    for telling in tellings:
        counts.add(telling)
    return [Placed(each.article_id, each.captured_at, weigh(each, counts)) for each in tellings]


def group(articles: Sequence[Placed], threshold: float) -> dict[int, int]:
    """Return which story each text is put into; one that is alone is a story of its own."""
    found = {each.article_id: -each.article_id - 1 for each in articles}
    for story in stories_of_day(articles, (), (), threshold):
        found |= dict.fromkeys((article for article, _ in story.articles), story.story_id)
    return found


def score(texts: Sequence[Text], found: Mapping[int, int]) -> Score:
    """Compare a grouping with what people said."""
    gold, held = Counter(text.event for text in texts), Counter(found.values())
    both = Counter((text.event, found[at]) for at, text in enumerate(texts))
    precision = sum(count * count / held[story] for (_, story), count in both.items()) / len(texts)
    recall = sum(count * count / gold[event] for (event, _), count in both.items()) / len(texts)
    right = sum(
        texts[one].event == texts[other].event and found[one] == found[other]
        for one, other in combinations(range(len(texts)), 2)
    )
    said, true = (sum(count * (count - 1) // 2 for count in counted.values()) for counted in (held, gold))
    return Score(precision, recall, 2 * right / (said + true) if said + true else 1.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--half", choices=("1", "2", "all"), default="2")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--curve", action="store_true", help="every threshold")
    options = parser.parse_args()
    texts = read(options.path)
    if options.half != "all":
        texts = halves(texts)[int(options.half) - 1]
    began = time.process_time()
    articles = placed(texts)
    featured = time.process_time()
    for threshold in [at / 100 for at in range(12, 31)] if options.curve else [options.threshold]:
        print(f"{threshold:.2f}: {score(texts, group(articles, threshold))}")
    print(
        f"{len(texts)} texts, {len({text.event for text in texts})} events;"
        f" {len(texts) / (featured - began):.0f} texts a CPU second to weigh,"
        f" {len(texts) / (time.process_time() - began):.0f} in all"
    )


if __name__ == "__main__":
    main()
