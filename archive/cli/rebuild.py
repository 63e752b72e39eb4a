"""`rowback rebuild`: the database made again from the WARC files."""

import functools
from importlib.metadata import version
from pathlib import Path

import click

from archive import exits
from archive.rebuild import Bar, Rebuilt
from archive.rebuild import rebuild as make
from archive.rebuild.reread import Reread
from archive.wording.phrases import count

from .context import Context
from .output import Output
from .progress import bar


@click.command()
@click.option("--reread", is_flag=True, help="Read all pages again, with this version's reader.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to work on.")
@click.pass_obj
def rebuild(context: Context, reread: bool, as_json: bool, morgue: Path | None) -> int:
    """Make rowback.db again from the WARC files; the old one stays as rowback.db.old.

    No page is read again without --reread. Broken off, it goes on where it stopped when it is started again. No crawl
    may run meanwhile.
    """
    output = Output(as_json=as_json)
    folder = morgue or context.find_morgue()
    shown = functools.partial(bar, silent=as_json)
    software = f"rowback/{version('rowback')}"
    rebuilt = make(folder, software=software, bar=shown, next_check=context.next_check, read_places=context.read_places)
    read = _read_again(context, folder, shown) if reread else None
    _tell(output, rebuilt, read)
    damaged = rebuilt.damage or rebuilt.failed or (read is not None and read.failed)
    return exits.DAMAGE if damaged else 0


def _read_again(context: Context, folder: Path, shown: Bar) -> Reread:
    from archive.extract import READER
    from archive.ingest.archive import Archive  # these load the reader, and a rebuild alone needs none of it
    from archive.ingest.pool import ReaderPool
    from archive.rebuild.reread import reread

    now = context.now()
    with Archive.open(folder, context.warcinfo(), now=now) as archive, ReaderPool(archive.morgue) as pool:
        return reread(archive, pool, reader=READER, now=now, bar=shown)


def _tell(output: Output, rebuilt: Rebuilt, read: Reread | None) -> None:
    for stretch in rebuilt.damage:
        place = f"{stretch.filename} at {stretch.offset}, {count(stretch.length, 'byte')}"
        output.note(f"{place}: {stretch.reason}")
    for failed in rebuilt.failed:
        output.note(f"not derived: {failed}")
    for error in read.failed if read else ():
        output.note(f"not read again: {error}")
    if output.as_json:
        told = {"files": rebuilt.files, "bytes": rebuilt.bytes, "resumed": rebuilt.resumed, **rebuilt.counts}
        again = {"pages": read.pages, "renumbered": list(read.renumbered)} if read else None
        unread = [str(error) for error in read.failed] if read else []
        output.answer(rebuild=told, reread=again, damage=list(rebuilt.damage), failed=[*rebuilt.failed, *unread])
    elif output.terminal:
        names = ("capture", "article", "version", "change")
        said = ", ".join(count(rebuilt.counts[f"{name}s"], name) for name in names)
        output.show(f"{said}, from {count(rebuilt.files, 'WARC file')}")
        if waiting := rebuilt.counts["waiting"]:
            output.show(f"{count(waiting, 'page')} nobody has read yet; the next crawl does")
        if read is not None:
            moved = count(len(read.renumbered), "version")
            output.show(f"{count(read.pages, 'page')} read again; {moved} got another number (table renumbered)")
