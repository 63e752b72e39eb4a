"""The difference of two versions as one page for a browser: no script, nothing from elsewhere, all text escaped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from archive.compare.operations import Operation, Span, Where
from archive.models import Content

_TAGS: Final = {"kept": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
_STYLE: Final = """
body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem;line-height:1.25}h2,table,p.about{font-family:system-ui,sans-serif;font-size:.95rem}
table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0}
del{background:#ffe3e0;color:#7d1a12}ins{background:#dcf5df;color:#0d5a20;text-decoration:underline}
.moved{border-left:.2rem solid #7a8ca5;padding-left:.6rem}td{word-break:break-word}
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One version as the page's head shows it."""

    name: str
    headline: str
    facts: Sequence[tuple[str, str]]  # what is known of it, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says beside the words."""

    url: str
    language: str | None
    sides: Sequence[Side]  # one or two
    kind: str  # of the change, in words; "" for a single version
    evidence: str
    about: str  # what the page shows and what not


def unchanged(content: Content) -> Iterator[Operation]:
    """Yield the text of a version that no other stands before."""
    fields: list[tuple[Where, str]] = [("headline", content.headline), ("standfirst", content.standfirst or "")]
    paragraphs: list[tuple[Where, str]] = [("text", text) for text in content.paragraphs]
    for number, (where, text) in enumerate((*fields, *paragraphs)):
        if text:
            spans = (Span("kept", text),)
            yield Operation(kind="kept", before=(0,), after=(0,), spans=spans, where=where, paragraph_after=number)


def page(told: Told, operations: Iterable[Operation]) -> str:
    """Return the page."""
    return "".join(_page(told, operations))


def _page(told: Told, operations: Iterable[Operation]) -> Iterator[str]:
    headline = escape(told.sides[-1].headline)
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width">\n'
    yield f"<title>{headline}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{headline}</h1>\n"
    yield f'<p class="about">{escape(told.url)}</p>\n<p class="about">{escape(told.about)}</p>\n'
    yield from map(_side, told.sides)
    if told.kind:
        yield f'<h2>What changed: {escape(told.kind)}</h2>\n<p class="about">{escape(told.evidence)}</p>\n'
    yield f'<main{_language(told.language)} dir="auto">\n'
    yield from (f'<p dir="auto">{paragraph}</p>\n' for paragraph in _paragraphs(operations))
    yield "</main>\n</body></html>\n"


def _language(language: str | None) -> str:
    return f' lang="{escape(language)}"' if language else ""


def _side(side: Side) -> str:
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in side.facts)
    return f"<h2>{escape(side.name)}</h2>\n<table>{rows}</table>\n"


def _paragraphs(operations: Iterable[Operation]) -> Iterator[str]:
    """Join the sentences of a paragraph; fields of the article stand with their names."""
    place: tuple[str, int | None] | None = None
    held: list[str] = []
    for operation in operations:
        number = operation.paragraph_after if operation.after else operation.paragraph_before
        here = operation.where, number if operation.where == "text" else None
        if held and (here != place or operation.where != "text"):
            yield " ".join(held)
            held = []
        held.append(_words(operation))
        place = here
    if held:
        yield " ".join(held)


def _words(operation: Operation) -> str:
    text = "".join(map(_span, operation.spans))
    text = f'<span class="moved">{text}</span>' if operation.kind == "moved" else text
    return text if operation.where == "text" else f"<b>{escape(operation.where)}:</b> {text}"


def _span(span: Span) -> str:
    return _TAGS[span.kind].format(escape(span.text))
