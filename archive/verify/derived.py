"""Every row against the WARC files: all is derived again, aside, and compared row by row. No list of fields."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archive.compare import compare_bounded
from archive.lookup import dump
from archive.lookup.apart import Apart, articles_apart, unsure_outlets
from archive.lookup.dump import Dumped
from archive.morgue import Morgue
from archive.rebuild import Bar, Means, derived_aside
from archive.store import audit, captures, rebuilding, tellings, warcs
from archive.store.index_check import index_fits

from .report import Finding, Report, What

_MOST: Final = 1_000  # findings that are listed; more are counted
# what depends on all articles at once, or on the program that read them: compared where one program derived all
_OF_ALL: Final = frozenset({"campaign_id", "beside_campaign", "gist"})

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Deep:
    """What deriving needs."""

    software: str | None  # what another one derived is another's to compare; None: whatever derived it is compared
    bar: Bar


@contextmanager
def no_bar(what: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show nobody how far it is."""
    yield lambda done: None


def look(morgue: Morgue, connection: sqlite3.Connection, deep: Deep, report: Report) -> None:
    """Derive everything again and add what differs to the report. Raises `DiskFull`."""
    means = Means(
        software=deep.software or "rowback", bar=deep.bar, next_check=None, read_places=None, compare=compare_bounded
    )
    waiting = captures.awaiting_ids(connection)
    with derived_aside(morgue, means, indexed=warcs.indexed(connection), waiting=waiting) as derived:
        apart = articles_apart(connection, derived, deep.software)
        found = _differing(connection, derived, apart)
        report.findings += islice(found, _MOST)
        if more := sum(1 for _ in found):
            report.findings.append(Finding(what="altered", detail=f"{more:,} more rows differ", file="rowback.db"))
        report.findings += _conversions(connection, derived)
        report.apart = len(apart.articles)
        if not apart.articles:
            report.findings += _search(connection, derived)


def _differing(connection: sqlite3.Connection, derived: sqlite3.Connection, apart: Apart) -> Iterator[Finding]:
    unsure, of_stories = unsure_outlets(connection), frozenset(tellings.TABLES)
    told = not apart.articles and tellings.all_told(connection)  # else the next crawl's end alone knows them
    for table in dump.tables(derived):
        if (apart.articles and table.name == "campaigns") or (table.name in of_stories and not told):
            continue
        both = _merged(dump.rows(connection, table), dump.rows(derived, table), _key_of(table))
        for kept, made in both:
            if kept != made and not apart.has(table.name, table.columns, kept or made or ()):
                yield from _told(table, kept, made, unsure, alone=not apart.articles)


def _conversions(connection: sqlite3.Connection, derived: sqlite3.Connection) -> Iterator[Finding]:
    """Yield readings that the conversion record they name does not hold."""
    for row, record_id, reading in audit.kept_readings(connection):
        held = rebuilding.reading_in(derived, record_id)
        if held != reading:
            detail = "the record_id names a conversion record that " + (
                "holds another reading" if held else "is not there"
            )
            what: What = "altered" if held else "missing"
            yield Finding(what=what, detail=detail, subject=f"contents {row} {record_id}", file="rowback.db")


def _told(
    table: Dumped, kept: Row | None, made: Row | None, unsure: frozenset[int], *, alone: bool
) -> Iterator[Finding]:
    """Yield what to say of two rows that differ; what a crawl that has not ended knows alone is left out."""
    row = dict(zip(table.columns, kept or made or (), strict=True))
    if table.name in ("outlets", "sources") and row.get("outlet_id", row["id"]) in unsure:
        return
    subject = f"{table.name} {' '.join(str(row[name]) for name in table.key)}"
    if kept is None:
        detail = "a row that the WARC files give is not there"
        yield Finding(what="missing", detail=detail, subject=subject, file="rowback.db")
    elif made is None:
        detail = "no WARC file gives this row"
        yield Finding(what="orphaned", detail=detail, subject=subject, file="rowback.db")
    else:
        names = [name for name, one, other in zip(table.columns, kept, made, strict=True) if one != other]
        if named := [name for name in names if alone or name not in _OF_ALL]:
            detail = f"the WARC files give otherwise: {', '.join(named)}"
            yield Finding(what="altered", detail=detail, subject=subject, file="rowback.db")


def _key_of(table: Dumped) -> Callable[[Row], tuple[tuple[int, object], ...]]:
    places = [table.columns.index(name) for name in table.key]
    return lambda row: tuple(_ordered(row[place]) for place in places)


def _ordered(value: object) -> tuple[int, object]:
    """Order values as SQLite does: null, numbers, text, bytes."""
    if value is None:
        return 0, 0
    return (1 if isinstance(value, int | float) else 2 if isinstance(value, str) else 3), value


def _merged(
    kept: Iterator[Row], made: Iterator[Row], key: Callable[[Row], tuple[tuple[int, object], ...]]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Put two runs of rows in the order of their key side by side; None where one has no such row."""
    one, other = next(kept, None), next(made, None)
    while one is not None or other is not None:
        if other is None or (one is not None and key(one) < key(other)):
            yield one, None
            one = next(kept, None)
        elif one is None or key(other) < key(one):
            yield None, other
            other = next(made, None)
        else:
            yield one, other
            one, other = next(kept, None), next(made, None)


def _search(connection: sqlite3.Connection, derived: sqlite3.Connection) -> Iterator[Finding]:
    """Yield search indexes that are not those of the texts."""
    for name in dump.search_indexes(connection):
        if not index_fits(connection, derived, name):
            detail = "the search index is not that of the texts"
            yield Finding(what="altered", detail=detail, subject=name, file="rowback.db")
