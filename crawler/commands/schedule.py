"""`rowback schedule`: when an article is looked at next, and why then."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import asdict

import click
from rich.text import Text

from archive import ArticleRow, Looking, connect_reader, find_article, looking, one_line, parse_iso
from archive import watched_rows as watched
from crawler import amounts
from crawler import schedule as rules
from crawler.schedule import rows
from crawler.schedule.habits import Habits


@click.command()
@click.argument("url")
@looking
def schedule(look: Looking, url: str) -> None:
    """Say when an article is looked at next, and why then."""
    article = find_article(look, url)
    with contextlib.closing(connect_reader(look.morgue)) as connection:
        row = watched.of_article(connection, article.id)
        habits = rows.habits_of(watched.histories(connection, article.outlet_id))
    planned = parse_iso(article.next_check_at) if article.next_check_at else None
    following = rules.next_look(rows.watched(row, planned), habits)
    if look.output.as_json:
        learned = {"articles": habits.articles, "changes": habits.changes} if habits else None
        look.output.answer(
            article=asdict(article), next_check_at=article.next_check_at, why=following.why, habits=learned
        )
        return
    look.output.show(
        Text(one_line(article.headline), style="bold"),
        Text(_when(look, article, planned)),
        Text(f"Why: {following.why}."),
        Text(_habits(habits)),
    )


def _when(look: Looking, article: ArticleRow, planned: dt.datetime | None) -> str:
    last = look.zone.show(parse_iso(article.last_captured_at))
    if planned is None:
        return f"Last look {last}; it is not looked at any more."
    away = (planned - look.now).total_seconds()
    near = f"in {amounts.said(away)}" if round(away) > 0 else "due, at the next crawl"
    return f"Last look {last}; next look {look.zone.show(planned)} ({near}), or when a source says that it changed."


def _habits(habits: Habits | None) -> str:
    if habits is None:
        return (
            f"The outlet's habits are learned once {rows.LEARNED_FROM} of its articles were looked at more than once."
        )
    day, week = (habits.edits_by(hours) * 100 for hours in (24, 168))
    return (
        f"The outlet's habits, from {habits.articles:,} articles and {habits.changes:,} changes: "
        f"100 articles are edited {day:.0f} times within a day, {week:.0f} times within a week."
    )
