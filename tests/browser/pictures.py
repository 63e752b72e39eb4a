"""Makes the README's pictures from the demo's archive: `python -m tests.browser.pictures`."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from archive.morgue import find
from tests.browser import chromium, pages
from tests.browser.serving import serving

_ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = _ROOT / "archive" / "browse" / "pictures"
_SIZE: Final = {"width": 1120, "height": 760}
_PICTURES: Final = {"front": ("front", "light"), "diff": ("diff", "light"), "compare": ("compare", "dark")}
_LARGEST: Final = 200_000


def make(browser: Any, home: str, paths: dict[str, str], folder: Path) -> list[Path]:
    """Take the pictures of a running archive and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, (page_name, scheme) in _PICTURES.items():
        context = browser.new_context(color_scheme=scheme, viewport=_SIZE)
        page = context.new_page()
        page.goto(f"{home}{paths[page_name]}")
        path = folder / f"{name}.png"
        page.screenshot(path=str(path))
        context.close()
        made.append(path)
    return made


def main() -> int:
    """Run the demo in a fresh folder and take the pictures; exit 1 when one is too large for a README."""
    if missing := chromium.missing():
        print(missing, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "crawler", "demo"],
            cwd=folder,
            check=True,
            env=_environment(folder),
            stdout=subprocess.DEVNULL,
        )
        morgue = find(Path(folder) / "rowback-demo")
        with serving(morgue) as home, chromium.browser() as browser:
            made = make(browser, home, pages.of(morgue), FOLDER)
    for path in made:
        print(f"{path.relative_to(_ROOT)}  {path.stat().st_size:,} bytes")
    return int(any(path.stat().st_size > _LARGEST for path in made))


def _environment(folder: str) -> dict[str, str]:
    return {"PYTHONPATH": str(_ROOT), "PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC"}


if __name__ == "__main__":
    sys.exit(main())
