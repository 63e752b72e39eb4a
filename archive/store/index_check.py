"""Whether a full-text index is that of the texts: it is put into a database aside, where FTS5 may check it.

FTS5's own check is a write, and an archive that is looked at is not written.
"""

import sqlite3
from typing import Final

_PARTS: Final = ("data", "idx", "docsize", "config")
_GROUP: Final = 100  # rows at a time; each of a few kilobytes


def index_fits(connection: sqlite3.Connection, aside: sqlite3.Connection, name: str) -> bool:
    """Tell whether an index fits the texts of a database aside, which loses its own index."""
    for part in _PARTS:
        aside.execute(f'DELETE FROM "{name}_{part}"')
        found = connection.execute(f'SELECT * FROM "{name}_{part}"')
        marks = ", ".join("?" * len(found.description))
        while group := found.fetchmany(_GROUP):
            aside.executemany(f'INSERT INTO "{name}_{part}" VALUES ({marks})', group)
    (path,) = (row[2] for row in aside.execute("PRAGMA database_list") if row[1] == "main")
    checking = sqlite3.connect(path)  # another connection: this one remembers the index that it had
    try:
        checking.execute(f"""INSERT INTO "{name}" ("{name}", rank) VALUES ('integrity-check', 1)""")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            return False
        raise
    finally:
        checking.rollback()
        checking.close()
    return True
