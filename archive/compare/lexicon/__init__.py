"""Words of the languages that comparing knows.

A language without a lexicon is compared all the same, but no fact is claimed for it: the evidence says "not analysed".
"""

from collections.abc import Mapping

from . import de, en, es, fr, it, pt, ru
from .model import Lexicon

LEXICONS: Mapping[str, Lexicon] = {
    "en": en.LEXICON,
    "de": de.LEXICON,
    "fr": fr.LEXICON,
    "es": es.LEXICON,
    "it": it.LEXICON,
    "pt": pt.LEXICON,
    "ru": ru.LEXICON,
}

__all__ = ["LEXICONS", "Lexicon"]
