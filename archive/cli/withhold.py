"""`rowback withhold` and `unwithhold`: hide what stands at an address, and show it again."""

from pathlib import Path

import click

from archive.morgue import find
from archive.takedown import withholding
from archive.wording import phrases

from .context import Context
from .output import Output

_MORGUE = click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to work on.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.argument("url")
@click.option("--reason", default="", help="Why; kept in desk.db beside it.")
@_JSON
@_MORGUE
@click.pass_obj
def withhold(context: Context, url: str, reason: str, as_json: bool, morgue: Path | None) -> None:
    """Hide an article, all its versions and addresses, from every page, search, feed, export and replay.

    Its bytes stay in the WARC files, are still verified, and stay hidden after a rebuild. It is not fetched again.
    Feeds and section pages that named it are other pages; withhold them by their own addresses.
    """
    hidden = withholding.withhold(find(morgue or context.find_morgue()), url, reason=reason, now=context.now())
    output = Output(as_json=as_json)
    if as_json:
        output.answer(url=hidden.url, captures=hidden.captures, already=hidden.already)
    elif hidden.already and not hidden.captures:
        output.show("It was withheld already.")
    else:
        output.show(f"Withheld: {phrases.count(hidden.captures, 'capture')}. `rowback unwithhold` shows it again.")


@click.command()
@click.argument("url")
@_JSON
@_MORGUE
@click.pass_obj
def unwithhold(context: Context, url: str, as_json: bool, morgue: Path | None) -> None:
    """Show again what was withheld at an address."""
    shown = withholding.unwithhold(find(morgue or context.find_morgue()), url)
    output = Output(as_json=as_json)
    if as_json:
        output.answer(url=shown.url, captures=shown.captures)
    else:
        output.show(f"Shown again: {phrases.count(shown.captures, 'capture')}.")
