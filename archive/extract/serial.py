"""Readings as canonical JSON and back: one spelling for one value, so that equal readings are equal bytes."""

import json
from dataclasses import asdict

from archive.errors import BadInput
from archive.models import Block, Content, Image, Link, Reading, Rejection, Stamp

_CURE = "It was not written by rowback, or was altered"


def dumps(reading: Reading) -> str:
    """Write a reading as JSON: sorted keys, no spaces, no escapes but those that JSON demands."""
    kind = "rejection" if isinstance(reading, Rejection) else "content"
    return json.dumps(
        {kind: asdict(reading)}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def loads(text: str) -> Reading:
    """Read what `dumps` wrote.

    Raises `BadInput` for anything else.
    """
    try:
        value = json.loads(text)
        if "rejection" in value:
            return Rejection(**value["rejection"])
        return _content(**value["content"])
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"not a reading ({error})", subject=text[:60], cure=_CURE) from None


def _content(**fields: object) -> Content:
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    made["blocks"] = tuple(_block(**block) for block in _dicts(fields["blocks"]))
    for name, kind in (("published", Stamp), ("modified", Stamp), ("image", Image)):
        value = fields.get(name)
        made[name] = kind(**value) if isinstance(value, dict) else None
    return Content(**made)  # type: ignore[arg-type]  # names and types are those that dumps wrote


def _block(**fields: object) -> Block:
    links = tuple(Link(**link) for link in _dicts(fields.get("links")))
    return Block(**(fields | {"links": links}))  # type: ignore[arg-type]  # likewise


def _dicts(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return value
