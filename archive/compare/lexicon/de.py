"""German."""

from .model import Lexicon, day_halves, listed, numbered, valued

_UNITS = numbered("ein zwei drei vier fünf sechs sieben acht neun")
_TENS = numbered("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 2)
_COMPOUND = {
    f"{unit}und{ten}": 10 * tens + units for unit, units in _UNITS.items() for ten, tens in _TENS.items()
}  # einundzwanzig
_ORDINAL = {
    f"{stem}te{ending}": number
    for stem, number in numbered("- zwei drit vier fünf sechs sieb ach neun zehn elf zwölf").items()
    for ending in ("", "n", "r", "s", "m")
}  # fünfte, fünften

LEXICON = Lexicon(
    little=listed(
        """der die das den dem des ein eine einer eines einem einen und oder aber doch sondern denn wenn als wie dass
        daß ob weil da so auch noch schon nur sehr mehr in im ins an am auf aus bei beim mit nach seit von vom zu zum
        zur über unter vor hinter neben zwischen durch für gegen ohne um bis er sie es ihn ihm ihr ihnen ihre ihrer
        ihren sein seine seiner seinen sich wir uns ich mich mir man dies diese dieser dieses diesem diesen jene welche
        was wer wo wann warum ist sind war waren wird werden wurde wurden worden hat haben hatte hatten kann können
        konnte soll sollen sollte muss müssen musste will wollen wollte darf nicht kein keine nun dann dort hier"""
    ),
    speech=listed(
        """sagte sagt sagten sagen erklärte erklärt erklärten teilte teilten mitgeteilt mitteilte mitteilten meldete
        meldeten ankündigte angab angaben bestritt bestreitet betonte betont meinte meint
        fügte berichtete berichtet berichteten schrieb schreibt behauptete behauptet warnte warnt kritisierte kritisiert
        antwortete fragte ergänzte ergänzt bestätigte bestätigt dementierte räumte kündigte forderte fordert
        unterstrich zitierte zitiert twitterte äußerte verkündete verkündet versicherte so hieß heißt lobte"""
    ),
    according=listed("laut nach_angaben_von nach_angaben_der nach_angaben_des zufolge nach_worten"),
    titles=listed(
        """titel überschrift betitelt buch film roman lied album serie zeitschrift artikel namens genannt sogenannte
        sogenannten sogenannter motto schlagzeile stück oper sendung magazin"""
    ),
    roles=listed(
        """sprecher sprecherin minister ministerin präsident präsidentin kanzler kanzlerin polizei behörde behörden
        ministerium regierung experte expertin forscher forscherin professor professorin chef chefin leiter leiterin
        direktor direktorin anwalt anwältin richter richterin staatsanwaltschaft bürgermeister bürgermeisterin
        abgeordneter korrespondent korrespondentin reporter reporterin journalist journalistin autor autorin zeuge
        zeugin augenzeuge unternehmen konzern verband partei gewerkschaft vorsitzender vorsitzende trainer
        geschäftsführer ministerpräsident außenminister innenminister bericht"""
    ),
    pronouns=listed("er sie es"),
    articles=listed("der die das den dem des ein eine einer eines einem einen sein seine ihr ihre"),
    negations=listed(
        """nicht kein keine keinen keiner keinem keines nie niemals niemand nichts weder noch ohne nirgends
        bestreitet dementierte
        bestritt verweigerte unwahrscheinlich"""
    ),
    hedges=listed(
        """angeblich mutmaßlich mutmaßliche mutmaßlichen mutmaßlicher offenbar wohl möglicherweise vermutlich
        wahrscheinlich vielleicht anscheinend womöglich scheinbar zirka rund etwa ungefähr mindestens fast knapp
        bis_zu soll
        sollen könnte könnten dürfte dürften unbestätigt unbestätigten sogenannte sogenannten circa schätzungsweise"""
    ),
    approximators=listed("zirka rund etwa ungefähr mindestens fast knapp bis_zu circa"),
    months=numbered(
        """januar|jänner februar|feber märz april mai juni juli august september oktober november dezember"""
    ),
    weekdays=numbered("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"),
    numerals=numbered(
        """null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
        siebzehn achtzehn neunzehn zwanzig""",
        0,
    )
    | {"dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90}
    | {"dutzend": 12}
    | _COMPOUND
    | _ORDINAL,
    magnitudes={"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "mio": 10**6}
    | {"milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12, "billionen": 10**12},
    connectors=listed("von van der den de zu zum und"),
    past=listed(
        """früher zuvor damals gegründet ursprünglich vergangenen_jahr letztes_jahr im_vorjahr jahrzehnten jahrhundert
        bereits_im seit ehemals einst traditionell hatte hatten vor_jahren"""
    ),
    present=listed(
        """heute gestern morgen montag dienstag mittwoch donnerstag freitag samstag sonntag aktuell derzeit nun soeben
        inzwischen mittlerweile wird werden"""
    ),
    decimal_comma=True,
    nouns_capitalised=True,
    units=listed("weitere weiteren neue neuen andere anderen"),
    clock_after=listed("uhr"),
    relative=listed(
        """letztes_jahr voriges_jahr im_vorjahr vergangenes_jahr heute gestern morgen vorgestern übermorgen heute_abend
        heute_morgen gestern_abend"""
    ),
    fractions=valued(
        """die_hälfte=0.5 der_hälfte=0.5 ein_viertel=0.25 drei_viertel=0.75 dreiviertel=0.75 ein_drittel=0.3333
        zwei_drittel=0.6667 ein_fünftel=0.2 anderthalb=1.5"""
    ),
    halves=listed("halbe halbes halben halber ein_halbes eine_halbe einer_halben einem_halben"),
    shares={"jeder": 1, "jede": 1, "jedes": 1, "jeden": 1, "einer von": 1, "eine von": 1, "eines von": 1},
    and_a_half=listed("und_ein_halb"),
    day_halves=day_halves("morgens vormittags früh am_morgen", "nachmittags abends am_nachmittag am_abend"),
    through=listed("bis"),
    able=listed("kann können könnte könnten möglich möglichkeit lässt"),
    modals=listed("könnte könnten"),
    unasserted=listed("ob niemand nichts damit"),
    explaining=listed(
        """gewöhnlich üblicherweise normalerweise meist meistens oft in_der_regel jährlich pro_jahr im_jahr jedes_jahr
        gilt_als gelten_als heißt bedeutet besteht_aus liegt_in größte größten älteste ältesten höchste höchsten
        längste längsten kleinste einzige einzigen zum_beispiel durchschnittlich im_schnitt im_durchschnitt"""
    ),
)
