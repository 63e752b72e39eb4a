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

Every error says what happened, to what, and the cure.
"""

from archive import RowbackError, exits


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
