"""Units: percent, currencies, and measures that say the same in another. Their words come from `archive.languages`.

Holds no language's grammar. Conversions are those that newsrooms put beside a number; a bracket holds a rounded value.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from archive.languages import Lexicon

SIGNS: Final = "$€£¥₽₹₺₩"
SYMBOLS: Final = "ft|in|km/h|km|kmh|kph|mph|kg|g|lbs|lb|cm|mm|ha|l|am|pm|h|min|c|f|s"  # may stand right behind a number
_ROUNDED: Final = Decimal("0.04")  # share by which a converted value may be off

Size = tuple[str, Decimal]  # what a unit measures, and how many of its base unit it is

# Units by what they measure: how many of its base unit one is. Languages give their words (`Lexicon.measures`).
_SIZES: Final[Mapping[str, Size]] = {
    unit: (dimension, Decimal(size))
    for dimension, sizes in {
        "length": "m=1 km=1000 cm=0.01 mm=0.001 ft=0.3048 in=0.0254 mile=1609.34 yard=0.9144",
        "area": "ha=10000 acre=4046.86",
        "mass": "kg=1 g=0.001 lb=0.4536 t=1000 oz=0.02835 stone=6.3503",
        "volume": "l=1 gallon=3.9 pint=0.53 barrel=158.99",
        "speed": "km/h=1 mph=1.60934 knot=1.852",
        "time": "s=1 min=60 h=3600 day=86400 week=604800 month=2629800 year=31557600",
    }.items()
    for unit, _, size in (each.partition("=") for each in sizes.split())
}
_WRITTEN: Final[Mapping[str, str]] = {  # in every language
    **{
        unit: unit
        for unit in ["m", "km", "cm", "mm", "ft", "in", "ha", "kg", "g", "lb", "oz", "l", "km/h", "mph", "min"]
    },
    "lbs": "lb",
    "kph": "km/h",
    "kmh": "km/h",
    "yd": "yard",
}
UNITS: Final = frozenset(_SIZES)


def measures(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a unit of measure."""
    return word in lexicon.measures or word in _WRITTEN


def size(counted: Sequence[str], lexicon: Lexicon) -> Size | None:
    """Return what the words behind a number measure and how large one of it is, None when they are no unit."""
    square = any(word in lexicon.square for word in counted[:2])
    for word in (whole(each, lexicon) for each in counted[:2]):
        unit = lexicon.measures.get(word) or _WRITTEN.get(word)
        if unit is not None:
            dimension, one = _SIZES[unit]
            return ("area", one * one) if square and dimension == "length" else (dimension, one)
    return None


def scale(counted: Sequence[str], lexicon: Lexicon) -> str:
    """Return in which degrees a number is: "c", "f", or "" for none."""
    if any(word == "c" or word in lexicon.celsius for word in counted[:2]):
        return "c"
    return "f" if any(word == "f" or word in lexicon.fahrenheit for word in counted[:2]) else ""


def whole(word: str, lexicon: Lexicon) -> str:
    """Return a word without what is joined to its front: `d'euros`."""
    return next((word.removeprefix(joint) for joint in lexicon.elisions if word.startswith(joint)), word)


def same_size(value: Decimal, one: Size | None, other: Decimal, other_one: Size | None) -> bool:
    """Tell whether two numbers with their units measure the same, rounding allowed; two equal units never do."""
    if one is None or other_one is None or one[0] != other_one[0] or one[1] == other_one[1]:
        return False
    return _near(value * one[1], other * other_one[1])


def same_heat(celsius: Decimal, fahrenheit: Decimal) -> bool:
    """Tell whether two temperatures are one."""
    return abs(celsius * Decimal("1.8") + 32 - fahrenheit) <= 1


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _ROUNDED * max(abs(one), abs(other))
