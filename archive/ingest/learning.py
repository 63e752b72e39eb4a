"""Learns what an outlet's pages repeat and adopts it as the outlet's state: into the WARC first, then the database.

At most once a day, and only when the new state leaves out other things than the one in force on the very pages that it
was learned from. The caller holds the outlet's lock.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive import ids
from archive.derive import template
from archive.derive.template import State
from archive.errors import BadInput, RowbackError
from archive.extract import READER
from archive.lookup.templates import page_names
from archive.models import Content
from archive.morgue import Morgue
from archive.store import contents, states
from archive.store.connection import connect_reader, transaction
from archive.store.states import StateRow
from archive.warc.records import OURS

if TYPE_CHECKING:
    from .archive import Archive
    from .door import Ingest
    from .writer import Intake

Now = Callable[[], dt.datetime]
Say = Callable[[str], object]
Fault = Callable[[Exception, str], object]  # takes note of what nobody foresaw, and what it befell

URI: Final = f"{OURS}state:"  # and the outlet's name behind it
FEWEST: Final = 3  # articles that can teach anything
MOST: Final = 400  # articles that are asked: those that were captured last
LONGEST: Final = dt.timedelta(seconds=60)  # that one crawl learns
EVERY: Final = dt.timedelta(hours=24)


def learn_outlets(
    ingest: "Ingest | Intake",
    morgue: Morgue,
    outlets: Iterable[str],
    *,
    now: Now,
    goes_on: Callable[[], bool],
    say: Say,
    fault: Fault,
) -> None:
    """Learn from each of these outlets, whose locks are held, that was not learned from for a day, and adopt it.

    A help and no duty: whatever goes wrong is said, and costs the learning of that outlet alone. What there is no time
    for is left to the next crawl.
    """
    began = now()
    for outlet in outlets:
        if not goes_on() or now() - began > LONGEST:
            return
        try:
            with closing(connect_reader(morgue)) as connection:
                _learn_outlet(ingest, connection, outlet, now())
        except RowbackError as error:
            say(f"Nothing was learned of {outlet}: {error}")
        except Exception as error:  # of a help; the crawl ends as it would without
            fault(error, f"learning from {outlet}")


def _learn_outlet(ingest: "Ingest | Intake", connection: sqlite3.Connection, outlet: str, now: dt.datetime) -> None:
    outlet_id = ids.outlet_id(outlet)
    if not is_due(connection, outlet_id, now):
        return
    ingest.call(lambda archive: note_checked(archive, outlet, now)).result()
    state = learn(connection, outlet_id, READER)
    if state is not None:
        ingest.call(lambda archive: adopt(archive, outlet, state, now)).result()


def is_due(connection: sqlite3.Connection, outlet_id: int, now: dt.datetime) -> bool:
    """Tell whether an outlet may be learned from: it was not for a day, whatever came of it."""
    last = [state.adopted_at for state in states.adopted(connection, outlet_id)[-1:]]
    checked = states.checked_at(connection, outlet_id)
    if checked is not None and checked <= now:  # a later one was noted by a clock that has since been put back
        last.append(checked)
    return all(now - at >= EVERY for at in last)


def learn(connection: sqlite3.Connection, outlet_id: int, reader: str) -> State | None:
    """Return what an outlet's newest pages teach; None when it would leave out the same as what is in force.

    Two passes over the readings, so that no more than one of them is in memory.
    """
    known = list(states.pages(connection, outlet_id, reader, MOST))
    if len(known) < FEWEST:
        return None
    old = _in_force(connection, outlet_id)
    moved = states.moved(connection, outlet_id, MOST)
    new = template.learn(((name, content.blocks) for name, content in _pages(connection, known)), old, moved)
    tells = new.moving != old.moving or any(
        _leaves(content, new, name) != _leaves(content, old, name) for name, content in _pages(connection, known)
    )
    return new if tells else None


def _in_force(connection: sqlite3.Connection, outlet_id: int) -> State:
    adopted = states.adopted(connection, outlet_id)
    return template.loads(states.text(connection, adopted[-1].id)) if adopted else State()


def define(archive: "Archive", outlet: str, drop: tuple[str, ...], now: dt.datetime) -> None:
    """Let what an outlet's definition leaves out be in force for what is captured from now on.

    The caller holds the outlet's lock. Raises `DiskFull`, `CaptureFailed`.
    """
    old = _in_force(archive.connection, ids.outlet_id(outlet))
    if old.drop != drop:
        adopt(archive, outlet, replace(old, drop=drop), now)


def _pages(connection: sqlite3.Connection, known: list[tuple[str, int]]) -> Iterator[tuple[str, Content]]:
    for key, reading_id in known:
        reading = contents.reading(connection, reading_id)
        if isinstance(reading, Content):
            (name,) = page_names([key])
            yield name, reading


def _leaves(content: Content, state: State, name: str) -> tuple[object, ...]:
    lines = template.template(content, state, [name])
    return lines, template.beside(content, state, [name], template.left_out(content, lines, state.drop))


def adopt(archive: "Archive", outlet: str, state: State, now: dt.datetime) -> None:
    """Let a state be in force for what is captured from now on. Raises `DiskFull`, `CaptureFailed`."""
    text = template.dumps(state)
    block = json.dumps({"format": 1, "outlet": outlet, "state": json.loads(text)}, sort_keys=True, ensure_ascii=False)

    archive.keep_resource(f"{URI}{outlet}", block.encode(), now)


def put(connection: sqlite3.Connection, row: StateRow) -> None:
    """Add a state whose record is in the WARC; what it bears upon already is derived again."""
    states.put(connection, row)
    states.await_later(connection, row)


def note_checked(archive: "Archive", outlet: str, now: dt.datetime) -> None:
    """Note that an outlet was asked, so that it is not asked again for a day."""
    with transaction(archive.connection):
        states.put_checked(archive.connection, ids.outlet_id(outlet), now)


def said(block: bytes, record_id: str, kept_at: dt.datetime) -> StateRow:
    """Return the state that a resource under `URI` holds. Raises `BadInput` when it holds none."""
    try:
        value = json.loads(block)
        outlet, state = value["outlet"], json.dumps(value["state"])
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"not a state of an outlet ({error})", subject=record_id) from None
    if not isinstance(outlet, str):
        raise BadInput("a state of no outlet", subject=record_id)
    return StateRow(outlet=outlet, adopted_at=kept_at, record_id=record_id, state=template.dumps(template.loads(state)))
