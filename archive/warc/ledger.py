"""What a crawl came to, as it is kept in the WARC at its end, so that coverage and misses survive a rebuild.

A `resource` record under `urn:rowback:crawl:ID`, JSON: the outlets as they were defined, what each source announced,
every miss with its reason, the counts. Values and their JSON only; it writes nothing.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from archive import times
from archive.errors import WarcError
from archive.models import Miss

from .records import OURS

URI: Final = f"{OURS}crawl:"
CONTENT_TYPE: Final = "application/json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What one look at one source gave."""

    url: str
    kind: str
    announced: int  # addresses in it
    within: int  # of these, within the crawl's window and on the outlet's own hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPart:
    """One outlet's part of a crawl."""

    name: str
    definition: Mapping[str, object]  # the fields in force, as JSON has them
    announced: int = 0
    first_seen: int = 0  # addresses that were never announced before
    within: int = 0
    taken: int = 0
    fetched: int = 0
    unchanged: int = 0
    sources: tuple[SourceCount, ...] = ()
    missed: Mapping[str, int] = field(default_factory=dict)
    stopped: str = ""  # why it ended before its plan was done
    faults: tuple[str, ...] = ()  # what was wrong with its sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A crawl that ended."""

    crawl_id: int
    started_at: dt.datetime
    finished_at: dt.datetime
    status: str
    software: str
    clock_skew_seconds: float | None
    counts: Mapping[str, int]  # new, changed, same, held_back, unread, bytes
    outlets: tuple[OutletPart, ...]
    misses: tuple[Miss, ...]

    @property
    def uri(self) -> str:
        """What its record lies under."""
        return f"{URI}{self.crawl_id}"


def dumps(ledger: Ledger) -> bytes:
    """Write a ledger as JSON."""
    written = {
        "format": _FORMAT,
        **asdict(ledger),
        "misses": [
            {name: value for name, value in asdict(miss).items() if name != "crawl_id"} for miss in ledger.misses
        ],
    }
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, allow_nan=False, default=_plain)
    return text.encode("utf-8", "backslashreplace")


def loads(block: bytes) -> Ledger:
    """Read a ledger back.

    Raises `WarcError` when it is none, or of a later format.
    """
    try:
        said = json.loads(block)
        if said.pop("format") != _FORMAT:
            raise WarcError("a crawl's ledger of a later format", cure="Upgrade rowback")
        outlets = tuple(_outlet(part) for part in said.pop("outlets"))
        misses = tuple(_miss(miss, said["crawl_id"]) for miss in said.pop("misses"))
        said["started_at"], said["finished_at"] = map(times.parse_iso, (said["started_at"], said["finished_at"]))
        return Ledger(**said, outlets=outlets, misses=misses)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WarcError(f"no ledger of a crawl ({error})") from error


def _outlet(said: dict[str, Any]) -> OutletPart:
    sources = tuple(SourceCount(**source) for source in said["sources"])
    return OutletPart(**said | {"sources": sources, "faults": tuple(said.get("faults", ()))})


def _miss(said: dict[str, Any], crawl_id: int) -> Miss:
    retry_at = said["retry_at"]
    moments = {
        "missed_at": times.parse_iso(said["missed_at"]),
        "retry_at": times.parse_iso(retry_at) if retry_at else None,
    }
    return Miss(**said | moments, crawl_id=crawl_id)


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return times.warc_date(value)
    raise TypeError(f"{type(value).__name__} has no JSON")
