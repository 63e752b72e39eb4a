"""Where outlets announce articles: the bytes of feeds, sitemaps, indexes and pages in, candidates out. Pure.

`harvest` reads any of them; `choose` picks an index's children; `likely` tells an article by its address.
"""

from .articles import likely
from .candidate import Candidate, Child
from .harvest import Harvest, Window, harvest
from .sitemap import choose

__all__ = ["Candidate", "Child", "Harvest", "Window", "choose", "harvest", "likely"]
