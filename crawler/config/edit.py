"""Changes `rowback.toml` as a person would: comments, order and spelling of everything else stay. Text in, text out."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from crawler.errors import ConfigError
from crawler.outlet import NAME, Outlet, Source

from .rowback_toml import unknown_outlet

_DEFAULTS = Outlet(home="https://default.invalid/")
_NEW = '# rowback: see "rowback --help"\nmorgue = "morgue"\n\n[operator]\ncontact = ""  # a mail address or web page\n'


def new(contact: str = "") -> str:
    """Return the text of a first configuration."""
    document = tomlkit.parse(_NEW)
    document["operator"]["contact"] = contact
    return tomlkit.dumps(document)


def put(text: str, outlet: Outlet) -> str:
    """Return the configuration with this outlet, in place of one of the same name. Only what differs is written."""
    document, outlets = _open(text)
    table = tomlkit.table()
    for key, value in _fields(outlet).items():
        table[key] = value
    outlets[outlet.name] = table
    return tomlkit.dumps(document)


def remove(text: str, name: str) -> str:
    """Return the configuration without an outlet. Raises `UnknownOutlet`."""
    document, outlets = _open(text)
    if name not in outlets:
        raise unknown_outlet(name, outlets)
    del outlets[name]
    return tomlkit.dumps(document)


def rename(text: str, old: str, new: str) -> str:
    """Return the configuration with an outlet under another name. Raises `UnknownOutlet`, `ConfigError`."""
    document, outlets = _open(text)
    if old not in outlets:
        raise unknown_outlet(old, outlets)
    if new in outlets:
        raise ConfigError("is another outlet's name already", subject=new, cure="Choose another")
    if not NAME.fullmatch(new):
        cure = "Use small letters, digits, dot, dash, underscore"
        raise ConfigError("cannot be an outlet's name", subject=new, cure=cure)
    outlets[new] = outlets.pop(old)
    return tomlkit.dumps(document)


def entitle(text: str, name: str, title: str) -> str:
    """Return the configuration with another title for an outlet. Raises `UnknownOutlet`."""
    document, outlets = _open(text)
    if name not in outlets:
        raise unknown_outlet(name, outlets)
    outlets[name]["title"] = title
    return tomlkit.dumps(document)


def pause(text: str, name: str, *, paused: bool) -> str:
    """Return the configuration with an outlet paused or resumed. Raises `UnknownOutlet`."""
    document, outlets = _open(text)
    if name not in outlets:
        raise unknown_outlet(name, outlets)
    table = outlets[name]
    if paused:
        table["paused"] = True
    else:
        table.pop("paused", None)
    return tomlkit.dumps(document)


def write(path: Path, text: str) -> None:
    """Replace the file in one step, keeping its permissions. Raises `ConfigError` when the folder cannot be written."""
    path = path.resolve()  # a link to it stays one
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        cure = "Give rowback the right to write there, or name another file with --config"
        raise ConfigError(f"cannot be written ({error.strerror})", subject=str(path), cure=cure) from None


def _open(text: str) -> tuple[tomlkit.TOMLDocument, Any]:
    """Return the document and its table of outlets, made when there is none."""
    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise ConfigError(f"not TOML ({error})", subject="rowback.toml", cure="Mend that line") from None
    if "outlets" not in document:
        document["outlets"] = tomlkit.table(is_super_table=True)
    outlets = document["outlets"]
    if not isinstance(outlets, Mapping):
        raise ConfigError("outlets: must be a table", subject="rowback.toml", cure="Write [outlets.NAME]")
    return document, outlets


def _fields(outlet: Outlet) -> dict[str, object]:
    """Return the fields that differ from the defaults, as TOML writes them."""
    given = {}
    for each in fields(Outlet):
        value = getattr(outlet, each.name)
        if each.name != "name" and value != getattr(_DEFAULTS, each.name):
            given[each.name] = _sources(value) if each.name == "sources" else _plain(value)
    return given


def _sources(sources: tuple[Source, ...]) -> object:
    """Write sources one below the other: `{ feed = "https://…" }`."""
    array = tomlkit.array().multiline(True)
    for source in sources:
        entry = tomlkit.inline_table()
        entry[source.kind] = source.url
        array.append(entry)
    return array


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
