"""Hostile bytes for whatever takes bytes from outside: see `__main__`. New targets join the lists below."""

from tests.fuzz import archive_targets

TARGETS = {target.name: target for target in archive_targets.TARGETS}
