"""`rowback tell`: tell now what a crawl would tell at its end, or only show it."""

import os
from pathlib import Path

import click
from rich.text import Text

from archive import Output, exits, morgue, unbroken
from crawler.cli import Root
from crawler.telling import desk
from crawler.telling.desk import Delivery


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--morgue", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to tell of.")
@click.pass_obj
def tell(root: Root, dry_run: bool, as_json: bool, folder: Path | None) -> int:
    """Tell people what was found and what is wrong, by the rules in rowback.toml; every crawl does it at its end."""
    config, now = root.config(), root.now()
    place = morgue.find(folder or config.morgue)
    output = Output(as_json=as_json)
    rules = config.tell
    watched = config.enabled
    done = (
        desk.preview(place, rules, now, outlets=watched)
        if dry_run
        else desk.tell(place, rules, os.environ, now, outlets=watched)
    )
    if as_json:
        output.answer(messages=[_json(each, sent=not dry_run and not each.error) for each in done])
    elif not rules:
        output.note('No rule says whom to tell. Add to rowback.toml: [[tell]] and to = "mailto://…"')
    else:
        _show(output, done, dry_run=dry_run)
    return exits.ALARM if any(each.error for each in done) else 0


def _show(output: Output, done: list[Delivery], *, dry_run: bool) -> None:
    if not done:
        output.note("Nothing is to be told.")
    for position, each in enumerate(done):
        if not dry_run:
            output.show(str(each))
            continue
        lines = [unbroken(line) for line in each.message.body.splitlines()]
        head = Text(f"To {each.target} by {each.rule}: {each.message.title}", style="bold")
        output.show(*([""] if position else []), head, *lines)


def _json(each: Delivery, *, sent: bool) -> dict[str, object]:
    told = each.message
    return {
        "rule": each.rule,
        "target": each.target,
        "title": told.title,
        "body": told.body,
        "findings": len(told.entries),
        "alarms": len(told.alarms),
        "sent": sent,
        "error": each.error or None,
    }
