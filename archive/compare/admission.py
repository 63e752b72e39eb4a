"""The words in which newsrooms admit that an article was wrong, by their parts, in several languages. Words, no rules.

`Parts` are regular expressions: what an admission is made of, in any order. `notes` says which parts make one.
"""

# ruff: noqa: E501 (a list of words reads best on one line)

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """One language's words for the parts of an admission."""

    this: str  # this very article, or a part of it, as its makers name it
    us: str  # the newsroom, speaking of itself
    earlier: str  # an earlier state of the article
    wrong: str  # a mistake
    changed: str  # that something was put right, or taken out
    regret: str  # an apology in the newsroom's own voice
    stated: str  # what an article does: say, give, name, attribute
    corrected: str  # that a mistake was put right, in so many words
    owned: str  # "as we first reported", "an earlier version said": an admission by itself


PARTS: Mapping[str, Parts] = {
    "en": Parts(
        this=r"\b(?:this|our|the present) (?:[\w’'-]+ ){0,3}?(?:article|story|report|text|post|page|piece|column|headline|caption|item|interview|graphic|chart|map|photo|photograph|picture|profile|review|obituary|dispatch|version|edition)\b"
        r"|\b(?:a|one|the|an) (?:passage|paragraph|sentence|quotation|quote|headline|photo|photograph|picture|caption|figure|reference|name|claim|statement)\b(?=[^.]{0,60}\b(?:in|from|of|about) (?:this|our)\b)",
        us=r"\b(?:we|our|us|editor[’']?s?[’']? note|the editors?|editors|note to readers)\b",
        earlier=r"\b(?:originally|initially|at first|(?:was|were|when|we|had) first|(?:was|were|is|are|it|they) first (?:appeared|ran|posted)|first (?:published|appeared|reported|version|edition)|as (?:it|they) (?:appeared|ran|stood|was published|were published)|(?:an?|the) (?:earlier|previous|prior|older) (?:version|edition|article|report|story|headline|caption)|earlier versions?|previously (?:said|stated|reported|gave|named|published)|earlier (?:said|stated|reported)|until \d|as (?:first|initially|originally)|had (?:said|stated|reported|written|given|named|attributed)|used to (?:say|read))\b",
        wrong=r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|inaccura(?:te|tely|cy|cies)|errors?|erroneous(?:ly)?|mistak(?:e|es|en|enly)|mis(?:stated?|spelled|spelt|identified|quoted|attributed|reported|named|labelled|labeled|translated|heard|read|represented)|confus(?:ed|ion)|mix(?:ed)?[- ]up|false(?:ly)?|not (?:true|correct|accurate|the case)|untrue|should have (?:said|read|been|stated)|got (?:\w+ ){0,4}(?:wrong|backwards)|slip|oversight|typo|mistranslation|unfounded|does not stand up|no longer stand by)\b",
        changed=r"\b(?:correct(?:ed|s|ing|ion)|removed?|deleted?|taken (?:out|down|off)|took (?:out|down)|withdr(?:awn|ew)|retract(?:ed|ion)?|amended|changed|replaced|fixed|rectified|clarif(?:y|ied|ies|ication)|put right|set (?:the record )?straight|edited|revised)\b",
        regret=r"\b(?:we(?: \w+){0,2} (?:apologi[sz]e|regret|are sorry)|(?:our|with) (?:sincere )?(?:apologies|apology|mistake|error|fault)|(?:the (?:editors?|newspaper|paper|newsroom|editorial team)) (?:apologi[sz]es?|regrets?)|regrets? the (?:error|mistake)|(?:^|[.!(] ?)(?:the )?[\w ]{1,30} regrets that (?:the|this|a|an|our) (?:[\w’'-]+ ){0,3}?(?:article|story|report|picture|photograph|photo|headline|caption|name|figure|quotation)|(?:^|[.!(] ?)sorry for the (?:error|mistake|confusion)|(?:^|[.!(] ?)(?:the )?[\w ]{1,30} (?:apologi[sz]es|regrets) (?:to [^.]{1,40} )?(?:for )?(?:the|this|these) (?:error|mistake|confusion|slip|inaccurac)|(?:that|this|it) was our (?:mistake|error|fault))\b",
        stated=r"\b(?:said|stated|gave|given|named|called|described|attributed|credited|listed|put|reported|wrote|written|quoted|showed|carried|contained|referred|identified|spelled|spelt|dated|had)\b",
        corrected=r"\b(?:(?:have|has been|was|were|now) (?:since )?(?:been )?corrected|we (?:\w+ )?corrected|put (?:it|this|that) right|set the record straight)\b",
        owned=r"\b(?:this (?:newspaper|newsroom|desk)(?: \w+){0,2}? (?:made (?:a|an) (?:mistake|error|slip)|erred|miscounted|miscalculated|mixed up|was (?:wrong|mistaken)|were (?:wrong|mistaken))(?! by)|I (?:wrote|said|stated|reported|gave|claimed) [^.]{1,60}\b(?:here|in this (?:column|space|page|article|newsletter))\b[^)]{0,160}\b(?:I stand (?:rebuked|corrected)|I was (?:wrong|mistaken)|my (?:mistake|error|apologies)|I (?:apologi[sz]e|regret)|should have (?:been|said|written))|(?:errors?|mistakes?|inaccurac\w+|wrong|incorrect)\b[^.]{0,60}\bin (?:this|our) (?:article|story|report|piece|headline|caption)|as (?:we |was |were )?(?:had )?(?:originally|initially|first|previously|earlier|wrongly) (?:reported|stated|said|written|wrote|published)(?! by)|we (?:had )?(?:originally|initially|at first|previously) (?:said|stated|wrote|written|gave|named|put|identified|described|attributed)|(?:an?|the) (?:earlier|previous|prior|original) version (?:did|said|stated|gave|mis\w+|contained|incorrectly|wrongly)|(?:spelling|name|figure|number|date|headline|caption|quotation|quote|title|percentage|amount|age)\b[^.]{0,60}\b(?:has|have) been corrected)\b",
    ),
    "de": Parts(
        this=r"\b(?:diese[rsmn]?|unser(?:e[mnrs]?)?|de[rmsn]|ein(?:e[rnms]?)?) (?:[\wäöüß-]+ ){0,2}?(?:artikels?|textes?|text|beitrags?|berichts?|meldung|stelle|passage|absatz|absatzes|überschrift|bildunterschrift|zitat|grafik|fassung|version)\b|\bim (?:artikel|text|beitrag|bericht)\b|\b(?:an dieser stelle|hier)\b",
        us=r"\b(?:wir|uns|unser\w*|redaktion|d\. ?red\.?|red\.)\b",
        earlier=r"\b(?:ursprünglich\w*|zunächst|zuerst|anfangs|vorher|zuvor|früher\w*|erste[nr]? (?:version|fassung)|vorherige[nr]?|ältere[nr]?|bis \d|hatten? (?:[\wäöüß-]+ ){0,12}(?:geschrieben|berichtet|gemeldet|genannt|angegeben|zugeschrieben)|hieß es|stand hier)\b",
        wrong=r"\b(?:falsch\w*|fehler\w*|irrtümlich\w*|irrtum\w*|versehentlich|fälschlich\w*|unrichtig\w*|unzutreffend\w*|ungenau\w*|inkorrekt\w*|verwechsel\w*|verwechslung|nicht (?:korrekt|richtig|zutreffend|den tatsachen)|missverständlich|richtig (?:ist|muss es|lautet)|korrekt (?:ist|muss|lautet)|tatsächlich)\b",
        changed=r"\b(?:korrigier\w*|berichtig\w*|richtig ?gestellt|entfernt|gelöscht|gestrichen|geändert|ersetzt|zurückgezogen|präzisier\w*|klargestellt|überarbeitet|herausgenommen|angepasst|verbessert)\b",
        regret=r"\b(?:(?:wir|die redaktion) (?:\w+ ){0,4}?(?:bitte[nt]? (?:\w+ ){0,5}?(?:entschuldigung|verzeihung|nachsicht)|entschuldig(?:en|t)|bedauer(?:n|t))|(?:bitten|bittet) (?:\w+ ){0,6}?um (?:entschuldigung|verzeihung|nachsicht)|bedauern wir|entschuldigen wir|unser fehler)\b",
        stated=r"\b(?:enthielt\w*|hieß|stand|stehen|geschrieben|schrieben|berichtet\w*|gemeldet|genannt|nannten|angegeben|zugeschrieben|zitiert|bezeichnet|hatten?)\b",
        corrected=r"\b(?:korrigiert|berichtigt|richtig ?gestellt)\b",
        owned=r"\b(?:(?:diese zeitung|die redaktion) hat(?:te)? sich (?:[\w]+ ){0,4}?(?:geirrt|verrechnet|verzählt|vertan|verlesen|verhört)|ich (?:schrieb|habe) [^.]{0,60}\b(?:hier|an dieser stelle|in dieser kolumne)\b[^)]{0,160}\b(?:mein (?:fehler|irrtum)|ich (?:habe mich geirrt|irrte|bitte um (?:entschuldigung|nachsicht))|das war falsch)|(?:fehler|falsch\w*)\b[^.]{0,60}\bin (?:diesem|unserem) (?:artikel|text|beitrag|bericht)|(?:wie|als) (?:\w+ )?(?:zunächst|ursprünglich|zuerst|anfangs|irrtümlich|fälschlich) (?:\w+ )?(?:berichtet|gemeldet|geschrieben|angegeben)|wir hatten (?:\w+ ){0,3}?(?:ursprünglich|zunächst|zuerst|anfangs)|(?:schreibweise|name|zahl|angabe|datum|überschrift)\b[^.]{0,60}\bwurden? (?:korrigiert|berichtigt)|hier (?:stand|hieß es) (?:zunächst|ursprünglich|zuerst|vorher))\b",
    ),
    "fr": Parts(
        this=r"\b(?:cet(?:te)?|ce|notre|l[’']|du présent|le présent) ?(?:\w+ ){0,2}?(?:article|texte|papier|titre|reportage|dépêche|légende|version|publication|page|entretien|interview|infographie|photo)\b|\b(?:un|le|du|ce) (?:passage|paragraphe|chiffre|nom|prénom|titre)\b(?=[^.]{0,60}\b(?:de cet|dans cet|de ce|de notre)\b)",
        us=r"\b(?:nous|notre|nos|la rédaction|ndlr)\b",
        earlier=r"\b(?:initialement|dans un premier temps|d[’']abord|à l[’']origine|au départ|auparavant|précédemment|première version|version (?:précédente|antérieure|initiale)|précédente version|avions|avait (?:été )?(?:écrit|indiqué|annoncé|attribué|donné)|jusqu[’']à \d|lors de sa publication|à sa publication)\b",
        wrong=r"\b(?:erreurs?|erron\w+|à tort|inexact\w*|incorrect\w*|fausse?(?:ment)?|faux|confusion|confondu\w*|coquille|imprécis\w*|méprise|et non(?: pas)?|mal orthographi\w+|trompés?|il fallait lire|contrairement à ce que)\b",
        changed=r"\b(?:corrigé\w*|rectifi\w+|retiré\w*|supprimé\w*|modifié\w*|remplacé\w*|précisé\w*|amendé\w*|enlevé\w*|ôté\w*|dépublié\w*)\b",
        regret=r"\b(?:nous (?:\w+ ){0,3}?(?:excus\w+|regrett\w+|prions|déplor\w+)|(?:toutes )?nos (?:plus \w+ )?(?:excuses|regrets)|présent\w+ (?:\w+ ){0,3}?excuses à (?:ses|nos|leurs) (?:lect|abonn)\w+|(?:la rédaction|le journal|notre journal) (?:\w+ ){0,3}?présent\w+ (?:\w+ ){0,3}?excuses|(?:la rédaction|le journal) (?:\w+ ){0,3}?(?:excuse|regrette|s[’']excuse))\b",
        stated=r"\b(?:comport\w+|conten\w+|écri(?:t|vions|vait|te)|indiqu\w+|donn\w+|attribu\w+|nomm\w+|présent\w+|mention\w+|annonc\w+|affirm\w+|évoqu\w+|cit\w+|situ\w+)\b",
        corrected=r"\b(?:corrigé\w*|rectifié\w*)\b",
        owned=r"\b(?:(?:ce journal|la rédaction|notre journal) (?:s[’']est|s[’']était) (?:\w+ )?tromp\w+|j[’']ai (?:écrit|dit|indiqué) [^.]{0,60}\b(?:ici|dans cette chronique)\b[^)]{0,160}\b(?:je me suis tromp\w+|mon erreur|mes excuses|c[’']était faux|je (?:m[’']excuse|bats ma coulpe))|nous avions (?:\w+ ){0,2}?(?:d[’']abord|initialement|dans un premier temps)|(?:comme|que) (?:nous l[’']avions |nous l[’']avons )?(?:indiqué|écrit|annoncé) (?:initialement|d[’']abord|par erreur|précédemment)|(?:l[’']orthographe|le nom|le chiffre|la date|le titre)\b[^.]{0,60}\b(?:a été|ont été) (?:corrigé|rectifié)\w*|une version (?:précédente|antérieure|initiale) (?:indiquait|comportait|mentionnait|donnait|contenait|affirmait))\b",
    ),
    "es": Parts(
        this=r"\b(?:este|esta|nuestro|nuestra|el presente|la presente|del?) (?:\w+ ){0,2}?(?:artículo|noticia|información|texto|nota|reportaje|titular|pieza|crónica|versión|entrevista|pie de foto|gráfico)\b|\b(?:un|el|del) (?:pasaje|párrafo|dato|nombre|titular)\b(?=[^.]{0,60}\b(?:de est[ea]|en est[ea])\b)",
        us=r"\b(?:nosotros|nuestr[oa]s?|la redacción|hemos|habíamos|publicamos|informamos|dimos|atribuimos|rectificamos|corregimos|pedimos|lamentamos)\b",
        earlier=r"\b(?:inicialmente|en un principio|originalmente|al principio|anteriormente|previamente|primera versión|versión (?:anterior|previa|inicial|original)|habíamos|(?:se )?(?:decía|afirmaba|indicaba|atribuía|señalaba)|hasta las \d|cuando se publicó)\b",
        wrong=r"\b(?:error(?:es)?|err[óo]ne\w+|errata|equivocad\w+|equivocamos|equivocación|incorrect\w+|inexact\w+|falso|falsamente|confusión|confundi\w+|imprecis\w+|y no (?:de|el|la|a|en|un|una)|no es correcto|en realidad)\b",
        changed=r"\b(?:corregi\w+|rectific\w+|retirad\w+|eliminad\w+|suprimid\w+|modificad\w+|cambiad\w+|sustituid\w+|aclarad\w+|borrad\w+|enmendad\w+)\b",
        regret=r"\b(?:(?:pedimos|pide) (?:\w+ ){0,2}?(?:disculpas|perdón)|lamentamos (?:el|los|la|este)|nuestras (?:más \w+ )?disculpas|nos disculpamos|sentimos (?:el|los) error)\b",
        stated=r"\b(?:conten\w+|decía|decíamos|publicamos|informamos|atribu\w+|indicab\w+|afirmab\w+|señalab\w+|dab\w+|dimos|mencion\w+|identific\w+|citab\w+|figurab\w+)\b",
        corrected=r"\b(?:corregid\w+|rectificad\w+|corregimos|rectificamos)\b",
        owned=r"\b(?:(?:este (?:diario|periódico|medio)|esta (?:redacción|casa)|la redacción|nuestro (?:diario|periódico)) (?:se (?:ha )?(?:equivocó|equivocado|confundió|confundido)|erró|cometió un (?:error|fallo)|ha errado|contó mal|sumó mal)|(?:escribí|dije|he escrito) [^.]{0,60}\b(?:aquí|en esta (?:columna|página|crónica))\b[^)]{0,160}\b(?:me equivoqué|mi error|pido (?:disculpas|perdón)|era falso)|(?:habíamos|dijimos|publicamos|informamos|escribimos) (?:\w+ ){0,2}?(?:inicialmente|en un principio|al principio)|(?:el nombre|la cifra|la fecha|el titular)\b[^.]{0,60}\b(?:ha sido|se ha) (?:corregid|rectificad)\w+|una versión (?:anterior|previa|inicial) (?:decía|indicaba|contenía|señalaba|atribuía))\b",
    ),
    "it": Parts(
        this=r"\b(?:quest[oa]|nostr[oa]|il presente|dell?[’'o]?a?) ?(?:\w+ ){0,2}?(?:articolo|testo|pezzo|notizia|servizio|titolo|didascalia|versione|intervista|grafico)\b|\bquest[’']articolo\b|\bl[’']articolo\b",
        us=r"\b(?:noi|nostr[oaie]|la redazione|ndr|abbiamo|avevamo)\b",
        earlier=r"\b(?:inizialmente|in un primo (?:momento|tempo)|originariamente|in origine|in precedenza|prima versione|versione (?:precedente|originale|iniziale)|precedente versione|avevamo|si (?:leggeva|diceva|affermava))\b",
        wrong=r"\b(?:error[ei]|errat\w+|erroneamente|sbagliat\w+|sbaglio|inesatt\w+|scorrett\w+|fals[oa]|confus\w+|scambi\w+|refuso|imprecis\w+|e non (?:di|il|la|a|in|un))\b",
        changed=r"\b(?:corrett\w+|rettificat\w+|rimoss\w+|eliminat\w+|cancellat\w+|modificat\w+|sostituit\w+|chiarit\w+|tolt[oaie]|precisat\w+)\b",
        regret=r"\b(?:ci (?:scusiamo|dispiace)|chiediamo scusa|le nostre (?:più \w+ )?scuse|la redazione si scusa|ce ne scusiamo)\b",
        stated=r"\b(?:conten\w+|scritto|riportat\w+|indicat\w+|attribuit\w+|detto|diceva|indicava|attribuiva|riportava|citav\w+|nominat\w+)\b",
        corrected=r"\b(?:(?:abbiamo|è stat[oa]|sono stat[ie]) (?:corrett\w+|rettificat\w+))\b",
        owned=r"\b(?:(?:questo giornale|questa (?:redazione|testata)|la redazione|il nostro giornale) (?:ha sbagliato|si è sbagliat[oa]|ha commesso un errore|ha confuso)|(?:ho scritto|avevo scritto|scrissi) [^.]{0,60}\b(?:qui|in questa (?:rubrica|pagina))\b[^)]{0,160}\b(?:mi sono sbagliat\w+|ho sbagliato|mio errore|chiedo scusa|mi scuso)|avevamo (?:\w+ ){0,2}?(?:inizialmente|in un primo)|diversamente da quanto (?:\w+ ){0,2}?(?:scritto|riportato|indicato)|una (?:versione precedente|precedente versione) (?:diceva|riportava|conteneva|indicava))\b",
    ),
    "pt": Parts(
        this=r"\b(?:est[ea]|dest[ea]|nest[ea]|ness[ea]|noss[oa]|o presente|a presente|d[oa]) (?:\w+ ){0,2}?(?:artigo|texto|reportagem|matéria|notícia|título|legenda|peça|versão|entrevista|gráfico)\b",
        us=r"\b(?:nós|noss[oa]s?|a redação|publicamos|informamos|atribuímos|pedimos|lamentamos|erramos|retirámos|retiramos|corrigimos|tínhamos|havíamos)\b",
        earlier=r"\b(?:inicialmente|originalmente|a princípio|anteriormente|primeira versão|versão (?:anterior|original|inicial)|tínhamos|havíamos|(?:dizia|afirmava|informava|atribuía|indicava))\b",
        wrong=r"\b(?:erros?|por (?:engano|lapso)|erroneamente|errad\w+|errônea\w*|incorret\w+|incorrect\w+|equivocad\w+|inexat\w+|imprecis\w+|fals[oa]|confusão|confundi\w+|lapso|engano|e não (?:de|o|a|em|um))\b",
        changed=r"\b(?:corrigi\w+|retificad\w+|removid\w+|retirad\w+|retir[aá]mos|eliminad\w+|apagad\w+|alterad\w+|substituíd\w+|esclarecid\w+|modificad\w+)\b",
        regret=r"\b(?:pedimos (?:\w+ ){0,2}?(?:desculpas?|perdão)|lamentamos (?:o|a|os|este)|as nossas (?:\w+ )?desculpas|nossas desculpas|desculpamo-nos)\b",
        stated=r"\b(?:contin\w+|dizia|dissemos|publicamos|informamos|informava|atribuí\w+|indicava|afirmava|citava|mencionava|identific\w+)\b",
        corrected=r"\b(?:corrigi\w+|retificad\w+)\b",
        owned=r"\b(?:(?:este jornal|esta redação|a redação|o nosso jornal) (?:errou|enganou-se|se enganou|cometeu um (?:erro|lapso)|se equivocou)|(?:escrevi|disse) [^.]{0,60}\b(?:aqui|nesta (?:coluna|página))\b[^)]{0,160}\b(?:enganei-me|me enganei|errei|meu erro|peço desculpas?)|(?:tínhamos|havíamos|informamos|publicamos) (?:\w+ ){0,2}?(?:inicialmente|a princípio)|(?:diferentemente|ao contrário) do que (?:\w+ ){0,3}?(?:inform|public|escrev)\w+|uma versão (?:anterior|inicial) (?:dizia|informava|continha|indicava))\b",
    ),
    "ru": Parts(
        this=r"\b(?:этот|этой|этом|этого|эта|наш\w*|данн\w+|в) (?:\w+ ){0,2}?(?:текст\w*|материал\w*|стать\w*|заметк\w*|новост\w*|публикаци\w*|заголов\w*|сообщени\w*|верси\w*|редакци\w*)\b",
        us=r"\b(?:мы|нам|нас|наш\w*|редакци\w+)\b",
        earlier=r"\b(?:первоначальн\w*|изначально|ранее|раньше|сначала|предыдущ\w+|прежн\w+|перв(?:ой|ая) (?:верси|редакци)\w*|говорилось|сообщалось|было указано)\b",
        wrong=r"\b(?:ошиб\w+|неверн\w+|неправильн\w+|неточн\w+|ложн\w+|перепута\w+|путаниц\w+|опечатк\w+|не соответств\w+|на самом деле|по недосмотру)\b",
        changed=r"\b(?:исправ\w+|уточн\w+|удал[её]н\w*|удалили|снят\w*|изъят\w*|изменен\w*|измен[её]н\w*|внесен\w*|внесены|заменен\w*|заменили|убрали|убран\w*)\b",
        regret=r"\b(?:(?:приносим|приносит) (?:\w+ ){0,3}?извинени\w+|просим прощения|извиняемся|сожале(?:ем|ет) об ошибке)\b",
        stated=r"\b(?:содержал\w*|говорил\w+|сообщал\w+|указал\w*|указан\w*|назван\w*|назвали|писали|написали|приписал\w*|приписан\w*)\b",
        corrected=r"\b(?:исправ\w+)\b",
        owned=r"\b(?:(?:наша газета|наша редакция|редакция) (?:\w+ )?(?:ошиблась|перепутала|обсчиталась)|я (?:написал\w?|писал\w?|указал\w?) [^.]{0,60}\b(?:здесь|тут|в этой колонке)\b[^)]{0,160}\b(?:я ошиб\w+|моя ошибка|прошу прощения|виноват\w?)|мы (?:\w+ )?(?:сначала|первоначально|изначально|ранее) (?:написали|сообщили|указали)|(?:вопреки|в отличие от) (?:\w+ ){0,3}?(?:сообщалось|писали))\b",
    ),
    "nl": Parts(
        this=r"\b(?:di?t|deze|ons|onze|het) (?:\w+ ){0,2}?(?:artikel|bericht|stuk|verhaal|tekst|kop|bijschrift|versie|interview)\b",
        us=r"\b(?:we|wij|ons|onze|de redactie|red\.)\b",
        earlier=r"\b(?:aanvankelijk|oorspronkelijk\w*|eerder\w*|in eerste instantie|eerste versie|vorige versie|hadden|stond)\b",
        wrong=r"\b(?:fout\w*|onjuist\w*|ten onrechte|per abuis|verkeerd\w*|abusievelijk|vergiss\w+|verwisseld|verwarring|onnauwkeurig\w*|niet juist|niet correct)\b",
        changed=r"\b(?:gecorrigeerd|verwijderd|aangepast|gewijzigd|hersteld|rechtgezet|gerectificeerd|vervangen|verduidelijkt)\b",
        regret=r"\b(?:onze excuses|we betreuren|(?:bieden|bied) (?:\w+ ){0,3}?excuses|excuses voor (?:de|het))\b",
        stated=r"\b(?:bevatte\w*|schreven|stond|gemeld|vermeld\w*|toegeschreven|genoemd|geschreven|meldden)\b",
        corrected=r"\b(?:gecorrigeerd|rechtgezet|gerectificeerd)\b",
        owned=r"\b(?:we (?:schreven|meldden) (?:\w+ ){0,2}?(?:aanvankelijk|eerst|eerder)|(?:anders dan|zoals) (?:we |wij )?(?:aanvankelijk|eerder) (?:gemeld|geschreven))\b",
    ),
    "sv": Parts(
        this=r"\b(?:den här|denna|detta|vår|artikelns?|artikeln|texten|rubriken|bildtexten|notisen)\b",
        us=r"\b(?:vi|vår\w*|redaktionen)\b",
        earlier=r"\b(?:tidigare|först|ursprunglig\w*|till en början|inledningsvis)\b",
        wrong=r"\b(?:fel\w*|felaktig\w*|misstag|missvisande|inkorrekt\w*|förväxl\w+|stämmer inte|oriktig\w*)\b",
        changed=r"\b(?:rätta\w*|korrigera\w*|tagits bort|tagit bort|ändra\w*|ersatt\w*|förtydliga\w*|raderat?s?)\b",
        regret=r"\b(?:vi (?:ber om ursäkt|beklagar)|beklagar (?:felet|misstaget))\b",
        stated=r"\b(?:innehöll|stod|skrev|angav\w*|uppgav\w*|uppgavs|nämnd\w*|tillskrev\w*)\b",
        corrected=r"\b(?:rättat|rättad\w*|korrigera\w+)\b",
        owned=r"\b(?:vi (?:skrev|uppgav) (?:\w+ ){0,2}?(?:först|tidigare)|som vi först)\b",
    ),
}
