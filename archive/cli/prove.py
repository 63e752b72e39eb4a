"""`rowback prove`: one version with all that lies behind it, for somebody who trusts nobody."""

import re
import sqlite3
from contextlib import closing
from importlib.metadata import version as version_of
from pathlib import Path

import click

from archive import urls
from archive.errors import BadInput, NotInArchive
from archive.export import difference as pages
from archive.export import proof
from archive.export.files import written
from archive.export.selecting import withheld_articles
from archive.export.wacz import About
from archive.lookup import ArticleRow, VersionRow
from archive.lookup.difference import Difference, difference
from archive.models import Capture
from archive.store import captures, chosen
from archive.store.connection import connect_reader
from archive.wording import phrases
from archive.wording.text import one_line

from .choice import find_article
from .context import Looking, looking

_ABOUT = (
    "Words that were taken out are struck through, words that were added are underlined. Made by rowback from what it "
    "read in the records of this package. It shows what changed, not why, nor who was right."
)


@click.command()
@click.argument("url")
@click.option(
    "--version", "number", type=click.IntRange(min=1), metavar="N", help="This version. [default: the latest]"
)
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE", help="Where to write.")
@looking
def prove(look: Looking, url: str, number: int | None, path: Path | None) -> None:
    """Write one version, and the one before it, as a package that a stranger can check without rowback.

    It holds the records as they lie in the archive, the difference as a page, digests, the chain's lines, and
    HOW-TO-CHECK.txt.
    """
    article = find_article(look, url)
    if article.id in withheld_articles(look.morgue):
        raise NotInArchive("is withheld", subject=article.url, cure=f"rowback unwithhold {article.url}")
    version = look.lookup.version(article, number or article.version_count)
    before = look.lookup.version(article, version.number - 1) if version.number > 1 else None
    path = path or Path(_name(article, version))
    if path.exists():
        cure = "Name another file with -o, or remove this one"
        raise BadInput("is there already, and a proof is not written over another file", subject=str(path), cure=cure)
    with closing(connect_reader(look.morgue)) as connection:
        behind = _behind(look, connection, article, [each for each in (before, version) if each])
    about = About(
        title=f"{one_line(version.headline)} (version {version.number})",
        description="Records behind one version of an article. Read proof/HOW-TO-CHECK.txt first.",
        software=f"rowback {version_of('rowback')}",
        created=look.now,
    )
    with written(path) as made:
        count = proof.write(look.morgue, behind, made, path.name, about)
    _tell(look, article, version, path, count)


def _tell(look: Looking, article: ArticleRow, version: VersionRow, path: Path, count: int) -> None:
    if look.output.as_json:
        told = {"path": str(path.absolute()), "bytes": path.stat().st_size, "records": count}
        look.output.answer(article=article, version=version, proof=told)
    elif look.output.terminal:
        look.output.show(f"{path}: {phrases.count(count, 'record')}. How to check it: proof/HOW-TO-CHECK.txt in it")


def _name(article: ArticleRow, version: VersionRow) -> str:
    slug = re.sub(r"[^A-Za-z0-9]+", "-", article.url.rstrip("/").rpartition("/")[2])[:40].strip("-")
    return f"proof-{urls.host(article.url)}-{slug or 'page'}-v{version.number}.wacz"


def _behind(
    look: Looking, connection: sqlite3.Connection, article: ArticleRow, versions: list[VersionRow]
) -> proof.Behind:
    """Gather the captures that brought the versions, the originals they refer to, and what was read in them."""
    rows = [_capture(connection, version) for version in versions]
    originals = [captures.by_record(connection, row.refers_to) for row in rows if row.refers_to]
    unique = {row.id: row for row in (*rows, *filter(None, originals))}
    found = difference(look.lookup, versions[0], versions[-1]) if len(versions) > 1 else None
    last = versions[-1].number
    words = f"version {last}, and version {last - 1} before it" if found else f"version {last}, the first"
    return proof.Behind(
        captures=list(unique.values()),
        readings=chosen.conversions_of(connection, unique),
        pages=[page for version in versions if (page := chosen.page_of(connection, version.id))],
        difference=_difference(look, article, versions, found),
        url=article.url,
        versions=words,
    )


def _capture(connection: sqlite3.Connection, version: VersionRow) -> Capture:
    row = captures.by_id(connection, version.capture_id)
    if row is None:
        raise NotInArchive("its capture is not in the database", subject=version.label, cure="rowback rebuild")
    return row


def _difference(look: Looking, article: ArticleRow, versions: list[VersionRow], found: Difference | None) -> str:
    content = look.lookup.content(versions[-1])
    told = pages.Told(
        url=article.url,
        language=content.language,
        sides=[_side(look, version) for version in versions],
        kind=phrases.change(found.change) if found else "",
        evidence=found.change.evidence if found else "",
        about=_ABOUT,
    )
    return pages.page(told, found.operations if found else pages.unchanged(content))


def _side(look: Looking, version: VersionRow) -> pages.Side:
    capture = look.lookup.capture(version.capture_id)
    facts = [
        ("headline", version.headline),
        ("captured", capture.captured_at),
        ("last seen so", version.last_captured_at),
        ("content digest", f"sha256:{version.content_digest}"),
        ("payload digest", capture.digest),
        ("WARC record", f"{capture.record_id} ({capture.record_type})"),
        ("sha256 of the record", capture.record_sha256),
    ]
    return pages.Side(f"Version {version.number}", version.headline, facts)
