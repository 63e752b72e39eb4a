"""Spanish."""

from .model import Lexicon, day_halves, listed, numbered, valued

LEXICON = Lexicon(
    little=listed(
        """el la los las un una unos unas y e o u pero sino ni que quien quienes cual cuales cuyo donde cuando como si
        no a ante bajo con contra de del al desde durante en entre hacia hasta para por según sin sobre tras él ella
        ellos ellas lo le les se me te nos su sus mi mis tu tus nuestro este esta estos estas ese esa esos esas esto eso
        es son era eran fue fueron ser sido está están estaba ha han había habían haber hay muy más menos también ya tan
        todo todos toda todas mientras porque aunque"""
    ),
    speech=listed(
        """dijo dice dijeron dicen declaró declara afirmó afirma afirmaron explicó explica añadió añade agregó agrega
        señaló señala indicó indica informó informa informaron aseguró asegura sostuvo sostiene manifestó manifiesta
        expresó expresa anunció anuncia advirtió advierte escribió escribe contó cuenta respondió responde preguntó
        confirmó confirma negó niega admitió admite reconoció reconoce subrayó subraya destacó destaca comentó comenta
        recordó recuerda apuntó apunta precisó precisa tuiteó denunció denuncia concluyó insistió reportó"""
    ),
    according=listed("según de_acuerdo_con conforme_a a_juicio_de en_palabras_de"),
    titles=listed(
        """titulado titulada titulados título titular libro película novela canción álbum serie revista artículo llamado
        llamada denominado denominada bautizado lema programa obra documental conocido_como"""
    ),
    roles=listed(
        """portavoz vocero vocera ministro ministra presidente presidenta funcionario funcionaria funcionarios director
        directora experto experta profesor profesora investigador investigadora alcalde alcaldesa diputado diputada
        senador senadora fiscal fiscalía abogado abogada juez jueza policía ministerio gobierno fuente fuentes testigo
        testigos periodista corresponsal reportero reportera autor autora empresa grupo sindicato partido jefe jefa
        líder secretario secretaria comisario analista economista vecino vecinos entrenador general coronel
        organización"""
    ),
    pronouns=listed("él ella ellos ellas"),
    articles=listed("el la los las un una unos unas su sus este esta"),
    negations=listed("no nunca jamás nadie nada ningún ninguno ninguna ni sin tampoco negó niega rechazó"),
    hedges=listed(
        """presuntamente presunto presunta presuntos presuntas supuestamente supuesto supuesta supuestos supuestas
        aparentemente probablemente posiblemente quizá quizás tal_vez al_parecer aproximadamente unos unas cerca_de
        alrededor_de al_menos casi hasta podría podrían habría habrían sería serían parece parecen más_de"""
    ),
    approximators=listed("aproximadamente unos unas cerca_de alrededor_de al_menos casi hasta más_de"),
    months=numbered(
        """enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre"""
    ),
    weekdays=numbered("lunes martes miércoles jueves viernes sábado domingo"),
    numerals=numbered(
        """cero - dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
        dieciocho diecinueve veinte""",
        0,
    )
    | {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}
    | {"docena": 12, "decena": 10, "veintiuno": 21, "veintiuna": 21, "veintiún": 21, "veintidós": 22, "veintitrés": 23}
    | {"veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29},
    magnitudes={"cien": 100, "ciento": 100, "mil": 1000, "millón": 10**6, "millones": 10**6},
    connectors=listed("de del la las los y el van von al bin"),
    past=listed(
        """anteriormente antes fundado fundada fundó históricamente antiguo antigua año_pasado desde décadas siglo
        entonces originalmente hace_años en_su_momento había habían hace"""
    ),
    present=listed(
        """hoy ayer mañana lunes martes miércoles jueves viernes sábado domingo actualmente ahora esta_mañana
        esta_tarde esta_semana"""
    ),
    decimal_comma=True,
    units=listed("otros otras nuevos nuevas otro otra"),
    clock_before=listed("las"),
    clock_after=listed("h horas"),
    clock_leads=listed("las"),
    relative=listed("el_año_pasado este_año hoy ayer anoche anteayer esta_mañana esta_tarde esta_noche"),
    fractions=valued(
        """la_mitad=0.5 un_cuarto_de=0.25 tres_cuartos_de=0.75 tres_cuartas_partes=0.75 la_cuarta_parte=0.25
        un_tercio=0.3333 dos_tercios=0.6667"""
    ),
    halves=listed("medio media"),
    shares={"uno de cada": 1, "una de cada": 1, "un de cada": 1},
    and_a_half=listed("y_medio y_media"),
    day_halves=day_halves("de_la_mañana de_la_madrugada", "de_la_tarde de_la_noche"),
    through=listed("a hasta"),
    able=listed("puede pueden podría podrían posible posibilidad"),
    modals=listed("podría podrían"),
    unasserted=listed("si nadie nada para_que"),
    explaining=listed(
        """generalmente normalmente habitualmente suele suelen a_menudo al_año cada_año por_año anualmente significa
        consiste se_considera se_encuentra la_mayor el_mayor los_más las_más el_más la_más el_único la_única
        por_ejemplo de_media en_promedio"""
    ),
)
