"""`rowback.toml`: where it is found, what it may say, and what it means.

Reads no environment by itself: what surrounds the program is passed in. `configfile` writes it, `loader` joins its
outlets with the built-in ones.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from archive import urls
from crawler.errors import ConfigError, UnknownOutlet
from crawler.outlet import NAME, SOURCES, Outlet, Source
from crawler.politeness.pace import is_loopback

from .tell_rules import Rule, read_rules
from .toml_table import Table, nearest

FILENAME = "rowback.toml"
_CONTACT = re.compile(r"[!-'*-~]+@[!-'*-~]+|https?://[!-'*-~]+")  # no space and no bracket: it stands in a header
_DAY_LIMITS = ("looks_per_day", "bytes_per_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the program finds around itself."""

    environ: Mapping[str, str]
    cwd: Path
    home: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who runs this rowback: told to every outlet and written into every WARC file."""

    name: str = ""
    contact: str = ""  # a mail address or a page
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What all outlets together may cost a day; None is no limit."""

    looks_per_day: int | None = None
    bytes_per_day: int | Literal["auto"] | None = None  # auto: the free disk over 180 days


@dataclass(frozen=True, slots=True)
class Definition:
    """One `[outlets.NAME]`: the fields that it gives. A built-in outlet of that name gives the others."""

    name: str
    given: Mapping[str, object]

    def outlet(self, builtin: Outlet | None = None) -> Outlet:
        """Return the outlet that this makes. Raises `ConfigError`."""
        values: dict[str, Any] = {**self.given, "name": self.name}
        if builtin is not None:
            return replace(builtin, **values)
        if "home" not in values:
            cure = f'Add home = "https://…/" below [outlets."{self.name}"]'
            raise ConfigError("home is missing", subject=f"outlet {self.name}", cure=cure)
        return Outlet(**values)

    @property
    def paused(self) -> bool:
        """Enabled, but not looked at for now."""
        return bool(self.given.get("paused", False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `rowback.toml` says, defaults filled in."""

    path: Path | None = None  # None when there is no file
    morgue: Path
    operator: Operator = field(default_factory=Operator)
    budget: Budget = field(default_factory=Budget)
    outlets: Mapping[str, Definition] = field(default_factory=dict)
    allow_addresses: tuple[str, ...] = ()
    min_free: int = 1_000_000_000  # bytes
    max_pages: int = 200
    max_time_seconds: float = 3600.0
    since_seconds: float = 3 * 86400.0
    loopback_connections: int = 4  # an outlet on loopback; everywhere else it is one
    tell: tuple[Rule, ...] = ()  # who is told of what

    @property
    def enabled(self) -> tuple[str, ...]:
        """The outlets to crawl, in the file's order."""
        return tuple(name for name, definition in self.outlets.items() if not definition.paused)

    def definition(self, name: str) -> Definition:
        """Return one outlet's definition. Raises `UnknownOutlet` naming the nearest."""
        if name in self.outlets:
            return self.outlets[name]
        raise unknown_outlet(name, self.outlets)


def find(flag: str | None, around: Surroundings) -> Path | None:
    """Return the configuration file that counts: the flag's, `ROWBACK_CONFIG`'s, here or above, the user's, or none.

    Raises `ConfigError` when a file that was named is not there.
    """
    named = flag or around.environ.get("ROWBACK_CONFIG")
    if named:
        path = _absolute(named, around)
        if not path.is_file():
            raise ConfigError("no such file", subject=str(path), cure="Mend --config or ROWBACK_CONFIG")
        return path
    places = [folder / FILENAME for folder in (around.cwd, *around.cwd.parents)]
    return next((place for place in (*places, users_file(around)) if place.is_file()), None)


def users_file(around: Surroundings) -> Path:
    """Return the file that counts when no other is found."""
    return around.home / ".config" / "rowback" / FILENAME


def load(around: Surroundings, *, config: str | None = None, morgue: str | None = None) -> Config:
    """Read the configuration that counts; without a file, all defaults. Raises `ConfigError`."""
    path = find(config, around)
    try:
        text = path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", subject=str(path), cure="It must be readable UTF-8") from None
    read = parse(text, path=path, around=around)
    named = morgue or around.environ.get("ROWBACK_MORGUE")
    return replace(read, morgue=_absolute(named, around)) if named else read


def _absolute(named: str, around: Surroundings) -> Path:
    given = Path(named)
    if given.parts and given.parts[0] == "~":
        given = around.home.joinpath(*given.parts[1:])
    return around.cwd / given


def parse(text: str, *, path: Path | None, around: Surroundings) -> Config:
    """Read the text of a configuration. Raises `ConfigError`."""
    where = str(path or FILENAME)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML ({error})", subject=where, cure="Mend that line") from None
    except RecursionError:
        raise ConfigError("nested too deeply", subject=where, cure="No setting needs brackets in brackets") from None
    reader = Table(table, where)
    reader.refuse_unknown(["morgue", "operator", "budget", "outlets", "tell", *_TOP])
    return Config(
        path=path,
        morgue=_morgue(reader.text("morgue"), path, around),
        operator=_operator(reader.table("operator")),
        budget=_budget(reader.table("budget")),
        outlets=_outlets(reader.table("outlets")),
        tell=read_rules(reader),
        **_top(reader),
    )


def _morgue(named: str | None, path: Path | None, around: Surroundings) -> Path:
    """Return the morgue's folder: as named, relative to the file; unnamed, beside the file or in the current folder."""
    beside = around.cwd if path is None or (path == users_file(around) and not named) else path.parent
    return _absolute(named or "morgue", replace(around, cwd=beside))


_TOP = ("allow_addresses", "min_free", "max_pages", "max_time", "since", "loopback_connections")


def _top(reader: Table) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if (networks := reader.texts("allow_addresses")) is not None:
        given["allow_addresses"] = tuple(reader.network("allow_addresses", network) for network in networks)
    if (free := reader.bytes("min_free")) is not None:
        given["min_free"] = free
    for key in ("max_pages", "loopback_connections"):
        if (number := reader.whole(key, least=0 if key == "max_pages" else 1)) is not None:
            given[key] = number
    for key in ("max_time", "since"):
        if (seconds := reader.seconds(key)) is not None:
            given[f"{key}_seconds"] = seconds
    return given


def _operator(reader: Table) -> Operator:
    known = [each.name for each in fields(Operator)]
    reader.refuse_unknown(known)
    given = {key: reader.text(key) or "" for key in known}
    if given["contact"] and not is_contact(given["contact"]):
        raise reader.wrong("contact", "is no mail address and no web address", 'Write contact = "you@example.org"')
    for key in ("name", "purpose"):
        if any(ord(character) < 32 for character in given[key]):
            raise reader.wrong(key, "holds a line break", "Write it in one line")
    return Operator(**given)


def _budget(reader: Table) -> Budget:
    reader.refuse_unknown(_DAY_LIMITS)
    auto = reader.given.get("bytes_per_day") == "auto"
    return Budget(
        looks_per_day=reader.whole("looks_per_day"), bytes_per_day="auto" if auto else reader.bytes("bytes_per_day")
    )


def _outlets(reader: Table) -> dict[str, Definition]:
    for name in reader.given:
        if not NAME.fullmatch(name):
            raise reader.wrong(name, "cannot be an outlet's name", "Use small letters, digits, dot, dash, underscore")
    return {name: Definition(name, _fields(reader.table(name))) for name in reader.given}


_READ: Mapping[str, Callable[[Table, str], Any]] = {
    "sources": lambda table, _: _sources(table),
    "examples": lambda table, key: table.table(key).all_texts(),
    "hosts": Table.tuple_of_texts,
    "drop": Table.tuple_of_texts,
    "allow_addresses": Table.tuple_of_texts,
    "max_pages": Table.whole,
    "looks_per_day": Table.whole,
    "bytes_per_day": Table.bytes,
    "delay": Table.number,
    "paused": Table.switch,
}


def _fields(reader: Table) -> dict[str, Any]:
    """Return the fields of an outlet as `Outlet` takes them; what they say is checked there."""
    reader.refuse_unknown([each.name for each in fields(Outlet) if each.name != "name"])
    return {key: _READ.get(key, Table.text)(reader, key) for key in reader.given}


def _sources(reader: Table) -> tuple[Source, ...]:
    """Read `sources = [{ feed = "https://…" }, { sitemap = "https://…" }]`."""
    entries = reader.given["sources"]
    cure = 'Write sources = [{ feed = "https://…" }, { news_sitemap = "https://…" }]'
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and len(entry) == 1 for entry in entries):
        raise reader.wrong("sources", "is no list of sources", cure)
    found = []
    for kind, url in (pair for entry in entries for pair in entry.items()):
        if kind not in SOURCES:
            raise reader.wrong("sources", f"{kind!r} is no kind of source{nearest(kind, SOURCES)}", cure)
        if not isinstance(url, str):
            raise reader.wrong("sources", f"{url!r} is no address", cure)
        found.append(SOURCES[kind](url))
    return tuple(found)


def unknown_outlet(name: str, known: Iterable[str]) -> UnknownOutlet:
    """Return the error for a name that no definition has."""
    message = f"no outlet of that name{nearest(name, known)}"
    return UnknownOutlet(message, subject=name, cure="rowback outlets lists them; rowback add URL adds one")


def own_version() -> str:
    """Return rowback's version; in a checkout that nobody installed, a word that says so."""
    try:
        return version("rowback")
    except PackageNotFoundError:
        return "checkout"


def agent(operator: Operator, version: str) -> str:
    """Return the user agent that outlets see."""
    return f"rowback/{version} (+{operator.contact})" if operator.contact else f"rowback/{version}"


def is_contact(text: str) -> bool:
    """Say whether outlets could write to this: a mail address or a web page."""
    return _CONTACT.fullmatch(text) is not None


def need_contact(config: Config, url: str) -> None:
    """Refuse to ask a public address for anything before a contact is configured. Raises `ConfigError`."""
    if config.operator.contact or is_loopback(urls.parse(url).hostname or ""):
        return
    where = config.path or FILENAME
    cure = f'Add to {where}:\n\n[operator]\ncontact = "you@example.org"\n'
    raise ConfigError("outlets are told whom to write to, and no contact is configured", subject=url, cure=cure)
