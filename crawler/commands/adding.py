"""Adds outlets to rowback.toml, many at once: each that cannot be added costs itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive import BadInput, RowbackError
from crawler.cli import Root
from crawler.config import FILENAME, Config, edit
from crawler.config.lists import Entry
from crawler.errors import SourceError
from crawler.outlet import Front, Outlet, Source

from .check import look_at

if TYPE_CHECKING:
    from crawler.check.checking import Report

    from .choosing import Chosen


@dataclass(frozen=True, slots=True)
class Added:
    """An outlet that stands in rowback.toml now."""

    outlet: Outlet
    report: Report
    there: bool  # it stood there before


@dataclass(frozen=True, slots=True)
class Failed:
    """An entry that could not be added, and why."""

    entry: Entry
    error: RowbackError


class Adding:
    """What is added, and what cannot be."""

    def __init__(self, root: Root) -> None:
        self._config = root.config()
        self.path, self._text = _file(self._config)
        self.added: list[Added] = []
        self.failed: list[Failed] = []

    def take(self, entries: Sequence[Entry]) -> None:
        """Check entries side by side and write those that can be crawled."""
        chosen: dict[str, tuple[Entry, Chosen]] = {}
        for entry in entries:
            try:
                self._choose(entry, chosen)
            except RowbackError as error:
                self.failed.append(Failed(entry, error))
        reports = look_at(self._config, [each for _, each in chosen.values()])
        for (entry, _), report in zip(chosen.values(), reports, strict=True):
            try:
                self._put(entry, report)
            except RowbackError as error:
                self.failed.append(Failed(entry, error))
        self.failed.sort(key=lambda failed: failed.entry.line)
        if any(not each.there for each in self.added):
            edit.write(self.path, self._text)

    def write_failed(self, file: str) -> Path:
        """Write the entries that failed beside their list, each with its reason; the file can be given again."""
        beside = Path("rowback") if file == "-" else Path(file)
        path = beside.with_name(f"{beside.stem}.failed.txt")
        lines = (f"# line {each.entry.line}: {each.error}\n{each.entry.url}\n" for each in self.failed)
        try:
            path.write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"cannot be written ({error.strerror})", subject=str(path)) from None
        return path

    def _choose(self, entry: Entry, chosen: dict[str, tuple[Entry, Chosen]]) -> None:
        from .choosing import choose

        if entry.wrong:
            raise BadInput(entry.wrong, subject=entry.url)
        (one,) = choose((entry.url,), self._config)
        twin = chosen.setdefault(one.outlet.name, (entry, one))[0]
        if twin is not entry:
            raise BadInput(f"is the outlet of line {twin.line}, too", subject=entry.url)

    def _put(self, entry: Entry, report: Report) -> None:
        outlet = _described(report, entry)
        _refuse_another(self._config, outlet)
        there = outlet.name in self._config.outlets
        if not there and (wrong := _unusable(report)) is not None:
            raise wrong
        if not there:  # what a person wrote of it stays
            self._text = edit.put(self._text, outlet)
        self.added.append(Added(outlet, report, there))


def _unusable(report: Report) -> RowbackError | None:
    """Return why an outlet cannot be crawled; None when it can."""
    if report.error is not None:
        return report.error
    if report.useful or report.outlet.sources:
        return None
    from crawler.check.checking import nothing_found

    cure = "Not added. `rowback check` says what it tried"
    return SourceError(nothing_found(report), subject=report.outlet.home, cure=cure)


def _described(report: Report, entry: Entry) -> Outlet:
    """Return what is written of an outlet: its home, its title, and its sources where no definition names them.

    Under another name nothing stands for it but what is written: then the whole definition is.
    """
    from .choosing import builtin_outlets

    outlet, name = report.outlet, entry.name
    if name and name != outlet.name and outlet.name in builtin_outlets():
        return outlet.named(name)
    title = "" if outlet.title else report.title or entry.title
    return Outlet(
        name=name or outlet.name, home=outlet.home, title=title, sources=() if outlet.sources else _sources(report)
    )


def _sources(report: Report) -> tuple[Source, ...]:
    """Return the sources that were found useful, and the front page: it tells where an article stood."""
    front = Front(report.outlet.home)
    return report.useful if front in report.useful else (*report.useful, front)


def _refuse_another(config: Config, outlet: Outlet) -> None:
    """Raise `BadInput` where this name stands for another home already, or this home has another name."""
    from .choosing import builtin_outlets

    for name, definition in config.outlets.items():
        home = definition.outlet(builtin_outlets().get(name)).home
        if name == outlet.name and home != outlet.home:
            raise BadInput(f"is {home} already", subject=name, cure=f"Give {outlet.home} another --name")
        if name != outlet.name and home == outlet.home:
            raise BadInput(f"was added as {name} already", subject=home, cure=f"To rename it: rowback remove {name}")


def _file(config: Config) -> tuple[Path, str]:
    """Return the file to write to and what it says; a new one in the current folder when there is none."""
    path = config.path or Path.cwd() / FILENAME
    return path, path.read_text(encoding="utf-8") if path.exists() else edit.new()
