"""When to look again. Pure."""

from .looks import (
    EDITS_MISSED,
    SHORTEST,
    SOONEST,
    SOURCE_LONGEST,
    SOURCE_SHORTEST,
    TRIED,
    SourceLook,
    Watched,
    brings_forward,
    next_look,
    next_source_look,
    next_try,
)

__all__ = [
    "EDITS_MISSED",
    "SHORTEST",
    "SOONEST",
    "SOURCE_LONGEST",
    "SOURCE_SHORTEST",
    "TRIED",
    "SourceLook",
    "Watched",
    "brings_forward",
    "next_look",
    "next_source_look",
    "next_try",
]
