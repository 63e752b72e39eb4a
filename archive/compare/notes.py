"""Notes in which a newsroom says that it changed an article, in several languages. Light: imports no aligner.

A correction note admits a mistake or names an earlier version; an update note only says that there is something new.
An admission is recognised by its parts (`admission`): the newsroom or the article itself, with a mistake, an earlier
state, a change or a regret. What stands in quotation marks is somebody else's admission.
"""

# ruff: noqa: E501 (a pattern reads best on one line)

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from .admission import PARTS
from .marks import quoted

NoteKind = Literal["correction", "update"]

_LONGEST = 700  # characters; a longer paragraph is an article that mentions a correction

_CORRECTION: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"^\W*(?:correction|corrected|clarification|erratum|amendment|for the record)s?\b(?:[^.:]|[ap]\.m\.|\d[.:]\d){0,40}[:(—–-]",
        r"^\W*(?:correction|clarification) (?:to|of) ",
        r"\b(?:an?|the|in an?)?\s*(?:earlier|previous|prior|original|first) (?:version|edition|draft)s? of (?:this|the|our) "
        r"(?:article|story|report|post|page|piece|column|headline|caption|item|text|interview|graphic)",
        r"\bthis (?:article|story|report|post|page|piece|column|item|headline|version|text)\b[^.]{0,60}\b"
        r"(?:corrected|corrects|amended|clarified|clarifies|rectified|edited to|changed to|revised to|updated to (?:correct|remove|clarify|reflect the correct))",
        r"\bth(?:is|e) (?:article|story|report|post|page|piece|column)\b[^.]{0,40}\b(?:amended|edited|changed|updated|revised|altered)\b[^.]{0,30}\bto "
        r"(?:correct|remove|clarify|fix|make (?:it )?clear|reflect the (?:fact|correct|right)|accurately)",
        r"\b(?:we|our) (?:regret|apologi[sz]e for|are sorry for) (?:the|this|any) (?:error|mistake|inaccuracy)",
        r"^\W*(?:editor.?s note|note to readers)\b.*\b(?:correct|error|earlier version|amend|clarif|mistake|inaccura|remov)",
        r"\b(?:article|story|headline|caption|report|column)\b[^.]{0,60}\b(?:misstated|misspelled|misspelt|misidentified|"
        r"(?:incorrectly|erroneously|mistakenly|wrongly) (?:stat|sa|report|identif|describ|nam|attribut|gave|list|refer))",
    ),
    "de": (
        r"^\W*(?:korrektur(?:hinweis)?|berichtigung|richtigstellung|klarstellung|transparenzhinweis)\b[^.:]{0,40}:",
        r"^\W*(?:anmerkung|hinweis|anm\.?) (?:der|d\.) red.*(?:korrigier|fehler|berichtig|früher|zunächst|ursprünglich)",
        r"\bin (?:einer|der) (?:früheren|ersten|vorherigen|ursprünglichen|älteren) (?:version|fassung)",
        r"\b(?:artikel|text|beitrag|bericht|meldung|stelle|passage)\b[^.]{0,60}\b(?:korrigiert|berichtigt|richtiggestellt)",
        r"\b(?:zunächst|ursprünglich) (?:hieß|stand) (?:es )?(?:hier|in diesem|in dem|an dieser)",
        r"\bnicht\b[^.()]{1,60}\bwie (?:hier|an dieser stelle|in diesem \w+|wir) (?:\w+ )?(?:erst|zuerst|zunächst|vorher|ursprünglich|irrtümlich|fälschlich)\b",
        r"\bwir (?:bitten|entschuldigen)[^.]{0,40}\b(?:fehler|entschuldigung)",
    ),
    "fr": (
        r"^\W*(?:correction|rectificatif|rectification|erratum|mise au point|précision)\b[^.:]{0,40}:",
        r"\b(?:version (?:précédente|antérieure|initiale)|première version|précédente version) de (?:cet article|ce texte|l.article)",
        r"^\W*(?:modifié|corrigé|rectifié)e?s? (?:à|le|ce)\b[^:]{0,40}:.*\bet non\b",
        r"\b(?:cet article|ce texte|le titre)\b[^.]{0,40}\b(?:corrigé|rectifié|modifié (?:pour|afin)|amendé)",
        r"\bnous (?:présentons nos excuses|prions nos lecteurs)",
    ),
    "es": (
        r"^\W*(?:corrección|rectificación|fe de (?:errores|erratas)|aclaración)\b[^.:]{0,40}:",
        r"\b(?:versión (?:anterior|previa|inicial|original)|primera versión) de (?:este|esta|el|la) ",
        r"\b(?:este artículo|esta noticia|esta información|este texto|esta nota)\b[^.]{0,40}\b(?:corregid|rectificad|modificad[oa] para)",
    ),
    "it": (
        r"^\W*(?:correzione|errata corrige|rettifica|precisazione)\b[^.:]{0,40}:",
        r"\b(?:precedente versione|versione precedente|prima versione|versione originale) (?:di questo|dell.|del) ",
        r"\b(?:questo articolo|l.articolo|il testo|questo testo)\b[^.]{0,40}\b(?:corretto|rettificato|modificato per)",
    ),
    "pt": (
        r"^\W*(?:correção|errata|retificação|esclarecimento|erramos)\b[^.:]{0,40}:",
        r"\b(?:versão (?:anterior|original|inicial)|primeira versão) (?:deste|desta|do|da) ",
        r"\b(?:este texto|esta reportagem|esta matéria|este artigo|esta notícia)\b[^.]{0,40}\b(?:corrigid|retificad|alterad[oa] para)",
    ),
    "ru": (
        r"^\W*(?:исправление|исправлено|уточнение|поправка|опровержение)\b[^.:]{0,40}[:.]",
        r"\bв (?:предыдущей|первоначальной|более ранней|прежней|первой) (?:версии|редакции)",
        r"\bв (?:текст|материал|заметк|новост|стать)\w*[^.]{0,30}\b(?:внесен|исправлен)",
        r"\bредакция приносит (?:свои )?извинения",
    ),
    "ar": (
        r"^\W*(?:تصحيح|تصويب|توضيح|تنويه|استدراك)\s*[:：-]",
        r"(?:نسخة|صيغة) (?:سابقة|أولى) من (?:هذا|هذه)",
        r"تم (?:تصحيح|تعديل) (?:هذا|هذه|الخبر|المقال|التقرير)",
    ),
    "nl": (r"^\W*(?:correctie|rectificatie|verduidelijking)\b[^.:]{0,40}:", r"\bin een eerdere versie van dit"),
    "pl": (r"^\W*(?:sprostowanie|korekta)\b[^.:]{0,40}:", r"\bwe? (?:wcześniejszej|poprzedniej|pierwotnej) wersji"),
    "sv": (r"^\W*(?:rättelse|förtydligande)\b[^.:]{0,40}:", r"\bi en tidigare version av"),
    "tr": (r"^\W*(?:düzeltme|tekzip)\b[^.:]{0,40}:", r"\b(?:haberin|yazının) (?:önceki|ilk) (?:sürüm|hali|versiyon)"),
    "ja": (
        r"^\W*(?:訂正|お詫びと訂正|おわび)",
        r"記事(?:の一部)?を(?:訂正|修正)しました",
        r"お詫びして(?:訂正|修正)|(?:誤り|間違い)(?:が|で)[^。]{0,30}。?[^。]{0,20}(?:訂正|お詫び|おわび)",
    ),
    "zh": (
        r"^\W*(?:更正|勘误|勘誤|澄清)",
        r"本文(?:此前|先前|早前|较早|初)(?:的)?版本?",
        r"(?:本文|本报|本網|本网|此前(?:的)?报道|先前報導)[^。]{0,40}(?:有误|有誤|误将|誤將|误写|错误|錯誤|更正|致歉)",
        r"(?:本文|本报|本報|本网|本網|本刊)[^。，,]{0,20}[把将將][^。]{1,30}(?:误作|誤作|误为|誤為|误称|誤稱|错写|錯寫|写错|寫錯|误记|誤記)",
    ),
    "ko": (r"^\W*(?:정정|바로잡습니다|알려드립니다)", r"(?:바로잡습니다|정정합니다|사과드립니다)"),
}
_UPDATE: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"\bthis (?:article|story|report|post|page|piece)\b[^.]{0,30}\b(?:updated|revised|amended|edited)\b",
        r"^\W*update[ds]?\b[^.:]{0,40}[:(—–]",
    ),
    "de": (
        r"\b(?:artikel|text|beitrag|meldung)\b[^.]{0,40}\b(?:aktualisiert|ergänzt)",
        r"^\W*(?:update|aktualisierung)\b[^.:]{0,40}:",
    ),
    "fr": (
        r"\b(?:cet article|ce texte)\b[^.]{0,30}\b(?:mis à jour|actualisé|modifié)",
        r"^\W*mise? à jour\b[^.:]{0,40}:",
    ),
    "es": (
        r"\b(?:este artículo|esta noticia|esta información)\b[^.]{0,30}\bactualizad",
        r"^\W*actualización\b[^.:]{0,40}:",
    ),
    "it": (r"\b(?:questo articolo|l.articolo)\b[^.]{0,30}\baggiornat", r"^\W*aggiornamento\b[^.:]{0,40}:"),
    "pt": (
        r"\b(?:este texto|esta reportagem|esta matéria|este artigo)\b[^.]{0,30}\batualizad",
        r"^\W*atualização\b[^.:]{0,40}:",
    ),
    "ru": (r"\b(?:материал|новость|статья|текст)\b[^.]{0,30}\b(?:обновл|дополн)", r"^\W*обновлено\b[^.:]{0,40}[:.]"),
    "ar": (r"تم تحديث (?:هذا|هذه|الخبر|المقال|التقرير)", r"^\W*تحديث\s*[:：]"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """A newsroom's own word on a change."""

    text: str
    kind: NoteKind


_TABLES: Mapping[NoteKind, Mapping[str, tuple[str, ...]]] = {"correction": _CORRECTION, "update": _UPDATE}
KNOWN = frozenset({*_CORRECTION, *PARTS})  # languages whose notes are recognised


# Parts of which each row makes an admission; what is rarest stands first.
_ADMITS = (
    ("regret",),
    ("owned",),
    ("wrong", "us", "earlier"),
    ("wrong", "us", "changed"),
    ("wrong", "us", "stated"),
    ("wrong", "this", "stated"),
    ("wrong", "this", "earlier"),
    ("wrong", "this", "changed"),
    ("corrected", "us"),
    ("corrected", "this"),
    ("changed", "us", "this"),
    ("changed", "us", "earlier"),
    ("earlier", "this", "stated"),
)
# A word that heads a note, alone in its paragraph or with a date.
_LABEL = regex.compile(
    r"^\W*(?:corrections?|clarifications?|erratum|errata|korrektur|berichtigung|richtigstellung|rectificatif|fe de (?:errores|erratas)"
    r"|rectificación|correzione|rettifica|errata corrige|correção|retificação|исправление|поправка|correctie|rectificatie|rättelse)"
    r"(?:\W+(?:\p{L}+\W+){0,2}\d[\p{L}\d.,:/ -]{0,25})?\W*$",
    regex.IGNORECASE,
)
# An invitation to report mistakes stands under every article, and admits none.
_INVITES = regex.compile(
    r"\b(?:for (?:length|brevity|clarity|style)|if you|let us know|(?:spot|find|found|see|report|notice)(?:ted|d)? (?:an?|any) (?:error|mistake|typo)|policy|guidelines"
    r"|(?:wenn|falls|haben) sie|fehler (?:gefunden|entdeckt|melden)|si vous|signale[rz]|(?:si|se) (?:ha|has|encuentra|detecta|hai|avete|trovi|você|encontrou|detectou)"
    r"|avísanos|escríbanos|escríbenos|segnalat?e?ci|avise-nos|если вы|(?:нашли|заметили|увидели) ошибку|fout (?:gezien|gevonden)|hittat (?:ett )?fel)\b",
    regex.IGNORECASE,
)


@cache  # when it is needed: all of them take a tenth of a second, and most starts of `rowback` compare nothing
def _pattern(kind: NoteKind, language: str) -> "regex.Pattern[str]":
    return regex.compile("|".join(_TABLES[kind][language]), regex.IGNORECASE)


@cache
def _part(language: str, name: str) -> "regex.Pattern[str]":
    return regex.compile(getattr(PARTS[language], name), regex.IGNORECASE)


def note_lexicon(text: str, language: str | None = None) -> Note | None:
    """Read one paragraph as a note, None when it is none.

    Without a language, or with one that has no patterns, those of all languages are tried.
    """
    flat = " ".join(text.split())
    if not flat or len(flat) > _LONGEST:
        return None
    primary = (language or "").split("-")[0].lower()
    for kind, table in _TABLES.items():
        tried: Iterable[str] = [primary] if primary in table else table
        admitted = kind == "correction" and (_LABEL.match(flat) is not None or _admits(flat, primary))
        if admitted or any(_pattern(kind, each).search(flat) for each in tried):
            return Note(flat, kind)
    return None


def _admits(text: str, language: str) -> bool:
    """Tell whether the parts of an admission stand in the newsroom's own words; only for a language that is known."""
    if language not in PARTS or _INVITES.search(text):
        return False
    own = text
    for passage in reversed(quoted([text])):
        own = f"{own[: passage.start]} {own[passage.end :]}"
    found = cache(lambda name: _part(language, name).search(own) is not None)
    return any(all(map(found, row)) for row in _ADMITS)
