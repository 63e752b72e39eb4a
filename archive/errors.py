"""What can go wrong in the archive, by name.

::

    RowbackError                 what every error of ours carries; the crawler's half is crawler.errors.CrawlError
    └── ArchiveError             exit code 1 unless a class below says otherwise
        ├── MorgueError              3   the folder: missing, unwritable, of a newer rowback
        │   ├── MorgueMissing        3
        │   ├── MorgueTooNew         3
        │   ├── MorgueLocked         8   another rowback holds it
        │   └── RowAltered           9   a row of the database that is none of rowback's
        ├── BadInput                 2   an address, a time or a version number that cannot be understood
        ├── NotInArchive             4   asked for something that was never kept
        ├── DiskFull                 7
        ├── WarcError                9   a record that is not what it should be
        │   ├── RecordCut            9   fewer bytes than it announces
        │   ├── RecordAltered        9   a digest does not match
        │   ├── RecordMissing        9   no such file, or nothing at that place
        │   ├── NotHttp              9   what a server sent begins with no HTTP status line
        │   └── NotWarc              2   a file that is none, or a package without one
        ├── PageTooLarge             1   a body that unpacks to more than is allowed
        └── CaptureFailed            1   nothing can be kept; never an OSError, which Scrapy would retry
            ├── ExchangeRefused          1   this one exchange could not be kept
            └── NotDerived               1   this one article could not be derived; its captures are kept

Every error says what happened, to what, and the cure; `rowback` prints these three and its exit code.
"""

from typing import ClassVar

from . import exits


class RowbackError(Exception):
    """Something that cannot be done, with its subject and a cure."""

    code: ClassVar[int] = exits.OURS

    def __init__(self, message: str, *, subject: str = "", cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.cure = cure

    @property
    def name(self) -> str:
        """The name that scripts see in JSON."""
        return type(self).__name__

    def __str__(self) -> str:
        head = f"{self.subject}: {self.message}" if self.subject else self.message
        return f"{head}. {self.cure}" if self.cure else head


class ArchiveError(RowbackError):
    """Something the archive cannot do."""


class MorgueError(ArchiveError):
    """The archive's folder cannot be used."""

    code = exits.SETUP


class MorgueMissing(MorgueError):
    """There is no archive at that place."""


class MorgueTooNew(MorgueError):
    """The archive was written by a newer rowback."""


class MorgueLocked(MorgueError):
    """Another rowback holds what is needed."""

    code = exits.LOCKED


class RowAltered(MorgueError):
    """A row holds what rowback never writes."""

    code = exits.DAMAGE


class BadInput(ArchiveError, ValueError):
    """An address, a time or a number that cannot be understood."""

    code = exits.USAGE


class NotInArchive(ArchiveError, LookupError):
    """Asked for something that was never kept."""

    code = exits.ABSENT


class DiskFull(ArchiveError):
    """No room; what was being written was rolled back."""

    code = exits.DISK


class WarcError(ArchiveError):
    """A WARC record is not what it should be."""

    code = exits.DAMAGE


class RecordCut(WarcError):
    """A record holds fewer bytes than it announces."""


class RecordAltered(WarcError):
    """A record's bytes do not match a digest."""


class RecordMissing(WarcError):
    """There is no such WARC file, or it ends before the record's place."""


class NotHttp(WarcError):
    """What a server sent cannot be cut into HTTP messages."""


class NotWarc(WarcError):
    """A file that was given to be imported is no WARC file, nor a package that holds one."""

    code = exits.USAGE


class PageTooLarge(ArchiveError):
    """A body is larger than allowed, or unpacks to more."""


class CaptureFailed(ArchiveError):
    """What came cannot be kept or read. No `OSError`: Scrapy takes those for the network's and tries again."""


class ExchangeRefused(CaptureFailed):
    """One exchange could not be kept; others can."""


class NotDerived(CaptureFailed):
    """One article could not be derived; what was captured of it is kept, and others can."""
