"""Words that say the contrary of one another, by language: one put for the other turns a sentence round. No rules.

Only what hardly ever stands for anything else: verdicts, votes, results, directions. Written as `one/other` in whole
forms; what a word's contrary is depends on nothing around it.
"""

from collections.abc import Mapping
from typing import Final


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    both = (tuple(pair.split("/")) for pair in text.split())
    return frozenset(pair for one, other in both for pair in ((one, other), (other, one)))


OPPOSITES: Final[Mapping[str, frozenset[tuple[str, str]]]] = {
    "en": _pairs(
        """guilty/innocent convicted/acquitted convicted/cleared approved/rejected approve/reject approves/rejects
        accepted/rejected accepted/refused accept/refuse agreed/refused passed/failed won/lost win/lose wins/loses
        winning/losing rose/fell risen/fallen rise/fall rises/falls rising/falling increased/decreased
        increase/decrease increases/decreases increasing/decreasing gained/lost up/down more/fewer more/less
        higher/lower above/below before/after supported/opposed support/oppose supports/opposes legal/illegal
        lawful/unlawful constitutional/unconstitutional alive/dead survived/died allowed/banned allowed/forbidden
        allow/ban confirmed/denied confirm/deny confirms/denies admitted/denied admits/denies admit/deny open/closed
        opened/closed opens/closes possible/impossible likely/unlikely safe/unsafe true/false true/untrue
        innocent/convicted victory/defeat victim/suspect victims/suspects first/last north/south east/west
        northern/southern eastern/western male/female husband/wife buyer/seller bought/sold arrested/released
        included/excluded includes/excludes entered/left arrived/left earlier/later sooner/later cut/raised
        upheld/overturned granted/denied positive/negative"""
    ),
    "de": _pairs(
        """schuldig/unschuldig verurteilt/freigesprochen angenommen/abgelehnt zugestimmt/abgelehnt gewonnen/verloren
        gewann/verlor gewinnt/verliert stieg/sank stiegen/sanken steigt/sinkt steigen/sinken gestiegen/gesunken
        gestiegen/gefallen mehr/weniger höher/niedriger über/unter vor/nach legal/illegal rechtmäßig/rechtswidrig
        tot/lebendig erlaubt/verboten bestätigt/bestritten bestätigte/bestritt bestätigt/dementiert
        bestätigte/dementierte offen/geschlossen geöffnet/geschlossen möglich/unmöglich sicher/unsicher wahr/falsch
        sieg/niederlage opfer/täter nord/süd ost/west nördlich/südlich östlich/westlich gekauft/verkauft
        kaufte/verkaufte festgenommen/freigelassen positiv/negativ früher/später"""
    ),
    "fr": _pairs(
        """coupable/innocent coupable/innocente condamné/acquitté condamné/relaxé adopté/rejeté approuvé/rejeté
        accepté/refusé gagné/perdu gagne/perd hausse/baisse augmenté/diminué augmente/diminue augmentation/diminution
        plus/moins avant/après légal/illégal légale/illégale vivant/mort autorisé/interdit autorisée/interdite
        confirmé/démenti confirme/dément ouvert/fermé ouverte/fermée possible/impossible vrai/faux victoire/défaite
        victime/suspect nord/sud est/ouest acheté/vendu arrêté/libéré positif/négatif"""
    ),
    "es": _pairs(
        """culpable/inocente condenado/absuelto condenada/absuelta aprobado/rechazado aprobó/rechazó aceptó/rechazó
        ganó/perdió gana/pierde subió/bajó sube/baja subida/bajada aumentó/disminuyó aumento/descenso más/menos
        antes/después legal/ilegal vivo/muerto permitido/prohibido confirmó/desmintió confirmó/negó abierto/cerrado
        posible/imposible verdadero/falso victoria/derrota norte/sur este/oeste compró/vendió detenido/liberado
        positivo/negativo"""
    ),
    "it": _pairs(
        """colpevole/innocente condannato/assolto approvato/respinto accettato/rifiutato vinto/perso vince/perde
        salito/sceso sale/scende aumento/calo aumentato/diminuito più/meno prima/dopo legale/illegale vivo/morto
        confermato/smentito aperto/chiuso possibile/impossibile vero/falso vittoria/sconfitta nord/sud est/ovest"""
    ),
    "pt": _pairs(
        """culpado/inocente condenado/absolvido aprovado/rejeitado aprovou/rejeitou aceitou/recusou ganhou/perdeu
        venceu/perdeu subiu/caiu subiu/desceu aumento/queda aumentou/diminuiu mais/menos antes/depois legal/ilegal
        vivo/morto permitido/proibido confirmou/desmentiu confirmou/negou aberto/fechado possível/impossível
        vitória/derrota norte/sul leste/oeste"""
    ),
}  # fmt: skip
