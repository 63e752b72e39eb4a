"""Sizes and lengths of time as they are written for people: `13 MB`, `7 minutes`. Pure."""


def said(seconds: float) -> str:
    """Write a length of time for people: `45 seconds`, `7 minutes`, `3 hours`, `2 days`."""
    for unit, long in (("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        if round(seconds / long) >= (1 if unit == "minute" else 2):
            return _counted(round(seconds / long), unit)
    return _counted(round(seconds), "second")


def said_size(number: int) -> str:
    """Write a number of bytes for people: `13 MB`, `3.4 GB`."""
    for unit, power in (("TB", 4), ("GB", 3), ("MB", 2), ("kB", 1)):
        if number >= 1000**power:
            amount = number / 1000**power
            return f"{amount:.1f} {unit}" if amount < 10 and power > 2 else f"{amount:.0f} {unit}"
    return _counted(number, "byte")


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
