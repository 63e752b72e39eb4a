"""rowback.toml: read, checked, changed."""

from .rowback_toml import (
    FILENAME,
    Budget,
    Config,
    Definition,
    Operator,
    Surroundings,
    agent,
    find,
    is_contact,
    load,
    need_contact,
    own_version,
    parse,
    unknown_outlet,
)

__all__ = [
    "FILENAME",
    "Budget",
    "Config",
    "Definition",
    "Operator",
    "Surroundings",
    "agent",
    "find",
    "is_contact",
    "load",
    "need_contact",
    "own_version",
    "parse",
    "unknown_outlet",
]
