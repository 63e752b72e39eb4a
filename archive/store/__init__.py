"""Rows and the values they stand for: one module a topic, all SQL of the archive. It decides nothing."""
