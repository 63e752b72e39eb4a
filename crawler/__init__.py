"""The engine: finds, fetches politely, and hands every exchange to the archive."""
