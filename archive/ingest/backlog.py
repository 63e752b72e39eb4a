"""How many pages are kept and not yet read: counted up and down from several threads."""

import threading


class Backlog:
    """A count that threads share."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        """What is under way now."""
        return self._count

    def add(self) -> None:
        """One more."""
        with self._changed:
            self._count += 1

    def done(self) -> None:
        """One less."""
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> int:
        """Wait until something ended, at most so long; return what is still under way."""
        with self._changed:
            if self._count:
                self._changed.wait(seconds)
            return self._count
