"""What stories cost: `python -m tests.benchmarks.stories [--articles N] [--days D]`.

Articles of made-up words over some days at twenty outlets, a tenth of them with a sentence of another. Prints articles
a CPU second as in a rebuild, and the CPU of a later crawl that brings a few, per article.
"""

import argparse
import datetime as dt
import random
import resource
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from archive import ids, migrations, times
from archive.fulltext import search_column
from archive.ingest.telling import tell_stories
from tests.quality.passages import Writer, one_word_other

_START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
_OUTLETS = 20


def add(connection: sqlite3.Connection, number: int, at: dt.datetime, text: str) -> None:
    """Add an article of one version."""
    outlet = ids.outlet_id(f"outlet{number % _OUTLETS}")
    moment, text_id = times.warc_date(at), ids.derived_id("text", number)
    connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (text_id, text, search_column("", text)))
    connection.execute(
        "INSERT INTO articles (id, outlet_id, url, headline, state, state_since, first_captured_at, last_captured_at,"
        " version_count, capture_count) VALUES (?, ?, ?, ?, 'live', ?, ?, ?, 1, 1)",
        (number, outlet, f"https://o.example/{number}", text[:50], moment, moment, moment),
    )
    connection.execute(
        "INSERT INTO versions (id, article_id, number, capture_id, label, headline, content_digest, text_id, words,"
        " first_captured_at, last_captured_at, reader) VALUES (?, ?, 1, 1, 'v1', ?, '', ?, 300, ?, ?, 'r')",
        (number, number, text[:50], text_id, moment, moment),
    )
    connection.execute("INSERT INTO _untold VALUES (?)", (number,))


def text(writer: Writer, taken: list[str]) -> str:
    """Write an article; now and then with a sentence that another has, a word of it changed."""
    lines = [" ".join(writer.sentence() for _ in range(2)) for _ in range(8)]
    if taken and writer.random.random() < 0.1:
        lines.insert(3, one_word_other(writer.random.choice(taken[-200:]), writer))
    taken.append(writer.sentence())
    return "\n".join([*lines, taken[-1]])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--days", type=int, default=8)
    options = parser.parse_args()
    writer, taken = Writer(3, stock=0.05), []
    whole = 86_400 * options.days
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "r.db")) as connection:
        connection.isolation_level = None
        migrations.migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        for outlet in range(_OUTLETS):
            name = f"outlet{outlet}"
            row = (ids.outlet_id(name), name, f"The {name.title()} Herald", f"https://{name}.example/")
            connection.execute("INSERT INTO outlets (id, name, title, home) VALUES (?, ?, ?, ?)", row)
        for number in range(1, options.articles + 1):
            add(
                connection,
                number,
                _START + dt.timedelta(seconds=whole * number / options.articles),
                text(writer, taken),
            )
        connection.execute("COMMIT")
        began = time.process_time()
        tell_stories(connection)
        spent = time.process_time() - began
        print(f"{options.articles} articles: {options.articles / spent:.0f} a CPU second")
        connection.execute("BEGIN")
        late = random.Random(1).sample(range(options.articles + 1, options.articles + 100), 30)
        for number in late:
            add(connection, number, _START + dt.timedelta(seconds=whole - 60), text(writer, taken))
        connection.execute("COMMIT")
        began = time.process_time()
        tell_stories(connection)
        print(f"30 more on the last day: {(time.process_time() - began) / 30 * 1000:.1f} ms of CPU an article")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        counted = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                   for name in ("stories", "passages", "_marks", "_sayings", "_echoes")}  # fmt: skip
        print(f"peak {peak:.0f} MB; {counted}")


if __name__ == "__main__":
    main()
