"""The commands that crawl or configure crawling. Scrapy is loaded when one of them starts to fetch."""
