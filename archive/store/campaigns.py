"""Rows of `campaigns` and `_edits`. Which changes are one campaign is decided in archive.derive.campaigns."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from archive import times
from archive.compare.weights import names_removed
from archive.derive.campaigns import FEWEST, Campaign, Member, campaigns, tells
from archive.models import Edit, Fact

Touched = set[tuple[int, str]]  # an outlet and the digest of an edit that came or went

_MEMBER: Final = "SELECT id, article_id, changed_before, kind, weight FROM changes WHERE id = ?"


def put_edits(connection: sqlite3.Connection, outlet_id: int, change_id: int, edits: Iterable[Edit]) -> Touched:
    """Add a change's edits; return those that may make a campaign."""
    listed = tuple(edits)
    connection.executemany(
        "INSERT INTO _edits (change_id, outlet_id, digest, place, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        ((change_id, outlet_id, edit.digest, edit.place, edit.before, edit.after) for edit in listed),
    )
    return {(outlet_id, edit.digest) for edit in listed if tells(edit)}


def take_edits(connection: sqlite3.Connection, article_id: int) -> Touched:
    """Remove the edits of an article's changes; return what they were."""
    inside = "FROM _edits WHERE change_id IN (SELECT id FROM changes WHERE article_id = ?)"
    gone = set(connection.execute(f"SELECT outlet_id, digest {inside}", (article_id,)))
    connection.execute(f"DELETE {inside}", (article_id,))
    return gone


def regroup(connection: sqlite3.Connection, touched: Touched) -> None:
    """Derive again the campaigns that edits which came or went may belong to; inside the caller's transaction."""
    for outlet_id in {outlet for outlet, _ in touched}:
        gathered = _Gathered(connection, outlet_id)
        gathered.follow({digest for outlet, digest in touched if outlet == outlet_id})
        _replace(connection, outlet_id, gathered)


class _Gathered:
    """All changes that are connected by edits which enough articles share, and the campaigns they were in."""

    def __init__(self, connection: sqlite3.Connection, outlet_id: int) -> None:
        self._connection = connection
        self._outlet_id = outlet_id
        self.members: dict[int, Member] = {}
        self.former: set[int] = set()

    def follow(self, digests: set[str]) -> None:
        seen: set[str] = set()
        while digests:
            seen |= digests
            digests = {more for digest in sorted(digests) for more in self._at(digest)} - seen

    def _at(self, digest: str) -> set[str]:
        """Take in the changes behind an edit; return the other edits that may connect them to more."""
        key = self._outlet_id, digest
        rows = self._connection.execute(
            "SELECT e.change_id, c.article_id FROM _edits e JOIN changes c ON c.id = e.change_id"
            " WHERE e.outlet_id = ? AND e.digest = ?",
            key,
        ).fetchall()
        changes = {row[0] for row in rows} if len({row[1] for row in rows}) >= FEWEST else set()
        for (former,) in self._connection.execute(
            "SELECT id FROM campaigns WHERE outlet_id = ? AND diff_digest = ?", key
        ):
            self.former.add(former)
            changes |= {
                row[0] for row in self._connection.execute("SELECT id FROM changes WHERE campaign_id = ?", (former,))
            }
        more: set[str] = set()
        for change in changes - self.members.keys():
            self.members[change] = member = _member(self._connection, change)
            more |= {edit.digest for edit in member.edits if tells(edit)}
        return more


def _member(connection: sqlite3.Connection, change_id: int) -> Member:
    _, article, changed_before, kind, weight = connection.execute(_MEMBER, (change_id,)).fetchone()
    facts = connection.execute("SELECT kind, before, after FROM facts WHERE change_id = ?", (change_id,))
    edits = connection.execute("SELECT digest, place, before, after FROM _edits WHERE change_id = ?", (change_id,))
    return Member(
        change_id=change_id,
        article_id=article,
        changed_before=times.parse_iso(changed_before),
        kind=kind,
        weight=weight,
        takes_name=any(names_removed(Fact(kind=row[0], before=row[1], after=row[2])) for row in facts),
        edits=tuple(Edit(digest=row[0], place=row[1], before=row[2], after=row[3]) for row in edits),
    )


def _replace(connection: sqlite3.Connection, outlet_id: int, gathered: _Gathered) -> None:
    connection.executemany(
        "UPDATE changes SET campaign_id = NULL, beside_campaign = 0 WHERE id = ?",
        ((change,) for change in gathered.members),
    )
    connection.executemany("DELETE FROM campaigns WHERE id = ?", ((former,) for former in gathered.former))
    for campaign in campaigns(outlet_id, gathered.members.values()):
        _add(connection, outlet_id, campaign)


def _add(connection: sqlite3.Connection, outlet_id: int, campaign: Campaign) -> None:
    connection.execute(
        """INSERT INTO campaigns (id, outlet_id, diff_digest, kind, first_seen_at, article_count, last_seen_at, weight,
             place, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            campaign.id, outlet_id, campaign.diff_digest, campaign.kind, times.warc_date(campaign.first_seen_at),
            campaign.article_count, times.warc_date(campaign.last_seen_at), campaign.weight, campaign.place,
            campaign.before, campaign.after,
        ),
    )  # fmt: skip
    for beside, changes in ((0, campaign.alone), (1, campaign.beside)):
        connection.executemany(
            "UPDATE changes SET campaign_id = ?, beside_campaign = ? WHERE id = ?",
            ((campaign.id, beside, change) for change in changes),
        )
