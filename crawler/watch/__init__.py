"""Crawls whenever something is due."""
