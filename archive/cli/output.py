"""How commands speak: text for people, one JSON object for machines, errors with a name, a subject and a cure.

The only place that prints and that turns errors into exit codes. What is said is decided elsewhere.
"""

import contextlib
import dataclasses
import datetime as dt
import errno
import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archive import exits
from archive.errors import RowbackError
from archive.sqlite import said
from archive.times import warc_date
from archive.wording.text import clean, one_line

FORMAT = 1  # of the JSON that commands print; within it keys are only added
_PLAIN_WIDTH = 100_000  # nothing is folded or cut off when no terminal looks
_FILLED_WIDTH = 80  # but a rule or a panel, which fills the width it gets
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_NO_ROOM_NO_READER = (*_NO_ROOM, errno.EPIPE)
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def unbroken(text: str, style: str = "") -> Text:
    """Return a line that is never folded, because people copy it: an address, a command."""
    return Text(one_line(text), style=style, no_wrap=True, overflow="ignore")


class ReaderGone(Exception):
    """Who read us has gone, as `| head` does. No `OSError`: click would take that for a failure of ours."""


class Output:
    """Where a command's answer goes."""

    def __init__(self, *, as_json: bool = False, out: IO[str] | None = None, err: IO[str] | None = None) -> None:
        self.as_json = as_json
        self._out, self._err = out or sys.stdout, err or sys.stderr
        self.console = _console(self._out)

    @property
    def terminal(self) -> bool:
        """Whether a person looks at the answer as it is printed."""
        return self.console.is_terminal

    @property
    def colour(self) -> bool:
        """Whether colours reach the reader's eye."""
        return self.console.color_system is not None and not self.console.no_color

    def answer(self, **values: object) -> None:
        """Print the one JSON object of a command; dataclasses become objects with their fields as keys."""
        self._write(as_json_text({"format": FORMAT, **values}))

    def show(self, *renderables: RenderableType) -> None:
        """Print to people; without a terminal unfolded, and no line ends in blanks."""
        if self.terminal:
            self._print(renderables)
            return
        with self.console.capture() as captured:
            self._print(renderables)
        self._write("\n".join(line.rstrip() for line in captured.get().split("\n")))

    def _print(self, renderables: Iterable[RenderableType]) -> None:
        for renderable in renderables:
            copied = isinstance(renderable, Text) and renderable.no_wrap is True
            filling = not self.terminal and not isinstance(renderable, str | Text | Table | Padding)
            self.console.print(renderable, soft_wrap=copied, width=_FILLED_WIDTH if filling else None)

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
        except BrokenPipeError:
            raise ReaderGone from None

    def note(self, text: str) -> None:
        """Say something beside the answer, on stderr."""
        _console(self._err).print(Text(clean(text), style="dim"), soft_wrap=True)


def table(*headings: str) -> Table:
    """Return a table without lines around it, for rows of `Text`."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def as_json_text(value: Mapping[str, object]) -> str:
    """Write an object as JSON that no terminal obeys and that survives broken Unicode."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_plain)
    safe = _UNSAFE_JSON.sub(lambda control: f"\\u{ord(control[0]):04x}", text)
    return safe.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return warc_date(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise ReaderGone


def _console(stream: IO[str]) -> Console:
    console = _Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    return console


def guarded(command: click.Command, arguments: Sequence[str] | None = None, obj: object = None) -> int:
    """Run a command and return its exit code; whatever goes wrong is told on stderr in a sentence, never a traceback.

    With `--json` among the arguments the error is told as a JSON object on stdout, too.
    """
    try:
        code = _run(command, sys.argv[1:] if arguments is None else list(arguments), obj)
        sys.stdout.flush()
    except (ReaderGone, BrokenPipeError):
        _leave_stdout()
        return 0
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _leave_stdout()
        cure = "Make room where it is written to"
        return _tell(False, exits.DISK, "DiskFull", "", "there was no room for the whole answer", cure)
    return code


def _leave_stdout() -> None:
    """Say no more: what was not written yet must not fail when the program ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(command: click.Command, arguments: list[str], obj: object) -> int:
    """Run a command and tell its errors. Raises what shows that stdout cannot be written to."""
    as_json = "--json" in arguments
    try:
        result = command.main(args=arguments, prog_name="rowback", obj=obj, standalone_mode=False)
    except RowbackError as error:
        return _tell_error(as_json, error)
    except sqlite3.DatabaseError as error:
        return _tell_error(as_json, said(error))
    except click.ClickException as error:
        return _tell_usage(as_json, error)
    except (click.Abort, KeyboardInterrupt):
        return exits.INTERRUPTED
    except ReaderGone:
        raise
    except Exception as error:  # the edge of the program: our fault, said in a sentence
        if os.environ.get("ROWBACK_TRACEBACK") or (isinstance(error, OSError) and error.errno in _NO_ROOM_NO_READER):
            raise
        cure = "This is a fault in rowback; ROWBACK_TRACEBACK=1 shows where"
        return _tell(as_json, exits.OURS, type(error).__name__, "", str(error) or "no message", cure)
    return result if isinstance(result, int) else 0


def _tell_error(as_json: bool, error: RowbackError) -> int:
    return _tell(as_json, error.code, error.name, error.subject, error.message, error.cure)


def _tell_usage(as_json: bool, error: click.ClickException) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return exits.USAGE
    cure = f"See {context.command_path} --help" if context else ""
    return _tell(as_json, error.exit_code, "Usage", "", error.format_message().rstrip("."), cure)


def _tell(as_json: bool, code: int, name: str, subject: str, message: str, cure: str) -> int:
    """Print an error and return its exit code."""
    if as_json:
        told = {"code": code, "name": name, "subject": subject, "message": message, "cure": cure}
        sys.stdout.write(as_json_text({"format": FORMAT, "error": told}))
        return code
    head = Text.assemble((f"{clean(subject)}: " if subject else "", "bold"), clean(message))
    errors = _console(sys.stderr)
    errors.print(head, soft_wrap=True)
    if cure:
        errors.print(Text(clean(cure), style="dim"), soft_wrap=True)
    return code
