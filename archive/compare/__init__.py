"""Comparing texts: versions of one article, and articles of different outlets. All pure: values in, values out.

::

    operations, align   what happened to each sentence, down to the words
    compare             one change, with its kind, weight and facts
    compare_bounded     the same within bounds of size and time: what writes to the database uses this one
    quotations          who is quoted with what
    side_by_side        two outlets telling one event
"""

from .align import align
from .bounded import compare_bounded
from .campaigns import diff_digest, edit_digests
from .contradictions import ASPECTS, Contradiction
from .difference import kept_share, operations, sentences_of
from .kinds import compare
from .notes import Note, read_note
from .operations import Operation, Span, left, right
from .quotations import Quotation, quotations
from .side import Comparison, side_by_side

__all__ = [
    "ASPECTS",
    "Comparison",
    "Contradiction",
    "Note",
    "Operation",
    "Quotation",
    "Span",
    "align",
    "compare",
    "compare_bounded",
    "diff_digest",
    "edit_digests",
    "kept_share",
    "left",
    "operations",
    "quotations",
    "read_note",
    "right",
    "sentences_of",
    "side_by_side",
]
