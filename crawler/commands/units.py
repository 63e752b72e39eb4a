"""`rowback units`: print what makes rowback run by itself."""

import getpass
import shutil
import sys
from pathlib import Path

import click

from crawler.cli import Root

from .unit_files import KINDS, Place


@click.command()
@click.option("--cron", "kind", flag_value="cron", default=True, help="Crontab lines. [default]")
@click.option(
    "--systemd", "kind", flag_value="systemd", help="Services to crawl, with a timer or as a watch, and to browse."
)
@click.option("--compose", "kind", flag_value="compose", help="A compose file.")
@click.pass_obj
def units(root: Root, kind: str) -> None:
    """Print units that make rowback run by itself: for cron, systemd or compose."""
    config = root.config()
    place = Place(
        command=_command(),
        config=(config.path or Path.cwd() / "rowback.toml").absolute(),
        morgue=config.morgue.absolute(),
        user=getpass.getuser(),
    )
    click.echo(KINDS[kind](place), nl=False)


def _command() -> Path:
    """Return the absolute path of the program that runs now, however it was started."""
    beside = Path(sys.executable).parent / "rowback"
    found = beside if beside.exists() else shutil.which("rowback")
    return Path(found or sys.argv[0]).absolute()
