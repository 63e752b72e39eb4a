"""A made-up newspaper on loopback: three outlets that tell one event differently, in three editions.

`rowback demo` crawls it, and so do the tests: it shows what real outlets do to their articles, and what was published
is known. It speaks to nobody but this machine.
"""

from .house import PublishedVersion
from .paper import Newspaper, Office
from .press import Answer, Asked, Press, Served
from .story import EDITIONS, Edition

__all__ = ["EDITIONS", "Answer", "Asked", "Edition", "Newspaper", "Office", "Press", "PublishedVersion", "Served"]
