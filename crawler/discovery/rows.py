"""Between the archive's rows and candidates, and the places where pages show them. Pure."""

import datetime as dt

from archive import UTC, CandidateRow, FrontPage, Place, Validators, times, urls
from crawler.errors import ConfigError, SourceError
from crawler.outlet import Outlet

from . import section, unknown
from .candidate import Candidate

MOST_PLACES = 50  # of a page, from its top
_ANY_TIME = dt.datetime.min.replace(tzinfo=UTC)  # where a link stands depends on none
MOST_UNCHANGED = 3  # answers in a row that may say "not modified" before one full look


def candidate(row: CandidateRow) -> Candidate:
    """Return a candidate that was remembered."""
    lastmod = times.parse_iso(row.lastmod) if row.lastmod else None
    return Candidate(url=row.url, source=row.source, seen_at=row.seen_at, lastmod=lastmod, headline=row.headline)


def candidate_row(outlet_id: int, found: Candidate) -> CandidateRow:
    """Return the row to remember a candidate by."""
    return CandidateRow(
        outlet_id=outlet_id,
        url=found.url,
        identity=urls.identity_key(found.url),
        source=found.source,
        seen_at=found.seen_at,
        lastmod=times.warc_date(found.lastmod) if found.lastmod else None,
        headline=found.headline,
    )


def places(body: bytes, url: str, charset: str | None, outlet: Outlet) -> list[Place]:
    """Return where a front or section page shows links to articles, from its top; none on a page that is none."""
    try:
        page = section.parse(body, url=url, charset=charset)
    except SourceError:
        return []
    shown: dict[str, Place] = {}
    for each in section.candidates(page, url=url, seen_at=_ANY_TIME, outlet=unknown.moved(outlet, url)):
        identity = urls.identity_key(each.url)
        if identity not in shown:
            shown[identity] = Place(identity, len(shown) + 1, each.level, each.headline, each.section)
    return list(shown.values())[:MOST_PLACES]


def places_by_definition(page: FrontPage) -> list[Place]:
    """Return where a page of the archive showed links to articles, under the outlet's definition of that time."""
    said = page.definition
    hosts = said.get("hosts")
    try:
        outlet = Outlet(
            home=str(said.get("home") or page.url),
            hosts=tuple(map(str, hosts)) if isinstance(hosts, list) else (),
            article=str(said["article"]) if said.get("article") else None,
        )
    except ConfigError:
        outlet = Outlet(home=page.url)
    return places(page.body, page.url, page.charset, outlet)


def conditions(have: Validators | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it changed; none after three answers in a row that it did not."""
    if have is None or have.unchanged >= MOST_UNCHANGED:
        return {}
    headers = {"If-None-Match": have.etag} if have.etag else {}
    if have.last_modified:
        headers["If-Modified-Since"] = have.last_modified
    return headers
