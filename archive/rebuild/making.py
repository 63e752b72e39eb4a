"""The steps from WARC files to a database's rows, one after the other; whose database it is, others say."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from archive.ingest.deriving import Compare, Settler
from archive.ingest.hidden import hidden_identities, hide_again
from archive.ingest.telling import tell_stories
from archive.morgue import Morgue
from archive.store import captures, coverage, crawls, rebuilding, withheld
from archive.store.connection import transaction
from archive.store.positions import ReadPlaces
from archive.store.watched import NextCheck

from .files import WarcFile
from .fronts import Fronts, restore_positions
from .gather import gather, gather_imported
from .restore import Step, restore_ledgers, restore_readings
from .settle import schedule, settle

Bar = Callable[[str, int], AbstractContextManager[Step]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a rebuild works with; None: for those who crawl alone."""

    software: str
    bar: Bar
    next_check: NextCheck | None
    read_places: ReadPlaces | None
    compare: Compare


class Making:
    """A database while its rows are made."""

    def __init__(self, place: Morgue, connection: sqlite3.Connection, means: Means) -> None:
        self.connection = connection
        self._place = place
        self._means = means

    def gather(self, ours: Sequence[WarcFile], imported: Sequence[WarcFile]) -> None:
        """Read every record of these files once."""
        with self._means.bar("reading the WARC files", sum(file.size for file in [*ours, *imported])) as step:
            gather(self.connection, self._place.warcs, ours, step)
            gather_imported(self.connection, self._place.warcs, imported, step)

    def restore(self) -> None:
        """Put what the crawls' ledgers tell into its rows, and what was read to its captures."""
        restore_ledgers(self.connection)
        with self._means.bar("putting readings to captures", len(captures.awaiting_ids(self.connection))) as step:
            restore_readings(self.connection, step)

    def leave_waiting(self, capture_ids: Iterable[int]) -> None:
        """Leave captures on the list of what is still to be read or derived."""
        with transaction(self.connection):
            rebuilding.set_aside(self.connection, capture_ids)

    def settle(self) -> list[str]:
        """Derive all articles; return those that could not be derived, each with the reason."""
        settler = Settler(self.connection, self._means.compare, self._means.software)
        with self._means.bar("deriving articles", rebuilding.count(self.connection)["waiting"]) as step:
            return settle(self.connection, settler, step)

    def count(self) -> None:
        """Count what is counted by day, and name the articles that were missed."""
        with transaction(self.connection):
            coverage.recount_all(self.connection)
            crawls.name_missed_articles(self.connection)

    def read_fronts(self) -> None:
        """Note where front pages showed articles."""
        read, bar = self._means.read_places, self._means.bar
        if read is not None:
            fronts = Fronts(folder=self._place.warcs, read=read, hidden=hidden_identities(self._place))
            with bar("reading front pages", len(captures.front_looks(self.connection))) as step:
                restore_positions(self.connection, fronts, step)

    def hide(self) -> None:
        """Take out what is withheld, and note it in desk.db."""
        hide_again(self._place, self.connection)

    def tell_stories(self) -> None:
        """Work out the stories and passages of all articles."""
        with self._means.bar("telling stories", rebuilding.count(self.connection)["articles"]) as step:
            tell_stories(self.connection, step)

    def leave_out(self, capture_ids: Sequence[int]) -> None:
        """Take out captures with all that was read in them, without a note of it."""
        with transaction(self.connection):
            withheld.take_out(self.connection, capture_ids, ())

    def schedule(self) -> None:
        """Write when each article is looked at next."""
        if self._means.next_check is not None:
            schedule(self.connection, self._means.next_check)
