"""`rowback watch`: crawl what is due, continuously, until it is stopped."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import click

from archive import Output, RowbackError, connect_reader, morgue
from archive import watched_rows as watched
from crawler import cli
from crawler.cli import Root
from crawler.config import Config
from crawler.errors import ConfigError
from crawler.watch.supervisor import Supervisor

ROUND = "10m"  # a crawl's longest; what it leaves is due in the next


@click.command()
@click.pass_obj
def watch(root: Root) -> int:
    """Crawl what is due, continuously: one process for all outlets. Ctrl-C or SIGTERM ends it cleanly."""
    config, output = root.config(), Output(as_json=False)
    if not config.enabled:
        raise ConfigError("no outlet is crawled yet", subject=str(config.path), cure="rowback add URL adds one")
    place = morgue.create(config.morgue)
    if output.terminal:
        output.note(f"Watching {len(config.enabled)} outlets into {place.folder}. Ctrl-C ends it.")
    watcher = _Watched(root, config, place, output)
    with place.lock_watch():
        from crawler.crawl import engine  # here, as only who watches needs it at once

        engine.preload()
        return Supervisor(watcher.enabled, watcher.due, watcher.crawl, root.clock, output.note).run()


@dataclass
class _Watched:
    """What a watch asks of its surroundings; a broken rowback.toml leaves what was read before in force."""

    root: Root
    config: Config
    place: morgue.Morgue
    output: Output
    complaint: str = ""
    known: Mapping[str, dt.datetime] = field(default_factory=dict)

    def enabled(self) -> Sequence[str]:
        try:
            self.config, complaint = self.root.config(), ""
        except RowbackError as error:
            complaint = str(error)
        if complaint and complaint != self.complaint:
            self.output.note(complaint)
        self.complaint = complaint
        return self.config.enabled

    def due(self) -> Mapping[str, dt.datetime]:
        """Return when each outlet that was ever looked at is due; what was known before while the database is busy."""
        try:
            with contextlib.closing(connect_reader(self.place)) as connection:
                self.known = watched.due(connection, self.root.now())
        except sqlite3.Error as error:
            self.output.note(f"{self.place.database}: {error}")
        return self.known

    def crawl(self, outlets: Sequence[str]) -> int:
        config = ["--config", str(self.config.path.absolute())] if self.config.path else []
        where = ["--morgue", str(self.place.folder)]
        arguments = [*config, *where, "crawl", "--json", "--max-time", ROUND, *outlets]
        return cli.run(arguments, self.root.clock)
