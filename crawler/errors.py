"""What can go wrong while crawling, by name.

::

    CrawlError                   exit code 1 unless a class below says otherwise
    ├── ConfigError              3   rowback.toml: unknown key, bad value, missing contact
    ├── UnknownOutlet            3   a name that no definition has
    ├── NotAnOutlet              2   a URL that reads as one article, given where an outlet is wanted
    ├── SourceError              5   a feed or sitemap that cannot be read; the crawl goes on
    │   └── NoSource             5   an outlet that announces its articles nowhere
    ├── NothingFetched           6   not one page could be had
    ├── NoRoom                   7   less free disk than min_free
    ├── PrivateAddress           5   a page or a name leads into a private network; the crawl goes on
    └── WireRecordingError       1   an exchange passed without being recorded: never to be ignored

Every error says what happened, to what, and the cure. What each costs stands in `COSTS` below, the archive's and the
crawler's alike.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from archive import RowbackError, exits
from archive import errors as kept


class CrawlError(RowbackError):
    """Something the crawler cannot do."""


class ConfigError(CrawlError, ValueError):
    """The configuration says something that cannot be."""

    code = exits.SETUP


class UnknownOutlet(CrawlError, LookupError):
    """No definition has that name."""

    code = exits.SETUP


class NotAnOutlet(CrawlError, ValueError):
    """A URL that reads as one article was given where an outlet is wanted."""

    code = exits.USAGE


class SourceError(CrawlError, ValueError):
    """A feed or sitemap cannot be read."""

    code = exits.SOME_FAILED


class NoSource(SourceError):
    """An outlet announces its articles in no place that was found."""


class NothingFetched(CrawlError):
    """Not one page could be had."""

    code = exits.NOTHING


class NoRoom(CrawlError):
    """The disk holds less free space than `min_free`."""

    code = exits.DISK


class PrivateAddress(CrawlError):
    """An address that is not public and that nobody opened. No `OSError`: looking again would not help."""

    code = exits.SOME_FAILED


class WireRecordingError(CrawlError):
    """An exchange passed without being recorded."""


class Cost(IntEnum):
    """What is lost when something goes wrong; each holds those before it."""

    ENTRY = 1  # one address or line of a source
    PAGE = 2  # one page: not had, not kept, not read or not derived
    SOURCE = 3  # one feed, sitemap, section or robots.txt
    OUTLET = 4  # one outlet's part of this crawl
    CRAWL = 5  # this crawl: nothing more can be kept
    ARCHIVE = 6  # the archive's folder: no crawl can keep anything


# The least that an error of a class costs. Where it comes, what was being worked on is lost as well, and no more.
COSTS: Final[Mapping[type[BaseException], Cost]] = {
    BaseException: Cost.ENTRY,  # whatever nobody foresaw
    RowbackError: Cost.ENTRY,
    kept.ArchiveError: Cost.ENTRY,
    kept.BadInput: Cost.ENTRY,
    kept.NotInArchive: Cost.PAGE,
    kept.WarcError: Cost.PAGE,  # that record's; exit code 9 says that the archive is damaged
    kept.RecordCut: Cost.PAGE,
    kept.RecordAltered: Cost.PAGE,
    kept.RecordMissing: Cost.PAGE,
    kept.NotHttp: Cost.PAGE,
    kept.NotWarc: Cost.PAGE,
    kept.PageTooLarge: Cost.PAGE,
    kept.ExchangeRefused: Cost.PAGE,
    kept.NotDerived: Cost.PAGE,
    PrivateAddress: Cost.PAGE,
    CrawlError: Cost.ENTRY,
    SourceError: Cost.SOURCE,
    NoSource: Cost.OUTLET,
    NotAnOutlet: Cost.OUTLET,
    UnknownOutlet: Cost.OUTLET,
    ConfigError: Cost.OUTLET,
    NothingFetched: Cost.OUTLET,
    kept.MorgueLocked: Cost.OUTLET,
    kept.CaptureFailed: Cost.CRAWL,
    kept.DiskFull: Cost.CRAWL,
    NoRoom: Cost.CRAWL,
    WireRecordingError: Cost.CRAWL,
    kept.MorgueError: Cost.ARCHIVE,
    kept.MorgueMissing: Cost.ARCHIVE,
    kept.MorgueTooNew: Cost.ARCHIVE,
    kept.RowAltered: Cost.ARCHIVE,
}


def cost(error: BaseException, working_on: Cost) -> Cost:
    """Return what an error costs that came while `working_on` was being worked on."""
    return max(working_on, next(COSTS[kind] for kind in type(error).__mro__ if kind in COSTS))


def named(error: BaseException, subject: str = "") -> RowbackError:
    """Return an error as one of ours, with its cause in words."""
    if isinstance(error, RowbackError):
        return error
    unforeseen = CrawlError(f"{type(error).__name__}: {error}"[:500], subject=subject, cure="Please report this")
    unforeseen.__cause__ = error
    return unforeseen
