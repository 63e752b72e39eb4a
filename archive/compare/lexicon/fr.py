"""French."""

from .model import Lexicon, day_halves, listed, numbered, valued

LEXICON = Lexicon(
    little=listed(
        """le la les l un une des du de d au aux et ou mais donc or ni car que qui quoi dont où quand comme si ne pas
        plus à en dans sur sous par pour avec sans chez vers entre depuis pendant avant après contre il elle ils elles
        on nous vous je tu me te se lui leur leurs son sa ses mon ma mes ton ta tes notre nos votre vos ce cet cette ces
        y est sont était étaient être été a ont avait avaient avoir eu fait sera seront peut peuvent aussi très tout
        tous toute toutes même ainsi alors c s n qu j m t"""
    ),
    speech=listed(
        """dit disent déclare déclaré déclarait affirme affirmé affirmait explique expliqué expliquait ajoute ajouté
        précise précisé indique indiqué souligne souligné annonce annoncé estime estimé assure assuré écrit rapporte
        rapporté raconte raconté confie confié répond répondu rappelle rappelé regrette regretté poursuit poursuivi
        confirme confirmé dément démenti reconnaît reconnu note noté martèle lance lancé prévient conclut conclu
        commente commenté insiste insisté tweeté"""
    ),
    according=listed("selon d'après de_l'avis_de aux_dires_de"),
    titles=listed(
        """intitulé intitulée titré titrée titre livre film roman chanson album série magazine article baptisé baptisée
        surnommé surnommée dit_le nommé appelé appelée slogan émission essai pièce"""
    ),
    roles=listed(
        """porte-parole ministre président présidente responsable responsables directeur directrice expert experte
        professeur chercheur chercheuse maire député députée sénateur procureur avocat avocate juge police gendarmerie
        ministère gouvernement préfecture préfet source sources témoin témoins journaliste correspondant correspondante
        reporter auteur autrice entreprise groupe syndicat parti chef dirigeant secrétaire commissaire analyste
        économiste habitant habitants association patron entraîneur général colonel"""
    ),
    pronouns=listed("il elle ils elles on"),
    articles=listed("le la les l' un une des du son sa ses leur leurs ce cet cette ces"),
    negations=listed(
        "ne n' n pas jamais rien aucun aucune personne ni sans nul nulle démenti dément nie nié refusé refuse guère"
    ),
    hedges=listed(
        """apparemment présumé présumée présumés présumées probablement peut-être vraisemblablement soi-disant
        possiblement à_peu_près autour_de environ près_de au_moins jusqu'à quelque serait seraient aurait auraient
        pourrait pourraient
        semble semblent semblait prétendument éventuellement sans_doute supposé supposée plus_de"""
    ),
    approximators=listed("à_peu_près autour_de environ près_de au_moins jusqu'à quelque plus_de"),
    months=numbered("""janvier février mars avril mai juin juillet août septembre octobre novembre décembre"""),
    weekdays=numbered("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    numerals=numbered(
        """zéro - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
        dix-huit dix-neuf vingt""",
        0,
    )
    | {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "dizaine": 10, "douzaine": 12, "vingtaine": 20}
    | {"trentaine": 30, "centaine": 100}
    | {"quatre-vingt": 80, "quatre-vingts": 80, "quatre-vingt-dix": 90, "cinquième": 5, "sixième": 6, "septième": 7}
    | {"troisième": 3, "quatrième": 4, "huitième": 8, "neuvième": 9, "dixième": 10},
    magnitudes={"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6}
    | {"milliard": 10**9, "milliards": 10**9},
    connectors=listed("de du des la le les d' et van von ben al el"),
    past=listed(
        """auparavant autrefois fondé fondée créé créée historiquement ancien ancienne l'an_dernier l'année_dernière
        depuis décennies siècle à_l'époque jadis initialement il_y_a précédemment avait avaient"""
    ),
    present=listed(
        """aujourd'hui hier demain lundi mardi mercredi jeudi vendredi samedi dimanche ce_matin ce_soir actuellement
        désormais maintenant cette_semaine"""
    ),
    decimal_comma=True,
    units=listed("autres nouveaux nouvelles autre"),
    clock_after=listed("h heure heures"),
    clock_leads=listed("à vers dès jusqu'à"),
    relative=listed(
        """l'an_dernier l'année_dernière cette_année aujourd'hui hier demain ce_matin ce_soir cet_après-midi hier_soir
        cette_nuit avant-hier"""
    ),
    fractions=valued(
        """la_moitié=0.5 un_quart=0.25 un_quart_de=0.25 un_quart_des=0.25 trois_quarts=0.75
        trois_quarts_des=0.75 trois_quarts_de=0.75 trois_quarts_d=0.75 un_tiers=0.3333 deux_tiers=0.6667
        un_cinquième=0.2"""
    ),
    halves=listed("demi"),
    shares={"un sur": 1, "une sur": 1},
    and_a_half=listed("et_demi et_demie"),
    day_halves=day_halves("du_matin", "de_l'après-midi du_soir"),
    through=listed("à"),
    able=listed("peut peuvent pourrait pourraient possible possibilité"),
    modals=listed("pourrait pourraient"),
    unasserted=listed("si personne rien afin pour_que"),
    explaining=listed(
        """généralement habituellement souvent d'ordinaire par_an chaque_année annuellement en_moyenne signifie consiste
        est_considéré est_considérée compte_environ se_situe se_trouve le_plus la_plus les_plus l'unique par_exemple"""
    ),
)
