"""Reading: a page's bytes in, the article or a named rejection out. The only place that knows trafilatura."""

from .reading import READER, read

__all__ = ["READER", "read"]
