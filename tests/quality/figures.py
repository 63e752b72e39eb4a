"""Figures of one run: what each reader reached on each set. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import scores
from .corpus import Page
from .sides import Found

NEAR = 0.8  # token F1 from which a headline or a standfirst counts as found


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page, read by both sides."""

    page: Page
    ours: Found
    theirs: Found


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the figures of a set: ours, and trafilatura's under `default_…`."""
    found = _side(outcomes, lambda outcome: outcome.ours)
    found |= {f"default_{name}": value for name, value in _side(outcomes, lambda outcome: outcome.theirs).items()}
    left, ours = 1 - found["default_f1"], 1 - found["f1"]
    found["error_removed"] = 1 - ours / left if left else 0.0
    return {name: round(value, 4) for name, value in found.items()}


def _side(outcomes: Sequence[Outcome], side: Callable[[Outcome], Found]) -> dict[str, float]:
    pairs = [(outcome.page, side(outcome)) for outcome in outcomes]
    texts = [scores.f1(found.text, page.text) for page, found in pairs]
    values = {
        "precision": _mean(text[0] for text in texts),
        "recall": _mean(text[1] for text in texts),
        "f1": _mean(text[2] for text in texts),
    }
    paragraphs = [(page, found) for page, found in pairs if page.paragraphs]
    fields: dict[str, Iterable[float]] = {
        "paragraphs": [scores.exact_paragraphs(found.paragraphs, page.paragraphs) for page, found in paragraphs],
        "headline_exact": [
            float(scores.plain(found.headline or "") == scores.plain(page.headline))
            for page, found in pairs
            if page.headline
        ],
        "headline_near": [_near(found.headline, page.headline) for page, found in pairs if page.headline],
        "date": [
            float(scores.same_day(found.published, found.raw, page.published_at))
            for page, found in pairs
            if page.published_at
        ],
        "authors": [
            float(scores.same_set((*found.authors, *found.agencies), page.authors))
            for page, found in pairs
            if page.authors is not None
        ],
        "standfirst": [_near(found.standfirst, page.standfirst) for page, found in pairs if page.standfirst],
        "comments_leaked": [
            scores.leaked(found.text, page.comments, page.text) for page, found in pairs if page.comments
        ],
        "related_leaked": [scores.leaked(found.text, page.related, page.text) for page, found in pairs if page.related],
    }
    return values | {name: _mean(each) for name, each in fields.items() if each}


def _near(found: str | None, truth: str) -> float:
    return float(scores.f1(found or "", truth)[2] >= NEAR)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def below(found: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return a line for each figure that fell below its floor; leaks are ceilings."""
    lines = []
    for name, floor in floors.items():
        for figure, limit in floor.items():
            value = found.get(name, {}).get(figure)
            if value is not None and (value > limit if figure.endswith("_leaked") else value < limit):
                lines.append(f"{name} {figure}: {value:.4f}, the floor is {limit:.4f}")
    return lines
