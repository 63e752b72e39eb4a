"""What all tests need: Scrapy's and trafilatura's own warnings at import happen here, once, not inside a test."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import scrapy.crawler  # noqa: F401
    import trafilatura  # noqa: F401
