"""What a page's build says when its marks do not: a running report, a wall, a line between paragraphs.

Looks at places and beginnings of paragraphs, not at what an article tells.
"""

# ruff: noqa: E501 (a list of words reads best on one line)

from collections.abc import Sequence

import regex

from archive.digests import normalise
from archive.models import Content

from .marks import quoted
from .operations import Operation
from .sentences import count_words, words

_ENTRY = regex.compile(
    r"^\W*(?:(?:update|stand|aktualisiert)\W+)?(?:\d{1,2}[:.hH]\d\d\b|\d{1,2} ?(?:uhr|am|pm|a\.m\.|p\.m\.|h|時|点|시)(?!\p{L})"
    r"|\d{1,3}(?:\+\d{1,2})?(?: ?min(?:ute)?s?\b|\. ?min\w*|[’'′](?!\p{L})|['’]? ?[:–—-] ))",
    regex.IGNORECASE,
)
_LEAST_ENTRIES = 2
_WALL = regex.compile(
    r"subscri(?:be|ber|ption)|log ?in\b|sign ?(?:in|up)\b|register to|registered users|members only|to (?:continue|keep) reading|read the (?:full|rest)"
    r"|abonn|\babo\b|anmelden|einloggen|registrieren|weiterlesen|bezahlschranke|connectez-vous|identifiez-vous|réservé|lire la suite"
    r"|suscr[ií]|inicia(?:r)? sesión|regístr|para seguir leyendo|accedi\b|registrati|continua(?:re)? a leggere|assin(?:e|ante|atura)|faça login|inicie sessão"
    r"|подпис|войдите|авториз|اشترك|مشترك|تسجيل الدخول|会員|購読|ログイン|登录|登錄|订阅|訂閱|会员|구독|로그인|prenumer|logga in|inloggen|oturum|giriş yap|zaloguj|subskryb",
    regex.IGNORECASE,
)
_LONGEST_WALL = 45  # words of the line that asks to log in
_CUT = 0.7  # share of the sentences left at most
_HEAD_WORDS = 9
_ASIDE = regex.compile(
    r"^\W*(?:read (?:more|also|next|on)|also read|see also|related|more on|watch|listen|photos?|breaking|more (?:soon|to follow|details soon)|developing"
    r"|follow|lesen sie|mehr zum thema|mehr in kürze|eilmeldung|à lire|lire aussi|plus d.informations? à suivre|lea también|le puede interesar|más información en breve"
    r"|leggi anche|leia (?:também|mais)|saiba mais|читайте также|подробнее|lees ook|läs också|اقرأ أيضا)",
    regex.IGNORECASE,
)
_LONGEST_ASIDE = 14
# A paragraph that speaks to the reader and asks for something.
_INVITES = regex.compile(
    r"(?:^|[.!?:] )(?:(?:please )?(?:sign up (?:for|to)|subscribe to (?:our|the)|support (?:our|local|independent|quality) journalism|become a (?:member|friend|supporter) of|write to (?:us|our)|tell us|e-?mail us|get in touch|share your (?:story|views))"
    r"|(?:schreiben sie|mailen sie) (?:uns|an|unser)|melden sie sich|abonnieren sie|erzählen sie uns|écrivez-nous|inscrivez-vous|abonnez-vous|racontez-nous"
    r"|escríba[sn]os|escríbenos|cuéntenos|cuéntanos|suscríb\w+|scrivete(?:ci)?|scrivici|raccontateci|iscrive?t?e?vi|iscriviti|escreva(?:-nos| para)|conte-nos|inscreva-se"
    r"|напишите нам|расскажите нам|подпишитесь|подписывайтесь)(?!\p{L})",
    regex.IGNORECASE,
)
_LONGEST_INVITATION = 35  # words of such a paragraph
_ENDINGS = frozenset('.!?…:;,。！？»”"')


def running(before: Content, after: Content) -> bool:
    """Tell whether a page runs on under the clock: several paragraphs begin with a time, and such ones came on."""
    old, new = _entries(before.paragraphs), _entries(after.paragraphs)
    come = [text for text in new if text not in old]
    return bool(come) and len(new) >= _LEAST_ENTRIES and (bool(old) or len(new) > _LEAST_ENTRIES)


def _entries(paragraphs: Sequence[str]) -> list[str]:
    return [text for text in paragraphs if _ENTRY.match(text)]


def walled(operations: Sequence[Operation]) -> bool:
    """Tell whether only the beginning of the text is left, and a line that asks to subscribe or log in."""
    mine = [operation for operation in operations if operation.where == "text"]
    asked = [op.text_after for op in mine if op.kind == "added"]
    kept = [op for op in mine if op.before and op.kind != "removed"]
    gone = [op for op in mine if op.kind == "removed"]
    if not gone or not any(map(_WALL.search, asked)) or count_words(asked) > _LONGEST_WALL:
        return False
    first = min(op.before[0] for op in gone)
    return all(op.before[0] < first for op in kept) and len(kept) <= _CUT * (len(kept) + len(gone))


def beside(operation: Operation, paragraphs: Sequence[str]) -> bool:
    """Tell whether a sentence is no part of the telling: a line between paragraphs, or one that points elsewhere."""
    text = operation.text_after or operation.text_before
    size = len(words(text))
    if size <= _LONGEST_ASIDE and _ASIDE.match(text):
        return True
    number = operation.paragraph_after if operation.after else operation.paragraph_before
    alone = number is not None and number < len(paragraphs) and normalise(paragraphs[number]) == normalise(text)
    if number is not None and number < len(paragraphs) and _invites(paragraphs[number]):
        return True
    return alone and size <= _HEAD_WORDS and (text.rstrip()[-1:] not in _ENDINGS or text.rstrip().endswith("?"))


def _invites(paragraph: str) -> bool:
    """Tell a paragraph of the makers' own in which they ask their readers to write or to sign up."""
    return len(words(paragraph)) <= _LONGEST_INVITATION and bool(_INVITES.search(paragraph)) and not quoted([paragraph])
