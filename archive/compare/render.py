"""Writes operations for people and machines: plain `[-old-]{+new+}`, rich markup, JSON-able values. Decides nothing.

A moved sentence stands at its new place between `{>` and `<}`.
"""

from collections.abc import Callable, Iterable, Sequence

from .operations import Operation, Span

Json = dict[str, object]

_PLAIN = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
_RICH = {"kept": "{}", "removed": "[red strike]{}[/]", "added": "[green underline]{}[/]"}


def plain(operations: Iterable[Operation]) -> str:
    """Write what differs as `[-old-]{+new+}`, one paragraph a line, the fields before and after it by name."""
    return "\n".join(_lines(operations, plain_spans, moved="{{>{}<}}", label="{}: {}"))


def rich_markup(operations: Iterable[Operation]) -> str:
    """Write the same for `rich`, colours and strokes instead of marks."""
    return "\n".join(_lines(operations, rich_spans, moved="[cyan]\\[moved][/] {}", label="[bold]{}[/] {}"))


def as_json(operations: Iterable[Operation]) -> list[Json]:
    """Return JSON-able values that hold everything an operation has."""
    return [
        {
            "kind": operation.kind,
            "where": operation.where,
            "before": list(operation.before),
            "after": list(operation.after),
            "paragraph_before": operation.paragraph_before,
            "paragraph_after": operation.paragraph_after,
            "spans": [{"kind": span.kind, "text": span.text} for span in operation.spans],
        }
        for operation in operations
    ]


def plain_spans(spans: Sequence[Span]) -> str:
    """Write one operation's words as `[-old-]{+new+}`."""
    return "".join(_PLAIN[span.kind].format(span.text) for span in spans)


def rich_spans(spans: Sequence[Span]) -> str:
    """Write one operation's words for `rich`; what looks like markup in the text is escaped."""
    from rich.markup import escape  # only a terminal needs it

    return "".join(_RICH[span.kind].format(escape(span.text)) for span in spans)


def _lines(
    operations: Iterable[Operation], words: Callable[[Sequence[Span]], str], *, moved: str, label: str
) -> list[str]:
    lines: list[str] = []
    paragraph: int | None = None
    for operation in operations:
        text = words(operation.spans)
        text = moved.format(text) if operation.kind == "moved" else text
        if operation.where != "text":
            lines.append(label.format(operation.where, text))
            paragraph = None
            continue
        here = operation.paragraph_after
        if paragraph is not None and here in (None, paragraph):
            lines[-1] += " " + text
        else:
            lines.append(text)
            paragraph = here if here is not None else -1
    return lines
