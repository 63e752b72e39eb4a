"""Short lines that stand on news pages and belong to no article, in the languages of the press.

Each pattern is for a whole line of at most a few words; a paragraph that merely mentions a newsletter is not meant.
"""

import re

_SHARE = (
    r"(?:share|tweet|pin|post|email|e-mail|mail|print|save|copy link|get short url|short url|permalink|bookmark|like|"
    r"teilen|drucken|merken|partager|imprimer|envoyer|compartir|imprimir|enviar|guardar|condividi|stampa|compartilhar|"
    r"delen|del|dela|skriv ut|udostępnij|drukuj|поделиться|печать|نسخ الرابط|مشاركة|شارك|分享|列印|打印|シェア|공유)"
)
_ON = (
    r"(?:\s*(?:this|article|story|post|page|on|via|with|friends?|by|auf|per|via|bei|sur|par|en|por|su|no|na|w|в|"
    r"facebook|twitter|x|whatsapp|linkedin|reddit|telegram|pinterest|e-?mail|email|diesen|artikel|cet|esta?|noticia|"
    r"artículo|articolo|artigo|[:!|·,.]))*"
)
SHARE = re.compile(rf"^\W*{_SHARE}{_ON}\W*(?:{_SHARE}{_ON}\W*)*$", re.I)

SIGNUP = re.compile(
    r"^(?:\W*(?:sign[ -]?up|subscribe|register|log ?in|sign in|already (?:a )?(?:subscriber|registered|have an "
    r"account)|"
    r"get (?:the|our) .{0,60}(?:newsletter|inbox)|get .{2,50} delivered\b|support (?:our|independent)|"
    r"become a (?:member|subscriber)|"
    r"download (?:the|our) app|follow (?:us|@)|like us on|"
    r"follow \S+(?: \S+){0,5},? on (?:google|twitter|x|facebook|instagram|whatsapp|youtube|linkedin|telegram|tiktok|"
    r"bluesky)\b|"
    r"join (?:us|our|the conversation)|click here to|please (?:bookmark|sign up|subscribe)|"
    r"to continue reading|this (?:article|content) is (?:for|only)|"
    r"newsletter|jetzt (?:abonnieren|registrieren|anmelden|testen|kostenlos)|abonnieren|melden sie sich|hier "
    r"(?:anmelden|abonnieren)|"
    r"folgen sie|inscrivez-vous|abonnez-vous|s'abonner|déjà abonné|recevez|suscr[ií]b|regístr|inicia sesión|síguenos|"
    r"iscriviti|abbonati|seguici|assine|cadastre-se|siga|inscreva|abonneer|meld je aan|schrijf je in|zapisz się|"
    r"zaloguj|"
    r"подпи(?:шитесь|сывайтесь|ска)|اشترك|订阅|訂閱|登録|구독|abone ol|prenumerera|abonner|tilmeld|tilaa|odebírejte|"
    r"iratkozz|εγγραφείτε|đăng ký)\b|\W*(?:この記事は)?(?:有料)?会員(?:限定|登録|になる)|\W*残り\s*\d+\s*文字|\W*续订|"
    r"\W*扫(?:码|一扫)|\W*(?:长按|長按)|\W*구독)",
    re.I,
)
RELATED = re.compile(
    r"^\W*(?:(?:read|see|watch|view|learn|find out|more|also|listen)\s*(?:more|also|next|on|from|:|here|related)|"
    r"related(?: (?:articles?|stories|content|coverage|links?|news|topics?|posts?))?|"
    r"recommended|you (?:may|might) (?:also )?(?:like|enjoy)|most (?:read|popular|viewed)|trending|top stories|"
    r"latest news|what to read next|"
    r"expand (?:full|this) story|click for more|"
    r"don'?t miss|editor'?s picks?|popular (?:now|stories)|keep reading|continue reading|more (?:stories|news|on "
    r"this|from|coverage)|"
    r"lesen sie (?:auch|mehr|dazu|hier)|mehr (?:zum thema|dazu|lesen)|auch interessant|das könnte sie|weiterlesen|"
    r"weitere (?:artikel|themen)|zum thema|"
    r"lire (?:aussi|également|la suite)|à lire|voir aussi|sur le même (?:sujet|thème)|lea también|lee también|leer "
    r"más|te puede interesar|más información|ver más|"
    r"leggi anche|potrebbe interessarti|leia (?:também|mais)|veja (?:também|mais)|saiba mais|lees (?:ook|meer)|läs "
    r"(?:mer|även|också)|les også|læs også|"
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także)|przeczytaj|читайте (?:также|ещё)|смотрите также|по теме|اقرأ "
    r"(?:أيضا|أيضًا|المزيد)|مواضيع ذات|"
    r"延伸閱讀|相關新聞|相关(?:新闻|阅读|報導)|関連記事|あわせて読みたい|관련기사|"
    r"ayrıca oku|ilgili haberler|devamını oku)\b\W*",
    re.I,
)
FURNITURE = re.compile(
    r"^\W*(?:advertisement|advertising|sponsored(?: content)?|story continues below.*|continue reading.*|article "
    r"continues.*|ad|anzeige|werbung|publicité|publicidad|"
    r"pubblicità|publicidade|advertentie|reklama|annonse?|реклама|إعلان|广告|廣告|広告|"
    r"back to top|go to home ?page|report (?:a|an) (?:\w+ )?(?:error|mistake|typo)|"
    r"comments?(?: \(?\d+\)?)?|leave a (?:comment|reply)|\d+ comments?|post a comment|"
    r"view comments|show comments|(?:all )?comments|add a comment|community standards|"
    r"comment via .{1,20}|log ?in|log out|sign ?in|register|reply|close|menu|search|loading\.*|play video|watch "
    r"video|video|photos?|gallery|"
    r"kommentare?(?: \(?\d+\)?)?|kommentieren|commentaires?|réagir|comentarios?|comentar|commenti|reacties|"
    r"komentarze|комментарии|评论|評論|コメント|댓글|"
    r"tags?|topics?|schlagworte|themen|mots[- ]clés|etiquetas|temas|topik|теги|etiketler|\d+ (?:min(?:ute)?s?|"
    r"min\.) (?:read|lesezeit|de lecture)|"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:am|pm|uhr|gmt|est|et|utc|cet|msk)\b.*)?)\W*$",
    re.I,
)
REMARKS = re.compile(
    r"^\W*(?:\d+\s+)?(?:(?:all |reader |readers['’] |user |your |latest |recent |online )*comments?(?: (?:are|is) "
    r"(?:now )?closed.*| on this (?:story|article).*|:| \(\d+\))?|"
    r"(?:do you have|thanks for your|post (?:your|a)|add (?:your|a)|leave (?:your|a)|read all|most recent|read|view "
    r"all) comments?\b.*|"
    r"have your say|(?:your |readers['’] )(?:say|views?|comments|thoughts|opinions?|reactions?|letters)\b.*|"
    r"what (?:do )?you think|reader (?:reviews|feedback|responses|reactions)|"
    r"\d+ (?:responses|replies|thoughts|reactions)\b.*|"
    r"talkback|discuss this (?:story|article)|join the (?:discussion|debate|conversation)|"
    r"(?:leser)?kommentare|leserbriefe|ihre meinung|diskutieren sie mit|was denken sie|"
    r"commentaires?|réactions?|votre avis|réagissez|comentarios|comentários|tu opinión|deja (?:un|tu) comentario|"
    r"deixe (?:um|seu) comentário|commenti|di la tua|lascia un commento|reacties|reageer|plaats een reactie|"
    r"kommentarer|skriv (?:en )?kommentar|kommentit|komentarze|dodaj komentarz|komentáře|diskuse|hozzászólások|"
    r"комментарии|обсуждение|коментарі|yorumlar|yorum (?:yap|yaz)|σχόλια|bình luận|ความคิดเห็น|"
    r"التعليقات|نظرات|תגובות|评论|評論|網友評論|コメント|みんなのコメント|댓글)(?:\s*\(?\d+\)?)?\W*$",
    re.I,
)
SIGNED = re.compile(
    r"^\W*(?:posted|comment(?:ed)?|submitted|written|reply|added|said)\s+(?:by|from|on)?\b.{2,90}\d", re.I
)
QUOTED = re.compile(
    r"^.{2,60}\b(?:wrote|writes|says|said|posted|schrieb|escribió|dijo|a écrit|ha scritto|escreveu|schreef|"
    r"napisał\(?a?\)?|пишет|yazdı)\b.{0,30}(?::|\d)\W*(?:[ap]m)?$",
    re.I,
)
SIGNED_LAST = re.compile(
    r"\b(?:(?:posted|commented|submitted|added) by|verfasst von|publicado por|posté par|inviato da|geplaatst door)\b"
    r".{2,70}\d.{0,30}$|"
    r"\(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [ap]m)?\)\W*$|"
    r"\breport (?:this |as )?(?:comment|post|abuse|abusive|offensive|inappropriate)\W*$",
    re.I,
)
ANSWER = re.compile(
    r"^\W*(?:(?:reply|report(?: (?:this|as))?(?: (?:comment|post|abuse|abusive|offensive|inappropriate))?|quote|flag|"
    r"recommend|permalink|antworten|melden|répondre|signaler|responder|denunciar|rispondi|segnala|beantwoorden|reageer|"
    r"rapporteer|odpowiedz|zgłoś|ответить|пожаловаться|відповісти|yanıtla|cevapla|şikayet et|svara|anmäl|svar|"
    r"odpovědět|válasz|vastaa|رد|إبلاغ|回复|回覆|举报|檢舉|返信|通報|답글|신고)\b[\s\d|·•,/()+-]*)+$",
    re.I,
)
NOTICE = re.compile(
    r"^\W*(?:©|\(c\)|copyright)\s*(?:\d{4}|\w+)|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos|"
    r"may not be (?:published|reproduced|republished)|^this material may not be",
    re.I,
)
CONTACT = re.compile(
    r"^\W*(?:(?:have you )?(?:got|do you have|have) (?:a|any|an) "
    r"(?:story|(?:news )?tip|question|comment|photo|video|opinion)s?\b.{0,60}\?|"
    r"if you (?:have|know) (?:a|any|of|more|an?other|information|something)\b.{0,120}"
    r"\b(?:contact|e-?mail|call|get in touch|write to|let us know|submit)\b|"
    r"have you been affected by\b|are you in the area\?|"
    r"(?:please )?(?:include a contact number|contact our .{2,40} (?:team|desk|department)|send (?:us|in) your)\b|"
    r"(?:like|enjoy(?:ed)?|loved?) (?:this|our|reading this) (?:story|article|post|content).{0,20}[?!].{0,80}$|"
    r"for (?:more|the latest) (?:stories|news|updates|coverage|on this)\b.{0,60}"
    r"\b(?:check|visit|follow|go to|head to|click|tune in)\b|"
    r"your (?:views?|say|thoughts|opinions?)\b.{0,40}\?|we(?:'d| would) (?:like|love) to hear\b|"
    r"tell us (?:what|about your|your)\b.{0,40}$|let us know (?:what|your|in the comments)\b|"
    r"this service is (?:provided|operated) (?:on|by|under)\b|to inquire about a licen[cs]e to reproduce|"
    r"haben sie (?:hinweise|fragen|anregungen|fehler|einen fehler|informationen)\b.{0,80}\?|schreiben sie uns\b|"
    r"(?:vous avez|avez-vous) (?:une info|une information|un témoignage|été témoin)\b|(?:écrivez|contactez)-nous\b|"
    r"(?:escríbenos|contáctanos|contáctenos|escríbanos)\b|(?:hai|avete) (?:una segnalazione|notizie da segnalare)\b|"
    r"heb je (?:een tip|nieuws)\b|har du (?:et )?tips?\b|"
    r"(?:e-?mail|contact|reach|write to|readers can (?:e-?mail|mail|write)) .{2,80}\S@\S|get our news by\b|"
    r".{0,120}\b(?:in the comments?(?: section)?(?: below)?|please share your (?:comments|thoughts|views))\W*$|"
    r"start receiving\b|get in touch with our\b|our (?:website|site) is the place for\b|our community members\b|"
    r"il vous reste .{1,10} de cet article\b|"
    r"(?:si (?:quieres|decides)|en el caso de|tu suscripción se)\b.{0,90}\btu (?:cuenta|suscripción|contraseña)\b|"
    r".{0,120}\b(?:sign up|subscribe|subscribing|abonnieren|abonnez|anmelden|informiert sie|erhalten sie|registrieren|"
    r"suscríbete|recibe|iscriviti|ricevi|inscrivez|assine|receba|schrijf je in|prenumerera)\b.{0,80}newsletters?\b|"
    r".{0,120}newsletters?\b.{0,80}\b(?:sign up|subscribe|inbox|hier (?:entlang|anmelden|abonnieren)|informiert sie|"
    r"suscríbete|iscriviti|inscrivez|abonnez|schrijf je in|prenumerera)\b|"
    r".{0,60}(?:会員登録|有料会員|有料記事|会員限定|会員向け|読み放題|メールマガジン|メルマガ))",
    re.I,
)
HIGHLIGHTS = re.compile(
    r"\W*(?:(?:story |article |key )?highlights|key (?:points|takeaways|facts)|at a glance|the essentials|"
    r"in (?:brief|short)|(?:das )?wichtigste(?: in kürze)?|auf einen blick|in kürze|darum geht's|l'essentiel|en bref|"
    r"points clés|lo esencial|(?:puntos|claves) (?:clave|principales)|en resumen|in breve|in sintesi|punti chiave|"
    r"em resumo|pontos[- ]chave|kort samengevat|in het kort|sammanfattning|kort fortalt|w skrócie|главное|要点|"
    r"ポイント|핵심 요약)\W*",
    re.I,
)
EMBED = re.compile(
    r"^\W*(?:empfohlener (?:redaktioneller|externer) inhalt|externer inhalt|link zum [\w-]+-inhalt|ein klick für den "
    r"datenschutz|"
    r"an dieser stelle (?:finden|steht|befindet|wird|ist|würde|zeigen).{0,80}(?:inhalte?|embed|video|karte|beitrag)\b|"
    r"ich bin damit einverstanden, dass mir (?:der |die )?(?:externen?|diese[rn]?) inhalte?|"
    r"(?:mit (?:dem|einem) klick|zur anzeige|um (?:diesen|den) inhalt|zum anzeigen|für die anzeige).{0,80}"
    r"(?:aktivier|inhalt|daten|einwillig|zustimm)|(?:bitte )?(?:aktivieren|erlauben) sie javascript|"
    r"(?:this|the) (?:content|video|embed) (?:is hosted|is not available due|can'?t be displayed|could not be loaded)|"
    r"(?:to (?:view|see) this (?:content|video|post|tweet)|you need to enable|please enable) .{0,60}(?:cookies?|"
    r"javascript|consent|settings)|view (?:this post|more) on (?:instagram|x|twitter|facebook)|"
    r"pour (?:afficher|voir|visualiser) ce(?:tte)? (?:contenu|vidéo|publication)|ce contenu (?:est bloqué|n'est pas)|"
    r"para ver este (?:contenido|vídeo|video)|este contenido (?:está|no está|se aloja)|"
    r"per visualizzare questo (?:contenuto|video)|para (?:ver|visualizar) este (?:conteúdo|vídeo)|"
    r"(?:om|voor) (?:deze|dit) (?:inhoud|content|video) .{0,40}(?:cookies|toestemming)|"
    r"aby (?:zobaczyć|wyświetlić) (?:tę|ten) (?:treść|film)|your browser (?:does not|doesn'?t) support)",
    re.I,
)
WALL = re.compile(
    r"are you a robot|verify you are (?:a )?human|checking your browser|unusual traffic|enable javascript and cookies|"
    r"just a moment|attention required|access denied|request unsuccessful|pardon our interruption|captcha|ddos "
    r"protection|"
    r"security check|подтвердите, что вы не робот|bitte bestätigen sie, dass sie kein roboter",
    re.I,
)
CONSENT = re.compile(
    r"before you continue|we (?:and our|value your) (?:\d+ )?(?:partners|privacy)|accept (?:all )?cookies|cookie[- "
    r"](?:consent|einstellungen|policy)|"
    r"mit werbung (?:weiter)?lesen|werbefrei lesen|zustimmung|einwilligung|consentement|accepter et continuer|"
    r"aceptar y continuar|consenso|privacy gate|contentpass|pur-abo",
    re.I,
)
GONE = re.compile(
    r"\b404\b|page (?:not found|cannot be found|can'?t be found|doesn'?t exist|no longer (?:exists|available))|not "
    r"found|no longer available|"
    r"seite (?:wurde )?nicht gefunden|nicht verfügbar|page (?:introuvable|non trouvée)|página no encontrada|no se "
    r"encuentra|pagina non trovata|"
    r"página não encontrada|pagina niet gevonden|strona nie (?:istnieje|została znaleziona)|страница не найдена|"
    r"الصفحة غير موجودة|页面不存在|找不到|ページが見つかりません",
    re.I,
)
LOGIN = re.compile(
    r"^\W*(?:log ?in|sign ?in|anmelden|einloggen|connexion|iniciar sesión|accedi|вход|войти|تسجيل الدخول|登录|"
    r"登入|ログイン)\b",
    re.I,
)
CREDIT = re.compile(
    r"^\W*(?:©|\(c\)|(?:photo|foto|fotos|image|picture|bild|bilder|crédito|crédit|credit|grafik|illustration|фото|صورة|图|"
    r"圖|写真)s?\s*(?:by\b|credit\b|de\b|:|：|/|©))",
    re.I,
)
CORRECTION = re.compile(
    r"\b(?:correction|clarification|corrected|an earlier version|editor'?s note|update[d]?:|korrektur|berichtigung|"
    r"anm(?:erkung)?\. d(?:er|\.) red|"
    r"erratum|rectificatif|correctif|fe de errat|corrección|rectificación|rettifica|errata|correctie|rättelse|"
    r"rettelse|sprostowanie|исправлен|уточнение|تصحيح|更正|訂正|정정)",
    re.I,
)

_TIME_WORDS = re.compile(
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?|\d{1,4}(?:st|nd|rd|th)?|a\.?m\b\.?|p\.?m\b\.?|[ecmp][sd]?t|gmt|utc|bst|ist|msk|uk|uhr|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|"
    r"june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|at|on|of|"
    r"(?:page |last )?(?:updated?|posted|published|modified|created|printed)|time|date|by|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|de|"
    r"janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|le|à|publié|mis à jour|"
    r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?)(?: and)?|ago|[年月日时分時更新公開発信掲載配]",
    re.I,
)


def only_time(text: str) -> bool:
    """Tell whether a line holds nothing but dates, times and the words around them."""
    return bool(re.search(r"\d", text)) and not re.sub(r"\W+", "", _TIME_WORDS.sub(" ", text))
