"""The address of every kind of page of an archive, chosen so that each has something to show."""

import sqlite3
from contextlib import closing

from archive.export.selecting import withheld_articles
from archive.lookup.questions import QUESTIONS
from archive.morgue import Morgue


def of(morgue: Morgue) -> dict[str, str]:
    """Return each kind of page with its path."""
    with closing(sqlite3.connect(morgue.database)) as connection:
        article, before, after, capture = connection.execute(
            """SELECT c.article_id, c.from_version_id, c.to_version_id, t.capture_id FROM changes c
                 JOIN versions t ON t.id = c.to_version_id
                WHERE c.from_version_id IS NOT NULL ORDER BY c.weight DESC, c.id LIMIT 1"""
        ).fetchone()
        (outlet,) = connection.execute(
            "SELECT o.name FROM outlets o JOIN articles a ON a.outlet_id = o.id WHERE a.id = ?", (article,)
        ).fetchone()
        (other,) = connection.execute(
            """SELECT b.id FROM articles a JOIN articles b ON b.outlet_id <> a.outlet_id
                WHERE a.id = ?
                ORDER BY (SELECT max(weight) FROM changes WHERE article_id = b.id) DESC, b.id LIMIT 1""",
            (article,),
        ).fetchone()
    root = "/-/rowback"
    return {
        "front": "/",
        "front, of an outlet": f"/?days=365&outlet={outlet}",
        "front, nothing": "/?days=1&kind=live",
        "front, newest of a kind": "/?order=new&days=365&kind=update",
        "article": f"{root}/article/{article}",
        "diff": f"{root}/diff?from={before}&to={after}",
        "side by side": f"{root}/diff?from={before}&to={after}&view=side",
        "compare": f"{root}/compare?a={article}&b={other}",
        "compare, empty": f"{root}/compare",
        "outlets": f"{root}/outlets",
        "outlet": f"{root}/outlet/{outlet}",
        "health": f"{root}/health",
        "health, day by day": f"{root}/health/{outlet}",
        "health, earlier": f"{root}/health/{outlet}?until=2020-01-01",
        "health, missed": f"{root}/health/{outlet}/missed",
        "health, shows no article": f"{root}/health/{outlet}/missed?unread=1",
        "search": f"{root}/search?q=the",
        "search, with facets": f"{root}/search?q=the&outlet={outlet}&show=now&from=2020-01-01&until=2099-12-31",
        "search, disappeared": f"{root}/search?q=twelve&show=gone",
        "search, nothing": f"{root}/search?q=zyzzyva",
        "questions": f"{root}/questions",
        **{f"question {name}": f"{root}/question/{name}" for name in QUESTIONS},
        "search, empty": f"{root}/search",
        "record": f"{root}/record/{capture}",
        "replay": f"{root}/replay/{capture}",
        "not there": f"{root}/article/1",
        "not a number": f"{root}/diff?from=x&to=y",
        **_only_here(morgue, root),
    }


def _only_here(morgue: Morgue, root: str) -> dict[str, str]:
    """Return the pages that not every archive has: a change on many articles, each article, what was withheld."""
    with closing(sqlite3.connect(morgue.database)) as connection:
        campaigns = connection.execute("SELECT id FROM campaigns ORDER BY id LIMIT 1").fetchall()
        others = connection.execute("SELECT id, headline FROM articles ORDER BY version_count DESC, id LIMIT 20")
        found = {f"campaign {id}": f"{root}/campaign/{id}" for (id,) in campaigns}
        found |= {f"article {id}": f"{root}/article/{id}" for id, _ in others}
        changes = connection.execute(
            """SELECT from_version_id, to_version_id FROM changes
                WHERE from_version_id IS NOT NULL AND to_version_id IS NOT NULL
                GROUP BY article_id ORDER BY article_id LIMIT 20"""
        )
        found |= {f"diff {to}": f"{root}/diff?from={before}&to={to}" for before, to in changes}
    hidden = sorted(withheld_articles(morgue))
    return found | {f"withheld {id}": f"{root}/article/{id}" for id in hidden}
