"""How well rowback finds sentences that one article took from another, planted into made-up texts.

    python -m tests.quality.passages [--pairs 2000] [--seed N]

The words are made of syllables from a seed, the little words and stock phrases are English; nothing here is shared with
the library. Every pair is two articles of two outlets, among which one sentence is planted: as it is, with one word
other, with words put in, quoted by name, cut by up to a third, or with a quarter of its words other. Each article is
looked at at times of its own, so that the truth of who was first is known, and so is whether the looks can tell.
"""

import argparse
import datetime as dt
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.stories.features import count_terms
from archive.stories.passages import Use, first_of
from archive.stories.reuse import COMMON, is_telling, marks, prepared, shared
from archive.stories.sayings import Saying, Stood, sayings
from archive.stories.weights import Counts

LITTLE = tuple(
    "the of to and in a that is for on it with as was at by from had his they be this have not are but an".split()  # noqa: SIM905
)
STOCK = (
    "at a news conference on Tuesday", "according to people familiar with the matter", "who asked not to be named",
    "for the first time in more than a decade", "in a statement late on Wednesday", "a spokesman for the ministry said",
    "did not immediately respond to a request for comment", "one of the largest in the country",
    "on condition of anonymity because", "told reporters in the capital", "the second time in as many weeks",
)  # fmt: skip
SYLLABLES = [
    consonant + vowel
    for consonant in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "tr", "st", "kl")
    for vowel in ("a", "e", "i", "o", "u", "ai", "or", "en")
]
NAMES = ("Tarn Herald", "Ostrel Mirror", "Veldt Courier", "Quay Gazette")
NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Planted:
    """Two articles with a sentence that the second took from the first, or None when it did not."""

    how: str
    articles: tuple[tuple[Stood, ...], tuple[Stood, ...]]
    first: int | None  # which of the two the looks prove to be first; None when they cannot


class Writer:
    """Writes made-up sentences: content words by Zipf's law, little words and stock phrases between."""

    def __init__(self, seed: int, *, stock: float = 0.25) -> None:
        """Write from a seed; `stock` is the share of sentences that hold a stock phrase."""
        self._stock = stock
        self.random = random.Random(seed)
        self._words = [
            "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3, 3, 4)))) for _ in range(30_000)
        ]
        self._weights = list(accumulate(1 / (place + 100) for place in range(30_000)))

    def word(self) -> str:
        return self.random.choices(self._words, cum_weights=self._weights)[0]

    def sentence(self) -> str:
        length = self.random.randint(10, 30)
        words = [self.random.choice(LITTLE) if self.random.random() < 0.45 else self.word() for _ in range(length)]
        if self.random.random() < self._stock:
            at = self.random.randrange(len(words))
            words[at:at] = self.random.choice(STOCK).split()
        return " ".join(words).capitalize() + "."

    def text(self, planted: str | None) -> str:
        lines = [" ".join(self.sentence() for _ in range(self.random.randint(1, 3))) for _ in range(6)]
        if planted is not None:
            at = self.random.randrange(len(lines))
            lines[at] = f"{lines[at]} {planted} {self.sentence()}"
        return "\n".join(lines)


def verbatim(sentence: str, writer: Writer) -> str:
    return sentence


def one_word_other(sentence: str, writer: Writer) -> str:
    words = sentence.split()
    words[writer.random.randrange(1, len(words) - 1)] = writer.word()
    return " ".join(words)


def words_put_in(sentence: str, writer: Writer) -> str:
    words = sentence.split()
    for _ in range(writer.random.randint(1, 3)):
        words.insert(writer.random.randrange(1, len(words)), writer.word())
    return " ".join(words)


def quoted_by_name(sentence: str, writer: Writer) -> str:
    name = writer.random.choice(NAMES)
    forms = (f"The {name} reported: “{sentence}”", f"“{sentence.rstrip('.')},” the {name} said.")
    return writer.random.choice(forms)


def cut(sentence: str, writer: Writer) -> str:
    words = sentence.rstrip(".").split()
    less = writer.random.randint(1, len(words) // 3)
    kept = words[less:] if writer.random.random() < 0.5 else words[: len(words) - less]
    return " ".join(kept).capitalize() + "."


def quarter_other(sentence: str, writer: Writer) -> str:
    words = sentence.split()
    for at in writer.random.sample(range(len(words)), len(words) // 4):
        words[at] = writer.word()
    return " ".join(words)


WAYS: dict[str, Callable[[str, Writer], str]] = {
    "verbatim": verbatim, "one word other": one_word_other, "words put in": words_put_in,
    "quoted by name": quoted_by_name, "cut": cut, "a quarter other": quarter_other,
}  # fmt: skip
FLOORS = {how: 0.45 if how == "a quarter other" else 0.97 for how in WAYS}


def planted(writer: Writer, how: str, at: int) -> Planted:
    """Write two articles of which the second has a sentence of the first, each as looks at hours of their own show it.

    The sentence came at an hour that nobody knows but we; where the two looks between which it came overlap with those
    of the other, no look can tell.
    """
    sentence = writer.sentence()
    copy = WAYS[how](sentence, writer)
    hours = sorted(writer.random.uniform(1, 60) for _ in range(2))
    looks = [sorted(writer.random.uniform(0, 90) for _ in range(writer.random.randint(1, 6))) for _ in range(2)]
    articles = tuple(
        _versions(writer, said, hour, times, at * 2 + n)
        for n, (said, hour, times) in enumerate(zip((sentence, copy), hours, looks, strict=True))
    )
    return Planted(how, (articles[0], articles[1]), _provable(hours, looks))


def _versions(writer: Writer, said: str, hour: float, looks: Sequence[float], article: int) -> tuple[Stood, ...]:
    """Return an article whose text got a sentence at an hour, as looks at some hours saw it; the last look has it."""
    times = [*looks, 91.0]
    without = [each for each in times if each < hour]
    having = [each for each in times if each >= hour]
    base = writer.text(None)
    late = f"{base}\n{said} {writer.sentence()}"
    versions = []
    if without:
        versions.append(
            Stood(version_id=article * 10, text=base, appeared_after=None, first_captured_at=_at(without[0]),
                  gone_by=_at(having[0]))
        )  # fmt: skip
    after = _at(without[-1]) if without else None
    versions.append(
        Stood(version_id=article * 10 + 1, text=late, appeared_after=after, first_captured_at=_at(having[0]),
              gone_by=None)
    )  # fmt: skip
    return tuple(versions)


def _provable(hours: Sequence[float], looks: Sequence[Sequence[float]]) -> int | None:
    """Return who is proved to be first: the other was looked at without it once the first was seen with it."""
    seen = [min(each for each in (*times, 91.0) if each >= hour) for hour, times in zip(hours, looks, strict=True)]
    unseen = [
        max((each for each in times if each < hour), default=None) for hour, times in zip(hours, looks, strict=True)
    ]
    for one, other in ((0, 1), (1, 0)):
        if unseen[other] is not None and unseen[other] >= seen[one]:
            return one
    return None


def _at(hour: float) -> dt.datetime:
    return NOON + dt.timedelta(hours=hour)


def found(articles: Sequence[Sequence[Saying]]) -> Iterator[tuple[tuple[int, Saying], tuple[int, Saying]]]:
    """Yield the sentences that two articles share, as the archive would find them."""
    counts = Counts()
    for said in articles:
        words, _ = count_terms("\n".join(saying.text for saying in said), "en")
        counts.articles += 1
        counts.terms.update(words.keys())
    index: dict[int, list[tuple[int, Saying]]] = defaultdict(list)
    for number, said in enumerate(articles):
        new = []
        for saying in said:
            words = prepared(saying.text)
            left = marks(words)
            near = Counter(
                (other, each)
                for mark in left
                if len(index[mark]) <= COMMON
                for other, each in index[mark]
                if other != number
            )
            for (other, each), count in near.items():
                held = shared(words, prepared(each.text), count, "en")
                if held and is_telling(held.content, counts):
                    yield (other, each), (number, saying)
            new += [(mark, saying) for mark in left]
        for mark, saying in new:
            index[mark].append((number, saying))


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found of what was planted."""

    recall: dict[str, float]
    precision: float  # of pairs of articles
    firsts: Counter[str]  # right, unknown, wrong; "provable, unsaid"
    a_second: float  # articles a CPU second

    @property
    def is_good(self) -> bool:
        enough = all(recall >= FLOORS[how] for how, recall in self.recall.items())
        return enough and self.precision >= 0.95 and not self.firsts["wrong"]


def measure(*, pairs: int, seed: int) -> Measured:
    """Plant, find, count."""
    writer = Writer(seed)
    truth = [planted(writer, list(WAYS)[at % len(WAYS)], at) for at in range(pairs)]
    began = time.process_time()
    articles = [sayings(versions, "en", None) for each in truth for versions in each.articles]
    shared = list(found(articles))
    spent = time.process_time() - began
    said = {(one[0], other[0]) for one, other in shared}
    true = {(2 * at, 2 * at + 1) for at in range(len(truth))}
    hit, whole = Counter(truth[one // 2].how for one, _ in said & true), Counter(each.how for each in truth)
    recall = {how: hit[how] / whole[how] for how in FLOORS}
    return Measured(recall, len(said & true) / len(said), _firsts(truth, shared, true), len(articles) / spent)


def main() -> int:
    """Measure and print; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    measured = measure(pairs=options.pairs, seed=options.seed)
    for how, recall in measured.recall.items():
        print(f"{how:16} recall {recall:.3f} (at least {FLOORS[how]})")
    print(f"pairs of articles: precision {measured.precision:.3f} (at least 0.95)")
    outcomes = ("right", "unknown", "wrong", "provable, unsaid")
    print("first: " + ", ".join(f"{name} {measured.firsts[name]}" for name in outcomes))
    print(f"{measured.a_second:.0f} articles a CPU second; {'good' if measured.is_good else 'BELOW A FLOOR'}")
    return 0 if measured.is_good else 1


def _firsts(truth: Sequence[Planted], shared: Sequence[tuple[tuple[int, Saying], tuple[int, Saying]]],
            true: set[tuple[int, int]]) -> Counter[str]:  # fmt: skip
    counted: Counter[str] = Counter()
    for (one, said), (other, also) in shared:
        if (one, other) not in true:
            continue
        first, _ = first_of([_use(one, said), _use(other, also)])
        proved = truth[one // 2].first
        if first is None:
            counted["unknown" if proved is None else "provable, unsaid"] += 1
        else:
            counted["right" if first.article_id % 2 == proved else "wrong"] += 1
    return counted


def _use(article: int, said: Saying) -> Use:
    return Use(
        article_id=article, outlet_id=article, key=said.key, text=said.text, version_id=said.version_id, line=said.line,
        start=said.start, said_after=said.said_after, said_by=said.said_by, gone_by=said.gone_by, published_at=None,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
