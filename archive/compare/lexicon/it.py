"""Italian."""

from .model import Lexicon, day_halves, listed, numbered, valued

LEXICON = Lexicon(
    little=listed(
        """il lo la i gli le l un uno una e ed o ma però né che chi cui dove quando come se non a ad al allo alla ai
        agli alle da dal dallo dalla dai dagli dalle di del dello della dei degli delle d in nel nello nella nei negli
        nelle con su sul sullo sulla sui sugli sulle per tra fra contro durante dopo prima senza verso lui lei loro egli
        essa si ci vi ne mi ti suo sua suoi sue mio mia questo questa questi queste quello quella quelli quelle è sono
        era erano fu furono essere stato stata stati state ha hanno aveva avevano avere più meno anche già molto tutto
        tutti tutta tutte mentre perché"""
    ),
    speech=listed(
        """detto dice dicono disse dichiarato dichiara affermato afferma spiegato spiega aggiunto aggiunge sottolineato
        sottolinea annunciato annuncia riferito riferisce scritto scrive raccontato racconta risposto risponde ricordato
        ricorda precisato precisa confermato conferma smentito smentisce ammesso ammette avvertito avverte commentato
        commenta sostenuto sostiene ribadito ribadisce osservato osserva concluso conclude assicurato assicura chiesto
        twittato denunciato denuncia comunicato"""
    ),
    according=listed("secondo a_detta_di a_parere_di stando_a"),
    titles=listed(
        """intitolato intitolata titolo libro film romanzo canzone album serie rivista articolo chiamato chiamata
        denominato denominata soprannominato slogan programma opera documentario trasmissione"""
    ),
    roles=listed(
        """portavoce ministro ministra presidente responsabile direttore direttrice esperto esperta professore
        professoressa ricercatore ricercatrice sindaco sindaca deputato deputata senatore senatrice procuratore procura
        avvocato avvocata giudice polizia carabinieri ministero governo fonte fonti testimone testimoni giornalista
        corrispondente inviato inviata autore autrice azienda gruppo sindacato partito capo leader segretario
        commissario analista economista residenti allenatore generale colonnello premier"""
    ),
    pronouns=listed("lui lei egli ella loro"),
    articles=listed("il lo la i gli le l' un uno una suo sua"),
    negations=listed(
        "non mai nessuno nessuna nessun niente nulla né senza neanche nemmeno smentito smentisce negato nega rifiutato"
    ),
    hedges=listed(
        """presunto presunta presunti presunte presumibilmente apparentemente probabilmente forse possibilmente circa
        quasi almeno fino_a sarebbe sarebbero avrebbe avrebbero potrebbe potrebbero sembra sembrano pare cosiddetto
        cosiddetta verosimilmente a_quanto_pare oltre più_di"""
    ),
    approximators=listed("circa quasi almeno fino_a oltre più_di"),
    months=numbered(
        """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"""
    ),
    weekdays=numbered("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
    numerals=numbered(
        """zero - due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici
        diciassette diciotto diciannove venti""",
        0,
    )
    | {"trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70, "ottanta": 80, "novanta": 90}
    | {"dozzina": 12, "decina": 10, "ventina": 20, "trentina": 30, "centinaio": 100},
    magnitudes={"cento": 100, "mille": 1000, "mila": 1000, "milione": 10**6, "milioni": 10**6}
    | {"miliardo": 10**9, "miliardi": 10**9},
    connectors=listed("di del della dei de la le van von e al bin"),
    past=listed(
        """precedentemente in_passato fondato fondata storicamente ex anno_scorso da_anni decenni secolo allora
        originariamente anni_fa un_tempo aveva avevano fa"""
    ),
    present=listed(
        """oggi ieri domani lunedì martedì mercoledì giovedì venerdì sabato domenica attualmente ora adesso stamattina
        stasera questa_settimana"""
    ),
    decimal_comma=True,
    units=listed("altri altre nuovi nuove altro altra"),
    clock_before=listed("ore alle dalle"),
    relative=listed("l'anno_scorso quest'anno oggi ieri domani stamattina stasera stanotte ieri_sera questa_mattina"),
    fractions=valued(
        """la_metà=0.5 un_quarto=0.25 un_quarto_di=0.25 tre_quarti=0.75 tre_quarti_di=0.75 un_terzo=0.3333
        due_terzi=0.6667"""
    ),
    halves=listed("mezzo mezza"),
    shares={"uno su": 1, "una su": 1},
    and_a_half=listed("e_mezzo e_mezza"),
    day_halves=day_halves("di_mattina del_mattino", "del_pomeriggio di_sera"),
    through=listed("alle fino_alle"),
    able=listed("può possono potrebbe potrebbero possibile possibilità"),
    modals=listed("potrebbe potrebbero"),
    unasserted=listed("se nessuno nulla affinché"),
    explaining=listed(
        """generalmente normalmente di_solito spesso all'anno l'anno ogni_anno annualmente significa consiste
        è_considerato è_considerata si_trova il_più la_più i_più le_più l'unico l'unica ad_esempio in_media"""
    ),
)
