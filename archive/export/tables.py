"""Rows as tables for other programs: JSON lines, CSV that no spreadsheet takes for formulas, Parquet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from archive.errors import BadInput
from archive.lookup.exported import Kind
from archive.store.chosen import Value

Row = dict[str, Value]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet compute, or run, a cell
_GROUP: Final = 5000  # rows in memory


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def csv_lines(rows: Iterable[Row], columns: Iterable[str]) -> Iterator[str]:
    """Yield CSV (RFC 4180) with a head; text that a spreadsheet would compute begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(value) for value in row.values()])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def write_parquet(rows: Iterable[Row], path: Path, kinds: Mapping[str, Kind]) -> int:
    """Write a Parquet file, its columns by `kinds`, and return how many rows it has.

    Raises `BadInput` where pyarrow is not installed.
    """
    try:
        import pyarrow as arrow  # only who wants Parquet needs it
        from pyarrow import parquet
    except ImportError as error:
        cure = "Install it with `pip install 'rowback[parquet]'`, or take --format jsonl or csv"
        raise BadInput(
            "Parquet needs pyarrow, which is not installed", subject="--format parquet", cure=cure
        ) from error
    types = {"text": arrow.string(), "whole": arrow.int64(), "real": arrow.float64()}
    schema = arrow.schema([(name, types[kind]) for name, kind in kinds.items()])
    rows, count = iter(rows), 0
    with parquet.ParquetWriter(path, schema) as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def _inert(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
