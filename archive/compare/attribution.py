"""Who is quoted, in languages whose lexicon rowback lacks: patterns of Chinese, Japanese, Korean and Arabic news.

Any other language gives a speaker only in the form `Name: "…"`.
"""

from functools import cache

import regex

from archive import languages
from archive.languages.patterns import either

_COLON = regex.compile(r"(?:^|[.!?。\n]\s*)(?P<who>\p{Lu}[\p{L}\p{M}.\- ]{1,40}):\s*$")


def beyond_lexicons(head: str, tail: str, before: str, language: str) -> str | None:
    """Return the speaker named before a passage, behind it, or at the end of the paragraph before; None for nobody."""
    leading, following = _quoting(language)
    for pattern, text in ((leading, _clause(head)), (following, tail.lstrip())):
        found = pattern.search(text) if text else None
        if found is not None and found["who"].strip():
            return found["who"].strip()
    lead = head if head.strip() else before
    named = _COLON.search(lead)
    if named is None and not head.strip():
        named = leading.search(_clause(lead)) if regex.search(r"[:：،,，]\s*$", lead) else None
    return named["who"].strip() if named is not None else None


@cache
def _quoting(language: str) -> tuple["regex.Pattern[str]", "regex.Pattern[str]"]:
    """Compile how a language names a speaker before a quotation, and behind it."""
    found = languages.language(language)
    known = found.quoting if found else None
    leading, following = (either(known.before), either(known.behind)) if known else (either(()), either(()))
    return regex.compile(leading), regex.compile(following)


def _clause(text: str) -> str:
    """Keep what follows the last full stop."""
    return regex.split(r"[。.!?！？\ufffc]", text)[-1].strip()
