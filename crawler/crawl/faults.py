"""What went wrong in one crawl beside pages that were missed: what cost the crawl, and what cost less. Thread-safe."""

from typing import Final

from archive import RowbackError
from crawler.errors import Cost, cost, named

MOST: Final = 100  # that are remembered; the others are counted


class Faults:
    """The faults of one crawl."""

    def __init__(self) -> None:
        self.error: RowbackError | None = None  # the first that cost the crawl
        self._beside: list[RowbackError] = []
        self._more = 0

    def note(self, error: BaseException, subject: str = "") -> None:
        """Remember an error; `subject` is what it befell, where the error itself does not say."""
        fault = named(error, subject)
        if cost(fault, Cost.PAGE) >= Cost.CRAWL:
            self.error = self.error or fault
        elif len(self._beside) < MOST:
            self._beside.append(fault)
        else:
            self._more += 1

    @property
    def beside(self) -> tuple[RowbackError, ...]:
        """Those that cost less than the crawl, in the order in which they came."""
        more = RowbackError(f"{self._more:,} more faults", cure="The first ones are named above")
        return (*self._beside, more) if self._more else tuple(self._beside)
