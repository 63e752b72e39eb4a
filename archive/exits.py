"""The exit codes of `rowback`, each once; the README's table and INTERFACE name them. 128 + signal: stopped by it."""

from typing import Final

DONE: Final = 0  # also when a limit was reached
OURS: Final = 1  # our fault
USAGE: Final = 2  # not understood
SETUP: Final = 3  # configuration or archive
ABSENT: Final = 4  # not in the archive
SOME_FAILED: Final = 5  # some outlets
NOTHING: Final = 6  # nothing could be fetched
DISK: Final = 7
LOCKED: Final = 8  # another rowback is at it
DAMAGE: Final = 9
ALARM: Final = 10
INTERRUPTED: Final = 130
