"""Who wrote it: the byline as printed, people apart from news agencies. Job titles and outlets are neither."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple, dataclass

from . import jsonld
from .dom import clean, words
from .headline import is_outlet
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
    r"\b\s*:?|(?:作者|本?报?记者|本?報?記者|撰文|责编|责任编辑|責任編輯)[:：]?|文[/／:：])\s*",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|\||/|&|·|•|\n|\s[-–—]\s|<[^<>]{1,40}>|"
    r"\s(?i:and|und|et|y|e|og|och|en|i|и|sowie|with|mit|avec|con|met|med|ve)\s|、|，)\s*"
)
_NOISE = re.compile(
    r"@\S+|https?:\S+|\S+@\S+|\([^)]*\)|\b(?:follow|email|contact|twitter|facebook|updated|published|posted)\b.*$", re.I
)
_NOT_NAMES = listed("""
    staff editor editors editorial team redaktion desk newsroom newsdesk correspondent reporter reporters writer
    writers admin administrator online contributor contributors redacción redaccion rédaction redazione redactie
    редакция redakcja newspaper news magazine press agency agencies agenturen guest sign in log login register
    subscribe comment comments share print advertisement photographer photo video times post daily herald
    journal tribune gazette live issue exclusive updates breaking latest stories article articles topics related
    opinion analysis politics business sports culture science health technology premium podcast newsletter wire
    services service reports update updated modified sport printer friendly user
    password username nachrichten aktuelles noticias notícias notizie actualités actualité nouvelles nieuws nyheter
    nyheder wiadomości aktualności zprávy новости haberler hírek știri vijesti berita
""")
OPENERS = listed("""
    the a in on at by for from with after how why what when who where is are any all more most last also new inside
    der die das ein eine im am nach vor mit für von zum zur aus bei les une des dans los las het een op
""")  # words with which short headings and places begin, and no names
_DAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I
)
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
    r"\b(?:correspondent|editor|reporter|writer|columnist|bureau|chief|producer|professor|director|author of|"
    r"(?:chef)?(?:redakt(?:eur|ør|ör|or)|korrespondent|journalist|autor)(?:in|en|e|ka)?|volontär(?:in)?|leiter(?:in)?|"
    r"rédact(?:eur|rice)|journaliste|correspondante?|envoyée?|periodista|redactora?|corresponsal|giornalista|"
    r"redattrice|redattore|corrispondente|inviat[oa]|jornalista|repórter|verslaggever|redacteur|dziennikarka?|"
    r"dziennikarz|журналист(?:ка)?|корреспондент|muhabir)\b",
    re.I,
)
_DESK_NAME = re.compile(r"[^|:]{2,60}")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’´`-]*,?")
_LETTERS = re.compile(r"[^\W\d_]{2}")
ACCOUNT = re.compile(r"/author/(?:admin\w*|webmaster|root|user-?\d*|wp-?\w*|editor)/?$", re.I)
_KOREAN = re.compile(r"([가-힣]{2,4})\s*(?:인턴|선임)?\s*(?:기자|특파원|논설위원)")
_PARTICLES = listed("""
    de del della delle di da dal dos das do du des la le las los el al von vom van der den dem zu zur ter ten te bin
    ben ibn abu af av y e i und and
""")
_FOR = re.compile(r"\s+(?i:for|für|pour|para|per|in)\s+(?=[^\W\d_a-z]).*$")
_AND_AGENCIES = re.compile(
    r"\s+(?:and|with|und|mit|et|avec|y|con|e|com|en|met|og|med|och)\s+(?:the\s+)?(?:news\s+)?"
    r"(?:agencies|wires|(?:nachrichten|presse)?agenturen|agences|agencias|agências|agenzie|persbureaus|byråer)$",
    re.I,
)
_AND = re.compile(r"^(?:and|und|et|y|e|og|och|en|и|with|mit|avec|con)\s+", re.I)


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
    return _sorted(values, outlet, organizations, lambda name: _is_person(name, " ".join(words(name))))


def shown_names(text: str, outlet: Sequence[str], organizations: Collection[str] = ()) -> Named:
    """Return whom a printed line names: there a person is who is written as one, as much else stands beside names."""
    return _sorted(
        [text],
        outlet,
        organizations,
        lambda name: _is_person(name, " ".join(words(name))) and (reads_as_name(name) or is_caseless(name)),
    )


def _sorted(
    values: Iterable[str], outlet: Sequence[str], organizations: Collection[str], is_person: Callable[[str], bool]
) -> Named:
    people: dict[str, None] = {}
    agencies: dict[str, None] = {}
    desks: dict[str, None] = {}
    for value in values:
        whole = clean(value)[:_MAX]
        names = [_without_outlet(bare(part), outlet) for part in _split(whole)]
        signed = bool(names) and reads_as_name(names[0]) and not (_DESK.search(names[0]) or is_outlet(names[0], outlet))
        if (is_outlet(whole, outlet) or _DESK.search(whole)) and not signed:
            desks.setdefault(bare(whole))
        elif whole in organizations:
            agencies.setdefault(whole)
        else:
            for name in _KOREAN.findall(whole) or names:
                if name.lower().strip(". ") in AGENCIES or _AGENCY.search(name):
                    agencies.setdefault(name)
                elif is_outlet(name, outlet):
                    desks.setdefault(name)
                elif is_person(name):
                    people.setdefault(name)
    return Named(tuple(people), tuple(agencies), tuple(filter(_DESK_NAME.fullmatch, desks)))


def writers(
    claims: Sequence[tuple[str, list[str]]],
    shown: Sequence[str],
    outlet: Sequence[str],
    organizations: Collection[str],
) -> Named:
    """Return who wrote it: the first source that names people, else the desk that the page names as its author."""
    declared = [named(values, outlet, organizations) for _, values in claims]
    lines = [shown_names(text, outlet, organizations) for text in shown]
    found, first = [*declared, *lines], next((line for line in lines if any(astuple(line))), Named())
    people = next((each.people for each in found if each.people), ())
    if len(claims) == 1 and claims[0][0] == "microdata":  # teasers of other articles carry it too
        people = next((each.people for each in found[1:] if each.people and set(each.people) <= set(people)), people)
    if people and set(people) < set(first.people):  # some outlets declare the last of several writers alone
        people = first.people
    own = not any(each.people for each in declared) or set(people) & set(first.people)
    agencies = dict.fromkeys(name for each in (*declared, *([first] if own else [])) for name in each.agencies)
    desks = next((each.desks for each in (*declared, first) if each.desks), ())
    parts = tuple(desk for desk in desks if not is_outlet(desk, outlet))  # the outlet itself is nobody's name
    return Named(people or (() if agencies else parts), tuple(agencies), desks)


def _split(value: str) -> list[str]:
    value = clean(value)
    if value[:1] in "(（" and value[-1:] in ")）":
        value = value[1:-1]
    value = _NOISE.sub(" ", _LEAD.sub("", value))
    return [part for part in _SPLIT.split(value) if part]


def byline(
    claims: Sequence[tuple[str, list[str]]],
    shown: Sequence[tuple[str, str]],
    outlet: Sequence[str],
    people: Sequence[str],
) -> str | None:
    """Return the line that names these people as printed, or the first that names anybody when there are none.

    `shown` is as `bylines.Line`. Without such a line it is what the page declares.
    """
    lines = ((text, shown_names(parts, outlet)) for text, parts in shown)
    ours = ((text, told, {*told.people, *told.desks} & set(people)) for text, told in lines)
    naming = (text for text, told, same in ours if same or (not people and any(astuple(told))))
    return next(naming, ", ".join(dict.fromkeys(claims[0][1])) if claims else None)


def bare(part: str) -> str:
    """Return a name without the `By` before it and the date behind it."""
    name = _AFTER_NAME.split(_AND.sub("", _LEAD.sub("", part)), maxsplit=1)[0].strip(" .,:;-–—|*\"'()[]")
    name = _AND_AGENCIES.sub("", _FOR.sub("", name))
    if name.isupper() and " " in name:
        name = name.title()
    half = clean(name[: len(name) // 2])
    return half if " " in half and clean(name[len(name) // 2 :]) == half else clean(name)


def reads_as_name(text: str) -> bool:
    """Tell whether a text is written as names of people are: a few words with capitals, but for particles."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 40 or any(character.isdigit() for character in text):
        return False
    if parts[0].lower() in OPENERS or _DAY.match(text):
        return False
    if _NOT_NAMES & set(words(text)) or _ROLE.search(text) or not all(map(_NAME_WORD.fullmatch, parts)):
        return False
    return all(part != part.lower() or part in _PARTICLES for part in parts) and parts[-1] not in _PARTICLES


def is_caseless(name: str) -> bool:
    """Tell whether a name is written in a script without capitals."""
    letters = [character for character in name if character.isalpha()]
    return bool(letters) and all(character.lower() == character.upper() for character in letters)


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
    if _NOT_NAMES & set(parts) or "admin" in key or _ROLE.search(name) or _DAY.match(name):
        return False
    return bool(_LETTERS.search(name))


def claimed(structured: Structured) -> list[tuple[str, list[str]]]:
    """Return the bylines that a page declares, by source, most trustworthy first."""
    metas = structured.metas
    writers = [each for each in _each(structured.referred("author")) if not _is_account(each)]
    names = (
        "author",
        "article:author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "byl",
        "cxenseparse:author",
    )
    found = [
        (
            "json-ld",
            jsonld.strings(writers) or jsonld.strings(structured.referred("creator")),
        )
    ]
    found += [("meta", [v for v in metas.get(name, ()) if "://" not in v]) for name in names]
    found.append(("meta", list(metas.get("twitter:data1", ())) if metas.get("twitter:label1") else []))
    found.append(("microdata", _item_authors(structured)))
    told = ((source, [value for value in values if _LETTERS.search(value)]) for source, values in found)
    return [(source, values) for source, values in told if values]


def _each(value: jsonld.Json) -> list[jsonld.Json]:
    return value if isinstance(value, list) else [value]


def _is_account(author: jsonld.Json) -> bool:
    """Tell whether an author is the account that a site was set up with, under which others put in their texts."""
    pages = [author.get("@id"), author.get("url")] if isinstance(author, dict) else []
    return any(ACCOUNT.search(page) for page in pages if isinstance(page, str))


def organizations(structured: Structured) -> frozenset[str]:
    """Return the authors that JSON-LD calls organizations."""
    found = (each for each in _each(structured.referred("author")) if isinstance(each, dict))
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


def leads(text: str) -> bool:
    """Tell whether a short line begins as bylines do and goes on with a name."""
    told = _LEAD.match(text)
    return told is not None and 1 <= len(words(text[told.end() :])) <= 10
