"""The archive's database as Datasette asks for it: opened as everybody opens it who only looks."""

import sqlite3
from pathlib import Path

from datasette.database import Database

from archive.sqlite import read_only


class Archived(Database):  # type: ignore[misc]  # Datasette ships no types
    """A database that is never written, in a folder whatever its name, on any medium."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open a connection for one of Datasette's threads."""
        if write:
            raise PermissionError("an archive is not written by those who look at it")
        connection = read_only(Path(self.path), any_thread=True)
        self._all_file_connections.append(connection)
        return connection

    def close(self) -> None:
        """Close all connections, the first one last: it alone may take away what SQLite made beside the file."""
        for connection in reversed(self._all_file_connections):
            connection.close()
