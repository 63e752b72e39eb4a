"""`rowback serve`: the archive in a browser."""

import getpass
import os
from pathlib import Path

import click

from archive.morgue import find

from .context import Context
from .output import Output


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one.")
@click.option("--public", is_flag=True, help="For others' eyes: no SQL, no full texts, no download, not indexed.")
@click.option("--operator", metavar="NAME", help="With --public: who runs this archive. [default: as in rowback.toml]")
@click.option(
    "--contact",
    metavar="ADDRESS",
    help="With --public: where to write for a removal, a mail address or a page. [default: as in rowback.toml]",
)
@click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to serve.")
@click.pass_obj
def serve(
    context: Context, port: int, public: bool, operator: str | None, contact: str | None, morgue: Path | None
) -> None:
    """Open the archive in a browser, on this machine only; a proxy of yours may stand before it with --public."""
    archive = find(morgue or context.find_morgue())
    from archive.browse import server  # Datasette is slow to import, and no other command needs it
    from archive.browse.site import Operator

    name, address = context.operator() if public else ("", "")
    named = Operator(operator or name, contact or address) if public else Operator()
    if public and not named.contact:
        Output().note("Nobody is named whom to ask for a removal: --operator NAME --contact ADDRESS")
    app = server.application(archive, public=public, operator=named)
    with server.listen(port) as listening:
        taken = listening.getsockname()[1]
        for line in opening_lines(taken, os.environ.get("SSH_CONNECTION", "")):
            Output().show(line)
        server.run(app, listening)


def opening_lines(port: int, ssh_connection: str) -> list[str]:
    """Return what to open, and over SSH the line that brings the port to the reader's own machine."""
    lines = [f"Open http://127.0.0.1:{port}/    (Ctrl-C stops it)"]
    fields = ssh_connection.split()
    if len(fields) == 4:
        lines.insert(0, f"On your own machine: ssh -L {port}:127.0.0.1:{port} {getpass.getuser()}@{fields[2]}")
    return lines
