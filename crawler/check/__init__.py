"""A visit that keeps nothing, and its verdict."""
