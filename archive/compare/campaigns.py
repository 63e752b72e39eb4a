"""Tells an identical change on many articles by its digest. Groups nothing itself."""

import hashlib
import json
from collections.abc import Iterable

from archive.digests import normalise
from archive.models import Edit

from .operations import Operation

_APART = frozenset({"image", "link"})  # addresses differ from article to article
_EXCERPT = 200  # characters; the digest is over the whole
MOST_EDITS = 64  # of one change


def diff_digest(operations: Iterable[Operation]) -> str:
    """Return the SHA-256 (hex) over what was taken out and put in, wherever it stood and however often.

    Two articles share it when the very same words were changed on both; "" when nothing was.
    """
    edits = sorted({edit for operation in operations for edit in _edits(operation)})
    return _digest(edits) if edits else ""


def edit_digests(operations: Iterable[Operation]) -> frozenset[str]:
    """Return one digest for each distinct edit, to find what articles share that changed in other ways as well."""
    return frozenset(_digest([edit]) for operation in operations for edit in _edits(operation))


def edits_of(operations: Iterable[Operation]) -> tuple[Edit, ...]:
    """List the distinct edits, the longest when there are very many; addresses and a paywall are edits here, too."""
    found = {edit: None for operation in operations for edit in _cut(operation)}
    listed = [
        Edit(digest=_digest([edit]), place=edit[0], before=edit[1][:_EXCERPT], after=edit[2][:_EXCERPT])
        for edit in found
    ]
    longest = sorted(listed, key=lambda edit: (-len(edit.before) - len(edit.after), edit.digest))[:MOST_EDITS]
    return tuple(sorted(longest, key=lambda edit: edit.digest))


def _edits(operation: Operation) -> list[tuple[str, str, str]]:
    return [] if operation.where in _APART else _cut(operation)


def _cut(operation: Operation) -> list[tuple[str, str, str]]:
    """List the (place, taken out, put in) of one operation; a mere move is no edit."""
    out: list[tuple[str, str, str]] = []
    removed = ""
    for span in operation.spans:
        if span.kind == "removed":
            out += [(operation.where, removed, "")] if removed else []
            removed = normalise(span.text)
        elif span.kind == "added":
            out.append((operation.where, removed, normalise(span.text)))
            removed = ""
        elif removed:
            out.append((operation.where, removed, ""))
            removed = ""
    out += [(operation.where, removed, "")] if removed else []
    return [edit for edit in out if edit[1] or edit[2]]


def _digest(edits: list[tuple[str, str, str]]) -> str:
    return hashlib.sha256(json.dumps(edits, separators=(",", ":")).encode("ascii")).hexdigest()
