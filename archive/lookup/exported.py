"""Tables as people take them out of the archive: each row with its outlet, its article and its times. Reads only."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from archive.store.chosen import Selection, Value

Kind = Literal["text", "whole", "real"]


@dataclass(frozen=True, slots=True)
class Exported:
    """One table: its columns by name, where they come from, and what they are told apart by in time."""

    what: str  # a row, in words: "1 version"
    about: str  # one sentence, for the help
    columns: Mapping[str, tuple[str, Kind]]  # name: expression, kind
    source: str  # FROM …, with articles `a` and outlets `o`
    time: str  # the column that --since and --until ask about
    order: str

    def rows(self, connection: sqlite3.Connection, chosen: Selection) -> Iterator[dict[str, Value]]:
        """Yield the rows that are chosen, as their columns' names and values."""
        where, values = chosen.of_articles(self.time)
        expressions = ", ".join(expression for expression, _ in self.columns.values())
        found = connection.execute(
            f"SELECT {expressions} {self.source} WHERE {where} ORDER BY {self.order}",
            values,
        )
        return (dict(zip(self.columns, row, strict=True)) for row in found)


def _texts(**columns: str) -> dict[str, tuple[str, Kind]]:
    return {name: (expression, "text") for name, expression in columns.items()}


def _wholes(**columns: str) -> dict[str, tuple[str, Kind]]:
    return {name: (expression, "whole") for name, expression in columns.items()}


_ARTICLE: Final = (
    _texts(outlet="o.name", outlet_title="o.title") | _wholes(article_id="a.id") | _texts(article_url="a.url")
)
_CHANGE: Final = (
    _ARTICLE
    | _wholes(change_id="c.id")
    | _texts(kind="c.kind")
    | {"weight": ("c.weight", "real")}
    | _texts(changed_after="c.changed_after", changed_before="c.changed_before", finding="c.finding")
    | _wholes(from_version="f.number", to_version="t.number")
    | _texts(headline_before="f.headline", headline_after="t.headline")
)
_CHANGES: Final = """FROM changes c JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
    LEFT JOIN versions f ON f.id = c.from_version_id LEFT JOIN versions t ON t.id = c.to_version_id"""

TABLES: Final[dict[str, Exported]] = {
    "articles": Exported(
        "article",
        "Write every article: where it stands, since when, how often it was looked at and changed.",
        _ARTICLE
        | _texts(headline="a.headline", state="a.state", state_since="a.state_since", published_at="a.published_at")
        | _texts(first_captured_at="a.first_captured_at", last_captured_at="a.last_captured_at")
        | _wholes(version_count="a.version_count", capture_count="a.capture_count"),
        "FROM articles a JOIN outlets o ON o.id = a.outlet_id",
        "a.last_captured_at",
        "o.name, a.first_captured_at, a.id",
    ),
    "versions": Exported(
        "version",
        "Write every version with its text, a row each, for a spreadsheet or a notebook.",
        _ARTICLE
        | _texts(state="a.state")
        | _wholes(version_id="v.id", number="v.number")
        | _texts(url="c.url", headline="v.headline", byline="v.byline", published_at="v.published_at")
        | _texts(appeared_after="v.appeared_after", first_captured_at="v.first_captured_at")
        | _texts(last_captured_at="v.last_captured_at", gone_by="v.gone_by")
        | _wholes(words="v.words")
        | _texts(text="t.text", content_digest="v.content_digest", reader="v.reader")
        | _wholes(capture_id="c.id")
        | _texts(record_id="c.record_id", filename="c.filename")
        | _wholes(offset="c.offset", length="c.length")
        | _texts(record_sha256="c.record_sha256"),
        """FROM versions v JOIN articles a ON a.id = v.article_id JOIN outlets o ON o.id = a.outlet_id
           JOIN texts t ON t.id = v.text_id JOIN captures c ON c.id = v.capture_id""",
        "c.captured_at",
        "o.name, a.first_captured_at, a.id, v.number",
    ),
    "changes": Exported(
        "change",
        "Write every change: kind, weight, when, the headlines before and after, and any note.",
        _CHANGE
        | _wholes(words_added="c.words_added", words_removed="c.words_removed")
        | _texts(note_added="c.note_added", evidence="c.evidence"),
        _CHANGES,
        "c.changed_before",
        "c.changed_before, c.id",
    ),
    "facts": Exported(
        "fact",
        "Write every fact that changed, with its sentences, its change and its article.",
        _CHANGE
        | _texts(fact="x.kind", before="x.before", after="x.after")
        | _texts(sentence_before="x.sentence_before", sentence_after="x.sentence_after"),
        f"{_CHANGES} JOIN facts x ON x.change_id = c.id",
        "c.changed_before",
        "c.changed_before, c.id, x.id",
    ),
    "stories": Exported(
        "telling",
        "Write every story as its tellings: one row for each article of it.",
        _wholes(story_id="s.id")
        | _texts(story="s.headline", language="s.language", first_seen_at="s.first_seen_at")
        | _wholes(outlets="s.outlet_count", articles="s.article_count")
        | _ARTICLE
        | _texts(headline="a.headline", state="a.state", first_captured_at="a.first_captured_at")
        | _wholes(version_count="a.version_count"),
        """FROM stories s JOIN story_articles m ON m.story_id = s.id JOIN articles a ON a.id = m.article_id
           JOIN outlets o ON o.id = a.outlet_id""",
        "a.first_captured_at",
        "s.first_seen_at, s.id, a.first_captured_at, a.id",
    ),
}
