"""Text from a page, made safe to print: it must not steer a terminal nor turn the lines around it. Pure."""

import re

# What a page says must not steer a terminal (ECMA-48 controls), nor turn the reading order of the lines around it.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return text from a page without characters that would steer a terminal."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))


def one_line(text: str) -> str:
    """Return text from a page on one line, without characters that would steer a terminal."""
    return " ".join(clean(text).split())
