"""Rows of `articles` and of all that hangs on them, replaced as a whole."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence

from archive import times
from archive.derive.rows import ArticleRows, ChangeRow, LookDifferenceRow, LookRow, VersionRow

from . import campaigns, passages, tellings


def at_addresses(connection: sqlite3.Connection, outlet_id: int, keys: Sequence[str]) -> dict[int, int]:
    """Return for each capture at these addresses that belongs to an article, by capture id, that article's id."""
    found: dict[int, int] = {}
    for key in keys:
        found.update(
            connection.execute(
                "SELECT id, article_id FROM captures WHERE outlet_id = ? AND identity = ? AND article_id IS NOT NULL",
                (outlet_id, key),
            )
        )
    return found


def addresses_of(connection: sqlite3.Connection, articles: Iterable[int]) -> set[str]:
    """Return the addresses of all captures that belong to these articles."""
    found: set[str] = set()
    for article in articles:
        rows = connection.execute("SELECT DISTINCT identity FROM captures WHERE article_id = ?", (article,))
        found.update(row[0] for row in rows)
    return found


def replace(
    connection: sqlite3.Connection,
    before: dict[int, int],
    articles: Sequence[ArticleRows],
    loose: Sequence[LookRow],
    software: str = "",
) -> None:
    """Put what a program derived in place of the articles that its captures belonged to before (capture to article)."""
    looks = [look for article in articles for look in article.looks]
    heirs = {before[look.capture_id]: look.article_id for look in reversed(looks) if look.capture_id in before}
    due = _due(connection, set(before.values()))
    touched: campaigns.Touched = set()
    texts: set[int] = set()
    for article in set(before.values()) | {rows.id for rows in articles}:
        touched |= campaigns.take_edits(connection, article)
        texts |= _clear(connection, article)
    for rows in articles:
        inherited = [due[old] for old, heir in heirs.items() if heir == rows.id and old in due]
        touched |= _add(connection, rows, due.get(rows.id) or min(inherited, default=None))
        connection.execute("UPDATE articles SET derived_by = ? WHERE id = ?", (software, rows.id))
        passages.drop_dangling(connection, rows.id)
        tellings.await_telling(connection, rows.id)
    _update_captures(connection, [*looks, *loose])
    for old in set(before.values()) - {rows.id for rows in articles}:
        connection.execute("UPDATE misses SET article_id = ? WHERE article_id = ?", (heirs.get(old), old))
        _drop_told(connection, old)
        connection.execute("DELETE FROM articles WHERE id = ?", (old,))
    campaigns.regroup(connection, touched)
    _drop_texts(connection, texts)


def forget(connection: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Remove the articles of some captures, and list all their captures to be derived again."""
    found = {
        row[0]
        for capture in capture_ids
        for row in connection.execute(
            "SELECT article_id FROM captures WHERE id = ? AND article_id IS NOT NULL", (capture,)
        )
    }
    for article in found:
        connection.execute("INSERT OR IGNORE INTO _pending SELECT id FROM captures WHERE article_id = ?", (article,))
        connection.execute(
            "UPDATE captures SET article_id = NULL, version_id = NULL, decision = NULL WHERE article_id = ?", (article,)
        )
        touched = campaigns.take_edits(connection, article)
        texts = _clear(connection, article)
        connection.execute("UPDATE misses SET article_id = NULL WHERE article_id = ?", (article,))
        _drop_told(connection, article)
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        campaigns.regroup(connection, touched)
        _drop_texts(connection, texts)


def _due(connection: sqlite3.Connection, articles: Iterable[int]) -> dict[int, str]:
    rows = (
        connection.execute("SELECT id, next_check_at FROM articles WHERE id = ?", (article,)).fetchone()
        for article in articles
    )
    return {row[0]: row[1] for row in rows if row is not None and row[1] is not None}


def _clear(connection: sqlite3.Connection, article: int) -> set[int]:
    """Remove what hangs on an article; return its texts, which others may share."""
    texts = {row[0] for row in connection.execute("SELECT text_id FROM versions WHERE article_id = ?", (article,))}
    connection.execute("DELETE FROM facts WHERE change_id IN (SELECT id FROM changes WHERE article_id = ?)", (article,))
    for table in ("changes", "versions", "article_urls", "look_differences"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article,))
    return texts


def _drop_told(connection: sqlite3.Connection, article: int) -> None:
    """Take an article that is gone out of stories and passages."""
    tellings.drop_article(connection, article)
    passages.drop_article(connection, article)


def _drop_texts(connection: sqlite3.Connection, texts: Iterable[int]) -> None:
    connection.executemany(
        "DELETE FROM texts WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE text_id = ?1)",
        ((text,) for text in texts),
    )


def _add(connection: sqlite3.Connection, rows: ArticleRows, next_check_at: str | None) -> campaigns.Touched:
    """Add an article's rows; return the edits of its changes."""
    _put_article(connection, rows, next_check_at)
    connection.executemany(
        "INSERT INTO article_urls (article_id, url, urlkey, relation, first_seen_at) VALUES (?, ?, ?, ?, ?)",
        ((rows.id, each.url, each.key, each.relation, times.warc_date(each.first_seen_at)) for each in rows.addresses),
    )
    connection.executemany(  # what was missed at these addresses before an article was had there
        "UPDATE misses SET article_id = ? WHERE url = ? AND outlet_id = ? AND article_id IS NULL",
        ((rows.id, each.url, rows.outlet_id) for each in rows.addresses),
    )
    for version in rows.versions:
        _add_version(connection, rows.id, version)
    for difference in rows.differences:
        _add_difference(connection, rows.id, difference)
    touched: campaigns.Touched = set()
    for change in rows.changes:
        _add_change(connection, rows.id, change)
        touched |= campaigns.put_edits(connection, rows.outlet_id, change.id, change.change.edits)
    return touched


def _put_article(connection: sqlite3.Connection, rows: ArticleRows, next_check_at: str | None) -> None:
    connection.execute(
        """INSERT OR REPLACE INTO articles (id, outlet_id, url, headline, state, state_since, first_captured_at,
             last_captured_at, published_at, published_on, version_count, capture_count, latest_version_id,
             next_check_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            rows.id, rows.outlet_id, rows.url, rows.headline, rows.state, times.warc_date(rows.state_since),
            times.warc_date(rows.first_captured_at), times.warc_date(rows.last_captured_at), rows.published_at,
            rows.published_on, len(rows.versions), len(rows.looks), rows.versions[-1].id, next_check_at,
        ),
    )  # fmt: skip


def _add_version(connection: sqlite3.Connection, article: int, version: VersionRow) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO texts (id, text, search) VALUES (?, ?, ?)",
        (version.text_id, version.text, version.search),
    )
    connection.execute(
        """INSERT INTO versions (id, article_id, number, capture_id, label, headline, byline, published_at,
             content_digest, text_id, words, appeared_after, first_captured_at, last_captured_at, gone_by, reader)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            version.id, article, version.number, version.capture_id, version.label, version.headline, version.byline,
            version.published_at, version.content_digest, version.text_id, version.words,
            _moment(version.appeared_after), times.warc_date(version.first_captured_at),
            times.warc_date(version.last_captured_at), _moment(version.gone_by), version.reader,
        ),
    )  # fmt: skip


def _add_change(connection: sqlite3.Connection, article: int, row: ChangeRow) -> None:
    change = row.change
    connection.execute(
        """INSERT INTO changes (id, article_id, from_version_id, to_version_id, changed_after, changed_before, kind,
             weight, headline_changed, words_added, words_removed, note_added, evidence, finding)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            row.id, article, row.from_version_id, row.to_version_id, times.warc_date(row.changed_after),
            times.warc_date(row.changed_before), change.kind, change.weight, int(change.headline_changed),
            change.words_added, change.words_removed, change.note_added, change.evidence, row.finding,
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO facts (change_id, kind, before, after, sentence_before, sentence_after) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (row.id, fact.kind, fact.before, fact.after, fact.sentence_before, fact.sentence_after)
            for fact in change.facts
        ),
    )


def _add_difference(connection: sqlite3.Connection, article: int, row: LookDifferenceRow) -> None:
    connection.execute(
        """INSERT INTO look_differences (id, article_id, capture_id, found_at, reason, place, path, before, after)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            row.id, article, row.capture_id, times.warc_date(row.found_at), row.reason, row.place, row.path,
            row.before, row.after,
        ),
    )  # fmt: skip


def _update_captures(connection: sqlite3.Connection, looks: Iterable[LookRow]) -> None:
    connection.executemany(
        """UPDATE captures SET article_id = ?1, version_id = ?2, decision = ?3, reason = ?4
            WHERE id = ?5 AND (article_id, version_id, decision, reason) IS NOT (?1, ?2, ?3, ?4)""",
        (
            (look.article_id, look.version_id, look.decided.decision, look.decided.reason or None, look.capture_id)
            for look in looks
        ),
    )


def _moment(moment: dt.datetime | None) -> str | None:
    return times.warc_date(moment) if moment else None
