"""Who wrote it: the byline as printed, people apart from news agencies. Job titles and outlets are neither."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple, dataclass

import regex

from archive.languages import words_on_pages

from . import jsonld, lexicon
from .headline import is_outlet
from .names import listed
from .piece import clean, words
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
_DESK_NAME = re.compile(r"[^|:]{2,60}")
_NAME_WORD = regex.compile(r"\p{L}[\w\p{M}\u200c\u200d.'’´`-]*,?")  # marks: most scripts of South Asia write vowels so
LETTERS = regex.compile(r"\p{L}\p{M}*\p{L}|\p{L}\p{M}")
ACCOUNT = re.compile(r"/author/(?:admin\w*|webmaster|root|user-?\d*|wp-?\w*|editor)/?$", re.I)


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
        signed = (
            bool(names)
            and reads_as_name(names[0])
            and not (lexicon.DESK.search(names[0]) or is_outlet(names[0], outlet))
        )
        if (is_outlet(whole, outlet) or lexicon.DESK.search(whole)) and not signed:
            desks.setdefault(bare(whole))
        elif whole in organizations:
            agencies.setdefault(whole)
        else:
            for name in lexicon.NAME_BEFORE.findall(whole) or names:
                if name.lower().strip(". ") in AGENCIES or lexicon.AGENCY.search(name):
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
    value = lexicon.BYLINE_NOISE.sub(" ", lexicon.BYLINE.sub("", value))
    return [part for part in lexicon.BYLINE_SPLIT.split(value) if part]


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
    name = lexicon.AFTER_NAME.split(lexicon.AND_FIRST.sub("", lexicon.BYLINE.sub("", part)), maxsplit=1)[0].strip(
        " .,:;-–—|*\"'()[]"
    )
    name = lexicon.AND_AGENCIES.sub("", lexicon.FOR_OUTLET.sub("", name))
    if name.isupper() and " " in name:
        name = name.title()
    half = clean(name[: len(name) // 2])
    return half if " " in half and clean(name[len(name) // 2 :]) == half else clean(name)


def reads_as_name(text: str) -> bool:
    """Tell whether a text is written as names of people are: a few words with capitals, but for particles."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 40 or any(character.isdigit() for character in text):
        return False
    if parts[0].lower() in words_on_pages("openers") or lexicon.DATED_NAMES.match(text):
        return False
    if (
        words_on_pages("not_names") & set(words(text))
        or lexicon.ROLE.search(text)
        or not all(map(_NAME_WORD.fullmatch, parts))
    ):
        return False
    particles = words_on_pages("particles")
    return all(part != part.lower() or part in particles for part in parts) and parts[-1] not in particles


def opens_heading(word: str) -> bool:
    """Tell whether headings begin with a word in lower case, and hardly any names."""
    return word in words_on_pages("openers") or word in words_on_pages("heading_openers")


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
    if (
        len(name) > 60
        or len(name.split()) > 6
        or any(character.isdigit() for character in name)
        or ("." in name.strip(".")[4:] and " " not in name)
    ):
        return False
    if (
        words_on_pages("not_names") & set(key.split())
        or "admin" in key
        or lexicon.ROLE.search(name)
        or lexicon.DATED_NAMES.match(name)
    ):
        return False
    return bool(LETTERS.search(name))


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
    told = ((source, [value for value in values if LETTERS.search(value)]) for source, values in found)
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
    told = lexicon.BYLINE.match(text)
    return told is not None and 1 <= len(words(text[told.end() :])) <= 10
