"""What full-text search finds a text by, and the FTS5 queries that find it: both sides of one tokenizer's limits.

SQLite's `unicode61` takes a run of Chinese, Japanese or Thai for one word. So such runs are indexed as overlapping
pairs of characters in a column of their own, and searched as phrases of pairs. Pure; knows nothing of tables.
"""

import re

from .errors import BadInput

_LONGEST = 1000  # characters of a query
_QUOTED = re.compile(r'"([^"]*)"?|(\S+)')
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff]+"
)


def search_column(headline: str, text: str) -> str:
    """Return what `texts.search` holds: the headline, and in pairs every word written without spaces."""
    words = (word for word in f"{headline} {text}".split() if _UNSPACED.search(word))
    return "\n".join([headline, *(_spaced(word) for word in words)])


def query(words: str) -> str:
    """Turn a person's words into an FTS5 query: each word or "phrase" quoted, all of them wanted.

    Raises `BadInput` when nothing is left to search for.
    """
    wanted = [_quoted(_spaced(phrase)) for phrase in phrases(words)]
    if not wanted:
        raise BadInput("no word to search for", subject=words.strip()[:80], cure='Give words, or a "whole phrase"')
    return " AND ".join(wanted)


def phrases(words: str) -> list[str]:
    """Return a person's words and "phrases" without quotes; what holds no letter or digit is left out."""
    found = _QUOTED.findall(words[:_LONGEST].replace("\0", " "))
    return [phrase for quoted, word in found if re.search(r"\w", phrase := (quoted or word).replace('"', " ").strip())]


def _quoted(phrase: str) -> str:
    """Quote a phrase; when it ends in half a pair, anything may follow."""
    lone = _UNSPACED.fullmatch(phrase.rpartition(" ")[2])
    return f'"{phrase}" *' if lone and len(lone[0]) == 1 else f'"{phrase}"'


def _spaced(text: str) -> str:
    return re.sub(" +", " ", _UNSPACED.sub(lambda run: f" {_pairs(run[0])} ", text)).strip()


def _pairs(run: str) -> str:
    return " ".join(run[i : i + 2] for i in range(max(1, len(run) - 1)))
