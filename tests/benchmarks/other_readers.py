"""What other programs make of our WARC files: `python -m tests.benchmarks.other_readers [WARC…]`.

Without files the torture server is crawled first. Each program that is installed reads every file: `warcio check`,
FastWARC (with digests), `cdxj-indexer`, and pywb, which replays each page from an index of its own. `--bin FOLDER` says
where their commands lie. jwarc and JWAT are Java archives of Maven's: give them with `--jar`, one a time. What is not
installed is said.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.torture import TortureServer

_LIMIT: Final = 600  # seconds for each program and file
# Without brotli: warcio 1.8 asks it for something that it does not have, and no digest depends on it
_WARCIO: Final = """
import sys
sys.modules["brotli"] = sys.modules["brotlicffi"] = None
from warcio.cli import main
main(["check", sys.argv[1]])
"""
_FASTWARC: Final = """
import sys
from fastwarc.warc import ArchiveIterator
records = wrong = 0
for record in ArchiveIterator(open(sys.argv[1], "rb"), verify_digests=False, parse_http=False):
    records += 1
    for name, check in (("WARC-Block-Digest", record.verify_block_digest), ("WARC-Payload-Digest", None)):
        if check is not None and name in record.headers and not check():
            wrong += 1
            print(record.record_id, name, "does not match")
print(records, "records")
sys.exit(1 if wrong or not records else 0)
"""
_PYWB: Final = """
import json, os, pathlib, sys
from pywb.apps.frontendapp import FrontEndApp
from webtest import TestApp
folder, file = pathlib.Path(sys.argv[2]), sys.argv[1]
os.chdir(folder)
place = pathlib.Path(file).parent
lines = ("collections:", "  c:", "    index_paths: index.cdxj", "    archive_paths: %s/" % place, "")
(folder / "config.yaml").write_text("\\n".join(lines))
lines = [line.split(" ", 2) for line in (folder / "index.cdxj").read_text().splitlines() if not line.startswith("!")]
app = TestApp(FrontEndApp(config_file=str(folder / "config.yaml")), lint=False)
wrong, cut = 0, []
for key, at, said in lines:
    said = json.loads(said)
    if said.get("mime") == "warc/revisit" or not said.get("status", "").startswith("2"):
        continue
    try:
        answer = app.get("/c/%sid_/%s" % (at, said["url"]), expect_errors=True)
    except AssertionError as error:  # of a page that was cut off: it has fewer bytes than its head says
        cut.append(str(error)[:120])
        continue
    if answer.status_int != int(said["status"]):
        wrong += 1
        print(answer.status_int, "for", said["url"])
print(len(lines), "lines;", len(cut), "cut off", cut[:2])
sys.exit(1 if wrong else 0)
"""


@dataclass(frozen=True)
class Verdict:
    """What a program said of a file."""

    program: str
    file: str
    passed: bool | None  # None: it is not installed
    said: str


def main() -> int:
    """Print each program's verdict; 1 when one of them finds a file wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.other_readers", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--bin", type=Path, default=Path(sys.executable).parent, help="where their commands lie")
    parser.add_argument("--jar", type=Path, action="append", default=[], help="jwarc or JWAT")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="readers-"))
    try:
        files = [path.absolute() for path in options.files] or list(tortured(folder))
        verdicts = [each for file in files for each in read(file, options.bin, options.jar, folder)]
    finally:
        shutil.rmtree(folder)
    for verdict in verdicts:
        how = "not installed" if verdict.passed is None else "passed" if verdict.passed else "FAILED"
        print(f"{verdict.program:<14}{how:<15}{verdict.file}  {verdict.said}")
    return 1 if any(verdict.passed is False for verdict in verdicts) else 0


def tortured(folder: Path) -> Iterator[Path]:
    """Crawl all cases of the torture server and yield the WARC files, under their final names."""
    from tests.test_wire import CASES, SETTINGS, plan, run

    with TortureServer({case.name: case.answer for case in CASES}, mode="http") as server:
        run({"settings": SETTINGS, "crawls": {"http": plan(server, "http", folder / "morgue")}}, folder)
    for path in sorted((folder / "morgue" / "warcs").glob("*/*/*.open")):
        yield path.rename(path.with_name(path.name.removesuffix(".open")))


def read(file: Path, commands: Path, jars: Sequence[Path], folder: Path) -> Iterator[Verdict]:
    """Have each program read a file."""
    python = commands / "python"
    yield _ran("warcio check", file, [python, "-c", _WARCIO, file])
    yield _ran("fastwarc", file, [python, "-c", _FASTWARC, file])
    index = folder / "index.cdxj"
    yield _ran("cdxj-indexer", file, [commands / "cdxj-indexer", file, "-o", index, "-s"])
    yield _ran("pywb", file, [python, "-c", _PYWB, file, folder])
    for jar in jars:
        yield _ran(jar.stem, file, [Path(shutil.which("java") or "java"), "-jar", jar, _verb(jar), file])


def _verb(jar: Path) -> str:
    return "test" if "jwat" in jar.name.lower() else "validate"


def _ran(program: str, file: Path, command: Sequence[Path | str]) -> Verdict:
    if not Path(command[0]).exists():
        return Verdict(program, file.name, None, "")
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    if "ModuleNotFoundError" in done.stderr:
        return Verdict(program, file.name, None, said[-1])
    return Verdict(program, file.name, done.returncode == 0, said[-1][:200] if said else "")


if __name__ == "__main__":
    sys.exit(main())
