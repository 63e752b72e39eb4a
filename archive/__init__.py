"""The library: WARC, SQLite, reading, versions, comparison, browsing. Fetches nothing, imports no Scrapy.

Its public names stand in `__init__.pyi`; crawler, spiders and users import those and no inner module. Each is loaded
when it is first asked for, so that a command pays only for what it uses.
"""

import ast
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


@cache
def _places() -> dict[str, tuple[str, str]]:
    """Return for each public name its module and its name there."""
    tree = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return {
        alias.asname or alias.name: (f"{__name__}.{node.module or ''}".rstrip("."), alias.name)
        for node in imports
        for alias in node.names
    }


def __getattr__(name: str) -> object:
    if name not in _places():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, own = _places()[name]
    is_module = hasattr(import_module(home), "__path__") and find_spec(f"{home}.{own}") is not None
    value = import_module(f"{home}.{own}") if is_module else getattr(import_module(home), own)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_places())
