"""Who wrote it: the byline as printed, people apart from news agencies. Job titles and outlets are neither."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from . import jsonld
from .dom import Piece, clean
from .headline import is_outlet, words
from .names import listed
from .structured import Structured

_MAX = 400  # characters of a byline that are read
AGENCIES = listed("""
    afp | agence france-presse | ap | associated press | the associated press | reuters | thomson reuters | dpa
    | dpa-afx | apa | ansa | efe | tass | itar-tass | ria | ria novosti | xinhua | kyodo | kyodo news | pti |
    press trust of india | ani | ians | sid | kna | epd | belga | anp | ntb | tt | ritzau | stt | pap | čtk |
    ctk | mti | agerpres | hina | sta | tanjug | anadolu | anadolu agency | anadolu ajansı | irna | sana | mena
    | wam | spa | yonhap | bernama | antara | upi | united press international | aap | pa | pa media | press
    association | bloomberg | bloomberg news | cns | interfax | ukrinform | europa press | notimex | télam |
    telam | lusa | agência brasil | agencia brasil | keystone-sda | sda | ats | canadian press | the canadian
    press | eirns | afp-services | deutsche presse-agentur | adnkronos | agi | kcna | petra | mehr | tasnim |
    fars | infobae | dow jones | dow jones newswires | marketwatch automation | pr newswire | business wire |
    business wire india | globe newswire | globenewswire | afp/ap
""")
_AGENCY = re.compile(
    r"\b(?:(?:news|press|telegraph(?:ic)?|information|wire) ?(?:agency|service)|news ?wires?|"
    r"(?:nachrichten|presse)-?agentur|agence (?:de presse|d'information)|agencia (?:de noticias|efe)|"
    r"agência (?:de notícias|lusa)|agenzia (?:di stampa|ansa)|pers(?:bureau|agentschap)|(?:nyhets|ny)byrå\w*|"
    r"agencja (?:prasowa|informacyjna)|haber ajansı|(?:информ)?агентство|وكالة(?: أنباء| الأنباء)?)\b|"
    r"通[讯訊]社|通信社|뉴스통신",
    re.I,
)
_LEAD = re.compile(
    r"^\s*(?:(?:written|reported|posted|published|edited|story|text|words|compiled|analysis|opinion|report|"
    r"interview)?\s*"
    r"(?:by|von|par|por|di|da|door|av|af|przez|od|de|autor(?:in|es)?|author(?:s)?(?: of the article)?|"
    r"auteurs?|autore|redazione|quelle|fuente|fonte|автор|текст|"
    r"من|بقلم)"
    r"\b\s*:?|作者[:：]?|記者[:：]?|文[/／:：])\s*",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|\||/|&|·|•|\n|\s(?:and|und|et|y|e|og|och|en|i|и|sowie|with|mit|avec|con|met|med|ve)"
    r"\s|、|，)\s*"
)
_NOISE = re.compile(
    r"@\S+|https?:\S+|\S+@\S+|\([^)]*\)|\b(?:follow|email|contact|twitter|facebook|updated|published|posted)\b.*$", re.I
)
_NOT_NAMES = listed("""
    staff editor editors editorial team redaktion desk newsroom newsdesk correspondent reporter reporters writer
    writers admin administrator online contributor contributors redacción redaccion rédaction redazione redactie
    редакция redakcja newspaper news magazine press agency agencies agenturen guest sign in log login register
    subscribe comment comments share print advertisement photographer photo video times post daily herald
    journal tribune gazette
""")
_AFTER_NAME = re.compile(
    r"\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\s+\d|\s*\b(?:january|february|march|april|june|july|august|"
    r"september|october|november|december)\s+\d",
    re.I,
)
_DESK = re.compile(
    r"\b(?:staff|redaktion|newsroom|news ?desk|editorial board|rédaction|redacción|redazione|redactie|"
    r"newspaper|online)\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|writer|columnist|bureau|chief|producer|professor|director|author of)\b", re.I
)


@dataclass(frozen=True)
class Named:
    """Who a byline names."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()  # the outlet itself, or a part of it


def named(values: Iterable[str], outlet: Sequence[str], organizations: Collection[str] = ()) -> Named:
    """Return people, agencies and desks of some byline texts, each once, in order.

    `organizations` are the names that the page itself says are no people.
    """
    people: dict[str, None] = {}
    agencies: dict[str, None] = {}
    desks: dict[str, None] = {}
    for value in values:
        whole = clean(value)[:_MAX]
        if is_outlet(whole, outlet) or _DESK.search(whole):
            desks.setdefault(whole)
            continue
        if whole in organizations:
            agencies.setdefault(whole)
            continue
        for part in _split(whole):
            name = _without_outlet(bare(part), outlet)
            if name.lower().strip(". ") in AGENCIES or _AGENCY.search(name):
                agencies.setdefault(name)
            elif is_outlet(name, outlet):
                desks.setdefault(name)
            elif _is_person(name, " ".join(words(name))):
                people.setdefault(name)
    return Named(tuple(people), tuple(agencies), tuple(desk for desk in desks if 1 < len(desk) <= 60))


def writers(
    claims: Sequence[tuple[str, list[str]]],
    shown: Sequence[str],
    outlet: Sequence[str],
    organizations: Collection[str],
) -> Named:
    """Return who wrote it: the first source that names people, else the desk that the page names as its author."""
    found = [named(values, outlet, organizations) for _, values in claims]
    found += [named([text], outlet, organizations) for text in shown]
    agencies = dict.fromkeys(name for each in found[: len(claims) + 1] for name in each.agencies)
    people = next((each.people for each in found if each.people), ())
    if len(claims) == 1 and claims[0][0] == "microdata":  # teasers of other articles carry it too
        people = next((each.people for each in found[1:] if each.people and set(each.people) <= set(people)), people)
    desks = next((each.desks for each in found[: len(claims)] if each.desks), ())
    parts = tuple(desk for desk in desks if not is_outlet(desk, outlet))  # the outlet itself is nobody's name
    return Named(people or (() if agencies else parts), tuple(agencies), desks)


def _split(value: str) -> list[str]:
    value = _NOISE.sub(" ", _LEAD.sub("", clean(value)))
    return [part for part in _SPLIT.split(value) if part]


def byline(claims: Sequence[tuple[str, list[str]]], shown: Sequence[str]) -> str | None:
    """Return the byline as printed, if it holds a name, else as the page declares it."""
    named_ones = (text for text in shown if bare(text))
    return next(named_ones, ", ".join(claims[0][1]) if claims else None)


def bare(part: str) -> str:
    """Return a name without the `By` before it and the date behind it."""
    name = _AFTER_NAME.split(_LEAD.sub("", part), maxsplit=1)[0].strip(" .,:;-–—|*\"'()[]")
    if name.isupper() and " " in name:
        name = name.title()
    return clean(name)


def _without_outlet(name: str, outlet: Sequence[str]) -> str:
    """Return a name without the outlet's behind it: `Ann Ash. The Gazette`."""
    head, dot, tail = name.rpartition(". ")
    first = next(iter(words(tail)), "")
    own = is_outlet(tail, outlet) or (len(first) > 4 and any(first in words(each) for each in outlet))
    own = own or (len(first) > 4 and any(label.lower().startswith(first) for label in outlet))
    return head if dot and " " in head and own else name


def _is_person(name: str, key: str) -> bool:
    parts = key.split()
    if (
        len(name) > 60
        or len(parts) > 6
        or any(character.isdigit() for character in name)
        or ("." in name.strip(".")[4:] and " " not in name)
    ):
        return False
    if _NOT_NAMES & set(parts) or _ROLE.search(name):
        return False
    return bool(re.search(r"[^\W\d_]{2}", name))


def claimed(structured: Structured) -> list[tuple[str, list[str]]]:
    """Return the bylines that a page declares, by source, most trustworthy first."""
    metas = structured.metas
    names = (
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "byl",
        "cxenseparse:author",
        "twitter:data1",
    )
    found = [
        (
            "json-ld",
            jsonld.strings(structured.article.get("author")) or jsonld.strings(structured.article.get("creator")),
        )
    ]
    found += [("meta", [v for v in metas.get(name, ()) if "://" not in v]) for name in names[:-1]]
    found.append(("microdata", _item_authors(structured)))
    return [(source, values) for source, values in found if values]


def organizations(structured: Structured) -> frozenset[str]:
    """Return the authors that JSON-LD calls organizations."""
    authors = structured.article.get("author")
    found = (each for each in (authors if isinstance(authors, list) else [authors]) if isinstance(each, dict))
    return frozenset(
        clean(name)
        for each in found
        if any(kind.endswith("Organization") for kind in jsonld.types(each))
        for name in jsonld.strings(each.get("name"))
    )


def _item_authors(structured: Structured) -> list[str]:
    found = []
    for item in structured.items:
        if item.name in ("author", "creator"):
            named = item.element.find(".//*[@itemprop='name']")
            found.append(clean(named.text_content()) if named is not None else item.value)
    return found


def printed(pieces: Sequence[Piece], around: tuple[int, int]) -> list[str]:
    """Return the byline texts that stand near the article: by name of the element, or by their first word."""
    low, high = around
    near = [piece for piece in pieces[max(0, low - 25) : high + 4] if not piece.hidden and len(piece.text) <= 160]
    named = [
        piece.text for piece in near if piece.marked("byline") and not piece.marked("related", "comments", "chrome")
    ]
    led = [piece.text for piece in near if _may_lead(piece) and piece.index <= low + 3]
    return named + led


def _may_lead(piece: Piece) -> bool:
    return piece.role != "heading" and piece.density < 0.9 and leads(piece.text)


def leads(text: str) -> bool:
    """Tell whether a short line begins as bylines do and goes on with a name."""
    told = _LEAD.match(text)
    return told is not None and 1 <= len(words(text[told.end() :])) <= 10
