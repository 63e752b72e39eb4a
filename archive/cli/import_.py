"""`rowback import`: WARC and WACZ files of other programs become captures, articles and versions."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from archive import exits
from archive.errors import BadInput, MorgueLocked, NotWarc, WarcError
from archive.importing.importer import FileOutcome, Importer, Wanted
from archive.importing.reading import Read, read_imported
from archive.importing.sources import warcs_in
from archive.ingest.archive import Archive
from archive.ingest.pool import ReaderPool
from archive.ingest.telling import tell_stories
from archive.lookup.moments import earliest, zone
from archive.store import imported as store
from archive.times import warc_date
from archive.wording import phrases

from .context import Context
from .output import Output
from .progress import bar


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--matching", metavar="RE", help="Only addresses in which this regular expression is found.")
@click.option("--since", metavar="TIME", help="Only what was captured from this time on: 2026-11-17, 7d.")
@click.option("--outlet", metavar="NAME", help="Of this outlet. [default: the one that lives at the page's host]")
@click.option("--morgue", type=click.Path(path_type=Path), metavar="FOLDER", help="The archive to write to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option("-v", "--verbose", is_flag=True, help="Print what came of each file without a terminal, too.")
@click.pass_obj
def import_(
    context: Context,
    files: tuple[Path, ...],
    matching: str | None,
    since: str | None,
    outlet: str | None,
    morgue: Path | None,
    as_json: bool,
    verbose: bool,
) -> int:
    """Take in WARC and WACZ files of other programs, with their own dates; the pages are read anew.

    The files are copied into the archive. Importing one twice changes nothing, and the order does not matter. Imported
    articles are not watched.
    """
    for path in files:
        if not path.is_file():
            raise BadInput("no such file", subject=str(path), cure="Name WARC or WACZ files")
    output, now = Output(as_json=as_json), context.now()
    wanted = Wanted(
        matching=_pattern(matching),
        since=warc_date(earliest(since, now=now, zone=zone(None))) if since else "",
        outlet=_name(outlet),
    )
    info = context.warcinfo()
    with (
        Archive.open(morgue or context.find_morgue(), info, now=now) as archive,
        Importer(archive, software=info.software, now=now) as importer,
    ):
        outcomes = [outcome for path in files for outcome in _take(importer, path, wanted, silent=as_json)]
        importer.finish()
        waiting = sum(len(store.awaiting(archive.connection, kind)) for kind in ("response", "revisit"))
        read = Read()
        if waiting:
            with ReaderPool(archive.morgue) as pool, bar("reading", waiting, silent=as_json) as step:
                read = read_imported(archive, pool, now=now, step=step)
        with suppress(MorgueLocked), archive.morgue.lock_stories():  # else who holds it, or the next crawl, does it
            tell_stories(archive.connection)
    return _tell(output, outcomes, read, verbose=verbose)


def _take(importer: Importer, path: Path, wanted: Wanted, *, silent: bool) -> list[FileOutcome]:
    outcomes: list[FileOutcome] = []
    try:
        for name, source in warcs_in(path, importer.scratch):
            size = source.seek(0, 2)
            with bar(name, size, silent=silent) as step:
                outcomes.append(importer.take(name, source, wanted, step))
    except WarcError as error:  # this file's fault: the others are taken
        outcomes.append(FileOutcome(name=path.name, filename="", copied=False, error=error))
    return outcomes


def _pattern(text: str | None) -> str:
    try:
        return re.compile(text).pattern if text else ""
    except re.error as error:
        raise BadInput(f"is no regular expression ({error})", subject=text or "", cure="Mend --matching") from None


def _name(text: str | None) -> str:
    if text is not None and not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", text):
        cure = "Use small letters, digits, dot, dash, underscore"
        raise BadInput("cannot be an outlet's name", subject=text, cure=cure)
    return text or ""


def _tell(output: Output, outcomes: Sequence[FileOutcome], read: Read, *, verbose: bool) -> int:
    code = _code(outcomes, read)
    if len(outcomes) == 1 and isinstance(wrong := outcomes[0].error, NotWarc):
        raise NotWarc(wrong.message, subject=outcomes[0].name, cure=wrong.cure)
    if output.as_json:
        output.answer(imported=[_as_json(each) for each in outcomes], pages_read=read.pages,
                      failed=[str(error) for error in read.failed])  # fmt: skip
        return code
    for each in outcomes:
        if each.error is not None:
            output.note(f"{each.name}: {each.error}")
        elif output.terminal or verbose:
            output.show(_said(each))
        for damage in each.damaged:
            output.note(f"{each.name} at {damage.offset}: {damage.reason}; {damage.length:,} bytes left out")
        for refused in each.indexed.refused:
            output.note(f"{each.filename} at {refused.offset}: no capture: {refused.reason}")
    for error in read.failed:
        output.note(f"not read: {error}")
    if output.terminal or verbose:
        output.show(f"{phrases.count(read.pages, 'page')} read")
    return code


def _code(outcomes: Sequence[FileOutcome], read: Read) -> int:
    """Return 9 for damage, else 2 when one of the files was no WARC file."""
    errors = [each.error for each in outcomes if each.error]
    wrong = [error for error in errors if isinstance(error, NotWarc)]
    damaged = any(each.damaged or each.indexed.refused for each in outcomes) or bool(read.failed)
    if damaged or len(wrong) < len(errors):
        return exits.DAMAGE
    return exits.USAGE if wrong else exits.DONE


def _said(outcome: FileOutcome) -> str:
    if not outcome.copied and not outcome.indexed.added:
        return f"{outcome.name}: was here already"
    new = phrases.count(outcome.indexed.added, "new capture")
    return f"{outcome.name}: {phrases.count(outcome.records, 'record')}, {new}"


def _as_json(outcome: FileOutcome) -> dict[str, object]:
    return {
        "name": outcome.name,
        "filename": outcome.filename,
        "copied": outcome.copied,
        "records": outcome.records,
        "captures": outcome.indexed.captures,
        "captures_added": outcome.indexed.added,
        "error": str(outcome.error) if outcome.error else None,
        "damaged": [{"offset": d.offset, "length": d.length, "reason": d.reason} for d in outcome.damaged],
        "refused": [{"offset": r.offset, "reason": r.reason} for r in outcome.indexed.refused],
    }
