"""Data files to values, strictly: an unknown or missing key and a value of another type are errors with their name."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, get_type_hints

from archive.errors import BadInput

from .model import Admission, Digits, Language, Lexicon, Names, Notes, Page, Pairs, Patterns, Quoting

FOLDER: Final = Path(__file__).parent
_SECTIONS: Final[Mapping[str, type]] = {
    "lexicon": Lexicon,
    "notes": Notes,
    "admission": Admission,
    "quoting": Quoting,
    "digits": Digits,
    "page": Page,
    "names": Names,
}
_FLAGS: Final = ("partial", "ordinal_stop", "dotted_i")  # false where a file does not say
_MAY_LACK: Final = frozenset({"page", "names"})  # sections of which a partial file has some keys only


@dataclass(frozen=True)
class _Spelling:
    """How the entries of one file are spelled out."""

    endings: Mapping[str, tuple[str, ...]]  # classes that a stem takes: `{past}`
    dotted_i: bool  # the capital of i is İ, that of ı is I

    def entries(self, text: str) -> list[str]:
        """Read words, in lower case as text is folded; `_` stands for a space within one."""
        written = text.split() if "{" not in text else [each for entry in text.split() for each in self._spelled(entry)]
        whole = [each.replace("_", " ") for each in written] if "_" in text else written
        return list(dict.fromkeys(self._folded(whole))) if self.dotted_i else whole

    def _spelled(self, entry: str) -> Iterator[str]:
        """Write out `stem{class}` and `stem{one,other}`."""
        head, brace, rest = entry.partition("{")
        inside, closed, tail = rest.partition("}")
        if not brace:
            yield entry
            return
        if not closed or ("," not in inside and inside not in self.endings):
            raise ValueError(f"no such class of endings: {inside}")
        for ending in self.endings.get(inside) or inside.split(","):
            yield from self._spelled(head + ending + tail)

    @staticmethod
    def _folded(words: Iterable[str]) -> Iterator[str]:
        """Add what a word with a Turkish capital, or all in capitals, becomes when it is folded as others are."""
        for word in words:
            yield word
            capitals = word.replace("i", "İ").replace("ı", "I")
            yield (capitals[:1] + word[1:]).lower()
            yield capitals.upper().lower()


def load(path: Path) -> Language:
    """Read one language's file; its name is the language's code.

    Raises `BadInput`, which names the file and the key.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _bad(path, str(error)) from None
    if unknown := data.keys() - _SECTIONS.keys() - {"name", "endings", *_FLAGS}:
        raise _bad(path, f"no such section: {', '.join(sorted(unknown))}")
    if not isinstance(data.get("name"), str):
        raise _bad(path, "name is missing")
    flags = {name: data.get(name) is True for name in _FLAGS}
    spelling = _Spelling(_endings(path, data.get("endings", {})), flags.pop("dotted_i"))
    made: dict[str, Any] = dict(flags)
    made |= {
        key: _section(path, key, data[key], spelling, may_lack=flags["partial"] and key in _MAY_LACK)
        for key in _SECTIONS
        if key in data
    }
    return Language(code=path.stem, name=data["name"], **made)


def _endings(path: Path, data: object) -> Mapping[str, tuple[str, ...]]:
    """Read classes of endings; `-` is none at all."""
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
        raise _bad(path, "endings is no table of words")
    return {name: tuple(each.replace("-", "") for each in text.split()) for name, text in data.items()}


def _section(path: Path, section: str, data: object, spelling: _Spelling, *, may_lack: bool) -> object:
    if not isinstance(data, dict):
        raise _bad(path, f"{section} is no table")
    types = _types(section)
    missing = set[str]() if may_lack else types.keys() - data.keys()
    for what, keys in (("unknown", data.keys() - types.keys()), ("missing", missing)):
        if keys:
            raise _bad(path, f"{what} in [{section}]: {', '.join(sorted(keys))}")
    return _SECTIONS[section](
        **{
            key: _value(path, f"{section}.{key}", data[key], wanted, spelling)
            for key, wanted in types.items()
            if key in data
        }
    )


@cache
def _types(section: str) -> Mapping[str, Any]:
    kind = _SECTIONS[section]
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(path: Path, key: str, value: object, wanted: Any, spelling: _Spelling) -> object:
    written, read = _READERS[wanted]
    if not isinstance(value, written):
        raise _bad(path, f"{key} is {type(value).__name__}, not {written.__name__}")
    try:
        return read(value, spelling)
    except ValueError as error:
        raise _bad(path, f"{key}: {error}") from None


def _words(text: str, spelling: _Spelling) -> frozenset[str]:
    return frozenset(spelling.entries(text))


def _rows(text: str, spelling: _Spelling) -> Mapping[str, str]:
    """Read lines of a value and the words that have it."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return {word: value for value, *rest in lines for word in spelling.entries(" ".join(rest))}


def _numbers(text: str, spelling: _Spelling) -> Mapping[str, int]:
    return {word: int(value) for word, value in _rows(text, spelling).items()}


def _pairs(text: str, spelling: _Spelling) -> Pairs:
    """Read `one/other`, which holds the other way round too."""
    both = ([spelling.entries(side) for side in entry.split("/")] for entry in text.split())
    ways = (way for one, other in both for a in one for b in other for way in ((a, b), (b, a)))
    return frozenset(ways)


def _patterns(value: list[object], _: _Spelling) -> Patterns:
    if not all(isinstance(each, str) and each for each in value):
        raise ValueError("a pattern is no text, or empty")
    return tuple(map(str, value))


def _bad(path: Path, what: str) -> BadInput:
    return BadInput(what, subject=f"languages/{path.name}", cure="archive/languages/README.md says what a file holds")


_READERS: Final[Mapping[Any, tuple[type, Callable[[Any, _Spelling], object]]]] = {
    bool: (bool, lambda value, _: value),
    frozenset[str]: (str, _words),
    Mapping[str, int]: (str, _numbers),
    Mapping[str, str]: (str, _rows),
    Pairs: (str, _pairs),
    Patterns: (list, _patterns),
}
