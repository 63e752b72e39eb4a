"""One crawl: its session, its engine, its spiders."""
