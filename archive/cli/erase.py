"""`rowback erase`: take what stands at an address out of the WARC files, for good."""

from pathlib import Path

import click

from archive.errors import BadInput
from archive.morgue import find
from archive.takedown.erasing import erase as take_away
from archive.warc.folder import size_of
from archive.wording import phrases

from .context import Context
from .output import Output
from .progress import bar


@click.command()
@click.argument("url")
@click.option("--reason", default="", help="Why; it stands in the WARC files in place of what was erased.")
@click.option("--yes", is_flag=True, help="Really do it: nobody can bring it back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to work on.")
@click.pass_obj
def erase(context: Context, url: str, reason: str, yes: bool, as_json: bool, morgue: Path | None) -> None:
    """Erase an article, all its versions and addresses, from the database and from the WARC files.

    In its place stands that it was erased, when and why; `verify` reports that, and no damage. It is not fetched again.
    Pages elsewhere that had the very same bytes keep them: they have addresses of their own. So have the feeds and
    section pages that named it. Backups and exports that you made are yours to clean.

    Killed midway, it is hidden already; run it again to end it.
    """
    if not yes:
        raise BadInput("nobody can bring it back", subject=url, cure="Say --yes, or hide it with `rowback withhold`")
    archive = find(morgue or context.find_morgue())
    with bar("erase", size_of(archive.warcs), silent=as_json) as step:
        done = take_away(archive, url, context.warcinfo(), reason=reason, now=context.now(), progress=step)
    output = Output(as_json=as_json)
    if as_json:
        output.answer(url=url, records=done.records, files=done.files, rehomed=done.rehomed)
        return
    files = phrases.count(len(done.files), "file")
    output.show(f"Erased: {phrases.count(done.records, 'record')} in {files}.")
    if done.rehomed:
        output.show(f"{phrases.count(done.rehomed, 'capture')} elsewhere had the same bytes, and keep them.")
