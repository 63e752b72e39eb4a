"""What outlets' templates add to their articles, by the states in the database: left out for deriving and for showing.

The rules are `extract.boilerplate`'s and `derive.states`'; this only fetches what they ask for, and remembers it.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from archive import ids
from archive.derive import template
from archive.derive.gist import gist
from archive.derive.identity import Group
from archive.derive.looks import Left
from archive.derive.states import Asked, in_force, under_states
from archive.errors import WarcError
from archive.models import Content
from archive.store import contents, sources, states

_READINGS: Final = 64  # in memory at once: some 50 KB each
_STATES: Final = 32  # likewise
_LEFT: Final = 512  # likewise, readings under states


def page_names(keys: Iterable[str]) -> frozenset[str]:
    """Return what states call the pages at some addresses (identity keys): a digest, which tells no address."""
    return frozenset(f"{ids.derived_id('page', key):014x}" for key in keys)


class Templates:
    """The readings of one database, and what its states leave out of them."""

    def __init__(self, connection: sqlite3.Connection, software: str = "") -> None:
        """Keep what is worked out under the name of a software: whoever derives has to give it."""
        self._connection = connection
        self._software = software
        self.content = lru_cache(maxsize=_READINGS)(self._load_content)
        self._state = lru_cache(maxsize=_STATES)(self._load_state)
        self._lines = lru_cache(maxsize=_LEFT)(self._find_lines)
        self._left = lru_cache(maxsize=_LEFT)(self._find_left)
        self._rest = lru_cache(maxsize=_LEFT)(self._find_rest)

    def under_states(self, outlet_id: int, group: Group) -> Group:
        """Return an article's looks with what the outlet's states leave out of them."""
        adopted = states.adopted(self._connection, outlet_id)
        if not adopted:
            return group
        names = page_names({look.key for look in group.looks} | {address.key for address in group.addresses})
        return replace(group, looks=under_states(group.looks, adopted, partial(self._left, names)))

    def shown(self, reading_id: int, *, article_id: int, outlet_id: int, reader: str, at: dt.datetime) -> Content:
        """Return what a reader read in an article without what the state in force at a time leaves out of it."""
        outlet = sources.outlet(self._connection, outlet_id)
        content = self.content(reading_id).in_language(outlet.language if outlet else None)
        state = in_force(states.adopted(self._connection, outlet_id), at)
        first = states.first_reading(self._connection, article_id, reader) if state else None
        if first is None:
            return content
        names = page_names(states.addresses(self._connection, article_id))
        return template.without(content, self._places(content, names, first, state))

    def moving(self, state: int) -> frozenset[str]:
        """Return the places that a state knows to move by themselves; none for state 0."""
        return frozenset(self._state(state).moving) if state else frozenset()

    def _places(self, content: Content, names: frozenset[str], first: int, state: int) -> tuple[int, ...]:
        return template.left_out(content, self._lines(names, first, state), self._state(state).drop)

    def _load_content(self, reading_id: int) -> Content:
        reading = contents.reading(self._connection, reading_id)
        if not isinstance(reading, Content):
            raise WarcError("a reading is not in the database", subject=str(reading_id), cure="`rowback rebuild`")
        return reading

    def _load_state(self, state_id: int) -> template.State:
        return template.loads(states.text(self._connection, state_id))

    def _find_lines(self, names: frozenset[str], first: int, state: int) -> frozenset[str]:
        return template.template(self.content(first), self._state(state), names)

    def _find_left(self, names: frozenset[str], asked: Asked) -> Left | None:
        """Return what is left of a reading: worked out once, as an article that is often looked at has many."""
        mark = ids.derived_id("left", self._software, asked.first_id, asked.state, *sorted(names))
        known = states.left(self._connection, asked.reading_id, mark)
        if known is not None:
            return known.left
        content = self.content(asked.reading_id)
        places = self._places(content, names, asked.first_id, asked.state)
        around = template.beside(content, self._state(asked.state), names, places)
        found = self._rest(asked.reading_id, places, around) if places or around else None
        states.put_left(self._connection, asked.reading_id, mark, found)
        return found

    def _find_rest(self, reading_id: int, places: tuple[int, ...], around: tuple[int, ...]) -> Left:
        return Left(places, gist(template.without(self.content(reading_id), places), around))
