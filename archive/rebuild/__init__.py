"""The database made again from the WARC files alone: articles, versions and changes come out as they were.

`gather` reads the records, `restore` puts what was read to its captures, `settle` derives the articles, `swap` puts
the new database in the old one's place. It reads no article's HTML; what a reader made of it lies in the WARC. Killed
at any point, it goes on from there when it is started again.
"""

from .aside import derived_aside
from .making import Bar, Means
from .run import Rebuilt, rebuild

__all__ = ["Bar", "Means", "Rebuilt", "derived_aside", "rebuild"]
