"""What Datasette must be told to be good at once: labels, facets, search, descriptions, settings.

Written beside the database when a morgue is made, for `datasette MORGUE/`; `rowback serve` uses the same values.
Column descriptions are the comments of schema.sql. Knows no web page of ours.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import yaml

from archive.migrations import schema

from . import questions

_FILES: Final = ("metadata.yml", "settings.json", "datasette.yml")
_DATABASE: Final = "rowback"  # Datasette names a database after its file
_TABLE = re.compile(r"CREATE (?:TABLE|VIEW) (\w+) (?:\(|AS)(?:\s*-- (.*))?$")
_COLUMN = re.compile(r"  ([a-z]\w*) [A-Z][^-]*-- (.*)$")
_TITLE: Final = "rowback: what the news said, and when it changed"
_DESCRIPTION: Final = (
    'Start with <a href="/rowback/recent_changes">what changed</a>, the '
    '<a href="/rowback/headline_changes">headlines that were replaced</a>, or '
    '<a href="/rowback/latest_versions">search the articles as they stand</a> and '
    '<a href="/rowback/versions">all they ever said</a>. Times are UTC. Most changes are innocent. '
    "rowback knows nothing from before its first look, and nothing between two looks."
)
_BOOKKEEPING: Final = "_sqlite_migrations"  # sqlite-utils keeps it

Settings = dict[str, bool | int]
Table = dict[str, object]

SETTINGS: Final[Settings] = {
    "suggest_facets": False,  # looks through every column of every row
    "truncate_cells_html": 120,
    "default_facet_size": 10,
    "default_page_size": 50,
    "allow_download": False,  # a database being written to must not be copied as a file
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "num_sql_threads": 2,
}
_TABLES: Final[dict[str, Table]] = {
    "outlets": {"label_column": "title", "sort": "name"},
    "sources": {
        "label_column": "url",
        "facets": ["outlet_id", "kind"],
        "sort_desc": "last_checked_at",
        "units": {"interval_seconds": "second"},
    },
    "crawls": {
        "label_column": "started_at",
        "facets": ["status"],
        "sort_desc": "started_at",
        "units": {"bytes": "byte", "clock_skew_seconds": "second"},
    },
    "articles": {
        "label_column": "headline",
        "facets": ["outlet_id", "state", "version_count"],
        "sort_desc": "last_captured_at",
    },
    "article_urls": {"facets": ["relation"]},
    "captures": {
        "label_column": "captured_at",
        "facets": ["outlet_id", "status", "decision"],
        "sort_desc": "captured_at",
    },
    "readers": {"label_column": "name"},
    "contents": {"label_column": "headline", "facets": ["rejection"]},
    "states": {"label_column": "adopted_at", "sort_desc": "adopted_at"},
    "versions": {
        "label_column": "label",
        "sort_desc": "first_captured_at",
        "fts_table": "versions_fts",
        "fts_pk": "text_id",
    },
    "texts": {"hidden": True, "fts_table": "versions_fts", "fts_pk": "id"},
    "changes": {"label_column": "kind", "facets": ["kind", "finding"], "sort_desc": "changed_before"},
    "facts": {"label_column": "kind", "facets": ["kind"]},
    "look_differences": {"label_column": "place", "facets": ["reason", "place"]},
    "campaigns": {"label_column": "kind", "facets": ["outlet_id", "kind"], "sort_desc": "first_seen_at"},
    "misses": {"label_column": "url", "facets": ["outlet_id", "reason"], "sort_desc": "missed_at"},
    "coverage": {"facets": ["outlet_id"], "sort_desc": "day"},
    "positions": {"facets": ["outlet_id", "page"], "sort_desc": "first_seen_at"},
    "latest_versions": {
        "facets": ["outlet", "state"],
        "sort_desc": "first_captured_at",
        "fts_table": "versions_fts",
        "fts_pk": "text_id",
    },
    "headline_changes": {"facets": ["outlet"]},
    "headline_changed_while_leading": {"facets": ["outlet", "page"]},
    "unannounced_changes": {"facets": ["outlet"]},
    "changed_beside_texts": {"facets": ["outlet"]},
    "withdrawn_articles": {"facets": ["outlet", "state"]},
    "held_back_captures": {"facets": ["outlet", "reason"]},
    "looks_per_article": {"facets": ["outlet"], "sort_desc": "looks"},
}


def files() -> dict[str, str]:
    """Return the names and texts of the files that make a folder good for `datasette FOLDER`.

    Datasette 0.65 reads `settings.json`, Datasette 1.0 `datasette.yml`, both `metadata.yml`.
    """
    note = "# Written by rowback when this folder was made; yours to change.\n"
    return {
        "metadata.yml": note + _yaml(metadata()),
        "settings.json": json.dumps(SETTINGS, indent=2) + "\n",
        "datasette.yml": note
        + _yaml({"settings": SETTINGS, "databases": {_DATABASE: {"queries": questions.canned()}}}),
    }


def write(folder: Path) -> None:
    """Write the files that a folder lacks for Datasette; what a person has written stays."""
    if all((folder / name).exists() for name in _FILES):
        return
    for name, text in files().items():
        path = folder / name
        if not path.exists():
            path.write_text(text, "utf-8")


def metadata() -> dict[str, object]:
    """Return Datasette's metadata: every table and view of schema.sql, its columns described, internal ones hidden."""
    described = _described(schema())
    unknown = set(_TABLES) - set(described)
    if unknown:
        raise KeyError(f"schema.sql has no {', '.join(sorted(unknown))}")
    tables = {name: description | _TABLES.get(name, _unlisted(name)) for name, description in described.items()}
    tables[_BOOKKEEPING] = {"hidden": True}
    return {
        "title": _TITLE,
        "description_html": _DESCRIPTION,
        "databases": {_DATABASE: {"description_html": _DESCRIPTION, "tables": tables, "queries": questions.canned()}},
    }


def tables_as_markdown() -> str:
    """Return each public table and view with its columns, for the README."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema())
        lines = ["| table or view | holds | columns |", "|---|---|---|"]
        for name, table in _described(schema()).items():
            if not name.startswith("_"):
                columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
                lines.append(f"| `{name}` | {table.get('description', '')} | {', '.join(columns)} |")
    return "\n".join(lines) + "\n"


def _unlisted(name: str) -> Table:
    return {"hidden": True} if name.startswith("_") else {}


def _described(schema: str) -> dict[str, Table]:
    """Return each table and view of a schema with what its comments say of it and of its columns."""
    found: dict[str, Table] = {}
    columns: dict[str, str] = {}
    for line in schema.splitlines():
        if create := _TABLE.match(line):
            columns = {}
            found[create[1]] = {"description": _sentence(create[2]), "columns": columns}
        elif column := _COLUMN.match(line):
            said = column[2].strip()
            if said != "likewise" and not said.startswith(
                "null"
            ):  # these only say when a cell is empty, not what it is
                columns[column[1]] = said
    return {name: {key: value for key, value in table.items() if value} for name, table in found.items()}


def _sentence(comment: str | None) -> str:
    said = (comment or "").strip()
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _yaml(value: object) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110))
