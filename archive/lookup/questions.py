"""Five questions in SQL that people come with, for Datasette's pages and for anybody's own notebook.

Each is one SELECT over public tables; those with `:name` take parameters. Answers nothing itself.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the statement that answers it."""

    title: str
    description: str
    sql: str


QUESTIONS: Final = {
    "versions_as_of": Question(
        "Every article as it stood at a time",
        "time: ISO 8601 in UTC, such as 2026-11-17T14:00:00Z. seen_again tells whether a later look still showed it.",
        """SELECT o.name AS outlet, v.headline, v.number, v.first_captured_at, v.last_captured_at,
       v.last_captured_at >= :time AS seen_again, a.url, a.id AS article_id, v.id AS version_id
  FROM versions v JOIN articles a ON a.id = v.article_id JOIN outlets o ON o.id = a.outlet_id
 WHERE v.first_captured_at <= :time AND (v.gone_by IS NULL OR v.gone_by > :time)
 ORDER BY v.first_captured_at DESC, v.id""",
    ),
    "edits_by_hour": Question(
        "Edits by hour after publication, per outlet",
        "Counts when a change was first seen, so an outlet that is looked at seldom seems to edit late.",
        """SELECT o.name AS outlet,
       CAST((julianday(c.changed_before) - julianday(a.published_at)) * 24 + 1e-6 AS INTEGER) AS hours_after,
       count(*) AS changes, count(DISTINCT a.id) AS articles
  FROM changes c JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id
 WHERE a.published_at LIKE '%T%' AND c.changed_before >= a.published_at AND c.finding <> 'retracted'
   AND c.kind NOT IN ('withdrawn', 'restored', 'redirected', 'replaced')
 GROUP BY o.name, hours_after ORDER BY o.name, hours_after""",
    ),
    "tolls_that_went_down": Question(
        "Numbers of people that went down",
        "Numbers in figures that became smaller in sentences on dead, injured or missing people. Early counts are "
        "often too high; a smaller one is no fault.",
        """SELECT c.changed_before, o.name AS outlet, a.headline, f.before, f.after, f.sentence_after, c.note_added,
       a.url, a.id AS article_id
  FROM facts f JOIN changes c ON c.id = f.change_id JOIN articles a ON a.id = c.article_id
  JOIN outlets o ON o.id = a.outlet_id
 WHERE f.kind = 'number' AND CAST(replace(f.after, ',', '') AS REAL) < CAST(replace(f.before, ',', '') AS REAL)
   AND f.after GLOB '[0-9]*' AND f.before GLOB '[0-9]*' AND c.finding <> 'retracted'
   AND (f.sentence_after LIKE '%dead%' OR f.sentence_after LIKE '%died%' OR f.sentence_after LIKE '%death%'
     OR f.sentence_after LIKE '%kill%' OR f.sentence_after LIKE '%injur%' OR f.sentence_after LIKE '%missing%'
     OR f.sentence_after LIKE '%wounded%')
 ORDER BY c.changed_before DESC""",
    ),
    "quotes_altered": Question(
        "Quotations whose words were altered",
        "The same speaker, other words. What is only trimmed counts, too.",
        """SELECT c.changed_before, o.name AS outlet, a.headline, f.before, f.after, c.kind, c.note_added, a.url,
       a.id AS article_id
  FROM facts f JOIN changes c ON c.id = f.change_id JOIN articles a ON a.id = c.article_id
  JOIN outlets o ON o.id = a.outlet_id
 WHERE f.kind = 'quotation' AND f.before IS NOT NULL AND f.after IS NOT NULL AND c.finding <> 'retracted'
 ORDER BY c.changed_before DESC""",
    ),
    "headlines_with_coverage": Question(
        "Headline changes by outlet and day, with how much of the day is here",
        "Where little of what was announced is kept, a small number says little.",
        """SELECT g.day, o.name AS outlet, coalesce(n.headline_changes, 0) AS headline_changes, g.announced, g.kept,
       round(1.0 * g.kept / nullif(g.announced, 0), 2) AS kept_share, g.missed
  FROM coverage g JOIN outlets o ON o.id = g.outlet_id
  LEFT JOIN (SELECT a.outlet_id, substr(c.changed_before, 1, 10) AS day, count(*) AS headline_changes
               FROM changes c JOIN articles a ON a.id = c.article_id
              WHERE c.headline_changed AND c.finding <> 'retracted'
              GROUP BY a.outlet_id, day) n ON n.outlet_id = g.outlet_id AND n.day = g.day
 ORDER BY g.day DESC, o.name""",
    ),
}


def canned() -> dict[str, dict[str, str]]:
    """Return the questions as Datasette's configuration has them."""
    return {
        name: {"title": question.title, "description": question.description, "sql": question.sql}
        for name, question in QUESTIONS.items()
    }
