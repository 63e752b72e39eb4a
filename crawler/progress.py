"""What a person sees while a crawl runs: lines above, one bar an outlet below. In cron, nothing."""

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from archive import clean


class Progress(Protocol):
    """Where a crawl tells how far it is."""

    def say(self, text: str) -> None:
        """Tell a line that matters to whoever watches."""

    def plan(self, outlet: str, pages: int) -> None:
        """Tell how many pages an outlet's part will ask for."""

    def page(self, outlet: str, done: int) -> None:
        """Tell how many of them came to an end."""

    def wait(self, outlet: str, what: str) -> None:
        """Tell what an outlet's part waits for."""


class Silent:
    """Tells nothing: for cron, where all is well as long as nothing is printed."""

    def say(self, text: str) -> None:
        """Tell nobody."""

    def plan(self, outlet: str, pages: int) -> None:
        """Tell nobody."""

    def page(self, outlet: str, done: int) -> None:
        """Tell nobody."""

    def wait(self, outlet: str, what: str) -> None:
        """Tell nobody."""


class Lines(Silent):
    """Tells the lines that matter, without bars: for `-v` where no terminal is."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, text: str) -> None:
        """Print the line."""
        self._console.print(Text(clean(text)), soft_wrap=True)


class Watched(Lines):
    """Tells a terminal."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._bars = Bars(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[waits]}", style="dim", markup=False),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bars.stop()

    def plan(self, outlet: str, pages: int) -> None:
        """Give an outlet its bar."""
        self._bars.update(self._task(outlet), total=pages, completed=0, waits="")

    def page(self, outlet: str, done: int) -> None:
        """Move an outlet's bar."""
        self._bars.update(self._task(outlet), completed=done, waits="")

    def wait(self, outlet: str, what: str) -> None:
        """Write behind the bar what it waits for."""
        self._bars.update(self._task(outlet), waits=what)

    def _task(self, outlet: str) -> TaskID:
        if outlet not in self._tasks:
            self._tasks[outlet] = self._bars.add_task(clean(outlet), total=None, waits="")
        return self._tasks[outlet]
