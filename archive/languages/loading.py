"""Data files to values, strictly: an unknown or missing key and a value of another type are errors with their name."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, get_type_hints

from archive.errors import BadInput

from .model import Admission, Language, Lexicon, Names, Notes, Page, Pairs, Patterns

FOLDER: Final = Path(__file__).parent
_SECTIONS: Final[Mapping[str, type]] = {
    "lexicon": Lexicon,
    "notes": Notes,
    "admission": Admission,
    "page": Page,
    "names": Names,
}
_TOP: Final = frozenset({"name", "partial", "ordinal_stop"})
_MAY_LACK: Final = frozenset({"page", "names"})  # sections of which a partial file has some keys only


def load(path: Path) -> Language:
    """Read one language's file; its name is the language's code.

    Raises `BadInput`, which names the file and the key.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _bad(path, str(error)) from None
    if unknown := data.keys() - _SECTIONS.keys() - _TOP:
        raise _bad(path, f"no such section: {', '.join(sorted(unknown))}")
    if not isinstance(data.get("name"), str):
        raise _bad(path, "name is missing")
    partial = data.get("partial") is True
    made: dict[str, Any] = {
        key: _section(path, key, data[key], may_lack=partial and key in _MAY_LACK) for key in _SECTIONS if key in data
    }
    return Language(
        code=path.stem, name=data["name"], partial=partial, ordinal_stop=data.get("ordinal_stop") is True, **made
    )


def _section(path: Path, section: str, data: object, *, may_lack: bool) -> object:
    if not isinstance(data, dict):
        raise _bad(path, f"{section} is no table")
    types = _types(section)
    for what, keys in (
        ("unknown", data.keys() - types.keys()),
        ("missing", set() if may_lack else types.keys() - data.keys()),
    ):
        if keys:
            raise _bad(path, f"{what} in [{section}]: {', '.join(sorted(keys))}")
    return _SECTIONS[section](
        **{key: _value(path, f"{section}.{key}", data[key], wanted) for key, wanted in types.items() if key in data}
    )


@cache
def _types(section: str) -> Mapping[str, Any]:
    kind = _SECTIONS[section]
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(path: Path, key: str, value: object, wanted: Any) -> object:
    written, read = _READERS[wanted]
    if not isinstance(value, written):
        raise _bad(path, f"{key} is {type(value).__name__}, not {written.__name__}")
    try:
        return read(value)
    except ValueError as error:
        raise _bad(path, f"{key}: {error}") from None


def _entries(text: str) -> list[str]:
    return [entry.replace("_", " ") for entry in text.split()]


def _words(text: str) -> frozenset[str]:
    return frozenset(_entries(text))


def _rows(number: Callable[[str], object], text: str) -> Mapping[str, object]:
    """Read lines of a value and the words that have it."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return {word: number(value) for value, *rest in lines for word in _entries(" ".join(rest))}


def _pairs(text: str) -> Pairs:
    """Read `one/other`, which holds the other way round too."""
    both = [tuple(entry.split("/")) for entry in _entries(text)]
    return frozenset(pair for one, other in both for pair in ((one, other), (other, one)))


def _patterns(value: list[object]) -> Patterns:
    if not all(isinstance(each, str) and each for each in value):
        raise ValueError("a pattern is no text, or empty")
    return tuple(map(str, value))


def _bad(path: Path, what: str) -> BadInput:
    return BadInput(what, subject=f"languages/{path.name}", cure="archive/languages/README.md says what a file holds")


_READERS: Final[Mapping[Any, tuple[type, Callable[[Any], object]]]] = {
    bool: (bool, bool),
    frozenset[str]: (str, _words),
    Mapping[str, int]: (str, partial(_rows, int)),
    Mapping[str, str]: (str, partial(_rows, str)),
    Pairs: (str, _pairs),
    Patterns: (list, _patterns),
}
