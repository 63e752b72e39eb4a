"""Our pages over HTTP, asked without a server."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.plugins import pm

from archive import browse
from archive.browse import plugin
from archive.browse.site import Operator, Site
from archive.morgue import Morgue

ROOT = "/-/rowback"


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: dict[str, str]


def ask(morgue: Morgue, path: str, *, public: bool = False, deny: str = "") -> Reply:
    if not pm.is_registered(browse):
        pm.register(browse)
    denied = {"databases": {"rowback": {"tables": {deny: {"allow": False}}}}} if deny else {}
    datasette = Datasette([str(morgue.database)], metadata=denied)
    operator = Operator("The Reading Room", "desk@archive.example")
    plugin.attach(datasette, Site(database=morgue.database, public=public, operator=operator))
    answer = asyncio.run(datasette.client.get(path))
    return Reply(answer.status_code, answer.text, dict(answer.headers))


def one(morgue: Morgue, statement: str, *values: int) -> int:
    with closing(sqlite3.connect(morgue.database)) as connection:
        return int(connection.execute(statement, values).fetchone()[0])


def article(morgue: Morgue) -> int:
    return one(morgue, "SELECT id FROM articles WHERE headline LIKE 'Bridge%'")
