"""How near one text or field is to its truth. Pure; the same for every reader."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")


def tokens(text: str) -> list[str]:
    """Return lower-cased words; Chinese, Japanese and Thai by character."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def f1(found: str, truth: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the multisets of tokens."""
    ours, theirs = Counter(tokens(found)), Counter(tokens(truth))
    if not ours or not theirs:
        same = float(not ours and not theirs)
        return same, same, same
    common = sum((ours & theirs).values())
    precision, recall = common / sum(ours.values()), common / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def plain(text: str) -> str:
    """Return a text as fields are compared: spaces, quotes and dashes made one kind."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[“”„«»″]", '"', re.sub(r"[‘’‚`´′]", "'", re.sub(r"[‐‑–—−]", "-", text)))
    return re.sub(r"[\s\u00ad\u200b-\u200f\ufeff]+", " ", text).strip()


def exact_paragraphs(found: Sequence[str], truth: Sequence[str]) -> float:
    """Return the F1 of whole paragraphs."""
    ours, theirs = Counter(map(plain, found)), Counter(map(plain, truth))
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if ours or theirs else 1.0


def same_set(found: Iterable[str], truth: Iterable[str]) -> bool:
    """Tell whether two sets of names are the same but for case and spaces."""
    return {plain(name).lower() for name in found} == {plain(name).lower() for name in truth}


def same_day(value: str | None, raw: str, truth: str) -> bool:
    """Tell whether a stamp names the truth's day: on the page's own calendar, or on the world's."""
    if not value:
        return False
    days = {value[:10]}
    told = re.match(r"(\d{4}-\d\d-\d\d)[T ]", raw)
    if told:
        days.add(told[1])
    return bool(days & _days(truth))


def _days(truth: str) -> set[str]:
    moment = dt.datetime.fromisoformat(truth)
    days = {moment.date().isoformat()}
    if moment.tzinfo:
        days.add(moment.astimezone(dt.UTC).date().isoformat())
    return days


def shingles(text: str, size: int = 5) -> set[tuple[str, ...]]:
    """Return the runs of five words of a text."""
    words = tokens(text)
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def leaked(found: str, foreign: str, truth: str) -> float:
    """Return the share of a foreign text's 5-word runs that stand in the text found but not in its truth."""
    alien = shingles(foreign) - shingles(truth)
    return len(alien & shingles(found)) / len(alien) if alien else 0.0
