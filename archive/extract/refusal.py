"""Why a page gave no article, as an error inside this package; `read` turns it into a `Rejection`."""

from archive.errors import ArchiveError
from archive.models import Unread


class Refused(ArchiveError):
    """A page that cannot be read as an article."""

    def __init__(self, reason: Unread, detail: str = "") -> None:
        super().__init__(detail or reason, subject=reason)
        self.reason: Unread = reason
        self.detail = detail
