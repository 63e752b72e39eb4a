"""The library's public names: each is there, loaded when it is asked for, and nothing else is."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import archive

STUB = Path(archive.__file__).with_suffix(".pyi")


def declared() -> list[str]:
    """Return the names of the stub's `__all__`."""
    for node in ast.parse(STUB.read_text("utf-8")).body:
        if isinstance(node, ast.Assign):
            return [str(name) for name in ast.literal_eval(node.value)]
    raise AssertionError("the stub has no __all__")


@pytest.mark.parametrize("name", declared())
def test_a_public_name_is_what_its_module_calls_it(name: str) -> None:
    found = getattr(archive, name)
    assert found is not None
    assert name in dir(archive)
    assert getattr(archive, name) is found


def test_what_is_imported_in_the_stub_is_public() -> None:
    tree = ast.parse(STUB.read_text("utf-8"))
    imported = {
        each.asname or each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names
    }
    assert imported == set(declared())


def test_another_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        archive.no_such_thing  # noqa: B018


def test_a_name_loads_its_own_module_and_no_reader() -> None:
    script = "import sys, archive; archive.RowbackError; print([m for m in sorted(sys.modules) if m[:7] == 'archive'])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ast.literal_eval(run.stdout) == ["archive", "archive.errors", "archive.exits"]
    assert importlib.util.find_spec("trafilatura") is not None
