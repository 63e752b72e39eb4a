"""What one crawl is asked to do, and what came of it. Values only."""

from dataclasses import dataclass, field

from archive.errors import RowbackError
from archive.ledger import SourceCount

from .frontier import Limits

_NO_FAILURE = {"gone", "trap", "budget"}  # misses that say nothing of whether an outlet can be had
_FORBIDDEN = {"robots", "private_address"}  # nor do these where others are had; each crawl meets them again


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions(Limits):
    """What one crawl keeps to, and what it does besides."""

    dry_run: bool = False  # say what would be fetched, then stop
    pages: tuple[str, ...] = ()  # exactly these, in place of what the outlet announces


@dataclass(slots=True)
class OutletSummary:
    """What one outlet's part of a crawl came to; filled while it runs."""

    name: str
    known: bool = False  # the archive has an article of it
    exactly: bool = False  # a person named the pages: each that is missed counts
    announced: int = 0
    first_seen: int = 0  # addresses that were never announced before
    within: int = 0
    taken: int = 0
    fetched: int = 0  # pages that were had, or confirmed as unchanged
    unchanged: int = 0  # 304
    missed: dict[str, int] = field(default_factory=dict)
    named_missed: list[str] = field(default_factory=list)  # pages that a person named, each with why it was missed
    sources_read: int = 0
    sources: list[SourceCount] = field(default_factory=list)  # what each announced
    sources_failed: list[str] = field(default_factory=list)
    stopped: str = ""  # why it ended before its plan was done
    error: RowbackError | None = None

    @property
    def failed(self) -> bool:
        """Whether nothing of it could be had although something was wanted."""
        deaf = bool(self.sources_failed) and not self.sources_read
        innocent = set() if self.exactly else _NO_FAILURE | _FORBIDDEN if self.known else _NO_FAILURE
        return self.error is not None or (not self.fetched and (bool(set(self.missed) - innocent) or deaf))

    def miss(self, reason: str, url: str, detail: str) -> None:
        """Count one page that was not had."""
        self.missed[reason] = self.missed.get(reason, 0) + 1
        if self.exactly:
            self.named_missed.append(f"{url}: {detail or reason.replace('_', ' ')}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSummary:
    """What a crawl came to."""

    crawl_id: int
    outlets: tuple[OutletSummary, ...]
    new: int
    changed: int
    same: int
    held_back: int
    unread: int
    bytes: int
    interrupted: int = 0  # the signal that ended it early
    error: RowbackError | None = None

    @property
    def fetched(self) -> int:
        """Pages that the outlets gave or confirmed as unchanged."""
        return sum(outlet.fetched for outlet in self.outlets)
