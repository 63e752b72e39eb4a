"""The evidence for one capture: where its record lies, its digests, the heads that were exchanged, how to check it."""

import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError, PageTooLarge
from archive.export import wacz
from archive.lookup import CaptureRow
from archive.lookup.rows import select
from archive.store.chosen import Selection
from archive.warc.chain import read_line
from archive.warc.members import standing
from archive.wording import phrases

from . import replay, warcs
from .web import Answer, Asked, page

_LARGEST: Final = 12_000_000
_LARGEST_PACKAGE: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """What the server sent above the body, and how much body there is."""

    status: int
    headers: tuple[tuple[str, str], ...]
    size: int
    problem: str


def show(asked: Asked) -> Answer:
    """Show where a capture's bytes lie and how anybody can check them."""
    capture = asked.lookup.capture(asked.id("id"))
    article = asked.article(capture.article_id) if capture.article_id is not None else None
    version = asked.lookup.version_by_id(capture.version_id) if capture.version_id else None
    head, damage = _head(asked, capture)
    return page(
        asked,
        "record.html",
        title="WARC record",
        capture=capture,
        article=article,
        outlet=asked.lookup.outlet(article.outlet_id) if article else None,
        version=version,
        said=phrases.capture(capture, version.number if version else None),
        head=head,
        damage=damage,
        commands=_commands(asked, capture),
        chain=_chain_line(asked, capture),
        original=_original(asked, capture),
    )


def _head(asked: Asked, capture: CaptureRow) -> tuple[Head | None, str]:
    """Return the head that lies in the record; else what is wrong with the record."""
    try:
        found = warcs.read(asked, capture, limit=_LARGEST)
    except ArchiveError as error:
        return None, str(error)
    return Head(found.status, found.headers, len(found.body), found.problem), ""


def _commands(asked: Asked, capture: CaptureRow) -> list[tuple[str, str]]:
    """Return the lines that check the bytes in a shell, with rowback and without."""
    name = str(standing(asked.site.morgue.warcs / capture.filename))
    bytes_of = f"tail -c +{capture.offset + 1} {shlex.quote(name)} | head -c {capture.length}"
    found = [
        ("The record's digest, by any shell", f"{bytes_of} | sha256sum"),
        ("The record itself", f"{bytes_of} | zcat"),
    ]
    if capture.article_id is not None:
        url = shlex.quote(capture.url)
        found.append(("A proof bundle to hand over", f"rowback prove {url}"))
        found.append(("A citation for a footnote", f"rowback cite {url} --at {capture.captured_at}"))
    return found


def _original(asked: Asked, capture: CaptureRow) -> CaptureRow | None:
    if capture.refers_to is None:
        return None
    return next(iter(select(asked.connection, CaptureRow, "WHERE record_id = ?", (capture.refers_to,))), None)


def _chain_line(asked: Asked, capture: CaptureRow) -> str:
    """Return the line of chain.txt that covers the record; "" when there is none yet."""
    chain = asked.site.morgue.chain
    if not chain.is_file():
        return ""
    with chain.open(encoding="utf-8", errors="replace", newline="") as lines:
        for text in lines:
            line = read_line(text)
            if line and line.file == capture.filename and line.start <= capture.offset < line.end:
                return text.strip()
    return ""


def package(asked: Asked) -> Answer:
    """Send one capture as WACZ, with its stylesheets and images as far as they are here; ReplayWeb.page opens it."""
    capture = asked.lookup.capture(asked.id("id"))
    if capture.article_id is not None:
        asked.article(capture.article_id)
    if capture.length > _LARGEST_PACKAGE:
        raise PageTooLarge("too large to be sent from here", subject=capture.url, cure="rowback export wacz")
    chosen = Selection(capture_ids=frozenset({capture.id, *replay.parts(asked, capture)}), withheld=asked.hidden)
    about = wacz.About(title=capture.url, description="One capture", software="rowback", created=asked.now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.wacz"
        wacz.write(asked.connection, asked.site.morgue.warcs, chosen, path, about, step=lambda _: None)
        body = path.read_bytes()
    name = f"rowback-{capture.timestamp}-{capture.id}.wacz"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Answer(body, mime="application/wacz+zip", headers=headers)
