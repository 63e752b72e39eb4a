"""Draws pages: templates, and the small words and marks that they share. Escapes everything that is not ours."""

import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archive.lookup import ChangeRow
from archive.times import parse_iso
from archive.wording import phrases
from archive.wording.text import one_line

if TYPE_CHECKING:
    from .web import Asked

STYLE: Final = Path(__file__).parent / "static" / "rowback.css"


def render(template: str, asked: "Asked", **values: object) -> str:
    """Draw a template; `asked` is the request that it answers."""
    return _environment().get_template(template).render(asked=asked, site=asked.site, style=style_digest(), **values)


@lru_cache(maxsize=1)
def style_digest() -> str:
    """Return what the stylesheet's address ends in, so that a new one is never taken for an old one."""
    return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("archive.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"web": web_address, "line": one_line, "path": lambda text: quote(str(text), safe="")}
    made.globals |= {
        "count": phrases.count,
        "phrases": phrases,
        "when": when,
        "day": day,
        "evidence": evidence,
        "shorter": shorter,
        "parse": parse_iso,
    }
    return made


def web_address(url: str) -> str:
    """Return an address that may stand in a link; "" for anything but http and https."""
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return url if fit and url == one_line(url) else ""


def when(asked: "Asked", at: str, *, seconds: bool = False) -> Markup:
    """Write a time of the database for people, with the exact one for machines."""
    moment = parse_iso(at).astimezone(asked.site.zone.info)
    said = f"{moment.day} {moment:%b %Y, %H:%M:%S %Z}" if seconds else f"{moment.day} {moment:%b %Y, %H:%M %Z}"
    return Markup('<time datetime="{}">{}</time>').format(at, said)


def evidence(asked: "Asked", change: ChangeRow) -> str:
    """Return why a change has its kind, with its times as this page writes times."""
    return phrases.evidence(change, lambda at: asked.site.zone.show(parse_iso(at)))


def day(asked: "Asked", moment: dt.datetime) -> str:
    """Write a day as a newspaper's front page does."""
    local = moment.astimezone(asked.site.zone.info)
    return f"{local:%A}, {local.day} {local:%B %Y}"


def shorter(url: str) -> str:
    """Write an address without its scheme, cut in the middle when it is long."""
    bare = one_line(url).partition("://")[2] or one_line(url)
    return bare if len(bare) <= 70 else f"{bare[:42]}…{bare[-24:]}"
