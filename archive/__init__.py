"""The library: WARC, SQLite, reading, versions, comparison, browsing. Fetches nothing, imports no Scrapy."""
