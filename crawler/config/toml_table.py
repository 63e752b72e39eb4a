"""One table of a TOML file, read with errors that name the key and the cure. Knows no key of its own."""

import difflib
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archive import BadInput
from crawler.amounts import length, size
from crawler.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, and where it stands."""

    given: Mapping[str, object]
    where: str
    above: str = ""

    def wrong(self, key: str, message: str, cure: str) -> ConfigError:
        return ConfigError(f"{self.above}{key}: {message}", subject=self.where, cure=cure)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        known = list(known)
        for key in self.given:
            if key not in known:
                table = f" below [{self.above.rstrip('.')}]" if self.above else ""
                message = f"unknown key {key!r}{table}{nearest(key, known)}"
                raise ConfigError(message, subject=self.where, cure=f"Known keys: {', '.join(sorted(known))}")

    def table(self, key: str) -> "Table":
        value = self.given.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "must be a table", f"Write [{self.above}{key}] and the keys below it")
        return Table(value, self.where, f"{self.above}{key}.")

    def _typed(self, key: str, kinds: tuple[type, ...], cure: str) -> Any:
        """Return a value whose type was checked, None when it is not given."""
        value = self.given.get(key)
        if value is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
            raise self.wrong(key, f"{value!r} will not do", cure)
        return value

    def text(self, key: str) -> str | None:
        value: str | None = self._typed(key, (str,), f'Write {key} = "…"')
        return value

    def switch(self, key: str) -> bool:
        return bool(self._typed(key, (bool,), f"Write {key} = true or {key} = false"))

    def number(self, key: str) -> float:
        return float(self._typed(key, (int, float), f"Write {key} = 5") or 0)

    def whole(self, key: str, *, least: int = 0) -> int | None:
        value: int | None = self._typed(key, (int,), f"Write {key} = 100")
        if value is not None and value < least:
            raise self.wrong(key, f"{value} is too small", f"Give {least} or more")
        return value

    def texts(self, key: str) -> list[str] | None:
        value: list[str] | None = self._typed(key, (list,), f'Write {key} = ["…"]')
        if value is not None and not all(isinstance(each, str) for each in value):
            raise self.wrong(key, "must be a list of texts", f'Write {key} = ["…"]')
        return value

    def tuple_of_texts(self, key: str) -> tuple[str, ...]:
        return tuple(self.texts(key) or ())

    def all_texts(self) -> dict[str, str]:
        return {key: self.text(key) or "" for key in self.given}

    def bytes(self, key: str) -> int | None:
        value = self._typed(key, (int, str), f'Write {key} = "1 GB"')
        try:
            return size(value) if isinstance(value, str) else self.whole(key)
        except BadInput as error:
            raise self.wrong(key, str(error), f'Write {key} = "1 GB"') from None

    def seconds(self, key: str) -> float | None:
        value = self._typed(key, (str,), f'Write {key} = "60m"')
        try:
            return None if value is None else length(value).total_seconds()
        except BadInput as error:
            raise self.wrong(key, str(error), f'Write {key} = "60m"') from None

    def network(self, key: str, text: str) -> str:
        try:
            return str(ipaddress.ip_network(text))
        except ValueError as error:
            raise self.wrong(key, str(error), 'Write networks like "127.0.0.0/8"') from None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a half-sentence that names the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""
