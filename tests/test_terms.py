"""Terms that stand in many places are written from one table: types, checks of the database, words, filters, README."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import get_args

import click
import pytest

from archive import models, terms
from archive.cli.changes import changes
from archive.migrations import schema

HERE = Path(__file__).resolve().parent.parent
TABLES = [
    (models.ChangeKind, terms.KINDS),
    (models.MissReason, terms.MISSES),
    (models.Unread, terms.UNREAD),
    (models.HeldBack, terms.HELD_BACK),
]


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=["kinds", "misses", "unread", "held back"])
def test_the_types_name_what_the_tables_hold(kind: object, table: Iterable[str]) -> None:
    assert sorted(get_args(kind)) == sorted(table)


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [
        ("changes", "kind", terms.KINDS),
        ("misses", "reason", terms.MISSES),
        ("captures", "reason", [*terms.UNREAD, *terms.HELD_BACK]),
    ],
)
def test_the_database_takes_these_terms_and_no_other(table: str, column: str, allowed: Iterable[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(schema())
        (text,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    found = re.search(rf"\n  {column} TEXT.*?CHECK \({column} IN \(([^)]*)\)\)", text)
    assert found is not None
    assert re.findall(r"'(\w+)'", found[1]) == list(allowed)


def test_every_kind_can_be_asked_for() -> None:
    (option,) = (each for each in changes.params if each.name == "kinds")
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(terms.KINDS)


def test_every_term_has_words_that_no_other_of_its_table_has() -> None:
    for _, table in TABLES:
        words = [row.words for row in table.values()]
        assert all(words)
        assert len(set(words)) == len(words)


def test_weights_lead_with_what_a_reader_should_see_first() -> None:
    order = sorted(terms.KINDS.values(), key=lambda kind: -kind.weight)
    assert [kind.name for kind in order[:3]] == ["fact_changed_unnoted", "withdrawn", "correction_noted"]
    assert [kind.name for kind in order[-2:]] == ["style", "template"]
    assert all(kind.weight > 0 and kind.weight + kind.grows <= 1 for kind in order)


@pytest.mark.parametrize("written", [terms.kinds_as_markdown(), terms.reasons_as_markdown()], ids=["kinds", "reasons"])
def test_the_readme_holds_the_tables(written: str) -> None:
    assert written in (HERE / "archive" / "README.md").read_text("utf-8")
