"""What one crawl is asked to do, and what came of it. Values only."""

from dataclasses import dataclass, field

from archive import RowbackError, SourceCount
from crawler.frontier import Limits

_NO_FAILURE = {"gone", "trap", "budget", "robots"}  # misses that say nothing of whether an outlet can be had
_OF_ONE_PAGE = {"refused", "wall", "server_error", "too_large", "truncated"}  # said of the page that was asked for
_FEW = 3  # so many such answers in a row rest an outlet
_ELSEWHERE = {"private_address"}  # nor does this where articles are had; each crawl meets it again


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
    sources_resting: int = 0  # those that could be read at their last look, and whose next is later
    refused: str = ""  # the rule of robots.txt, when it forbids every page that is known of the outlet
    stopped: str = ""  # why it ended before its plan was done
    error: RowbackError | None = None

    @property
    def failed(self) -> bool:
        """Whether nothing of it could be had although something was wanted."""
        deaf = bool(self.sources_failed) and not self.sources_read and not self.sources_resting
        innocent = set() if self.exactly else _NO_FAILURE | _ELSEWHERE if self.known else _NO_FAILURE
        if self.known and not self.exactly and sum(self.missed.get(each, 0) for each in _OF_ONE_PAGE) < _FEW:
            innocent = innocent | _OF_ONE_PAGE  # one page of an outlet whose articles are here
        missed = bool(set(self.missed) - innocent)
        return self.error is not None or (not self.fetched and (missed or deaf or bool(self.refused)))

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
    error: RowbackError | None = None  # what cost the crawl
    faults: tuple[RowbackError, ...] = ()  # what went wrong and cost less

    @property
    def fetched(self) -> int:
        """Pages that the outlets gave or confirmed as unchanged."""
        return sum(outlet.fetched for outlet in self.outlets)
