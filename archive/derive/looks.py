"""One look at an address, as the deciders see it, and what it showed."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from archive import urls

from .gist import Gist
from .kinship import foreign

Shown = Literal["article", "gone", "sent_away", "refused", "wall", "truncated", "nothing"]

_GONE: Final = frozenset({404, 410, 451})
_REFUSED: Final = frozenset({401, 402, 403})
PERMANENT: Final = frozenset({301, 308})
_WALLS: Final = frozenset({"consent", "bot_wall", "paywall"})


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a reading when the outlet's template is left out."""

    places: tuple[int, ...]  # of the blocks that were left out
    gist: Gist


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader read in a look."""

    reader: str
    reading_id: int
    gist: Gist
    places: tuple[int, ...] = ()  # of the blocks that were left out of it
    left: Callable[[int], Left] | None = field(default=None, compare=False)  # by state; None when alike under all
    state: int = 0  # id of the outlet's state that it is read under; 0 for none

    def under(self, state: int) -> "Read":
        """Return it as it reads under a state of the outlet, by id; 0 is none."""
        if self.left is None:
            return replace(self, state=state) if state else self
        found = self.left(state)
        return replace(self, places=found.places, gist=found.gist, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A capture without its bytes. Looks are ordered by time and record id, whenever they arrived.

    `reading_id` and `gist` are of the reading that it is shown by: the newest that is an article, else the newest.
    """

    capture_id: int
    record_id: str
    captured_at: dt.datetime
    url: str
    key: str  # identity key of the URL
    status: int
    truncated: bool = False
    location: str | None = None  # where a redirect leads
    reading_id: int | None = None  # None when it was not read
    gist: Gist | None = None  # likewise
    reads: tuple[Read, ...] = ()  # by each of its readers, the newest first; may be empty where there is but one reader
    state: int = 0  # id of the outlet's state in force at its time; 0 when there was none
    places: tuple[int, ...] = ()  # of the blocks that this state leaves out of the reading that it is shown by

    @property
    def order(self) -> tuple[dt.datetime, str]:
        return self.captured_at, self.record_id

    @property
    def article(self) -> Gist | None:
        """The gist of the article that this look shows; None when it shows none, or not all of it."""
        return self.gist if self.gist is not None and self.gist.is_content and not self.truncated else None

    @property
    def articles(self) -> tuple[Read, ...]:
        """What readers read in it as an article, the newest reader first."""
        if self.truncated:
            return ()
        if self.reads:
            return tuple(read for read in self.reads if read.gist.is_content)
        return (Read("", self.reading_id or 0, self.article),) if self.article is not None else ()

    def read_by(self, reader: str) -> Read | None:
        """Return the article that a reader read in it; None when that reader did not, or found none."""
        return next((read for read in self.articles if read.reader == reader), None)


def together(one: Look, other: Look) -> tuple[Read, Read] | None:
    """Return what the newest reader read that read an article in both; None when no reader did.

    Two looks are compared by one reader's readings only, and under the state of the later one: what two readers tell
    differently, or two states leave out, no newsroom changed.
    """
    state = max(one, other, key=lambda look: look.order).state
    theirs = {read.reader: read for read in other.articles}
    both = next(((read, theirs[read.reader]) for read in one.articles if read.reader in theirs), None)
    return (both[0].under(state), both[1].under(state)) if both is not None else None


def pair(one: Look, other: Look) -> tuple[Gist, Gist] | None:
    """Return two looks' articles, by one reader where there is such a one; None when one of them shows none."""
    if (found := together(one, other)) is not None:
        return found[0].gist, found[1].gist
    return (one.article, other.article) if one.article is not None and other.article is not None else None


def in_order(looks: Iterable[Look]) -> list[Look]:
    """Return looks by time, then record id."""
    return sorted(looks, key=lambda look: look.order)


def shown(look: Look, fronts: frozenset[str]) -> Shown:
    """Tell what a look showed; `fronts` are the addresses of the outlet's front and section pages."""
    if look.status in _GONE:
        return "gone"
    if look.status in _REFUSED:
        return "refused"
    if 300 <= look.status < 400 and look.status != 304:
        return "sent_away" if look.location and leads_nowhere(look.location, look.url, fronts) else "nothing"
    if look.status != 304 and not 200 <= look.status < 300:
        return "nothing"
    if look.truncated:
        return "truncated"
    return _read(look.gist)


def all_shown(looks: Sequence[Look], fronts: frozenset[str]) -> list[Shown]:
    """Tell what each look at an article showed, in order.

    A notice, or a list of other pages, that shares nothing with the article that stood there says that it is gone.
    """
    found: list[Shown] = []
    last: Look | None = None
    for look in looks:
        what = shown(look, fronts)
        if last is not None and (stands_in(look, last) if what == "article" else _is_other_page(look, last)):
            what = "gone"
        last = look if what == "article" else last
        found.append(what)
    return found


def _is_other_page(look: Look, article: Look) -> bool:
    """Tell whether a reader that read the article finds a page there that is none: a front page, a list of results."""
    if look.gist is None or look.gist.rejection != "not_article":
        return False
    return not look.reads or any(article.read_by(read.reader) is not None for read in look.reads)


def stands_in(look: Look, article: Look) -> bool:
    """Tell whether a look shows a page that stands where an article was and is none itself."""
    found = pair(look, article)
    return found is not None and found[0].no_article and foreign(*found)


def leads_nowhere(target: str, source: str, fronts: frozenset[str]) -> bool:
    """Tell whether a target is a front page, a known section page, or a folder that the source lies in."""
    if urls.is_front(target) or urls.identity_key(target) in fronts:
        return True
    folders, below = (urls.parse(url).path.strip("/").split("/") for url in (target, source))
    plain = len(folders) <= 2 and not any(character.isdigit() for folder in folders for character in folder)
    return plain and urls.host(target) == urls.host(source) and folders == below[: len(folders)] != below


def _read(gist: Gist | None) -> Shown:
    if gist is None:
        return "nothing"
    if gist.is_content:
        return "article"
    if gist.rejection == "soft_404":
        return "gone"
    return "wall" if gist.rejection in _WALLS else "nothing"
