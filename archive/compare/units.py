"""Units, however they are written: percent and currencies by sign or word, and measures that say the same in another.

Holds no language's grammar. Conversions are those that newsrooms put beside a number; a bracket holds a rounded value.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

SIGNS = "$€£¥₽₹₺₩"
PERCENT = frozenset(
    tuple(phrase.split())
    for phrase in (
        "percent", "per cent", "pct", "prozent", "pour cent", "pourcent", "por ciento", "por cento", "per cento",
        "процентов", "процента", "процент",
    )
)  # fmt: skip
MONEY: Mapping[str, str] = {
    word: sign
    for sign, words in (
        ("$", "dollar dollars dólar dólares dollari dollaro доллар доллара долларов"),
        ("€", "euro euros евро eur"),
        ("£", "pound pounds pfund livre sterling gbp libra libras sterline фунт фунта фунтов"),
        ("¥", "yen йен"),
        ("₽", "rouble roubles ruble rubles rubel рубль рубля рублей"),
    )
    for word in words.split()
}
GLUED = "m|bn|k|tn|mn|mio|mrd|md|mds|ft|in|km/h|km|kmh|kph|mph|kg|g|lbs|lb|cm|mm|ha|l|am|pm|h|min|c|f|s|mila|mil"
_ROUNDED = Decimal("0.04")  # share by which a converted value may be off

# Measures by what they measure: how many of its base unit one is.
_MEASURES: Mapping[str, Mapping[str, str]] = {
    "length": {
        "m metre metres meter meters mètre mètres metro metros metri метр метра метров": "1",
        "km kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros quilômetro quilômetros "
        "quilómetros chilometro chilometri километр километра километров": "1000",
        "cm centimetre centimetres centimeter centimeters zentimeter centimètres centímetros centimetri": "0.01",
        "mm millimetre millimetres millimeter millimeters millimètres milímetros millimetri": "0.001",
        "ft foot feet fuß pieds pies piedi pés": "0.3048", "in inch inches zoll pouces pulgadas pollici": "0.0254",
        "mile miles meile meilen mille millas miglia milhas миля мили миль": "1609.34", "yard yards yd": "0.9144",
    },
    "area": {"ha hectare hectares hektar hectárea hectáreas ettari гектар гектаров": "10000", "acre acres": "4046.86"},
    "mass": {
        "kg kilo kilos kilogram kilograms kilogramm kilogrammes kilogramos chilogrammi килограмм килограммов": "1",
        "g gram grams gramm grammes gramos grammi": "0.001", "lb lbs pound pounds pfund livres libras": "0.4536",
        "ton tons tonne tonnes tonnen toneladas tonnellate тонна тонны тонн": "1000", "oz ounce ounces": "0.02835",
        "stone": "6.3503",
    },
    "volume": {
        "l litre litres liter liters litros litri литр литра литров": "1", "gallon gallons galones": "3.9",
        "pint pints": "0.53", "barrel barrels barril barriles baril barils": "158.99",
    },
    "speed": {"kph kmh km/h": "1", "mph": "1.60934", "knots knot knoten nœuds nudos": "1.852"},
    "time": {
        "second seconds sekunde sekunden secondes segundos secondi": "1",
        "minute minutes min minuten minutos minuti минут минуты": "60",
        "hour hours stunde stunden heure heures hora horas ora ore": "3600",
        "day days tag tage tagen jour jours día días giorni dia dias": "86400",
        "week weeks woche wochen semaine semaines semana semanas settimane": "604800",
        "month months monat monate monaten mois mes meses mesi": "2629800",
        "year years jahr jahre jahren an ans année années año años anni ano anos": "31557600",
    },
}  # fmt: skip
_SQUARE = frozenset({"square", "sq", "quadrat", "carrés", "carré", "cuadrados", "quadrati", "quadrados", "квадратных"})
_CELSIUS = frozenset({"c", "celsius"})
_FAHRENHEIT = frozenset({"f", "fahrenheit"})


def _bases() -> Mapping[str, tuple[tuple[str, Decimal], ...]]:
    """List by word what it may measure: `pounds` weigh."""
    found: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for dimension, sizes in _MEASURES.items():
        for names, size in sizes.items():
            for word in names.split():
                found[word].append((dimension, Decimal(size)))
    return {word: tuple(bases) for word, bases in found.items()}


_BASE = _bases()


def measures(word: str) -> bool:
    """Tell whether a word is a unit of measure."""
    return word in _BASE


def dimension(counted: Sequence[str]) -> str | None:
    """Return what the words behind a number measure, None when they are no unit."""
    return next((what for what, _ in _sizes(counted)), None)


def same_measure(value: Decimal, counted: Sequence[str], other: Decimal, other_counted: Sequence[str]) -> bool:
    """Tell whether two numbers with their units measure the same, rounding allowed; two equal units never do."""
    if _degrees(value, counted, other, other_counted) or _degrees(other, other_counted, value, counted):
        return True
    return any(
        dimension == held and size != other_size and _near(value * size, other * other_size)
        for dimension, size in _sizes(counted)
        for held, other_size in _sizes(other_counted)
    )


def other_measure(counted: Sequence[str], other_counted: Sequence[str]) -> bool:
    """Tell whether two numbers are measured in different units of one dimension: miles and kilometres."""
    one, other = dict(_sizes(counted)), dict(_sizes(other_counted))
    both = one.keys() & other.keys()
    return bool(both) and all(one[what] != other[what] for what in both)


def _sizes(counted: Sequence[str]) -> tuple[tuple[str, Decimal], ...]:
    square = any(word in _SQUARE for word in counted[:2])
    for word in (each.removeprefix("d'") for each in counted[:2]):
        if word in _BASE:
            return tuple(
                ("area", size * size) if square and dimension == "length" else (dimension, size)
                for dimension, size in _BASE[word]
            )
    return ()


def _degrees(value: Decimal, counted: Sequence[str], other: Decimal, other_counted: Sequence[str]) -> bool:
    warm = any(word in _CELSIUS for word in counted[:2]) and any(word in _FAHRENHEIT for word in other_counted[:2])
    return warm and abs(value * Decimal("1.8") + 32 - other) <= 1


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _ROUNDED * max(abs(one), abs(other))
