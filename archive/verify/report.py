"""What `verify` found: values, and nothing that looks for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from archive.warc.timestamps import Stamp

What = Literal["missing", "altered", "orphaned", "malformed"]
Progress = Callable[[int], object]  # bytes looked at since the last call


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    what: What
    detail: str  # what exactly, in words
    file: str | None = None  # below warcs/, or the name of another file of the morgue
    offset: int | None = None
    length: int | None = None
    subject: str = ""  # a record id, an address, or a table and an id


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Records that were erased on purpose."""

    file: str
    offset: int
    length: int
    erased_at: str
    reason: str
    records: int  # how many; 0 when the tombstone had no room to say


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found."""

    files: int = 0
    records: int = 0
    captures: int = 0
    versions: int = 0
    bytes: int = 0
    lines: int = 0  # of the chain
    head: str | None = None  # of the chain; None when there is none
    unchained: int = 0  # bytes that no line of the chain covers yet
    unindexed: int = 0  # records that the next crawl gives their rows
    stamps: list[Stamp] = field(default_factory=list)  # timestamps of heads of this chain
    unread_stamps: int = 0  # that the extra `timestamp` would read
    withheld: int = 0  # captures that are kept and hidden
    apart: int = 0  # articles that a deep look left out: another program derived them, or some of theirs waits
    unfinished: bool = False  # an erasure was broken off
    findings: list[Finding] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything is as it should be; what was erased on purpose is."""
        return not self.findings
