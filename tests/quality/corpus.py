"""A corpus on disk: `<set>/<page>/page.html[.gz]` with `expected.json` beside it. Knows its layout and nothing else."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WITH_HEADLINE = frozenset({"big9", "l3s", "cpe"})
WITH_STANDFIRST = frozenset({"fundus", "pages"})
URL_UNTRUSTED = frozenset({"big9"})  # its addresses are often those of something on the page


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what should come out of it."""

    set: str
    name: str
    folder: Path
    outlet: str
    url: str
    text: str
    headline: str | None = None
    standfirst: str | None = None
    paragraphs: tuple[str, ...] = ()
    authors: tuple[str, ...] | None = None
    published_at: str | None = None
    fetched_at: str | None = None
    comments: str = ""
    related: str = ""
    extra: dict[str, object] = field(default_factory=dict)

    def html(self) -> bytes:
        """Return the page's bytes."""
        packed = self.folder / "page.html.gz"
        return gzip.decompress(packed.read_bytes()) if packed.exists() else (self.folder / "page.html").read_bytes()


def pages(root: Path, sets: tuple[str, ...] = ()) -> Iterator[Page]:
    """Yield the pages of a corpus in a fixed order; a folder that holds pages itself is one set."""
    if any(root.glob("*/expected.json")):
        for case in sorted(path.parent for path in root.glob("*/expected.json")):
            yield load(case, root.name)
        return
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if sets and folder.name not in sets:
            continue
        for case in sorted(path for path in folder.iterdir() if (path / "expected.json").exists()):
            yield load(case, folder.name)


def load(case: Path, set_name: str) -> Page:
    """Read one page's truth."""
    told = json.loads((case / "expected.json").read_text("utf-8"))
    authors = told.get("authors")
    return Page(
        set=set_name,
        name=case.name,
        folder=case,
        outlet=told.get("outlet", case.name),
        url=told.get("url") or "https://unknown.example/",
        text=told.get("text") or "",
        headline=told.get("headline"),
        standfirst=told.get("standfirst"),
        paragraphs=tuple(told.get("paragraphs") or ()),
        authors=tuple(authors) if authors is not None else None,
        published_at=told.get("published_at"),
        fetched_at=told.get("fetched_at"),
        comments=told.get("comments") or "",
        related=told.get("related") or "",
        extra={key: told[key] for key in ("kind", "section", "tags", "absent_from_text") if key in told},
    )
