"""Which lines of the chain cover the bytes of some records."""

from collections.abc import Iterable

from archive.models import Capture
from archive.morgue import Morgue
from archive.warc.chain import Broken, Line, current, load


def covering(morgue: Morgue, captures: Iterable[Capture]) -> list[Line]:
    """Return the lines of the chain that cover these captures, in the chain's order."""
    wanted = list(captures)
    lines = current(load(morgue))
    found = [line for line in lines if any(_covers(line, capture) for capture in wanted)]
    return sorted(found, key=lambda line: line.number)


def head(morgue: Morgue) -> str:
    """Return the digest of the chain's last line; "" when there is none."""
    lines = [line for line in load(morgue) if not isinstance(line, Broken)]
    return lines[-1].digest if lines else ""


def _covers(line: Line, capture: Capture) -> bool:
    return line.file == capture.filename and line.start <= capture.offset < line.end
