"""`[[tell]]` in rowback.toml: whom to tell, and of what. Pure.

An address may be the name of an environment variable (`$NAME`), so that secrets stay out of the file; no address is
ever logged.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from archive import KINDS

from .toml_table import Table, nearest

_VARIABLE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")
_KEYS = ("name", "to", "outlet", "kinds", "min_weight", "early", "matching", "names", "health")
_CURE = 'Write to = "mailto://…" or to = "$ROWBACK_MAIL", the name of an environment variable'
MIN_WEIGHT = 0.4  # from new headlines on

Health = Literal["", "also", "only"]  # whether a rule tells alarms: not, beside changes, or nothing else


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a rule tells: an address as Apprise writes them, or where it is to be found."""

    given: str

    @property
    def label(self) -> str:
        """The target in logs: a variable's name, or the address's scheme with a digest of it."""
        if self.given.startswith("$"):
            return self.given
        digest = hashlib.sha256(self.given.encode()).hexdigest()[:12]
        return f"{self.given.partition('://')[0]} {digest}"

    def address(self, environ: Mapping[str, str]) -> str | None:
        """Return the address itself; None when the variable is not set."""
        return (environ.get(self.given[1:]) or None) if self.given.startswith("$") else self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is told to whom."""

    name: str
    to: tuple[Target, ...]
    outlets: tuple[str, ...] = ()  # none: all
    kinds: tuple[str, ...] = ()  # none: all
    min_weight: float = MIN_WEIGHT
    early: bool = False  # tell what one look found, before a second one settles it
    matching: "re.Pattern[str] | None" = None  # found in the article's address
    names: bool = False  # tell changes that only take a person's name away
    health: Health = ""  # tell what is wrong with watching outlets, and when it is over


def read_rules(reader: Table) -> tuple[Rule, ...]:
    """Read `[[tell]]`. Raises `ConfigError`."""
    given = reader.given.get("tell", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise reader.wrong("tell", "must be a list of tables", "Write [[tell]] and the keys below it")
    rules = [_rule(Table(each, reader.where, "tell.")) for each in given]
    names = [rule.name for rule in rules]
    if (twice := next((name for name in names if names.count(name) > 1), None)) is not None:
        raise reader.wrong("tell", f"two rules are called {twice!r}", 'Give each a name of its own: name = "desk"')
    return tuple(rules)


def _rule(reader: Table) -> Rule:
    reader.refuse_unknown(_KEYS)
    targets = tuple(_target(reader, each) for each in _list(reader, "to"))
    if not targets:
        raise reader.wrong("to", "is missing", _CURE)
    weight = reader.number("min_weight") if "min_weight" in reader.given else MIN_WEIGHT
    if not 0 <= weight <= 1:
        raise reader.wrong("min_weight", f"{weight:g} is out of range", "Write a number from 0 to 1")
    return Rule(
        name=reader.text("name") or " + ".join(target.label for target in targets),
        to=targets,
        outlets=_list(reader, "outlet"),
        kinds=tuple(_kind(reader, each) for each in _list(reader, "kinds")),
        min_weight=weight,
        early=reader.switch("early"),
        matching=_pattern(reader),
        names=reader.switch("names"),
        health=_health(reader),
    )


def _health(reader: Table) -> Health:
    given = reader.given.get("health", False)
    if given == "only":
        return "only"
    if not isinstance(given, bool):
        raise reader.wrong("health", f"{given!r} is unknown", 'Write health = true, or health = "only"')
    return "also" if given else ""


def _list(reader: Table, key: str) -> tuple[str, ...]:
    """Return one text, or several, as several."""
    value = reader.given.get(key)
    return (value,) if isinstance(value, str) else reader.tuple_of_texts(key)


def _target(reader: Table, given: str) -> Target:
    if _VARIABLE.fullmatch(given):
        return Target(given)
    try:
        known = bool(urlsplit(given).scheme) and "://" in given
    except ValueError:
        known = False
    if not known:
        raise reader.wrong("to", "is no address that Apprise could know", _CURE)  # never repeated: it may be a secret
    return Target(given)


def _kind(reader: Table, given: str) -> str:
    if given not in KINDS:
        raise reader.wrong(
            "kinds", f"{given!r} is no kind of change{nearest(given, KINDS)}", f"Known: {', '.join(KINDS)}"
        )
    return given


def _pattern(reader: Table) -> "re.Pattern[str] | None":
    text = reader.text("matching")
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise reader.wrong("matching", f"is no regular expression ({error})", "Mend it") from None
