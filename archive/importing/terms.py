"""On what terms a file was imported: from where, what of it, for which outlet.

They stand in the copy's first record, so that the database can be made again from the copy alone.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from archive import times, urls
from archive.errors import BadInput
from archive.warc.fields import Fields, one_line

FOLDER: Final = "imported"  # below warcs/
_SOURCE: Final = "imported-name"
_SHA256: Final = "imported-sha256"
_MATCHING: Final = "imported-matching"
_SINCE: Final = "imported-since"
_OUTLET: Final = "imported-outlet"
_HOST: Final = "imported-outlet-of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is imported from one file."""

    name: str  # of the file, as it was given
    sha256: str  # hex, over the file as it was given
    matching: str = ""  # regular expression; "" takes all
    since: str = ""  # ISO 8601; "" takes all
    outlet: str = ""  # "": the host's
    homes: Mapping[str, str] = field(default_factory=dict)  # by `place`, the names of the outlets that live there

    @property
    def filename(self) -> str:
        """The copy's name below `warcs/`: the source's digest and name, and a mark for a choice out of it."""
        stem = re.sub(r"\.warc(\.gz)?$|\.gz$", "", PurePath(self.name).name, flags=re.I)
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip(".-")[:80] or "file"
        choice = "\0".join((self.matching, self.since, self.outlet))
        mark = f"-part-{hashlib.sha256(choice.encode()).hexdigest()[:8]}" if choice.strip("\0") else ""
        return f"{FOLDER}/{self.sha256}-{stem}{mark}.warc.gz"

    def takes(self, url: str, captured_at: dt.datetime) -> bool:
        """Tell whether a capture is one of those that were asked for."""
        young = not self.since or captured_at >= times.parse_iso(self.since)
        return young and (not self.matching or re.search(self.matching, url) is not None)

    def outlet_of(self, url: str) -> str:
        """Return the name of the outlet that a page belongs to."""
        if self.outlet:
            return self.outlet
        own = place(url)
        while own not in self.homes and "/" in own:  # the nearest folder above it in which an outlet lives
            own = own.rstrip("/").rpartition("/")[0] + ("/" if "/" in own.rstrip("/") else "")
        return self.homes.get(own) or self.homes.get(urls.site(url)) or urls.outlet_name(url)

    def fields(self) -> Fields:
        """Return what the copy's warcinfo record says."""
        pairs = [(_SOURCE, self.name), (_SHA256, self.sha256), (_MATCHING, self.matching), (_SINCE, self.since)]
        pairs += [(_OUTLET, self.outlet), *((_HOST, f"{host} {name}") for host, name in sorted(self.homes.items()))]
        return tuple((name, one_line(value)) for name, value in pairs if value)


def place(url: str) -> str:
    """Return where a page lies: its host without www, a port of its own, the folder. `example.org:8080/paper-a/`."""
    return urls.site(url) + urls.parse(url).path.rpartition("/")[0] + "/"


def terms_of(said: Fields) -> Terms:
    """Read the terms back. Raises `BadInput` for a file that was not imported by rowback."""
    first = dict(reversed(said))
    if _SHA256 not in first:
        raise BadInput("not a file that rowback imported", cure="rowback import FILE")
    homes = dict(value.split(" ", 1) for name, value in said if name == _HOST and " " in value)
    return Terms(
        name=first.get(_SOURCE, ""),
        sha256=first[_SHA256],
        matching=first.get(_MATCHING, ""),
        since=first.get(_SINCE, ""),
        outlet=first.get(_OUTLET, ""),
        homes=homes,
    )
