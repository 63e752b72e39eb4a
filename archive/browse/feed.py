"""Atom feeds of changes: of the archive, an outlet, an article. Entries are known by the records that show them.

Ids rest on record ids, which no rebuild alters; a version's number may move when older captures arrive.
"""

import datetime as dt
import re
from typing import Final
from xml.etree import ElementTree as ET

from archive.times import iso, parse_iso
from archive.wording import phrases
from archive.wording.text import one_line

from . import news
from .marked import Piece
from .web import Answer, Asked

_ENTRIES: Final = 50
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM: Final = "http://www.w3.org/2005/Atom"
_BEGINNING: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def archive(asked: Asked) -> Answer:
    """Send the newest changes of all articles."""
    return _feed(
        asked, "rowback: what changed", "", news.Wanted(_BEGINNING, hidden=asked.hidden, newest_first=True, names=False)
    )


def outlet(asked: Asked) -> Answer:
    """Send the newest changes of an outlet."""
    row = asked.lookup.outlet_named(asked.named["name"])
    wanted = news.Wanted(_BEGINNING, outlet_id=row.id, hidden=asked.hidden, newest_first=True, names=False)
    return _feed(asked, f"{one_line(row.title)}: what changed", f"/outlet/{row.name}", wanted)


def article(asked: Asked) -> Answer:
    """Send the changes of an article."""
    row = asked.article(asked.id("id"))
    wanted = news.Wanted(_BEGINNING, article_id=row.id, hidden=asked.hidden, newest_first=True, names=False)
    return _feed(asked, one_line(row.headline), f"/article/{row.id}", wanted)


def _feed(asked: Asked, title: str, path: str, wanted: news.Wanted) -> Answer:
    found = news.items(asked.connection, asked.outlets(), wanted, limit=_ENTRIES)
    here = asked.origin + asked.at(path)
    root = ET.Element("feed", xmlns=_ATOM)
    _add(root, "id", f"{here}/feed.atom")
    _add(root, "title", title)
    newest = max((item.change.changed_before for item in found), default=None)
    _add(root, "updated", iso(parse_iso(newest) if newest else _BEGINNING))
    _add(root, "link", "", rel="self", type="application/atom+xml", href=f"{here}/feed.atom")
    _add(root, "link", "", rel="alternate", type="text/html", href=here)
    _add(root, "generator", "rowback")
    for item in found:
        root.append(_entry(asked, item))
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Answer(body, mime="application/atom+xml; charset=utf-8")


def _entry(asked: Asked, item: news.Item) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", _id(item))
    headline = item.after.headline if item.after else item.headline
    _add(entry, "title", f"{one_line(headline)} ({phrases.change(item.change)})")
    _add(entry, "updated", iso(parse_iso(item.change.changed_before)))
    author = ET.SubElement(entry, "author")
    _add(author, "name", one_line(item.outlet.title))
    _add(entry, "link", "", rel="alternate", type="text/html", href=asked.origin + _page(asked, item))
    _add(entry, "category", "", term=item.change.kind)
    lines = [phrases.words(item.change), one_line(item.change.evidence), *map(_plain, item.telling)]
    _add(entry, "summary", "\n".join(line for line in lines if line))
    return entry


def _id(item: news.Item) -> str:
    before = item.before.record_id if item.before else "none"
    after = item.after.record_id if item.after else f"{item.change.kind}:{item.change.changed_before}"
    return f"tag:rowback,2026:change:{before}:{after}"


def _page(asked: Asked, item: news.Item) -> str:
    if item.before and item.after:
        return asked.at("/diff", **{"from": item.before.id, "to": item.after.id})
    return asked.at(f"/article/{item.change.article_id}")


def _plain(pieces: list[Piece]) -> str:
    marks = {"removed": "[-{}-]", "added": "{{+{}+}}"}
    return one_line("".join(marks.get(piece.kind, "{}").format(piece.text) for piece in pieces))


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    element = ET.SubElement(parent, tag, {name: _NOT_XML.sub("", said) for name, said in attributes.items()})
    element.text = _NOT_XML.sub("", text) or None
