"""An archive's figures in Prometheus' text format 0.0.4, for `rowback status --prometheus`. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import Alarm, Vitals

_HELP = {
    "morgue_bytes": "Size of the archive's folder.",
    "morgue_growth_bytes_per_day": "What a day brings, over two weeks.",
    "disk_free_bytes": "What may still be filled of the disk.",
    "last_crawl_timestamp_seconds": "When the last crawl began.",
    "articles": "Articles that the archive holds.",
    "looks_7d": "Looks at articles in seven days.",
    "looks_truncated_7d": "Of these looks, those that arrived cut short.",
    "looks_unread_7d": "Of these looks, those that show no article, by reason.",
    "misses_7d": "Pages that were not had in seven days, by reason.",
    "look_gap_seconds": "Median time between two looks at an article, in seven days.",
    "first_look_seconds": "Median time from publication to the first look, in seven days.",
    "request_gap_seconds": "Time between two requests, of outlets that are asked more slowly than usual.",
    "last_look_timestamp_seconds": "When a page was last had.",
    "last_new_timestamp_seconds": "When an article was last seen for the first time.",
    "days_watched_30d": "Days of the last thirty since the first look.",
    "days_without_coverage_30d": "Of these days, those on which nothing was had.",
    "source_failures": "Looks at a source in a row that failed.",
    "source_newest_timestamp_seconds": "The newest date that a source ever announced.",
    "alarms": "Alarms, by kind.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The archive as a whole."""

    size: int  # bytes
    growth: float  # bytes a day
    free: int  # bytes
    crawled_at: float | None  # when the last crawl began, in seconds since 1970; None before the first


Sample = tuple[str, dict[str, str], float | None]  # name, labels, value; None when there is none to tell


def prometheus(outlets: Sequence[Vitals], found: Sequence[Alarm], folder: Folder) -> str:
    """Return all figures, each metric with its help, its samples together."""
    samples = [*_of_folder(folder), *(sample for each in outlets for sample in _of_outlet(each))]
    samples += [("alarms", {"outlet": alarm.outlet, "kind": alarm.kind}, 1) for alarm in found]
    lines: list[str] = []
    for name, words in _HELP.items():
        lines += [f"# HELP rowback_{name} {words}", f"# TYPE rowback_{name} gauge"]
        lines += [_line(name, labels, value) for each, labels, value in samples if each == name and value is not None]
    return "\n".join(lines) + "\n"


def _of_folder(folder: Folder) -> Iterator[Sample]:
    yield "morgue_bytes", {}, folder.size
    yield "morgue_growth_bytes_per_day", {}, folder.growth
    yield "disk_free_bytes", {}, folder.free
    yield "last_crawl_timestamp_seconds", {}, folder.crawled_at


def _of_outlet(each: Vitals) -> Iterator[Sample]:
    own = {"outlet": each.outlet}
    yield "articles", own, each.articles
    yield "looks_7d", own, each.looks
    yield "looks_truncated_7d", own, each.truncated
    for name, counts in (("looks_unread_7d", each.unread), ("misses_7d", each.misses)):
        for reason, count in sorted(counts.items()):
            yield name, own | {"reason": reason}, count
    for name, hours in (("look_gap", each.median_gap_hours), ("first_look", each.median_hours_to_first_look)):
        yield f"{name}_seconds", own, hours * 3600 if hours is not None else None
    yield "request_gap_seconds", own, each.pace.seconds if each.pace else None
    for name, at in (("last_look", each.last_look_at), ("last_new", each.last_new_at)):
        yield f"{name}_timestamp_seconds", own, at.timestamp() if at else None
    yield "days_watched_30d", own, each.days_watched
    yield "days_without_coverage_30d", own, each.days_without_coverage
    for source in each.sources:
        labels = own | {"source": source.url}
        yield "source_failures", labels, source.failures
        yield "source_newest_timestamp_seconds", labels, source.newest_at.timestamp() if source.newest_at else None


def _line(name: str, labels: dict[str, str], value: float | None) -> str:
    said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"rowback_{name}{f'{{{said}}}' if said else ''} {value:.15g}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
