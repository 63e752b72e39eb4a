"""What a page's makers call its parts: the words in class and id names, and what they tell of an element.

Only hints. A name never decides against the text: a part that holds half of the article is the article, whatever its
name (`dom.Mark` is void then).
"""

import re
from functools import lru_cache
from itertools import pairwise

_SPLIT = re.compile(r"[^a-zа-яё\u0600-\u06ff\u3040-\u9fff]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RANDOM = re.compile(  # digits between letters, as in names that programs make: their letters are no words
    r"(?<![^\W_])(?:(?=[a-zA-Z]{0,3}\d+(?!x\d)[a-zA-Z])[a-zA-Z\d]+|(?=[a-f]*\d+[a-f])[a-f\d]{5,}(?![^\W_]))"
)


def listed(text: str) -> frozenset[str]:
    """Return the words of a text as a set; with bars in it, the phrases between them."""
    return frozenset(part.strip() for part in (text.split("|") if "|" in text else text.split()))


COMMENTS = listed("""
    comment comments commentlist commentary-list commenting commentthread usercomments readercomments disqus dsq
    livefyre fyre viafoura coral-talk spotim openweb respond replies replylist leserkommentar leserkommentare
    kommentare kommentarer lesermeinungen commentaires commentaire comentarios comentario commenti reacties
    komentarze komentare komentari kommentit discussion discussions forum-thread guestbook yorumlar
    echo-container
""")
RELATED = listed("""
    related relatedarticles relatedcontent relatedposts relatedlinks relatednews relateds recommended
    recommendation recommendations recommend recirc recirculation outbrain taboola zergnet revcontent mgid
    readmore morenews morestories morefrom seealso teaser teasers teaserlist promo promos trending popular
    mostpopular mostread mostviewed topstories nextarticle upnext readnext inject interstitial crosslink
    crosslinks weiterlesen mehrzum relacionadas relacionados correlati correlate similaires inread moreon
    latestnews linkbox linklist bigpromo nextprev prevnext suggested youmaylike onward rellinks readalso
    alsoread
""")
SHARE = listed("""
    share sharing sharebar sharetools sharebuttons sharelinks shareaholic social socialmedia socialbar
    sociallinks addthis addtoany sharethis sharedaddy bookmark bookmarks bookmarking toolbox articletools
    storytools tools shorturl getshorturl permalink print printlink email emailthis follow followus likes
    likebutton counters counter rating ratings vote votes poll fontsize textsize toolbar teilen partager
    compartir messenger
""")
SIGNUP = listed("""
    newsletter newsletters subscribe subscription subscriptions signup signin paywall piano regwall register
    registration login donate donation donations membership upsell abo abonnement cta contribute support-us
    registerwall offer offers appbanner pushnotification notification notifications
""")
CHROME = listed("""
    nav navigation navbar menu submenu breadcrumb breadcrumbs masthead footer sitefooter pagefooter sidebar rail
    rightrail leftrail rightcol rightcolumn leftcol skyscraper topbar ticker cookie cookies consent gdpr banner
    modal overlay popup lightbox tooltip pagination pagenav search searchbox searchform sitemap copyright legal
    disclaimer disclosure weather widget widgets skip skiplink screenreader hidden-print noprint syndication
""")
ADVERT = listed("""
    ad ads adv advert adverts advertisement advertisements advertising adbox adslot adunit adcontainer sponsor
    sponsored sponsors sponsoredlinks werbung anzeige publicidad publicite reklama adbarh dfp gpt adsense
""")
CAPTION = listed("""
    caption captions figcaption imagecaption photocaption picturecaption wpcaption legend legende
    bildunterschrift bu photocredit imagecredit credit credits copyright-notice cutline fotocredit pie epigrafe
    imagedescription photodescription picturedescription mediadescription imagesubtitle imagetitle imagetext
    photosubtitle
""")
HEADLINE = listed("""
    headline title storytitle storyheadline articletitle articleheadline heading hed pagetitle newstitle titel
    titulo titre titolo titular überschrift rubrik
""")
KICKER = listed("""
    kicker overline overtitle supertitle suptitle eyebrow topline roofline dachzeile spitzmarke oberzeile surtitre
    antetitulo cintillo volanta chapeu rubric label flag prefix pretitle preheadline catchline headlinekicker
""")
BIO = listed("""
    bio authorbio authorbox authorinfo aboutauthor aboutauthors authorprofile contributor
""")
BYLINE = listed("""
    byline bylines author authors autor autore auteur autoren writer reporter journalist signature dateline
    articleauthor contributor contributors verfasser firma redaktor
""")
TAGS = listed("""
    tags tag taglist tagcloud keywords topics topic topiclist schlagworte etiquetas themen
""")
CREDIT = listed("""
    credit credits copyright copy photocredit imagecredit source fotocredit rights
""")
STAMP = listed("""
    date dates datetime timestamp time pubdate published publish updated modified posted postdate datum fecha
    datepublished lastupdated publishdate publication readtime readingtime
""")
STANDFIRST = listed("""
    standfirst lead lede leadin intro introduction deck dek subtitle subhead subheadline subheading subheader
    subline teasertext vorspann summary excerpt abstract chapo chapeau sottotitolo occhiello entradilla bajada
    sumario description kicker-text strapline sapo ingress manchet perex announce keypoints bulletpoints
    keytakeaways takeaways highlights storyhighlights
""")

_KINDS = (
    ("comments", COMMENTS),
    ("share", SHARE),
    ("signup", SIGNUP),
    ("related", RELATED),
    ("advert", ADVERT),
    ("chrome", CHROME),
    ("caption", CAPTION),
    ("bio", BIO),
    ("byline", BYLINE),
    ("tags", TAGS),
    ("stamp", STAMP),
    ("standfirst", STANDFIRST),
)


@lru_cache(maxsize=8192)
def words(name: str) -> frozenset[str]:
    """Return the words of a class or id value: `b-articleRefs__time` gives b, article, refs, time, and joins of two."""
    found: set[str] = set()
    for token in name.split():
        plain = _RANDOM.sub(" ", _CAMEL.sub("-", token))
        parts = [part for part in _SPLIT.split(plain.lower()) if part]
        found.update(parts)
        found.update(first + second for first, second in pairwise(parts))
        found.update(f"{first}-{second}" for first, second in pairwise(parts))
    return frozenset(found)


@lru_cache(maxsize=8192)
def kinds(name: str) -> tuple[str, ...]:
    """Return what the words of a name hint at, most telling first."""
    present = words(name)
    return tuple(kind for kind, lexicon in _KINDS if present & lexicon)
