"""Gathers all that may be one article, lets the deciders decide, and replaces its rows: after each look, as a whole."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive import ids, urls
from archive.derive.identity import edges_of, group
from archive.derive.looks import Look, Read, together
from archive.derive.moves import Move, moves
from archive.derive.places import known_to_move
from archive.derive.quieting import quieted
from archive.derive.rows import Home, LookRow, article_rows, loose_rows
from archive.derive.template import without
from archive.derive.whole import Derived, derive
from archive.errors import WarcError
from archive.lookup.templates import Templates
from archive.models import Capture, Change, Content, Decision, Edit, Fact
from archive.store import articles, contents, edges, sources

Compare = Callable[..., Change]  # archive.compare.compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a capture was taken for."""

    capture_id: int
    article_id: int | None  # None when it belongs to no article
    decision: Decision | None  # None when it shows no article
    reason: str  # why it was held back or not read; "" otherwise
    version_id: int | None  # the version it shows; None when it shows none
    look_again_at: dt.datetime | None  # when a further look would settle what waits; None when nothing does
    decided_with: tuple[int, ...] = ()  # every capture that was decided anew with it, by id, itself among them
    unread: tuple[int, ...] = ()  # older captures to be read by the present reader, to be compared with what it read


def nothing(capture: Capture) -> Settled:
    """Return that a capture was taken for nothing."""
    return Settled(
        capture_id=capture.id, article_id=None, decision=None, reason="", version_id=None, look_again_at=None
    )


class Settler:
    """Derives articles from what the database holds of their looks."""

    def __init__(self, connection: sqlite3.Connection, compare: Compare, software: str, reader: str = "") -> None:
        """Compare under the name of a software; without a `reader` nothing is asked to be read again."""
        self._connection = connection
        self._compare = compare
        self._software = software
        self._reader = reader
        self._templates = Templates(connection, software)

    def settle(self, capture: Capture) -> Settled:
        """Derive every article that a capture may belong to or bear upon; inside the caller's transaction."""
        if capture.outlet_id is None:
            return nothing(capture)
        outlet_id = capture.outlet_id
        fronts = frozenset(map(urls.identity_key, sources.fronts(self._connection, outlet_id)))
        looks, own_ids, before = self._gather(outlet_id, urls.identity_key(capture.url), fronts)
        said = [edge for look in looks for edge in edges_of(look, own_id=own_ids.get(look.capture_id, ""))]
        groups = [self._templates.under_states(outlet_id, each) for each in group(looks, said, fronts)]
        home = self._home(outlet_id)
        asked = partial(self._change, home.language), partial(self._differ, home.language)
        derived = [derive(each, fronts, *asked) for each in groups]
        rows = [article_rows(each, home, partial(self._content_of, home.language)) for each in derived]
        inside = {look.capture_id for article in rows for look in article.looks}
        loose = loose_rows(look for look in looks if look.capture_id not in inside)
        articles.replace(self._connection, before, rows, loose, self._software)
        again = {article.id: each.look_again_at for article, each in zip(rows, derived, strict=True)}
        settled = _settled(capture.id, [*loose, *(look for article in rows for look in article.looks)], again)
        return replace(settled, unread=self._unread(derived))

    def _gather(
        self, outlet_id: int, key: str, fronts: frozenset[str]
    ) -> tuple[list[Look], dict[int, str], dict[int, int]]:
        """Return all looks at connected addresses, the outlet's own ids, and the articles they belonged to so far."""
        keys = set(edges.connected(self._connection, outlet_id, key, fronts - {key}))
        before = articles.at_addresses(self._connection, outlet_id, sorted(keys))
        while more := articles.addresses_of(self._connection, set(before.values())) - keys:
            keys |= more  # an article that falls apart: all its parts are derived
            before = articles.at_addresses(self._connection, outlet_id, sorted(keys))
        looks: list[Look] = []
        own_ids: dict[int, str] = {}
        for each in sorted(keys):
            looks += contents.looks(self._connection, outlet_id, each)
            own_ids |= edges.own_ids(self._connection, outlet_id, each)
        return looks, own_ids, before

    def _unread(self, derived: Sequence[Derived]) -> tuple[int, ...]:
        """Return the captures that keep looks from being compared, because the present reader has not read them."""
        looks = {look.capture_id: look for each in derived for both in each.apart for look in both}
        return tuple(
            capture_id
            for capture_id, look in looks.items()
            if self._reader and all(read.reader != self._reader for read in look.reads)
        )

    def _home(self, outlet_id: int) -> Home:
        outlet = sources.outlet(self._connection, outlet_id)
        if outlet is None:
            raise WarcError("an outlet has no row", subject=str(outlet_id), cure="`rowback rebuild`")
        try:
            return Home(outlet.name, ZoneInfo(outlet.timezone) if outlet.timezone else None, outlet.language)
        except (ZoneInfoNotFoundError, ValueError):
            return Home(outlet.name, language=outlet.language)

    def _content_of(self, language: str | None, read: Look | Read) -> Content:
        return without(self._templates.content(read.reading_id or 0), read.places).in_language(language)

    def _change(
        self, language: str | None, before: Look, after: Look, earlier: Sequence[Look], quiet: Sequence[Move]
    ) -> Change:
        """Compare two versions without what moves by itself, once for each pair of readings."""
        headline = _headline(after)
        returned = (headline,) if headline in map(_headline, earlier) else ()
        one, other = together(before, after) or (before, after)
        quietly = f" {ids.derived_id('quiet', *(f'{m.path} {m.before} {m.after}' for m in quiet)):x}" if quiet else ""
        software = f"{self._software} {len(returned)}{_left_out(one, other)}{quietly}{_in(language)}"
        pair = one.reading_id or 0, other.reading_id or 0
        known = contents.compared(self._connection, *pair, software)
        if known is not None:
            return _change_of(known)
        texts = quieted(self._content_of(language, one), self._content_of(language, other), quiet)
        change = self._compare(*texts, earlier_headlines=returned)
        contents.put_compared(self._connection, *pair, software, json.dumps(asdict(change), ensure_ascii=False))
        return change

    def _differ(self, language: str | None, one: Read, other: Read) -> tuple[Move, ...]:
        """Return what differs between two readings, worked out once for each pair."""
        software = f"{self._software}{_left_out(one, other)}{_in(language)}"
        pair = one.reading_id, other.reading_id
        known = contents.moves(self._connection, *pair, software)
        if known is None:
            found = moves(self._content_of(language, one), self._content_of(language, other))
            text = json.dumps([asdict(move) for move in found], ensure_ascii=False)
            contents.put_moves(self._connection, *pair, software, text)
        else:
            found = tuple(Move(**each) for each in json.loads(known))
        places = self._templates.moving(other.state)
        return tuple(known_to_move(found, places)) if places else found


def _headline(look: Look) -> str:
    """Return a look's headline, normalised as its gist has it: no reading is opened for it."""
    return look.gist.headline if look.gist is not None else ""


def _in(language: str | None) -> str:
    return f" in {language}" if language else ""


def _left_out(one: Look | Read, other: Look | Read) -> str:
    return f" {one.places} {other.places}" if one.places or other.places else ""


def _change_of(text: str) -> Change:
    fields = json.loads(text)
    facts = tuple(Fact(**fact) for fact in fields["facts"])
    edits = tuple(Edit(**edit) for edit in fields.get("edits", ()))
    return Change(**fields | {"facts": facts, "edits": edits})


def _settled(capture_id: int, rows: Sequence[LookRow], again: dict[int, dt.datetime | None]) -> Settled:
    row = next(look for look in rows if look.capture_id == capture_id)
    return Settled(
        capture_id=capture_id,
        article_id=row.article_id,
        decision=row.decided.decision,
        reason=row.decided.reason,
        version_id=row.version_id,
        look_again_at=again[row.article_id] if row.article_id is not None else None,
        decided_with=tuple(look.capture_id for look in rows),
    )
