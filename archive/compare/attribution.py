"""Who is quoted, in languages whose lexicon rowback lacks: patterns of Chinese, Japanese, Korean and Arabic news.

Any other language gives a speaker only in the form `Name: "…"`.
"""

import regex

_NAME = r"(?P<who>[\p{L}\p{M}·・.\- ]{2,40}?)"
_SAY_ZH = "表示|指出|强调|強調|认为|認為|告诉|告訴|透露|宣布|宣佈|写道|说|說|称|稱|道"
_SAY_AR = "قال|أضاف|أكد|صرح|أوضح|ذكر|أعلن|كتب|أشار"
_BEFORE = {
    "zh": regex.compile(rf"(?P<who>[\p{{Han}}·A-Za-z ]{{2,24}})(?:{_SAY_ZH})[^。“「]{{0,8}}[:：,，]?\s*$"),
    "ja": regex.compile(
        r"(?P<who>[\p{Han}\p{Hiragana}\p{Katakana}A-Za-z・ー]{2,24}?)(?:氏|さん)?(?:は|が)[、，]?[^「」。]*$"
    ),
    "ko": regex.compile(r"(?P<who>[\p{Hangul} ]{2,24}?)(?:은|는|이|가)\s[^.“\"]*$"),
    "ar": regex.compile(rf"(?:^|\s)[وف]?(?:{_SAY_AR})ت?\s+(?P<who>[^:،.«\"“]{{2,60}}?)\s*(?:[:،]|\s(?:إن|أن)\b|$)"),
}
_AFTER = {
    "ja": regex.compile(r"^と[^。「]{0,20}?(?P<who>)(?:述べ|話し|語っ|言っ|説明|主張|コメント|発表|強調|指摘|訴え)"),
    "zh": regex.compile(r"^[,，]?\s*(?P<who>[\p{Han}·A-Za-z]{2,12}?)(?:表示|指出|强调|強調|说|說|称|稱)"),
    "ar": regex.compile(r"^[،,]?\s*(?:بحسب|وفق|حسب|قال|أضاف)\s+(?P<who>[^.،:«]{2,60}?)\s*[.،]"),
}
_COLON = regex.compile(r"(?:^|[.!?。\n]\s*)(?P<who>\p{Lu}[\p{L}\p{M}.\- ]{1,40}):\s*$")


def beyond_lexicons(head: str, tail: str, before: str, language: str) -> str | None:
    """Return the speaker named before a passage, behind it, or at the end of the paragraph before; None for nobody."""
    for patterns, text in ((_BEFORE, _clause(head)), (_AFTER, tail.lstrip())):
        pattern = patterns.get(language)
        found = pattern.search(text) if pattern is not None and text else None
        if found is not None and found["who"].strip():
            return found["who"].strip()
    lead = head if head.strip() else before
    named = _COLON.search(lead)
    if named is None and not head.strip() and language in _BEFORE:
        named = _BEFORE[language].search(_clause(lead)) if regex.search(r"[:：،,，]\s*$", lead) else None
    return named["who"].strip() if named is not None else None


def _clause(text: str) -> str:
    """Keep what follows the last full stop."""
    return regex.split(r"[。.!?！？\ufffc]", text)[-1].strip()
