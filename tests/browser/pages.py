"""The address of every kind of page of an archive, chosen so that each has something to show."""

import sqlite3
from contextlib import closing

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
        "front, newest of a kind": "/?order=new&days=365&kind=update",
        "article": f"{root}/article/{article}",
        "diff": f"{root}/diff?from={before}&to={after}",
        "side by side": f"{root}/diff?from={before}&to={after}&view=side",
        "compare": f"{root}/compare?a={article}&b={other}",
        "compare, empty": f"{root}/compare",
        "outlets": f"{root}/outlets",
        "outlet": f"{root}/outlet/{outlet}",
        "search": f"{root}/search?q=the",
        "search, empty": f"{root}/search",
        "record": f"{root}/record/{capture}",
        "replay": f"{root}/replay/{capture}",
        "not there": f"{root}/article/1",
    }
