"""`rowback init`: a configuration and an empty archive in the current folder."""

from pathlib import Path

import click
from rich.text import Text

from archive import BadInput, Output, metadata, morgue
from crawler.cli import Root
from crawler.config import FILENAME, edit, is_contact
from crawler.errors import ConfigError


@click.command()
@click.option("--contact", default="", metavar="MAIL|URL", help="Whom outlets may write to; they all see it.")
@click.pass_obj
def init(root: Root, contact: str) -> None:
    """Write a rowback.toml and make an empty archive here."""
    path = Path.cwd() / FILENAME
    if path.exists():
        raise ConfigError("is there already", subject=str(path), cure="Change it with an editor, or rowback add URL")
    if contact and not is_contact(contact):
        raise BadInput("is no mail address and no web address", subject=contact, cure="--contact you@example.org")
    edit.write(path, edit.new(contact))
    place = morgue.create(root.config().morgue)
    metadata.write(place.folder)
    output = Output()
    output.show(Text(f"{path}: the configuration"), Text(f"{place.folder}: the archive"))
    output.show(Text("Next: rowback add https://example.org/" if contact else f"Next: write your contact into {path}"))
