"""The canonical dump: what must be equal, row for row, whatever order the same captures came in.

Without what a rebuild cannot know (crawls, misses, coverage, tables that begin with `_`) and what search makes itself.
"""

import sqlite3
from collections.abc import Iterator
from typing import Final

_TABLES: Final[dict[str, tuple[str, str]]] = {  # name: columns to leave out, what to order by
    "outlets": ("", "id"),
    "sources": (
        "last_checked_at next_check_at interval_seconds newest_at etag last_modified lastmod failures unchanged",
        "id",
    ),
    "articles": ("next_check_at", "id"),
    "article_urls": ("", "article_id, url"),
    "captures": ("crawl_id", "id"),
    "readers": ("first_used_at", "id"),
    "contents": ("record_id", "id"),
    "_readings": ("", "id"),
    "states": ("", "id"),
    "versions": ("", "id"),
    "texts": ("", "id"),
    "changes": ("", "id"),
    "look_differences": ("", "id"),
    "campaigns": ("", "id"),
    "facts": ("id", "change_id, kind, before, after, sentence_before, sentence_after, id"),
}


def dump(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Yield every derived row as its table's name and its values, in an order of their own."""
    for table, (left_out, order) in _TABLES.items():
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in left_out.split()]
        for row in connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}"):
            yield (table, *row)
